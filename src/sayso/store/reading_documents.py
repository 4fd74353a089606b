"""Reading documents: their versions, their copies, the bytes that they came as."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import Connection, bindparam, case, func, literal_column, or_, select

from sayso.documents import Document, opening
from sayso.documents.fold import folded
from sayso.errors import CaseError
from sayso.query import Filter
from sayso.query.fields import day_range
from sayso.store import tables as t
from sayso.store.matching import match
from sayso.store.reader import Reader, Row, parsed, streamed
from sayso.store.received import UNREAD
from sayso.store.reviewing import rejected_in
from sayso.store.statements import chunks

_OPENING = 400  # characters of a text that its first words are taken from


class DocumentReader(Reader):
    """Documents."""

    def documents(
        self, filter_: Filter | str = "", *, limit: int | None = None, after: int = 0, text: bool = False
    ) -> Iterator[Row]:
        """The documents in their newest version, in the order in which they came.

        Conditions on claims mean documents with a claim that meets all of them; words are looked for in the whole
        text. ``lineage`` is the id of the earliest document with the same text, as far as the dates tell.
        """
        filter_ = parsed(filter_)
        d, v = t.documents.c, t.versions.c
        about = [one for one in filter_.conditions if _about_documents(one.field)]
        told = Filter(tuple(one for one in filter_.conditions if not _about_documents(one.field)))
        with self.connect() as connection:
            first = t.documents.alias("first")
            found = select(func.count()).where(t.claims.c.document == d.seq).scalar_subquery() - rejected_in(connection)
            columns = [
                d.seq, d.id.label("document"), v.number.label("version"), v.published, v.outlet, v.url, v.title,
                v.byline, v.language, v.credit, first.c.id.label("lineage"), found.label("claims"),
                case((d.record.is_(None), 0), else_=1).label("coded"), v.uncoded, v.text_sha256, v.extractor, v.parts,
            ]  # fmt: skip
            query = (
                select(*columns, *([v.text] if text else []))
                .select_from(t.documents.join(t.versions, v.seq == d.version).join(first, first.c.seq == d.lineage))
                .order_by(d.seq).limit(limit)
            )  # fmt: skip
            for one in about:
                check = self._about(connection, one.field, one.values)
                query = query.where(or_(~check, check.is_(None)) if one.negated else check)
            if told:
                query = query.where(d.seq.in_(self.picked(connection, told, [t.claims.c.document])))
            if after:
                query = query.where(d.seq > after)
            yield from streamed(connection, query)

    @staticmethod
    def _about(connection: Connection, field: str, values: tuple[str, ...]) -> Any:
        v = t.versions.c
        if field == "document":
            return t.documents.c.id.in_(values)
        if field == "lang":
            return v.language.in_(values)
        if field == "outlet":
            names = [folded(value) for value in values]
            held = select(v.outlet).where(v.outlet.is_not(None)).distinct()
            return v.outlet.in_([
                one for one in connection.execute(held).scalars() if any(_like(folded(one), name) for name in names)
            ])  # fmt: skip
        if field == "published":
            checks = []
            for value in values:
                first, last = day_range(value)
                checks.append((v.published >= (first or "0")) & (v.published <= (last or "9999-12-31")))
            return or_(*checks)
        found = match("document_words", [values], connection.dialect.name == "sqlite")
        return v.seq.in_(found.order_by(None)) if found is not None else literal_column("1") == literal_column("0")

    def called(self, documents: Iterable[str]) -> dict[str, str]:
        """What documents are called: by their titles, those without one by the first words of their text."""
        v = t.versions.c
        query = (
            select(t.documents.c.id, v.title, func.substr(v.text, 1, _OPENING).label("text"))
            .select_from(t.documents.join(t.versions, v.seq == t.documents.c.version))
            .where(t.documents.c.id.in_(bindparam("some", expanding=True)))
        )
        wanted = list(documents)
        with self.connect() as connection:
            found = {
                row.id: (row.title or "").strip() or opening(row.text) for row in chunks(connection, query, wanted)
            }
        return {name: found.get(name) or name for name in wanted}

    def copies(self, document: str) -> list[Row]:
        """The documents of a document's lineage, itself among them, the one that was published first at the top."""
        d, v = t.documents.c, t.versions.c
        of = select(d.lineage).where(d.id == document).scalar_subquery()
        newest = t.versions.alias("newest").c
        first = select(func.min(v.published)).where(v.document == d.seq).scalar_subquery()
        query = (
            select(d.id.label("document"), first.label("published"), newest.outlet, newest.url, newest.title)
            .select_from(t.documents.join(newest.seq.table, newest.seq == d.version)).where(d.lineage == of)
            .order_by(func.coalesce(first, "9999-12-31"), d.seq)
        )  # fmt: skip
        with self.connect() as connection:
            return [dict(row) for row in connection.execute(query).mappings()]

    def versions(self, document: str) -> Iterator[Row]:
        """The versions of a document, oldest first, each with its text and its receipts."""
        with self.connect() as connection:
            for row in connection.execute(
                select(t.versions).join(t.documents, t.documents.c.seq == t.versions.c.document)
                .where(t.documents.c.id == document).order_by(t.versions.c.number)
            ).mappings().all():  # fmt: skip
                receipts = connection.execute(
                    select(t.receipts.c.blob, t.receipts.c.source, t.receipts.c.retrieved_at, t.receipts.c.media_type,
                           t.receipts.c.headers)
                    .where(t.receipts.c.version == row["seq"]).order_by(t.receipts.c.seq)
                ).mappings().all()  # fmt: skip
                yield {**row, "receipts": [dict(one) for one in receipts]}

    def received(self, sha256: str) -> bytes:
        """Bytes as they were received. Raises CaseError where the case does not hold them."""
        with self.connect() as connection:
            row = connection.execute(select(t.blobs).where(t.blobs.c.sha256 == sha256)).one_or_none()
        if row is None:
            raise CaseError(f"The case does not hold the bytes {sha256[:12]}….", "sayso check verifies the case.")
        return unpacked(row.packing, row.body)

    def last_headers(self, source: str) -> dict[str, str]:
        """The headers of the last answer that an address gave; none where it was not fetched yet."""
        query = (
            select(t.receipts.c.headers).where(t.receipts.c.source == source)
            .order_by(t.receipts.c.seq.desc()).limit(1)
        )  # fmt: skip
        with self.connect() as connection:
            found = connection.execute(query).scalar_one_or_none()
        headers: dict[str, str] = json.loads(found) if found else {}
        return headers

    def is_coded(self, document: str) -> bool:
        """Whether a document is in the case and has a record."""
        query = select(t.documents.c.record).where(t.documents.c.id == document)
        with self.connect() as connection:
            return connection.execute(query).scalar_one_or_none() is not None

    def uncoded(self, made_by: str) -> Iterator[Document]:
        """The documents whose newest version ``made_by`` has not coded yet and that can be coded.

        Boilerplate, credit lines and bylines are to be skipped.
        """
        done = select(t.records.c.version).where(t.records.c.made_by == made_by)
        with self.connect() as connection:
            query = (
                select(t.documents.c.id, t.versions.c.text, t.versions.c.published, t.versions.c.outlet,
                       t.versions.c.url, t.versions.c.title, t.versions.c.parts)
                .select_from(t.documents).join(t.versions, t.versions.c.seq == t.documents.c.version)
                .where(t.versions.c.uncoded.is_(None), t.versions.c.seq.not_in(done)).order_by(t.documents.c.seq)
            )  # fmt: skip
            with connection.execution_options(yield_per=200).execute(query) as result:
                for row in result:
                    skip = tuple((start, end) for start, end, kind in json.loads(row.parts) if kind in UNREAD)
                    yield Document(row.text, row.id, row.published, row.outlet, row.url, row.title, skip)

    def keys(self) -> dict[str, str]:
        """Document to the key that makes it the same one: see Received.key."""
        with self.connect() as connection:
            return {row.id: row.key for row in connection.execute(select(t.documents.c.id, t.documents.c.key))}


def _about_documents(field: str) -> bool:
    return field in ("document", "lang", "outlet", "published", "text")


def _like(name: str, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(name, pattern.replace("[", "[[]")) if "*" in pattern else name == pattern


def unpacked(packing: str, body: bytes) -> bytes:
    """Bytes as they were before the case packed them."""
    return zlib.decompress(body) if packing == "zlib" else bytes(body)
