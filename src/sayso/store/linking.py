"""Linking a case: its claims are joined to events, and each event that changed is fused anew."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from sayso.store.events import Documents, claims_of, event_row, fingerprint, fingerprints, made_of
from sayso.store.reviewed_pairs import links

if TYPE_CHECKING:
    from sayso.fusion import Tables, Told
    from sayso.linking import Event
    from sayso.store.case import Case

Pair = tuple[str, str]
# What fusion looks up: a change of any of them makes all rows anew.
_TABLES = ("fusion.toml", "outlets.csv", "sides_alliances.csv", "actors_groups.csv", "states.csv", "actors_sides.csv")


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
    depends on what the case holds alone; linking again changes nothing.
    """
    from sayso.fusion import RelatedEvents, Tables
    from sayso.linking import link

    records = list(case.records())
    joined, parted = links(case.view)
    events = link(records, must=sorted({*must, *joined}), cannot=sorted({*cannot, *parted}))
    moved = _write_links(case, events, made_by)
    with case.view.connect() as connection:
        documents = Documents(connection)
        held = {} if anew else fingerprints(connection)
    by_claim = {claim.id: documents.told(record, claim) for record in records for claim in record.claims}
    told = {event.id: [by_claim[claim] for claim in event.claims] for event in events}
    related = RelatedEvents(told)
    book = tables or Tables.load()
    rows: list[dict[str, Any]] = []
    kept: set[str] = set()
    for number, event in enumerate(events, start=1):
        others = related.of(event.id)
        digest = fingerprint(told[event.id], others, _tables_digest(), made_by)
        if held.get(event.id) == digest:
            kept.add(event.id)
        else:
            rows.append(event_row(_built(event, told, others, book), digest, made_by))
        if progress is not None:
            progress(number, len(events))
    gone = case.writer.write_events(rows, kept)
    return Linked(len(by_claim), len(events), moved, len(rows), gone)


def _built(event: Event, told: dict[str, list[Told]], others: Collection[str], tables: Tables) -> Any:
    from sayso.fusion import build

    return build(event.id, told[event.id], related={name: told[name] for name in others}, tables=tables)


def _write_links(case: Case, events: Sequence[Event], made_by: str) -> int:
    """Writes the links that changed; returns how many claims are in another event than before."""
    before = case.view.claim_events()
    linked = {row["claim"] for row in case.view.links()}
    now = {claim: event.id for event in events for claim in event.claims}
    changed = {claim: event for claim, event in now.items() if before.get(claim) != event or claim not in linked}
    case.writer.link(changed, made_by)
    return sum(before.get(claim) != event for claim, event in changed.items())


@cache
def _tables_digest() -> str:
    digest = hashlib.sha256()
    for name in _TABLES:
        digest.update((resources.files("sayso.codebook") / "data" / name).read_bytes())
    return digest.hexdigest()[:16]


def refresh_events(case: Case, events: Iterable[str]) -> int:
    """Fuses some events of the table anew, after their claims were judged; returns how many rows were written.

    Events that were never linked have no row and get none; one whose claims are all rejected loses its own.
    """
    wanted = sorted(set(events))
    with case.view.connect() as connection:
        held = made_of(connection, wanted)
    if not held:
        return 0
    from sayso.fusion import Tables

    book = Tables.load()
    told = claims_of(case.view, held)
    rows = []
    for name, (made_by, related) in sorted(held.items()):
        if name in told:
            digest = fingerprint(told[name], related, _tables_digest(), made_by)
            rows.append(event_row(case.view.dossier(name, tables=book), digest, made_by))
    return case.writer.replace_events(rows, sorted(held))
