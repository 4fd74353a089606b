"""Writing records, and the claims of the current ones as the rows that are searched."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sayso.documents import Document
from sayso.documents.fold import words
from sayso.errors import CaseError
from sayso.record import Record, dumps_without_text, from_dict
from sayso.store import tables as t
from sayso.store.adding import add_documents
from sayso.store.indexing import Terms, forget_claims, index_words
from sayso.store.packing import crosses, fill
from sayso.store.prepared import Prepared, sha
from sayso.store.received import Received
from sayso.store.reviewing import REVIEWED, review_values, reviewed_claims, state_of
from sayso.store.rows import FILLED, claim_terms, claim_values, events_of
from sayso.store.statements import chunks, insert_rows, insert_values, reserve

# The columns of claims in the order in which they are written.
_COLUMNS = (*FILLED, *REVIEWED, "seq", "document", "version", "record", "number", "event", "part")


def packed_record(record: Record) -> bytes:
    """The record as JSON without its text, which the version holds."""
    return dumps_without_text(record).encode()


def unpacked_record(body: bytes, text: str) -> Record:
    """The inverse of packed_record, compressed as it is kept."""
    return from_dict(Record, {**json.loads(zlib.decompress(body)), "text": text})


def versions_of(connection: Connection, batch: Sequence[Record], time: str) -> list[tuple[int, int]]:
    """(document, version) of each record; documents that are not there are added from the record."""
    found: dict[tuple[str, str], tuple[int, int]] = {}
    query = (
        select(t.documents.c.id, t.documents.c.seq, t.versions.c.seq.label("version"), t.versions.c.text_sha256)
        .join(t.versions, t.versions.c.document == t.documents.c.seq)
        .where(t.documents.c.id.in_(bindparam("some", expanding=True)))
    )
    for row in chunks(connection, query, [record.id for record in batch]):
        found[row.id, row.text_sha256] = row.seq, row.version
    out = []
    for record in batch:
        digest = sha(record.text)
        if (record.id, digest) not in found:
            document = Document(record.text, record.id, record.published, record.outlet, record.url, record.title)
            raw = record.text.encode()
            received = Prepared(Received(document, raw, "record:" + record.id, time))
            # The id decides here, not the address: the record names its document by it.
            row = connection.execute(
                select(t.documents.c.key).where(t.documents.c.id == record.id)
            ).scalar_one_or_none()
            received.key = row or received.key
            added = add_documents(connection, [received])[0]
            if added.document != record.id:
                raise CaseError(
                    f"The record {record.id} is of a document that the case knows as {added.document}.",
                    "Take records into the case under the ids that the case gave.",
                )
            which = (t.versions.c.document == added.seq) & (t.versions.c.text_sha256 == digest)
            version = connection.execute(select(t.versions.c.seq).where(which)).scalar_one()
            found[record.id, digest] = added.seq, version
        out.append(found[record.id, digest])
    return out


def write_records(
    connection: Connection,
    terms: Terms,
    batch: Sequence[tuple[Record, int, int]],
    made_by: str | None,
    times: Sequence[str],
    make_current: bool = True,
) -> int:
    """Keeps records of versions, (record, document, version), and makes them current; returns how many were new."""
    (next_record,) = reserve(connection, records=0)
    held = {
        (row.version, row.made_by, row.sha256): row.seq
        for row in chunks(connection, select(t.records.c.version, t.records.c.made_by, t.records.c.sha256,
                                              t.records.c.seq)
                           .where(t.records.c.version.in_(bindparam("some", expanding=True))),
                           sorted({version for _, _, version in batch}))
    }  # fmt: skip
    rows: list[dict[str, Any]] = []
    current: dict[int, tuple[int, int, Record]] = {}
    for (record, document, version), time in zip(batch, times, strict=True):
        maker = record.made_by or made_by or "unknown"
        body = packed_record(record)
        digest = hashlib.sha256(body).hexdigest()
        seq = held.get((version, maker, digest))
        if seq is None:
            seq, next_record = next_record, next_record + 1
            held[version, maker, digest] = seq
            rows.append({
                "seq": seq, "version": version, "made_by": maker, "sha256": digest, "written_at": time,
                "error": record.error.message if record.error else None, "body": zlib.compress(body, 1),
            })  # fmt: skip
        current[document] = seq, version, record
    insert_rows(connection, t.records, rows)
    new = len(rows)
    reserve(connection, records=new)
    if make_current:
        _point(connection, terms, current)
    return new


def _point(connection: Connection, terms: Terms, current: Mapping[int, tuple[int, int, Record]]) -> None:
    """Makes these the records that the documents' claims are from, and writes the claims."""
    changed = {
        row.seq
        for row in chunks(connection, select(t.documents.c.seq, t.documents.c.record)
                           .where(t.documents.c.seq.in_(bindparam("some", expanding=True))), list(current))
        if row.record == current[row.seq][0]
    }  # fmt: skip
    todo = {document: one for document, one in current.items() if document not in changed}
    if not todo:
        return
    forget_claims(connection, list(todo))
    connection.execute(
        update(t.documents).where(t.documents.c.seq == bindparam("which")).values(record=bindparam("current")),
        [{"which": document, "current": one[0]} for document, one in todo.items()],
    )
    state = state_of(connection, [record.id for _, _, record in todo.values()])
    shown = {document: reviewed_claims(one[2], state).claims for document, one in todo.items()}
    total = sum(map(len, shown.values()))
    if not total:
        return
    (seq,) = reserve(connection, claims=total)
    outlets: dict[int, str | None] = {}
    parts: dict[int, list[tuple[int, int, str]]] = {}
    for row in chunks(connection, select(t.versions.c.seq, t.versions.c.outlet, t.versions.c.parts)
                           .where(t.versions.c.seq.in_(bindparam("some", expanding=True))),
                           [version for _, version, _ in todo.values()]):  # fmt: skip
        outlets[row.seq] = row.outlet
        parts[row.seq] = json.loads(row.parts)
    linked = {
        row.claim: row.event
        for row in chunks(connection, select(t.links.c.claim, t.links.c.event)
                           .where(t.links.c.claim.in_(bindparam("some", expanding=True))),
                           [one.claim.id for claims in shown.values() for one in claims])
    }  # fmt: skip
    rows, names, index = [], [], []
    for document, (record_seq, version, record) in todo.items():
        events = events_of(record)
        outlet, apart = outlets.get(version), parts[version]
        folded: dict[str, str] = {}  # several claims stand in one sentence
        for number, one in enumerate(shown[document]):
            claim = one.claim
            evidence = claim.evidence.text
            if evidence not in folded:
                folded[evidence] = words(evidence)
            rows.append((
                *claim_values(claim), *review_values(one), seq, document, version, record_seq, number,
                linked.get(claim.id) or events.get(claim.id) or claim.id,
                _part_at(apart, claim.trigger.start) if apart else None,
            ))  # fmt: skip
            names.append((seq, list(claim_terms(claim, outlet, one.by))))
            index.append((seq, folded[evidence]))
            seq += 1
    insert_values(connection, t.claims, _COLUMNS, rows)
    terms.index(connection, names)
    index_words(connection, "claim_words", index)
    if crosses(seq - total, seq):
        fill(connection)


def _part_at(parts: Sequence[tuple[int, int, str]], place: int) -> str | None:
    """What part of a text a place in it belongs to; None for the body."""
    return next((kind for start, end, kind in parts if start <= place < end), None)
