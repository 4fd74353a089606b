"""Reading from a case: claims, events, documents and sources that a filter picks, and records as they were coded."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    Connection,
    Engine,
    Select,
    Text,
    and_,
    bindparam,
    case,
    cast,
    exists,
    func,
    literal_column,
    or_,
    select,
    true,
)
from sqlalchemy.exc import DBAPIError

from sayso.documents import Document
from sayso.documents.fold import folded
from sayso.errors import CaseError
from sayso.judgements import Overlay, Round, State
from sayso.query import Filter
from sayso.query.fields import day_range
from sayso.record import Claim, Record, from_dict
from sayso.store import tables as t
from sayso.store.engine import explain
from sayso.store.events import FUSED_COLUMNS, claims_of, dossier, event_named, event_rows
from sayso.store.migration_events import events as event_table
from sayso.store.own_tables import tables_of
from sayso.store.received import UNREAD
from sayso.store.reviewing import (
    any_rejected,
    breaks,
    kept,
    last_hash,
    log_rows,
    opened,
    rejected_in,
    reviewed_claims,
    round_of,
    state_of,
)
from sayso.store.select import Claims, asks_for_rejected, match

if TYPE_CHECKING:
    from sayso.fusion import Dossier, Tables, Told

Row = Mapping[str, Any]

_DIGITS = 15
# Rows that are fetched at a time.
_PAGE = 5_000
# Documents that one statement looks up.
_AT_ONCE = 200
# What the columns of a claim are called where they leave the case; see docs/case-file.md.
_RENAMED = {"id": "claim", "trigger_text": "trigger"}
_INTERNAL = frozenset({"seq", "document", "version", "record", "number", "long"})

_CLAIM_COLUMNS = [
    t.claims.c.seq,
    t.documents.c.id.label("document"),
    t.versions.c.number.label("version"),
    t.versions.c.published,
    t.versions.c.outlet,
    t.versions.c.url,
    t.versions.c.title,
    *(column.label(_RENAMED.get(column.name, column.name)) for column in t.claims.c if column.name not in _INTERNAL),
]
CLAIM_COLUMNS: tuple[str, ...] = tuple(column.name for column in _CLAIM_COLUMNS if column.name != "seq")


class View:
    """Reads one case. Every method opens and closes its own transaction; iterators keep theirs until they end."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine = engine
        self._name = name
        self._emptied: tuple[int | None, tuple[str, ...]] | None = None

    @contextmanager
    def connect(self) -> Iterator[Connection]:
        """A connection inside a transaction that only reads."""
        try:
            with self._engine.connect() as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            raise explain(error, self._name) from error

    # ── claims ───────────────────────────────────────────────────────────────────────────────────────────────

    def claims(self, filter_: Filter | str = "", *, limit: int | None = None, after: int = 0) -> Iterator[Row]:
        """The claims of the current records, in the order in which they came, as rows with CLAIM_COLUMNS.

        ``after`` is the ``seq`` of the last row of the page before.
        """
        with self.connect() as connection:
            query = self._claims(connection, filter_, _CLAIM_COLUMNS).order_by(t.claims.c.seq)
            if after:
                query = query.where(t.claims.c.seq > after)
            yield from _streamed(connection, query.limit(limit))

    def claims_numbered(self, seqs: Sequence[int]) -> Iterator[Row]:
        """The claims with these numbers (``seq``), in the order in which they came; rows as of ``claims``."""
        with self.connect() as connection:
            query = self._claims(connection, Filter(), _CLAIM_COLUMNS).where(t.claims.c.seq.in_(list(seqs)))
            yield from _streamed(connection, query.order_by(t.claims.c.seq))

    def claim_tuples(
        self, filter_: Filter | str = "", *, size: int = _PAGE, by_event: bool = False
    ) -> Iterator[list[tuple[Any, ...]]]:
        """The same as tuples of CLAIM_COLUMNS, ``size`` at a time: for exports of many.

        ``by_event`` gives the claims of one event one after the other.
        """
        with self.connect() as connection:
            query = self._claims(connection, filter_, _CLAIM_COLUMNS[1:])
            query = query.order_by(t.claims.c.event, t.claims.c.seq) if by_event else query.order_by(t.claims.c.seq)
            with connection.execution_options(yield_per=size).execute(query) as result:
                for part in result.partitions():
                    yield [tuple(row) for row in part]

    def count(self, filter_: Filter | str = "") -> int:
        """How many claims there are."""
        with self.connect() as connection:
            some = self._claims(connection, filter_, [t.claims.c.seq]).subquery()
            return connection.execute(select(func.count()).select_from(some)).scalar_one()

    def sql(self, filter_: Filter | str) -> str:
        """The SQL that finds the claims of a filter, values filled in: for people who want to go on from there."""
        with self.connect() as connection:
            query = self._claims(connection, filter_, _CLAIM_COLUMNS).order_by(t.claims.c.seq)
            return str(query.compile(connection, compile_kwargs={"literal_binds": True}))

    def picked(self, connection: Connection, filter_: Filter | str, columns: Any) -> Select[Any]:
        """The claims that a filter picks, as a query to build on: ``claims`` joined with ``documents`` and
        ``versions``, with some columns of these."""
        return self._claims(connection, filter_, columns)

    @staticmethod
    def columns() -> list[Any]:
        """The columns of a claim's row, ``seq`` first."""
        return list(_CLAIM_COLUMNS)

    def _claims(self, connection: Connection, filter_: Filter | str, columns: Any) -> Select[Any]:
        plan = Claims(connection).plan(_filter(filter_))
        start: Any = t.claims
        if plan.driver is not None:
            # SQLite must walk the driver: with "+ 0" it has no index to look the driver up by.
            number = plan.driver.c.claim + 0 if connection.dialect.name == "sqlite" else plan.driver.c.claim
            start = plan.driver.join(t.claims, t.claims.c.seq == number)
        joined = start.join(t.documents, t.documents.c.seq == t.claims.c.document).join(
            t.versions, t.versions.c.seq == t.claims.c.version
        )
        query = select(*columns).select_from(joined).where(plan.where)
        if plan.lead is not None:
            query = query.where(t.claims.c.seq.in_(plan.lead.order_by(None)))
        if not asks_for_rejected(_filter(filter_)) and any_rejected(connection):
            # A list that is made once and is short; a test of each claim's own column would read each claim.
            out = t.claims.alias("rejected")
            query = query.where(t.claims.c.seq.not_in(select(out.c.seq).where(out.c.reviewed == "rejected")))
        return query

    def claim(self, claim: str) -> tuple[str, Claim]:
        """The id of the document and the claim with an id, as reviewers left it; one that is rejected too.

        Raises CaseError where there is none.
        """
        with self.connect() as connection:
            row = connection.execute(
                select(t.documents.c.id, t.claims.c.number, t.claims.c.reviewed, t.records.c.body, t.versions.c.text)
                .select_from(t.claims).join(t.documents, t.documents.c.seq == t.claims.c.document)
                .join(t.records, t.records.c.seq == t.claims.c.record)
                .join(t.versions, t.versions.c.seq == t.claims.c.version)
                .where(t.claims.c.id == claim).limit(1)
            ).one_or_none()  # fmt: skip
            record = _record(row.body, row.text) if row is not None else None
            state = state_of(connection, [row.id]) if row is not None and row.reviewed is not None else None
        if row is None or record is None:
            raise CaseError(f"There is no claim {claim} in the case.", "sayso claims CASE lists them.")
        return row.id, reviewed_claims(record, state).claims[row.number].claim

    # ── events and sources ───────────────────────────────────────────────────────────────────────────────────

    def events(self, filter_: Filter | str = "", *, limit: int | None = None) -> Iterator[Row]:
        """The events that the claims tell of, each with what those of its claims say together that the filter picks.

        Where they differ in kind, place, actor or target, the claim that was published first is given. The columns
        from FUSED_COLUMNS on are of the whole event, as ``sayso link`` found it; None before that.
        """
        c = t.claims.c
        with self.connect() as connection:
            some = self._claims(connection, filter_, [
                *(c[name] for name in ("seq", "document", "event", "kind", "status", "actor", "target", "place",
                                       "country", "first", "last", "killed_low", "killed_high", "injured_low",
                                       "injured_high")),
                t.versions.c.outlet, t.documents.c.lineage, t.versions.c.published,
            ]).subquery().c  # fmt: skip
            country = case((some.place.is_not(None), func.coalesce(some.country, "")))
            grouped = select(
                some.event, _told_first(some, some.kind).label("kind"),
                func.count(func.distinct(some.kind)).label("kinds"),
                func.min(some.first).label("first"), func.max(some.last).label("last"),
                _told_first(some, some.place).label("place"),
                func.nullif(_told_first(some, country), "").label("country"),
                _told_first(some, some.actor).label("actor"), func.count(func.distinct(some.actor)).label("actors"),
                _told_first(some, some.target).label("target"),
                func.min(some.killed_low).label("killed_low"),
                func.max(func.coalesce(some.killed_high, some.killed_low)).label("killed_high"),
                func.min(some.injured_low).label("injured_low"),
                func.max(func.coalesce(some.injured_high, some.injured_low)).label("injured_high"),
                func.count().label("claims"), func.count(func.distinct(some.document)).label("documents"),
                func.count(func.distinct(some.lineage)).label("lineages"),
                func.count(func.distinct(some.outlet)).label("outlets"),
                func.sum(case((some.status == "denied", 1), else_=0)).label("denied"),
                func.min(some.published).label("published"), func.min(some.seq).label("_first"),
            ).group_by(some.event).subquery()  # fmt: skip
            told = event_table.c
            query = (
                select(*(column for column in grouped.c if column.name != "_first"), *(told[n] for n in FUSED_COLUMNS))
                .select_from(grouped.outerjoin(event_table, told.id == grouped.c.event))
                .order_by(grouped.c._first).limit(limit)
            )  # fmt: skip
            yield from _streamed(connection, query)

    def dossier(self, event: str, *, tables: Tables | None = None) -> Dossier:
        """Everything that is claimed of an event, by whom and through whom. Raises CaseError where there is none."""
        return dossier(self, event, tables or tables_of(self._name))

    def events_of_claims(self, claims: Iterable[str]) -> set[str]:
        """The events that some claims, by their ids, are mentions of."""
        query = select(t.claims.c.event).where(t.claims.c.id.in_(bindparam("some", expanding=True)))
        found: set[str] = set()
        wanted = sorted(set(claims))
        with self.connect() as connection:
            for start in range(0, len(wanted), 900):
                found.update(connection.execute(query, {"some": wanted[start : start + 900]}).scalars())
        return found

    def texts_of_claims(self, claims: Iterable[str]) -> set[tuple[str, str]]:
        """(id, SHA-256 of the text) of those of some claims, by their ids, that the case has now."""
        c, v = t.claims.c, t.versions.c
        query = select(c.id, v.text_sha256).join(t.versions, v.seq == c.version)
        query = query.where(c.id.in_(bindparam("some", expanding=True)))
        wanted = sorted(set(claims))
        found: set[tuple[str, str]] = set()
        with self.connect() as connection:
            for start in range(0, len(wanted), 900):
                rows = connection.execute(query, {"some": wanted[start : start + 900]})
                found.update((row.id, row.text_sha256) for row in rows)
        return found

    def event_named(self, name: str) -> str:
        """The id of the event of an id, of the beginning of one, or of one of its claims. Raises CaseError."""
        return event_named(self, name)

    def event_claims(self, events: Iterable[str]) -> dict[str, list[Told]]:
        """The claims of some events with what is known of their documents, by event."""
        return claims_of(self, events)

    def fused(self) -> Iterator[Row]:
        """The table of events as ``sayso link`` wrote it, one row an event, in the order of their ids."""
        with self.connect() as connection:
            yield from event_rows(connection)

    def claim_events(self) -> dict[str, str]:
        """Claim to event, for the claims of the current records."""
        with self.connect() as connection:
            return {row.id: row.event for row in connection.execute(select(t.claims.c.id, t.claims.c.event))}

    def sources(self, filter_: Filter | str = "", *, limit: int | None = None) -> Iterator[Row]:
        """Who the claims are told by: each chain of sources, with how many claims, documents and lineages have it."""
        with self.connect() as connection:
            some = self._claims(connection, filter_, [
                t.claims.c.sources, t.claims.c.document, t.claims.c.status, t.versions.c.outlet, t.documents.c.lineage,
            ]).subquery().c  # fmt: skip
            query = select(
                some.sources, func.count().label("claims"),
                func.count(func.distinct(some.document)).label("documents"),
                func.count(func.distinct(some.lineage)).label("lineages"),
                func.count(func.distinct(some.outlet)).label("outlets"),
                func.sum(case((some.status == "denied", 1), else_=0)).label("denied"),
            ).group_by(some.sources).order_by(func.count().desc(), some.sources).limit(limit)  # fmt: skip
            yield from _streamed(connection, query)

    # ── documents and records ────────────────────────────────────────────────────────────────────────────────

    def documents(
        self, filter_: Filter | str = "", *, limit: int | None = None, after: int = 0, text: bool = False
    ) -> Iterator[Row]:
        """The documents in their newest version, in the order in which they came.

        Conditions on claims mean documents with a claim that meets all of them; words are looked for in the whole
        text. ``lineage`` is the id of the earliest document with the same text, as far as the dates tell.
        """
        filter_ = _filter(filter_)
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
                query = query.where(d.seq.in_(self._claims(connection, told, [t.claims.c.document])))
            if after:
                query = query.where(d.seq > after)
            yield from _streamed(connection, query)

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
        found = match("document_words", values, connection.dialect.name == "sqlite")
        return v.seq.in_(found.order_by(None)) if found is not None else literal_column("1") == literal_column("0")

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
            record = _record(row.body, row.text)
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
            record = _record(row.body, row.text)
            return record, reviewed_claims(record, state_of(connection, [document]))

    def is_coded(self, document: str) -> bool:
        """Whether a document is in the case and has a record."""
        query = select(t.documents.c.record).where(t.documents.c.id == document)
        with self.connect() as connection:
            return connection.execute(query).scalar_one_or_none() is not None

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
        wanted = _filter(filter_)
        with self.connect() as connection:
            query = (
                select(t.records.c.body, t.versions.c.text)
                .select_from(t.documents).join(t.records, t.records.c.seq == t.documents.c.record)
                .join(t.versions, t.versions.c.seq == t.records.c.version).order_by(t.documents.c.seq)
            )  # fmt: skip
            if wanted:
                query = query.where(t.documents.c.seq.in_(self._claims(connection, wanted, [t.claims.c.document])))
            state = state_of(connection)
            with connection.execution_options(yield_per=200).execute(query) as result:
                for row in result:
                    yield _as_reviewed(_record(row.body, row.text), state)

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
                    yield _as_reviewed(_record(row.body, row.text), state)

    def older_records(self, documents: Sequence[str]) -> Iterator[Record]:
        """What was coded of the texts that some documents (by id) had before the one of their current record, the
        newest first; of each text the record that was made last."""
        old, now = t.versions.alias("old"), t.versions.alias("now")
        of_now = t.records.alias("of_now")
        query = (
            select(t.records.c.body, old.c.text, old.c.seq)
            .select_from(t.documents).join(of_now, of_now.c.seq == t.documents.c.record)
            .join(now, now.c.seq == of_now.c.version)
            .join(old, (old.c.document == t.documents.c.seq) & (old.c.number < now.c.number))
            .join(t.records, t.records.c.version == old.c.seq)
            .where(t.documents.c.id.in_(bindparam("some", expanding=True)), now.c.number > 1)
            .order_by(t.documents.c.seq, old.c.seq.desc(), t.records.c.seq.desc())
        )  # fmt: skip
        with self.connect() as connection:
            seen: set[int] = set()
            for start in range(0, len(documents), _AT_ONCE):
                for row in connection.execute(query, {"some": list(documents[start : start + _AT_ONCE])}).all():
                    if row.seq not in seen:
                        seen.add(row.seq)
                        yield _record(row.body, row.text)

    def emptied(self) -> tuple[str, ...]:
        """The ids of documents of which a later text makes no claim, in order; remembered until a text is added."""
        with self.connect() as connection:
            latest = connection.execute(select(func.max(t.records.c.seq))).scalar()
            if self._emptied is None or self._emptied[0] != latest:
                now = t.versions.alias("now")
                query = (
                    select(t.documents.c.id)
                    .select_from(t.documents).join(t.records, t.records.c.seq == t.documents.c.record)
                    .join(now, now.c.seq == t.records.c.version)
                    .where(now.c.number > 1, ~exists().where(t.claims.c.document == t.documents.c.seq))
                    .order_by(t.documents.c.id)
                )  # fmt: skip
                self._emptied = latest, tuple(connection.execute(query).scalars())
            return self._emptied[1]

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

    def all_records(self, documents: Iterable[str]) -> Iterator[Row]:
        """Every record of some documents as kept, the current one of each document last: body is its JSON without
        the text, as bytes."""
        r, d = t.records.c, t.documents.c
        query = (
            select(d.id.label("document"), t.versions.c.number.label("version"), r.made_by, r.written_at, r.body)
            .select_from(t.records).join(t.versions, t.versions.c.seq == r.version)
            .join(t.documents, d.seq == t.versions.c.document)
            .where(d.id == bindparam("which"))
            .order_by(case((d.record == r.seq, 1), else_=0), r.seq)
        )  # fmt: skip
        with self.connect() as connection:
            for document in documents:
                for row in connection.execute(query, {"which": document}).mappings():
                    yield {**row, "body": zlib.decompress(row["body"])}

    def links(self) -> Iterator[Row]:
        """Which claims are mentions of which event across documents."""
        with self.connect() as connection:
            yield from _streamed(connection, select(t.links).order_by(t.links.c.claim))

    def judgements(
        self, *, subject: str | None = None, id: str | None = None, by: str | None = None, last: int | None = None
    ) -> Iterator[Row]:
        """The log of people's decisions, oldest first: all of it, what is about one claim, one entry, or what one
        person decided (and whatever was undone), from their ``last`` so many entries on."""
        c = t.judgements.c
        only: list[Any] = [column == value for column, value in ((c.subject, subject), (c.id, id)) if value is not None]
        if by is not None:
            only.append(or_(c.by == by, c.action == "undo"))
            if last is not None:
                before = select(c.seq).where(c.by == by).order_by(c.seq.desc()).offset(last).limit(1).scalar_subquery()
                only.append(c.seq > func.coalesce(before, 0))
        with self.connect() as connection:
            for row in log_rows(connection, only=and_(true(), *only)):
                yield opened(row)

    def blind_round(self) -> tuple[Round, int] | None:
        """The blind round that is on, and the number of the entry that began it; None where none is."""
        with self.connect() as connection:
            return round_of(connection)

    def judgement_breaks(self) -> list[tuple[str, str]]:
        """Where the chain of the log does not hold: the entry, and what is wrong."""
        with self.connect() as connection:
            return list(breaks(connection))

    def review_state(self, documents: Sequence[str] | None = None) -> State:
        """What the log of decisions says, computed from it alone; what it says of some documents only, where asked."""
        with self.connect() as connection:
            return state_of(connection, documents) or State()

    def last_judgement(self, subject: str, among: str | None = None) -> str:
        """The hash of the last decision about a claim, "" where there is none; ``among`` counts one person's only."""
        with self.connect() as connection:
            return last_hash(connection, subject, among)

    def numbers(self) -> dict[str, int]:
        """How much the case holds."""
        with self.connect() as connection:
            out = {
                name: connection.execute(select(func.count()).select_from(table)).scalar_one()
                for name, table in (("documents", t.documents), ("versions", t.versions), ("records", t.records),
                                    ("claims", t.claims), ("judgements", t.judgements))
            }  # fmt: skip
            out["lineages"] = connection.execute(
                select(func.count(func.distinct(t.documents.c.lineage)))
            ).scalar_one()
            out["coded"] = connection.execute(
                select(func.count()).select_from(t.documents).where(t.documents.c.record.is_not(None))
            ).scalar_one()
            newest = t.documents.join(t.versions, t.versions.c.seq == t.documents.c.version)
            out["uncodable"] = connection.execute(
                select(func.count()).select_from(newest).where(t.versions.c.uncoded.is_not(None))
            ).scalar_one()
        return out


