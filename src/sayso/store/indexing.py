"""The indexes that claims and texts are found by: names, and words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import Any

import numpy as np
from sqlalchemy import Connection, bindparam, delete, select, text

from sayso.documents.fold import words
from sayso.store import packing
from sayso.store import tables as t
from sayso.store.statements import chunks, insert_pairs, insert_rows, reserve

# PostgreSQL's index of one text may take a megabyte; words behind this are not searched there.
_LONGEST_WORDS = 600_000


class Terms:
    """The names that claims are found by, with the numbers that the case gave them. Those seen are remembered."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], int] = {}

    def forget(self) -> None:
        """After a transaction that failed: some of the names may be undone."""
        self._known.clear()

    def index(self, connection: Connection, claims: Sequence[tuple[int, list[tuple[str, str]]]]) -> None:
        """Writes the names, (field, folded name), of claims by their numbers."""
        flat = list(chain.from_iterable(terms for _, terms in claims))
        numbers = list(map(self._known.get, flat))
        if None in numbers:
            self._insert(connection, sorted({term for term in flat if term not in self._known}))
            numbers = list(map(self._known.get, flat))
        seqs = np.repeat([seq for seq, _ in claims], [len(terms) for _, terms in claims])
        pairs = np.stack((np.array(numbers, dtype=np.int64), seqs.astype(np.int64)), axis=1)
        pairs = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]
        again = (pairs[1:] == pairs[:-1]).all(axis=1)
        insert_pairs(connection, "claim_terms (term, claim)", pairs[np.append(True, ~again)] if len(pairs) else pairs)

    def _insert(self, connection: Connection, wanted: Sequence[tuple[str, str]]) -> None:
        query = select(t.terms.c.seq, t.terms.c.field, t.terms.c.term).where(
            t.terms.c.term.in_(bindparam("some", expanding=True))
        )
        found = {(row.field, row.term): row.seq for row in chunks(connection, query, sorted({w[1] for w in wanted}))}
        missing = [term for term in wanted if term not in found]
        if missing:
            (seq,) = reserve(connection, terms=len(missing))
            rows = []
            for field, term in missing:
                rows.append({"seq": seq, "field": field, "term": term})
                found[field, term] = seq
                seq += 1
            insert_rows(connection, t.terms, rows)
        self._known.update(found)


def index_words(connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
    """Writes the words of claims or versions, by their numbers, into a full-text index."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", list(rows))
    else:
        connection.exec_driver_sql(
            f"INSERT INTO {table} (seq, words) VALUES (%s, to_tsvector('simple', %s))",
            [(seq, some[:_LONGEST_WORDS]) for seq, some in rows],
        )


def forget_claims(connection: Connection, documents: Sequence[int]) -> None:
    """Takes the claims of earlier records out of the tables that are searched; the records keep them."""
    query = select(t.claims.c.seq).where(t.claims.c.document.in_(bindparam("some", expanding=True)))
    old = list(chunks(connection, query, documents))
    drop_claims(connection, [row.seq for row in old])


def drop_claims(connection: Connection, claims: Sequence[int], keep: int = 0) -> None:
    """Takes claims out of the index and the tables; the rows of the last ``keep`` stay, to be written over."""
    if not claims:
        return
    old = list(chunks(connection, select(t.claims.c.seq, t.claims.c.evidence).where(
        t.claims.c.seq.in_(bindparam("some", expanding=True))
    ), claims))  # fmt: skip
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(
            "INSERT INTO claim_words (claim_words, rowid, words) VALUES ('delete', ?, ?)",
            [(row.seq, words(row.evidence)) for row in old],
        )
    which: Any = bindparam("which")
    seqs = [{"which": seq} for seq in claims]
    if connection.dialect.name == "postgresql":
        connection.execute(text("DELETE FROM claim_words WHERE seq = :which"), seqs)
    connection.execute(delete(t.claim_terms).where(t.claim_terms.c.claim == which), seqs)
    if len(seqs) > keep:
        connection.execute(delete(t.claims).where(t.claims.c.seq == which), seqs[: len(seqs) - keep])
        packing.forget(connection, claims[: len(seqs) - keep])
