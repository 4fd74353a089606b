"""The reviewed set as gold for measuring the coder, and gold as judgements.

Gold is one JSON object a line: ``id``, ``published``, ``text`` and ``claims`` in the form of the record. A document
counts as gold when every claim that the coder found in it is judged, since only then a claim that is not there is one
that the text does not make.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.documents.fold import folded
from sayso.errors import InputError
from sayso.judgements import SLOTS, Reviewed, anchor_of, slots_of
from sayso.query import Filter
from sayso.record import Claim, Record, from_dict, identified, to_dict
from sayso.review.judging import Reviewer, write
from sayso.review.values import checked
from sayso.store import Case, Entry


@dataclass(frozen=True, slots=True)
class GoldTaken:
    """What taking gold into a case did: documents whose claims were judged, and those that the case does not hold
    with this text."""

    documents: int
    unknown: tuple[str, ...]
    accepted: int
    edited: int
    rejected: int
    added: int


def gold(case: Case, filter_: Filter | str = "", *, partial: bool = False) -> Iterator[dict[str, Any]]:
    """The documents whose claims are all judged, as gold; with ``partial`` also those of which only some are, with the
    claims that are."""
    view = case.view
    wanted = Filter.parse(filter_) if isinstance(filter_, str) else filter_
    for row in view.documents(wanted):
        if not row["coded"]:
            continue
        record, found = view.reviewed(row["document"])
        judged = [one for one in found.claims if one.label not in (None, "disputed")]
        if not judged or (len(judged) < len(found.claims) and not partial):
            continue
        claims = sorted(
            (one for one in judged if one.label != "rejected"),
            key=lambda one: (one.claim.trigger.start, one.claim.trigger.end, one.claim.id),
        )
        yield {
            "id": record.id, "published": record.published, "text": record.text, "claims": [_claim(one) for one in claims],
        }  # fmt: skip


def _claim(one: Reviewed) -> dict[str, Any]:
    return {"id": one.claim.id, **slots_of(one.claim)}


def take_gold(case: Case, lines: Iterable[str], *, by: str) -> GoldTaken:
    """Judges the claims of a case by gold: right ones are accepted, others set right, those that gold does not have
    rejected, and those that it has besides added. Raises InputError for a line that is no gold."""
    reviewer = Reviewer(case, by)
    unknown: list[str] = []
    tally = {"accepted": 0, "edited": 0, "rejected": 0, "added": 0}
    documents = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            given = json.loads(line)
            name, text, claims = given["id"], given["text"], given["claims"]
        except (ValueError, KeyError, TypeError) as error:
            raise InputError(f"Line {number} is no gold: {error}.", "It needs id, text and claims.") from error
        if not case.view.is_coded(name) or case.view.reviewed(name)[0].text != text:
            unknown.append(str(name))
            continue
        record, found = case.view.reviewed(name)
        documents += 1
        entries = list(_judged(record, found.claims, [_slots(claim, text, number) for claim in claims], tally))
        write(case, entries, reviewer.name)
    return GoldTaken(documents, tuple(unknown), **tally)


def _slots(claim: Mapping[str, Any], text: str, number: int) -> dict[str, Any]:
    """A claim of gold as slots; places that gold leaves without precision get that of what is known."""
    filled = {**claim, "place": _place(claim.get("place"))}
    if filled.get("when"):
        filled["when"] = {"text": None, "start": None, "end": None, "precision": 1, **filled["when"]}
    for entity in ("actor", "target"):
        if filled.get(entity):
            filled[entity] = {"id": None, "country": None, "type": "unknown", **filled[entity]}
    filled["sources"] = [{"cue": None, **source} for source in claim.get("sources") or []]
    filled["counts"] = [{"low": None, "high": None, "who": None, **count} for count in claim.get("counts") or []]
    try:
        return {slot: checked(slot, filled[slot], text) for slot in SLOTS if slot in filled}
    except InputError as error:
        raise InputError(f"Line {number}: {error.message}", error.hint) from error


def _place(place: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if place is None:
        return None
    whole = {"geonameid": None, "lat": None, "lon": None, "country": None, "admin1": None, "feature": None, **place}
    whole.setdefault("precision", 1 if whole["geonameid"] else 7)
    whole.setdefault("score", 1.0 if whole["geonameid"] else 0.0)
    return whole


def _judged(
    record: Record, seen: Iterable[Reviewed], wanted: list[dict[str, Any]], tally: dict[str, int]
) -> Iterator[Entry]:
    pairs, spare = _paired([one for one in seen if one.label != "rejected"], wanted)
    for one, slots in pairs:
        subject = one.thread.subject if one.thread is not None else one.claim.id
        anchor = anchor_of(one.coded or one.claim, record.id, record.text)
        if slots is None:
            tally["rejected"] += 1
            yield Entry(subject, "reject", None, anchor)
            continue
        edits = {slot: value for slot, value in slots.items() if not _same(slot, value, to_dict(getattr(one.claim, slot)))}
        tally["edited" if edits else "accepted"] += 1
        for slot, value in edits.items():
            yield Entry(subject, "edit", {"slot": slot, "value": value}, anchor)
        yield Entry(subject, "accept", slots_of(one.coded) if one.coded is not None else None, anchor)
    for slots in spare:
        claim = identified(from_dict(Claim, {"id": "", "confidence": 1.0, **slots}), record.id)
        tally["added"] += 1
        yield Entry(claim.id, "add", {"claim": slots_of(claim)}, anchor_of(claim, record.id, record.text))


# What two values of a slot must have in common to be the same; what gold leaves open is the coder's.
_MEANT = {
    "actor": ("start", "end", "name", "type", "country", "id"), "target": ("start", "end", "name", "type", "country", "id"),
    "place": ("start", "end", "name", "country", "geonameid"), "weapon": ("start", "end"),
    "when": ("first", "last", "start", "end"), "counts": ("what", "low", "high", "who"), "sources": ("start", "end", "name"),
}  # fmt: skip
_OPEN = frozenset({"id", "country", "geonameid", "who", "start", "end"})


def _same(slot: str, wanted: Any, held: Any) -> bool:
    if wanted == held:
        return True
    if slot not in _MEANT or not wanted or not held:
        return False
    if isinstance(wanted, list):
        return len(wanted) == len(held) and all(_alike(slot, one, two) for one, two in zip(wanted, held, strict=True))
    return _alike(slot, wanted, held)


def _alike(slot: str, wanted: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    for part in _MEANT[slot]:
        one, two = wanted.get(part), held.get(part)
        if one is None and part in _OPEN:
            continue
        if part == "name":
            one, two = folded(one or ""), folded(two or "")
        if one != two:
            return False
    return True


def _paired(
    seen: list[Reviewed], wanted: list[dict[str, Any]]
) -> tuple[list[tuple[Reviewed, dict[str, Any] | None]], list[dict[str, Any]]]:
    """Claims of the case with those of gold: overlapping triggers, of the same kind first, the nearest first."""
    left = dict(enumerate(wanted))
    found: dict[int, dict[str, Any]] = {}
    options = sorted(
        (slots["kind"] != one.claim.kind, abs(slots["trigger"]["start"] - one.claim.trigger.start), place, number)
        for place, one in enumerate(seen)
        for number, slots in left.items()
        if slots["trigger"]["start"] < one.claim.trigger.end and one.claim.trigger.start < slots["trigger"]["end"]
    )
    for _, _, place, number in options:
        if place not in found and number in left:
            found[place] = left.pop(number)
    return [(one, found.get(place)) for place, one in enumerate(seen)], list(left.values())
