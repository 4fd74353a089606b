"""The document record as frozen dataclasses.

One Record a document. The fields are those of the interchange format; optional extras carry the reason for a
null (``reason``) or how a value was found (``why``). Lists of the JSON form are tuples here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args

from sayso.errors import RecordError
from sayso.record.span import Span

Kind = Literal[
    "airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack", "armed_clash",
    "armed_attack", "killing", "abuse", "sexual_violence", "abduction", "arrest", "property_damage", "siege",
    "territory_gained", "offensive", "deployment", "arms_supply", "withdrawal", "surrender", "release",
    "agreement", "displacement", "protest", "riot", "aid", "sanction", "threat", "accusation", "demand",
    "refusal", "talks", "support", "shootdown", "toll", "other",
]  # fmt: skip
ActorType = Literal[
    "state-military", "state-government", "state-police", "pro-government-militia", "rebel", "international",
    "civilians", "journalist", "medical", "political", "private-company", "criminal", "unknown", "object",
]  # fmt: skip
Status = Literal["asserted", "denied", "planned", "hypothetical"]
CountKind = Literal[
    "killed", "injured", "missing", "detained", "displaced", "struck", "sorties", "captured", "released", "other"
]

KINDS: tuple[str, ...] = get_args(Kind)
ACTOR_TYPES: tuple[str, ...] = get_args(ActorType)
STATUSES: tuple[str, ...] = get_args(Status)
COUNT_KINDS: tuple[str, ...] = get_args(CountKind)


@dataclass(frozen=True, slots=True)
class Entity(Span):
    """A mention of an actor or a target. ``id`` names the registry entry, None where the actor is unknown to it.

    ``named``, on a target that is no object: whether the mention is a person's own name. ``org``, on an actor: the
    text's own words for the organisation that the mention belongs to, where it says more than a name ("members of
    the Karo Front").
    """

    name: str
    id: str | None
    type: str
    country: str | None = None
    named: bool | None = None
    org: Span | None = None


@dataclass(frozen=True, slots=True)
class Place(Span):
    """A toponym and what it resolves to.

    ``lat`` and ``lon`` (degrees, WGS 84) are those of the gazetteer's place, or None with a ``reason``.
    ``precision`` is UCDP's where_prec: 1 exact, 2 near, 3 second-order and 4 first-order division, 5 linear or
    fuzzy, 6 country, 7 international. ``country`` is ISO 3166 alpha-3. ``score`` is the probability that the
    resolution is right.
    """

    name: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    feature: str | None
    precision: int
    score: float
    admin2: str | None = None
    reason: str | None = None
    type: str = "toponym"  # toponym | demonym
    why: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class When:
    """When a claimed event happened: an inclusive range of days, with UCDP's date_prec.

    1 day, 2 two to six days, 3 week, 4 month, 5 longer. Both dates are None with a ``reason`` where the text
    names a time that can't be placed in the calendar. ``value`` keeps the expression unresolved, so that a
    publication date given later places it without coding the text again.
    """

    text: str | None
    start: int | None
    end: int | None
    first: str | None
    last: str | None
    precision: int
    reason: str | None = None
    value: str | None = None

    @property
    def days(self) -> tuple[int, int] | None:
        """First and last day as proleptic Gregorian ordinals; None where the time can't be placed in the calendar."""
        if self.first is None or self.last is None:
            return None
        return date.fromisoformat(self.first).toordinal(), date.fromisoformat(self.last).toordinal()


@dataclass(frozen=True, slots=True)
class Weapon(Span):
    """A weapon or delivery platform."""

    name: str


@dataclass(frozen=True, slots=True)
class Count:
    """A figure: ``what`` was counted, ``low`` and ``high`` bounds (None: open), ``who``, and the words."""

    what: str
    low: int | None
    high: int | None
    who: str | None
    span: Span
    qualifier: str | None = None


@dataclass(frozen=True, slots=True)
class Source(Span):
    """One link of a claim's chain. ``role`` is speaker, relay or unknown.

    ``speaks_for`` is the id of the organisation whose person or office the text makes the speaker, where the speaker
    has no such id: a spokesman's group, the group of "the Hamas media office".
    """

    name: str
    cue: Span | None
    id: str | None = None
    type: str | None = None
    country: str | None = None
    role: str = "speaker"
    speaks_for: str | None = None


