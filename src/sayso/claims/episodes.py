"""Dates that the text gives elsewhere: mentions of one episode share its day.

A news report tells of an episode: its first sentences give the day, those after it go on in the past tense without
repeating it. A mention that its own sentence does not date takes the day of the dated event that it stands near, or
else the day of the episode; never the day of publication. Plans, generalities and history take nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sayso.claims.model import Trigger
from sayso.claims.offsets import counted_from_events
from sayso.claims.other_dates import tried_over
from sayso.claims.ranges import within
from sayso.claims.timing import when_of
from sayso.dates import FoundDate
from sayso.dates.expression import parse_chain
from sayso.dates.find import publication_day
from sayso.language import Parse
from sayso.record import When

# Kinds that one episode brings together.
_FAMILIES: dict[str, str] = {
    **dict.fromkeys(("airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack",
                     "armed_clash", "armed_attack", "killing", "property_damage", "abduction", "shootdown"),
                    "violence"),
    **dict.fromkeys(("protest", "riot", "arrest"), "protest"),
    **dict.fromkeys(("talks", "agreement"), "talks"),
}  # fmt: skip
_LOOSE = ("window", "near", "since", "span", "elapsed", "ahead", "shift -1 w", "calendar")
_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_MODAL = frozenset({"will", "would", "could", "may", "might", "can", "should", "must", "to", "wo", "'ll", "shall"})
_PERFECT = frozenset({"have", "has", "'ve", "had", "'d"})
# A day of news is at most so many days before publication; a mention stands near a dated one within so many sentences.
_NEWS_DAYS = 8
# A night ("overnight") lies on two days.
_NIGHT = 1
_NEAR = 3
_NEAR_ALIKE = 8
_NEAR_LOOSE = 2
# Kinds whose words ("killed", "the attack", "destroyed") name events of other kinds too.
_GENERAL = frozenset({"killing", "armed_attack", "property_damage"})
# A headline has so many tokens at most; the sentences under it that tell the same.
_HEADLINE = 18
_LEAD = 2
# What sets the place of a dateline apart from the text, within so many tokens.
_DATELINE = 8
_AFTER_PLACE = frozenset({"-", "--", "\u2013", "\u2014", "("})
# So many sentences under one that a day opens are of that day; so many letters tell "invade" and "invasion" alike.
_UNDER_OPENING = 1
_STEM = 4
# Nouns for a state of affairs rather than an episode.
_LASTING = frozenset(
    {"fight", "fighting", "war", "conflict", "violence", "insurgency", "campaign", "unrest", "hostility"}
)
# Words for what an event left behind, in whatever tense: "at least 25 are dead".
_STATES = frozenset({"dead", "missing"})
# Where nothing is known of the day of publication, this share of the dated mentions must be of one day.
_ONE_EPISODE = 0.6


def times_of(
    parse: Parse, triggers: Sequence[Trigger], dates: Sequence[FoundDate], published: str | None
) -> tuple[When | None, ...]:
    """The times of all events of a document, in the order of the triggers, which is that of the text.

    First what each sentence says of its own events; then, for mentions of an episode told elsewhere in the text, the
    day of that episode. The span of such a When stands where the text gives the day.
    """
    own = [when_of(parse, trigger, dates, published, triggers) for trigger in triggers]
    day = publication_day(published)
    for number, when in counted_from_events(parse, triggers, own, dates, day).items():
        own[number] = when
    _set_by_openings(parse, triggers, dates, own)
    out = list(own)
    by_family: dict[str, list[int]] = {}
    for number, trigger in enumerate(triggers):
        family = _FAMILIES.get(trigger.kind)
        if family:
            by_family.setdefault(family, []).append(number)
    for members in by_family.values():
        dated = [n for n in members if _dates_an_episode(own[n])]
        if not dated:
            continue
        if day is None and (first := own[dated[0]]) is not None and first.first and first.precision == 1:
            # The text gives its day in full; a distance that can't be placed is nobody else's.
            dated = [n for n in dated if (told := own[n]) is not None and told.first]
        shared = frozenset(dated)
        episode = _episode(own, dated, day)
        only = _only_dates(triggers, own, dated)
        for number, when in _headlined(parse, triggers, own, members).items():
            own[number] = out[number] = when
        last: int | None = None
        last_alike: dict[str, int] = {}
        for number in members:
            kind = triggers[number].kind
            if own[number] is None and goes_on(parse, triggers[number]):
                before = _told_before(parse, triggers, own, number, last_alike.get(kind), last)
                found = before or episode or only.get(kind)
                if before is None and _is_far_above_old(parse, triggers[number], found, day):
                    found = None
                out[number] = None if found and _of_trial(parse, triggers[number], found) else found
            elif number in shared:
                last = last_alike[kind] = number
    _shared_by_name(parse, triggers, own, out)
    return tuple(out)


def _set_by_openings(
    parse: Parse, triggers: Sequence[Trigger], dates: Sequence[FoundDate], out: list[When | None]
) -> None:
    """Date what goes on from a sentence that a day opens: "On 7 May, she met aides. A bomb went off".

    A noun ("the blast") may as well refer to what was told long before.
    """
    for number, trigger in enumerate(triggers):
        sentence = parse.sentence_of[trigger.head]
        if out[number] is not None or trigger.nominal or not goes_on(parse, trigger):
            continue
        if within(dates, *parse.sentences[sentence]):
            continue
        for back in range(1, min(_UNDER_OPENING, sentence) + 1):
            first, last = parse.sentences[sentence - back]
            if here := within(dates, first, last):
                if here[0].first <= first + 1 and here[0].expression.type == "DATE" and here[0].when.precision == 1:
                    out[number] = here[0].when
                break


def _shared_by_name(
    parse: Parse, triggers: Sequence[Trigger], own: Sequence[When | None], out: list[When | None]
) -> None:
    """Date mentions of one event outside the families by the one day that its name is given: "the invasion"."""
    by_name: dict[tuple[str, str], list[When]] = {}
    names = [(trigger.kind, parse.lemmas[trigger.head].lower()[:_STEM]) for trigger in triggers]
    for number, when in enumerate(own):
        if when is not None and when.precision <= 4:
            by_name.setdefault(names[number], []).append(when)
    for number, trigger in enumerate(triggers):
        whens = by_name.get(names[number])
        if out[number] is None and whens and trigger.kind not in _FAMILIES and goes_on(parse, trigger):
            if not _loose(whens[0]) and all(_key(when) == _key(whens[0]) for when in whens):
                out[number] = whens[0]


def _headlined(
    parse: Parse, triggers: Sequence[Trigger], own: Sequence[When | None], members: Sequence[int]
) -> dict[int, When]:
    """Times of the events of a headline: those that the first sentences under it give for an event of the kind."""
    if len(parse.sentences) < 2 or not _is_headline(parse):
        return {}
    out = {}
    for number in members:
        if own[number] is not None or parse.sentence_of[triggers[number].head] != 0:
            continue
        for other in members:
            when = own[other]
            below = 0 < parse.sentence_of[triggers[other].head] <= _LEAD
            if below and triggers[other].kind == triggers[number].kind:
                if when is not None and when.first and when.precision == 1:
                    out[number] = when
                break
    return out


def _is_headline(parse: Parse) -> bool:
    """Whether the first sentence is a paragraph of its own, in the present tense or without a finite verb."""
    if parse.paragraph_of_sentence[0] == parse.paragraph_of_sentence[1] and not _opens_with_dateline(parse, 1):
        return False
    first, last = parse.sentences[0]
    return last - first <= _HEADLINE and not any(parse.tags[token] == "VBD" for token in range(first, last))


def _opens_with_dateline(parse: Parse, sentence: int) -> bool:
    """Whether a sentence begins as the body of a report does: "TBILISI, Georgia --", "BAGHDAD (AP)"."""
    first, last = parse.sentences[sentence]
    opening = parse.words[first : min(first + _DATELINE, last)]
    return len(opening[0]) > 2 and opening[0].isupper() and any(word in _AFTER_PLACE for word in opening)


def _dates_an_episode(when: When | None) -> bool:
    """Whether a time is so narrow that other mentions may share it: up to a month, or relative and not yet placed."""
    return when is not None and (when.precision <= 4 if when.first else when.value is not None)


def _is_news(when: When, day: date | None) -> bool:
    """Whether a time is a day of the week before publication, not a distance ("two weeks ago") or a stretch."""
    if when.first is None or when.last is None or day is None or _loose(when):
        return False
    if (date.fromisoformat(when.last) - date.fromisoformat(when.first)).days > _NIGHT:
        return False
    return 0 <= (day - date.fromisoformat(when.first)).days <= _NEWS_DAYS


def _of_trial(parse: Parse, trigger: Trigger, when: When) -> bool:
    """Whether a day is that on which somebody was tried over the event: "was charged on Thursday in the slaying"."""
    if not trigger.nominal or when.start is None or tried_over(parse, trigger.head) is None:
        return False
    span = parse.sentence_span(parse.sentence_of[trigger.head])
    return span.start <= when.start < span.end


def _is_far_above_old(parse: Parse, trigger: Trigger, when: When | None, day: date | None) -> bool:
    """Whether a mention would take a day long past that is given only far below it: that of another event, which
    the report recalls."""
    if when is None or when.start is None or when.first is None or day is None:
        return False
    sentence = parse.sentence_of[trigger.head]
    if (day - date.fromisoformat(when.first)).days <= _NEWS_DAYS:
        return False
    token = parse.token_at(when.start)
    return token is not None and parse.sentence_of[token] - sentence > _NEAR_LOOSE


def _loose(when: When) -> bool:
    """Whether a time is a stretch or a rounded distance, so that another mention need not share it."""
    if not when.value or when.precision == 1:
        return False
    if "tod NI" in when.value and when.precision == 2:
        return False  # "overnight": the night between two days
    return any(step.startswith(_LOOSE) for step in parse_chain(when.value))


def _key(when: When) -> str | None:
    return when.first or when.value


def _episode(own: Sequence[When | None], dated: Sequence[int], day: date | None) -> When | None:
    """The day of the episode that the report is about: the first one that it gives, if that is news; or else the one
    that most of its dated mentions share."""
    days = [when for n in dated if (when := own[n]) is not None and not _loose(when)]
    if days and _is_news(days[0], day):
        return days[0]
    tally: dict[str | None, list[When]] = {}
    for when in days:
        if when.precision <= 2 or when.first is None:
            tally.setdefault(_key(when), []).append(when)
    if not tally:
        return None
    most = max(tally.values(), key=len)
    return most[0] if len(most) >= _ONE_EPISODE * len(days) else None


def _only_dates(triggers: Sequence[Trigger], own: Sequence[When | None], dated: Sequence[int]) -> dict[str, When]:
    """For each kind, the one time that all its dated events share, the narrowest where they hold each other."""
    by_kind: dict[str, list[When]] = {}
    for number in dated:
        if (when := own[number]) is not None:
            by_kind.setdefault(triggers[number].kind, []).append(when)
    out = {}
    for kind, whens in by_kind.items():
        narrowest = min(whens, key=lambda when: when.precision)
        if not _loose(narrowest) and all(_agree(narrowest, when) for when in whens):
            out[kind] = narrowest
    return out


def _agree(narrow: When, wide: When) -> bool:
    """Whether two times are the same, or the wider one holds the other: "last year", "on 7 August 1998"."""
    if _key(narrow) == _key(wide):
        return True
    if narrow.first is None or narrow.last is None or wide.first is None or wide.last is None:
        return False
    return wide.precision > narrow.precision and wide.first <= narrow.first and narrow.last <= wide.last


def _told_before(
    parse: Parse,
    triggers: Sequence[Trigger],
    own: Sequence[When | None],
    number: int,
    alike: int | None,
    last: int | None,
) -> When | None:
    """The time of the last dated event of the same kind, or of the last one near that the words may mean."""
    trigger = triggers[number]
    sentence = parse.sentence_of[trigger.head]
    if alike is not None and (when := own[alike]) is not None:
        away = sentence - parse.sentence_of[triggers[alike].head]
        if away <= _NEAR_LOOSE or (away <= _NEAR_ALIKE and not _loose(when)):
            return when
    if last is None or sentence - parse.sentence_of[triggers[last].head] > _NEAR:
        return None
    if trigger.kind not in _GENERAL and triggers[last].kind not in _GENERAL:
        return None
    when = own[last]
    return when if when is not None and not _loose(when) else None


def goes_on(parse: Parse, trigger: Trigger) -> bool:
    """Whether a mention goes on about an event told before: "the attack", or a verb in the simple past."""
    head = trigger.head
    if trigger.nominal:
        if parse.lemmas[head] in _LASTING:
            return False
        for child in parse.children[head]:
            if parse.deps[child] == "det":
                return parse.lowers[child] in _DEFINITE or (parse.tags[head] != "NNS" and _in_past(parse, head))
            if parse.deps[child] == "poss":
                return parse.tags[head] != "NNS" or _in_past(parse, head)
            if parse.deps[child] == "nummod":
                return _in_past(parse, head)  # "performed 33 sorties"
        # "Bombings at two embassies blew apart buildings."
        return parse.deps[head] == "nsubj" and parse.tags[parse.heads[head]] == "VBD"
    if parse.lemmas[head] in _STATES:
        return True
    return _in_past(parse, head)


def _in_past(parse: Parse, token: int) -> bool:
    """Whether the nearest finite verb at or above a token is in the simple past."""
    node = token
    for _ in range(8):
        auxes = [parse.lowers[c] for c in parse.children[node] if parse.deps[c] in ("aux", "auxpass")]
        if any(aux in _MODAL or aux in _PERFECT for aux in auxes):
            return False
        if parse.tags[node] == "VBD" or any(aux in ("was", "were") for aux in auxes):
            return True
        if parse.tags[node] in ("VBZ", "VBP") or "is" in auxes or "are" in auxes or parse.heads[node] == node:
            return False
        node = parse.heads[node]
    return False
