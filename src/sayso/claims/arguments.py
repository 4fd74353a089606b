"""Who did it, to whom, with what: the arguments of one trigger, by the frame of its kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from sayso.claims.coreference import resolve
from sayso.claims.frames import Frame, FrameTable
from sayso.claims.model import Arguments, Trigger
from sayso.claims.roles import Roles
from sayso.claims.structure import Filler
from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse
from sayso.record import Entity, Weapon


class Actors(Protocol):
    """What this stage needs of the actor layer: the entity that a head noun names."""

    def entity(self, head: int, *, role: str | None = None) -> Entity | None:
        """The entity of the noun phrase headed by a token, None where it is no actor."""

    def owner(self, head: int) -> Entity | None:
        """The actor that owns or operates what a token names."""


def find_arguments(
    parse: Parse, trigger: Trigger, actors: Actors, weapons: WeaponLexicon, frames: FrameTable | None = None
) -> Arguments:
    """The arguments of one trigger as its own sentence gives them.

    What other sentences add is the business of ``complete_arguments``.
    """
    table = frames or FrameTable.load()
    return _Finder(parse, trigger, actors, weapons, table).find()


class _Finder:
    __slots__ = ("actors", "frame", "frames", "parse", "roles", "trigger", "weapons", "why")

    def __init__(
        self, parse: Parse, trigger: Trigger, actors: Actors, weapons: WeaponLexicon, frames: FrameTable
    ) -> None:
        self.parse, self.trigger, self.actors = parse, trigger, actors
        self.weapons, self.frames = weapons, frames
        self.frame: Frame = frames.frame(trigger.kind, parse.lemmas[trigger.head])
        self.roles = Roles(parse, trigger, actors, weapons, frames)
        self.why: dict[str, str] = {}

    def find(self) -> Arguments:
        verbal = self.roles.verbal
        actor_roles = self.frame.verb_actor if verbal else self.frame.noun_actor
        target_roles = self.frame.verb_target if verbal else self.frame.noun_target
        weapon = self._weapon()
        actor = self._first("actor", actor_roles, self.roles.can_act, ())
        target = self._first("target", target_roles, self.roles.can_suffer, (actor.token,) if actor else ())
        actor_entity = self._entity(actor, "actor")
        target_entity = self._entity(target, "target")
        return Arguments(
            actor=actor_entity,
            target=target_entity,
            weapon=weapon,
            actor_head=actor.token if actor else None,
            target_head=target.token if target else None,
            frame=self.why,
        )

    def _first(
        self, slot: str, names: tuple[str, ...], accepts: Callable[[int, str], bool], taken: tuple[int, ...]
    ) -> Filler | None:
        for name in names:
            found = self.roles.fill(name)
            if found is not None and found.token not in taken and accepts(found.token, name):
                meant = resolve(self.parse, found.token, self.frames.nouns, taken)
                if meant is not None and meant not in taken and accepts(meant, name):
                    found = Filler(meant, f"{found.path}, {self.parse.lowers[found.token]}")
                self.why[slot] = f"{name}: {found.path}"
                return found
        return None

    def _entity(self, filler: Filler | None, role: str) -> Entity | None:
        if filler is None:
            return None
        entity = self.actors.entity(filler.token, role=role)
        return entity if entity is not None else self.roles.plain_entity(filler.token, role)

    def _weapon(self) -> Weapon | None:
        found = self.roles.weapon()
        if found is None:
            return None
        head, entry, path = found
        self.why["weapon"] = path
        return self.weapons.weapon(self.parse, head, entry)
