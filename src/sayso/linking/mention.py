"""What linking needs of one event of one document: the claims that mention it, boiled down to what can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sayso.claims.frames import FrameTable
from sayso.record import Claim, Entity, Place, Record

# Words that head a noun phrase without telling what it names.
_EMPTY = frozenset("the a an of and in at on for to by with from its their his her this that other others".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as one document gives it.

    ``claims`` are ids, the first is the mention's own; ``days`` the span of days as ordinals; ``places`` and
    parties may hold several, since claims of one event may say different things.
    """

    id: str
    document: str
    claims: tuple[str, ...]
    kinds: frozenset[str]
    family: str
    stems: frozenset[str]
    status: str
    days: tuple[int, int] | None
    places: tuple[Place, ...]
    actors: frozenset[str]
    targets: frozenset[str]
    actor_ids: frozenset[str]
    target_ids: frozenset[str]
    counts: tuple[tuple[str, int, int], ...]


def mentions_of(record: Record, frames: FrameTable | None = None) -> Iterator[Mention]:
    """The events of a record, in the order of the record; claims outside any event are events of their own."""
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
    for members in groups:
        yield _mention(record.id, members, table)


def _mention(document: str, claims: Sequence[Claim], frames: FrameTable) -> Mention:
    first = claims[0]
    days = [_days(claim) for claim in claims]
    known = [span for span in days if span is not None]
    return Mention(
        id=first.id,
        document=document,
        claims=tuple(claim.id for claim in claims),
        kinds=frozenset(claim.kind for claim in claims),
        family=frames.frame(first.kind).family,
        stems=frozenset(stem(claim.trigger.text) for claim in claims),
        status=first.status,
        days=min(known, key=lambda span: (span[1] - span[0], span)) if known else None,
        places=tuple(claim.place for claim in claims if claim.place is not None),
        actors=_words(claim.actor for claim in claims),
        targets=_words(claim.target for claim in claims),
        actor_ids=frozenset(claim.actor.id for claim in claims if claim.actor is not None and claim.actor.id),
        target_ids=frozenset(claim.target.id for claim in claims if claim.target is not None and claim.target.id),
        counts=tuple(
            (count.what, count.low or 0, count.high if count.high is not None else 10**9)
            for claim in claims
            for count in claim.counts
        ),
    )


def stem(words: str) -> str:
    """A crude stem of the last word of a trigger, enough to see "shelled" in "shelling".

    >>> stem("shelled"), stem("shelling"), stem("strikes")
    ('shell', 'shell', 'strik')
    """
    word = words.lower().split()[-1] if words.split() else ""
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _days(claim: Claim) -> tuple[int, int] | None:
    when = claim.when
    if when is None or when.first is None or when.last is None:
        return None
    return date.fromisoformat(when.first).toordinal(), date.fromisoformat(when.last).toordinal()


def _words(entities: Iterator[Entity | None]) -> frozenset[str]:
    out: set[str] = set()
    for entity in entities:
        if entity is not None:
            for text in (entity.name, entity.text):
                out.update(word.strip(".,'’\"").lower() for word in text.split())
    return frozenset(word for word in out if word and word not in _EMPTY)
