"""Reading from a case: claims, events, documents and sources that a filter picks, and records as they were coded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from sayso.store import tables as t
from sayso.store.events import dossier, event_named
from sayso.store.members import claims_of
from sayso.store.own_tables import tables_of
from sayso.store.reader import CLAIM_COLUMNS, Row, streamed
from sayso.store.reading_claims import ClaimReader
from sayso.store.reading_documents import DocumentReader
from sayso.store.reading_events import EventReader
from sayso.store.reading_log import LogReader
from sayso.store.reading_past import PastReader
from sayso.store.reading_records import RecordReader

if TYPE_CHECKING:
    from sayso.fusion import Dossier, Tables, Told

__all__ = ["CLAIM_COLUMNS", "Row", "View"]


class View(ClaimReader, EventReader, DocumentReader, RecordReader, PastReader, LogReader):
    """Reads one case. Every method opens and closes its own transaction; iterators keep theirs until they end."""

    def dossier(self, event: str, *, tables: Tables | None = None) -> Dossier:
        """Everything that is claimed of an event, by whom and through whom. Raises CaseError where there is none."""
        return dossier(self, event, tables or tables_of(self._name))

    def event_named(self, name: str) -> str:
        """The id of the event of an id, of the beginning of one, or of one of its claims. Raises CaseError."""
        return event_named(self, name)

    def event_claims(self, events: Iterable[str]) -> dict[str, list[Told]]:
        """The claims of some events with what is known of their documents, by event."""
        return claims_of(self, events)

    def links(self) -> Iterator[Row]:
        """Which claims are mentions of which event across documents."""
        with self.connect() as connection:
            yield from streamed(connection, select(t.links).order_by(t.links.c.claim))

    def numbers(self) -> dict[str, int]:
        """How much the case holds."""
        with self.connect() as connection:
            out = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in (("documents", t.documents), ("versions", t.versions), ("records", t.records),
                                    ("claims", t.claims), ("judgements", t.judgements))
            }  # fmt: skip
            out["lineages"] = connection.execute(select(func.count(func.distinct(t.documents.c.lineage)))).scalar_one()
            out["coded"] = connection.execute(
                select(func.count()).select_from(t.documents).where(t.documents.c.record.is_not(None))
            ).scalar_one()
            newest = t.documents.join(t.versions, t.versions.c.seq == t.documents.c.version)
            out["uncodable"] = connection.execute(
                select(func.count()).select_from(newest).where(t.versions.c.uncoded.is_not(None))
            ).scalar_one()
        return out
