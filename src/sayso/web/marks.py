"""A text with its evidence marked: overlapping spans cut at every boundary, so that nothing is drawn twice or lost.

Offsets are code points of the unchanged text; the pieces put together are that text again.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.record import Record, Span

LAYERS = ("claims", "sources", "places", "dates")


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of text that belongs to a layer. ``claims`` are ids; ``trigger`` is the claim that it is the trigger of."""

    start: int
    end: int
    layer: str
    claims: tuple[str, ...] = ()
    trigger: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text under the same marks. ``layers`` in the order of LAYERS; ``anchor``: it is the first of "here"."""

    text: str
    layers: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()
    trigger: str | None = None
    here: bool = False
    chosen: bool = False
    anchor: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the text: its pieces, and the claims whose evidence begins in it."""

    start: int
    end: int
    pieces: tuple[Piece, ...]
    claims: tuple[str, ...] = ()


def marks_of(record: Record) -> list[Mark]:
    """Every mark of a record."""
    out: list[Mark] = []
    for claim in record.claims:
        out.append(Mark(claim.evidence.start, claim.evidence.end, "claims", (claim.id,)))
        out.append(Mark(claim.trigger.start, claim.trigger.end, "claims", (claim.id,), claim.id))
        for source in claim.sources:
            out.append(_mark(source, "sources"))
            if source.cue is not None:
                out.append(_mark(source.cue, "sources"))
        if claim.basis is not None:
            out.append(_mark(claim.basis, "sources"))
        if claim.place is not None:
            out.append(_mark(claim.place, "places"))
        when = claim.when
        if when is not None and when.start is not None and when.end is not None:
            out.append(Mark(when.start, when.end, "dates"))
    for attribution in record.attributions:
        out.extend(_mark(span, "sources") for span in (*attribution.source, *attribution.cue))
    out.extend(_mark(place, "places") for place in record.places)
    out.extend(_mark(day, "dates") for day in record.dates)
    return out


def _mark(span: Span, layer: str) -> Mark:
    return Mark(span.start, span.end, layer)


def pieces(
    text: str, marks: Iterable[Mark], start: int, end: int, here: tuple[int, int] | None = None, chosen: str | None = None
) -> Iterator[Piece]:
    """The text from ``start`` to ``end`` in pieces. ``here`` is the stretch asked for, ``chosen`` a claim."""
    inside = [mark for mark in marks if mark.start < end and start < mark.end and mark.start < mark.end]
    cuts = {start, end}
    for mark in inside:
        cuts.update((max(mark.start, start), min(mark.end, end)))
    if here is not None:
        cuts.update(one for one in here if start <= one <= end)
    edges = sorted(cuts)
    opening: dict[int, list[Mark]] = {}
    for mark in inside:
        opening.setdefault(max(mark.start, start), []).append(mark)
    active: list[Mark] = []
    for one, two in itertools.pairwise(edges):
        active = [mark for mark in active if mark.end > one] + opening.get(one, [])
        layers = {mark.layer for mark in active}
        claims = tuple(dict.fromkeys(claim for mark in active for claim in mark.claims))
        is_here = here is not None and here[0] <= one < here[1]
        yield Piece(
            text[one:two], tuple(layer for layer in LAYERS if layer in layers), claims,
            next((mark.trigger for mark in active if mark.trigger), None), is_here, chosen in claims,
            is_here and here is not None and one == max(here[0], start) and here[0] >= start,
        )  # fmt: skip


def paragraphs(record: Record, here: tuple[int, int] | None = None, chosen: str | None = None) -> list[Paragraph]:
    """The text of a record in its lines; line ends themselves are left out."""
    text = record.text
    marks = sorted(marks_of(record), key=lambda mark: (mark.start, mark.end))
    begins = sorted((claim.evidence.start, number, claim.id) for number, claim in enumerate(record.claims))
    out: list[Paragraph] = []
    at = 0
    for line in text.split("\n"):
        end = at + len(line)
        if line:
            found = tuple(pieces(text, (mark for mark in marks if mark.start < end and mark.end > at), at, end, here, chosen))
            out.append(Paragraph(at, end, found, tuple(claim for start, _, claim in begins if at <= start < end)))
        at = end + 1
    return out
