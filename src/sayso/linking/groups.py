"""Pairs to groups: greedy, best pair first, two groups join where they agree as wholes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sayso.linking.columns import Array
from sayso.linking.pairs import LINKED

# Two groups join where their pairs average so much, in hundredths; a pair that was never compared counts as
# MISSING, and none for less.
AGREE, MISSING = LINKED // 2, -150
# Days that the days of one event's mentions may lie apart.
_DAYS_APART = 1
FAR = 10**7
# How much worse than the best pair of a mention another may be that is not close, in hundredths.
MARGIN = 50


@dataclass(slots=True)
class Pairs:
    """Scored pairs of mentions by their numbers, ``score`` in hundredths; ``close``: of the same days and place."""

    i: NDArray[np.int64]
    j: NDArray[np.int64]
    score: NDArray[np.int16]
    close: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.i)

    def where(self, kept: NDArray[np.bool_]) -> Pairs:
        """Some of the pairs."""
        return Pairs(self.i[kept], self.j[kept], self.score[kept], self.close[kept])

    def strong(self, best: NDArray[np.int16]) -> NDArray[np.bool_]:
        """Which pairs may join groups.

        A pair that is not close must be about as good as any (``best`` by number) that one of the two has: otherwise
        daily news from one town would hang together over the years.
        """
        rivals = np.minimum(best[self.i], best[self.j])
        return np.logical_and(self.score >= LINKED, self.close | (self.score >= rivals - MARGIN))


@dataclass(slots=True)
class Node:
    """A group that grows: its members, the sums of scores with other groups, and what holds for it as a whole."""

    members: list[int]
    latest_first: int
    earliest_last: int
    sums: dict[int, int] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)


def components(size: int, i: Array, j: Array) -> NDArray[np.int64]:
    """For each of ``size`` nodes the lowest node that it is connected with."""
    label = np.arange(size)
    while len(i):
        low = np.minimum(label[i], label[j])
        np.minimum.at(label, label[i], low)
        np.minimum.at(label, label[j], low)
        while True:
            shorter = label[label]
            if (shorter == label).all():
                break
            label = shorter
        differ = label[i] != label[j]
        i, j = i[differ], j[differ]
    return label


def grouped(
    pairs: Pairs,
    best: NDArray[np.int16],
    days: tuple[Array, Array],
    rank: Array,
    must: Sequence[tuple[int, int]],
    cannot: Sequence[tuple[int, int]],
) -> Iterator[tuple[list[int], list[tuple[int, int]]]]:
    """Groups of two or more, each with the pairs that joined it.

    ``days`` are (first, last) of each number, -FAR and FAR where they don't bind; ``rank`` breaks ties.
    """
    joined = np.array([pair for pair in must if pair[0] != pair[1]], np.int64).reshape(-1, 2)
    strong = pairs.strong(best)
    size = len(rank)
    label = components(
        size, np.concatenate([pairs.i[strong], joined[:, 0]]), np.concatenate([pairs.j[strong], joined[:, 1]])
    )
    inside = label[pairs.i] == label[pairs.j]
    pairs, strong = pairs.where(inside), strong[inside]
    home = label[pairs.i]
    ranks = np.sort(np.stack([rank[pairs.i], rank[pairs.j]]), axis=0)
    order = np.lexsort((ranks[1], ranks[0], -pairs.score, home))
    home, i, j, score, strong = home[order], pairs.i[order], pairs.j[order], pairs.score[order], strong[order]
    given: dict[int, list[tuple[int, int]]] = {}
    for a, b in joined.tolist():
        given.setdefault(int(label[a]), []).append((a, b))
    first, last = days
    borders = np.flatnonzero(np.diff(home)) + 1
    starts, ends = [0, *borders.tolist()], [*borders.tolist(), len(home)]
    bound = {number for pair in cannot for number in pair}
    for start, end in zip(starts, ends, strict=True):
        if start == end:
            continue
        here = int(home[start])
        known = given.pop(here, [])
        if end - start == 1 and not known:
            a, b = int(i[start]), int(j[start])
            apart = max(int(first[a]), int(first[b])) - min(int(last[a]), int(last[b]))
            if apart <= _DAYS_APART and not (a in bound and b in bound and ((a, b) in cannot or (b, a) in cannot)):
                yield [a, b], [(a, b)]
            continue
        yield from _greedy(
            *(column[start:end].tolist() for column in (i, j, score, strong)), first, last, known, cannot, bound
        )
    for here in sorted(given):
        yield from _greedy([], [], [], [], first, last, given[here], cannot, bound)


def _greedy(
    i: Sequence[int], j: Sequence[int], score: Sequence[int], strong: Sequence[bool], first: Array, last: Array,
    must: Sequence[tuple[int, int]], cannot: Sequence[tuple[int, int]], bound: set[int],
) -> Iterator[tuple[list[int], list[tuple[int, int]]]]:  # fmt: skip
    """Groups of one component; its pairs come best first."""
    nodes: dict[int, Node] = {}
    of: dict[int, int] = {}
    for number in (*i, *j, *(n for pair in must for n in pair)):
        if number not in nodes:
            nodes[number] = Node([number], int(first[number]), int(last[number]))
            of[number] = number
    for a, b, value in zip(i, j, score, strict=True):
        nodes[a].sums[b] = nodes[b].sums[a] = value - MISSING
    if bound and not bound.isdisjoint(nodes):
        for a, b in cannot:
            if a in nodes and b in nodes:
                nodes[a].apart.add(b)
                nodes[b].apart.add(a)
    why: dict[int, list[tuple[int, int]]] = {number: [] for number in nodes}

    def join(a: int, b: int, pair: tuple[int, int]) -> None:
        if len(nodes[a].sums) + len(nodes[a].members) < len(nodes[b].sums) + len(nodes[b].members):
            a, b = b, a
        big, small = nodes[a], nodes.pop(b)
        for member in small.members:
            of[member] = a
        big.members += small.members
        big.apart |= small.apart
        big.latest_first = max(big.latest_first, small.latest_first)
        big.earliest_last = min(big.earliest_last, small.earliest_last)
        big.sums.pop(b, None)
        for other, value in small.sums.items():
            if other != a:
                total = big.sums.get(other, 0) + value
                big.sums[other] = total
                sums = nodes[other].sums
                del sums[b]
                sums[a] = total
        why[a] += [*why.pop(b), pair]

    for a, b in sorted(must):
        if of[a] != of[b]:
            join(of[a], of[b], (a, b))
    for a, b, may_join in zip(i, j, strong, strict=True):
        if not may_join:
            continue
        one, other = of[a], of[b]
        if one == other:
            continue
        left, right = nodes[one], nodes[other]
        size = len(left.members) * len(right.members)
        if left.sums.get(other, 0) + size * MISSING < size * AGREE:
            continue
        if max(left.latest_first, right.latest_first) - min(left.earliest_last, right.earliest_last) > _DAYS_APART:
            continue
        if left.apart and any(of[number] == other for number in left.apart):
            continue
        join(one, other, (a, b))
    for number in sorted(nodes):
        if len(nodes[number].members) > 1:
            yield nodes[number].members, why[number]
