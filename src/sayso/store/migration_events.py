"""The table of events: one row an event, made from its claims by ``sayso link`` and free to be made again."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Connection, Index, Integer, MetaData, Table, Text

from sayso.store.tables import _BIG, _REAL

metadata = MetaData()


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)"), nullable=False)


events = Table(
    "events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),  # unattributed, single-origin, corroborated, cross-party
    Column("first", Text),
    Column("last", Text),
    Column("place", Text),
    Column("lat", _REAL),
    Column("lon", _REAL),
    Column("where_prec", Integer),
    Column("country", Text),
    Column("actor", Text),  # what all agree on, or the best supported; see slots for whether it is contested
    Column("target", Text),
    Column("claims", Integer, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("origins", Integer, nullable=False),
    Column("kappa", Integer, nullable=False),
    Column("parties", Text, nullable=False),  # "; " between them
    _flag("contested"),
    _flag("denied"),
    _flag("denied_by_accused"),
    _flag("retracted"),
    Column("killed_low", _BIG),
    Column("killed_best", _BIG),
    Column("killed_high", _BIG),
    Column("injured_low", _BIG),
    Column("injured_best", _BIG),
    Column("injured_high", _BIG),
    Column("slots", Text, nullable=False),  # JSON: of each slot its status, flags and what is agreed
    Column("figures", Text, nullable=False),  # JSON: of each figure that stands who gives it
    Column("relation", Text),  # toll or planned: what it is to events that happened; empty where it happened itself
    Column("related", Text, nullable=False),  # JSON: ids of events that tell of it as planned, or happened as planned
    Column("sha256", Text, nullable=False),  # of everything that the row was made from
    Column("made_by", Text, nullable=False),
    Index("events_days", "first", "last", "id"),
    Index("events_status", "status", "id"),
    Index("events_kappa", "kappa", "origins", "id"),
    Index("events_contested", "contested", "id"),
    Index("events_place", "country", "lat", "lon"),
    Index("events_relation", "relation", "country", "first"),
    sqlite_strict=True,
)


def add_events(connection: Connection) -> None:
    """Makes the table."""
    metadata.create_all(connection)
