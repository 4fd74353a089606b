"""Pairs to groups: greedy, best pair first, two groups join where they agree as wholes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sayso.linking.columns import Array
from sayso.linking.packed import Pairs, strong, unpack
from sayso.linking.pairs import LINKED
from sayso.linking.portions import Portions
from sayso.linking.scoring import MISSING

# Two groups join where their pairs average so much, in hundredths; a pair that was never compared counts as
# MISSING, and none for less.
AGREE = LINKED // 2
# Days that the days of one event's mentions may lie apart.
_DAYS_APART = 1
FAR = 10**7
# Pairs that are grouped in one go.
_AT_ONCE = 1_000_000


@dataclass(slots=True)
class Node:
    """A group that grows: its members, the sums of scores with other groups, and what holds for it as a whole."""

    members: list[int]
    latest_first: int
    earliest_last: int
    sums: dict[int, int] = field(default_factory=dict)
    apart: set[int] = field(default_factory=set)


def components(size: int, i: Array, j: Array) -> NDArray[np.int32]:
    """For each of ``size`` nodes the lowest node that it is connected with."""
    label = np.arange(size, dtype=np.int32)
    i, j = i.astype(np.int32), j.astype(np.int32)
    while len(i):
        left, right = label[i], label[j]
        low = np.minimum(left, right)
        np.minimum.at(label, left, low)
        np.minimum.at(label, right, low)
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
    rank: Array | Portions,
    must: Sequence[tuple[int, int]],
    cannot: Sequence[tuple[int, int]],
) -> Iterator[tuple[list[int], list[tuple[int, int]]]]:
    """Groups of two or more, each with the pairs that joined it.

    ``best`` is that of each number's pairs; ``days`` are (first, last) of each number, -FAR and FAR where they don't
    bind; ``rank`` breaks ties.
    """
    joined = np.array([pair for pair in must if pair[0] != pair[1]], np.int64).reshape(-1, 2)
    i, j = pairs.ends(lambda part: strong(part, best))
    label = components(len(rank), np.concatenate([i, joined[:, 0]]), np.concatenate([j, joined[:, 1]]))
    del i, j
    packed = pairs.where(lambda part: label[part[0]] == label[part[1]]).packed
    home = np.concatenate([np.empty(0, np.int32), *(label[unpack(some)[0]] for some in _slices(packed))])
    # Pairs of one component stand together, so that they are put in order and grouped some components at a time.
    order = np.argsort(home, kind="stable")
    packed, home = packed[order], home[order]
    del order
    borders = np.flatnonzero(np.diff(home)) + 1
    given: dict[int, list[tuple[int, int]]] = {}
    for a, b in joined.tolist():
        given.setdefault(int(label[a]), []).append((a, b))
    bound = {number for pair in cannot for number in pair}
    start = 0
    while start < len(packed):
        end = _border(borders, start + _AT_ONCE, len(packed))
        yield from _components(packed[start:end], home[start:end], best, days, rank, given, cannot, bound)
        start = end
    first, last = days
    for here in sorted(given):
        yield from _greedy([], [], [], [], first, last, given[here], cannot, bound)


def _slices(packed: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    for start in range(0, len(packed), _AT_ONCE):
        yield packed[start : start + _AT_ONCE]


def _border(borders: NDArray[np.int64], wanted: int, end: int) -> int:
    """The first border from here on."""
    at = int(np.searchsorted(borders, wanted))
    return int(borders[at]) if at < len(borders) else end


def _components(
    packed: NDArray[np.int64], home: NDArray[np.int32], best: NDArray[np.int16], days: tuple[Array, Array],
    rank: Array | Portions,
    given: dict[int, list[tuple[int, int]]], cannot: Sequence[tuple[int, int]], bound: set[int],
) -> Iterator[tuple[list[int], list[tuple[int, int]]]]:  # fmt: skip
    """The groups of some whole components; ``given``, by component, are pairs that are joined in any case: those of
    the components here are taken out."""
    i, j, score, close = unpack(packed)
    may_join = strong((i, j, score, close), best)
    ranks = np.sort(np.stack([rank[i], rank[j]]), axis=0)
    order = np.lexsort((ranks[1], ranks[0], -score, home))
    home, i, j, score, may_join = home[order], i[order], j[order], score[order], may_join[order]
    first, last = days
    borders = np.flatnonzero(np.diff(home)) + 1
    starts, ends = [0, *borders.tolist()], [*borders.tolist(), len(home)]
    for start, end in zip(starts, ends, strict=True):
        here = int(home[start])
        known = given.pop(here, [])
        if end - start == 1 and not known:
            a, b = int(i[start]), int(j[start])
            apart = max(int(first[a]), int(first[b])) - min(int(last[a]), int(last[b]))
            if apart <= _DAYS_APART and not (a in bound and b in bound and ((a, b) in cannot or (b, a) in cannot)):
                yield [a, b], [(a, b)]
            continue
        yield from _greedy(
            i[start:end].tolist(),
            j[start:end].tolist(),
            score[start:end].tolist(),
            may_join[start:end].tolist(),
            first,
            last,
            known,
            cannot,
            bound,
        )


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
