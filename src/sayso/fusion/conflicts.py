"""Contradictions: two values of a slot that can't both be right, with those who hold each.

What the same origin says of both sides (a strike on a base that hit a home) is no contradiction between reports;
neither is what one claim names together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations, permutations
from typing import cast

from sayso.fusion.counting import apart, display, independent
from sayso.fusion.figures import compatible
from sayso.fusion.identity import other_actor, other_place, other_target
from sayso.fusion.items import DID_NOT, HAPPENED, Item
from sayso.fusion.model import Contradiction, ContradictionKind, Side
from sayso.fusion.parties import EventSides, Sides
from sayso.fusion.voices import mutual_kinds
from sayso.record import Entity, Place

Groups = Mapping[str, Sequence[Item]]


def conflicts(
    slot: str, groups: Groups, sides: Sides, event: EventSides, superseded: frozenset[str], both: frozenset[str],
    named: Mapping[str, frozenset[str]],
) -> list[Contradiction]:  # fmt: skip
    """The contradictions of one slot. ``both`` are the actors' and targets' keys of an event in which both act,
    ``named`` the keys of the places that each document names for it, in denials too."""
    if slot == "occurred":
        return _occurrence(groups)
    if slot == "actor":
        return [
            *_denials(groups, "actor"),
            *(
                replace(one, by_accused=True) if _each_other(one, groups, sides) else one
                for one in _pairs(
                    "perpetrator", slot, groups, lambda a, b: _entities(other_actor, a, b, sides, event), both
                )
            ),
            *_shifted(groups, sides, event, both),
        ]
    if slot == "target":
        return [
            *_denials(groups, "target"),
            *_merged(_pairs("target", slot, groups, lambda a, b: _entities(other_target, a, b, sides, event), both)),
        ]
    if slot == "place":
        return _pairs("place", slot, _without_asides(groups, named), _places, main=True)
    if any(item.low is not None or item.high is not None for items in groups.values() for item in items):
        stand = {key: items for key, items in groups.items() if key not in superseded}
        return _pairs("counts", slot, stand, lambda a, b: not compatible(a, b))
    return []


def _occurrence(groups: Groups) -> list[Contradiction]:
    happened = [item for item in groups.get(HAPPENED, ()) if item.counted and not item.denies]
    out = []
    denied = [item for item in groups.get(DID_NOT, ()) if item.counted]
    if happened and denied:
        out.append(
            Contradiction(
                "denial", "occurred", _side(happened), _side(denied), "whether it happened at all is disputed",
                by_accused=False, independent=independent(happened, denied),
            )
        )  # fmt: skip
    accused = [item for item in groups.get(HAPPENED, ()) if item.denies and item.by_accused]
    if happened and accused and not _names_actor(accused):
        out.append(
            Contradiction(
                "denial", "occurred", _side(happened), _side(accused, "it did not happen"),
                "the side that is accused denies it", by_accused=True, independent=independent(happened, accused),
            )
        )  # fmt: skip
    return out


def _names_actor(items: Sequence[Item]) -> bool:
    """Whether a denial is about who did it, and so is shown with the actor."""
    return all(item.voice.claim.actor is not None for item in items)


def _denials(groups: Groups, slot: str) -> list[Contradiction]:
    out = []
    for key in sorted(groups):
        held = [item for item in groups[key] if item.counted and not item.denies]
        for by_accused in (True, False):
            denied = [item for item in groups[key] if item.denies and item.by_accused == by_accused]
            if held and denied:
                name = display(held)
                if slot == "actor":
                    note = f"{name} denies it" if by_accused else f"it is disputed that {name} did it"
                else:
                    note = f"those said to have struck {name} deny that" if by_accused else f"it is disputed that it was {name}"
                out.append(
                    Contradiction(
                        "denial", slot, _side(held), _side(denied, f"not {name}"), note, by_accused,
                        independent(held, denied),
                    )
                )  # fmt: skip
    return out


def _pairs(
    kind: ContradictionKind,
    slot: str,
    groups: Groups,
    clash: Callable[[Item, Item], bool],
    both: frozenset[str] = frozenset(),
    *,
    main: bool = False,
) -> list[Contradiction]:
    out = []
    held = {key: [item for item in items if item.counted and not item.denies] for key, items in sorted(groups.items())}
    keys = [key for key, items in held.items() if items]
    first = min(keys, key=lambda key: (-len({item.voice.statement.origin for item in held[key]}), key), default="")
    for one, other in combinations(keys, 2):
        if main and first not in (one, other):
            continue  # what most say is set against each other place, not these against each other
        if one in both and other in both:
            continue
        left, right = held[one], held[other]
        if {item.voice.claim.id for item in left} & {item.voice.claim.id for item in right}:
            continue
        if not clash(left[0], right[0]):
            continue
        if not independent(left, right):
            continue
        note = f"{display(left)} against {display(right)}"
        out.append(Contradiction(kind, slot, _side(left), _side(right), note))
    return out


def _shifted(groups: Groups, sides: Sides, event: EventSides, both: frozenset[str]) -> list[Contradiction]:
    """Blame that the accused put on others, though they say themselves that they struck there: "we hit a depot; the
    market was hit by the rebels". Their own word is set against those who name them, not against itself."""
    held = {key: [item for item in items if item.counted and not item.denies] for key, items in sorted(groups.items())}
    out = []
    for one, other in permutations([key for key, items in held.items() if items], 2):
        left, right = held[one], held[other]
        if (one in both and other in both) or independent(left, right):
            continue
        if {item.voice.claim.id for item in left} & {item.voice.claim.id for item in right}:
            continue
        accusers = apart(left, right)
        if not accusers or not _entities(other_actor, left[0], right[0], sides, event):
            continue
        note = f"{display(left)} against {display(right)}"
        found = Contradiction("perpetrator", "actor", _side(accusers), _side(right), note, by_accused=True)
        accused = sides.side(cast(Entity, left[0].about))
        if accused is not None and f"side of {sides.name(accused)}" in found.other.parties:
            out.append(found)
    return out


