"""What the actor layer works with: registry entries and the mentions of them in one document."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Who a mention is about, apart from where it stands.

    ``id`` names a registry entry: a group ("islamic-state"), or a state's government, force or ministry
    ("gov-rus", "mil-rus", "min-rus-defence"); None where the text tells a type but no known actor. ``ucdp`` is the
    name in UCDP's style. ``parent`` is the id of the actor, or the ISO3 code of the state, whose side it takes.
    """

    name: str
    id: str | None
    type: str
    country: str | None = None
    ucdp: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class State:
    """A state or state-like territory of the states table."""

    iso3: str
    name: str
    adjective: str
    within: str  # ISO3 of the state whose code its actors carry; its own as a rule
    gw: str = ""
    ucdp: str = ""


@dataclass(frozen=True, slots=True)
class Role:
    """What a noun says of an actor: see roles.csv for the meaning of the fields."""

    type: str
    kind: str
    service: str = ""
    armed: bool = False


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A public person of the persons table: used only where the text itself says nothing of the person's side.

    ``id`` is "person-" and the name in lower case with hyphens.
    """

    name: str
    type: str
    country: str | None
    id: str


@dataclass(frozen=True, slots=True)
class People:
    """A people, faith or region that is no state: ``forces`` is the type of the forces named after it."""

    name: str
    country: str | None
    forces: str


@dataclass(frozen=True, slots=True)
class Mention:
    """A registry name at tokens ``first`` to ``last`` (exclusive).

    ``kind`` is group, state (a country's name), capital, metonym, force (a service of a state), adjective (Syrian),
    inhabitants (Syrians) or people (Kurdish). ``actor`` is None for a people. ``linked`` is "backed", "led" and the
    like where the name only opens a compound ("US-backed"), or "pro", "anti", "non" and the like where it ends one.
    """

    first: int
    last: int
    kind: str
    actor: Actor | None
    people: People | None = None
    linked: str = ""
