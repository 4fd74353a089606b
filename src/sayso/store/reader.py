"""What all reading of a case rests on: the connection, and the query of the claims that a filter picks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Select, select
from sqlalchemy.exc import DBAPIError

from sayso.query import Filter
from sayso.store import tables as t
from sayso.store.engine import explain
from sayso.store.paging import Pages
from sayso.store.reviewing import any_rejected
from sayso.store.select import Claims, asks_for_rejected

Row = Mapping[str, Any]

# Rows that are fetched at a time.
PAGE = 5_000
# What the columns of a claim are called where they leave the case; see docs/case-file.md.
_RENAMED = {"id": "claim", "trigger_text": "trigger"}
_INTERNAL = frozenset({"seq", "document", "version", "record", "number", "long"})

COLUMNS = [
    t.claims.c.seq,
    t.documents.c.id.label("document"),
    t.versions.c.number.label("version"),
    t.versions.c.published,
    t.versions.c.outlet,
    t.versions.c.url,
    t.versions.c.title,
    *(column.label(_RENAMED.get(column.name, column.name)) for column in t.claims.c if column.name not in _INTERNAL),
]
CLAIM_COLUMNS: tuple[str, ...] = tuple(column.name for column in COLUMNS if column.name != "seq")


class Reader:
    """Reads one case. Every method opens and closes its own transaction; iterators keep theirs until they end."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection inside a transaction that only reads."""
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise explain(error, self._name) from error

    def picked(self, connection: Connection, filter_: Filter | str, columns: Any) -> Select[Any]:
        """The claims that a filter picks, as a query to build on: ``claims`` joined with ``documents`` and
        ``versions``, with some columns of these."""
        plan = Claims(connection).plan(parsed(filter_))
        query = _joined(columns).where(plan.where)
        if plan.lead is not None:
            query = query.where(t.claims.c.seq.in_(plan.lead.order_by(None)))
        if not asks_for_rejected(parsed(filter_)) and any_rejected(connection):
            # A list that is made once and is short; a test of each claim's own column would read each claim.
            out = t.claims.alias("rejected")
            query = query.where(t.claims.c.seq.not_in(select(out.c.seq).where(out.c.reviewed == "rejected")))
        return query

    def page(
        self, connection: Connection, filter_: Filter | str, columns: Any, limit: int | None, after: int = 0
    ) -> Select[Any]:
        """The first of them behind the claim ``after``, in the order in which they came: where there is a limit, they
        are found without looking at them all."""
        asked = parsed(filter_)
        if limit is not None and limit <= PAGE and asked.conditions:
            found = Pages(connection, asked, asks_for_rejected(asked)).first(limit, after)
            return _joined(columns).where(t.claims.c.seq.in_(found)).order_by(t.claims.c.seq)
        query = self.picked(connection, asked, columns)
        if after:
            query = query.where(t.claims.c.seq > after)
        return query.order_by(t.claims.c.seq).limit(limit)

    @staticmethod
    def columns() -> list[Any]:
        """The columns of a claim's row, ``seq`` first."""
        return list(COLUMNS)


def _joined(columns: Any) -> Select[Any]:
    joined = t.claims.join(t.documents, t.documents.c.seq == t.claims.c.document).join(
        t.versions, t.versions.c.seq == t.claims.c.version
    )
    return select(*columns).select_from(joined)


def parsed(filter_: Filter | str) -> Filter:
    """The filter itself, where it is given as it is written."""
    return Filter.parse(filter_) if isinstance(filter_, str) else filter_


def streamed(connection: Connection, query: Select[Any]) -> Iterator[Row]:
    """The rows of a query, fetched some at a time."""
    with connection.execution_options(yield_per=PAGE).execute(query) as result:
        for row in result.mappings():
            yield dict(row)
