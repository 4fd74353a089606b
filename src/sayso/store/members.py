"""The claims of events as they are kept: whether an event changed is told from their ids, and only those of events
that did are made claims again."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, select

from sayso.record import Claim, Record, from_dict, identified
from sayso.store import tables as t
from sayso.store.statements import chunks
from sayso.store.withdrawn import add_withdrawn

if TYPE_CHECKING:  # fusion brings the registry and the graphs with it: a list of claims needs neither
    from sayso.fusion import Told
    from sayso.store.view import View


# How keys stand in the JSON of a record.
_CLAIMS, _CREDIT = ',"claims":[', ',"credit":'
_DECODER = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Head:
    """What a record says of its document; ``credit`` is the agency that the text credits."""

    id: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    credit: str | None

    @classmethod
    def of(cls, record: Record) -> Head:
        """That of a record."""
        credit = record.credit.name if record.credit is not None else None
        return cls(record.id, record.outlet, record.published, record.title, record.url, credit)


@dataclass(frozen=True, slots=True)
class Opened:
    """The current record of a document, of which single claims are made. Where reviewers judged any of them they are
    all there as they left them; else ``body`` has the JSON of the record, in which a claim is looked up by its id."""

    head: Head
    body: str = ""
    claims: tuple[Claim, ...] = ()

    @classmethod
    def kept(cls, body: bytes) -> Opened:
        """From what ``packed_record`` made, compressed as it is kept."""
        text = zlib.decompress(body).decode()
        return cls(_head(text), text)

    @classmethod
    def judged(cls, record: Record) -> Opened:
        """A record with its claims as reviewers left them."""
        return cls(Head.of(record), "", record.claims)

    def holds(self, claim: str) -> bool:
        """Whether a claim that the case has a row of, by its id, is not rejected."""
        return bool(self.body) or any(one.id == claim for one in self.claims)

    def some(self, wanted: Collection[str]) -> Iterator[Claim]:
        """Those of the claims that have one of these ids, in the order of the text."""
        if self.body:
            for raw in _claims(self.body, wanted):
                yield from_dict(Claim, raw)
        for claim in self.claims:
            if claim.id in wanted:
                yield claim

    def marks(self) -> Iterator[tuple[str, str]]:
        """(id, mark) of the claims in which a reviewer set a slot, see ``reviewed_mark``."""
        raw_claims = json.loads(self.body)["claims"] if '"reviewer"' in self.body else ()
        set_ones = (from_dict(Claim, raw) for raw in raw_claims if "reviewer" in (raw.get("why") or ()))
        for claim in (*set_ones, *self.claims):
            mark = reviewed_mark(claim, self.head.id)
            if mark is not None:
                yield claim.id, mark


def _head(body: str) -> Head:
    """What the JSON of a record says of its document: it stands before the claims, the credit at the end.

    A key with its quotes stands nowhere inside a value, where quotes are escaped.
    """
    start = body.find(_CLAIMS)
    data = json.loads(body[:start] + "}" if start > 0 else body)
    at = body.rfind(_CREDIT)
    if start > 0 and at > start:
        credit, end = _DECODER.raw_decode(body, at + len(_CREDIT))
        if body[end:] == "}":
            data["credit"] = credit
    credit = data.get("credit")
    return Head(
        data["id"], data.get("outlet"), data.get("published"), data.get("title"), data.get("url"),
        credit["name"] if credit is not None else None,
    )  # fmt: skip


def _claims(body: str, wanted: Collection[str]) -> list[Mapping[str, Any]]:
    """Those of a record's claims that have one of these ids, in the order of the text: most of a record is not read."""
    places = sorted(body.find(f'{{"id":{json.dumps(one, ensure_ascii=False)},') for one in wanted)
    if places and places[0] > 0:
        return [_DECODER.raw_decode(body, place)[0] for place in places]
    return [raw for raw in json.loads(body)["claims"] if raw["id"] in wanted]


def reviewed_mark(claim: Claim, document: str) -> str | None:
    """Where a reviewer set a slot of a claim, the id that a claim with these values would have; None elsewhere."""
    return identified(claim, document).id if "reviewer" in claim.why else None


@dataclass(frozen=True, slots=True)
class _About:
    """What a case knows about a document, as fusion needs it."""

    lineage: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    credit: str | None


