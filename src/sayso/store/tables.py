"""The tables of a case, the same on SQLite and PostgreSQL.

Kept for ever: ``blobs`` (bytes as received), ``documents`` and their ``versions`` (texts), ``receipts`` (which
bytes came when from where), ``records`` (what was coded, by which version of Sayso), ``links`` (which claims are one
event across documents) and ``judgements`` (what people decided). Made from these, and free to be made again:
``claims``, ``terms``, ``claim_terms``, ``claim_blocks``, ``shingles`` and the two full-text indexes.

Booleans are 0 and 1, days are YYYY-MM-DD, times ISO 8601 in UTC, lists and objects JSON.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.dialects.sqlite import REAL
from sqlalchemy.schema import SchemaItem

metadata = MetaData()

_BIG = BigInteger().with_variant(Integer(), "sqlite")
_REAL = Float(53).with_variant(REAL(), "sqlite")


def _table(name: str, *parts: SchemaItem, rowid: bool = True) -> Table:
    return Table(name, metadata, *parts, sqlite_strict=True, sqlite_with_rowid=rowid)


def _seq() -> Column[int]:
    return Column("seq", _BIG, primary_key=True, autoincrement=False)


def _to(column: str, name: str, nullable: bool = False, index: bool = False) -> Column[int]:
    return Column(name, _BIG, ForeignKey(column), nullable=nullable, index=index)


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, CheckConstraint(f"{name} IN (0, 1)"), nullable=False)


migrations = _table(
    "migrations", Column("name", Text, primary_key=True), Column("applied_at", Text, nullable=False)
)

counters = _table(
    "counters", Column("name", Text, primary_key=True), Column("next", _BIG, nullable=False)
)

blobs = _table(
    "blobs",
    Column("sha256", Text, primary_key=True),
    Column("size", _BIG, nullable=False),
    Column("packing", Text, CheckConstraint("packing IN ('none', 'zlib')"), nullable=False),
    Column("body", LargeBinary, nullable=False),
)

documents = _table(
    "documents",
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("key", Text, nullable=False, unique=True),  # canonical address, given id or hash of the content
    Column("lineage", _BIG, nullable=False, index=True),  # seq of the document that published this text first
    Column("version", _BIG),  # seq of the newest version
    Column("record", _BIG),  # seq of the record that the claims are from
)

versions = _table(
    "versions",
    _seq(),
    _to("documents.seq", "document"),
    Column("number", Integer, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("title", Text),
    Column("byline", Text),
    Column("published", Text, index=True),
    Column("outlet", Text),
    Column("url", Text),
    Column("language", Text),
    Column("credit", Text),  # the agency that the text credits
    Column("parts", Text, nullable=False),  # JSON: what of the text is not body, with offsets
    Column("extractor", Text, nullable=False),
    Column("uncoded", Text),  # why the text can't be coded
    UniqueConstraint("document", "number"),
    UniqueConstraint("document", "text_sha256"),
    Index("versions_language", "language", "document"),
)

receipts = _table(
    "receipts",
    _seq(),
    _to("versions.seq", "version", index=True),
    Column("blob", Text, ForeignKey("blobs.sha256"), nullable=False),
    Column("source", Text, nullable=False),
    Column("retrieved_at", Text, nullable=False),
    Column("media_type", Text),
    Column("headers", Text),
    UniqueConstraint("blob", "source", "version"),
    Index("receipts_source", "source", "seq"),
)

records = _table(
    "records",
    _seq(),
    _to("versions.seq", "version"),
    Column("made_by", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("written_at", Text, nullable=False),
    Column("error", Text),
    Column("body", LargeBinary, nullable=False),  # zlib of the record's JSON, its text left out
    UniqueConstraint("version", "made_by", "sha256"),
)

links = _table(
    "links",
    Column("claim", Text, primary_key=True),
    Column("event", Text, nullable=False),
    Column("made_by", Text, nullable=False),
)

judgements = _table(
    "judgements",
    _seq(),
    Column("id", Text, nullable=False, unique=True),
    Column("subject", Text, nullable=False, index=True),  # id of a claim, an event or a document
    Column("action", Text, nullable=False),
    Column("value", Text, nullable=False),  # JSON
    Column("by", Text, nullable=False),
    Column("at", Text, nullable=False),
    Column("document", Text, index=True),  # id of the document that the subject is in
    Column("anchor", Text),  # JSON: where the claim stood; see sayso.judgements
    Column("previous", Text),  # hash of the entry before
    Column("hash", Text),
)

# Ranges of up to so many days are found by their first day alone; the few longer ones are looked through.
LONG = 31
SLOTS = ("actor", "target")

claims = _table(
    "claims",
    _seq(),
    Column("id", Text, nullable=False, index=True),
    _to("documents.seq", "document"),
    _to("versions.seq", "version"),
    _to("records.seq", "record"),
    Column("number", Integer, nullable=False),
    Column("event", Text, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("status", Text, nullable=False),
    _flag("hedged"),
    _flag("background"),
    Column("confidence", _REAL, nullable=False),
    *(
        column
        for slot in SLOTS
        for column in (
            Column(slot, Text), Column(f"{slot}_id", Text), Column(f"{slot}_type", Text),
            Column(f"{slot}_country", Text), Column(f"{slot}_text", Text),
        )
    ),
    Column("weapon", Text),
    Column("place", Text),
    Column("place_text", Text),
    Column("geonameid", _BIG),
    Column("lat", _REAL),
    Column("lon", _REAL),
    Column("country", Text),
    Column("admin1", Text),
    Column("admin2", Text),
    Column("feature", Text),
    Column("where_prec", Integer),
    Column("first", Text),
    Column("last", Text),
    Column("date_prec", Integer),
    Column("long", Integer, CheckConstraint("long IN (0, 1)")),  # whether the range has more than LONG days
    Column("when_text", Text),
    Column("killed_low", _BIG),
    Column("killed_high", _BIG),
    Column("injured_low", _BIG),
    Column("injured_high", _BIG),
    Column("counts", Text),  # JSON
    Column("sources", Text),  # names, nearest to the event first, " < " between them
    Column("basis", Text),
    Column("plover_event", Text),
    Column("plover_mode", Text),
    Column("plover_contexts", Text),  # "; " between them
    Column("acled_event_type", Text),
    Column("acled_sub_event_type", Text),
    Column("ucdp_type_of_violence", Integer),
    Column("cameo", Text),
    Column("trigger_start", Integer, nullable=False),
    Column("trigger_end", Integer, nullable=False),
    Column("trigger_text", Text, nullable=False),
    Column("evidence_start", Integer, nullable=False),
    Column("evidence_end", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("reviewed", Text),  # accepted, edited, rejected, added or disputed; none where nobody judged it
    Column("reviewed_by", Text),  # names, "; " between them
    Column("reviewed_slots", Text),  # JSON: slot to the reviewer whose value stands there
    Column("part", Text),  # "caption" where it stands in one; empty in the body
    Index("claims_kind", "kind", "status", "seq"),
    Index("claims_status", "status", "seq"),
    Index("claims_first", "long", "first", "last", "seq"),
    Index("claims_plover", "plover_event", "plover_mode", "seq"),
    Index("claims_acled", "acled_sub_event_type", "seq"),
    Index("claims_document", "document", "seq"),
)
rare = tuple(
    Index(f"claims_{name}", claims.c.seq, sqlite_where=claims.c[name].is_not(None),
          postgresql_where=claims.c[name].is_not(None))
    for name in ("weapon", "basis")
)  # fmt: skip
Index(
    "claims_reviewed", claims.c.reviewed, claims.c.seq,
    sqlite_where=claims.c.reviewed.is_not(None), postgresql_where=claims.c.reviewed.is_not(None),
)  # fmt: skip

terms = _table(
    "terms",
    _seq(),
    Column("field", Text, nullable=False),
    Column("term", Text, nullable=False),  # folded
    UniqueConstraint("field", "term"),
)

claim_terms = _table(
    "claim_terms",
    Column("term", _BIG, ForeignKey("terms.seq"), primary_key=True),
    Column("claim", _BIG, ForeignKey("claims.seq"), primary_key=True),
    Index("claim_terms_claim", "claim"),
    rowid=False,
)

# The small columns of claims, so many claims together and packed: a page is found by these; see packing.py.
claim_blocks = _table(
    "claim_blocks",
    Column("name", Text, primary_key=True),
    Column("block", _BIG, primary_key=True),
    Column("data", LargeBinary, nullable=False),
)

shingles = _table(
    "shingles",
    Column("hash", _BIG, primary_key=True),
    Column("version", _BIG, ForeignKey("versions.seq"), primary_key=True),
    rowid=False,
)

# The full-text indexes differ between the two databases; see migrations.py.
WORDS = {"document_words": "versions", "claim_words": "claims"}
