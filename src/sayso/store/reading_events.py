"""Reading events: what claims tell of together, and what linking made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Text, bindparam, case, cast, func, select

from sayso.query import Filter
from sayso.store import tables as t
from sayso.store.events import FUSED_COLUMNS, event_rows
from sayso.store.migration_events import events as event_table
from sayso.store.reader import Reader, Row, streamed

_DIGITS = 15


class EventReader(Reader):
    """Events."""

    def events(self, filter_: Filter | str = "", *, limit: int | None = None) -> Iterator[Row]:
        """The events that the claims tell of, each with what those of its claims say together that the filter picks.

        Where they differ in kind, place, actor or target, the claim that was published first is given. The columns
        from FUSED_COLUMNS on are of the whole event, as ``sayso link`` found it; None before that.
        """
        c = t.claims.c
        with self.connect() as connection:
            some = self.picked(connection, filter_, [
                *(c[name] for name in ("seq", "document", "event", "kind", "status", "actor", "target", "place",
                                       "country", "first", "last", "killed_low", "killed_high", "injured_low",
                                       "injured_high")),
                t.versions.c.outlet, t.documents.c.lineage, t.versions.c.published,
            ]).subquery().c  # fmt: skip
            country = case((some.place.is_not(None), func.coalesce(some.country, "")))
            grouped = select(
                some.event, _told_first(some, some.kind).label("kind"),
                func.count(func.distinct(some.kind)).label("kinds"),
                func.min(some.first).label("first"), func.max(some.last).label("last"),
                _told_first(some, some.place).label("place"),
                func.nullif(_told_first(some, country), "").label("country"),
                _told_first(some, some.actor).label("actor"), func.count(func.distinct(some.actor)).label("actors"),
                _told_first(some, some.target).label("target"),
                func.min(some.killed_low).label("killed_low"),
                func.max(func.coalesce(some.killed_high, some.killed_low)).label("killed_high"),
                func.min(some.injured_low).label("injured_low"),
                func.max(func.coalesce(some.injured_high, some.injured_low)).label("injured_high"),
                func.count().label("claims"), func.count(func.distinct(some.document)).label("documents"),
                func.count(func.distinct(some.lineage)).label("lineages"),
                func.count(func.distinct(some.outlet)).label("outlets"),
                func.sum(case((some.status == "denied", 1), else_=0)).label("denied"),
                func.min(some.published).label("published"), func.min(some.seq).label("_first"),
            ).group_by(some.event).subquery()  # fmt: skip
            told = event_table.c
            query = (
                select(*(column for column in grouped.c if column.name != "_first"), *(told[n] for n in FUSED_COLUMNS))
                .select_from(grouped.outerjoin(event_table, told.id == grouped.c.event))
                .order_by(grouped.c._first).limit(limit)
            )  # fmt: skip
            yield from streamed(connection, query)

    def events_of_claims(self, claims: Iterable[str]) -> set[str]:
        """The events that some claims, by their ids, are mentions of."""
        query = select(t.claims.c.event).where(t.claims.c.id.in_(bindparam("some", expanding=True)))
        found: set[str] = set()
        wanted = sorted(set(claims))
        with self.connect() as connection:
            for start in range(0, len(wanted), 900):
                found.update(connection.execute(query, {"some": wanted[start : start + 900]}).scalars())
        return found

    def texts_of_claims(self, claims: Iterable[str]) -> set[tuple[str, str]]:
        """(id, SHA-256 of the text) of those of some claims, by their ids, that the case has now."""
        c, v = t.claims.c, t.versions.c
        query = select(c.id, v.text_sha256).join(t.versions, v.seq == c.version)
        query = query.where(c.id.in_(bindparam("some", expanding=True)))
        wanted = sorted(set(claims))
        found: set[tuple[str, str]] = set()
        with self.connect() as connection:
            for start in range(0, len(wanted), 900):
                rows = connection.execute(query, {"some": wanted[start : start + 900]})
                found.update((row.id, row.text_sha256) for row in rows)
        return found

    def fused(self, whole: bool = False) -> Iterator[Row]:
        """The table of events as ``sayso link`` wrote it, one row an event, in the order of their ids; ``whole`` with
        what made each."""
        with self.connect() as connection:
            yield from event_rows(connection, whole)

    def claim_events(self) -> dict[str, str]:
        """Claim to event, for the claims of the current records."""
        with self.connect() as connection:
            return {row.id: row.event for row in connection.execute(select(t.claims.c.id, t.claims.c.event))}


def _told_first(claims: Any, value: Any) -> Any:
    """Of the values of a group of claims, the one that was published first; of the same day, that came first."""
    day = func.substr(func.coalesce(claims.published, "9999-12-31").concat(" " * 10), 1, 10)
    number = func.substr(cast(claims.seq + 10**_DIGITS, Text), 2)
    return func.substr(func.min(day.concat(number).concat(value)), 10 + _DIGITS + 1)
