"""A claim as the row of a table, and the names by which it is found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from sayso.documents.fold import folded_name
from sayso.record import Claim, Count, Entity, Place, Record, When
from sayso.store.tables import LONG, SLOTS

_ENCODER = json.JSONEncoder(ensure_ascii=False)


# The columns of ``claims`` that a claim itself fills, in the order of claim_values.
FILLED = (
    "id", "kind", "status", "hedged", "background", "confidence",
    *(f"{slot}{part}" for slot in SLOTS for part in ("", "_id", "_type", "_country", "_text")),
    "weapon",
    "place", "place_text", "geonameid", "lat", "lon", "country", "admin1", "admin2", "feature", "where_prec",
    "first", "last", "date_prec", "long", "when_text",
    "killed_low", "killed_high", "injured_low", "injured_high", "counts",
    "sources", "basis",
    "plover_event", "plover_mode", "plover_contexts", "acled_event_type", "acled_sub_event_type",
    "ucdp_type_of_violence", "cameo",
    "trigger_start", "trigger_end", "trigger_text", "evidence_start", "evidence_end", "evidence",
)  # fmt: skip
_NO_ENTITY = _NO_WHEN = _NO_COUNTS = (None,) * 5
_NO_PLACE = (None,) * 10


def claim_row(claim: Claim) -> dict[str, Any]:
    """The columns of ``claims`` that the claim itself fills."""
    return dict(zip(FILLED, claim_values(claim), strict=True))


def claim_values(claim: Claim) -> tuple[Any, ...]:
    """The values of the columns FILLED: a mapping of each would cost more than the row."""
    codes, trigger, evidence, sources = claim.codes, claim.trigger, claim.evidence, claim.sources
    plover, acled, ucdp = codes.plover, codes.acled, codes.ucdp
    return (
        claim.id, claim.kind, claim.status, 1 if claim.hedged else 0, 1 if claim.background else 0,
        float(claim.confidence),
        *_entity_values(claim.actor), *_entity_values(claim.target),
        claim.weapon.name if claim.weapon else None,
        *_place_values(claim.place), *_when_values(claim.when),
        *(_count_values(claim.counts) if claim.counts else _NO_COUNTS),
        " < ".join([source.name for source in sources]) or None if sources else None,
        claim.basis.text if claim.basis else None,
        plover.event if plover else None, plover.mode if plover else None,
        "; ".join(plover.contexts) or None if plover else None,
        acled.event_type if acled else None, acled.sub_event_type if acled else None,
        ucdp.type_of_violence if ucdp else None, codes.cameo,
        trigger.start, trigger.end, trigger.text, evidence.start, evidence.end, evidence.text,
    )  # fmt: skip


def _entity_values(entity: Entity | None) -> tuple[Any, ...]:
    return (entity.name, entity.id, entity.type, entity.country, entity.text) if entity else _NO_ENTITY


def _place_values(place: Place | None) -> tuple[Any, ...]:
    if place is None:
        return _NO_PLACE
    return (
        place.name, place.text, place.geonameid, _real(place.lat), _real(place.lon), place.country, place.admin1,
        place.admin2, place.feature, place.precision,
    )  # fmt: skip


def _when_values(when: When | None) -> tuple[Any, ...]:
    return (when.first, when.last, when.precision, _long(when), when.text) if when else _NO_WHEN


def _long(when: When) -> int | None:
    if when.first is None or when.last is None:
        return None
    if when.first == when.last:
        return 0
    return int((date.fromisoformat(when.last) - date.fromisoformat(when.first)).days > LONG)


def _real(value: float | None) -> float | None:
    return None if value is None else float(value)


def _count_values(counts: Sequence[Count]) -> tuple[Any, ...]:
    listed = [
        {"what": one.what, "low": one.low, "high": one.high, "who": one.who, "text": one.span.text} for one in counts
    ]
    return *_figure(counts, "killed"), *_figure(counts, "injured"), _ENCODER.encode(listed)


def _figure(counts: Sequence[Count], what: str) -> tuple[int | None, int | None]:
    """The bounds of the first figure of that sort; later ones break it down or repeat it."""
    for count in counts:
        if count.what == what:
            return count.low, count.high
    return None, None


def claim_terms(claim: Claim, outlet: str | None, reviewers: Iterable[str] = ()) -> Iterator[tuple[str, str]]:
    """(field, folded name) of everything that the claim can be found by."""
    yield from _entity("actor", claim.actor)
    yield from _entity("target", claim.target)
    if claim.weapon:
        yield "weapon", folded_name(claim.weapon.name)
    if place := claim.place:
        for name in (place.name, place.admin1, place.admin2, place.country):
            if name:
                yield "place", folded_name(name)
    if claim.sources:
        yield "origin", folded_name(claim.sources[0].name)
    for source in claim.sources:
        yield "source", folded_name(source.name)
        if source.id:
            yield "source", folded_name(source.id)
    if outlet:
        yield "outlet", folded_name(outlet)
    for reviewer in reviewers:
        for name in reviewer.split(", "):  # what several agreed on in a blind round carries all their names
            yield "reviewer", folded_name(name)


def _entity(field: str, entity: Entity | None) -> Iterator[tuple[str, str]]:
    if entity:
        for name in (entity.name, entity.id, entity.country):
            if name:
                yield field, folded_name(name)


def events_of(record: Record) -> dict[str, str]:
    """Claim to event, as far as the record says."""
    found = {claim: event.id for event in record.events for claim in event.claims}
    found.update({claim.id: claim.event for claim in record.claims if claim.event})
    return found
