"""Reading claims, and the sources behind them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import case, func, select

from sayso.errors import CaseError
from sayso.query import Filter
from sayso.record import Claim
from sayso.store import tables as t
from sayso.store.coded import unpacked_record
from sayso.store.reader import COLUMNS, PAGE, Reader, Row, streamed
from sayso.store.reviewing import reviewed_claims, state_of


class ClaimReader(Reader):
    """Claims and sources."""

    def claims(self, filter_: Filter | str = "", *, limit: int | None = None, after: int = 0) -> Iterator[Row]:
        """The claims of the current records, in the order in which they came, as rows with CLAIM_COLUMNS.

        ``after`` is the ``seq`` of the last row of the page before.
        """
        with self.connect() as connection:
            yield from streamed(connection, self.page(connection, filter_, COLUMNS, limit, after))

    def claims_numbered(self, seqs: Sequence[int]) -> Iterator[Row]:
        """The claims with these numbers (``seq``), in the order in which they came; rows as of ``claims``."""
        with self.connect() as connection:
            query = self.picked(connection, Filter(), COLUMNS).where(t.claims.c.seq.in_(list(seqs)))
            yield from streamed(connection, query.order_by(t.claims.c.seq))

    def claim_tuples(
        self, filter_: Filter | str = "", *, size: int = PAGE, by_event: bool = False
    ) -> Iterator[list[Sequence[Any]]]:
        """The same as the values of CLAIM_COLUMNS, ``size`` rows at a time: for exports of many.

        ``by_event`` gives the claims of one event one after the other.
        """
        with self.connect() as connection:
            query = self.picked(connection, filter_, COLUMNS[1:])
            query = query.order_by(t.claims.c.event, t.claims.c.seq) if by_event else query.order_by(t.claims.c.seq)
            with connection.execution_options(yield_per=size).execute(query) as result:
                for part in result.partitions():
                    yield list(part)

    def count(self, filter_: Filter | str = "") -> int:
        """How many claims there are."""
        with self.connect() as connection:
            some = self.picked(connection, filter_, [t.claims.c.seq]).subquery()
            return connection.execute(select(func.count()).select_from(some)).scalar_one()

    def sql(self, filter_: Filter | str) -> str:
        """The SQL that finds the claims of a filter, values filled in: for people who want to go on from there."""
        with self.connect() as connection:
            query = self.picked(connection, filter_, COLUMNS).order_by(t.claims.c.seq)
            return str(query.compile(connection, compile_kwargs={"literal_binds": True}))

    def claim(self, claim: str) -> tuple[str, Claim]:
        """The id of the document and the claim with an id, as reviewers left it; one that is rejected too.

        Raises CaseError where there is none.
        """
        with self.connect() as connection:
            row = connection.execute(
                select(t.documents.c.id, t.claims.c.number, t.claims.c.reviewed, t.records.c.body, t.versions.c.text)
                .select_from(t.claims).join(t.documents, t.documents.c.seq == t.claims.c.document)
                .join(t.records, t.records.c.seq == t.claims.c.record)
                .join(t.versions, t.versions.c.seq == t.claims.c.version)
                .where(t.claims.c.id == claim).limit(1)
            ).one_or_none()  # fmt: skip
            record = unpacked_record(row.body, row.text) if row is not None else None
            state = state_of(connection, [row.id]) if row is not None and row.reviewed is not None else None
        if row is None or record is None:
            raise CaseError(f"There is no claim {claim} in the case.", "sayso claims CASE lists them.")
        return row.id, reviewed_claims(record, state).claims[row.number].claim

    def sources(self, filter_: Filter | str = "", *, limit: int | None = None) -> Iterator[Row]:
        """Who the claims are told by: each chain of sources, with how many claims, documents and lineages have it."""
        with self.connect() as connection:
            some = self.picked(connection, filter_, [
                t.claims.c.sources, t.claims.c.document, t.claims.c.status, t.versions.c.outlet, t.documents.c.lineage,
            ]).subquery().c  # fmt: skip
            query = select(
                some.sources, func.count().label("claims"),
                func.count(func.distinct(some.document)).label("documents"),
                func.count(func.distinct(some.lineage)).label("lineages"),
                func.count(func.distinct(some.outlet)).label("outlets"),
                func.sum(case((some.status == "denied", 1), else_=0)).label("denied"),
            ).group_by(some.sources).order_by(func.count().desc(), some.sources).limit(limit)  # fmt: skip
            yield from streamed(connection, query)
