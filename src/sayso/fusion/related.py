"""Events that are linked to one and not part of it: what was planned beforehand, and tolls of a period around it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.fusion.build import parties_of
from sayso.fusion.identity import place_key
from sayso.fusion.model import Told
from sayso.record import Claim, Place

# Days before an event within which a plan or threat may be of it.
AHEAD = 30
# Linked events of each sort at most, the nearest in time first.
MOST = 10
_DIVISION, _COUNTRY = 4, 6  # UCDP's where_prec


@dataclass(frozen=True, slots=True)
class _Outline:
    event: str
    relation: str | None  # "toll", "planned", None for what happened
    first: int
    last: int
    places: tuple[Place, ...]
    parties: frozenset[str]


class RelatedEvents:
    """Finds the linked events of a collection; ``events`` are its events with their claims."""

    def __init__(self, events: Mapping[str, Sequence[Told]]) -> None:
        self._events = events
        self._cells: dict[tuple[str, int], list[_Outline]] = defaultdict(list)
        self._outlines = {name: _outline(name, some) for name, some in events.items()}
        for name in sorted(events):
            one = self._outlines[name]
            if one is not None and one.relation is not None:
                for cell in _cells(one):
                    self._cells[cell].append(one)

    def of(self, event: str) -> dict[str, Sequence[Told]]:
        """The events that are linked to one, with their claims; none for what did not happen itself."""
        one = self._outlines.get(event)
        if one is None or one.relation is not None:
            return {}
        found: dict[str, tuple[int, _Outline]] = {}
        for cell in _cells(one):
            for other in self._cells.get(cell, ()):
                if other.event not in found and _linked(one, other):
                    found[other.event] = (abs(one.first - other.first), other)
        out: dict[str, Sequence[Told]] = {}
        for relation in ("planned", "toll"):
            near = sorted((gap, name) for name, (gap, other) in found.items() if other.relation == relation)
            out |= {name: self._events[name] for _, name in near[:MOST]}
        return out


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


def _outline(event: str, told: Sequence[Told]) -> _Outline | None:
    claims = [one.claim for one in told]
    spans = [span for claim in claims if (span := _days(claim)) is not None]
    if not spans:
        return None
    relation = None
    if all(claim.kind == "toll" for claim in claims):
        relation = "toll"
    elif all(claim.status in ("planned", "hypothetical") or claim.kind == "threat" for claim in claims):
        relation = "planned"
    parties: Iterable[str] = (party for claim in claims for party in parties_of(claim))
    return _Outline(
        event, relation, min(first for first, _ in spans), max(last for _, last in spans),
        tuple(claim.place for claim in claims if claim.place is not None), frozenset(parties),
    )  # fmt: skip


def _days(claim: Claim) -> tuple[int, int] | None:
    when = claim.when
    if when is None or when.first is None or when.last is None:
        return None
    return date.fromisoformat(when.first).toordinal(), date.fromisoformat(when.last).toordinal()


def _cells(one: _Outline) -> list[tuple[str, int]]:
    """Country and month: what lies in no common one is not linked. A plan is looked for a month ahead."""
    countries = sorted({place.country for place in one.places if place.country})
    months = range((one.first - AHEAD) // 30, min(one.last // 30, one.first // 30 + 24) + 1)
    return [(country, month) for country in countries for month in months]
