"""Writing to a case: documents, records, links, judgements. Nothing that was kept is changed or taken away.

Each call is one transaction, and only one writer is at work in a case at a time: the next waits.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, Engine, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError

from sayso.documents import Document
from sayso.documents.copies import body, sampled
from sayso.documents.fold import word_list, words
from sayso.errors import CaseError
from sayso.judgements import Anchor, Reviewed
from sayso.record import Record, dumps_without_text, from_dict
from sayso.store import tables as t
from sayso.store.engine import explain
from sayso.store.events import replace_events
from sayso.store.lineage import Lineages, insert_pairs
from sayso.store.migrations import lock
from sayso.store.received import Added, Received
from sayso.store.reviewing import Entry, append, restored, review_columns, reviewed_claims, state_of
from sayso.store.rows import claim_row, claim_terms, events_of

# Rows that one statement looks up or writes.
CHUNK = 900
# Blobs below this size do not shrink enough to be worth packing.
_SMALL = 200
# PostgreSQL's index of one text may take a megabyte; words behind this are not searched there.
_LONGEST_WORDS = 600_000


def now() -> str:
    """The time as the case writes it: ISO 8601, UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def unsurrogated(value: str | None) -> str | None:
    """The text with half characters replaced: databases hold Unicode only."""
    return None if value is None else value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


