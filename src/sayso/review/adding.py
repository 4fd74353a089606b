"""A claim that the coder missed, from what a reviewer enters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sayso.errors import InputError
from sayso.record import KINDS, Claim, Record, Span
from sayso.review.values import checked, find, value_of


def claim_slots(record: Record, given: Mapping[str, str]) -> dict[str, Any]:
    """The slots of a new claim: at least kind and trigger; the evidence is the trigger's sentence where none is given.

    Raises InputError as value_of does.
    """
    kind = given.get("kind", "").strip().replace(" ", "_")
    if kind not in KINDS:
        raise InputError("The claim needs a kind.", f"It is one of {', '.join(KINDS)}.")
    if not given.get("trigger", "").strip():
        raise InputError("The claim needs the words that name the event.", "Give them as trigger.")
    near = find(record.text, given["evidence"]) if given.get("evidence") else None
    first = find(record.text, given["trigger"])
    if near is not None and not near["start"] <= first["start"] < near["end"]:
        at = record.text.find(given["trigger"], near["start"])
        first = first if at < 0 else {"start": at, "end": at + len(given["trigger"]), "text": given["trigger"]}
    trigger = Span(**first)
    evidence = Span(**near) if near is not None else sentence_at(record, trigger)
    draft = Claim(id="", kind=kind, trigger=trigger, evidence=evidence)
    rest = {name: value for name, value in given.items() if name not in ("kind", "trigger", "evidence") and value.strip()}
    slots = value_of(draft, record.text, rest)
    whole = {"kind": kind, "trigger": _json(trigger), "evidence": _json(evidence), **slots}
    return {slot: checked(slot, value, record.text) for slot, value in whole.items()}


def sentence_at(record: Record, span: Span) -> Span:
    """The sentence around some words: that of a claim where the coder marked one, else up to the next full stops."""
    for claim in record.claims:
        if claim.evidence.holds(span):
            return claim.evidence.bare
    text = record.text
    start = max(text.rfind(mark, 0, span.start) for mark in (". ", "! ", "? ", "\n", ".” ", '." '))
    start = 0 if start < 0 else start + 1
    while start < span.start and text[start] in ' \n”"':
        start += 1
    ends = [at for mark in (". ", "! ", "? ", "\n") if (at := text.find(mark, span.end - 1)) >= 0]
    end = min(ends, default=len(text) - 1) + 1
    return Span.of(text, start, max(len(text[:end].rstrip()), span.end))


def _json(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}