class Documents:
    """Turns the claims of records into what fusion takes."""

    def __init__(self, connection: Connection, documents: Collection[str] | None = None) -> None:
        first = t.documents.alias("first")
        v, d = t.versions.c, t.documents.c
        query = (
            select(d.id, first.c.id.label("lineage"), v.outlet, v.published, v.title, v.url, v.credit)
            .select_from(t.documents.join(t.versions, v.seq == d.version).join(first, first.c.seq == d.lineage))
        )  # fmt: skip
        rows: Iterable[Any]
        if documents is None:
            rows = connection.execute(query)
        else:
            query = query.where(d.id.in_(bindparam("some", expanding=True)))
            rows = chunks(connection, query, sorted(documents))
        self._about = {
            row.id: _About(row.lineage, row.outlet, row.published, row.title, row.url, row.credit) for row in rows
        }

    def mark(self, document: str) -> tuple[str | None, ...]:
        """What of a document changes an event."""
        about = self._about.get(document)
        return () if about is None else (about.lineage, about.outlet, about.published)

    def credit(self, head: Head) -> str | None:
        """The agency that a document credits, by its markup or by its text."""
        about = self._about.get(head.id)
        return about.credit if about is not None and about.credit else head.credit

    def told(self, head: Head, claim: Claim) -> Told:
        """The claim with what is known of its document."""
        from sayso.fusion.model import Told

        about = self._about.get(head.id)
        if about is None:
            about = _About(head.id, head.outlet, head.published, head.title, head.url, None)
        return Told(
            claim, head.id, about.outlet or head.outlet, about.published, about.title, about.url, about.lineage,
            self.credit(head),
        )  # fmt: skip


class Members:
    """The claims of some events."""

    def __init__(self, view: View, events: Iterable[str]) -> None:
        self._view, self._emptied = view, view.emptied()
        with view.connect() as connection:
            query = (
                select(t.claims.c.event, t.claims.c.id, t.documents.c.id.label("document"))
                .select_from(t.claims).join(t.documents, t.documents.c.seq == t.claims.c.document)
                .where(t.claims.c.event.in_(bindparam("some", expanding=True)))
            )  # fmt: skip
            rows = list(chunks(connection, query, sorted(set(events))))
            named = {row.document for row in rows}
            self.documents = Documents(connection, {*self._emptied, *named})
        self._opened = {one.head.id: one for one in view.opened(sorted(named))}
        self._claims: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for row in rows:
            if self._opened[row.document].holds(row.id):
                self._claims[row.event].append((row.id, row.document))

    def __contains__(self, event: str) -> bool:
        return event in self._claims

    def claims(self, event: str) -> list[tuple[str, str]]:
        """The ids of an event's claims, each with that of its document, sorted."""
        return sorted(self._claims[event])

    def reviewed(self, event: str) -> dict[str, str]:
        """The marks of those of its claims in which a reviewer set a slot."""
        marks: dict[str, str] = {}
        for document in dict.fromkeys(document for _, document in self._claims[event]):
            marks.update(self._opened[document].marks())
        return {claim: marks[claim] for claim, _ in self._claims[event] if claim in marks}

    def credited(self, event: str) -> dict[str, str]:
        """Which agency those of its documents credit that credit one."""
        found = {document: self.documents.credit(self._opened[document].head) for _, document in self._claims[event]}
        return {document: credit for document, credit in found.items() if credit is not None}

    def told(self, events: Iterable[str]) -> dict[str, list[Told]]:
        """The claims of some of the events as fusion takes them, in the order of their ids, withdrawn ones among them;
        events without a claim are left out."""
        found: dict[str, list[Told]] = {event: [] for event in sorted(set(events)) if event in self._claims}
        wanted: dict[str, dict[str, str]] = defaultdict(dict)
        for event in found:
            for claim, document in self._claims[event]:
                wanted[document][claim] = event
        for document in sorted(wanted):
            opened, home = self._opened[document], wanted[document]
            for one in opened.some(home):
                found[home[one.id]].append(self.documents.told(opened.head, one))
        add_withdrawn(self._view, found, sorted(wanted), self._emptied, self.documents)
        return {event: sorted(some, key=lambda one: one.claim.id) for event, some in found.items() if some}


def claims_of(view: View, events: Iterable[str]) -> dict[str, list[Told]]:
    """The claims of some events, by event, in the order of their ids."""
    wanted: Sequence[str] = sorted(set(events))
    return Members(view, wanted).told(wanted)
