"""A claim as the row of a table, and the names by which it is found."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sayso.documents.fold import folded_name
from sayso.record import Claim, Entity, Record, When
from sayso.store.tables import LONG


def claim_row(claim: Claim) -> dict[str, Any]:
    """The columns of ``claims`` that the claim itself fills."""
    place, when, codes = claim.place, claim.when, claim.codes
    plover, acled, ucdp = codes.plover, codes.acled, codes.ucdp
    killed, injured = _figure(claim, "killed"), _figure(claim, "injured")
    actor, target = claim.actor, claim.target
    return {
        "id": claim.id,
        "kind": claim.kind,
        "status": claim.status,
        "hedged": int(claim.hedged),
        "background": int(claim.background),
        "confidence": float(claim.confidence),
        "actor": actor.name if actor else None,
        "actor_id": actor.id if actor else None,
        "actor_type": actor.type if actor else None,
        "actor_country": actor.country if actor else None,
        "actor_text": actor.text if actor else None,
        "target": target.name if target else None,
        "target_id": target.id if target else None,
        "target_type": target.type if target else None,
        "target_country": target.country if target else None,
        "target_text": target.text if target else None,
        "weapon": claim.weapon.name if claim.weapon else None,
        "place": place.name if place else None,
        "place_text": place.text if place else None,
        "geonameid": place.geonameid if place else None,
        "lat": _real(place.lat) if place else None,
        "lon": _real(place.lon) if place else None,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "admin2": place.admin2 if place else None,
        "feature": place.feature if place else None,
        "where_prec": place.precision if place else None,
        "first": when.first if when else None,
        "last": when.last if when else None,
        "date_prec": when.precision if when else None,
        "long": _long(when),
        "when_text": when.text if when else None,
        "killed_low": killed[0],
        "killed_high": killed[1],
        "injured_low": injured[0],
        "injured_high": injured[1],
        "counts": _counts(claim),
        "sources": " < ".join(source.name for source in claim.sources) or None,
        "basis": claim.basis.text if claim.basis else None,
        "plover_event": plover.event if plover else None,
        "plover_mode": plover.mode if plover else None,
        "plover_contexts": "; ".join(plover.contexts) or None if plover else None,
        "acled_event_type": acled.event_type if acled else None,
        "acled_sub_event_type": acled.sub_event_type if acled else None,
        "ucdp_type_of_violence": ucdp.type_of_violence if ucdp else None,
        "cameo": codes.cameo,
        "trigger_start": claim.trigger.start,
        "trigger_end": claim.trigger.end,
        "trigger_text": claim.trigger.text,
        "evidence_start": claim.evidence.start,
        "evidence_end": claim.evidence.end,
        "evidence": claim.evidence.text,
    }


def _long(when: When | None) -> int | None:
    if when is None or when.first is None or when.last is None:
        return None
    return int((date.fromisoformat(when.last) - date.fromisoformat(when.first)).days > LONG)


def _real(value: float | None) -> float | None:
    return None if value is None else float(value)


def _figure(claim: Claim, what: str) -> tuple[int | None, int | None]:
    """The bounds of the first figure of that sort; later ones break it down or repeat it."""
    for count in claim.counts:
        if count.what == what:
            return count.low, count.high
    return None, None


def _counts(claim: Claim) -> str | None:
    if not claim.counts:
        return None
    return json.dumps(
        [
            {"what": one.what, "low": one.low, "high": one.high, "who": one.who, "text": one.span.text}
            for one in claim.counts
        ],
        ensure_ascii=False,
    )


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
