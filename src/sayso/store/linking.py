"""Linking a case: its claims are joined to events, and each event that changed is fused anew.

Records are read as a stream, and events are fused some at a time, so that memory grows with the mentions alone.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sayso.store.events import Documents, claims_of, event_row, fingerprint, fingerprints, made_of, reviewed_mark
from sayso.store.own_tables import marked, tables_of
from sayso.store.reviewed_pairs import links

if TYPE_CHECKING:
    from sayso.fusion import Tables
    from sayso.linking import Event, Mention
    from sayso.store.case import Case

Pair = tuple[str, str]
# Events that are read, fused and written as one transaction.
_AT_ONCE = 500
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


def link_case(
    case: Case,
    *,
    must: Iterable[Pair] = (),
    cannot: Iterable[Pair] = (),
    made_by: str,
    tables: Tables | None = None,
    anew: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Linked:
    """Links the claims of the current records, fuses the events and writes both.

    ``must`` and ``cannot`` are pairs of claim ids that are joined or kept apart besides those of reviewers; ``anew``
    fuses events that did not change too; ``progress`` is told how many of how many events are through. The result
    depends on what the case holds alone; linking again changes nothing, and after an interruption it goes on where it
    stopped.
    """
    from sayso.fusion import build
    from sayso.linking import link_mentions

    if tables is None:
        made_by = marked(made_by, case.name)
    document_of: dict[str, str] = {}
    reviewed: dict[str, str] = {}
    credited: dict[str, str] = {}
    joined, parted = links(case.view)
    with case.view.connect() as connection:
        documents = Documents(connection)
    mentions = _mentions(case, documents, document_of, reviewed, credited)
    events = link_mentions(mentions, must=sorted({*must, *joined}), cannot=sorted({*cannot, *parted}))
    moved = _write_links(case, events, made_by)
    planned = _planned(events)
    with case.view.connect() as connection:
        held = fingerprints(connection)
    digests = {
        event.id: fingerprint(
            [(claim, document_of[claim]) for claim in event.claims], documents, planned.get(event.id, ()),
            _tables_digest(), made_by, reviewed, credited,
        )
        for event in events
    }  # fmt: skip
    gone = sorted(set(held) - set(digests))
    case.writer.replace_events([], gone)
    todo = [event for event in events if anew or held.get(event.id) != digests[event.id]]
    # Events of one document come together, so that most documents are read once.
    todo.sort(key=lambda event: (min(document_of[claim] for claim in event.claims), event.id))
    book = tables or tables_of(case.name)
    done = len(events) - len(todo)
    for start in range(0, len(todo), _AT_ONCE):
        some = [event.id for event in todo[start : start + _AT_ONCE]]
        told = claims_of(case.view, some)
        rows = [
            event_row(build(name, told[name], tables=book), told[name], planned.get(name, ()), digests[name], made_by)
            for name in some
        ]
        case.writer.replace_events(rows, some)
        done += len(rows)
        if progress is not None:
            progress(done, len(events))
    return Linked(len(document_of), len(events), moved, len(todo), len(gone))


def _mentions(
    case: Case, documents: Documents, document_of: dict[str, str], reviewed: dict[str, str], credited: dict[str, str]
) -> Iterator[Mention]:
    """What linking needs of each record; notes on the way which document each claim is from, reviewers' marks, and
    which agency each document credits."""
    from sayso.linking import mentions_of

    for record in case.records():
        if record.error is None:
            credit = documents.credit(record)
            if credit is not None:
                credited[record.id] = credit
            for claim in record.claims:
                document_of[claim.id] = record.id
                mark = reviewed_mark(claim, record.id)
                if mark is not None:
                    reviewed[claim.id] = mark
            yield from mentions_of(record)


def _planned(events: Sequence[Event]) -> Mapping[str, tuple[str, ...]]:
    """Event to the events that speak of it as planned, or that it was planned as."""
    home = {claim: event.id for event in events if event.plans for claim in event.claims}
    found: dict[str, set[str]] = defaultdict(set)
    for event in events:
        for pair in event.plans:
            for claim in pair:
                other = home.get(claim)
                if other is not None and other != event.id:
                    found[event.id].add(other)
    return {name: tuple(sorted(others)) for name, others in found.items()}


def _write_links(case: Case, events: Sequence[Event], made_by: str) -> int:
    """Writes the links that changed; returns how many claims are in another event than before."""
    before = case.view.claim_events()
    linked = {row["claim"] for row in case.view.links()}
    changed: dict[str, str] = {}
    moved = 0
    for event in events:
        for claim in event.claims:
            if before.get(claim) != event.id:
                moved += 1
                changed[claim] = event.id
            elif claim not in linked:
                changed[claim] = event.id
    case.writer.link(changed, made_by)
    return moved


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
    told = claims_of(case.view, held)
    with case.view.connect() as connection:
        documents = Documents(connection, {one.document for some in told.values() for one in some})
    rows = []
    for name, (made_by, related) in sorted(held.items()):
        if name in told:
            claims = [(one.claim.id, one.document) for one in told[name]]
            marks = {one.claim.id: reviewed_mark(one.claim, one.document) for one in told[name]}
            reviewed = {claim: mark for claim, mark in marks.items() if mark is not None}
            credited = {one.document: one.credit for one in told[name] if one.credit is not None}
            digest = fingerprint(claims, documents, related, _tables_digest(), made_by, reviewed, credited)
            rows.append(event_row(build(name, told[name], tables=book), told[name], related, digest, made_by))
    return case.writer.replace_events(rows, sorted(held))
