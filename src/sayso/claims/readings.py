"""What a date says of the event that it hangs on: a day, a stretch with its preposition, or a length of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from sayso.claims.model import Trigger
from sayso.dates import FoundDate
from sayso.dates.expression import PUBLISHED, Moment, date_precision, place
from sayso.dates.find import when_of_chain
from sayso.dates.tense import direction
from sayso.language import Parse
from sayso.record import When

# No event of ours lasts longer than this many days; a century dates a building.
_LONGEST = 12_000
_DURATIONS_IN = frozenset({"for", "in", "over", "during", "within", "throughout"})


def date_head(parse: Parse, found: FoundDate) -> int:
    """The token by which an expression hangs in its sentence."""
    for token in range(found.last - 1, found.first - 1, -1):
        if not found.first <= parse.heads[token] < found.last or parse.heads[token] == token:
            return found.first - 1 if _ends_a_clause(parse, found, parse.heads[token]) else token
    return found.first


def _ends_a_clause(parse: Parse, found: FoundDate, head: int) -> bool:
    """Whether the parser took a date for a part of the next clause's subject: "fell on Monday and guns shot back"."""
    return (
        0 < found.first < found.last < head
        and parse.lowers[found.last] in ("and", "but", ",")
        and parse.tags[found.first - 1] == "IN"
        and parse.deps[head] in ("nsubj", "nsubjpass")
    )


def reading(
    parse: Parse, found: FoundDate, here: Sequence[FoundDate], day: date | None, trigger: Trigger, since: bool
) -> When | None:
    """What a date says of an event that it hangs on: with its preposition, and with a date joined to it."""
    when, kind = found.when, found.expression.type
    before = parse.lowers[found.first - 1] if found.first else ""
    if since or before == "since":
        return _since(found, day)
    if kind == "DURATION" and (end := _joined(parse, found, here)) is not None:
        return _ending(parse, found, end, day)
    if when.first is None and when.value is None:
        return _duration(parse, found, before, day, trigger) if kind == "DURATION" else None
    if before in ("before", "until", "till", "after") and kind != "DURATION":
        return None
    if before == "by" and found.expression.type == "DATE" and when.precision > 2:
        return None
    if when.first and when.last and (_days(when.first, when.last) > _LONGEST):
        return None
    if other := _joined(parse, found, here):
        return _both(parse, found, other)
    first = next((each for each in here if _joined(parse, each, here) is found), None)
    if first is not None and first.expression.type == "DURATION":
        return _ending(parse, first, found, day)
    return _both(parse, first, found) if first else when


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def _since(found: FoundDate, day: date | None) -> When | None:
    """From the date to the day of writing. "More than four years ago" opens it at its nearer end."""
    if not found.chain:
        return None
    when, chain = found.when, (*found.chain, "since")
    if when.first is None or when.last is None or day is None:
        if found.expression.type == "DURATION":
            return None
        return when_of_chain(when.text, when.start, when.end, chain, place(chain, day))
    over = any(step.startswith("near over") for step in chain)
    first = date.fromisoformat(when.last if over else when.first)
    moment = Moment(found.expression.value, first, max(day, first))
    return when_of_chain(when.text, when.start, when.end, chain, moment)


_UNITS = {"Y": "year", "M": "month", "W": "week", "D": "day", "Q": "quarter"}


def _duration(parse: Parse, found: FoundDate, before: str, day: date | None, trigger: Trigger) -> When | None:
    """A length of time that ends on the day of writing ("killed in eight days", "a week-long barrage"), or that
    begins there ("within six months", with the verb in the future)."""
    length = _length(found.expression.value)
    if length is None:
        return None
    number, unit = length
    hyphened = parse.lowers[found.last - 1].endswith("long") or "-" in parse.lowers[found.first : found.last]
    sign = "-"
    if hyphened:
        head = parse.heads[date_head(parse, found)]
        if (unit == "hour" and number < 12) or not lasts(parse, trigger, head):
            return None
    elif before not in _DURATIONS_IN:
        return None
    elif before == "within":
        if direction(parse, found.first) != "future" or parse.lowers[found.last : found.last + 1] == ["of"]:
            return None
        sign = ""
    elif not (_is_perfect(parse, trigger.head) or trigger.kind == "toll"):
        return None
    chain = (PUBLISHED, f"window {sign}{number} {unit}")
    when = found.when
    return when_of_chain(when.text, when.start, when.end, chain, place(chain, day))


