"""The claims of a record with what reviewers decided laid over them. The record itself is never changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from sayso.errors import RecordError
from sayso.judgements.entry import SLOTS
from sayso.judgements.fold import Edit, Thread
from sayso.judgements.match import match
from sayso.judgements.moving import Unplaced, moved
from sayso.record import Claim, Record, from_dict, to_dict
from sayso.record.codec import field_from_dict

if TYPE_CHECKING:
    from sayso.actors import ActorBook
    from sayso.codebook.codes import CodeTable

# Slots that the codes of other schemas follow from.
_CODED_FROM = ("kind", "actor", "target", "status")


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A claim as it stands after review.

    ``coded`` is the coder's claim, None for one that a reviewer added. ``label`` is accepted, edited, rejected, added,
    disputed, or None where nobody judged it. ``slots`` says whose value stands in which slot; ``unplaced`` names
    values that were set but whose words the text no longer has.
    """

    claim: Claim
    coded: Claim | None
    label: str | None = None
    by: tuple[str, ...] = ()
    slots: Mapping[str, str] = field(default_factory=dict)
    unplaced: tuple[str, ...] = ()
    thread: Thread | None = None


@dataclass(frozen=True, slots=True)
class Overlay:
    """The claims of a document after review, the coder's in their order and then those added; and the threads that
    match none of them."""

    claims: tuple[Reviewed, ...]
    orphans: tuple[Thread, ...] = ()


def overlay(record: Record, threads: Sequence[Thread]) -> Overlay:
    """A record's claims with the judgements of its document laid over them."""
    if not threads:
        return Overlay(tuple(Reviewed(claim, claim) for claim in record.claims))
    found, left = match(threads, record.claims, record.text)
    claims = [
        _reviewed(claim, found[number], record.text) if number in found else Reviewed(claim, claim)
        for number, claim in enumerate(record.claims)
    ]
    orphans = []
    for thread in left:
        added = _added(thread, record.text) if thread.opinion.added is not None else None
        if added is not None:
            claims.append(added)
        else:
            orphans.append(thread)
    return Overlay(tuple(claims), tuple(orphans))


def _reviewed(coded: Claim, thread: Thread, text: str) -> Reviewed:
    opinion = thread.opinion
    values: dict[str, Edit] = {}
    # Where a claim was added, the coder has found it by itself since.
    for whole in (opinion.added, opinion.seen):
        if whole is not None:
            values.update((slot, replace(whole, value=value)) for slot, value in whole.value.items())
    claim, slots, unplaced = _filled(coded, {**values, **opinion.edits}, thread, text)
    return Reviewed(claim, coded, thread.label, opinion.by, slots, unplaced, thread)


def _added(thread: Thread, text: str) -> Reviewed | None:
    opinion = thread.opinion
    added = opinion.added
    if added is None or not thread.anchors:
        return None
    values = {slot: replace(added, value=value) for slot, value in added.value.items()}
    try:
        anchor = added.anchor or thread.anchors[-1]
        here = {slot: moved(added.value[slot], anchor, text) for slot in ("trigger", "evidence")}
        bare = from_dict(Claim, {"id": thread.subject, "kind": anchor.kind, **here, "confidence": 1.0})
    except (Unplaced, RecordError):
        return None
    claim, slots, unplaced = _filled(bare, {**values, **opinion.edits}, thread, text)
    return Reviewed(claim, None, thread.label, opinion.by, slots, unplaced, thread)


def _filled(
    coded: Claim, values: Mapping[str, Edit], thread: Thread, text: str
) -> tuple[Claim, dict[str, str], tuple[str, ...]]:
    """A claim with some slots set, who set those that differ from the coder's, and those that can't be placed."""
    changes: dict[str, Any] = {}
    slots: dict[str, str] = {}
    unplaced = []
    for slot in SLOTS:
        if slot not in values:
            continue
        edit = values[slot]
        try:
            new = field_from_dict(Claim, slot, moved(edit.value, edit.anchor or thread.anchors[-1], text))
        except (Unplaced, RecordError):
            unplaced.append(slot)
            continue
        if to_dict(new) != to_dict(getattr(coded, slot)):
            changes[slot] = new
            slots[slot] = edit.by
    if not changes:
        return coded, slots, tuple(unplaced)
    claim = replace(coded, **changes, why={**coded.why, "reviewer": dict(slots)})
    if any(slot in changes for slot in _CODED_FROM):
        claim = replace(claim, codes=_codes(claim, coded))
    return claim, slots, tuple(unplaced)


def _codes(claim: Claim, coded: Claim) -> Any:
    from sayso.claims.codes import codes_of

    table, book = _table(), _book()
    sense = ""
    if claim.kind == coded.kind:
        # The trigger's sense is not kept with the claim; the codes that the coder gave tell it.
        sense = next(
            (one for one in ("", *_senses(coded.kind))
             if codes_of(table, book, coded.kind, coded.actor, coded.target, coded.status, one) == coded.codes),
            "",
        )  # fmt: skip
    return codes_of(table, book, claim.kind, claim.actor, claim.target, claim.status, sense)


@cache
def _table() -> CodeTable:
    from sayso.codebook.codes import CodeTable

    return CodeTable.load()


@cache
def _book() -> ActorBook:
    from sayso.actors import ActorBook

    return ActorBook.load()


@cache
def _senses(kind: str) -> tuple[str, ...]:
    rows = [row for schema in _table().rows.values() for row in schema.get(kind, ())]
    return tuple(sorted({sense for row in rows for sense in row.sense or ()}))
