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

_STATE = frozenset({"state-military", "state-government", "state-police"})


def party(book: ActorBook, entity: Entity | None) -> str:
    """The party of an actor in the sense of UCDP: government, group or civilians; "" for a thing or for nobody."""
    return book.sides[entity.type][0] if entity is not None else ""


def same_side(book: ActorBook, one: Entity, other: Entity) -> bool:
    """Whether two actors are one, belong to one state, or one is the other's branch or ally by the tables."""
    if one.id is not None and one.id == other.id:
        return True
    if one.type in _STATE and other.type in _STATE:
        return one.country is not None and one.country == other.country
    return _takes_side(book, one, other) or _takes_side(book, other, one)


def ucdp_type(book: ActorBook, actor: Entity | None, target: Entity | None) -> Literal[1, 2, 3] | None:
    """UCDP's type of violence by who did it to whom.

    None where either party is open, where civilians act, or where both are on one side.
    """
    one, other = party(book, actor), party(book, target)
    if actor is None or target is None or not one or not other or one == "civilians":
        return None
    if other == "civilians":
        return 3
    if same_side(book, actor, target):
        return None
    return 1 if "government" in (one, other) else 2


def ucdp_name(book: ActorBook, entity: Entity) -> str:
    """The actor's name in UCDP's style: "Government of Syria", "IS"; its own name where no table has it."""
    known = book.by_id(entity.id) if entity.id is not None else None
    if known is not None:
        return known.ucdp or known.name
    if entity.type in _STATE and entity.country in book.states:
        return f"Government of {book.states[entity.country].ucdp}"
    return "Civilians" if party(book, entity) == "civilians" else entity.name


def dyad_name(book: ActorBook, actor: Entity | None, target: Entity | None) -> str | None:
    """The dyad in UCDP's style, a government first, civilians last, else by name; None without a type of violence."""
    kind = ucdp_type(book, actor, target)
    if kind is None or actor is None or target is None:
        return None
    names = [ucdp_name(book, actor), ucdp_name(book, target)]
    if kind == 3:
        return f"{names[0]} - Civilians"
    if party(book, actor) != party(book, target):
        return " - ".join(names if party(book, actor) == "government" else reversed(names))
    return " - ".join(sorted(names))


def acled_inter(book: ActorBook, entity: Entity | None, country: str | None = None) -> int | None:
    """ACLED's inter code of an actor; ``country`` (ISO3) is where the event is, so that a foreign army is external.

    None for a thing or for nobody.
    """
    if entity is None:
        return None
    side, home, abroad = book.sides[entity.type]
    words = set(entity.name.lower().split())
    if side == "civilians" and words & book.words["rioters"]:
        return 5
    if side == "civilians" and words & book.words["protesters"]:
        return 6
    if side == "group" and entity.id is None and words & book.words["identity"]:
        return 4
    code = abroad if country is not None and entity.country not in (None, country) else home
    return int(code) if code else None


def _takes_side(book: ActorBook, one: Entity, other: Entity) -> bool:
    known = book.by_id(one.id) if one.id is not None else None
    parent = known.parent if known is not None else ""
    if parent and parent == other.id:
        return True
    if not parent and one.type == "pro-government-militia":
        parent = one.country or ""
    return bool(parent) and other.type in _STATE and other.country == parent
