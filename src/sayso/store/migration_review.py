"""0003_review: the log of judgements becomes a chain, and claims say what reviewers made of them."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Index, Table, inspect, select, text, update

from sayso.judgements import content_hash
from sayso.store.tables import claims, judgements

_NEW: tuple[tuple[Table, tuple[str, ...]], ...] = (
    (judgements, ("document", "anchor", "previous", "hash")),
    (claims, ("reviewed", "reviewed_by", "reviewed_slots")),
)


def add_review(connection: Connection) -> None:
    """Adds what a new case has from the start; entries that are there already are chained in their order."""
    for table, names in _NEW:
        held = {column["name"] for column in inspect(connection).get_columns(table.name)}
        for name in names:
            if name not in held:
                column: Column[str] = table.c[name]
                connection.execute(text(f'ALTER TABLE {table.name} ADD COLUMN "{column.name}" TEXT'))
        have = {index["name"] for index in inspect(connection).get_indexes(table.name)}
        for index in sorted(table.indexes, key=lambda one: str(one.name)):
            if index.name not in have and {column.name for column in _columns(index)} & set(names):
                index.create(connection)
    before = ""
    for row in connection.execute(select(judgements).order_by(judgements.c.seq)).all():
        digest = content_hash(before, row.id, row.subject, row.action, row.value, row.by, row.at, row.anchor)
        connection.execute(
            update(judgements).where(judgements.c.seq == row.seq).values(previous=before, hash=digest)
        )
        before = digest


def _columns(index: Index) -> list[Column[str]]:
    return list(index.columns)
