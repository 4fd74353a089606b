"""The dossier of an event: every value that is claimed of it, who says it, and how far it would hold.

Everything here is plain data, sorted, and the same for the same claims whatever order they came in. ``to_dict`` of
``sayso.record`` gives its JSON.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from sayso.record import Claim, Span

Stance = Literal["asserted", "hedged", "denied", "withdrawn"]
SlotStatus = Literal["unattributed", "single-origin", "corroborated", "cross-party"]
ContradictionKind = Literal["denial", "perpetrator", "target", "counts", "place"]
NodeKind = Literal["origin", "relay", "outlet", "report"]
ChangeKind = Literal["first report", "new value", "update", "denial", "withdrawal", "latest report"]
Relation = Literal["planned", "toll", "happened"]

# The order in which slots are shown; further figures (struck, sorties, captured ...) stand behind these.
SLOTS: tuple[str, ...] = (
    "occurred", "kind", "actor", "target", "weapon", "place", "when", "killed", "injured", "missing", "detained",
    "displaced",
)  # fmt: skip
STANCES: tuple[str, ...] = get_args(Stance)
STATUSES: tuple[str, ...] = get_args(SlotStatus)
CONTRADICTIONS: tuple[str, ...] = get_args(ContradictionKind)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim and what is known about the document that makes it: what a dossier is built from.

    ``lineage`` groups the documents that are one text, None where the document has no copies. ``published`` is a day
    (YYYY-MM-DD), ``seen`` any text that orders documents in time (ISO 8601); where it is empty the day of publication
    stands for it. ``credit`` is the agency that the text credits. ``withdrawn``: an earlier version of the document
    made this claim, and the present one does not.
    """

    claim: Claim
    document: str
    outlet: str | None = None
    published: str | None = None
    title: str | None = None
    url: str | None = None
    lineage: str | None = None
    credit: str | None = None
    seen: str = ""
    withdrawn: bool = False

    @property
    def time(self) -> str:
        """What orders the document among others; documents without a date come last."""
        return self.seen or self.published or "9999-12-31"


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim's word for one value.

    ``chain`` names its sources, nearest to the event first; empty is the outlet's own voice. ``origin`` is the key of
    the party that it goes back to and ``origin_name`` its name for people; ``party`` is that party's side (see
    Value). ``quote`` is the evidence, ``words`` the words that carry this value, both as they stand in the document.
    ``counted``: whether it counts for the value; what is hedged, denied or withdrawn is shown and not counted.
    ``admission``: whether it goes against the interest of who says it. ``copy``: whether the document copies an
    earlier one of its lineage.
    """

    claim: str
    document: str
    outlet: str | None
    published: str | None
    chain: tuple[str, ...]
    origin: str
    origin_name: str
    party: str
    stance: Stance
    quote: Span
    words: Span
    counted: bool = True
    admission: bool = False
    copy: bool = False
    lineage: str | None = None
    basis: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a slot, with everyone who says it.

    ``value`` is the normalised value (an actor's id, "GEONAMES:123", "2015-10-12/2015-10-13", "killed 5..9"),
    ``display`` the value for people. ``low`` and ``high`` are the bounds of a figure, None where open. ``parties`` are
    the distinct sides that the origins speak for: "side of NAME" for each belligerent's, "victims' side", "neutral".
    ``reports``, ``outlets``, ``origins`` and ``kappa`` are counted as in sayso.corroboration over what counts;
    ``bottlenecks`` names whom everything passes where kappa is below the origins. ``status`` is the value's own.
    ``denied_by_accused``: the side that it puts in the wrong denies it. ``retracted``: somebody who said it took it
    back. ``superseded``: a later figure of the same origins, or a later and higher toll, has taken its place.
    ``vague``: a figure in words that name no number ("dozens").
    """

    slot: str
    value: str
    display: str
    statements: tuple[Saying, ...]
    reports: int
    outlets: int
    origins: int
    kappa: int
    parties: tuple[str, ...]
    status: SlotStatus
    low: int | None = None
    high: int | None = None
    bottlenecks: tuple[str, ...] = ()
    denied_by_accused: bool = False
    admission: bool = False
    retracted: bool = False
    superseded: bool = False
    vague: bool = False

    @property
    def documents(self) -> tuple[str, ...]:
        """The documents that say it, sorted."""
        return tuple(sorted({one.document for one in self.statements}))


@dataclass(frozen=True, slots=True)
class Update:
    """A later value that takes the place of an earlier one without contradicting it: a toll that rose, a figure that
    its own source corrected."""

    slot: str
    before: str
    after: str
    day: str | None
    by: str
    document: str
    note: str