class Writer:
    """Writes to one case. ``clock`` gives the time of writing."""

    def __init__(self, engine: Engine, name: str, clock: Callable[[], str] = now) -> None:
        self._engine = engine
        self._name = name
        self._clock = clock
        self._terms: dict[tuple[str, str], int] = {}
        self.wrote = False

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────

    def add(self, batch: Sequence[Received]) -> list[Added]:
        """Keeps documents, in order. One that is there already with this text only gets the receipt, if that is new."""
        prepared = [_Prepared(one) for one in batch]
        if not prepared:
            return []
        with self._transaction() as connection:
            return self._add(connection, prepared)

    def _add(self, connection: Connection, prepared: Sequence[_Prepared]) -> list[Added]:
        known = {
            row.key: row
            for row in _chunks(connection, select(t.documents.c.key, t.documents.c.seq, t.documents.c.id)
                               .where(t.documents.c.key.in_(bindparam("some", expanding=True))),
                               [one.key for one in prepared])
        }  # fmt: skip
        seqs = [row.seq for row in known.values()]
        held: dict[tuple[int, str], tuple[int, int]] = {}
        newest: dict[int, int] = {}
        for row in _chunks(connection, select(t.versions.c.document, t.versions.c.text_sha256, t.versions.c.seq,
                                              t.versions.c.number)
                           .where(t.versions.c.document.in_(bindparam("some", expanding=True))), seqs):  # fmt: skip
            held[row.document, row.text_sha256] = row.seq, row.number
            newest[row.document] = max(newest.get(row.document, 0), row.number)
        ids = {key: (row.seq, row.id) for key, row in known.items()}
        wanted = [one.received.document.id for one in prepared if one.received.document.id]
        taken = set(_column(connection, select(t.documents.c.id)
                            .where(t.documents.c.id.in_(bindparam("some", expanding=True))), wanted))  # fmt: skip
        held_receipts = {
            (row.blob, row.source, row.version)
            for row in _chunks(connection, select(t.receipts.c.blob, t.receipts.c.source, t.receipts.c.version)
                               .where(t.receipts.c.blob.in_(bindparam("some", expanding=True))),
                               sorted({one.blob for one in prepared}))
        }  # fmt: skip
        next_document, next_version, next_receipt = self._reserve(connection, documents=0, versions=0, receipts=0)
        new_documents: list[dict[str, Any]] = []
        new_versions: list[dict[str, Any]] = []
        fresh: list[tuple[int, int, _Prepared]] = []  # version, document, what came
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
        self._insert_new(connection, t.blobs, list(packed.values()))
        self._reserve(connection, documents=len(new_documents), versions=len(new_versions), receipts=len(receipts))
        _insert(connection, t.documents, new_documents)
        _insert(connection, t.versions, new_versions)
        _insert(connection, t.receipts, receipts)
        if pointers:
            connection.execute(
                update(t.documents).where(t.documents.c.seq == bindparam("which"))
                .values(version=bindparam("newest")),
                [{"which": document, "newest": version} for document, version in pointers.items()],
            )  # fmt: skip
        self._index_words(connection, "document_words", [(version, one.words) for version, _, one in fresh])
        Lineages(connection).join([(version, one.sampled) for version, _, one in fresh])
        return out

    def seen(self, blobs: Mapping[str, str]) -> set[str]:
        """Which of some bytes (SHA-256 to the source that they come from) were received from there before."""
        with self._engine.connect() as connection, connection.begin():
            query = select(t.receipts.c.blob, t.receipts.c.source).where(
                t.receipts.c.blob.in_(bindparam("some", expanding=True))
            )
            rows = list(_chunks(connection, query, list(blobs)))
        return {row.blob for row in rows if blobs[row.blob] == row.source}

    # ── records ──────────────────────────────────────────────────────────────────────────────────────────────

    def write(
        self, records: Iterable[Record], made_by: str | None = None, *, times: Sequence[str] | None = None
    ) -> int:
        """Keeps records beside those that the documents have already, and makes them the current ones.

        A record of a document or a text that the case does not hold brings it along. ``made_by`` names the
        version that made them, where they do not say so themselves; ``times`` says when each was written, where
        that was not now. Returns how many were new.
        """
        batch = list(records)
        if not batch:
            return 0
        with self._transaction() as connection:
            versions = self._versions_of(connection, batch)
            rows = [(record, *version) for record, version in zip(batch, versions, strict=True)]
            return self._write(connection, rows, made_by, times or [self._clock()] * len(rows))

    def _versions_of(self, connection: Connection, batch: Sequence[Record]) -> list[tuple[int, int]]:
        """(document, version) of each record; documents that are not there are added from the record."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        query = (
            select(t.documents.c.id, t.documents.c.seq, t.versions.c.seq.label("version"), t.versions.c.text_sha256)
            .join(t.versions, t.versions.c.document == t.documents.c.seq)
            .where(t.documents.c.id.in_(bindparam("some", expanding=True)))
        )
        for row in _chunks(connection, query, [record.id for record in batch]):
            found[row.id, row.text_sha256] = row.seq, row.version
        out = []
        for record in batch:
            digest = _sha(record.text)
            if (record.id, digest) not in found:
                document = Document(record.text, record.id, record.published, record.outlet, record.url, record.title)
                raw = record.text.encode()
                received = _Prepared(Received(document, raw, "record:" + record.id, self._clock()))
                # The id decides here, not the address: the record names its document by it.
                row = connection.execute(
                    select(t.documents.c.key).where(t.documents.c.id == record.id)
                ).scalar_one_or_none()
                received.key = row or received.key
                added = self._add(connection, [received])[0]
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

    def _write(
        self,
        connection: Connection,
        batch: Sequence[tuple[Record, int, int]],
        made_by: str | None,
        times: Sequence[str],
    ) -> int:
        (next_record,) = self._reserve(connection, records=0)
        held = {
            (row.version, row.made_by, row.sha256): row.seq
            for row in _chunks(connection, select(t.records.c.version, t.records.c.made_by, t.records.c.sha256,
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
        _insert(connection, t.records, rows)
        new = len(rows)
        self._reserve(connection, records=new)
        self._point(connection, current)
        return new

    def _point(self, connection: Connection, current: Mapping[int, tuple[int, int, Record]]) -> None:
        """Makes these the records that the documents' claims are from, and writes the claims."""
        changed = {
            row.seq
            for row in _chunks(connection, select(t.documents.c.seq, t.documents.c.record)
                               .where(t.documents.c.seq.in_(bindparam("some", expanding=True))), list(current))
            if row.record == current[row.seq][0]
        }  # fmt: skip
        todo = {document: one for document, one in current.items() if document not in changed}
        if not todo:
            return
        self._forget_claims(connection, list(todo))
        connection.execute(
            update(t.documents).where(t.documents.c.seq == bindparam("which")).values(record=bindparam("current")),
            [{"which": document, "current": one[0]} for document, one in todo.items()],
        )
        state = state_of(connection, [record.id for _, _, record in todo.values()])
        shown = {document: reviewed_claims(one[2], state).claims for document, one in todo.items()}
        total = sum(map(len, shown.values()))
        if not total:
            return
        (seq,) = self._reserve(connection, claims=total)
        outlets: dict[int, str | None] = {}
        parts: dict[int, list[tuple[int, int, str]]] = {}
        for row in _chunks(connection, select(t.versions.c.seq, t.versions.c.outlet, t.versions.c.parts)
                               .where(t.versions.c.seq.in_(bindparam("some", expanding=True))),
                               [version for _, version, _ in todo.values()]):  # fmt: skip
            outlets[row.seq] = row.outlet
            parts[row.seq] = json.loads(row.parts)
        linked = {
            row.claim: row.event
            for row in _chunks(connection, select(t.links.c.claim, t.links.c.event)
                               .where(t.links.c.claim.in_(bindparam("some", expanding=True))),
                               [one.claim.id for claims in shown.values() for one in claims])
        }  # fmt: skip
        rows, terms, index = [], [], []
        for document, (record_seq, version, record) in todo.items():
            events = events_of(record)
            for number, one in enumerate(shown[document]):
                claim = one.claim
                row = claim_row(claim)
                row.update(
                    seq=seq, document=document, version=version, record=record_seq, number=number,
                    event=linked.get(claim.id) or events.get(claim.id) or claim.id,
                    part=_part_at(parts[version], claim.trigger.start), **review_columns(one),
                )  # fmt: skip
                rows.append(row)
                terms.append((seq, list(claim_terms(claim, outlets.get(version), one.by))))
                index.append((seq, words(claim.evidence.text)))
                seq += 1
        _insert(connection, t.claims, rows)
        self._index_terms(connection, terms)
        self._index_words(connection, "claim_words", index)

    def _forget_claims(self, connection: Connection, documents: Sequence[int]) -> None:
        """Takes the claims of earlier records out of the tables that are searched; the records keep them."""
        query = select(t.claims.c.seq).where(t.claims.c.document.in_(bindparam("some", expanding=True)))
        old = list(_chunks(connection, query, documents))
        self._drop_claims(connection, [row.seq for row in old])

    @staticmethod
    def _drop_claims(connection: Connection, claims: Sequence[int], keep: int = 0) -> None:
        """Takes claims out of the index and the tables; the rows of the last ``keep`` stay, to be written over."""
        if not claims:
            return
        old = list(_chunks(connection, select(t.claims.c.seq, t.claims.c.evidence).where(
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

    # ── links and judgements ─────────────────────────────────────────────────────────────────────────────────

    def link(
        self, events: Mapping[str, str], made_by: str, also: Callable[[Connection], object] | None = None
    ) -> None:
        """Says which claims (by id) are mentions of which event across documents; ``also`` is done with it or not at
        all."""
        with self._transaction() as connection:
            rows = [{"claim": claim, "event": event, "made_by": made_by} for claim, event in sorted(events.items())]
            if rows:
                statement = _dialect_insert(connection)(t.links)
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["claim"],
                        set_={"event": statement.excluded.event, "made_by": statement.excluded.made_by},
                    ),
                    rows,
                )
                connection.execute(
                    update(t.claims).where(t.claims.c.id == bindparam("which")).values(event=bindparam("into")),
                    [{"which": row["claim"], "into": row["event"]} for row in rows],
                )
            if also is not None:
                also(connection)

    def replace_events(
        self, rows: Sequence[Mapping[str, Any]], names: Collection[str],
        also: Callable[[Connection], object] | None = None,
    ) -> int:  # fmt: skip
        """Makes these the rows of the events with some names; those that have none among them lose theirs."""
        with self._transaction() as connection:
            replace_events(connection, rows, names)
            if also is not None:
                also(connection)
        return len(rows)

    def judge(
        self, subject: str, action: str, value: Any = None, *, by: str, at: str | None = None,
        anchor: Anchor | None = None, expect: str | None = None,
    ) -> str:  # fmt: skip
        """Adds a person's decision to the log, and applies it; returns its id. See judge_all."""
        return self.judge_all([Entry(subject, action, value, anchor, expect)], by=by, at=at)[0]

    def judge_all(self, entries: Sequence[Entry], *, by: str, at: str | None = None) -> list[str]:
        """Adds decisions of one person to the log, all or none, and applies them to the claims that are searched.

        Raises Conflict where somebody else judged one of the claims since it was looked at.
        """
        at = at or self._clock()
        with self._transaction() as connection:
            (seq,) = self._reserve(connection, judgements=len(entries))
            names = append(connection, entries, by=by, at=at, first=seq)
            touched = {entry.anchor.document for entry in entries if entry.anchor is not None}
            if any(entry.anchor is None for entry in entries):  # may be about many, as the end of a blind round is
                touched.update(_judged_documents(connection))
            self._remake(connection, sorted(touched))
        return names

    def restore_judgements(self, rows: Sequence[Mapping[str, Any]]) -> None:
        """Takes over decisions from another case as they are; those that are here already stay as they are.

        Raises ValueError where one is not as it was written.
        """
        with self._transaction() as connection:
            (seq,) = self._reserve(connection, judgements=0)
            given = restored(connection, rows, seq)
            self._reserve(connection, judgements=len(given))
            _insert(connection, t.judgements, given)
            self._remake(connection, _judged_documents(connection))

    def _remake(self, connection: Connection, documents: Sequence[str]) -> None:
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
        for place in list(_chunks(connection, query, documents)):
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
            self._drop_claims(connection, [*gone, *(old["seq"] for old, _ in changed)], keep=len(changed))
            for old, row in changed:
                connection.execute(update(t.claims).where(t.claims.c.seq == old["seq"]).values(**row))
                row["seq"] = old["seq"]
            if new:
                (seq,) = self._reserve(connection, claims=len(new))
                for number, row in enumerate(new):
                    row["seq"] = seq + number
                    row["event"] = connection.execute(
                        select(t.links.c.event).where(t.links.c.claim == row["id"])
                    ).scalar_one_or_none() or events.get(row["id"], row["id"])
                _insert(connection, t.claims, new)
            fresh = [*(row for _, row in changed), *new]
            self._index_terms(connection, [
                (row["seq"], list(claim_terms(claims[row["id"]].claim, place.outlet, claims[row["id"]].by)))
                for row in fresh
            ])  # fmt: skip
            self._index_words(connection, "claim_words", [(row["seq"], words(row["evidence"])) for row in fresh])

    def optimize(self) -> None:
        """Tells the database how its tables are filled, so that it plans well; worth it after much was written."""
        with self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # PostgreSQL answers from an index alone only where VACUUM has marked what all may see.
            connection.exec_driver_sql("VACUUM ANALYZE" if connection.dialect.name == "postgresql" else "ANALYZE")

    def sample(self) -> None:
        """Does the same in a moment, by a sample, where nobody else writes; PostgreSQL does so by itself."""
        if self._engine.dialect.name == "sqlite":
            with (
                suppress(DBAPIError),
                self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection,
            ):
                for statement in ("PRAGMA busy_timeout = 0", "PRAGMA analysis_limit = 1000", "ANALYZE"):
                    connection.exec_driver_sql(statement)

    # ── underneath ───────────────────────────────────────────────────────────────────────────────────────────

    @contextmanager
    def _transaction(self) -> Iterator[Connection]:
        try:
            with self._engine.connect().execution_options(sayso_writes=True) as connection, connection.begin():
                lock(connection)
                yield connection
                self.wrote = True
        except BaseException as error:
            self._terms.clear()  # some of them may be undone
            if isinstance(error, DBAPIError):
                raise explain(error, self._name) from error
            raise

    def _reserve(self, connection: Connection, **wanted: int) -> tuple[int, ...]:
        """The first of so many fresh numbers for each table; a number is never given twice.

        Asked for none, it gives the number that comes next: the same work in other portions takes the same numbers.
        """
        out = []
        for name, amount in wanted.items():
            first = connection.execute(
                select(t.counters.c.next).where(t.counters.c.name == name)
            ).scalar_one_or_none()
            if first is None:
                first = 1
                connection.execute(insert(t.counters).values(name=name, next=first + amount))
            else:
                connection.execute(update(t.counters).where(t.counters.c.name == name).values(next=first + amount))
            out.append(first)
        return tuple(out)

    @staticmethod
    def _insert_new(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            connection.execute(_dialect_insert(connection)(table).on_conflict_do_nothing(), list(rows))

    def _index_terms(self, connection: Connection, claims: Sequence[tuple[int, list[tuple[str, str]]]]) -> None:
        wanted = sorted({term for _, terms in claims for term in terms if term not in self._terms})
        if wanted:
            self._insert_terms(connection, wanted)
        pairs = sorted({(self._terms[term], seq) for seq, terms in claims for term in terms})
        insert_pairs(connection, "claim_terms (term, claim)", pairs)

    def _insert_terms(self, connection: Connection, wanted: Sequence[tuple[str, str]]) -> None:
        query = select(t.terms.c.seq, t.terms.c.field, t.terms.c.term).where(
            t.terms.c.term.in_(bindparam("some", expanding=True))
        )
        found = {(row.field, row.term): row.seq for row in _chunks(connection, query, sorted({w[1] for w in wanted}))}
        missing = [term for term in wanted if term not in found]
        if missing:
            (seq,) = self._reserve(connection, terms=len(missing))
            rows = []
            for field, term in missing:
                rows.append({"seq": seq, "field": field, "term": term})
                found[field, term] = seq
                seq += 1
            _insert(connection, t.terms, rows)
        self._terms.update(found)

    @staticmethod
    def _index_words(connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
        if not rows:
            return
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql(f"INSERT INTO {table} (rowid, words) VALUES (?, ?)", list(rows))
        else:
            connection.exec_driver_sql(
                f"INSERT INTO {table} (seq, words) VALUES (%s, to_tsvector('simple', %s))",
                [(seq, some[:_LONGEST_WORDS]) for seq, some in rows],
            )


class _Prepared:
    """What can be worked out about a document before the case is locked."""

    def __init__(self, received: Received) -> None:
        self.received = received
        self.text = unsurrogated(received.document.text) or ""
        self.key = unsurrogated(received.key()) or ""
        self.key_bytes = self.key.encode()
        self.blob = hashlib.sha256(received.raw).hexdigest()
        self.text_sha256 = _sha(self.text)
        own = word_list(self.text)
        self.words = " ".join(own)
        if received.document.title:
            self.words = f"{words(received.document.title)} {self.words}"
        rest = body(self.text, received.parts)
        self.sampled = sampled(own if rest == self.text else word_list(rest))

    def blob_row(self) -> dict[str, Any]:
        raw = self.received.raw
        packed = zlib.compress(raw, 1) if len(raw) > _SMALL else raw
        small = len(packed) < len(raw)
        return {
            "sha256": self.blob, "size": len(raw), "packing": "zlib" if small else "none",
            "body": packed if small else raw,
        }  # fmt: skip

    def version_row(self, seq: int, document: int, number: int) -> dict[str, Any]:
        received, about = self.received, self.received.document
        return {
            "seq": seq, "document": document, "number": number, "text_sha256": self.text_sha256, "text": self.text,
            "title": unsurrogated(about.title), "byline": unsurrogated(received.byline), "published": about.published,
            "outlet": unsurrogated(about.outlet), "url": unsurrogated(about.url), "language": received.language,
            "credit": received.credit,
            "parts": json.dumps([[part.start, part.end, part.type] for part in received.parts]),
            "extractor": received.extractor, "uncoded": received.uncoded,
        }  # fmt: skip

    def receipt_row(self, seq: int, version: int) -> dict[str, Any]:
        received = self.received
        headers = json.dumps(dict(received.headers), sort_keys=True) if received.headers else None
        return {
            "seq": seq, "version": version, "blob": self.blob, "source": unsurrogated(received.source),
            "retrieved_at": received.retrieved_at, "media_type": received.media_type, "headers": headers,
        }  # fmt: skip


def _part_at(parts: Sequence[tuple[int, int, str]], place: int) -> str | None:
    """What part of a text a place in it belongs to; None for the body."""
    return next((kind for start, end, kind in parts if start <= place < end), None)


def packed_record(record: Record) -> bytes:
    """The record as JSON without its text, which the version holds."""
    return dumps_without_text(record).encode()


def unpacked_record(body: bytes, text: str) -> Record:
    """The inverse of packed_record, compressed as it is kept."""
    return from_dict(Record, {**json.loads(zlib.decompress(body)), "text": text})


def _judged_documents(connection: Connection) -> list[str]:
    query = select(t.judgements.c.document).where(t.judgements.c.document.is_not(None)).distinct()
    return sorted(connection.execute(query).scalars())


def _sha(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


def _dialect_insert(connection: Connection) -> Any:
    return postgres_insert if connection.dialect.name == "postgresql" else sqlite_insert


def _insert(connection: Connection, table: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Inserts rows that all fill the same columns."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), list(rows))
        return
    # SQLite takes rows as they are; SQLAlchemy would make a mapping of each and look through its types.
    names = tuple(rows[0])
    marks = ", ".join("?" * len(names))
    columns = ", ".join(f'"{name}"' for name in names)
    fetch = itemgetter(*names)
    connection.exec_driver_sql(f"INSERT INTO {table.name} ({columns}) VALUES ({marks})", [fetch(row) for row in rows])


def _chunks(connection: Connection, query: Any, values: Sequence[Any]) -> Iterator[Any]:
    for start in range(0, len(values), CHUNK):
        yield from connection.execute(query, {"some": list(values[start : start + CHUNK])})


def _column(connection: Connection, query: Any, values: Sequence[Any]) -> Iterator[Any]:
    for row in _chunks(connection, query, values):
        yield row[0]
