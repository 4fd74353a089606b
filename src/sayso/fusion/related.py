"""Events that are linked to one and not part of it: what was planned beforehand, and tolls of a period around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sayso.fusion.identity import parties_of, place_key
from sayso.fusion.model import Relation, Told
from sayso.record import Claim, Place

# Days before an event within which a plan or threat may be of it.
AHEAD = 30
# Linked events of each sort at most, the nearest in time first.
MOST = 10
_DIVISION, _COUNTRY = 4, 6  # UCDP's where_prec
_RELATIONS: tuple[Literal["planned"], Literal["toll"]] = ("planned", "toll")


@dataclass(frozen=True, slots=True)
class _Outline:
    relation: Relation | None
    first: int
    last: int
    places: tuple[Place, ...]
    parties: frozenset[str]


def relation_of(claims: Sequence[Claim]) -> Relation | None:
    """What an event can be to another: "toll", "planned" (a plan or threat), or None where it happened itself."""
    if all(claim.kind == "toll" for claim in claims):
        return "toll"
    if all(claim.status in ("planned", "hypothetical") or claim.kind == "threat" for claim in claims):
        return "planned"
    return None


def linked_to(told: Sequence[Told], candidates: Mapping[str, Sequence[Told]]) -> list[str]:
    """The ids of the candidates that are linked to the event of these claims; none for what did not happen itself."""
    one = _outline(told)
    if one is None or one.relation is not None:
        return []
    found: dict[Relation, list[tuple[int, str]]] = {"planned": [], "toll": []}
    for name, some in sorted(candidates.items()):
        other = _outline(some)
        if other is not None and other.relation is not None and _linked(one, other):
            found[other.relation].append((abs(one.first - other.first), name))
    return [name for relation in _RELATIONS for _, name in sorted(found[relation])[:MOST]]


def _linked(one: _Outline, other: _Outline) -> bool:
    if other.relation == "toll":
        return other.first <= one.last and one.first <= other.last and _within(one.places, other.places)
    return (
        one.first - AHEAD <= other.first <= one.last
        and bool(one.parties & other.parties)
        and _within(one.places, other.places)
    )


def _within(places: Sequence[Place], wider: Sequence[Place]) -> bool:
    """Whether one of the places is one of the others or lies in it."""
    for place in places:
        for around in wider:
            if place_key(place) == place_key(around):
                return True
            if around.country and around.country == place.country:
                if around.precision >= _COUNTRY:
                    return True
                if around.precision == _DIVISION and around.admin1 and around.admin1 == place.admin1:
                    return True
    return False


def _outline(told: Sequence[Told]) -> _Outline | None:
    claims = [one.claim for one in told]
    spans = [span for claim in claims if claim.when is not None and (span := claim.when.days)]
    if not spans:
        return None
    return _Outline(
        relation_of(claims), min(first for first, _ in spans), max(last for _, last in spans),
        tuple(claim.place for claim in claims if claim.place is not None),
        frozenset(party for claim in claims for party in parties_of(claim)),
    )  # fmt: skip