def _told_first(claims: Any, value: Any) -> Any:
    """Of the values of a group of claims, the one that was published first; of the same day, that came first."""
    day = func.substr(func.coalesce(claims.published, "9999-12-31").concat(" " * 10), 1, 10)
    number = func.substr(cast(claims.seq + 10**_DIGITS, Text), 2)
    return func.substr(func.min(day.concat(number).concat(value)), 10 + _DIGITS + 1)


def _as_reviewed(record: Record, state: State | None) -> Record:
    """A record with its claims as they stand; events lose the claims that are rejected."""
    threads = state.of_document(record.id) if state is not None else []
    if not threads:
        return record
    claims = kept(record, state)
    names = {claim.id for claim in claims}
    events = [replace(event, claims=tuple(name for name in event.claims if name in names)) for event in record.events]
    return replace(record, claims=claims, events=tuple(event for event in events if event.claims))


def _about_documents(field: str) -> bool:
    return field in ("document", "lang", "outlet", "published", "text")


def _like(name: str, pattern: str) -> bool:
    from fnmatch import fnmatchcase

    return fnmatchcase(name, pattern.replace("[", "[[]")) if "*" in pattern else name == pattern


def _filter(filter_: Filter | str) -> Filter:
    return Filter.parse(filter_) if isinstance(filter_, str) else filter_


def _streamed(connection: Connection, query: Select[Any]) -> Iterator[Row]:
    with connection.execution_options(yield_per=_PAGE).execute(query) as result:
        for row in result.mappings():
            yield dict(row)


def unpacked(packing: str, body: bytes) -> bytes:
    """Bytes as they were before the case packed them."""
    return zlib.decompress(body) if packing == "zlib" else bytes(body)


def _record(body: bytes, text: str) -> Record:
    return from_dict(Record, {**json.loads(zlib.decompress(body)), "text": text})
