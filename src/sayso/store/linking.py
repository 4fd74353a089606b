"""Linking a case: its claims are joined to events, and each event that changed is fused anew.

The case keeps the index of its mentions. Documents that came or changed since are looked up in it, and only events near
them are made anew; where there is none, or much has changed, all records are read as a stream. Events are fused some
at a time, so that memory grows with the mentions alone.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial
from importlib import resources
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from sayso.store import linked as kept_in
from sayso.store.events import RULES, event_row, fingerprint, fingerprints, made_of, replace_events
from sayso.store.members import Documents, Head, Members, reviewed_mark
from sayso.store.own_tables import marked, tables_of
from sayso.store.reviewed_pairs import links

if TYPE_CHECKING:
    from sayso.fusion import Tables
    from sayso.linking import Event, Index, Mention
    from sayso.store.case import Case

Pair = tuple[str, str]
# Events that are read, fused and written as one transaction.
_AT_ONCE = 500
# More documents than this, and than this share of those that are linked, are linked with all others at once.
_MANY, _SHARE = 200, 4
# What fusion looks up: a change of any of them makes all rows anew.
_TABLES = (
    "fusion.toml", "basis.csv", "outlets.csv", "sides_alliances.csv", "actors_groups.csv", "states.csv",
    "actors_sides.csv",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Linked:
    """What linking did: how many claims are in how many events, how many claims moved to another event, how many
    events were fused anew, and how many are no more."""

    claims: int
    events: int
    moved: int
    fused: int
    gone: int


@dataclass(frozen=True, slots=True)
class _Run:
    """What linking left to fuse: events, with those that speak of each as planned or that it was planned as; and the
    fingerprints of their rows where they are known."""

    claims: int
    events: int
    moved: int = 0
    gone: int = 0
    todo: Sequence[str] = ()
    planned: Mapping[str, Sequence[str]] = field(default_factory=dict)
    digests: Mapping[str, str] | None = None


def link_case(
    case: Case,
    *,
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
    made_by: str,
    tables: Tables | None = None,
    anew: bool = False,
    full: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Linked:
    """Links the claims of the current records, fuses the events and writes both.

    ``must`` and ``cannot`` are pairs of claim ids that are joined or kept apart besides those of reviewers; ``anew``
    fuses events that did not change too; ``full`` goes through all claims instead of those near what changed; and
    ``progress`` is told how many of how many events are through. The result depends on what the case holds alone;
    linking again changes nothing, and after an interruption it goes on where it stopped.
    """
    from sayso.linking import WrittenAnew

    if tables is None:
        made_by = marked(made_by, case.name)
    joined, parted = links(case.view)
    with case.view.connect() as connection:
        held = kept_in.kept(connection)
        judged = kept_in.last_judgement(connection)
    made_from = _made_from(made_by)
    what = kept_in.Kept(
        held.run + 1 if held is not None else 1, made_from, judged,
        tuple(sorted({*must, *joined})), tuple(sorted({*cannot, *parted})), 0, 0,
    )  # fmt: skip
    run = None
    if held is not None and held.made_from == made_from and not (full or anew):
        try:
            run = _link_changed(case, held, what, made_by)
        except WrittenAnew:
            run = None
    if run is None:
        run = _link_all(case, what, made_by, anew)
    fused = _fuse(case, run, made_by, tables or tables_of(case.name), progress) if run.todo else 0
    return Linked(run.claims, run.events, run.moved, fused, run.gone)


def _link_all(case: Case, what: kept_in.Kept, made_by: str, anew: bool) -> _Run:
    """Links all claims."""
    from sayso.linking import Index

    document_of: dict[str, str] = {}
    reviewed: dict[str, str] = {}
    credited: dict[str, str] = {}
    with case.view.connect() as connection:
        marks = kept_in.marks(connection)
        documents = Documents(connection)
        held = fingerprints(connection)
    index = Index(what.must, what.cannot)
    index.fill(_mentions(case, documents, document_of, reviewed, credited))
    events = index.events()
    planned = _planned(events)
    digests = {
        event.id: fingerprint(
            [(claim, document_of[claim]) for claim in event.claims], documents, planned.get(event.id, ()),
            _tables_digest(), made_by, reviewed, credited,
        )
        for event in events
    }  # fmt: skip
    gone = sorted(set(held) - set(digests))
    todo = [event for event in events if anew or held.get(event.id) != digests[event.id]]
    # Events of one document come together, so that most documents are read once.
    todo.sort(key=lambda event: (min(document_of[claim] for claim in event.claims), event.id))
    names = [event.id for event in todo]
    before = case.view.claim_events()
    linked = {row["claim"] for row in case.view.links()}
    moved, written = _moved(events, before, linked)
    claims = len(document_of)

    def also(connection: Connection) -> None:
        replace_events(connection, [], gone)
        kept_in.done(connection, kept_in.todo(connection))
        kept_in.add_todo(connection, names)
        index.shelve(kept_in.IndexRows(connection), anew=True)
        kept_in.keep(connection, replace(what, claims=claims, events=len(events)), marks, anew=True)

    case.writer.link(written, made_by, also)
    return _Run(claims, len(events), moved, len(gone), names, planned, digests)


def _link_changed(case: Case, held: kept_in.Kept, what: kept_in.Kept, made_by: str) -> _Run | None:
    """Links the documents that changed since the last run; None where they are so many that all are better linked."""
    from sayso.linking import Index, mentions_of

    with case.view.connect() as connection:
        changed = kept_in.changed(connection, held.judged)
        if len(changed) > _MANY + kept_in.documents_linked(connection) // _SHARE:
            return None
        waiting = kept_in.todo(connection)
        same = not changed and (held.must, held.cannot) == (what.must, what.cannot)
        if same and not waiting:
            return _Run(held.claims, held.events)
        left = kept_in.claims_in(connection, waiting)
    records = [record for record in case.view.records_of(list(changed)) if record.error is None]
    told = [claim.id for record in records for claim in record.claims]
    with kept_in.IndexReader(case.view).at_once() as reader:
        index = Index.from_shelf(reader, held.must, held.cannot)
    update = index.update(
        (mention for record in records for mention in mentions_of(record)),
        gone=[document for document in changed if index.has(document)], must=what.must, cannot=what.cannot,
    )  # fmt: skip
    touched = _touched(index, update.events, [*told, *left])
    claims = [claim for event in touched for claim in event.claims]
    own, planned = _tied(index, touched)
    with case.view.connect() as connection:
        before, linked = kept_in.events_before(connection, claims)
        gone = sorted(kept_in.fingerprints_of(connection, update.gone))
        rows = made_of(connection, sorted(planned.keys() - own))
    moved, written = _moved(touched, before, linked)
    # What is tied to an event that changed has changed where it is tied to another one than before.
    names = sorted(own | {name for name in planned.keys() - own if name not in rows or rows[name][1] != planned[name]})
    number_of_claims, number_of_events = index.size()

    def also(connection: Connection) -> None:
        replace_events(connection, [], gone)
        kept_in.done(connection, {*waiting, *gone} - set(names))
        kept_in.add_todo(connection, names)
        if same:
            return
        index.shelve(kept_in.IndexRows(connection))
        kept_in.keep(
            connection, replace(what, claims=number_of_claims, events=number_of_events), changed.values(), anew=False
        )

    case.writer.link(written, made_by, also)
    return _Run(number_of_claims, number_of_events, moved, len(gone), names, planned)


def _touched(index: Index, changed: Sequence[Event], claims: Sequence[str]) -> list[Event]:
    """The events that changed, and those of some claims."""
    here = {claim for event in changed for claim in event.claims}
    found = {event.id: event for event in (*changed, *index.events_with(set(claims) - here))}
    return [found[name] for name in sorted(found)]


def _tied(index: Index, events: Sequence[Event]) -> tuple[set[str], dict[str, list[str]]]:
    """The ids of events; and for each of them, and each that one is linked to as its plan or as what was planned, those
    to which it is so linked."""
    own = {event.home for event in events}
    planned = index.planned(own)
    near = {other for others in planned.values() for other in others} - own
    planned |= index.planned(near)
    ids = index.ids(planned.keys() | {other for others in planned.values() for other in others})
    return {ids[home] for home in own}, {
        ids[home]: sorted(ids[other] for other in others) for home, others in planned.items()
    }


def _fuse(case: Case, run: _Run, made_by: str, book: Tables, progress: Callable[[int, int], None] | None) -> int:
    """Fuses events and writes their rows; returns how many. Those whose rows would be the same are left alone."""
    from sayso.fusion import build

    fused = 0
    done = run.events - len(run.todo)
    for start in range(0, len(run.todo), _AT_ONCE):
        some = run.todo[start : start + _AT_ONCE]
        members = Members(case.view, some)
        there = [name for name in some if name in members]
        digests = run.digests
        if digests is None:
            digests = {name: _digest(members, name, run.planned.get(name, ()), made_by) for name in there}
            with case.view.connect() as connection:
                held = kept_in.fingerprints_of(connection, some)
            there = [name for name in there if held.get(name) != digests[name]]
        told = members.told(there)
        rows = [
            event_row(
                build(name, told[name], tables=book, drawn=False), told[name], run.planned.get(name, ()), digests[name], made_by
            )
            for name in there if name in told
        ]  # fmt: skip
        case.writer.replace_events(rows, list(told), partial(kept_in.done, events=some))
        fused += len(rows)
        done += len(some)
        if progress is not None:
            progress(done, run.events)
    return fused


def _digest(members: Members, event: str, planned: Sequence[str], made_by: str) -> str:
    """The fingerprint of the row that an event would have. What was withdrawn is no claim of it."""
    return fingerprint(
        members.claims(event), members.documents, planned, _tables_digest(), made_by, members.reviewed(event),
        members.credited(event),
    )  # fmt: skip


def _mentions(
    case: Case, documents: Documents, document_of: dict[str, str], reviewed: dict[str, str], credited: dict[str, str]
) -> Iterator[Mention]:
    """What linking needs of each record; notes on the way which document each claim is from, reviewers' marks, and
    which agency each document credits."""
    from sayso.linking import mentions_of

    for record in case.records():
        if record.error is None:
            credit = documents.credit(Head.of(record))
            if credit is not None:
                credited[record.id] = credit
            for claim in record.claims:
                document_of[claim.id] = record.id
                mark = reviewed_mark(claim, record.id)
                if mark is not None:
                    reviewed[claim.id] = mark
            yield from mentions_of(record)


def _planned(events: Sequence[Event]) -> dict[str, list[str]]:
    """Event to the events that speak of it as planned, or that it was planned as."""
    home = {claim: event.id for event in events if event.plans for claim in event.claims}
    found: dict[str, set[str]] = defaultdict(set)
    for event in events:
        for pair in event.plans:
            for claim in pair:
                other = home.get(claim)
                if other is not None and other != event.id:
                    found[event.id].add(other)
    return {name: sorted(others) for name, others in found.items()}


def _moved(events: Sequence[Event], before: Mapping[str, str], linked: set[str]) -> tuple[int, dict[str, str]]:
    """How many claims are in another event than before, and the links that are to be written."""
    changed: dict[str, str] = {}
    moved = 0
    for event in events:
        for claim in event.claims:
            if before.get(claim) != event.id:
                moved += 1
                changed[claim] = event.id
            elif claim not in linked:
                changed[claim] = event.id
    return moved, changed


def _made_from(made_by: str) -> str:
    """Changes whenever the same claims would give other events or other rows of them."""
    from sayso.linking.shelf import LAYOUT

    return hashlib.sha256(json.dumps([LAYOUT, RULES, _tables_digest(), made_by]).encode()).hexdigest()[:16]


@cache
def _tables_digest() -> str:
    digest: Any = hashlib.sha256()
    for name in _TABLES:
        digest.update((resources.files("sayso.codebook") / "data" / name).read_bytes())
    return str(digest.hexdigest()[:16])


def refresh_events(case: Case, events: Iterable[str]) -> int:
    """Fuses some events of the table anew, after their claims were judged; returns how many rows were written.

    Events that were never linked have no row and get none; one whose claims are all rejected loses its own.
    """
    wanted = sorted(set(events))
    with case.view.connect() as connection:
        held = made_of(connection, wanted)
    if not held:
        return 0
    from sayso.fusion import build

    book = tables_of(case.name)
    members = Members(case.view, held)
    rows = []
    for name, some in sorted(members.told(held).items()):
        maker, related = held[name]
        digest = _digest(members, name, related, maker)
        rows.append(event_row(build(name, some, tables=book, drawn=False), some, related, digest, maker))
    return case.writer.replace_events(rows, sorted(held))
