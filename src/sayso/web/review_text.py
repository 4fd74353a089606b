"""A text with the words of one claim marked by the slots that they fill, and claims before and after review."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sayso.judgements import SLOTS, Reviewed, slots_of
from sayso.record import Claim
from sayso.review import slot_in_words

# What each slot is called on a page, and the key that opens it where nobody chose another.
NAMES = {
    "kind": "What", "actor": "Who", "target": "To whom", "weapon": "With", "place": "Where", "when": "When",
    "counts": "How many", "status": "Status", "hedged": "Hedged", "background": "Background", "sources": "On whose word",
    "basis": "Evidence named", "trigger": "Trigger", "evidence": "Sentence",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """Words under the same slots."""

    text: str
    slots: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text; ``here`` where the claim's sentence begins in it."""

    start: int
    runs: tuple[Run, ...]
    here: bool


@dataclass(frozen=True, slots=True)
class SlotLine:
    """A slot as it stands, and as it was coded where that differs. ``by`` set it."""

    slot: str
    name: str
    now: str
    before: str | None
    by: str | None
    words: str
    span: str
    value: Any


def spans_of(claim: Claim) -> Iterator[tuple[int, int, str]]:
    """Where the claim's words stand: start, end, slot."""
    for slot in ("evidence", "trigger", "actor", "target", "weapon", "place", "basis"):
        one = getattr(claim, slot)
        if one is not None:
            yield one.start, one.end, slot
    when = claim.when
    if when is not None and when.start is not None and when.end is not None:
        yield when.start, when.end, "when"
    for count in claim.counts:
        yield count.span.start, count.span.end, "counts"
    for source in claim.sources:
        yield source.start, source.end, "sources"


def marked(text: str, claim: Claim) -> list[Paragraph]:
    """The text in its lines, cut wherever a span of the claim begins or ends; put together it is the text again."""
    spans = list(spans_of(claim))
    out: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line:
            here = at <= claim.evidence.start < end
            out.append(Paragraph(at, tuple(_runs(text, spans, at, end)), here))
        at = end + 1
    return out


def _runs(text: str, spans: Iterable[tuple[int, int, str]], start: int, end: int) -> Iterator[Run]:
    inside = [span for span in spans if span[0] < end and start < span[1]]
    cuts = {start, end, *(min(max(edge, start), end) for span in inside for edge in span[:2])}
    for one, two in itertools.pairwise(sorted(cuts)):
        slots = tuple(dict.fromkeys(slot for first, last, slot in inside if first <= one and two <= last))
        yield Run(text[one:two], slots)


def slot_lines(reviewed: Reviewed) -> list[SlotLine]:
    """Every slot of a claim, in the order of NAMES."""
    now = slots_of(reviewed.claim)
    coded = slots_of(reviewed.coded) if reviewed.coded is not None else None
    lines = []
    for slot, name in NAMES.items():
        value = now[slot]
        shown = slot_in_words(slot, value)
        before = slot_in_words(slot, coded[slot]) if coded is not None and slot in reviewed.slots else None
        if before == shown:
            before = f"{before} (elsewhere)"
        span = value if isinstance(value, dict) and isinstance(value.get("start"), int) else None
        lines.append(SlotLine(
            slot, name, shown, before, reviewed.slots.get(slot), str(span["text"]) if span else "",
            f"{span['start']}:{span['end']}" if span else "", value,
        ))  # fmt: skip
    assert {line.slot for line in lines} == set(SLOTS)
    return lines
