"""Sorted tables of blocks: the members of each key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.linking.columns import Array, distinct

# Pairs that are given at a time.
_AT_ONCE = 1_000_000
_ODD = np.uint64(0x9E37_79B9_7F4A_7C15)
_SHIFT = np.uint64(29)


def mixed(*parts: Any) -> NDArray[np.uint64]:
    """One 64-bit key of several columns of whole numbers."""
    out: Any = np.uint64(0x51_7C_C1_B7_27_22_0A_95)
    with np.errstate(over="ignore"):
        for part in parts:
            out = (out ^ np.asarray(part).astype(np.int64).astype(np.uint64)) * _ODD
            out = out ^ (out >> _SHIFT)
    return np.atleast_1d(out)


class Table:
    """Members by key, sorted; a block is the members of one key."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self.members: NDArray[np.int32] = np.empty(0, np.int32)
        self._crowded: NDArray[np.bool_] | None = None

    def insert(self, keys: NDArray[np.uint64], members: Array) -> NDArray[np.uint64]:
        """Adds members; returns the keys of blocks that are full now and were not before."""
        self._crowded = None
        order = np.argsort(keys, kind="stable")
        keys, members = keys[order], members[order].astype(np.int32)
        touched = distinct(keys)
        before = self.sizes(touched)
        at = np.searchsorted(self.keys, keys, "right")
        self.keys = np.insert(self.keys, at, keys)
        self.members = np.insert(self.members, at, members)
        return touched[(before <= self.limit) & (self.sizes(touched) > self.limit)]

    def keep(self, renumbered: NDArray[np.int64]) -> NDArray[np.int32]:
        """Drops and renumbers members; returns the new numbers of those whose blocks are no longer full."""
        self._crowded = None
        numbers = renumbered[self.members]
        kept = numbers >= 0
        touched = distinct(self.keys[~kept])
        before = self.sizes(touched)
        self.keys, self.members = self.keys[kept], numbers[kept].astype(np.int32)
        return self.of(touched[(before > self.limit) & (self.sizes(touched) <= self.limit)])

    def sizes(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How many members each block has."""
        return np.searchsorted(self.keys, keys, "right") - np.searchsorted(self.keys, keys, "left")

    def of(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The members of blocks, each once."""
        if not len(keys):
            return np.empty(0, np.int32)
        first = np.searchsorted(self.keys, keys, "left")
        _, found = next(self._chunks(first, np.zeros(len(keys), np.int64), self.sizes(keys), 1 << 62))
        return distinct(found)

    def full(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which blocks are too full to be looked through."""
        return self.sizes(keys) > self.limit

    def crowded(self, number: int) -> NDArray[np.bool_]:
        """Which of so many members are in any full block."""
        if self._crowded is None or len(self._crowded) != number:
            self._crowded = self._in_full(number)
        return self._crowded

    def _in_full(self, number: int) -> NDArray[np.bool_]:
        out = np.zeros(number, bool)
        borders = np.flatnonzero(self.keys[1:] != self.keys[:-1]) + 1
        starts, ends = np.concatenate([[0], borders]), np.concatenate([borders, [len(self.keys)]])
        big = np.flatnonzero(ends - starts > self.limit)
        for start, end in zip(starts[big].tolist(), ends[big].tolist(), strict=True):
            out[self.members[start:end]] = True
        return out

    def join(self, keys: NDArray[np.uint64], askers: Array) -> Iterator[tuple[Array, Array]]:
        """(asker, member) for each asker and each member of the block that it asks for, some at a time."""
        first = np.searchsorted(self.keys, keys, "left")
        sizes = np.searchsorted(self.keys, keys, "right") - first
        asked = (sizes > 0) & (sizes <= self.limit)
        yield from self._chunks(first[asked], askers[asked], sizes[asked], _AT_ONCE)

    def _chunks(
        self, first: NDArray[np.int64], askers: Array, sizes: NDArray[np.int64], most: int
    ) -> Iterator[tuple[Array, Array]]:
        """(asker, member) of blocks given by where they begin and how long they are."""
        ends = np.cumsum(sizes)
        start = 0
        while start < len(first):
            done = ends[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, done + most, "right")))
            count = sizes[start:stop]
            offsets = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
            yield np.repeat(askers[start:stop], count), self.members[np.repeat(first[start:stop], count) + offsets]
            start = stop
