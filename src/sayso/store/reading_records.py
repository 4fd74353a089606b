"""Reading records: as they were coded, and as reviewers left them."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sqlalchemy import bindparam, case, func, select

from sayso.errors import CaseError
from sayso.judgements import Overlay, State
from sayso.query import Filter
from sayso.record import Record
from sayso.store import tables as t
from sayso.store.coded import unpacked_record
from sayso.store.members import Opened
from sayso.store.reader import Reader, Row, parsed
from sayso.store.reviewing import kept, reviewed_claims, state_of

# Documents that one statement looks up.
_AT_ONCE = 200


class RecordReader(Reader):
    """Records."""

    def record(self, document: str, made_by: str | None = None) -> Record:
        """The record of a document with its claims as reviewers left them; or as it was coded, the last one that
        ``made_by`` made. Raises CaseError."""
        query = (
            select(t.records.c.body, t.versions.c.text)
            .select_from(t.documents).join(t.versions, t.versions.c.document == t.documents.c.seq)
            .join(t.records, t.records.c.version == t.versions.c.seq)
            .where(t.documents.c.id == document)
        )  # fmt: skip
        if made_by is None:
            query = query.where(t.records.c.seq == t.documents.c.record)
        else:
            query = query.where(t.records.c.made_by == made_by).order_by(t.records.c.seq.desc())
        with self.connect() as connection:
            row = connection.execute(query.limit(1)).one_or_none()
            if row is None:
                raise CaseError(f"The document {document} has no such record.", "Code the case first.")
            record = unpacked_record(row.body, row.text)
            return record if made_by is not None else _as_reviewed(record, state_of(connection, [document]))

    def reviewed(self, document: str) -> tuple[Record, Overlay]:
        """The current record of a document as it was coded, and its claims with the judgements laid over them: those
        that are rejected too, and the judgements that match no claim. Raises CaseError."""
        query = (
            select(t.records.c.body, t.versions.c.text)
            .select_from(t.documents).join(t.records, t.records.c.seq == t.documents.c.record)
            .join(t.versions, t.versions.c.seq == t.records.c.version).where(t.documents.c.id == document)
        )  # fmt: skip
        with self.connect() as connection:
            row = connection.execute(query).one_or_none()
            if row is None:
                raise CaseError(f"The document {document} has no record.", "Code the case first.")
            record = unpacked_record(row.body, row.text)
            return record, reviewed_claims(record, state_of(connection, [document]))

    def history(self, document: str) -> list[Row]:
        """Every record of a document, oldest first: what made it, when, of which version of the text."""
        with self.connect() as connection:
            rows = connection.execute(
                select(t.records.c.made_by, t.records.c.written_at, t.records.c.error, t.records.c.sha256,
                       t.versions.c.number.label("version"))
                .select_from(t.records).join(t.versions, t.versions.c.seq == t.records.c.version)
                .join(t.documents, t.documents.c.seq == t.versions.c.document)
                .where(t.documents.c.id == document).order_by(t.records.c.seq)
            ).mappings()  # fmt: skip
            return [dict(row) for row in rows]

    def records(self, filter_: Filter | str = "") -> Iterator[Record]:
        """The current records of the documents that a filter picks, one at a time, claims as reviewers left them."""
        wanted = parsed(filter_)
        with self.connect() as connection:
            query = (
                select(t.records.c.body, t.versions.c.text)
                .select_from(t.documents).join(t.records, t.records.c.seq == t.documents.c.record)
                .join(t.versions, t.versions.c.seq == t.records.c.version).order_by(t.documents.c.seq)
            )  # fmt: skip
            if wanted:
                query = query.where(t.documents.c.seq.in_(self.picked(connection, wanted, [t.claims.c.document])))
            state = state_of(connection)
            with connection.execution_options(yield_per=200).execute(query) as result:
                for row in result:
                    yield _as_reviewed(unpacked_record(row.body, row.text), state)

    def records_of(self, documents: Sequence[str]) -> Iterator[Record]:
        """The current records of some documents (by id), claims as reviewers left them; those without one left out."""
        query = (
            select(t.records.c.body, t.versions.c.text)
            .select_from(t.documents).join(t.records, t.records.c.seq == t.documents.c.record)
            .join(t.versions, t.versions.c.seq == t.records.c.version)
            .where(t.documents.c.id.in_(bindparam("some", expanding=True))).order_by(t.documents.c.seq)
        )  # fmt: skip
        with self.connect() as connection:
            for start in range(0, len(documents), _AT_ONCE):
                some = list(documents[start : start + _AT_ONCE])
                state = state_of(connection, some)
                for row in connection.execute(query, {"some": some}).all():
                    yield _as_reviewed(unpacked_record(row.body, row.text), state)

    def opened(self, documents: Sequence[str]) -> Iterator[Opened]:
        """The same records, of which single claims can be read."""
        query = (
            select(t.records.c.body)
            .select_from(t.documents).join(t.records, t.records.c.seq == t.documents.c.record)
            .where(t.documents.c.id.in_(bindparam("some", expanding=True))).order_by(t.documents.c.seq)
        )  # fmt: skip
        with self.connect() as connection:
            for start in range(0, len(documents), _AT_ONCE):
                some = list(documents[start : start + _AT_ONCE])
                state = state_of(connection, some)
                judged = [name for name in some if state is not None and state.of_document(name)]
                for row in connection.execute(query, {"some": [name for name in some if name not in judged]}).all():
                    yield Opened.kept(row.body)
                for record in self.records_of(judged):
                    yield Opened.judged(record)

    def all_records(self, documents: Iterable[str]) -> Iterator[Row]:
        """Every record of some documents as kept: body is its JSON without the text, as bytes.

        First come those that are no longer current, then the current ones in the order in which their claims stand:
        written in this order, the claims stand so again.
        """
        c, r, d = t.claims.c, t.records.c, t.documents.c
        query = (
            select(d.id.label("document"), t.versions.c.number.label("version"), r.made_by, r.written_at, r.body)
            .select_from(t.records).join(t.versions, t.versions.c.seq == r.version)
            .join(t.documents, d.seq == t.versions.c.document)
            .where(d.id == bindparam("which"), case((d.record == r.seq, 1), else_=0) == bindparam("current"))
            .order_by(r.seq)
        )  # fmt: skip
        first = select(d.id, func.min(c.seq)).join(t.claims, c.document == d.seq).group_by(d.id)
        names = list(documents)
        with self.connect() as connection:
            place = {row[0]: row[1] for row in connection.execute(first)}
            for current, order in enumerate((names, sorted(names, key=lambda name: place.get(name, 0)))):
                for name in order:
                    for row in connection.execute(query, {"which": name, "current": current}).mappings():
                        yield {**row, "current": bool(current), "body": zlib.decompress(row["body"])}

    def coded_documents(self) -> set[str]:
        """The ids of the documents that have a current record."""
        with self.connect() as connection:
            return set(connection.execute(select(t.documents.c.id).where(t.documents.c.record.is_not(None))).scalars())


def _as_reviewed(record: Record, state: State | None) -> Record:
    """A record with its claims as they stand; events lose the claims that are rejected."""
    threads = state.of_document(record.id) if state is not None else []
    if not threads:
        return record
    claims = kept(record, state)
    names = {claim.id for claim in claims}
    events = [replace(event, claims=tuple(name for name in event.claims if name in names)) for event in record.events]
    return replace(record, claims=claims, events=tuple(event for event in events if event.claims))
