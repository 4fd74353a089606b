"""Who did it, to whom, with what: the arguments of one trigger, by the frame of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection

from sayso.claims.coreference import resolve
from sayso.claims.frames import FrameTable
from sayso.claims.instruments import find_weapon
from sayso.claims.model import Arguments, Trigger
from sayso.claims.noun_roles import NounRoles
from sayso.claims.referents import Actors, Referents
from sayso.claims.roles import Roles
from sayso.claims.structure import Filler
from sayso.claims.verb_roles import VerbRoles
from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse

# Penn tags by which a trigger's head takes the roles of a verb: verbs, adjectives, adverbs, prepositions, modals.
_VERBAL_TAGS = frozenset("VJRIM")


def find_arguments(
    parse: Parse, trigger: Trigger, actors: Actors, weapons: WeaponLexicon, frames: FrameTable | None = None
) -> Arguments:
    """The arguments of one trigger as its own sentence gives them, pronouns looked up.

    What other mentions of the event add is the business of ``document_arguments``.
    """
    return arguments_of(Referents(parse, actors, weapons, frames or FrameTable.load()), trigger)


def arguments_of(referents: Referents, trigger: Trigger) -> Arguments:
    """The arguments of one trigger of the document that ``referents`` belongs to."""
    roles = roles_of(referents, trigger)
    frame = referents.frames.frame(trigger.kind, roles.lemma)
    why: dict[str, str] = {}
    names = (frame.verb_actor, frame.verb_target) if roles.verbal else (frame.noun_actor, frame.noun_target)
    actor = _first(roles, "actor", names[0], referents.can_act, (), why)
    target = _first(roles, "target", names[1], referents.can_suffer, (actor.token,) if actor else (), why)
    weapon = find_weapon(roles)
    if weapon is not None:
        why["weapon"] = weapon[2]
    return Arguments(
        actor=referents.entity(actor.token, "actor") if actor else None,
        target=referents.entity(target.token, "target") if target else None,
        weapon=referents.weapons.weapon(referents.parse, weapon[0], weapon[1]) if weapon else None,
        actor_head=actor.token if actor else None,
        target_head=target.token if target else None,
        frame=why,
    )


def roles_of(referents: Referents, trigger: Trigger) -> Roles:
    """The roles around a trigger, those of verbs or of nouns."""
    parse, head = referents.parse, trigger.head
    if parse.tags[head] in ("IN", "RP"):  # "under fire": the noun decides
        for token in range(trigger.first, trigger.last):
            if parse.tags[token][0] == "N":
                head = token
                break
    if parse.tags[head][0] in _VERBAL_TAGS:
        return VerbRoles(referents, trigger, head)
    return NounRoles(referents, trigger, head)


def _first(
    roles: Roles,
    slot: str,
    names: Collection[str],
    accepts: Callable[[int], bool],
    taken: Collection[int],
    why: dict[str, str],
) -> Filler | None:
    """The first role of a frame that is filled by an acceptable token, its pronoun resolved."""
    for name in names:
        found = roles.fill(name)
        if found is None or found.token in taken:
            continue
        if name not in ("self", "text") and not accepts(found.token):
            continue
        meant = resolve(roles.parse, found.token, roles.frames.nouns, taken)
        if meant is not None and meant not in taken and accepts(meant):
            found = Filler(meant, f"{found.path}, {roles.parse.lowers[found.token]}")
        why[slot] = f"{name}: {found.path}"
        return found
    return None
