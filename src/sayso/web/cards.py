"""A claim as a card: its values in reading order, each with the words that it comes from."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.record import Claim, Entity, Place, Span
from sayso.web.addresses import document_address
from sayso.web.words import WHEN, WHERE, bounds, days, spaced


@dataclass(frozen=True, slots=True)
class Value:
    """One value: words for people, a note, and where its words stand (None where the text has none of its own)."""

    text: str
    note: str = ""
    address: str | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A slot with its values."""

    name: str
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """A claim for people."""

    claim: str
    kind: str
    status: str
    hedged: bool
    background: bool
    confidence: float
    lines: tuple[Line, ...]


def card(document: str, claim: Claim) -> Card:
    """The card of a claim of a document."""

    def value(text: str, span: Span | None, note: str = "") -> Value:
        if span is None:
            return Value(text, note)
        return Value(text, note, document_address(document, span.start, span.end, claim.id), span.text)

    lines = []

    def line(name: str, *values: Value) -> None:
        if values:
            lines.append(Line(name, values))

    line("Who", *(value(one.name, one, _entity(one)) for one in (claim.actor, *claim.co_actors) if one))
    line("To whom", *(value(one.name, one, _entity(one)) for one in (claim.target, *claim.co_targets) if one))
    if claim.weapon:
        line("With", value(claim.weapon.name, claim.weapon))
    if claim.place:
        line("Where", value(_place(claim.place), claim.place, WHERE.get(claim.place.precision, "")))
    if when := claim.when:
        span = None
        if when.start is not None and when.end is not None and when.text is not None:
            span = Span(when.start, when.end, when.text)
        told = days(when.first, when.last) or "no date"
        line("When", value(told, span, when.reason or (WHEN.get(when.precision, "") if when.precision > 1 else "")))
    for count in claim.counts:
        name = "Other number" if count.what == "other" else spaced(count.what).capitalize()
        line(name, value(bounds(count.low, count.high), count.span, count.who or ""))
    chain = [value(one.name, one, one.cue.text if one.cue else "") for one in claim.sources]
    line("Source", *(chain or [Value("the outlet’s own voice")]))
    if claim.basis:
        line("Evidence named", value(claim.basis.text, claim.basis))
    return Card(
        claim.id, spaced(claim.kind).capitalize(), claim.status, claim.hedged, claim.background, claim.confidence, tuple(lines)
    )


def _entity(entity: Entity) -> str:
    return spaced(entity.type) if entity.type not in ("unknown", "object") else ""


def _place(place: Place) -> str:
    wider = [one for one in (place.admin1, place.country) if one and one != place.name]
    return ", ".join([place.name, *(wider if place.precision < 6 else [])])
