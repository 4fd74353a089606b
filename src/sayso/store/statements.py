"""What the modules that write share: statements on many rows, and fresh numbers for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, insert, select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError

from sayso.store import tables as t

# Rows that one statement looks up or writes.
CHUNK = 900
# Pairs that one statement inserts.
_PAIRS = 64


def reserve(connection: Connection, **wanted: int) -> tuple[int, ...]:
    """The first of so many fresh numbers for each table; a number is never given twice.

    Asked for none, it gives the number that comes next: the same work in other portions takes the same numbers.
    """
    out = []
    for name, amount in wanted.items():
        first = connection.execute(
            select(t.counters.c.next).where(t.counters.c.name == name)
        ).scalar_one_or_none()
        if first is None:
            first = 1
            connection.execute(insert(t.counters).values(name=name, next=first + amount))
        else:
            connection.execute(update(t.counters).where(t.counters.c.name == name).values(next=first + amount))
        out.append(first)
    return tuple(out)


def chunks(connection: Connection, query: Any, values: Sequence[Any]) -> Iterator[Any]:
    """The rows of a query for many values of its parameter ``some``, so many at a time."""
    for start in range(0, len(values), CHUNK):
        yield from connection.execute(query, {"some": list(values[start : start + CHUNK])})


def column(connection: Connection, query: Any, values: Sequence[Any]) -> Iterator[Any]:
    """The first column of the same."""
    for row in chunks(connection, query, values):
        yield row[0]


def dialect_insert(connection: Connection) -> Any:
    """The INSERT that can say what is to be done where a row is there already."""
    return postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert


def insert_new(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts those of some rows that are not there yet."""
    if rows:
        connection.execute(dialect_insert(connection)(table).on_conflict_do_nothing(), list(rows))


def insert_rows(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows that all fill the same columns."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), list(rows))
        return
    # SQLite takes rows as they are; SQLAlchemy would make a mapping of each and look through its types.
    names = tuple(rows[0])
    insert_values(connection, table, names, list(map(itemgetter(*names), rows)))


def insert_values(connection: Connection, table: Any, names: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Inserts rows of the values of some columns."""
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    if connection.dialect.name != "sqlite":
        _copy(connection, f"COPY {table.name} ({columns}) FROM STDIN", rows)
        return
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", list(rows))


def _copy(connection: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Sends rows to PostgreSQL as one stream; its errors are raised as those of any other statement."""
    cursor: Any = connection.connection.cursor()
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
    except errors as error:
        raise DBAPIError.instance(statement, None, error, errors) from error


def insert_pairs(connection: Connection, into: str, pairs: NDArray[np.int64] | Sequence[tuple[int, int]]) -> None:
    """Inserts many pairs of numbers, without the cost of a mapping or a statement for each."""
    numbers: list[int] = np.asarray(pairs, dtype=np.int64).ravel().tolist()
    if not numbers:
        return
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES (%s, %s)", list(zip(*[iter(numbers)] * 2, strict=True)))
        return
    step = 2 * _PAIRS
    whole = len(numbers) - len(numbers) % step
    if whole:
        connection.exec_driver_sql(
            f"INSERT INTO {into} VALUES {', '.join(['(?, ?)'] * _PAIRS)}",
            [tuple(numbers[start : start + step]) for start in range(0, whole, step)],
        )
    if whole < len(numbers):
        connection.exec_driver_sql(f"INSERT INTO {into} VALUES (?, ?)", list(zip(*[iter(numbers[whole:])] * 2, strict=True)))
