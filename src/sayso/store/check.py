"""Verifying a case: hashes, references between tables, spans, and the tables that are made from others."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, exists, func, select, text

from sayso.errors import CaseError, RecordError
from sayso.store import tables as t
from sayso.store.coded import unpacked_record
from sayso.store.packing import stale
from sayso.store.reading_documents import unpacked
from sayso.store.reviewing import breaks, review_columns, reviewed_claims, state_of
from sayso.store.rows import claim_row
from sayso.store.view import View


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a case that is not as it was written. ``where`` names the table and the row."""

    where: str
    what: str


def check(view: View) -> Iterator[Fault]:
    """Everything that is wrong with a case; nothing comes out of one that is sound."""
    steps = (_pages, _references, _blobs, _versions, _records, _claims, _packed, _judgements, _searched)
    for step in steps:
        try:
            with view.connect() as connection:
                if step is not _pages or connection.dialect.name == "sqlite":
                    yield from step(connection)
        except CaseError as error:  # the pages that this step needs can't be read; the others may
            yield Fault("database", error.message)


def _pages(connection: Connection) -> Iterator[Fault]:
    for (message,) in connection.execute(text("PRAGMA integrity_check(20)")).all():
        if message != "ok":
            yield Fault("database", str(message))
    for row in connection.execute(text("PRAGMA foreign_key_check")).all():
        yield Fault(f"{row[0]} {row[1]}", f"refers to a row of {row[2]} that is not there")


def _references(connection: Connection) -> Iterator[Fault]:
    """The references that no foreign key holds, since each way round would need the other first."""
    for column, table in ((t.documents.c.version, t.versions), (t.documents.c.record, t.records),
                          (t.documents.c.lineage, t.documents)):  # fmt: skip
        other = table.alias()
        query = select(t.documents.c.id).where(
            column.is_not(None), ~exists().where(other.c.seq == column)
        ).order_by(t.documents.c.seq)  # fmt: skip
        for name in connection.execute(query).scalars():
            yield Fault(f"documents {name}", f"its {column.name} is not there")


def _blobs(connection: Connection) -> Iterator[Fault]:
    for row in connection.execution_options(yield_per=100).execute(select(t.blobs).order_by(t.blobs.c.sha256)):
        try:
            body = unpacked(row.packing, row.body)
        except zlib.error:
            yield Fault(f"blobs {row.sha256}", "can't be unpacked")
            continue
        if hashlib.sha256(body).hexdigest() != row.sha256 or len(body) != row.size:
            yield Fault(f"blobs {row.sha256}", "the bytes are not those that were received")


def _versions(connection: Connection) -> Iterator[Fault]:
    query = select(t.versions.c.seq, t.versions.c.text, t.versions.c.text_sha256, t.versions.c.parts)
    for row in connection.execution_options(yield_per=500).execute(query.order_by(t.versions.c.seq)):
        if hashlib.sha256(row.text.encode()).hexdigest() != row.text_sha256:
            yield Fault(f"versions {row.seq}", "the text is not the one that was kept")
        for start, end, kind in json.loads(row.parts):
            if not 0 <= start < end <= len(row.text):
                yield Fault(f"versions {row.seq}", f"its {kind} lies outside the text")


def _records(connection: Connection) -> Iterator[Fault]:
    query = select(t.records.c.seq, t.records.c.body, t.records.c.sha256, t.versions.c.text).join(
        t.versions, t.versions.c.seq == t.records.c.version
    )
    for row in connection.execution_options(yield_per=200).execute(query.order_by(t.records.c.seq)):
        try:
            body = zlib.decompress(row.body)
            if hashlib.sha256(body).hexdigest() != row.sha256:
                yield Fault(f"records {row.seq}", "is not the one that was kept")
                continue
            unpacked_record(row.body, row.text)
        except zlib.error:
            yield Fault(f"records {row.seq}", "can't be unpacked")
        except (RecordError, ValueError) as error:
            yield Fault(f"records {row.seq}", str(error))


def _claims(connection: Connection) -> Iterator[Fault]:
    """Claims that are not those of their document's current record, or whose words are not in the text."""
    stale = (
        select(t.claims.c.id).join(t.documents, t.documents.c.seq == t.claims.c.document)
        .where((t.documents.c.record.is_(None)) | (t.documents.c.record != t.claims.c.record)).order_by(t.claims.c.seq)
    )  # fmt: skip
    for name in connection.execute(stale).scalars():
        yield Fault(f"claims {name}", "is not of its document's current record")
    length = t.claims.c.evidence_end - t.claims.c.evidence_start
    moved = (
        select(t.claims.c.id).join(t.versions, t.versions.c.seq == t.claims.c.version)
        .where(func.substr(t.versions.c.text, t.claims.c.evidence_start + 1, length) != t.claims.c.evidence)
        .order_by(t.claims.c.seq)
    )  # fmt: skip
    for name in connection.execute(moved).scalars():
        yield Fault(f"claims {name}", "its evidence does not stand where it says")


def _packed(connection: Connection) -> Iterator[Fault]:
    for block in stale(connection):
        yield Fault(f"claim_blocks {block}", "is not what its claims say")


def _judgements(connection: Connection) -> Iterator[Fault]:
    for entry, what in breaks(connection):
        yield Fault(f"judgements {entry}", what)


def _searched(connection: Connection) -> Iterator[Fault]:
    """Claims that do not say what their records and the log of judgements say."""
    state = state_of(connection)
    judged = {
        thread.anchors[-1].document for thread in state.threads.values() if thread.anchors
    } if state is not None else set()  # fmt: skip
    query = (
        select(t.documents.c.id, t.documents.c.seq, t.records.c.body, t.versions.c.text)
        .join(t.records, t.records.c.seq == t.documents.c.record)
        .join(t.versions, t.versions.c.seq == t.records.c.version).order_by(t.documents.c.seq)
    )  # fmt: skip
    claims = select(t.claims).where(t.claims.c.document == bindparam("which"))
    for row in connection.execution_options(yield_per=100).execute(query):
        try:
            record = unpacked_record(row.body, row.text)
        except (zlib.error, RecordError, ValueError):
            continue  # told above
        told = "its reviewed values" if row.id in judged else "what its record says"
        wanted = {
            one.claim.id: {**claim_row(one.claim), **review_columns(one)}
            for one in reviewed_claims(record, state).claims
        }
        found = {claim["id"]: claim for claim in connection.execute(claims, {"which": row.seq}).mappings()}
        for claim in sorted(wanted.keys() | found.keys()):
            if claim not in found:
                yield Fault(f"claims {claim}", "is not there, though its record has it")
            elif claim not in wanted:
                yield Fault(f"claims {claim}", "is of no record or judgement")
            elif any(found[claim][column] != value for column, value in wanted[claim].items()):
                yield Fault(f"claims {claim}", f"does not carry {told}")