@dataclass(frozen=True, slots=True)
class Slot:
    """Everything that is claimed for one slot.

    ``values`` stand best supported first. ``status`` is that of the best one. ``contested``: independent origins give
    values that can't both be right. ``denied_by_accused`` and ``retracted`` are kept apart from it: an accused side's
    denial does not make a slot contested by itself. ``agreed`` is the value for people that all origins agree on,
    None where the slot is contested or nobody counts for any value. For a figure ``low``, ``best`` and ``high`` are
    fused from the figures that stand, by the ``rule`` in words.
    """

    name: str
    values: tuple[Value, ...]
    status: SlotStatus
    contested: bool = False
    denied_by_accused: bool = False
    retracted: bool = False
    agreed: str | None = None
    low: int | None = None
    best: int | None = None
    high: int | None = None
    rule: str | None = None
    updates: tuple[Update, ...] = ()

    @property
    def best_value(self) -> Value | None:
        """The best supported value."""
        return self.values[0] if self.values else None


@dataclass(frozen=True, slots=True)
class Node:
    """A node of the chain diagram. ``level`` is its column: 0 origins, then relays, outlets, reports.

    ``bottleneck``: whatever is known passes it. ``documents`` are those of a report and its copies.
    """

    id: str
    kind: NodeKind
    label: str
    level: int
    party: str | None = None
    bottleneck: bool = False
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Edge:
    """Somebody (``source``) is passed on by somebody (``target``), both ids of nodes. ``denies``: what is passed on
    is a denial; ``claims`` says by which claims."""

    source: str
    target: str
    claims: tuple[str, ...]
    denies: bool = False


@dataclass(frozen=True, slots=True)
class Chain:
    """Through whom the event came to be known: origins, relays, outlets, reports."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A text about the event, with the documents that copy it folded under the earliest.

    ``copies`` are (document, outlet, day of publication) of the others of its lineage.
    """

    document: str
    outlet: str | None
    published: str | None
    title: str | None
    url: str | None
    claims: tuple[str, ...]
    lineage: str | None = None
    copies: tuple[tuple[str, str | None, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """Something that became known: ``what`` is a sentence; ``slot``, ``before`` and ``after`` say what it changed."""

    day: str | None
    kind: ChangeKind
    what: str
    document: str
    outlet: str | None
    slot: str | None = None
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a contradiction: the value, and who holds it."""

    value: str
    statements: tuple[Saying, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Two values that can't both be right, each with those who hold it.

    ``by_accused``: one side is the accused's own word, which alone does not make the slot contested. ``independent``:
    whether the sides rest on different origins; the same origin's two words are a change of mind.
    """

    kind: ContradictionKind
    slot: str
    one: Side
    other: Side
    note: str
    by_accused: bool = False
    independent: bool = True


@dataclass(frozen=True, slots=True)
class Related:
    """An event that is linked to this one and not part of it: what was planned or threatened, a toll over a period
    that this event lies in, or, of a plan, what happened."""

    event: str
    relation: Relation
    title: str
    statements: tuple[Saying, ...]


@dataclass(frozen=True, slots=True)
class Dossier:
    """An event with everything that is claimed of it.

    ``status``, ``origins``, ``kappa`` and ``parties`` are those of its occurrence; each slot has its own. ``denied``:
    somebody who is not the accused denies that it happened at all. ``first`` and ``last`` bound the days that the
    claims name (not the days of publication). ``lat`` and ``lon`` are degrees (WGS 84), ``where_prec`` UCDP's
    precision, of the best supported place.
    """

    event: str
    title: str
    kind: str
    first: str | None
    last: str | None
    place: str | None
    lat: float | None
    lon: float | None
    where_prec: int | None
    country: str | None
    claims: int
    documents: int
    outlets: int
    origins: int
    kappa: int
    parties: tuple[str, ...]
    status: SlotStatus
    contested: bool
    denied: bool
    denied_by_accused: bool
    retracted: bool
    slots: tuple[Slot, ...]
    chain: Chain
    reports: tuple[Report, ...]
    changes: tuple[Change, ...]
    contradictions: tuple[Contradiction, ...]
    related: tuple[Related, ...] = ()

    def slot(self, name: str) -> Slot | None:
        """The slot of that name, None where no claim fills it."""
        return next((one for one in self.slots if one.name == name), None)

    @property
    def agreed(self) -> tuple[Slot, ...]:
        """The slots on which all origins agree."""
        return tuple(one for one in self.slots if one.agreed is not None)

    @property
    def disputed(self) -> tuple[Slot, ...]:
        """The slots that are contested, denied by the accused or taken back."""
        return tuple(one for one in self.slots if one.contested or one.denied_by_accused or one.retracted)
