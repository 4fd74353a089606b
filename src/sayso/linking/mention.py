"""What linking needs of one event of one document: the claims that mention it, boiled down to what can be compared.

A Mention is light enough to be kept beside the claims: ``to_row`` and ``from_row`` turn it into plain JSON values and
back, so that a case is linked without unpacking its records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from sayso.claims.frames import FrameTable
from sayso.linking.terms import Sketch, sketch
from sayso.record import Claim, Entity, Place, Record

_NO_WORDS = Sketch()
_TOLD = frozenset({"asserted", "denied"})

# Words that head a noun phrase without telling what it names.
_EMPTY = frozenset("the a an of and in at on for to by with from its their his her this that other others".split())


@dataclass(frozen=True, slots=True)
class Spot:
    """Where: a resolved place, boiled down. ``precision`` is UCDP's where_prec; degrees are WGS 84."""

    name: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    precision: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as one document gives it.

    ``claims`` are ids, the first is the mention's own; ``days`` the span of days as ordinals; ``places`` and
    parties may hold several, since claims of one event may say different things; ``counts`` are (what, low, high).
    ``seen`` is the day on which the document was published, ``sketch`` the words that tell it from others.
    """

    id: str
    document: str
    claims: tuple[str, ...]
    kinds: frozenset[str]
    family: str
    stems: frozenset[str]
    status: str
    days: tuple[int, int] | None
    places: tuple[Spot, ...]
    actors: frozenset[str]
    targets: frozenset[str]
    actor_ids: frozenset[str]
    target_ids: frozenset[str]
    counts: tuple[tuple[str, int, int], ...]
    seen: int | None = None
    sketch: Sketch = _NO_WORDS


def mentions_of(record: Record, frames: FrameTable | None = None) -> Iterator[Mention]:
    """The events of a record, in the order of the record; claims outside any event are events of their own."""
    if not record.claims:
        return
    table = frames or FrameTable.load()
    by_id = {claim.id: claim for claim in record.claims}
    grouped: set[str] = set()
    groups: list[list[Claim]] = []
    for event in record.events:
        members = [by_id[id] for id in event.claims if id in by_id]
        grouped.update(claim.id for claim in members)
        if members:
            groups.append(members)
    groups += [[claim] for claim in record.claims if claim.id not in grouped]
    seen = date.fromisoformat(record.published).toordinal() if record.published else None
    words = sketch(record.text)
    day_of = _only_days(record.claims)
    for members in groups:
        yield _mention(record.id, members, table, seen, words, day_of)


def _only_days(claims: Sequence[Claim]) -> dict[str, tuple[int, int]]:
    """Kind to the days of a document's claims of it, where those that name any all name the same: what the document
    goes on to say of that kind without a day is of those days, and no other event's. History stands apart."""
    found: dict[str, set[tuple[int, int]]] = {}
    for claim in claims:
        span = claim.when.days if claim.when is not None else None
        if span is not None and not claim.background and claim.status in _TOLD:
            found.setdefault(claim.kind, set()).add(span)
    return {kind: min(spans) for kind, spans in found.items() if len(spans) == 1}


def _mention(
    document: str, claims: Sequence[Claim], frames: FrameTable, seen: int | None, words: Sketch,
    day_of: dict[str, tuple[int, int]],
) -> Mention:  # fmt: skip
    first = claims[0]
    known = [span for claim in claims if claim.when is not None and (span := claim.when.days)]
    if not known and not first.background and first.status in _TOLD and first.kind in day_of:
        known = [day_of[first.kind]]
    return Mention(
        id=first.id,
        document=document,
        claims=tuple(claim.id for claim in claims),
        kinds=frozenset(claim.kind for claim in claims),
        family=frames.frame(first.kind).family,
        stems=frozenset(stem(claim.trigger.text) for claim in claims),
        status=first.status,
        days=min(known, key=lambda span: (span[1] - span[0], span)) if known else None,
        places=tuple(dict.fromkeys(_spot(claim.place) for claim in claims if claim.place is not None)),
        actors=_words(claim.actor for claim in claims),
        targets=_words(claim.target for claim in claims),
        actor_ids=frozenset(claim.actor.id for claim in claims if claim.actor is not None and claim.actor.id),
        target_ids=frozenset(claim.target.id for claim in claims if claim.target is not None and claim.target.id),
        counts=tuple(
            dict.fromkeys(
                (count.what, count.low or 0, count.high if count.high is not None else 10**9)
                for claim in claims
                for count in claim.counts
            )
        ),
        seen=seen,
        sketch=words,
    )


def to_row(mention: Mention) -> list[Any]:
    """A mention as plain JSON values, the sketch left out: it belongs to the document (see Sketch)."""
    return [
        mention.id,
        mention.document,
        list(mention.claims),
        sorted(mention.kinds),
        mention.family,
        sorted(mention.stems),
        mention.status,
        list(mention.days) if mention.days else None,
        [[p.name, p.geonameid, p.lat, p.lon, p.country, p.admin1, p.precision] for p in mention.places],
        sorted(mention.actors),
        sorted(mention.targets),
        sorted(mention.actor_ids),
        sorted(mention.target_ids),
        [list(count) for count in mention.counts],
        mention.seen,
    ]


def from_row(row: Sequence[Any], words: Sketch | None = None) -> Mention:
    """The inverse of to_row, given the sketch of the document."""
    id, document, claims, kinds, family, stems, status, days, places, *rest = row
    actors, targets, actor_ids, target_ids, counts, seen = rest
    return Mention(
        id=id,
        document=document,
        claims=tuple(claims),
        kinds=frozenset(kinds),
        family=family,
        stems=frozenset(stems),
        status=status,
        days=(days[0], days[1]) if days else None,
        places=tuple(Spot(*place) for place in places),
        actors=frozenset(actors),
        targets=frozenset(targets),
        actor_ids=frozenset(actor_ids),
        target_ids=frozenset(target_ids),
        counts=tuple((what, low, high) for what, low, high in counts),
        seen=seen,
        sketch=words or _NO_WORDS,
    )


def stem(words: str) -> str:
    """What a trigger is about: the word that stands for its synonyms, else a crude stem of its last word.

    >>> stem("shelled"), stem("opened fire and shot"), stem("slaying"), stem("besieging")
    ('shell', 'shoot', 'kill', 'besieg')
    """
    word = words.lower().split()[-1] if words.split() else ""
    if word in _synonyms():
        return _synonyms()[word]
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@cache
def _synonyms() -> dict[str, str]:
    data = (resources.files("sayso.linking") / "synonyms.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in data.splitlines() if line and not line.startswith("#")]
    return {word: row[0] for row in reversed(rows) for word in row}


def _spot(place: Place) -> Spot:
    return Spot(
        place.name, place.geonameid, place.lat, place.lon, place.country, place.admin1, place.precision
    )  # fmt: skip


def _words(entities: Iterator[Entity | None]) -> frozenset[str]:
    out: set[str] = set()
    for entity in entities:
        if entity is not None:
            for text in (entity.name, entity.text):
                out.update(word.strip(".,'’\"").lower() for word in text.split())
    return frozenset(word for word in out if word and word not in _EMPTY)
