"""Syndication: documents that are, in large part, the same text are one lineage, whatever order they came in."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, bindparam, func, select, update

from sayso.documents.copies import COMMON, FEWEST_SAMPLED, body, near_copies, sampled, shingles
from sayso.store import tables as t
from sayso.store.received import Part
from sayso.store.statements import chunks, insert_pairs

# The candidates that share most with a text; more are of the same lineage or are no copies.
_MOST_CANDIDATES = 12
# What a document without a date is sorted by.
_NO_DAY = "9999-12-31"


def earliest(connection: Connection, documents: Sequence[int]) -> int:
    """Which of some documents was published first, as far as they say; else which of them came first."""
    query = (
        select(t.versions.c.document, func.min(t.versions.c.published))
        .where(t.versions.c.document.in_(documents)).group_by(t.versions.c.document)
    )  # fmt: skip
    days: list[tuple[str, int]] = [(day or _NO_DAY, document) for document, day in connection.execute(query)]
    return min(days)[1]


class Lineages:
    """Joins new texts to the lineages of a case."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._shingles = lru_cache(maxsize=2_000)(self._load)

    def join(self, versions: Sequence[int], documents: Sequence[int], texts: Sequence[bytes]) -> None:
        """Keeps the sampled shingles of new versions of documents, in their order, and joins the documents with those
        that they copy. The texts come as ``digests`` of their words."""
        self._find_copies(versions, texts)
        self._name(sorted(set(documents)))

    def _find_copies(self, fresh: Sequence[int], texts: Sequence[bytes]) -> None:
        hashes, places = sampled(texts)
        if not len(hashes):
            return
        versions = np.asarray(fresh, dtype=np.int64)[places]
        distinct, counts = np.unique(hashes, return_counts=True)
        holders = self._holders(distinct.tolist())
        insert_pairs(self._connection, "shingles (hash, version)", np.stack((hashes.astype(np.int64), versions), axis=1))
        # What one text alone has joins it with no other.
        twice = distinct[counts > 1]
        shared = np.isin(hashes, np.union1d(twice, np.array(sorted(holders), dtype=np.uint64)))
        for version, own in _by_version(hashes[shared], versions[shared]):
            self._match(version, own, holders)

    def _match(self, version: int, hashes: Sequence[int], holders: defaultdict[int, list[int]]) -> None:
        shared: Counter[int] = Counter()
        for one in hashes:
            held = holders[one]
            # Only earlier texts count, so that the result does not depend on how the work is cut into batches.
            if held and len(held) <= COMMON:
                shared.update(held)
            held.append(version)
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
            self._rename(joined[1:], joined[0])

    def _name(self, documents: Sequence[int]) -> None:
        """Names the lineages of documents with a new version after whichever of theirs was published first."""
        d, v = t.documents.c, t.versions.c
        own = t.documents.alias()
        query = (
            select(d.lineage, d.seq, func.min(v.published)).join(t.versions, v.document == d.seq)
            .where(d.lineage.in_(select(own.c.lineage).where(own.c.seq.in_(bindparam("some", expanding=True)))))
            .group_by(d.lineage, d.seq)
        )  # fmt: skip
        first: dict[int, tuple[str, int]] = {}
        for lineage, document, day in chunks(self._connection, query, documents):
            this = day or _NO_DAY, document
            first[lineage] = min(first.get(lineage, this), this)
        for lineage, (_, document) in sorted(first.items()):
            if document != lineage:
                self._rename([lineage], document)

    def _rename(self, lineages: Sequence[int], name: int) -> None:
        query = update(t.documents).where(t.documents.c.lineage.in_(lineages)).values(lineage=name)
        self._connection.execute(query)

    def _load(self, version: int) -> tuple[NDArray[np.uint64], str | None, int]:
        row = self._connection.execute(
            select(t.versions.c.text, t.versions.c.parts, t.versions.c.credit, t.versions.c.document).where(
                t.versions.c.seq == version
            )
        ).one()
        parts = [Part(*part) for part in json.loads(row.parts)]
        return shingles(body(row.text, parts)), row.credit, row.document


def _by_version(hashes: NDArray[np.uint64], versions: NDArray[np.int64]) -> Iterator[tuple[int, list[int]]]:
    """The shingles of each version, sorted; versions in order."""
    order = np.lexsort((hashes, versions))
    pairs = zip(versions[order].tolist(), hashes[order].tolist(), strict=True)
    for version, own in groupby(pairs, itemgetter(0)):
        yield version, [one for _, one in own]
