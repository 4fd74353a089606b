"""Bringing the claims that are searched in line with the log of judgements."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from sayso.documents.fold import words
from sayso.judgements import Reviewed
from sayso.store import tables as t
from sayso.store.coded import unpacked_record
from sayso.store.indexing import Terms, drop_claims, index_words
from sayso.store.packing import OWN, crosses, fill, repack
from sayso.store.reviewing import review_columns, reviewed_claims, state_of
from sayso.store.rows import claim_row, claim_terms, events_of
from sayso.store.statements import chunks, insert_rows, reserve


def judged_documents(connection: Connection) -> list[str]:
    """The ids of the documents that somebody judged something of."""
    query = select(t.judgements.c.document).where(t.judgements.c.document.is_not(None)).distinct()
    return sorted(connection.execute(query).scalars())


def remake(connection: Connection, terms: Terms, documents: Sequence[str]) -> None:
    """Brings the searched claims of some documents in line with the log. Claims keep their place in the order."""
    query = (
        select(t.documents.c.seq, t.documents.c.record, t.records.c.version, t.records.c.body, t.versions.c.text,
               t.versions.c.outlet)
        .join(t.records, t.records.c.seq == t.documents.c.record)
        .join(t.versions, t.versions.c.seq == t.records.c.version)
        .where(t.documents.c.id.in_(bindparam("some", expanding=True))).order_by(t.documents.c.seq)
    )  # fmt: skip
    if not documents:
        return
    state = state_of(connection, documents)
    stale: list[int] = []  # claims whose packed columns are no longer theirs
    first_new: int | None = None
    for place in list(chunks(connection, query, documents)):
        record = unpacked_record(place.body, place.text)
        events = events_of(record)
        wanted: dict[str, dict[str, Any]] = {}
        claims: dict[str, Reviewed] = {}
        for number, one in enumerate(reviewed_claims(record, state).claims):
            claims[one.claim.id] = one
            wanted[one.claim.id] = {
                **claim_row(one.claim), **review_columns(one), "document": place.seq, "version": place.version,
                "record": place.record, "number": number,
            }  # fmt: skip
        held = {
            row["id"]: dict(row)
            for row in connection.execute(select(t.claims).where(t.claims.c.document == place.seq)).mappings()
        }
        gone = [row["seq"] for name, row in held.items() if name not in wanted]
        changed = [
            (held[name], row) for name, row in wanted.items()
            if name in held and any(held[name][column] != value for column, value in row.items())
        ]  # fmt: skip
        new = [row for name, row in wanted.items() if name not in held]
        drop_claims(connection, [*gone, *(old["seq"] for old, _ in changed)], keep=len(changed))
        for old, row in changed:
            connection.execute(update(t.claims).where(t.claims.c.seq == old["seq"]).values(**row))
            row["seq"] = old["seq"]
            if any(old[name] != row[name] for name in OWN if name in row):
                stale.append(old["seq"])
        if new:
            (seq,) = reserve(connection, claims=len(new))
            last = seq + len(new)
            first_new = seq if first_new is None else first_new
            for number, row in enumerate(new):
                row["seq"] = seq + number
                row["event"] = connection.execute(
                    select(t.links.c.event).where(t.links.c.claim == row["id"])
                ).scalar_one_or_none() or events.get(row["id"], row["id"])
            insert_rows(connection, t.claims, new)
        fresh = [*(row for _, row in changed), *new]
        terms.index(connection, [
            (row["seq"], list(claim_terms(claims[row["id"]].claim, place.outlet, claims[row["id"]].by)))
            for row in fresh
        ])  # fmt: skip
        index_words(connection, "claim_words", [(row["seq"], words(row["evidence"])) for row in fresh])
    repack(connection, stale)
    if first_new is not None and crosses(first_new, last):
        fill(connection)
