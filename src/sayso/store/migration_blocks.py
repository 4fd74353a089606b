"""The migration that packs the small columns of claims."""

from __future__ import annotations

from sqlalchemy import Connection

from sayso.store.packing import fill
from sayso.store.tables import claim_blocks


def add_blocks(connection: Connection) -> None:
    """Makes the table of packed columns and fills it."""
    claim_blocks.create(connection, checkfirst=True)
    if connection.dialect.name == "postgresql":
        # They are small as they are: unpacking them again would cost more than reading them.
        connection.exec_driver_sql("ALTER TABLE claim_blocks ALTER COLUMN data SET STORAGE EXTERNAL")
    # It held the same columns, a row a claim.
    connection.exec_driver_sql("DROP INDEX IF EXISTS claims_narrow")
    fill(connection)
