"""The migration that makes the indexes of what few claims or documents have."""

from __future__ import annotations

from sqlalchemy import Connection, inspect

from sayso.store.tables import rare, versions

# No condition is looked up in these.
_UNUSED = ("claims_killed", "ix_claims_record")


def add_narrow(connection: Connection) -> None:
    """Makes the indexes where they are missing, and drops those that nothing uses."""
    held = {str(index["name"]) for table in ("claims", "versions") for index in inspect(connection).get_indexes(table)}
    for name in sorted(held.intersection(_UNUSED)):
        connection.exec_driver_sql(f"DROP INDEX {name}")
    by_language = next(index for index in versions.indexes if index.name == "versions_language")
    for index in (*rare, by_language):
        if index.name not in held:
            index.create(connection)
