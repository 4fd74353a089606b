"""The small columns of the claims, packed: every column of so many claims, one after the other, as one value.

A condition that few claims meet is found by looking at every claim. Packed, a million of them are looked at in some
milliseconds; in a table or an index each costs more than the comparison. Blocks are made when they are full, in the
transaction that fills them; the claims behind the last one are read from their table.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, case, delete, func, insert, select, update

from sayso.store import tables as t
from sayso.store.conditions import HAS

# Claims of one block: those with the numbers SIZE * n to SIZE * (n + 1) - 1.
SIZE = 4_096

Bits = NDArray[np.bool_]

PRESENT = "present"
TEXTS = ("kind", "status", "part", "actor_type", "target_type", "plover_event", "plover_mode", "acled_event_type",
         "acled_sub_event_type", "cameo", "published", "language")  # fmt: skip
NUMBERS = ("hedged", "background", "confidence", "where_prec", "date_prec", "ucdp_type_of_violence",
           "killed_least", "killed_most", "injured_least", "injured_most", "has")  # fmt: skip
DAYS = ("first", "last")
_COLUMNS = (*TEXTS, *NUMBERS, *DAYS)
# The columns of claims that these are made from.
OWN = (*(name for name in _COLUMNS if name in t.claims.c), "killed_low", "killed_high", "injured_low", "injured_high",
       "actor", "target", "weapon", "place", "lat", "sources", "basis")  # fmt: skip
_DAY_ZERO = date(1899, 1, 1).toordinal()
_OF_VERSIONS = ("published", "language")


def _column(name: str) -> Any:
    if name == "has":
        total: Any = 0
        for place, one in enumerate(HAS.values()):
            total = total + case((one, 1 << place), else_=0)
        return total.label(name)
    what, _, end = name.partition("_")
    if what in ("killed", "injured"):
        # A range that is open at one end is known by its other.
        low, high = t.claims.c[f"{what}_low"], t.claims.c[f"{what}_high"]
        return (func.coalesce(low, high) if end == "least" else func.coalesce(high, low)).label(name)
    return (t.versions if name in _OF_VERSIONS else t.claims).c[name]


def day_number(day: str | None) -> int:
    """A day as the number of days since the beginning of 1899; 0 for none.

    >>> day_number("1899-01-02")
    1
    """
    return date.fromisoformat(day).toordinal() - _DAY_ZERO if day else 0


# ── one column of one block ──────────────────────────────────────────────────────────────────────────────────


def _pack(name: str, values: Sequence[Any], places: NDArray[np.int64]) -> bytes:
    if name in DAYS:
        every = np.zeros(SIZE, dtype="<i4")
        every[places] = [day_number(value) for value in values]
        short = every.astype("<u2")
        return short.tobytes() if np.array_equal(short, every) else every.tobytes()
    numbers: dict[Any, int] = {None: 0}
    found = [numbers.setdefault(value, len(numbers)) for value in values]
    codes = np.zeros(SIZE, dtype="<u1" if len(numbers) <= 256 else "<u2")
    codes[places] = found
    if name in TEXTS:
        head = json.dumps(list(numbers)).encode()
    else:
        head = np.array([np.nan if value is None else float(value) for value in numbers], dtype="<f8").tobytes()
    return len(head).to_bytes(4, "little") + head + codes.tobytes()


def _split(data: bytes) -> tuple[bytes, NDArray[Any]]:
    """The values of a column and which of them each claim has."""
    end = 4 + int.from_bytes(data[:4], "little")
    wide = len(data) - end > SIZE
    return data[4:end], np.frombuffer(data, dtype="<u2" if wide else "<u1", offset=end)


def _packed(connection: Connection, block: int, names: Sequence[str]) -> dict[str, bytes]:
    """Some columns of a block, made from the claims."""
    joined = t.claims
    query = select(t.claims.c.seq, *(_column(name) for name in names)).select_from(joined)
    if not set(names).isdisjoint(_OF_VERSIONS):
        query = query.select_from(t.claims.join(t.versions, t.versions.c.seq == t.claims.c.version))
    query = query.where(t.claims.c.seq >= block * SIZE, t.claims.c.seq < (block + 1) * SIZE)
    rows = [tuple(row) for row in connection.execute(query)]
    columns = list(zip(*rows, strict=True)) if rows else [()] * (1 + len(names))
    places = np.array(columns[0], dtype=np.int64) - block * SIZE
    out = {name: _pack(name, column, places) for name, column in zip(names, columns[1:], strict=True)}
    there = np.zeros(SIZE, dtype=np.bool_)
    there[places] = True
    out[PRESENT] = np.packbits(there).tobytes()
    return out


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────


def fill(connection: Connection) -> None:
    """Packs the blocks that are full and not packed yet."""
    last = connection.execute(select(func.max(t.claims.c.seq))).scalar_one() or 0
    held = set(connection.execute(select(t.claim_blocks.c.block).where(t.claim_blocks.c.name == PRESENT)).scalars())
    for block in range((last + 1) // SIZE):
        if block not in held:
            rows = [{"name": name, "block": block, "data": data}
                    for name, data in sorted(_packed(connection, block, _COLUMNS).items())]  # fmt: skip
            connection.execute(insert(t.claim_blocks), rows)


def crosses(first: int, behind: int) -> bool:
    """Whether claims from one number up to another, which is not of them, fill a block."""
    return first // SIZE != behind // SIZE


def forget(connection: Connection, seqs: Iterable[int]) -> None:
    """Marks claims as gone."""
    gone: dict[int, list[int]] = defaultdict(list)
    for seq in seqs:
        gone[seq // SIZE].append(seq % SIZE)
    blocks = t.claim_blocks.c
    for block, places in sorted(gone.items()):
        which = (blocks.name == PRESENT) & (blocks.block == block)
        data = connection.execute(select(blocks.data).where(which)).scalar_one_or_none()
        if data is not None:
            there = np.unpackbits(np.frombuffer(data, dtype=np.uint8))
            there[places] = 0
            connection.execute(update(t.claim_blocks).where(which).values(data=np.packbits(there).tobytes()))


def repack(connection: Connection, seqs: Iterable[int]) -> None:
    """Packs the blocks of claims anew that were changed in their place."""
    which: Any = bindparam("which")
    blocks = [{"which": block} for block in sorted({seq // SIZE for seq in seqs})]
    if blocks:
        connection.execute(delete(t.claim_blocks).where(t.claim_blocks.c.block == which), blocks)
        fill(connection)


def binary(connection: Connection, query: str, values: Any) -> list[Any]:
    """The rows of a query to PostgreSQL, bytes sent as they are and not as two letters each."""
    cursor: Any = connection.connection.cursor(binary=True)
    with cursor:
        return list(cursor.execute(query, values).fetchall())


def stale(connection: Connection) -> Iterator[int]:
    """The blocks that do not say of their claims what the claims say."""
    blocks = t.claim_blocks.c
    for block in list(connection.execute(select(blocks.block).distinct().order_by(blocks.block)).scalars()):
        rows = connection.execute(select(blocks.name, blocks.data).where(blocks.block == block))
        held: dict[str, bytes] = {row.name: row.data for row in rows}
        made = _packed(connection, block, _COLUMNS)
        if held.keys() != made.keys() or _values(held) != _values(made):
            yield block


def _values(parts: dict[str, bytes]) -> list[list[Any]]:
    """What a block says of each of its claims; of those that are gone it may say anything."""
    window = Window([parts])
    there = np.flatnonzero(window.present())
    out = [there.tolist()]
    for name in _COLUMNS:
        if name in DAYS:
            out.append(window.days(name)[there].tolist())
        else:
            head, codes = _split(parts[name])
            values = json.loads(head) if name in TEXTS else [str(value) for value in np.frombuffer(head, dtype="<f8")]
            out.append([values[code] for code in codes[there]])
    return out


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


class Window:
    """Some columns of the claims of some blocks, one claim after the other."""

    def __init__(self, parts: Sequence[dict[str, bytes]]) -> None:
        self._parts = parts

    def present(self) -> Bits:
        """Which numbers there are claims of."""
        every = np.concatenate([np.frombuffer(part[PRESENT], dtype=np.uint8) for part in self._parts])
        return np.unpackbits(every).astype(np.bool_)

    def texts(self, name: str, fits: Callable[[str | None], bool]) -> Bits:
        """Which claims have a value in this column that fits."""
        known: dict[str | None, bool] = {}
        out = []
        for part in self._parts:
            head, codes = _split(part[name])
            table = []
            for value in json.loads(head):
                if value not in known:
                    known[value] = fits(value)
                table.append(known[value])
            out.append(np.array(table, dtype=np.bool_)[codes])
        return np.concatenate(out)

    def numbers(self, name: str, fits: Callable[[NDArray[np.float64]], Bits]) -> Bits:
        """Which claims have a number in this column that fits; one that is not there is NaN."""
        out = []
        for part in self._parts:
            head, codes = _split(part[name])
            out.append(fits(np.frombuffer(head, dtype="<f8"))[codes])
        return np.concatenate(out)

    def days(self, name: str) -> NDArray[np.int32]:
        """The days of a column as of day_number."""
        parts = [part[name] for part in self._parts]
        wide = [np.frombuffer(data, dtype="<i4" if len(data) > 2 * SIZE else "<u2") for data in parts]
        return np.concatenate(wide).astype(np.int32)


class Blocks:
    """The packed columns of a case. Those that are not packed, the last ones, are made when they are asked for."""

    def __init__(self, connection: Connection, names: Iterable[str] = ()) -> None:
        """``names`` are the columns that will be asked for."""
        self._connection = connection
        self._names = sorted(set(names))
        self.last: int = connection.execute(select(func.max(t.claims.c.seq))).scalar_one() or 0
        self.count = self.last // SIZE + 1
        self._made: dict[int, dict[str, bytes]] = {}

    def window(self, blocks: Sequence[int], names: Sequence[str]) -> Window:
        """Some columns of some blocks, which stand in order."""
        wanted = sorted({*names, PRESENT})
        parts: dict[int, dict[str, bytes]] = {block: {} for block in blocks}
        for name, block, data in self._read(blocks, wanted):
            parts[block][name] = data
        for block in blocks:
            if len(parts[block]) < len(wanted):
                if block not in self._made:
                    self._made[block] = _packed(self._connection, block, self._names)
                parts[block] = self._made[block]
        return Window([parts[block] for block in blocks])

    def _read(self, blocks: Sequence[int], names: Sequence[str]) -> Iterable[Any]:
        sqlite = self._connection.dialect.name == "sqlite"
        mark = "?" if sqlite else "%s"
        gaps = blocks[-1] - blocks[0] + 1 != len(blocks)
        which = f"IN ({', '.join([mark] * len(blocks))})" if gaps else f"BETWEEN {mark} AND {mark}"
        query = f"SELECT name, block, data FROM claim_blocks WHERE name IN ({', '.join([mark] * len(names))}) AND block {which}"
        values = (*names, *(blocks if gaps else (blocks[0], blocks[-1])))
        return self._connection.exec_driver_sql(query, values) if sqlite else binary(self._connection, query, values)