def lasts(parse: Parse, trigger: Trigger, noun: int) -> bool:
    """Whether a noun with a length of time before it is the event, or what it happened in: "in a 24-hour raid"."""
    if trigger.first <= noun < trigger.last or trigger.kind == "toll":
        return True
    if parse.heads[trigger.head] == noun and parse.deps[trigger.head] == "compound":
        return True
    while parse.deps[noun] == "compound":
        noun = parse.heads[noun]
    prep = parse.heads[noun]
    return (
        parse.deps[noun] == "pobj"
        and parse.lowers[prep] in ("in", "during", "over")
        and trigger.first <= parse.heads[prep] < trigger.last
    )


def _is_perfect(parse: Parse, token: int) -> bool:
    """Whether a verb, or the verb above a noun, is in the perfect: it reaches the day of writing."""
    node = token
    for _ in range(4):
        if any(parse.lemmas[c] == "have" and parse.deps[c] == "aux" for c in parse.children[node]):
            return True
        if parse.tags[node] in ("VBD", "VBZ", "VBP") or parse.heads[node] == node:
            return parse.tags[node] in ("VBZ", "VBP")
        node = parse.heads[node]
    return False


def _length(value: str) -> tuple[int, str] | None:
    """Number and unit of a TIMEX3 duration with one unit."""
    if value.startswith("PT") and value[-1] == "H" and value[2:-1].isdecimal():
        return int(value[2:-1]), "hour"
    if value.startswith("P") and value[1:-1].isdecimal() and value[-1] in _UNITS:
        return int(value[1:-1]), _UNITS[value[-1]]
    return None


_JOINS = frozenset({
    ("and",), ("to",), ("until",), ("through",), ("-",), ("–",), ("and", "in"), ("and", "the"), ("and", "on"),
    ("to", "the"),
})  # fmt: skip


def _joined(parse: Parse, found: FoundDate, here: Sequence[FoundDate]) -> FoundDate | None:
    """The second date of "from May to July", "between the 4th and the 8th", "late July and early August"."""
    for other in here:
        if other.first <= found.first or other.expression.type not in ("DATE", "TIME"):
            continue
        if other.when.first is None and other.when.value is None:
            continue
        if tuple(parse.lowers[found.last : other.first]) in _JOINS:
            return other
    return None


def _both(parse: Parse, found: FoundDate, other: FoundDate) -> When:
    one, two = _begun_before(found, other), other.when
    start, end = one.start, two.end
    text = parse.text[start:end] if start is not None and end is not None else one.text
    parts = [part.value or part.first or "" for part in (one, two)]
    value = " .. ".join(parts) if one.value or two.value else None
    if one.first is None or two.first is None or one.last is None or two.last is None:
        return replace(one, text=text, end=end, first=None, last=None, reason=one.reason or two.reason, value=value)
    first, last = min(one.first, two.first), max(one.last, two.last)
    precision = date_precision(date.fromisoformat(first), date.fromisoformat(last))
    return replace(one, text=text, end=end, first=first, last=last, precision=precision, value=value)


def _ending(parse: Parse, length: FoundDate, end: FoundDate, day: date | None) -> When | None:
    """A length of time with the day that it ends on: "in the 24 hours to Thursday morning"."""
    away = _length(length.expression.value)
    if away is None or not end.chain or parse.lowers[length.last] not in ("to", "until", "through"):
        return None
    steps = tuple(step for step in end.chain if not step.startswith(("tod ", "clock ")))
    chain = (*steps, f"window -{away[0]} {away[1]}")
    start, stop = length.expression.start, end.expression.end
    return when_of_chain(parse.text[start:stop], start, stop, chain, place(chain, day))


def _begun_before(found: FoundDate, other: FoundDate) -> When:
    """The first date of a stretch: "from Monday to Thursday", written on a Wednesday, begins the Monday before."""
    one, two = found.when, other.when
    if one.first is None or two.first is None or one.first <= two.first:
        return one
    steps = [date_.chain[-1].split()[0] if date_.chain else "" for date_ in (found, other)]
    if steps != ["weekday", "weekday"] or one.last is None:
        return one
    first, last = (date.fromisoformat(day) - timedelta(days=7) for day in (one.first, one.last))
    value = f"{one.value} > shift -7 day" if one.value else None
    return replace(one, first=first.isoformat(), last=last.isoformat(), value=value)
