"""What linking keeps in a case: the index of mentions, which state of which document is in it, what is left to fuse."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, func, insert, or_, select

from sayso.store import tables as t
from sayso.store.migration_link_index import link_documents, link_index, link_todo

if TYPE_CHECKING:
    from sayso.store.view import View

Pair = tuple[str, str]
# Bytes that one row holds.
_PART = 64_000_000
_CASE = "case"
_CHUNK = 900


@dataclass(frozen=True, slots=True)
class Mark:
    """The state of a document, by the numbers of its rows."""

    document: int
    record: int
    version: int
    lineage: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What the index was made from. ``run`` counts how often it was written, ``judged`` is the last judgement that was
    heard, ``made_from`` stands for rules and tables."""

    run: int
    made_from: str
    judged: int
    must: tuple[Pair, ...]
    cannot: tuple[Pair, ...]
    claims: int
    events: int


class IndexRows:
    """The table as a shelf of sayso.linking: bytes by name, in rows of a size that a database likes."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def names(self) -> list[str]:
        query = select(link_index.c.name).distinct().order_by(link_index.c.name)
        return [name for name in self._connection.execute(query).scalars() if name != _CASE]

    def read(self, name: str) -> bytes:
        query = select(link_index.c.body).where(link_index.c.name == name).order_by(link_index.c.part)
        found = list(self._connection.execute(query).scalars())
        if not found:
            raise KeyError(name)
        return found[0] if len(found) == 1 else b"".join(found)

    def write(self, name: str, body: bytes) -> None:
        self.drop(name)
        for part, start in enumerate(range(0, max(len(body), 1), _PART)):
            row = {"name": name, "part": part, "body": body[start : start + _PART]}
            self._connection.execute(insert(link_index), row)

    def drop(self, name: str) -> None:
        self._connection.execute(delete(link_index).where(link_index.c.name == name))


class IndexReader:
    """The same to read from by connections of its own: an index reads on while it is brought up to date."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._connection: Connection | None = None

    @contextmanager
    def at_once(self) -> Iterator[IndexReader]:
        """Reads by one connection for a while."""
        with self._view.connect() as connection:
            self._connection = connection
            try:
                yield self
            finally:
                self._connection = None

    def read(self, name: str) -> bytes:
        if self._connection is not None:
            return IndexRows(self._connection).read(name)
        with self._view.connect() as connection:
            return IndexRows(connection).read(name)


def kept(connection: Connection) -> Kept | None:
    """What the index of a case was made from; None where it has none."""
    try:
        told = json.loads(IndexRows(connection).read(_CASE))
    except KeyError:
        return None
    pairs = {name: tuple((one, other) for one, other in told[name]) for name in ("must", "cannot")}
    return Kept(**{**told, **pairs})


def keep(connection: Connection, what: Kept, marks: Iterable[Mark], *, anew: bool) -> bool:
    """Notes what the index that is being written in this transaction was made from, and the documents it read.

    Where another run wrote the index in between, it is let go and False returned: the next run makes it anew.
    """
    held = kept(connection)
    if (held.run if held is not None else 0) + 1 != what.run:
        connection.execute(delete(link_index))
        connection.execute(delete(link_documents))
        return False
    IndexRows(connection).write(_CASE, json.dumps(asdict(what)).encode())
    rows = [asdict(mark) for mark in marks]
    if anew:
        connection.execute(delete(link_documents))
    elif rows:
        which = link_documents.c.document == bindparam("which")
        connection.execute(delete(link_documents).where(which), [{"which": row["document"]} for row in rows])
    if rows:
        connection.execute(insert(link_documents), rows)
    return True


def marks(connection: Connection) -> list[Mark]:
    """The state of all documents that are coded."""
    d = t.documents.c
    query = select(d.seq, d.record, func.coalesce(d.version, 0), d.lineage).where(d.record.is_not(None))
    return [Mark(*row) for row in connection.execute(query)]


