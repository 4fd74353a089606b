"""Times counted from another event: "two days after the raid", "hours before the truce took effect".

The length of time says how far, the word behind it in which direction, and the event that it is counted from gives
the day: by its own sentence, or, for a mention that goes back to an event told before ("the raid"), by that one.
Where the text does not date that event, the time is null with the reason; the day of publication is never meant.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from datetime import date, timedelta

from sayso.claims.model import Trigger
from sayso.dates import FoundDate
from sayso.dates.expression import Chain, date_precision, parse_chain, place
from sayso.dates.find import when_of_chain
from sayso.language import Parse
from sayso.record import When

UNDATED = "counted from an event that the text does not date"
_DIRECTIONS = {"after": 1, "following": 1, "before": -1}
_UNITS = {"D": "day", "W": "week", "M": "month", "Y": "year"}
# "Days after" with no number: from two days on, up to a week; the same for weeks, months and years.
_VAGUE = {"D": (2, 6), "W": (14, 27), "M": (60, 180), "Y": (730, 1825)}
_LASTING = frozenset({"in", "during", "over", "for", "within", "throughout"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "his", "her", "their", "its"})
# Words that take up any attack told before.
_ATTACKS = frozenset("assault attack blast explosion incident raid strike violence bloodshed carnage massacre".split())
_VIOLENT = frozenset(
    "airstrike drone_strike shelling bombing suicide_bombing chemical_attack armed_clash armed_attack killing".split()
)
# The event that a definite noun goes back to stands at most so many sentences before.
_BACK = 12
_DOWN = 6


class _Numbers:
    """The numbers of a document's triggers by where they stand."""

    def __init__(self, triggers: Sequence[Trigger]) -> None:
        self._order = sorted(range(len(triggers)), key=lambda number: triggers[number].head)
        self._heads = [triggers[number].head for number in self._order]
        self.covering: dict[int, int] = {}  # the first trigger that has each token
        for number, trigger in enumerate(triggers):
            for token in range(trigger.first, trigger.last):
                self.covering.setdefault(token, number)

    def headed(self, begin: int, end: int) -> list[int]:
        """The triggers whose heads are tokens ``begin`` to ``end`` (exclusive), in the order of the triggers."""
        return sorted(self._order[bisect_left(self._heads, begin) : bisect_left(self._heads, end)])


def counted_from_events(
    parse: Parse, triggers: Sequence[Trigger], own: Sequence[When | None], dates: Sequence[FoundDate], day: date | None
) -> dict[int, When]:
    """By number of the trigger: the times that are counted from another event. ``own`` are the times by syntax."""
    out: dict[int, When] = {}
    places: _Numbers | None = None
    for found in dates:
        word = parse.lowers[found.last] if found.last < len(parse) else ""
        if found.expression.type != "DURATION" or word not in _DIRECTIONS:
            continue
        opened = _opened(parse, found)
        if opened is None:
            continue
        anchor, later, within_it = opened
        begin, end = parse.sentences[parse.sentence_of[found.first]]
        places = places or _Numbers(triggers)
        here = [number for number in places.headed(begin, end) if _hangs(parse, triggers[number].head, later, anchor)]
        if not here:
            continue
        base = _anchor_time(parse, triggers, own, anchor, begin, places)
        if base is None and found.expression.value.startswith("PT"):
            continue  # minutes and hours away is the same episode: its day, if the text gives one
        if base is None and (told := _told_backwards(parse, triggers, own, here, anchor, begin, places)) is not None:
            # "The raid came a week after nine people were killed": the raid is dated, and gives the day before it.
            later_time, number = told
            out[number] = _counted(parse, found, -_DIRECTIONS[word], later_time, day, within_it)
            out.update((late, later_time) for late in here if own[late] is None)
            continue
        when = _counted(parse, found, _DIRECTIONS[word], base, day, within_it)
        for number in here:
            if own[number] is None or own[number].start in (None, found.expression.start):  # type: ignore[union-attr]
                out[number] = when
    return out


def _opened(parse: Parse, found: FoundDate) -> tuple[int, int, bool] | None:
    """The head of the event that the length of time is counted from, the token that the whole hangs on, and whether
    the time is all of the length ("in the two weeks after the vote") rather than its end."""
    word = found.last
    deps, heads = parse.deps, parse.heads
    if deps[word] == "prep":
        anchor = next(parse.children_by(word, ("pobj", "pcomp")), None)
        if anchor is None or heads[word] == word:
            return None
        later = heads[word]
        if found.first <= later < found.last:
            above = heads[later]
            lasting = deps[later] == "pobj" and parse.lowers[above] in _LASTING
            return (anchor, heads[above], True) if lasting else (anchor, heads[later], False)
        return anchor, later, False
    if deps[word] in ("mark", "advmod"):
        anchor = heads[word]
        if deps[anchor] == "advcl" and heads[anchor] != anchor and anchor > word:
            return anchor, heads[anchor], False
    return None