def _merged(found: Sequence[Contradiction]) -> list[Contradiction]:
    """Contradictions about what was struck, one for each pair of those who hold the sides: of a depot, a convoy and
    two markets, two against two."""
    out: list[Contradiction] = []
    for one in found:
        for number, held in enumerate(out):
            joined = _joined(held, one) or _joined(held, replace(one, one=one.other, other=one.one))
            if joined is not None:
                out[number] = joined
                break
        else:
            out.append(one)
    return out


def _joined(held: Contradiction, one: Contradiction) -> Contradiction | None:
    if held.one.value.split(" / ")[0] != one.one.value and held.other.value.split(" / ")[0] != one.other.value:
        return None
    left, right = _union(held.one, one.one), _union(held.other, one.other)
    return replace(held, one=left, other=right, note=f"{left.value} against {right.value}")


def _union(one: Side, other: Side) -> Side:
    values = dict.fromkeys((*one.value.split(" / "), *other.value.split(" / ")))
    return Side(
        " / ".join(values),
        tuple(dict.fromkeys((*one.statements, *other.statements))),
        tuple(sorted({*one.parties, *other.parties})),
    )


def _without_asides(groups: Groups, named: Mapping[str, frozenset[str]]) -> Groups:
    """The places without those that a document names beside the one that most name: where it was fired from."""
    counted = {key: {item.voice.statement.origin for item in items if item.counted} for key, items in groups.items()}
    main = min(counted, key=lambda key: (-len(counted[key]), key), default="")
    return {
        key: [item for item in items if key == main or main not in named.get(item.voice.told.document, ())]
        for key, items in groups.items()
    }


def _each_other(one: Contradiction, groups: Groups, sides: Sides) -> bool:
    """Whether one who is named is among those who name the other: the accused say that others did it."""
    named = {
        side.value: {f"side of {sides.name(key)}" for items in groups.values() for item in items
                     if item.display == side.value and (key := sides.side(cast(Entity, item.about))) is not None}
        for side in (one.one, one.other)
    }  # fmt: skip
    return bool(named[one.one.value] & set(one.other.parties) or named[one.other.value] & set(one.one.parties))


def _entities(
    differ: Callable[[Entity, Entity, Sides, EventSides], bool], a: Item, b: Item, sides: Sides, event: EventSides
) -> bool:
    return differ(cast(Entity, a.about), cast(Entity, b.about), sides, event)


def _places(a: Item, b: Item) -> bool:
    return other_place(cast(Place, a.about), cast(Place, b.about))


def _side(items: Sequence[Item], value: str | None = None) -> Side:
    ordered = sorted(items, key=lambda item: item.voice.key)
    return Side(
        value or display(ordered),
        tuple(item.voice.saying(item.words, item.counted) for item in ordered),
        tuple(sorted({item.voice.party for item in ordered})),
    )


def mutual(groups: Mapping[str, Groups]) -> frozenset[str]:
    """Keys of those who are an actor to one report and a target to another, where both parties of the event act."""
    kinds = {item.key for items in groups.get("kind", {}).values() for item in items}
    if not kinds & mutual_kinds():
        return frozenset()
    actors, targets = set(groups.get("actor", {})), set(groups.get("target", {}))
    return frozenset(actors | targets)
