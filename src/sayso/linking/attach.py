"""Vague mentions and the events of precise ones: each joins the event that it fits best on the whole, if any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sayso.linking.columns import Array
from sayso.linking.groups import AGREE
from sayso.linking.packed import Pairs, pack, unpack
from sayso.linking.pairs import LINKED
from sayso.linking.portions import Portions

# Pairs that are summed up in one go.
_AT_ONCE = 2_000_000


@dataclass(frozen=True, slots=True)
class Attached:
    """Which mentions join which groups, and the pairs (mention, member of the group) that tell best why."""

    mentions: NDArray[np.int64]
    groups: NDArray[np.int64]
    why: NDArray[np.int64]


def attached(
    loose: NDArray[np.bool_], anchors: NDArray[np.bool_], pairs: Pairs, group: NDArray[np.int64], rank: Array | Portions,
    cannot: Sequence[tuple[int, int]],
) -> Attached:  # fmt: skip
    """Finds a group of anchors for each loose mention that fits one. ``group`` names those of all mentions by number,
    loose ones alone; ``rank`` breaks ties."""
    turned = _turned(loose, anchors, pairs)
    found = [np.empty((2, 0), np.int64)]
    for one, other, value in _by_mention(turned):
        found.append(_fitting(one, group[other], value))
    code, average = np.concatenate(found, axis=1)
    if not len(code):
        return Attached(np.empty(0, np.int64), np.empty(0, np.int64), np.empty((0, 2), np.int64))
    lowest = np.full(len(group), np.iinfo(np.int64).max, np.int64)
    wanted = np.zeros(len(group), bool)
    wanted[code & 0xFFFF_FFFF] = True
    members = np.flatnonzero(anchors & wanted[group])
    np.minimum.at(lowest, group[members], rank[members])
    order = np.lexsort((lowest[code & 0xFFFF_FFFF], -average, rank[code >> 32]))
    mentions, homes = _taken(code[order], group, cannot)
    home_of = np.full(len(group), -1, np.int64)
    home_of[mentions] = homes
    why = [np.empty((0, 2), np.int64)]
    for one, other, value in _by_mention(turned):
        inside = home_of[one] == group[other]
        one, other, value = one[inside], other[inside], value[inside]
        if not len(one):
            continue
        best = np.lexsort((rank[other], -value, one))
        first = best[np.concatenate([[True], np.diff(one[best]) != 0])]
        why.append(np.stack([one[first], other[first]], axis=1))
    return Attached(mentions, homes, np.concatenate(why))


def _turned(loose: NDArray[np.bool_], anchors: NDArray[np.bool_], pairs: Pairs) -> NDArray[np.int64]:
    """The pairs of a loose mention and an anchor, the loose one first, in order."""
    forward = pairs.where(lambda part: loose[part[0]] & anchors[part[1]]).packed
    backward = pairs.where(lambda part: loose[part[1]] & anchors[part[0]]).packed
    for start in range(0, len(backward), _AT_ONCE):
        i, j, score, close = unpack(backward[start : start + _AT_ONCE])
        backward[start : start + _AT_ONCE] = pack(j, i, score, close)
    out = np.concatenate([forward, backward])
    out.sort()
    return out


def _by_mention(turned: NDArray[np.int64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]]:
    """(loose mention, anchor, score), some mentions at a time, all pairs of one together."""
    start = 0
    while start < len(turned):
        end = min(start + _AT_ONCE, len(turned))
        if end < len(turned):
            one = unpack(turned[end - 1 : end])[0]
            below = pack(one + 1, np.zeros(1, np.int64), np.full(1, -2_048), np.zeros(1, np.int64))
            end = int(np.searchsorted(turned, below[0]))
        i, j, score, _ = unpack(turned[start:end])
        yield i.astype(np.int64), j.astype(np.int64), score.astype(np.int64)
        start = end


def _fitting(one: NDArray[np.int64], home: NDArray[np.int64], value: NDArray[np.int64]) -> NDArray[np.int64]:
    """Mention and group in one number, and how well they fit on the average, for those that fit."""
    code, where = np.unique(one << 32 | home, return_inverse=True)
    # Only pairs that were compared count: precise mentions of one event agree among themselves, so that a clash
    # with it shows in all of them, while reports of other weeks and other words are no candidates at all.
    sizes = np.bincount(where, minlength=len(code))
    sums = np.bincount(where, value, len(code)).astype(np.int64)
    best_pair = np.full(len(code), -10_000, np.int64)
    np.maximum.at(best_pair, where, value)
    fits = (best_pair >= LINKED) & (sums >= AGREE * sizes)
    return np.stack([code[fits], (sums * 1_000 // sizes)[fits]])


def _taken(
    code: NDArray[np.int64], group: NDArray[np.int64], cannot: Sequence[tuple[int, int]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Who goes where: of the choices of a mention, which come best first, the first that nothing forbids."""
    apart: dict[int, set[int]] = defaultdict(set)
    for a, b in cannot:
        apart[a].add(b)
        apart[b].add(a)
    taken: dict[int, int] = {}
    for number, home in zip((code >> 32).tolist(), (code & 0xFFFF_FFFF).tolist(), strict=True):
        if number in taken or any(taken.get(far, int(group[far])) == home for far in apart.get(number, ())):
            continue
        taken[number] = home
    return np.array(list(taken), np.int64), np.array(list(taken.values()), np.int64)