def _hangs(parse: Parse, head: int, later: int, anchor: int) -> bool:
    """Whether an event is what the time is said of: it stands at ``later``, or below it in the same clause."""
    node = head
    for _ in range(_DOWN):
        if node == anchor:
            return False
        if node == later:
            return True
        if parse.deps[node] in ("relcl", "ccomp", "parataxis", "acl", "advcl") or parse.heads[node] == node:
            return False
        node = parse.heads[node]
    return False


def _anchor_time(
    parse: Parse,
    triggers: Sequence[Trigger],
    own: Sequence[When | None],
    anchor: int,
    begin: int,
    places: _Numbers,
) -> When | None:
    """When the event at ``anchor`` was: as its own sentence says, or as an earlier mention does."""
    number = _event_at(parse, anchor, places)
    if number is not None and (when := own[number]) is not None:
        return when if when.first or when.value else None
    return _recalled(parse, triggers, own, anchor, begin, places)


def _event_at(parse: Parse, anchor: int, places: _Numbers) -> int | None:
    """The event at a token, or that the verb there says something of: "after the truce took effect"."""
    number = places.covering.get(anchor)
    if number is not None:
        return number
    parts = parse.children_by(anchor, ("nsubj", "nsubjpass", "dobj"))
    return min((n for part in parts for n in places.headed(part, part + 1)), default=None)


def _told_backwards(
    parse: Parse, triggers: Sequence[Trigger], own: Sequence[When | None], here: Sequence[int], anchor: int, begin: int,
    places: _Numbers,
) -> tuple[When, int] | None:  # fmt: skip
    """The time of the later event, where the text dates that one, and the number of the undated one before it."""
    number = _event_at(parse, anchor, places)
    if number is None or own[number] is not None:
        return None
    for late in here:
        if late == number:
            continue
        when = own[late] or _recalled(parse, triggers, own, triggers[late].head, begin, places)
        if when is not None and (when.first or when.value):
            return when, number
    return None


def _recalled(
    parse: Parse, triggers: Sequence[Trigger], own: Sequence[When | None], anchor: int, begin: int, places: _Numbers
) -> When | None:  # fmt: skip
    """When the event was that a definite noun takes up again: as an earlier mention of it says."""
    if parse.tags[anchor][0] != "N":
        return None
    if not any(parse.lowers[child] in _DEFINITE for child in parse.children[anchor]):
        return None
    number = places.covering.get(anchor)
    sentence = parse.sentence_of[anchor]
    kind = triggers[number].kind if number is not None else None
    earliest = parse.sentences[max(0, sentence - _BACK)][0]
    for back in reversed(places.headed(earliest, begin)):
        trigger = triggers[back]
        when = own[back]
        if when is None or not (when.first or when.value):
            continue
        same = trigger.kind == kind or parse.lemmas[trigger.head] == parse.lemmas[anchor]
        if same or (parse.lemmas[anchor] in _ATTACKS and trigger.kind in _VIOLENT):
            return when
    return None


def _counted(
    parse: Parse, found: FoundDate, sign: int, base: When | None, day: date | None, within_it: bool
) -> When:
    span = parse.span(found.first, found.last + 1)
    away = _away(found.expression.value)
    if base is None or away is None:
        return When(span.text, span.start, span.end, None, None, 5, UNDATED)
    near, far = away
    if within_it:
        near = 0
    if base.value is not None and " .. " not in base.value and near == far:
        chain: Chain = (*parse_chain(base.value), f"shift {sign * near} day")
        return when_of_chain(span.text, span.start, span.end, chain, place(chain, day))
    if base.first is None or base.last is None:
        return When(span.text, span.start, span.end, None, None, 5, base.reason or UNDATED)
    low, high = sorted((sign * near, sign * far))
    first = date.fromisoformat(base.first) + timedelta(days=low)
    last = date.fromisoformat(base.last) + timedelta(days=high)
    return When(span.text, span.start, span.end, first.isoformat(), last.isoformat(), date_precision(first, last))


def _away(value: str) -> tuple[int, int] | None:
    """How many days a TIMEX3 length of time is: the least and the most.

    >>> _away("P2D"), _away("PT48H"), _away("PTXH"), _away("P1W")
    ((2, 2), (2, 2), (0, 1), (7, 7))
    """
    if value.startswith("PT"):
        hours = value[2:-1]
        if value[-1] != "H" or not hours.isdecimal():
            return 0, 1
        days, rest = divmod(int(hours), 24)
        return (days, days) if rest == 0 else (days, days + 1)
    unit, number = value[-1], value[1:-1]
    if unit not in _UNITS:
        return None
    if not number.isdecimal():
        return _VAGUE[unit]
    if unit in "DW":
        days = int(number) * (7 if unit == "W" else 1)
        return days, days
    # Months and years are counted roughly: to the middle of one, either side.
    length = 30 if unit == "M" else 365
    return int(number) * length - length // 2, int(number) * length + length // 2
