"""One entry of the log: who decided what about which claim, when, and on which words of which text.

A claim's id changes when it is coded otherwise, so an entry also keeps the claim's *anchor*: the document, the SHA-256
of its text, the trigger and the sentence. Entries about one claim share a ``subject``: the id that it had when it was
judged first. Entries about the case as a whole (a blind round) have the subject ROUND and no anchor.

    accept      the claim is as it was shown: the value holds the coder's slots as they were then
    edit        {"slot": name, "value": the slot as in the record, or null}
    reject      the text makes no such claim
    restore     {"slot": name} takes that slot back to the coder's value; null takes back verdict and edits
    add         {"claim": slots}: a claim that the coder missed
    merge       {"others": [{"subject", "anchor"}]}: claims of one event
    split       the same: claims of different events
    note        a text
    move        {"claim": id}: the judgements are about that claim, whatever they matched before
    undo        {"judgement": id}: that entry counts no more; undoing an undo brings it back
    blind       {"reviewers": [names], "filter": text}: from here on they judge without seeing each other
    done        the reviewer has finished the blind round
    open        ends the blind round, whoever has finished
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sayso.record import Claim, Span, from_dict, to_dict

ACTIONS = ("accept", "edit", "reject", "restore", "add", "merge", "split", "note", "move", "undo", "blind", "done", "open")
ROUND = "round"
# What of a claim a reviewer may set; codes follow from these, confidence stays the coder's.
SLOTS = (
    "kind", "trigger", "evidence", "actor", "target", "weapon", "place", "when", "counts", "status", "hedged",
    "background", "sources", "basis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a claim stands: what it is found by when the document is coded again or its text changes."""

    claim: str
    document: str
    text_sha256: str
    kind: str
    trigger: Span
    evidence: Span


@dataclass(frozen=True, slots=True)
class Judgement:
    """An entry as the log holds it. ``at`` is a time in UTC; ``previous`` and ``hash`` chain it to the one before."""

    seq: int
    id: str
    subject: str
    action: str
    value: Any
    by: str
    at: str
    anchor: Anchor | None = None
    previous: str = ""
    hash: str = ""

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Judgement:
        """An entry from a row whose value and anchor are objects already."""
        anchor = row["anchor"]
        return cls(
            row["seq"], row["id"], row["subject"], row["action"], row["value"], row["by"], row["at"],
            from_dict(Anchor, anchor) if anchor else None, row["previous"] or "", row["hash"] or "",
        )  # fmt: skip


def anchor_of(claim: Claim, document: str, text: str) -> Anchor:
    """The anchor of a claim as the coder made it."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Anchor(claim.id, document, digest, claim.kind, claim.trigger.bare, claim.evidence.bare)


def slots_of(claim: Claim) -> dict[str, Any]:
    """The slots of a claim as JSON."""
    return {slot: to_dict(getattr(claim, slot)) for slot in SLOTS}


def canonical(value: Any) -> str:
    """JSON in the one form that is hashed and kept."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(
    previous: str, id: str, subject: str, action: str, value: str, by: str, at: str, anchor: str | None
) -> str:
    """The hash of an entry: SHA-256 over its content and the hash of the entry before.

    ``value`` and ``anchor`` are JSON as kept.
    """
    content = json.dumps([previous, id, subject, action, value, by, at, anchor], ensure_ascii=True)
    return hashlib.sha256(content.encode()).hexdigest()


def well_formed(entry: Judgement) -> bool:
    """Whether an entry's value has the shape that its action asks for; another one has no effect."""
    value = entry.value
    given = value if isinstance(value, Mapping) else {}
    if entry.subject == ROUND:
        names = given.get("reviewers")
        return entry.action != "blind" or (isinstance(names, list) and bool(names) and all(map(_is_text, names)))
    if entry.action == "edit":
        return given.get("slot") in SLOTS and "value" in given
    if entry.action == "add":
        claim = given.get("claim")
        return isinstance(claim, Mapping) and entry.anchor is not None and {"kind", "trigger", "evidence"} <= set(claim)
    if entry.action == "accept":
        return value is None or isinstance(value, Mapping)
    if entry.action == "restore":
        return value is None or given.get("slot") in SLOTS
    if entry.action in ("merge", "split"):
        others = given.get("others")
        return isinstance(others, list) and all(isinstance(one, Mapping) and _is_text(one.get("subject")) for one in others)
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)
