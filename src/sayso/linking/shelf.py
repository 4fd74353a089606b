"""An index outside memory: columns by name, of which an update adds a few rows and reads those that it looks at.

The mentions are kept in the order in which they came, in *segments*: the first, in portions, with the blocks; a later
one holds the mentions of one update, and their blocks are made again when they are read. Mentions that went are listed.
When that has become much, all is written anew as one segment. Each time the names are new ones: who still reads what
was there finds nothing rather than something else.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.linking.blocks import Blocks
from sayso.linking.columns import DOCUMENT, MENTION, WHOLE, Array, Columns
from sayso.linking.portions import ClaimIds, Portions, joined, portions, split

# Raised whenever the same mentions would be kept or linked otherwise.
LAYOUT = 7
# Mentions that came or went since the first segment was written: more are written anew, as one segment, where they are
# also more than this share of it.
_MUCH, _SHARE = 50_000, 8
_STATE = {"pool": np.int32, "group": np.int32, "best": np.int16, "attached": np.bool_, "joined": np.int32,
          "plans": np.int32}  # fmt: skip
_PAIRED = ("joined", "plans")


class WrittenAnew(LookupError):
    """Another run wrote the index while this one still read it: make it anew."""


class Reader(Protocol):
    """What bytes are read from by name."""

    def read(self, name: str) -> bytes:
        """What is kept under a name. Raises KeyError."""


class Shelf(Reader, Protocol):
    """Where bytes are kept by name."""

    def names(self) -> list[str]:
        """The names of all that is kept, sorted."""

    def write(self, name: str, body: bytes) -> None:
        """Keeps bytes in the place of what had the name."""

    def drop(self, name: str) -> None:
        """Lets go what has the name."""


class Shelved:
    """Which mentions of an index are on the shelf, and where: ``rows`` has their numbers there, -1 for none."""

    def __init__(
        self, rows: NDArray[np.int32] | None = None, segments: tuple[tuple[int, int], ...] = (), time: int = 0
    ) -> None:
        self.rows = np.empty(0, np.int32) if rows is None else rows
        self.segments = segments  # mentions and documents of each
        self.time = time  # how often all was written anew

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
            self._write_all(shelf, c, blocks)
        elif new:
            rows, documents = len(c) - new, len(np.unique(c["document"][-new:]))
            known = sum(more for _, more in self.segments)
            body = _later(c, rows, len(c.documents) - documents, known)
            shelf.write(f"{self.time}/{len(self.segments)}", body)
            self.segments = (*self.segments, (new, documents))
            self.rows = np.concatenate([self.rows[:rows], np.arange(there, there + new, dtype=np.int32)])
        for name, array in state.items():
            shelf.write(f"state/{name}", array.astype(_STATE[name]).tobytes())
        gone = np.ones(sum(mentions for mentions, _ in self.segments), bool)
        gone[self.rows] = False
        shelf.write("gone", np.flatnonzero(gone).astype(np.int32).tobytes())
        about = {"layout": LAYOUT, "time": self.time, "segments": self.segments}
        shelf.write("about", json.dumps(about).encode())

    def _write_all(self, shelf: Shelf, c: Columns, blocks: Blocks) -> None:
        """Puts everything on the shelf as one segment, in the place of what is there."""
        names = shelf.names()
        was = json.loads(shelf.read("about")).get("time", 0) if "about" in names else 0
        self.time = max(self.time, was) + 1
        first = f"{self.time}/0"
        c.load()
        for name in names:
            shelf.drop(name)
        for columns, rows in ((MENTION, len(c)), (DOCUMENT, len(c.documents))):
            for name, _, _ in columns:
                column = c.whole(name)
                if name in WHOLE:
                    shelf.write(f"{first}/{name}", column.tobytes())
                    continue
                for number, (start, stop) in enumerate(portions(rows)):
                    shelf.write(f"{first}/{name}/{number}", column[start:stop].tobytes())
        shelf.write(f"{first}/sizes", c.claims.sizes().astype(np.int32).tobytes())
        for number, (start, stop) in enumerate(portions(len(c))):
            ids = joined(claim for mention in range(start, stop) for claim in c.claims[mention])
            shelf.write(f"{first}/claims/{number}", ids)
        shelf.write(f"{first}/names", joined(c.documents))
        for name, table in blocks.tables.items():
            shelf.write(f"{first}/keys/{name}", table.keys.tobytes())
            shelf.write(f"{first}/members/{name}", table.members.astype(np.int32).tobytes())
        self.segments = ((len(c), len(c.documents)),)
        self.rows = np.arange(len(c), dtype=np.int32)


def _later(c: Columns, row: int, document: int, known: int) -> bytes:
    """The mentions from ``row`` and the documents from ``document`` on, where ``known`` documents are there."""
    parts = []
    for name, _, _ in MENTION:
        array = c[name][row:]
        parts.append((array + (known - document) if name == "document" else array).tobytes())
    parts += [c[name][document:].tobytes() for name, _, _ in DOCUMENT]
    parts.append(c.claims.sizes()[row:].astype(np.int32).tobytes())
    parts.append(joined(claim for mention in range(row, len(c)) for claim in c.claims[mention]))
    parts.append(joined(list(c.documents)[document:]))
    head = json.dumps([len(part) for part in parts]).encode()
    return b"".join([len(head).to_bytes(4, "big"), head, *parts])


def _parts(body: bytes) -> list[bytes]:
    """The inverse: the columns of mentions, those of documents, sizes, ids of claims, names of documents."""
    start = 4 + int.from_bytes(body[:4], "big")
    out = []
    for length in json.loads(body[4:start]):
        out.append(body[start : start + length])
        start += length
    return out


def read(shelf: Reader, c: Columns, blocks: Blocks) -> tuple[Shelved, dict[str, Array]]:
    """Fills columns and blocks that are empty with what is kept, and gives the state of the index beside them.

    The columns go on reading from the shelf, and raise WrittenAnew where that was. Raises KeyError where nothing is
    kept, or not in this layout.
    """
    about = json.loads(shelf.read("about"))
    if about["layout"] != LAYOUT:
        raise KeyError("about")
    time, segments = about["time"], tuple((mentions, documents) for mentions, documents in about["segments"])
    first, (mentions, documents) = f"{time}/0", segments[0]
    later = [_parts(shelf.read(f"{time}/{number}")) for number in range(1, len(segments))]
    columns: dict[str, Array | Portions] = {}
    for place, (name, dtype, width) in enumerate(MENTION + DOCUMENT):
        more = [_array(parts[place], dtype, width) for parts in later]
        if name in WHOLE:
            columns[name] = np.concatenate([_array(shelf.read(f"{first}/{name}"), dtype, width), *more])
            continue
        rows = mentions if place < len(MENTION) else documents
        columns[name] = column = Portions(dtype, width, rows, partial(_portion, shelf, f"{first}/{name}"))
        for array in more:
            column.append(array)
    claims = ClaimIds(_array(shelf.read(f"{first}/sizes"), np.int32, 0), partial(_portion, shelf, f"{first}/claims"))
    names = split(shelf.read(f"{first}/names"))
    for parts in later:
        claims.append(_grouped(split(parts[-2]), np.frombuffer(parts[-3], np.int32).tolist()))
        names += split(parts[-1])
    gone = _array(shelf.read("gone"), np.int32, 0)
    kept = np.ones(len(claims), bool)
    kept[gone] = False
    # A document that was coded again has a name twice, the first time as one that went.
    document = columns["document"][:]
    c.restore(columns, claims, _unique(names, document, kept) if len(gone) else names)
    tables = {
        name: (
            _array(shelf.read(f"{first}/keys/{name}"), np.uint64, 0),
            _array(shelf.read(f"{first}/members/{name}"), np.int32, 0),
        )
        for name in blocks.tables
    }
    blocks.restore(tables, range(mentions, len(c)))
    if len(gone):
        there = np.zeros(len(names), bool)
        there[document[kept]] = True
        renumbered = c.keep(kept)
        blocks.renumber(renumbered, np.where(there, np.cumsum(there) - 1, -1))
    state: dict[str, Array] = {}
    for name, dtype in _STATE.items():
        state[name] = _array(shelf.read(f"state/{name}"), dtype, 2 if name in _PAIRED else 0)
    return Shelved(np.flatnonzero(kept).astype(np.int32), segments, time), state


def _portion(shelf: Reader, name: str, number: int) -> bytes:
    try:
        return shelf.read(f"{name}/{number}")
    except KeyError as error:
        raise WrittenAnew(name) from error


def _grouped(claims: Sequence[str], sizes: Sequence[int]) -> Iterator[Sequence[str]]:
    """The ids of each mention's claims."""
    start = 0
    for size in sizes:
        yield claims[start : start + size]
        start += size


def _unique(names: list[str], document: Array, kept: NDArray[np.bool_]) -> Iterator[str]:
    """The names of documents, those without a mention made unlike all others."""
    there = np.zeros(len(names), bool)
    there[document[kept]] = True
    for number, (name, stays) in enumerate(zip(names, there.tolist(), strict=True)):
        yield name if stays else f"\0{number}"


def _array(body: bytes, dtype: Any, width: int) -> Array:
    array = np.frombuffer(body, dtype)
    return array.reshape(-1, width) if width else array