@dataclass(frozen=True, slots=True)
class PloverCode:
    """A PLOVER event with its mode and contexts."""

    event: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AcledCode:
    """An ACLED event type and sub-event type."""

    event_type: str
    sub_event_type: str


@dataclass(frozen=True, slots=True)
class UcdpCode:
    """UCDP's type of violence: 1 state-based, 2 non-state, 3 one-sided."""

    type_of_violence: int | None


@dataclass(frozen=True, slots=True)
class Codes:
    """The codes of a claim in other schemas; None where a schema has no such event."""

    plover: PloverCode | None = None
    acled: AcledCode | None = None
    ucdp: UcdpCode | None = None
    cameo: str | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """One event mention, with its slots, its chain of sources and its verbatim evidence.

    ``co_actors`` and ``co_targets`` are named beside the actor and the target ("rebel groups and ISIS").
    ``hedged_slots`` names the slots ("actor", "target") that alone are held at a distance: "an alleged Israeli
    airstrike" is an airstrike for certain.
    """

    id: str
    kind: str
    trigger: Span
    evidence: Span
    actor: Entity | None = None
    target: Entity | None = None
    weapon: Weapon | None = None
    place: Place | None = None
    when: When | None = None
    counts: tuple[Count, ...] = ()
    status: str = "asserted"
    hedged: bool = False
    background: bool = False
    sources: tuple[Source, ...] = ()
    basis: Span | None = None
    codes: Codes = field(default_factory=Codes)
    confidence: float = 0.5
    why: Mapping[str, Any] = field(default_factory=dict)
    event: str | None = None
    co_actors: tuple[Entity, ...] = ()
    co_targets: tuple[Entity, ...] = ()
    hedged_slots: tuple[str, ...] = ()

    def spans(self) -> Iterator[Span]:
        """Every span of the claim."""
        yield from self.co_actors
        yield from self.co_targets
        yield self.trigger
        yield self.evidence
        for slot in (self.actor, self.target, self.weapon, self.place, self.basis):
            if slot is not None:
                yield slot
        if self.actor is not None and self.actor.org is not None:
            yield self.actor.org
        when = self.when
        if when is not None and when.start is not None and when.end is not None and when.text is not None:
            yield Span(when.start, when.end, when.text)
        for count in self.counts:
            yield count.span
        for source in self.sources:
            yield source
            if source.cue is not None:
                yield source.cue


@dataclass(frozen=True, slots=True)
class TimeExpression(Span):
    """A TIMEX3 expression. ``value`` is its TIMEX3 value.

    ``unresolved`` keeps an expression that counts from the publication date as a When keeps it in its ``value``.
    """

    type: str
    value: str
    unresolved: str | None = None


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who says what, by which cue: each part may lie in several pieces."""

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class DocumentEvent:
    """Claims of one document that are mentions of one event."""

    id: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a document could not be coded, and what to do about it."""

    type: str
    message: str


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that Sayso found in one document. Checks on construction that every span is verbatim.

    ``outlet`` is the publisher, where it is known; else the one that the text credits itself to. ``credit`` is that
    credit ("(AP)" in a dateline): the agency whose report the whole text is, which stands in no claim's chain.
    """

    id: str
    text: str
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    claims: tuple[Claim, ...] = ()
    places: tuple[Place, ...] = ()
    dates: tuple[TimeExpression, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    events: tuple[DocumentEvent, ...] = ()
    error: Failure | None = None
    made_by: str | None = None
    credit: Source | None = None

    def __post_init__(self) -> None:
        for span in self.spans():
            if self.text[span.start : span.end] != span.text:
                raise RecordError(
                    f"Document {self.id}: the text at {span.start}:{span.end} is not {span.text[:40]!r}.",
                    "Offsets count Unicode code points in the unchanged text.",
                )

    def spans(self) -> Iterator[Span]:
        """Every span of the record, claims first."""
        for claim in self.claims:
            yield from claim.spans()
        yield from self.places
        yield from self.dates
        if self.credit is not None:
            yield self.credit
        for attribution in self.attributions:
            yield from attribution.source
            yield from attribution.cue
            yield from attribution.content
