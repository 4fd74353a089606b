"""Figures: which still stand, which were updated, and what they fuse to. Nothing is averaged.

A figure stands until its own origin gives another one later, or until a later report gives a higher one that leaves
it no room (tolls rise as the dead are found), unless the two speak for opposed sides: the enemy's higher figure is no
update of one's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.fusion.counted import are_apart
from sayso.fusion.counting import independent
from sayso.fusion.items import Item, is_vague
from sayso.fusion.model import Update, Value
from sayso.fusion.parties import EventSides, opposed

RULE = (
    "low and high are the least and the greatest figure that stand (words such as dozens aside); best is the one that "
    "most independent chains give, then the latest, then the lower. A figure stands until its origin gives another or "
    "a later, higher one that is not the other side's takes its place; a far higher one of others does not replace that of "
    "the accused. One that counts other people than a greater one "
    "(those of another nation, the armed) is a part of the toll."
)
# Figures that lie apart by no more than this part of the higher one are one count.
_CLOSE = 20
# A figure so many times that of the accused disputes it, and is no update.
_FAR = 1.5


@dataclass(frozen=True, slots=True)
class Standing:
    """Keys of the figures that were replaced, and by what."""

    superseded: frozenset[str]
    updates: tuple[Update, ...]


def standing(slot: str, groups: Mapping[str, Sequence[Item]], event: EventSides | None = None) -> Standing:
    """Tells the figures that stand from those that were updated. ``event`` knows who is accused."""
    counted = sorted((item for items in groups.values() for item in items if item.counted), key=_when)
    latest: dict[str, str] = {}
    for item in counted:
        origin = item.voice.statement.origin
        latest[origin] = max(latest.get(origin, ""), item.voice.time)
    replaced: dict[str, list[Item]] = {}
    updates: list[Update] = []
    current: list[Item] = []
    for item in counted:
        origin = item.voice.statement.origin
        later = [
            other for other in counted
            if other.voice.statement.origin == origin and other.voice.time == latest[origin]
        ]  # fmt: skip
        if item.voice.time < latest[origin] and all(other.key != item.key for other in later):
            replaced.setdefault(item.key, []).append(item)
            updates.append(_update(slot, item, later[0], "its own source gives another figure"))
        else:
            current.append(item)
    for item in current:
        for other in current:
            if _raises(item, other) and not (event is not None and _plays_down(item, other, event)):
                replaced.setdefault(item.key, []).append(item)
                updates.append(_update(slot, item, other, "a later report gives a higher figure"))
                break
    gone = frozenset(
        key for key, items in groups.items()
        if key in replaced and all(not item.counted or item in replaced[key] for item in items)
    )  # fmt: skip
    return Standing(gone, _distinct(updates))


def fused(values: Sequence[Value], parts: frozenset[str]) -> tuple[int | None, int | None, int | None]:
    """(low, best, high) of the figures that stand and count, but for those of a part of the people."""
    stand = [value for value in values if not value.superseded and value.reports and value.value not in parts]
    stand = [value for value in stand if not value.vague] or stand
    if not stand:
        return None, None, None
    lows = [value.low for value in stand if value.low is not None]
    highs = [value.high if value.high is not None else value.low for value in stand]
    best = min(stand, key=preference)
    known = [high for high in highs if high is not None]
    return (
        min(lows) if lows else None,
        best.low if best.low is not None else best.high,
        max(known) if known else None,
    )


def parts_of_toll(groups: Mapping[str, Sequence[Item]], superseded: frozenset[str]) -> frozenset[str]:
    """Keys of the figures that count other people than a greater one that stands: the two Britons among the dead are
    no figure of them all."""
    stand = {key: items for key, some in groups.items() if key not in superseded
             and (items := [item for item in some if item.counted])}  # fmt: skip
    return frozenset(
        key for key, items in stand.items()
        if any(
            all(_low(one) < _low(two) and are_apart(one, two) for one in items for two in others)
            for others in stand.values()
        )
    )  # fmt: skip


def compatible(one: Item, other: Item) -> bool:
    """Whether two figures may both be right: they overlap, or they count different people."""
    if are_apart(one, other):
        return True
    gap = max(_low(one) - _high(other), _low(other) - _high(one))
    # Where hundreds lie in several hospitals nobody counts to the last one: 525 does not dispute 534.
    return gap <= max(_low(one), _low(other)) // _CLOSE


def preference(value: Value) -> tuple[object, ...]:
    """What sorts figures, the best first."""
    newest = max((one.published or "" for one in value.statements if one.counted and not one.copy), default="")
    return (
        value.vague,
        -value.kappa,
        -value.origins,
        -len(value.parties),
        _backwards(newest),
        value.low or 0,
        value.value,
    )


def _backwards(day: str) -> tuple[int, ...]:
    return tuple(-ord(char) for char in day)


def _raises(item: Item, other: Item) -> bool:
    """Whether a later figure leaves an earlier one no room, or says how many "at least 30" were in the end."""
    # Asked of each pair of figures: what is quick to tell comes first.
    return (
        item.voice.time < other.voice.time
        and _low(other) > (item.low or 0 if item.high is None else item.high)
        and not (is_vague(other) or are_apart(item, other))
        and not opposed(item.voice.party, other.voice.party)
        and independent([item], [other])
    )


def _plays_down(item: Item, other: Item, event: EventSides) -> bool:
    """Whether a figure that others give far higher is that of those who are accused: theirs is no early count."""
    if not event.is_accused(item.voice.side) or event.is_accused(other.voice.side):
        return False
    return _low(other) >= _FAR * max(item.high or 0, _low(item))


def _update(slot: str, item: Item, other: Item, note: str) -> Update:
    return Update(
        slot, item.display, other.display, other.voice.told.published, other.voice.name, other.voice.told.document, note
    )


def _distinct(updates: Sequence[Update]) -> tuple[Update, ...]:
    kept: dict[tuple[str, str], Update] = {}
    for one in updates:
        kept.setdefault((one.before, one.after), one)
    return tuple(sorted(kept.values(), key=lambda one: (one.day or "9999", one.before, one.after)))


def _when(item: Item) -> tuple[object, ...]:
    return item.voice.key


def _low(item: Item) -> int:
    return item.low if item.low is not None else 0


def _high(item: Item) -> int:
    return item.high if item.high is not None else 10**9
