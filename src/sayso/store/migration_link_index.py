"""0007_link_index: what linking keeps, so that new documents are linked without going through all others."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, Text, text

from sayso.store.tables import _BIG

metadata = MetaData()

# All three are made from the records and free to be made again.
link_index = Table(
    "link_index",
    metadata,
    Column("name", Text, primary_key=True),  # see sayso.linking.shelf; "case" says what it was made from
    Column("part", Integer, primary_key=True),
    Column("body", LargeBinary, nullable=False),
    sqlite_strict=True,
)
link_documents = Table(
    "link_documents",
    metadata,
    # What of each document was there when it was linked last: the numbers (seq) of record, version and lineage.
    Column("document", _BIG, primary_key=True, autoincrement=False),
    Column("record", _BIG, nullable=False),
    Column("version", _BIG, nullable=False),
    Column("lineage", _BIG, nullable=False),
    sqlite_strict=True,
)
link_todo = Table(
    "link_todo",
    metadata,
    Column("event", Text, primary_key=True),  # events whose claims were linked and that are still to be fused
    sqlite_strict=True,
)


def add_link_index(connection: Connection) -> None:
    """Makes the tables. They are empty: the next linking goes through everything once more."""
    metadata.create_all(connection)
    if connection.dialect.name == "postgresql":  # arrays of numbers, which packing costs more than it saves
        connection.execute(text("ALTER TABLE link_index ALTER COLUMN body SET STORAGE EXTERNAL"))
