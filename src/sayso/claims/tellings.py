"""What a document says elsewhere of who did it: to one named person, or throughout one campaign.

Built once a document, so that a look-up costs no walk over its mentions.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.claims.model import Arguments, Trigger
from sayso.record import Entity

# How often a document must lay events of a kind to one actor before a bare mention of that kind is laid to it too.
FEWEST_TELLINGS = 3

# Kinds that one side carries on over days: a document that lays them to one side means that side throughout.
_CAMPAIGNS = frozenset({"airstrike", "drone_strike", "shelling", "siege", "offensive"})
# Kinds that a person suffers once: another mention of the same victim tells who did it.
_ONCE = frozenset({"killing", "abduction", "armed_attack", "arrest"})


class Tellings:
    """The mentions of a document that name an actor, by victim and by kind."""

    __slots__ = ("_campaigns", "_found", "_triggers", "_victims")

    def __init__(self, triggers: Sequence[Trigger], found: Sequence[Arguments]) -> None:
        self._triggers, self._found = triggers, found
        self._victims: dict[str, list[int]] = {}
        sides: dict[str, set[str]] = {}
        tellings: dict[str, list[int]] = {}
        for number, (trigger, arguments) in enumerate(zip(triggers, found, strict=True)):
            if arguments.actor is None:
                continue
            if trigger.kind in _CAMPAIGNS:
                sides.setdefault(trigger.kind, set()).add(_side(arguments.actor))
                tellings.setdefault(trigger.kind, []).append(number)
            if trigger.kind in _ONCE and arguments.target is not None:
                self._victims.setdefault(_last_name(arguments.target), []).append(number)
        self._campaigns = {
            kind: self._forces_first(numbers)
            for kind, numbers in tellings.items()
            if len(sides[kind]) == 1 and len(numbers) >= FEWEST_TELLINGS
        }

    def _forces_first(self, numbers: list[int]) -> list[int]:
        """The mentions that name forces, where there are any; else those that name the state."""
        forces = [number for number in numbers if _type(self._found[number]) != "state-government"]
        return forces or numbers

    def same_victim(self, number: int) -> int | None:
        """Another mention of what was done to the same named person, with its actor; the nearest one."""
        target = self._found[number].target
        if self._triggers[number].kind not in _ONCE or target is None or not _is_named(target):
            return None
        others = self._victims.get(_last_name(target), [])
        at = bisect_left(others, number)
        # Only the nearest of each side can be the nearest; namesakes are passed over.
        before = (others[back] for back in range(at - 1, -1, -1))
        behind = (others[ahead] for ahead in range(at, len(others)))
        beside = [
            found
            for side in (before, behind)
            if (found := next((one for one in side if _same_name(target, self._found[one].target)), None)) is not None
        ]
        return self._nearest_of(number, beside)

    def only_actor(self, number: int) -> int | None:
        """The nearest mention of the one actor to whom the document lays every event of this kind."""
        return self._nearest(number, self._campaigns.get(self._triggers[number].kind, ()))

    def _nearest(self, number: int, others: Sequence[int]) -> int | None:
        at = bisect_left(others, number)
        return self._nearest_of(number, others[max(0, at - 1) : at + 1])

    def _nearest_of(self, number: int, beside: Sequence[int]) -> int | None:
        if not beside:
            return None
        head = self._triggers[number].head
        return min(beside, key=lambda other: (abs(self._triggers[other].head - head), other))


def _side(actor: Entity) -> str:
    """Whom an actor belongs to: a state and its forces are one side."""
    if actor.type.startswith("state") and actor.country is not None:
        return f"state {actor.country}"
    return actor.id or actor.name.casefold()


def _type(arguments: Arguments) -> str:
    return "" if arguments.actor is None else arguments.actor.type


def _last_name(entity: Entity) -> str:
    return entity.name.casefold().split()[-1] if entity.name.split() else ""


def _is_named(entity: Entity) -> bool:
    """Whether a person is meant by name: every word of the name is capitalised, and it is no group or state."""
    return entity.id is None and all(word[:1].isupper() for word in entity.name.split())


def _same_name(one: Entity, two: Entity | None) -> bool:
    """Whether two names are one, a family name standing for the full one."""
    if two is None:
        return False
    first, second = one.name.casefold().split(), two.name.casefold().split()
    return first == second or (first[-1:] == second[-1:] and 1 in (len(first), len(second)))
