"""Mentions to events: candidate pairs from blocks, scored, and clustered under constraints.

The result depends on the set of records alone, not on their order: candidates, scores and ties are all sorted by
content-hash ids. A reviewer's word always holds: pairs that must be one event are joined first, pairs that must not
never end up together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from sayso.claims.frames import FrameTable
from sayso.linking.mention import Mention, mentions_of
from sayso.linking.pairs import LINKED, Score, score
from sayso.linking.stories import find_stories
from sayso.record import Record

# In a block with more mentions than this, each is compared with its neighbours by day only.
WINDOW = 60


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a case: the claims that speak of it, sorted, and the reasons that joined them."""

    id: str
    claims: tuple[str, ...]
    why: tuple[str, ...] = ()


def link(
    records: Sequence[Record],
    *,
    must: Iterable[tuple[str, str]] = (),
    cannot: Iterable[tuple[str, str]] = (),
    frames: FrameTable | None = None,
) -> tuple[Event, ...]:
    """The events of a collection, each claim in exactly one, sorted by id.

    ``must`` and ``cannot`` are pairs of claim ids that a reviewer joined or kept apart.
    """
    ordered = sorted((record for record in records if record.error is None), key=lambda record: record.id)
    stories = find_stories([record.text for record in ordered])
    story_of = {record.id: story for record, story in zip(ordered, stories, strict=True)}
    mentions = [mention for record in ordered for mention in mentions_of(record, frames)]
    mentions.sort(key=lambda mention: mention.id)
    home = {claim: mention.id for mention in mentions for claim in mention.claims}
    by_id = {mention.id: mention for mention in mentions}

    @cache
    def scored(a: str, b: str) -> Score:
        one, other = by_id[a], by_id[b]
        return score(one, other, same_story=story_of[one.document] == story_of[other.document])

    groups = _Groups(mentions, scored)
    for a, b in cannot:
        if a in home and b in home:
            groups.forbid(home[a], home[b])
    for a, b in must:
        if a in home and b in home:
            groups.join(home[a], home[b], "a reviewer's word")
    edges = []
    for a, b in _candidates(mentions, story_of):
        found = scored(a, b)
        if found.value >= LINKED:
            edges.append((-found.value, a, b, "; ".join(reason for reason, _ in found.reasons)))
    for _, a, b, why in sorted(edges):
        if groups.fits(a, b):
            groups.join(a, b, why)
    return tuple(sorted((_event(group, why, by_id) for group, why in groups), key=lambda event: event.id))


def _event(group: Sequence[str], why: Sequence[str], by_id: dict[str, Mention]) -> Event:
    claims = tuple(sorted(claim for member in group for claim in by_id[member].claims))
    return Event("e" + blake2b(claims[0].encode(), digest_size=8).hexdigest(), claims, tuple(why))


def _candidates(mentions: Sequence[Mention], story_of: dict[str, int]) -> list[tuple[str, str]]:
    """Pairs worth a look: one story and family, or one place and week."""
    blocks: dict[tuple[object, ...], list[Mention]] = defaultdict(list)
    for mention in mentions:
        for key in _keys(mention, story_of):
            blocks[key].append(mention)
    pairs: set[tuple[str, str]] = set()
    for key in sorted(blocks, key=repr):
        block = blocks[key]
        if len(block) > WINDOW:
            block = sorted(block, key=lambda mention: (mention.days or (0, 0), mention.id))
        for number, one in enumerate(block):
            for other in block[number + 1 : number + 1 + WINDOW]:
                if one.document != other.document:
                    pairs.add((min(one.id, other.id), max(one.id, other.id)))
    return sorted(pairs)


def _keys(mention: Mention, story_of: dict[str, int]) -> Iterator[tuple[object, ...]]:
    yield "story", story_of[mention.document], mention.family
    for trigger in sorted(mention.stems):
        yield "word", story_of[mention.document], trigger
    if mention.days is None:
        return
    weeks = range(mention.days[0] // 7, min(mention.days[1] // 7, mention.days[0] // 7 + 4) + 2)
    for place in mention.places:
        cell = place.admin1 or place.country
        if cell:
            for week in weeks:
                yield "place", cell, mention.family, week


class _Groups:
    """Groups of mentions under constraints; ``scored`` gives the score of two mentions by their ids, the lower first."""

    def __init__(self, mentions: Sequence[Mention], scored: Callable[[str, str], Score]) -> None:
        self._scored = scored
        self._of = {mention.id: mention.id for mention in mentions}
        self._members: dict[str, list[str]] = {mention.id: [mention.id] for mention in mentions}
        self._why: dict[str, list[str]] = {mention.id: [] for mention in mentions}
        self._apart: set[frozenset[str]] = set()

    def __iter__(self) -> Iterator[tuple[list[str], list[str]]]:
        return ((self._members[name], self._why[name]) for name in sorted(self._members))

    def forbid(self, a: str, b: str) -> None:
        """Keeps two mentions apart for good."""
        self._apart.add(frozenset((a, b)))

    def fits(self, a: str, b: str) -> bool:
        """Whether the groups of two mentions agree as wholes, not only in this pair."""
        left, right = self._members[self._of[a]], self._members[self._of[b]]
        if self._of[a] == self._of[b]:
            return False
        total = 0.0
        for one in left:
            for other in right:
                if frozenset((one, other)) in self._apart:
                    return False
                total += max(self._scored(min(one, other), max(one, other)).value, -4.0)
        return total / (len(left) * len(right)) >= 0.5 * LINKED

    def join(self, a: str, b: str, why: str) -> None:
        """Joins the groups of two mentions, whatever was forbidden: ``fits`` is asked before."""
        one, other = sorted((self._of[a], self._of[b]))
        if one == other:
            return
        for member in self._members[other]:
            self._of[member] = one
        self._members[one] += self._members.pop(other)
        self._why[one] += [*self._why.pop(other), why]
