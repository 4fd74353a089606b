"""Adding documents to a case: new ones, new versions of known ones, receipts of what came again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sayso.store import tables as t
from sayso.store.indexing import index_words
from sayso.store.lineage import Lineages
from sayso.store.prepared import Prepared, unsurrogated
from sayso.store.received import Added
from sayso.store.statements import chunks, column, insert_new, insert_rows, reserve


def add_documents(connection: Connection, prepared: Sequence[Prepared]) -> list[Added]:
    """Keeps documents, in order, inside a transaction that holds the case's lock."""
    known = {
        row.key: row
        for row in chunks(connection, select(t.documents.c.key, t.documents.c.seq, t.documents.c.id)
                           .where(t.documents.c.key.in_(bindparam("some", expanding=True))),
                           [one.key for one in prepared])
    }  # fmt: skip
    seqs = [row.seq for row in known.values()]
    held: dict[tuple[int, str], tuple[int, int]] = {}
    newest: dict[int, int] = {}
    for row in chunks(connection, select(t.versions.c.document, t.versions.c.text_sha256, t.versions.c.seq,
                                          t.versions.c.number)
                       .where(t.versions.c.document.in_(bindparam("some", expanding=True))), seqs):  # fmt: skip
        held[row.document, row.text_sha256] = row.seq, row.number
        newest[row.document] = max(newest.get(row.document, 0), row.number)
    ids = {key: (row.seq, row.id) for key, row in known.items()}
    wanted = [one.received.document.id for one in prepared if one.received.document.id]
    taken = set(column(connection, select(t.documents.c.id)
                        .where(t.documents.c.id.in_(bindparam("some", expanding=True))), wanted))  # fmt: skip
    held_receipts = {
        (row.blob, row.source, row.version)
        for row in chunks(connection, select(t.receipts.c.blob, t.receipts.c.source, t.receipts.c.version)
                           .where(t.receipts.c.blob.in_(bindparam("some", expanding=True))),
                           sorted({one.blob for one in prepared}))
    }  # fmt: skip
    next_document, next_version, next_receipt = reserve(connection, documents=0, versions=0, receipts=0)
    new_documents: list[dict[str, Any]] = []
    new_versions: list[dict[str, Any]] = []
    fresh: list[tuple[int, int, Prepared]] = []  # version, document, what came
    receipts: list[dict[str, Any]] = []
    pointers: dict[int, int] = {}
    out: list[Added] = []
    for one in prepared:
        if one.key in ids:
            document, name = ids[one.key]
            status = "same" if (document, one.text_sha256) in held else "version"
        else:
            document, next_document = next_document, next_document + 1
            given = unsurrogated(one.received.document.id)
            name = given if given and given not in taken else "d" + hashlib.sha256(one.key_bytes).hexdigest()[:16]
            taken.add(name)
            ids[one.key] = document, name
            status = "new"
            new_documents.append({
                "seq": document, "id": name, "key": one.key, "lineage": document, "version": None, "record": None,
            })  # fmt: skip
        if status == "same":
            version, number = held[document, one.text_sha256]
        else:
            version, next_version = next_version, next_version + 1
            number = newest.get(document, 0) + 1
            newest[document] = number
            held[document, one.text_sha256] = version, number
            new_versions.append(one.version_row(version, document, number))
            fresh.append((version, document, one))
            pointers[document] = version
        receipt = one.receipt_row(next_receipt, version)
        if (receipt["blob"], receipt["source"], version) not in held_receipts:
            held_receipts.add((receipt["blob"], receipt["source"], version))
            receipts.append(receipt)
            next_receipt += 1
        out.append(Added(name, number, status, document))  # type: ignore[arg-type]
    # Two documents of one batch may be the same bytes: the first one's row is kept.
    packed = {one.blob: one.blob_row() for one in prepared}
    insert_new(connection, t.blobs, list(packed.values()))
    reserve(connection, documents=len(new_documents), versions=len(new_versions), receipts=len(receipts))
    insert_rows(connection, t.documents, new_documents)
    insert_rows(connection, t.versions, new_versions)
    insert_rows(connection, t.receipts, receipts)
    if pointers:
        connection.execute(
            update(t.documents).where(t.documents.c.seq == bindparam("which"))
            .values(version=bindparam("newest")),
            [{"which": document, "newest": version} for document, version in pointers.items()],
        )  # fmt: skip
    index_words(connection, "document_words", [(version, one.words) for version, _, one in fresh])
    Lineages(connection).join(
        [version for version, _, _ in fresh], [document for _, document, _ in fresh], [one.digests for *_, one in fresh]
    )
    return out
