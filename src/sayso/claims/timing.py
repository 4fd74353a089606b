"""When: the date of one event, by syntax, then within its sentence, then from what the text said of the same event.

A date that hangs on a verb of saying ("said on Monday") tells when it was said, not when it happened. The day of
publication is never taken for the day of an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sayso.claims.model import Trigger
from sayso.dates import FoundDate
from sayso.dates.expression import PUBLISHED, Chain, Moment, date_precision, parse_chain, place
from sayso.dates.find import publication_day, when_of_chain
from sayso.dates.lexicon import lexicon
from sayso.language import Parse
from sayso.record import When

# What the arcs between an event and its date cost.
_STEPS = {
    "advcl": 1.5, "conj": 1.5, "ccomp": 1.5, "parataxis": 2.0, "relcl": 1.5, "acl": 1.0, "xcomp": 0.5, "prep": 0.25,
    "pobj": 0.25, "npadvmod": 0.25, "tmod": 0.25, "poss": 0.25, "nmod": 0.25, "compound": 0.25, "nummod": 0.25,
    "amod": 0.25, "dobj": 0.5, "nsubj": 0.5, "nsubjpass": 0.5, "appos": 0.5, "punct": 0.25, "pcomp": 0.5,
}  # fmt: skip
_REACH = 3.0
_SINCE = frozenset({"since"})
_SPAN = frozenset({"for", "in", "over", "during", "within", "throughout", "the", ""})
_NOT_THEN = frozenset({"before", "until", "till", "by", "ahead"})


def when_of(
    parse: Parse,
    trigger: Trigger,
    dates: Sequence[FoundDate],
    published: str | None,
    others: Sequence[Trigger] = (),
) -> When | None:
    """The time of the trigger's event as its own sentence gives it; None where it gives none.

    A relative date that can't be placed gives a When with null days and the reason. ``others`` are the other
    triggers of the document: a date that hangs nearer to one of them is not taken.
    """
    begin, end = parse.sentences[parse.sentence_of[trigger.head]]
    here = [found for found in dates if begin <= found.first < end]
    if not here:
        return None
    day = publication_day(published)
    rivals = [other for other in others if begin <= other.head < end and other.head != trigger.head]
    best: tuple[float, int, When] | None = None
    for number, found in enumerate(here):
        when = _reading(parse, found, here, day, trigger)
        if when is None:
            continue
        cost = _cost(parse, trigger, found)
        if cost > _REACH or any(_cost(parse, rival, found) < cost for rival in rivals if not _shares(parse, trigger, rival)):
            continue
        if best is None or cost < best[0]:
            best = (cost, number, when)
    return best[2] if best else None


def _shares(parse: Parse, trigger: Trigger, rival: Trigger) -> bool:
    """Whether two events of one clause have one time: "the strike killed", "fled and surrendered"."""
    return True


def _date_head(parse: Parse, found: FoundDate) -> int:
    for token in range(found.last - 1, found.first - 1, -1):
        if not found.first <= parse.heads[token] < found.last or parse.heads[token] == token:
            return token
    return found.first


def _cost(parse: Parse, trigger: Trigger, found: FoundDate) -> float:
    """How far the date hangs from the event in the tree; out of reach where it hangs on a verb of saying."""
    head = _date_head(parse, found)
    if trigger.first <= found.first < trigger.last:
        return 0.0
    reporting = lexicon().words["reporting"]
    up = {trigger.head: 0.0}
    node, steps = trigger.head, 0.0
    while parse.heads[node] != node:
        steps += _STEPS.get(parse.deps[node], 0.75)
        node = parse.heads[node]
        up[node] = steps
    node, steps = head, 0.0
    while node not in up:
        if parse.heads[node] == node:
            return 99.0
        steps += _STEPS.get(parse.deps[node], 0.75)
        node = parse.heads[node]
    if node not in range(trigger.first, trigger.last) and parse.lemmas[node] in reporting and parse.tags[node][0] == "V":
        return 99.0
    return steps + up[node]


def _reading(
    parse: Parse, found: FoundDate, here: Sequence[FoundDate], day: date | None, trigger: Trigger
) -> When | None:
    """What a date says of an event that it hangs on: with its preposition, and with a date joined to it."""
    kind = found.expression.type
    before = parse.lowers[found.first - 1] if found.first else ""
    if kind == "SET" and found.when.first is None:
        return None
    if kind == "DURATION" and found.when.first is None and found.when.value is None:
        return _duration(parse, found, before, day, trigger)
    if found.when.first is None and found.when.value is None:
        return None
    if before in _SINCE:
        return _since(found, day)
    if before in ("before", "until", "till") and kind != "DURATION":
        return None
    joined = _joined(parse, found, here)
    if joined:
        return _both(parse, found, joined, day)
    return found.when


def _chain(found: FoundDate) -> Chain:
    if found.when.value:
        return parse_chain(found.when.value)
    return (found.expression.value.partition("T")[0],)


def _since(found: FoundDate, day: date | None) -> When | None:
    when = found.when
    if when.first is None or day is None:
        chain = (*_chain(found), "since")
        return when_of_chain(when.text, when.start, when.end, chain, place(chain, day))
    first = date.fromisoformat(when.first)
    moment = Moment(found.expression.value, first, max(day, first))
    return replace(
        when_of_chain(when.text, when.start, when.end, (*_chain(found), "since"), moment),
    )


def _duration(parse: Parse, found: FoundDate, before: str, day: date | None, trigger: Trigger) -> When | None:
    """A length of time that ends on the day of writing: "killed in eight days", "a week-long barrage"."""
    value = found.expression.value
    length = _length(value)
    if length is None:
        return None
    perfect = _is_perfect(parse, trigger.head)
    hyphened = any(parse.lowers[token] in ("-", "long") for token in range(found.first, found.last)) or (
        parse.lowers[found.last - 1].endswith("long")
    )
    if not hyphened and not (before in ("for", "in", "over", "during", "within") and (perfect or trigger.kind == "toll")):
        return None
    number, unit = length
    chain = (PUBLISHED, f"window -{number} {unit}")
    when = found.when
    return when_of_chain(when.text, when.start, when.end, chain, place(chain, day))


def _is_perfect(parse: Parse, token: int) -> bool:
    for node in (token, parse.heads[token]):
        if any(parse.lemmas[child] == "have" and parse.deps[child] == "aux" for child in parse.children[node]):
            return True
    return False


_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "Q": "quarter"}


def _length(value: str) -> tuple[int, str] | None:
    """Number and unit of a TIMEX3 duration with one unit."""
    if value.startswith("PT") and value[-1] == "H" and value[2:-1].isdecimal():
        return int(value[2:-1]), "hour"
    if value.startswith("P") and value[1:-1].isdecimal() and value[-1] in _UNITS:
        return int(value[1:-1]), _UNITS[value[-1]]
    return None


def _joined(parse: Parse, found: FoundDate, here: Sequence[FoundDate]) -> FoundDate | None:
    """The second date of "from May to July", "between the 4th and the 8th", "16 and 17 July"."""
    for other in here:
        if other.first <= found.first or other.when.first is None or other.expression.type not in ("DATE", "TIME"):
            continue
        gap = tuple(parse.lowers[found.last : other.first])
        if gap in (("and",), ("to",), ("until",), ("through",), ("-",), ("–",), ("and", "in"), ("and", "the")):
            return other
    return None


def _both(parse: Parse, found: FoundDate, other: FoundDate, day: date | None) -> When:
    one, two = found.when, other.when
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return one
    first, last = min(one.first, two.first), max(one.last, two.last)
    start, end = one.start, two.end
    text = parse.text[start:end] if start is not None and end is not None else one.text
    precision = date_precision(date.fromisoformat(first), date.fromisoformat(last))
    parts = [part.value or part.first or "" for part in (one, two)]
    value = " .. ".join(parts) if one.value or two.value else None
    return When(text, start, end, first, last, precision, None, value)


# Kinds that one episode brings together, so that its mentions share their day.
_FAMILIES: dict[str, str] = {
    **dict.fromkeys(("airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack",
                     "armed_clash", "armed_attack", "killing", "property_damage", "abduction", "shootdown"), "violence"),
    **dict.fromkeys(("protest", "riot"), "protest"),
    **dict.fromkeys(("talks", "agreement"), "talks"),
}  # fmt: skip
# A mention that refers back ("the attack") finds its event at most so many sentences away where the text tells of
# several days; where it tells of one, anywhere.
_NEAR = 3
# This share of a family's dated mentions must be of one day before a text is taken to tell of one episode.
_ONE_EPISODE = 0.6


def times_of(
    parse: Parse, triggers: Sequence[Trigger], dates: Sequence[FoundDate], published: str | None
) -> tuple[When | None, ...]:
    """The times of all events of a document, in the order of the triggers.

    First what each sentence says of its own events; then, for mentions that refer to an event told elsewhere in the
    text, the day of that event. The span of such a When stands where the text gives the day.
    """
    own = [when_of(parse, trigger, dates, published, triggers) for trigger in triggers]
    out = list(own)
    for family in dict.fromkeys(_FAMILIES.values()):
        members = [n for n, trigger in enumerate(triggers) if _FAMILIES.get(trigger.kind) == family]
        dated = [n for n in members if _is_day(own[n])]
        if not dated:
            continue
        main = _main_day(own, dated)
        for number in members:
            if own[number] is None:
                out[number] = _told_elsewhere(parse, triggers, own, dated, number, main)
    return tuple(out)


def _is_day(when: When | None) -> bool:
    return when is not None and (when.precision <= 4 if when.first else when.value is not None)


def _key(when: When) -> tuple[str | None, str | None, str | None]:
    return (when.first, when.last, None if when.first else when.value)


def _main_day(own: Sequence[When | None], dated: Sequence[int]) -> When | None:
    """The day that most dated mentions share, None where there is no such day."""
    tally: dict[tuple[str | None, str | None, str | None], list[int]] = {}
    for number in dated:
        when = own[number]
        if when is not None:
            tally.setdefault(_key(when), []).append(number)
    best = max(tally.values(), key=len)
    return own[best[0]] if len(best) >= _ONE_EPISODE * len(dated) else None


def _told_elsewhere(
    parse: Parse, triggers: Sequence[Trigger], own: Sequence[When | None], dated: Sequence[int], number: int,
    main: When | None,
) -> When | None:  # fmt: skip
    trigger = triggers[number]
    if not _refers_back(parse, trigger):
        return None
    if main is not None:
        return main
    sentence = parse.sentence_of[trigger.head]
    near = [n for n in dated if 0 <= sentence - parse.sentence_of[triggers[n].head] <= _NEAR and n < number]
    if near and trigger.nominal:
        return own[near[-1]]
    return None


def _refers_back(parse: Parse, trigger: Trigger) -> bool:
    """Whether a mention may tell of an event dated elsewhere: "the attack", or a verb in the simple past."""
    head = trigger.head
    if trigger.nominal:
        for child in parse.children[head]:
            if parse.deps[child] == "det":
                return parse.lowers[child] in ("the", "this", "that", "these", "those")
            if parse.deps[child] == "poss":
                return True
        return False
    auxes = [parse.lowers[c] for c in parse.children[head] if parse.deps[c] in ("aux", "auxpass")]
    if parse.tags[head] == "VBD":
        return True
    return parse.tags[head] == "VBN" and any(aux in ("was", "were") for aux in auxes)
