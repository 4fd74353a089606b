"""What the stages of the claim layer hand on to each other."""

from __future__ import annotations

from dataclasses import dataclass, field

from sayso.record import Entity, Weapon


@dataclass(frozen=True, slots=True)
class Trigger:
    """The words that name one event: tokens ``first`` to ``last`` (exclusive), syntactic ``head`` among them.

    ``kind`` is its kind by the codebook, ``rule`` the lexicon entry or rule that says so, ``confidence`` how often
    that rule is right. ``nominal`` is True for a noun. ``sense`` narrows the kind for the code tables ("grenade",
    "weapons_seized"), empty where the kind says it all.
    """

    first: int
    last: int
    head: int
    kind: str
    rule: str
    confidence: float = 0.5
    nominal: bool = False
    sense: str = ""


@dataclass(frozen=True, slots=True)
class Arguments:
    """Who did it to whom with what. ``frame`` names the path that found each; heads are token numbers."""

    actor: Entity | None = None
    target: Entity | None = None
    weapon: Weapon | None = None
    actor_head: int | None = None
    target_head: int | None = None
    frame: dict[str, str] = field(default_factory=dict)
