"""Writing to a case: documents, records, links, judgements. Nothing that was kept is changed or taken away.

Each call is one transaction, and only one writer is at work in a case at a time: the next waits.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, select, update
from sqlalchemy.exc import DBAPIError

from sayso.judgements import Anchor
from sayso.record import Record
from sayso.store import tables as t
from sayso.store.adding import add_documents
from sayso.store.coded import versions_of, write_records
from sayso.store.engine import explain
from sayso.store.events import replace_events
from sayso.store.indexing import Terms
from sayso.store.migrations import lock
from sayso.store.prepared import Prepared
from sayso.store.received import Added, Received
from sayso.store.rejudged import judged_documents, remake
from sayso.store.reviewing import Entry, append, restored
from sayso.store.statements import chunks, dialect_insert, insert_rows, reserve


def now() -> str:
    """The time as the case writes it: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


class Writer:
    """Writes to one case. ``clock`` gives the time of writing."""

    def __init__(self, engine: Engine, name: str, clock: Callable[[], str] = now) -> None:
        self._engine = engine
        self._name = name
        self._clock = clock
        self._terms = Terms()
        self.wrote = False

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, batch: Sequence[Received]) -> list[Added]:
        """Keeps documents, in order. One that is there already with this text only gets the receipt, if that is new."""
        prepared = [Prepared(one) for one in batch]
        if not prepared:
            return []
        with self._transaction() as connection:
            return add_documents(connection, prepared)

    def seen(self, blobs: Mapping[str, str]) -> set[str]:
        """Which of some bytes (SHA-256 to the source that they come from) were received from there before."""
        with self._engine.connect() as connection, connection.begin():
            query = select(t.receipts.c.blob, t.receipts.c.source).where(
                t.receipts.c.blob.in_(bindparam("some", expanding=True))
            )
            rows = list(chunks(connection, query, list(blobs)))
        return {row.blob for row in rows if blobs[row.blob] == row.source}

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────

    def write(
        self, records: Iterable[Record], made_by: str | None = None, *, times: Sequence[str] | None = None,
        current: bool = True,
    ) -> int:  # fmt: skip
        """Keeps records beside those that the documents have already, and makes them the ``current`` ones.

        A record of a document or a text that the case does not hold brings it along. ``made_by`` names the
        version that made them, where they do not say so themselves; ``times`` says when each was written, where
        that was not now. Returns how many were new.
        """
        batch = list(records)
        if not batch:
            return 0
        with self._transaction() as connection:
            time = self._clock()
            versions = versions_of(connection, batch, time)
            rows = [(record, *version) for record, version in zip(batch, versions, strict=True)]
            return write_records(connection, self._terms, rows, made_by, times or [time] * len(rows), current)

    # ── links and judgements ─────────────────────────────────────────────────────────────────────────────────

    def link(
        self, events: Mapping[str, str], made_by: str, also: Callable[[Connection], object] | None = None
    ) -> None:
        """Says which claims (by id) are mentions of which event across documents; ``also`` is done with it or not at
        all."""
        with self._transaction() as connection:
            rows = [{"claim": claim, "event": event, "made_by": made_by} for claim, event in sorted(events.items())]
            if rows:
                statement = dialect_insert(connection)(t.links)
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["claim"],
                        set_={"event": statement.excluded.event, "made_by": statement.excluded.made_by},
                    ),
                    rows,
                )
                connection.execute(
                    update(t.claims).where(t.claims.c.id == bindparam("which")).values(event=bindparam("into")),
                    [{"which": row["claim"], "into": row["event"]} for row in rows],
                )
            if also is not None:
                also(connection)

    def replace_events(
        self, rows: Sequence[Mapping[str, Any]], names: Collection[str],
        also: Callable[[Connection], object] | None = None,
    ) -> int:  # fmt: skip
        """Makes these the rows of the events with some names; those that have none among them lose theirs."""
        with self._transaction() as connection:
            replace_events(connection, rows, names)
            if also is not None:
                also(connection)
        return len(rows)

    def judge(
        self, subject: str, action: str, value: Any = None, *, by: str, at: str | None = None,
        anchor: Anchor | None = None, expect: str | None = None,
    ) -> str:  # fmt: skip
        """Adds a person's decision to the log, and applies it; returns its id. See judge_all."""
        return self.judge_all([Entry(subject, action, value, anchor, expect)], by=by, at=at)[0]

    def judge_all(self, entries: Sequence[Entry], *, by: str, at: str | None = None) -> list[str]:
        """Adds decisions of one person to the log, all or none, and applies them to the claims that are searched.

        Raises Conflict where somebody else judged one of the claims since it was looked at.
        """
        at = at or self._clock()
        with self._transaction() as connection:
            (seq,) = reserve(connection, judgements=len(entries))
            names = append(connection, entries, by=by, at=at, first=seq)
            touched = {entry.anchor.document for entry in entries if entry.anchor is not None}
            if any(entry.anchor is None for entry in entries):  # may be about many, as the end of a blind round is
                touched.update(judged_documents(connection))
            remake(connection, self._terms, sorted(touched))
        return names

    def restore_judgements(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Takes over decisions from another case as they are; those that are here already stay as they are.

        Raises ValueError where one is not as it was written.
        """
        with self._transaction() as connection:
            (seq,) = reserve(connection, judgements=0)
            given = restored(connection, rows, seq)
            reserve(connection, judgements=len(given))
            insert_rows(connection, t.judgements, given)
            remake(connection, self._terms, judged_documents(connection))

    def optimize(self) -> None:
        """Tells the database how its tables are filled, so that it plans well; worth it after much was written."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # PostgreSQL answers from an index alone only where VACUUM has marked what all may see.
            connection.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")

    def sample(self) -> None:
        """Does the same in a moment, by a sample, where nobody else writes; PostgreSQL does so by itself."""
        if self._engine.dialect.name == "sqlite":
            with (
                suppress(DBAPIError),
                self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
            ):
                for statement in ("PRAGMA busy_timeout = 0", "PRAGMA analysis_limit = 1000", "ANALYZE"):
                    connection.exec_driver_sql(statement)

    # ── underneath ───────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(sayso_writes=True) as connection, connection.begin():
                lock(connection)
                yield connection
                self.wrote = True
        except BaseException as error:
            self._terms.forget()
            if isinstance(error, DBAPIError):
                raise explain(error, self._name) from error
            raise
