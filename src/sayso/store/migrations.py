"""Named migrations: each runs in one transaction, after a backup of a case that holds anything.

A migration is never changed once released; a change of the tables is a new one at the end of the list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select, text

from sayso.errors import CaseError, NewerCase, NotACase
from sayso.store.engine import APPLICATION_ID, is_address, shown
from sayso.store.lineage import earliest
from sayso.store.migration_events import add_events
from sayso.store.migration_link_index import add_link_index
from sayso.store.migration_narrow import add_narrow
from sayso.store.migration_origin import add_origin
from sayso.store.migration_review import add_review
from sayso.store.tables import WORDS, metadata, migrations

# Any number that stands for "a case is being written": PostgreSQL's writers wait for each other on it.
LOCK = 0x7361_7973


@dataclass(frozen=True, slots=True)
class Migration:
    """One step, by name. ``apply`` gets a connection inside the transaction."""

    name: str
    apply: Callable[[Connection], None]


def _create(connection: Connection) -> None:
    metadata.create_all(connection)
    if connection.dialect.name == "sqlite":
        for table in WORDS:
            connection.execute(text(
                f"CREATE VIRTUAL TABLE {table} USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')"
            ))
        connection.execute(text(f"PRAGMA application_id = {APPLICATION_ID}"))
        return
    for table in WORDS:
        connection.execute(text(f"CREATE TABLE {table} (seq bigint PRIMARY KEY, words tsvector NOT NULL)"))
        connection.execute(text(f"CREATE INDEX {table}_gin ON {table} USING gin (words)"))


def _add_part(connection: Connection) -> None:
    if "part" not in {column["name"] for column in inspect(connection).get_columns("claims")}:
        connection.execute(text("ALTER TABLE claims ADD COLUMN part TEXT"))


def _earliest_first(connection: Connection) -> None:
    """Names lineages after the document that was published first; they were named after the one that came first."""
    many = text("SELECT lineage FROM documents GROUP BY lineage HAVING count(*) > 1 ORDER BY lineage")
    for lineage in connection.execute(many).scalars().all():
        own = text("SELECT seq FROM documents WHERE lineage = :lineage")
        first = earliest(connection, connection.execute(own, {"lineage": lineage}).scalars().all())
        change = text("UPDATE documents SET lineage = :first WHERE lineage = :lineage")
        connection.execute(change, {"first": first, "lineage": lineage})


MIGRATIONS: tuple[Migration, ...] = (
    Migration("0001_case", _create),
    Migration("0002_events", add_events),
    Migration("0003_review", add_review),
    Migration("0004_part", _add_part),
    Migration("0005_earliest_first", _earliest_first),
    Migration("0006_narrow", add_narrow),
    Migration("0007_link_index", add_link_index),
    Migration("0008_origin", add_origin),
)


def migrate(engine: Engine, case: str, *, create: bool, steps: Sequence[Migration] | None = None) -> None:
    """Brings the tables of a case up to date.

    Raises NotACase for a database that something else made, NewerCase for one that a newer Sayso made, CaseError
    where there is no case and ``create`` is not set.
    """
    steps = MIGRATIONS if steps is None else steps
    if not _missing(engine, case, create, steps):
        return
    with engine.connect().execution_options(sayso_writes=True) as connection, connection.begin():
        lock(connection)
        # Looked at again under the lock: another program may have come first.
        applied = _applied(connection, case)
        missing = [step for step in steps if step.name not in applied]
        old = bool(applied)
        for step in missing:
            if old:
                if is_address(case):
                    _copy_schema(connection, step.name)
                elif step is missing[0]:
                    backup(engine, case, step.name)
            step.apply(connection)
            time = datetime.now(UTC).isoformat(timespec="seconds")
            connection.execute(migrations.insert().values(name=step.name, applied_at=time))


def _missing(engine: Engine, case: str, create: bool, steps: Sequence[Migration]) -> list[str]:
    with engine.connect() as connection, connection.begin():
        applied = _applied(connection, case)
    newer = sorted(applied - {step.name for step in steps})
    if newer:
        raise NewerCase(
            f"{shown(case)} was written by a newer Sayso (it has {', '.join(newer)}).", "Update: pip install -U sayso."
        )
    if not applied and not create:
        raise CaseError(f"There is no case in {shown(case)} yet.", "Add documents to make it: sayso add.")
    return [step.name for step in steps if step.name not in applied]


def _applied(connection: Connection, case: str) -> set[str]:
    names = set(inspect(connection).get_table_names())
    if not names:
        return set()
    foreign = NotACase(
        f"{shown(case)} holds another program's tables.", "Choose another name; Sayso leaves this one alone."
    )
    if "migrations" not in names or "claims" not in names:
        raise foreign
    sqlite = connection.dialect.name == "sqlite"
    if sqlite and connection.execute(text("PRAGMA application_id")).scalar_one() != APPLICATION_ID:
        raise foreign
    return set(connection.execute(select(migrations.c.name)).scalars())


def lock(connection: Connection) -> None:
    """Makes this transaction the only one that writes; SQLite does so by itself."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})


def backup(engine: Engine, case: str, name: str) -> Path:
    """A whole copy of a case file beside it, named after the migration that comes next."""
    path = Path(case)
    copy = path.with_name(f"{path.name}.before-{name}")
    number = 1
    while copy.exists():
        number += 1
        copy = path.with_name(f"{path.name}.before-{name}.{number}")
    with engine.connect() as connection:
        source = connection.connection.driver_connection
        assert source is not None
        import sqlite3

        target = sqlite3.connect(copy)
        try:
            source.backup(target)
        finally:
            target.close()
    return copy


def _copy_schema(connection: Connection, name: str) -> None:
    """On a server the tables are copied into a schema of their own, named after the migration."""
    schema = f"sayso_before_{name}"
    connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{schema}"'))
    for table in inspect(connection).get_table_names():
        connection.execute(text(f'CREATE TABLE IF NOT EXISTS "{schema}"."{table}" AS TABLE "{table}"'))
