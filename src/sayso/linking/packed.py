"""Scored pairs of mentions, one whole number each, so that a hundred million of them are kept and sorted in little room.

A pair's number holds, from the high bits down, its two mentions (the lower one first), its score and whether it is
close; so pairs in order stand by their first mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import numpy as np
from numpy.typing import NDArray

from sayso.linking.columns import Array
from sayso.linking.pairs import LINKED

# How much worse than the best pair of a mention another may be that is not close, in hundredths.
MARGIN = 50
_BITS, _SCORE_BITS = 24, 12
# So many mentions an index can hold.
MOST = 1 << _BITS
_NO_SCORE = 1 << (_SCORE_BITS - 1)
_AT_ONCE = 2_000_000

Part = tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.int16], NDArray[np.bool_]]


def pack(i: Array, j: Array, score: Array, close: Array) -> NDArray[np.int64]:
    """Pairs as one number each; ``score`` in hundredths, ``close``: of the same days and place."""
    code = (i.astype(np.int64) << _BITS) | j
    return (code << _SCORE_BITS | (score.astype(np.int64) + _NO_SCORE)) << 1 | close


def unpack(packed: NDArray[np.int64]) -> Part:
    """The columns of pairs: first mention, second mention, score, close."""
    close = (packed & 1).astype(bool)
    score = (((packed >> 1) & (2 * _NO_SCORE - 1)) - _NO_SCORE).astype(np.int16)
    code = packed >> (1 + _SCORE_BITS)
    return (code >> _BITS).astype(np.int32), (code & (MOST - 1)).astype(np.int32), score, close


class Pairs:
    """Pairs, each once, in order; looked through a part at a time."""

    __slots__ = ("packed",)

    def __init__(self, packed: NDArray[np.int64]) -> None:
        self.packed = packed

    @classmethod
    def of(cls, parts: Iterable[NDArray[np.int64]]) -> Pairs:
        """The pairs of some parts, which are used up; the same pair always has the same score."""
        waiting = list(parts)
        packed = np.empty(sum(len(part) for part in waiting), np.int64)
        end = 0
        while waiting:  # each part is let go once it is copied
            part = waiting.pop()
            packed[end : end + len(part)] = part
            end += len(part)
        packed.sort()
        kept = 0
        last = -1
        for start in range(0, len(packed), _AT_ONCE):
            part = packed[start : start + _AT_ONCE]
            new = np.empty(len(part), bool)
            new[0] = part[0] != last
            np.not_equal(part[1:], part[:-1], out=new[1:])
            last = int(part[-1])
            part = part[new]
            packed[kept : kept + len(part)] = part
            kept += len(part)
        return cls(packed[:kept])

    def __len__(self) -> int:
        return len(self.packed)

    def parts(self) -> Iterator[Part]:
        """The columns of the pairs, so many at a time."""
        for start in range(0, len(self.packed), _AT_ONCE):
            yield unpack(self.packed[start : start + _AT_ONCE])

    def where(self, wanted: Callable[[Part], NDArray[np.bool_]]) -> Pairs:
        """The pairs of which ``wanted``, asked part by part, says so."""
        found = [np.empty(0, np.int64)]
        for start in range(0, len(self.packed), _AT_ONCE):
            part = self.packed[start : start + _AT_ONCE]
            found.append(part[wanted(unpack(part))])
        return Pairs(np.concatenate(found))

    def ends(self, wanted: Callable[[Part], NDArray[np.bool_]]) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """The two mentions of each of those."""
        left, right = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
        for part in self.parts():
            some = wanted(part)
            left.append(part[0][some])
            right.append(part[1][some])
        return np.concatenate(left), np.concatenate(right)

    def raise_best(self, best: NDArray[np.int16]) -> None:
        """Raises what is best for each mention, by number, to the best of its pairs here."""
        for i, j, score, _ in self.parts():
            np.maximum.at(best, i, score)
            np.maximum.at(best, j, score)


def strong(part: Part, best: NDArray[np.int16]) -> NDArray[np.bool_]:
    """Which pairs may join groups.

    A pair that is not close must be about as good as any (``best`` by number) that one of the two has: otherwise daily
    news from one town would hang together over the years.
    """
    i, j, score, close = part
    rivals = np.minimum(best[i], best[j])
    return np.logical_and(score >= LINKED, close | (score >= rivals - MARGIN))
