"""Content-hash ids: the same claim in the same document always gets the same id, whatever the order of work."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from sayso.record.model import Claim
from sayso.record.span import Span


def document_id(text: str, url: str | None = None) -> str:
    """The id of a document that came without one: ``d`` and 16 hex digits over its text and address."""
    return "d" + _digest([url, text])


def identified(claim: Claim, document: str) -> Claim:
    """The claim with its id: ``c`` and 16 hex digits over the document's id and what the claim says.

    Confidence, codes, the rule that found it and the event it is linked to do not count: they may improve
    while the claim stays the same.
    """
    place, when = claim.place, claim.when
    content = [
        document,
        claim.kind,
        _words(claim.trigger),
        _words(claim.evidence),
        [None if entity is None else [*_words(entity), entity.name, entity.id] for entity in (claim.actor, claim.target)],
        None if claim.weapon is None else [*_words(claim.weapon), claim.weapon.name],
        None if place is None else [*_words(place), place.name, place.geonameid, place.country, place.precision],
        None if when is None else [when.start, when.end, when.text, when.first, when.last],
        [[count.what, count.low, count.high, count.who, *_words(count.span)] for count in claim.counts],
        [claim.status, claim.hedged, claim.background],
        [[*_words(source), source.name] for source in claim.sources],
        None if claim.basis is None else _words(claim.basis),
    ]
    company = [[*_words(entity), entity.name] for entity in (*claim.co_actors, *claim.co_targets)]
    more: list[object] = [company] if company else []
    if claim.hedged_slots:
        more.append(list(claim.hedged_slots))
    return replace(claim, id="c" + _digest([*content, *more]))


def _words(span: Span) -> list[int | str]:
    return [span.start, span.end, span.text]


def _digest(content: object) -> str:
    canonical = json.dumps(content, ensure_ascii=True, separators=(",", ":")).encode()
    return hashlib.blake2b(canonical, digest_size=8).hexdigest()
