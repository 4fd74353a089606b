"""What a rule of the actor layer answers."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.actors.model import Actor
from sayso.actors.persons import Person


@dataclass(frozen=True, slots=True)
class Reading:
    """Who a token stands for: the actor, the tokens of its mention, and the rule that says so."""

    actor: Actor
    first: int
    last: int
    rule: str
    person: Person | None = None
