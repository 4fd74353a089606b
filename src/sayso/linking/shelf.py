"""An index outside memory: arrays by name, of which an update adds a few and leaves the others alone.

The mentions are kept in the order in which they came, in *segments*: the first holds the blocks too; a later one holds
the mentions of one update, and their blocks are made again when they are read. Mentions that went are listed. When
that has become much, all is written anew as one segment.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.linking.blocks import Blocks
from sayso.linking.columns import DOCUMENT, MENTION, Array, Columns

# Raised whenever the same mentions would be kept or linked otherwise.
LAYOUT = 5
# Mentions that came or went since the first segment was written: more are written anew, as one segment, where they are
# also more than this share of it.
_MUCH, _SHARE = 50_000, 8
_STATE = {"pool": np.int32, "group": np.int32, "best": np.int16, "attached": np.bool_, "joined": np.int32,
          "plans": np.int32}  # fmt: skip
_PAIRED = ("joined", "plans")
_TYPES: Mapping[str, tuple[Any, int]] = {name: (dtype, width) for name, dtype, width in MENTION + DOCUMENT}


class Shelf(Protocol):
    """Where bytes are kept by name."""

    def names(self) -> list[str]:
        """The names of all that is kept, sorted."""

    def read(self, name: str) -> bytes:
        """What is kept under a name. Raises KeyError."""

    def write(self, name: str, body: bytes) -> None:
        """Keeps bytes in the place of what had the name."""

    def drop(self, name: str) -> None:
        """Lets go what has the name."""


class Shelved:
    """Which mentions of an index are on the shelf, and where: ``rows`` has their numbers there, -1 for none."""

    def __init__(self, rows: NDArray[np.int32] | None = None, segments: tuple[tuple[int, int], ...] = ()) -> None:
        self.rows = np.empty(0, np.int32) if rows is None else rows
        self.segments = segments  # mentions and documents of each

    def add(self, number: int) -> None:
        """So many mentions came."""
        self.rows = np.concatenate([self.rows, np.full(number, -1, np.int32)])

    def drop(self, kept: NDArray[np.bool_]) -> None:
        """Some mentions went."""
        self.rows = self.rows[kept]

    def write(self, shelf: Shelf, c: Columns, blocks: Blocks, state: Mapping[str, Array], anew: bool) -> None:
        """Puts what is new on the shelf, or everything."""
        new = int((self.rows < 0).sum())
        there = sum(mentions for mentions, _ in self.segments)
        first = self.segments[0][0] if self.segments else 0
        loose = there - first + 2 * new + there - len(self.rows)
        if anew or not self.segments or loose > max(_MUCH, first // _SHARE):
            for name in shelf.names():
                shelf.drop(name)
            self.segments = ((len(c), len(c.documents)),)
            self.rows = np.arange(len(c), dtype=np.int32)
            self._write_segment(shelf, 0, c, 0, 0, 0)
            for name, table in blocks.tables.items():
                shelf.write(f"0/keys/{name}", table.keys.tobytes())
                shelf.write(f"0/members/{name}", table.members.astype(np.int32).tobytes())
        elif new:
            rows, documents = len(c) - new, len(np.unique(c["document"][-new:]))
            known = sum(more for _, more in self.segments)
            self._write_segment(shelf, len(self.segments), c, rows, len(c.documents) - documents, known)
            self.segments = (*self.segments, (new, documents))
            self.rows = np.concatenate([self.rows[:rows], np.arange(there, there + new, dtype=np.int32)])
        for name, array in state.items():
            shelf.write(f"state/{name}", array.astype(_STATE[name]).tobytes())
        gone = np.ones(sum(mentions for mentions, _ in self.segments), bool)
        gone[self.rows] = False
        shelf.write("gone", np.flatnonzero(gone).astype(np.int32).tobytes())
        shelf.write("about", json.dumps({"layout": LAYOUT, "segments": self.segments}).encode())

    @staticmethod
    def _write_segment(shelf: Shelf, number: int, c: Columns, row: int, document: int, known: int) -> None:
        """The mentions from ``row`` and the documents from ``document`` on, where ``known`` documents are there."""
        for name, _, _ in MENTION:
            array = c[name][row:]
            shelf.write(f"{number}/{name}", (array + (known - document) if name == "document" else array).tobytes())
        for name, _, _ in DOCUMENT:
            shelf.write(f"{number}/{name}", c[name][document:].tobytes())
        shelf.write(f"{number}/sizes", np.diff(c.starts)[row:].astype(np.int32).tobytes())
        shelf.write(f"{number}/claims", _joined(c.claims[int(c.starts[row]) :]))
        shelf.write(f"{number}/names", _joined(list(c.documents)[document:]))


def read(shelf: Shelf, c: Columns, blocks: Blocks) -> tuple[Shelved, dict[str, Array]]:
    """Fills columns and blocks that are empty with what is kept, and gives the state of the index beside them.

    Raises KeyError where nothing is kept, or not in this layout.
    """
    about = json.loads(shelf.read("about"))
    if about["layout"] != LAYOUT:
        raise KeyError("about")
    segments = tuple((mentions, documents) for mentions, documents in about["segments"])
    numbers = range(len(segments))
    arrays = {
        name: _one([_array(shelf.read(f"{number}/{name}"), dtype, width) for number in numbers])
        for name, (dtype, width) in _TYPES.items()
    }
    sizes = _one([_array(shelf.read(f"{number}/sizes"), np.int32, 0) for number in numbers])
    claims = [claim for number in numbers for claim in _split(shelf.read(f"{number}/claims"))]
    starts = np.concatenate([np.zeros(1, np.int32), np.cumsum(sizes, dtype=np.int32)])
    # A document that was coded again has a name twice, the first time as one that went.
    names = [name for number in numbers for name in _split(shelf.read(f"{number}/names"))]
    gone = _array(shelf.read("gone"), np.int32, 0)
    kept = np.ones(len(sizes), bool)
    kept[gone] = False
    c.restore(arrays, claims, starts, _unique(names, arrays["document"], kept))
    tables = {
        name: (_array(shelf.read(f"0/keys/{name}"), np.uint64, 0), _array(shelf.read(f"0/members/{name}"), np.int32, 0))
        for name in blocks.tables
    }
    blocks.restore(tables, range(segments[0][0], len(c)))
    if len(gone):
        there = np.zeros(len(names), bool)
        there[c["document"][kept]] = True
        renumbered = c.keep(kept)
        blocks.renumber(renumbered, np.where(there, np.cumsum(there) - 1, -1))
    state: dict[str, Array] = {}
    for name, dtype in _STATE.items():
        state[name] = _array(shelf.read(f"state/{name}"), dtype, 2 if name in _PAIRED else 0)
    return Shelved(np.flatnonzero(kept).astype(np.int32), segments), state


def _unique(names: list[str], document: Array, kept: NDArray[np.bool_]) -> Iterator[str]:
    """The names of documents, those without a mention made unlike all others."""
    there = np.zeros(len(names), bool)
    there[document[kept]] = True
    for number, (name, stays) in enumerate(zip(names, there.tolist(), strict=True)):
        yield name if stays else f"\0{number}"


def _array(body: bytes, dtype: Any, width: int) -> Array:
    array = np.frombuffer(body, dtype)
    return array.reshape(-1, width) if width else array


def _one(arrays: list[Array]) -> Array:
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)


def _joined(names: list[str]) -> bytes:
    return "\0".join(names).encode("utf-8", "surrogatepass")


def _split(body: bytes) -> list[str]:
    return body.decode("utf-8", "surrogatepass").split("\0") if body else []
