"""From a parse to its dates: matches of the grammar, tied to what they refer to and placed in the calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sayso.dates.expression import (
    PUBLISHED,
    Chain,
    Moment,
    date_precision,
    format_chain,
    needs_publication,
    place,
)  # fmt: skip
from sayso.dates.grammar import find_matches
from sayso.dates.lexicon import lexicon
from sayso.dates.match import REFERENCE, Match
from sayso.dates.model import FoundDate
from sayso.language import Parse
from sayso.record import TimeExpression, When

NO_PUBLICATION = "relative to the day of publication, which is not known"
NO_YEAR = "the text gives no year, and the day of publication is not known"
LENGTH = "a length of time that the text does not tie to a day"
RECURRING = "a time that recurs"
VAGUE = "too vague for the calendar"
IMPOSSIBLE = "no such day"
NO_DAY = "a time of the day, and the text does not tie it to a day"
NO_REFERENCE = "counted from a day that the text does not give"

# A dateline stands this close to the start of its paragraph, in tokens.
_DATELINE = 14
# A story is written at most so many days before it is published.
_DAYS_OLD = 7
# A time of the clock belongs to a day spoken of at most so many sentences before.
_CLOCK_REACH = 2
# "A year ago" is the same quarter a year ago where a quarter was spoken of at most so many sentences before.
_QUARTER_REACH = 4
# "The same day" as a step from the day that it takes up.
_SAME = "calendar 0 day"
_AFTER_DATELINE = frozenset({"(", "-", "–", "—", "--", "_", ":"})


def find_dates(parse: Parse, published: str | None) -> tuple[FoundDate, ...]:
    """The time expressions of a document in text order.

    ``published`` is the day of publication as ``YYYY-MM-DD`` (a time behind it is passed over). Where it is None,
    a full date at the head of the text serves; where there is none, relative dates keep null days with a reason.
    """
    matches = list(find_matches(parse))
    day = publication_day(published)
    base = _base(parse, matches, day)
    placed = place(base, day)
    if placed is None:
        base = (PUBLISHED,)
    else:
        day = day or placed.first
    context = _Context(base, day)
    out = []
    for match in matches:
        if match.grain == "period" and not context.stretch:
            continue
        chain = context.chain(match, parse.sentence_of[match.first], _is_of_saying(parse, match))
        out.append(_found(parse, match, chain, day, context.floating))
    return tuple(out)


def publication_day(published: str | None) -> date | None:
    """The day of an ISO date or date and time; None where it is neither."""
    try:
        return date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def _base(parse: Parse, matches: list[Match], day: date | None) -> Chain:
    """What "today" is: the publication date, or the dateline of the story where it is a little older."""
    for match in matches[:4]:
        if match.grain != "day" or match.type != "DATE" or not match.chain:
            continue
        sentence = parse.sentence_of[match.first]
        first, _ = parse.sentences[sentence]
        begin = first
        while sentence and parse.paragraph_of_sentence[sentence - 1] == parse.paragraph_of_sentence[sentence]:
            sentence -= 1
            begin = parse.sentences[sentence][0]
        paragraph = parse.paragraphs[parse.paragraph_of_sentence[sentence]]
        if parse.paragraph_of_sentence[sentence] > 3 or match.first - begin > _DATELINE:
            continue
        after = parse.lowers[match.last] if match.last < len(parse) else ""
        line = parse.text[paragraph.start : paragraph.end]
        opens = match.first > begin and parse.words[begin].isupper() and after in _AFTER_DATELINE
        alone = len(line) < 80 and parse.ends[match.last - 1] >= paragraph.end - 12 and line[-1:] not in ".!?"
        full = needs_publication(match.chain) is False
        if opens:
            steps = tuple(step.replace(" past", " near").replace(" future", " near") for step in match.chain)
            there = place(steps, day)
            if there and (day is None or 0 <= (day - there.first).days <= _DAYS_OLD):
                return steps
        elif alone and full and day is None:
            return match.chain
    return (PUBLISHED,)


@dataclass(slots=True)
class _Context:
    """What has been spoken of so far: the date that "the next day" or "a year earlier" counts from."""

    base: Chain
    day: date | None = None
    last: Chain = ()
    past_day: Chain = ()  # the last day spoken of that does not lie ahead
    last_day: Chain = ()
    last_day_sentence: int = -10
    event_day: Chain = ()  # the last day spoken of on which something happened, other than that it was told
    quarter: Chain = ()
    quarter_sentence: int = -10
    stretch: Chain = ()
    floating: str = ""  # why the match at hand is tied to no day of the text

    def chain(self, match: Match, sentence: int, said: bool = False) -> Chain:
        """The chain of a match with its start filled in; the match is remembered for those after it. ``said``: it
        tells when something was said."""
        chain = match.chain
        self.floating = ""
        if not chain:
            return ()
        if match.grain == "period":
            return self.stretch
        if chain[0] == PUBLISHED:
            chain = (*self.base, *chain[1:])
        elif chain[0] == REFERENCE:
            chain = (*self._reference(match, chain, sentence), *chain[1:])
        if match.type == "DURATION":
            self.stretch = chain
        if match.type in ("DATE", "TIME") and match.value is None and not self.floating:
            self.last = chain
            if match.grain in ("day", "tod", "clock"):
                self.last_day = tuple(step for step in chain if not step.startswith(("tod ", "clock ", "window -1 day")))
                self.last_day_sentence = sentence
                if not said:
                    self.event_day = self.last_day
                placed = place(self.last_day, self.day)
                if placed is None or self.day is None or placed.first <= self.day:
                    self.past_day = self.last_day
            if match.grain == "quarter" and not any(step.startswith("back") for step in chain):
                self.quarter = chain
                self.quarter_sentence = sentence
        return chain

    def _reference(self, match: Match, chain: Chain, sentence: int) -> Chain:
        if match.grain == "ago":
            return self.quarter if sentence - self.quarter_sentence <= _QUARTER_REACH else self.base
        if match.grain == "quarter" or (chain[-1].startswith("back") and self.quarter):
            if self.quarter:
                return self.quarter
            return (*self.base, "calendar -1 quarter") if match.grain == "quarter" else self.base
        if match.grain in ("clock", "tod"):
            near = self.last_day and sentence - self.last_day_sentence <= _CLOCK_REACH
            self.floating = "" if near else NO_DAY
            return self.last_day if near else self.base
        if match.grain == "day" and chain[-1].startswith("shift -") and self.past_day:
            return self.past_day  # "a day earlier" counts back from what happened, not from what is planned
        if match.grain == "day" and chain[-1] == _SAME and self.event_day:
            return self.event_day
        reference = self.last_day if match.grain in ("day", "week", "weekend", "hour", "minute") else self.last
        if not reference and not chain[-1].startswith("back"):
            self.floating = NO_REFERENCE
        return reference or self.base


def _is_of_saying(parse: Parse, match: Match) -> bool:
    """Whether a day hangs on a verb of saying behind it: "the government said on Thursday"."""
    heads = parse.heads
    token = next((one for one in range(match.last - 1, match.first - 1, -1) if not match.first <= heads[one] < match.last), None)
    if token is None:
        return False
    above = heads[token]
    verb = heads[above] if parse.deps[token] == "pobj" else above
    return verb < match.first and parse.tags[verb][0] == "V" and parse.lemmas[verb] in lexicon().words["reporting"]


def _found(parse: Parse, match: Match, chain: Chain, day: date | None, floating: str) -> FoundDate:
    span = parse.span(match.first, match.last)
    moment = place(chain, day)
    value = match.value
    if value is None:
        value = moment.value if moment else underspecified(chain)
    unresolved = format_chain(chain) if match.value is None and needs_publication(chain) else None
    expression = TimeExpression(span.start, span.end, span.text, match.type, value, unresolved)
    if floating:
        # TIMEX3 counts "at 9 a.m." and "the next day" from the day of writing where nothing else is at hand; as the
        # day of an event that would be a guess.
        when = When(span.text, span.start, span.end, None, None, 5, floating)
    else:
        when = when_of_chain(span.text, span.start, span.end, chain, moment, match.type)
    return FoundDate(match.first, match.last, expression, when, () if floating else chain)


def when_of_chain(
    text: str | None, start: int | None, end: int | None, chain: Chain, moment: Moment | None, kind: str = "DATE"
) -> When:
    """The When of a chain at a span, with the reason where it has no days."""
    value = format_chain(chain) if needs_publication(chain) else None
    if moment:
        return When(text, start, end, moment.first.isoformat(), moment.last.isoformat(),
                    date_precision(moment.first, moment.last), value=value)  # fmt: skip
    reason = VAGUE
    if chain and chain[0] == PUBLISHED:
        reason = NO_PUBLICATION
        if len(chain) == 2 and chain[1].split()[0] in ("day", "month", "holiday"):
            reason = NO_YEAR
    elif chain:
        reason = IMPOSSIBLE
    elif kind == "SET":
        reason = RECURRING
    elif kind == "DURATION":
        reason = LENGTH
    return When(text, start, end, None, None, 5, reason, value)


_UNDER = {
    "day": "XXXX-XX-XX", "week": "XXXX-WXX", "month": "XXXX-XX", "year": "XXXX", "quarter": "XXXX-QX",
    "weekend": "XXXX-WXX-WE", "decade": "XXX", "century": "XX", "half": "XXXX-HX",
}  # fmt: skip


def underspecified(chain: Chain) -> str:
    """The TIMEX3 value of a chain that can't be placed: X for every digit that is not known.

    >>> underspecified(("published", "weekday 1 past")), underspecified(("published", "month 3 past"))
    ('XXXX-WXX-1', 'XXXX-03')
    """
    value = "XXXX-XX-XX"
    for step in chain[1:]:
        name, *words = step.split()
        if name in ("calendar", "shift", "back"):
            value = _UNDER.get(words[1], "XXXX-XX-XX")
        elif name == "weekday":
            value = f"XXXX-WXX-{words[0]}"
        elif name == "month":
            value = f"XXXX-{int(words[0]):02}"
        elif name == "day":
            value = f"XXXX-{int(words[0]):02}-{int(words[1]):02}"
        elif name == "season":
            value = f"XXXX-{words[0]}"
        elif name in ("quarter", "half"):
            value = f"XXXX-{name[0].upper()}{words[0]}"
        elif name == "weekend":
            value = _UNDER["weekend"]
        elif name in ("tod", "clock"):
            value = f"{value}T{words[0]}"
    return value
