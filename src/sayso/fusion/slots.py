"""The slots of an event: values counted, contradictions found, and what is agreed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from sayso.fusion.conflicts import conflicts, mutual
from sayso.fusion.counting import make_value, rank
from sayso.fusion.figures import RULE, Standing, fused, parts_of_toll, preference, standing
from sayso.fusion.items import DID_NOT, HAPPENED, Item
from sayso.fusion.model import SLOTS, Contradiction, Slot, Value
from sayso.fusion.parties import EventSides, Sides
from sayso.fusion.voices import covers, general_kinds
from sayso.record import Entity, Place

_NOT_FIGURES = frozenset({"occurred", "kind", "actor", "target", "weapon", "place", "when"})
# How exact a name is that no table has, and a noun without a name.
_NAMED, _NOWHERE = 3, 7
_NOTHING = Standing(frozenset(), ())


def make_slots(
    items: Mapping[str, Sequence[Item]], sides: Sides, event: EventSides, named: Mapping[str, frozenset[str]]
) -> tuple[tuple[Slot, ...], tuple[Contradiction, ...]]:
    """The slots in their order, and what contradicts itself in them. ``named``: the places that each document names."""
    grouped = {slot: _grouped(found) for slot, found in items.items()}
    both = mutual(grouped)
    slots, contradictions = [], []
    for name in sorted(grouped, key=_order):
        groups = grouped[name]
        stand = _NOTHING if name in _NOT_FIGURES else standing(name, groups, event)
        found = conflicts(name, groups, sides, event, stand.superseded, both, named)
        parts: frozenset[str] = frozenset()
        values = [
            make_value(name, key, some, superseded=key in stand.superseded, against=_against(name, key, groups))
            for key, some in groups.items()
        ]
        if name in _NOT_FIGURES:
            kinds = [value.value for value in values] if name == "kind" else []
            values.sort(key=lambda value: (_vague(name, value), _covered(value.value, kinds), *rank(value)))
        else:
            parts = parts_of_toll(groups, stand.superseded)
            values.sort(
                key=lambda value: (value.superseded, not value.reports, value.value in parts, *preference(value))
            )
        slots.append(_slot(name, values, groups, found, stand, parts))
        contradictions += found
    return tuple(slots), tuple(contradictions)


def _grouped(items: Sequence[Item]) -> dict[str, list[Item]]:
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.key].append(item)
    return dict(sorted(groups.items()))


def _against(slot: str, key: str, groups: Mapping[str, Sequence[Item]]) -> Sequence[Item]:
    """What says the opposite of a value."""
    return groups.get(DID_NOT, ()) if slot == "occurred" and key == HAPPENED else ()


def _order(name: str) -> tuple[int, str]:
    return (SLOTS.index(name) if name in SLOTS else len(SLOTS)), name


def _vague(slot: str, value: Value) -> bool:
    """Whether a value says no more than another would: a killing behind an airstrike."""
    return slot == "kind" and value.value in general_kinds()


def _covered(kind: str, kinds: Sequence[str]) -> bool:
    """Whether another kind that is told says more exactly what this one says."""
    return any(covers(other, kind) for other in kinds)


def _slot(
    name: str, values: Sequence[Value], groups: Mapping[str, Sequence[Item]], found: Sequence[Contradiction],
    stand: Standing, parts: frozenset[str],
) -> Slot:  # fmt: skip
    contested = any(one.independent and not (one.kind == "denial" and one.by_accused) for one in found)
    denied = any(value.denied_by_accused for value in values)
    low, best, high = fused(values, parts) if name not in _NOT_FIGURES else (None, None, None)
    counted = [value for value in values if value.reports and not value.superseded]
    agreed = None
    disputed = any(item.denies and item.by_accused and not item.granted for items in groups.values() for item in items)
    if counted and not contested and not disputed:
        agreed = _agreed(name, counted, groups)
    return Slot(
        name=name,
        values=tuple(values),
        status=counted[0].status if counted else "unattributed",
        contested=contested,
        denied_by_accused=denied,
        retracted=any(value.retracted for value in values),
        agreed=agreed,
        low=low,
        best=best,
        high=high,
        rule=RULE if name not in _NOT_FIGURES else None,
        updates=stand.updates,
    )


def _agreed(name: str, values: Sequence[Value], groups: Mapping[str, Sequence[Item]]) -> str | None:
    """What those who count agree on, where nothing contradicts it: of several words for one thing the plainest."""
    best = values[0]
    if name == "kind":
        specific = [value for value in values if not _vague(name, value)]
        whole = [one for one in specific if all(one is other or covers(one.value, other.value) for other in specific)]
        return (whole or [best])[0].display if whole or not specific else None
    if name == "when":
        return _shared_days(values)
    if name == "place":
        return min(values, key=lambda value: (precision(groups[value.value]), *rank(value))).display
    if name == "actor":
        named = [value for value in values if _is_known(groups[value.value])]
        return (named or values)[0].display
    if name == "target":
        return _by_name(values, groups) or best.display
    if name == "occurred":
        return None if best.value == DID_NOT else best.display
    return best.display


def _by_name(values: Sequence[Value], groups: Mapping[str, Sequence[Item]]) -> str | None:
    """The name of what most reports tell by a common noun, where one that has the noun too names it elsewhere in its
    text: "an attack on a ship" above, "the USS Mason" below. What one sentence tells of both is two things."""
    best = groups[values[0].value]
    if not values[0].display.islower():
        return None
    towns = {one.name for items in groups.values() for item in items if (one := item.voice.claim.place) is not None}
    for value in values[1:]:
        named = [item for item in groups[value.value] if item.counted and not item.denies]
        if value.display.islower() or value.display in towns or not any(_inside_text(item) for item in named):
            continue
        if not all(_is_thing(item) for item in (*named, *best)):
            continue
        if {item.voice.claim.id for item in named} & {item.voice.claim.id for item in best}:
            continue
        if {item.voice.told.document for item in named} & {item.voice.told.document for item in best if item.counted}:
            return value.display
    return None


def _inside_text(item: Item) -> bool:
    """Whether a capital is a name's: not where it only opens a headline or sentence, "Aid trucks bombed"."""
    entity = cast(Entity, item.about)
    return entity.start > item.voice.claim.evidence.start or not entity.text[1:].islower()


def _is_thing(item: Item) -> bool:
    """Whether what was struck is no people and no party."""
    return isinstance(item.about, Entity) and item.about.id is None and item.about.type in ("object", "unknown")


def precision(items: Sequence[Item]) -> int:
    """The best UCDP precision that a place was given with; a village that no table has is one by its name, and what
    has no name of its own ("the north") is no better than where the text makes it lie."""
    return min((_exactness(cast(Place, item.about)) for item in items if item.about is not None), default=_NOWHERE)


def _exactness(place: Place) -> int:
    if place.geonameid is None and place.name[:1].islower() and place.precision > _NAMED:
        return _NOWHERE
    unknown = place.geonameid is None and place.lat is None and place.feature is None
    return min(place.precision, _NAMED) if unknown else place.precision


def _is_known(items: Sequence[Item]) -> bool:
    entities = [cast(Entity, item.about) for item in items if item.about is not None]
    return any(one.id or one.country for one in entities)


def _shared_days(values: Sequence[Value]) -> str | None:
    """The days that all ranges share."""
    first = max(value.value.split("/")[0] for value in values)
    last = min(value.value.split("/")[1] for value in values)
    if first > last:
        return None
    return first if first == last else f"{first} to {last}"
