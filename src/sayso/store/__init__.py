"""The case: documents as received, records as coded, nothing overwritten; one layer over SQLite and PostgreSQL."""

from sayso.store.case import Case, open_case
from sayso.store.check import Fault
from sayso.store.linking import Linked, link_case, refresh_events
from sayso.store.received import Added, Part, Received, canonical
from sayso.store.reviewing import Entry
from sayso.store.view import CLAIM_COLUMNS, View
from sayso.store.writer import Writer

__all__ = [
    "CLAIM_COLUMNS",
    "Added",
    "Case",
    "Entry",
    "Fault",
    "Linked",
    "Part",
    "Received",
    "View",
    "Writer",
    "canonical",
    "link_case",
    "open_case",
    "refresh_events",
]
