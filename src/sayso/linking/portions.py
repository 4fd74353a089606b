"""Columns that lie outside memory: rows are read some thousand at a time, when they are asked for.

An update looks at a few days of a collection of years, so that most of the wide columns never need to be read. Rows
that were there when the column was made are read by *portion*; rows that came later are held. What goes is only left
out of the numbering.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Rows of one portion.
ROWS = 1 << 15
# Rows that may come before the column is copied to where there is more room.
_ROOM = 50_000

Read = Callable[[int], bytes]


def portions(rows: int) -> list[tuple[int, int]]:
    """The first row of each portion, and the one after its last."""
    return [(start, min(start + ROWS, rows)) for start in range(0, rows, ROWS)]


class Portions:
    """A column of numbers, of ``width`` values a row (0: one). It is asked by row numbers, or by row numbers and a slot:
    ``column[rows]``, ``column[rows, slot]``."""

    def __init__(self, dtype: Any, width: int, rows: int, read: Read) -> None:
        self._read, self._rows = read, rows
        self._width = (width,) if width else ()
        self._held = np.empty((rows + _ROOM, *self._width), dtype)  # room that is not written to takes no memory
        self._end = rows
        self._there = np.zeros(len(portions(rows)), bool)
        self._numbers: NDArray[np.int64] | None = None  # the row of each number, None where they are the same

    def __len__(self) -> int:
        return self._end if self._numbers is None else len(self._numbers)

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows and width, as of an array."""
        return (len(self), *self._width)

    def __getitem__(self, key: Any) -> NDArray[Any]:
        rows, *slot = key if isinstance(key, tuple) else (key,)
        if isinstance(rows, slice):
            rows = np.arange(*rows.indices(len(self)))
        if self._numbers is not None:
            rows = self._numbers[rows]
        self._need(rows)
        found: NDArray[Any] = self._held[(rows, *slot)]
        return found

    def append(self, more: NDArray[Any]) -> None:
        """Adds rows."""
        end = self._end + len(more)
        if end > len(self._held):
            held = np.empty((end + end // 8 + _ROOM, *self._width), self._held.dtype)
            for number in np.flatnonzero(self._there).tolist():
                start, stop = portions(self._rows)[number]
                held[start:stop] = self._held[start:stop]
            held[self._rows : self._end] = self._held[self._rows : self._end]
            self._held = held
        self._held[self._end : end] = more
        if self._numbers is not None:
            self._numbers = np.concatenate([self._numbers, np.arange(self._end, end)])
        self._end = end

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Drops the rows that are not kept."""
        rows = np.flatnonzero(kept)
        self._numbers = rows if self._numbers is None else self._numbers[rows]

    def _need(self, rows: NDArray[Any]) -> None:
        """Reads the portions of some rows that were not read yet."""
        if self._there.all() or not len(rows):
            return
        first, last = int(rows.min()) // ROWS, int(rows.max()) // ROWS
        if self._there[first : last + 1].all():
            return
        wanted = np.zeros(max(last + 1, len(self._there)), bool)
        wanted[rows // ROWS] = True
        wanted[len(self._there) :] = False
        for number in np.flatnonzero(wanted[: len(self._there)] & ~self._there).tolist():
            start, stop = portions(self._rows)[number]
            body = np.frombuffer(self._read(number), self._held.dtype)
            self._held[start:stop] = body.reshape(stop - start, *self._width)
            self._there[number] = True


class ClaimIds:
    """The ids of the claims of each mention: ``ids[number]`` are those of one. The first is the mention's own id.

    A copy that ``keep`` made goes on by itself, and what it was made from stays as it is but for mentions that come.
    """

    def __init__(self, sizes: NDArray[np.int32] | None = None, read: Read | None = None) -> None:
        sizes = np.empty(0, np.int32) if sizes is None else sizes
        self._read = read
        self._rows = len(sizes)
        self._starts: NDArray[np.int32] = np.concatenate([np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)])
        self._portions: dict[int, list[str]] = {}
        self._more: list[str] = []
        self._numbers: NDArray[np.int64] | None = None

    def __len__(self) -> int:
        return len(self._starts) - 1 if self._numbers is None else len(self._numbers)

    def __getitem__(self, number: int) -> list[str]:
        row = number if self._numbers is None else int(self._numbers[number])
        first, end = int(self._starts[row]), int(self._starts[row + 1])
        if row >= self._rows:
            before = int(self._starts[self._rows])
            return self._more[first - before : end - before]
        portion = row // ROWS
        before = int(self._starts[portion * ROWS])
        return self._portion(portion)[first - before : end - before]

    def sizes(self) -> NDArray[np.int32]:
        """How many claims each mention has."""
        sizes = np.diff(self._starts)
        return sizes if self._numbers is None else sizes[self._numbers]

    def append(self, mentions: Iterable[Collection[str]]) -> None:
        """Adds mentions, each by the ids of its claims."""
        sizes = []
        for claims in mentions:
            self._more += claims
            sizes.append(len(claims))
        if self._numbers is not None:
            known = len(self._starts) - 1
            self._numbers = np.concatenate([self._numbers, np.arange(known, known + len(sizes))])
        ends = self._starts[-1] + np.cumsum(np.array(sizes, np.int32), dtype=np.int32)
        self._starts = np.concatenate([self._starts, ends])

    def keep(self, kept: NDArray[np.bool_]) -> ClaimIds:
        """Those of some mentions alone."""
        out = ClaimIds()
        out._read, out._rows, out._starts, out._portions = self._read, self._rows, self._starts, self._portions
        out._more = list(self._more)
        rows = np.flatnonzero(kept)
        out._numbers = rows if self._numbers is None else self._numbers[rows]
        return out

    def load(self) -> None:
        """Reads all of them."""
        for number in range(len(portions(self._rows))):
            self._portion(number)

    def numbers(self, claims: Collection[str]) -> dict[str, int]:
        """The mentions of some claims, of those that are here; all ids are looked through."""
        wanted = frozenset(claims)
        found: dict[str, int] = {}
        for start, ids in self._all():
            at = [place for place, claim in enumerate(ids) if claim in wanted]
            rows = np.searchsorted(self._starts, np.array(at, np.int64) + start, "right") - 1
            for place, number in zip(at, self._numbers_of(rows).tolist(), strict=True):
                if number >= 0:
                    found[ids[place]] = number
        return found

    def _all(self) -> Iterable[tuple[int, list[str]]]:
        """All ids with the place of the first, some at a time; of those that went, too."""
        for portion, (start, _) in enumerate(portions(self._rows)):
            yield int(self._starts[start]), self._portion(portion)
        yield int(self._starts[self._rows]), self._more

    def _numbers_of(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The numbers of rows, -1 for those that went."""
        if self._numbers is None:
            return rows
        at = np.searchsorted(self._numbers, rows)
        there = at < len(self._numbers)
        there[there] = self._numbers[at[there]] == rows[there]
        return np.where(there, at, -1)

    def _portion(self, number: int) -> list[str]:
        held = self._portions.get(number)
        if held is None:
            assert self._read is not None
            held = self._portions[number] = split(self._read(number))
        return held


def joined(names: Iterable[str]) -> bytes:
    """Names as they are kept."""
    return "\0".join(names).encode("utf-8", "surrogatepass")


def split(body: bytes) -> list[str]:
    """The inverse of ``joined``."""
    return body.decode("utf-8", "surrogatepass").split("\0") if body else []
