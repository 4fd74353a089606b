"""Whose side an actor is on: the parties of UCDP's types of violence and ACLED's inter codes.

UCDP Georeferenced Event Dataset codebook: type 1 is state-based (a government against a government or an organised
group), 2 non-state (two organised groups), 3 one-sided (a government or an organised group against civilians).
ACLED codebook: inter codes 1 state forces, 2 rebel groups, 3 political militias, 4 identity militias, 5 rioters,
6 protesters, 7 civilians, 8 external and other forces.
"""

from __future__ import annotations

from typing import Literal

from sayso.actors.book import ActorBook
from sayso.record import Entity

Party = Literal["government", "group", "civilians"]

_PARTIES: dict[str, Party] = {
    "state-military": "government",
    "state-government": "government",
    "state-police": "government",
    "international": "government",
    "pro-government-militia": "group",
    "rebel": "group",
    "criminal": "group",
    "unknown": "group",
    "civilians": "civilians",
    "journalist": "civilians",
    "medical": "civilians",
    "political": "civilians",
    "private-company": "civilians",
}
_STATE = frozenset({"state-military", "state-government", "state-police"})
_PROTESTERS = ("protester", "protestor", "demonstrator", "marcher", "striker", "picket")
_RIOTERS = ("rioter", "mob", "looter", "hooligan", "stone-thrower")
_IDENTITY = ("communal", "tribal", "ethnic", "clan", "herder", "herdsmen", "herdsman", "vigilante", "hunters")


def party(entity: Entity | None) -> Party | None:
    """The party of an actor in the sense of UCDP; None for a thing or for nobody."""
    return _PARTIES.get(entity.type) if entity is not None else None


def same_side(book: ActorBook, one: Entity, other: Entity) -> bool:
    """Whether two actors are one, belong to one state, or one is the other's branch or ally by the tables."""
    if one.id is not None and one.id == other.id:
        return True
    if one.type in _STATE and other.type in _STATE:
        return one.country is not None and one.country == other.country
    return _takes_side(book, one, other) or _takes_side(book, other, one)


def ucdp_type(actor: Entity | None, target: Entity | None, book: ActorBook | None = None) -> Literal[1, 2, 3] | None:
    """UCDP's type of violence by who did it to whom.

    None where either party is open, where two civilians' sides meet, or (with ``book``) where both are on one side.
    """
    one, other = party(actor), party(target)
    if actor is None or target is None or one is None or other is None:
        return None
    if "civilians" in (one, other):
        return None if one == other or one == "civilians" else 3
    if book is not None and same_side(book, actor, target):
        return None
    return 1 if "government" in (one, other) else 2


def ucdp_name(book: ActorBook, entity: Entity) -> str:
    """The actor's name in UCDP's style: "Government of Syria", "IS"; its own name where no table has it."""
    known = book.by_id(entity.id) if entity.id is not None else None
    if known is not None:
        return known.ucdp or known.name
    if entity.type in _STATE and entity.country in book.states:
        return f"Government of {book.states[entity.country].ucdp}"
    return "Civilians" if party(entity) == "civilians" else entity.name


def dyad_name(book: ActorBook, actor: Entity | None, target: Entity | None) -> str | None:
    """The dyad in UCDP's style, a government first, civilians last, else by name; None without a type of violence."""
    kind = ucdp_type(actor, target, book)
    if kind is None or actor is None or target is None:
        return None
    names = [ucdp_name(book, actor), ucdp_name(book, target)]
    if kind == 3:
        return f"{names[0]} - Civilians"
    if party(actor) != party(target):
        return " - ".join(names if party(actor) == "government" else reversed(names))
    return " - ".join(sorted(names))


def acled_inter(entity: Entity | None, country: str | None = None) -> int | None:
    """ACLED's inter code of an actor; ``country`` (ISO3) is where the event is, so that a foreign army is external."""
    if entity is None or entity.type == "object":
        return None
    name = entity.name.lower()
    if entity.type in _STATE:
        return 8 if country is not None and entity.country not in (None, country) else 1
    if entity.type in ("international", "private-company"):
        return 8
    if any(word in name for word in _RIOTERS):
        return 5
    if any(word in name for word in _PROTESTERS):
        return 6
    if entity.type in ("rebel", "pro-government-militia", "criminal", "unknown"):
        if entity.id is None and any(word in name for word in _IDENTITY):
            return 4
        return 2 if entity.type == "rebel" else 3
    return 7


def _takes_side(book: ActorBook, one: Entity, other: Entity) -> bool:
    known = book.by_id(one.id) if one.id is not None else None
    parent = known.parent if known is not None else ""
    if parent and parent == other.id:
        return True
    if not parent and one.type == "pro-government-militia":
        parent = one.country or ""
    return bool(parent) and other.type in _STATE and other.country == parent
