"""One report's word for one value: through whom it came, from the event to the publisher."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from sayso.codebook.files import read_rows
from sayso.record import Source

_STATE_TYPES = frozenset({"state-government", "state-military", "state-police"})
# Mentions that name nobody: many of them behind one relay may be one and the same person.
_COLLECTIVE = frozenset(
    "activist activists official officials resident residents reporters source sources villager villagers witness "
    "witnesses people locals medics doctors survivors fighters soldiers commanders diplomats analysts observers "
    "relatives journalists reports report media monitors they he she".split()
)
# Whose family it is a text says only where that has a name.
_FAMILIES = frozenset({"family", "families", "the family", "the families", "his family", "her family", "their family"})


@dataclass(frozen=True, slots=True)
class Statement:
    """A document's claim of one value.

    ``document`` and ``publisher`` identify the report; ``origin`` is the key of the voice that makes the claim
    lifted to its principal, ``relays`` those it came through, nearest to the origin first, the publisher not
    among them. ``lineage`` groups documents that reuse one text, ``artefact`` statements that rest on one
    statement, briefing or image; None: not known to share any. ``seen`` orders the documents of one lineage (a
    date or time, as text): the earliest is the original, the others its copies.
    """

    document: str
    publisher: str
    origin: str
    relays: tuple[str, ...] = ()
    lineage: str | None = None
    artefact: str | None = None
    seen: str = ""


def statement(
    document: str,
    publisher: str | None,
    sources: Sequence[Source],
    *,
    lineage: str | None = None,
    artefact: str | None = None,
    seen: str = "",
) -> Statement:
    """The statement of a claim's chain (nearest to the event first; empty: the publisher's own word).

    >>> from sayso.record import Source
    >>> speaker = Source(0, 11, "Konashenkov", "Igor Konashenkov", None, None, "state-military", "RUS")
    >>> relay = Source(20, 27, "Sputnik", "Sputnik", None, role="relay")
    >>> statement("d1", "IBT", [speaker, relay]).origin
    'state:RUS'
    """
    house = outlet_key(publisher or f"document {document}")
    if not sources:
        return Statement(document, house, house, (), lineage, artefact, seen)
    relays = tuple(key for key in (outlet_key(source.name) for source in sources[1:]) if key != house)
    first = sources[0]
    if first.role == "relay":
        key = outlet_key(first.name)
        return Statement(document, house, key, relays, lineage, artefact, seen)
    if is_anonymous(first):
        nearest = relays[0] if relays else house
        return Statement(document, house, f"unnamed via {nearest}", relays, lineage, artefact, seen)
    return Statement(document, house, principal(first), relays, lineage, artefact, seen)


def principal(source: Source) -> str:
    """The key of the party that a speaker speaks for: a state, an organisation, or the person alone."""
    if source.type in _STATE_TYPES and source.country:
        return f"state:{source.country}"
    if source.speaks_for:
        return f"actor:{source.speaks_for}"
    if source.id:
        return f"actor:{source.id}"
    return f"voice:{_plain(source.name)}"


def is_anonymous(source: Source) -> bool:
    """Whether a source is a collective or a person whom the text does not tell apart from others."""
    if source.id or source.speaks_for or source.role == "unknown":
        return source.role == "unknown"
    words = _plain(source.name).split()
    if source.name.casefold() in _FAMILIES:
        return True
    return not words or words[-1] in _COLLECTIVE or source.name.startswith("unnamed")


# A case holds the reports of some hundred outlets.
@lru_cache(maxsize=4_096)
def outlet_key(name: str) -> str:
    """The key of an outlet, whether it publishes or relays, by whichever of its names.

    >>> outlet_key("AFP") == outlet_key("Agence France-Presse")
    True
    """
    plain = _plain(name)
    return f"outlet:{_outlet_names().get(plain, plain)}"


@cache
def _outlet_names() -> dict[str, str]:
    """The name of each known outlet by its other names, where only one outlet has them."""
    rows = read_rows("outlets.csv")
    own = {_plain(row["name"]) for row in rows}
    found: dict[str, set[str]] = {}
    for row in rows:
        for alias in row["aliases"].split(";"):
            if _plain(alias) and _plain(alias) not in own:
                found.setdefault(_plain(alias), set()).add(_plain(row["name"]))
    return {alias: min(names) for alias, names in found.items() if len(names) == 1}


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