def changed(connection: Connection, judged: int) -> dict[str, Mark]:
    """The documents that are not as they were when they were linked, by id: coded anew, with another version or
    lineage, or judged after the entry ``judged`` of the log."""
    d, held = t.documents.c, link_documents.c
    version = func.coalesce(d.version, 0)
    columns = (d.id, d.seq, d.record, version, d.lineage)
    query = (
        select(*columns).select_from(t.documents.outerjoin(link_documents, held.document == d.seq))
        .where(
            d.record.is_not(None),
            or_(held.document.is_(None), held.record != d.record, held.version != version, held.lineage != d.lineage),
        )
    )  # fmt: skip
    found = {row[0]: Mark(*row[1:]) for row in connection.execute(query)}
    since = select(t.judgements.c.document).where(t.judgements.c.seq > judged).distinct()
    touched = set(connection.execute(since).scalars())
    if None in touched:  # may be about many, as the end of a blind round is
        touched = set(connection.execute(select(t.judgements.c.document).distinct()).scalars())
    some = select(*columns).where(d.record.is_not(None), d.id.in_(bindparam("some", expanding=True)))
    for row in _chunks(connection, some, sorted(touched - {None} - found.keys())):
        found[row[0]] = Mark(*row[1:])
    return dict(sorted(found.items()))


def last_judgement(connection: Connection) -> int:
    """The number of the last entry of the log, 0 where it is empty."""
    return connection.execute(select(func.max(t.judgements.c.seq))).scalar_one_or_none() or 0


def documents_linked(connection: Connection) -> int:
    """How many documents are in the index."""
    return connection.execute(select(func.count()).select_from(link_documents)).scalar_one()


def events_before(connection: Connection, claims: Sequence[str]) -> tuple[dict[str, str], set[str]]:
    """Claim to the event that it is in, for some claims; and those of them that a link says so of."""
    query = select(t.claims.c.id, t.claims.c.event).where(t.claims.c.id.in_(bindparam("some", expanding=True)))
    linked = select(t.links.c.claim).where(t.links.c.claim.in_(bindparam("some", expanding=True)))
    return (
        {row.id: row.event for row in _chunks(connection, query, claims)},
        {row.claim for row in _chunks(connection, linked, claims)},
    )


def claims_in(connection: Connection, events: Sequence[str]) -> list[str]:
    """The ids of the claims of some events, sorted."""
    query = select(t.claims.c.id).where(t.claims.c.event.in_(bindparam("some", expanding=True)))
    return sorted(row.id for row in _chunks(connection, query, events))


def todo(connection: Connection) -> list[str]:
    """Events that were linked and not fused since."""
    return list(connection.execute(select(link_todo.c.event).order_by(link_todo.c.event)).scalars())


def add_todo(connection: Connection, events: Iterable[str]) -> None:
    """Notes events that are to be fused."""
    rows = [{"event": event} for event in sorted(set(events) - set(todo(connection)))]
    if rows:
        connection.execute(insert(link_todo), rows)


def done(connection: Connection, events: Iterable[str]) -> None:
    """Notes that events were fused, or are no more."""
    rows = [{"which": event} for event in sorted(set(events))]
    if rows:
        connection.execute(delete(link_todo).where(link_todo.c.event == bindparam("which")), rows)


def fingerprints_of(connection: Connection, events: Sequence[str]) -> Mapping[str, str]:
    """Event to the fingerprint that its row was made with, for those of some that have one."""
    from sayso.store.migration_events import events as table

    query = select(table.c.id, table.c.sha256).where(table.c.id.in_(bindparam("some", expanding=True)))
    return {row.id: row.sha256 for row in _chunks(connection, query, events)}


def _chunks(connection: Connection, query: Any, values: Sequence[str]) -> Iterable[Any]:
    for start in range(0, len(values), _CHUNK):
        yield from connection.execute(query, {"some": list(values[start : start + _CHUNK])})
