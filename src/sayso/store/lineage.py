"""Syndication: documents that are, in large part, the same text are one lineage, whatever order they came in."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, func, select, update

from sayso.documents.copies import COMMON, FEWEST_SAMPLED, body, near_copies, shingles
from sayso.store import tables as t
from sayso.store.received import Part
from sayso.store.statements import insert_pairs

# The candidates that share most with a text; more are of the same lineage or are no copies.
_MOST_CANDIDATES = 12


def earliest(connection: Connection, documents: Sequence[int]) -> int:
    """Which of some documents was published first, as far as they say; else which of them came first."""
    query = (
        select(t.versions.c.document, func.min(t.versions.c.published))
        .where(t.versions.c.document.in_(documents)).group_by(t.versions.c.document)
    )  # fmt: skip
    days: list[tuple[str, int]] = [(day or "9999-12-31", document) for document, day in connection.execute(query)]
    return min(days)[1]


class Lineages:
    """Joins new texts to the lineages of a case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._shingles = lru_cache(maxsize=2_000)(self._load)

    def join(self, fresh: Sequence[tuple[int, list[int]]]) -> None:
        """Keeps the sampled shingles of new versions and joins their documents with those that they copy."""
        rows = sorted((one, version) for version, hashes in fresh for one in hashes)
        if not rows:
            return
        earlier = self._holders(sorted({one for one, _ in rows}))
        insert_pairs(self._connection, "shingles (hash, version)", rows)
        for version, hashes in fresh:
            shared: Counter[int] = Counter()
            for one in hashes:
                holders = earlier[one]
                # Only earlier texts count, so that the result does not depend on how the work is cut into batches.
                if holders and len(holders) <= COMMON:
                    shared.update(holders)
                holders.append(version)
            candidates = [other for other, count in shared.most_common() if count >= FEWEST_SAMPLED]
            if candidates:
                self._compare(version, candidates[:_MOST_CANDIDATES])

    def _holders(self, hashes: Sequence[int]) -> defaultdict[int, list[int]]:
        """The versions that the case holds with these shingles, oldest first."""
        out: defaultdict[int, list[int]] = defaultdict(list)
        if self._connection.dialect.name == "sqlite":
            found: Any = self._connection.exec_driver_sql(
                "SELECT hash, version FROM shingles WHERE hash IN (SELECT value FROM json_each(?)) ORDER BY version",
                (json.dumps(hashes),),
            )
        else:
            found = self._connection.exec_driver_sql(
                "SELECT hash, version FROM shingles WHERE hash = ANY(%s) ORDER BY version", (list(hashes),)
            )
        for one, version in found.fetchall():
            out[one].append(version)
        return out

    def _compare(self, version: int, candidates: Sequence[int]) -> None:
        mine, credit, document = self._shingles(version)
        copies = {document}
        for other in candidates:
            theirs, their_credit, their_document = self._shingles(other)
            if their_document == document:
                continue
            same = credit is not None and credit == their_credit
            if near_copies(mine, theirs, same):
                copies.add(their_document)
        if len(copies) == 1:
            return
        query = select(t.documents.c.lineage).where(t.documents.c.seq.in_(bindparam("some", expanding=True)))
        joined = sorted(set(self._connection.execute(query, {"some": sorted(copies)}).scalars()))
        if len(joined) > 1:
            first = earliest(self._connection, joined)
            others = [one for one in joined if one != first]
            self._connection.execute(
                update(t.documents).where(t.documents.c.lineage.in_(others)).values(lineage=first)
            )

    def _load(self, version: int) -> tuple[NDArray[np.uint64], str | None, int]:
        row = self._connection.execute(
            select(t.versions.c.text, t.versions.c.parts, t.versions.c.credit, t.versions.c.document).where(
                t.versions.c.seq == version
            )
        ).one()
        parts = [Part(*part) for part in json.loads(row.parts)]
        return shingles(body(row.text, parts)), row.credit, row.document
