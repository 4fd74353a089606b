"""Who did it, to whom, with what: the arguments of one trigger, by the frame of its kind."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace

from sayso.claims.coreference import resolve
from sayso.claims.frames import FrameTable
from sayso.claims.headline_roles import HeadlineRoles
from sayso.claims.instruments import find_weapon
from sayso.claims.model import Arguments, Trigger
from sayso.claims.noun_roles import NounRoles
from sayso.claims.referents import Actors, Referents
from sayso.claims.roles import Roles
from sayso.claims.structure import Filler, is_act
from sayso.claims.verb_roles import VerbRoles
from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse
from sayso.record import Entity

# Penn tags by which a trigger's head takes the roles of a verb: verbs, adjectives, adverbs, prepositions, modals.
_VERBAL_TAGS = frozenset("VJRIM")
# What is done to a capital itself, not to the government in it.
_ON_THE_GROUND = frozenset({
    "airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "armed_attack", "offensive", "siege",
    "territory_gained", "territory_lost", "property_damage",
})  # fmt: skip


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
    actor, his = _first(roles, "actor", names[0], referents.can_act, (), why)
    target, him = _first(roles, "target", names[1], referents.can_suffer, (actor.token,) if actor else (), why)
    if trigger.kind == "demand" and roles.verbal and _obliges(roles):
        # "The rebels must disarm": a demand of the speaker, addressed to the one who must.
        actor, target, him = None, actor, his
        why = {"target": why["actor"]} if target else {}
    weapon = find_weapon(roles)
    if weapon is not None:
        why["weapon"] = weapon[2]
    acting = _mentioned(referents, actor, his, "actor") if actor else None
    struck = _mentioned(referents, target, him, "target") if target else None
    if target and struck and trigger.kind in _ON_THE_GROUND and (struck.id or "").startswith("gov-"):
        # "Strikes on Damascus" hit the city, whoever governs from it; "Israel attacked Syria" is said of the state.
        town = referents.actors.entity(target.token, role="object")
        if town is not None and town.id is None:
            struck = replace(town, country=struck.country)
    if actor and target and acting and struck and actor.token < target.token and acting.holds(struck.bare):
        acting = _cut(referents.parse, acting, actor.token, target.token)
    return Arguments(
        actor=acting,
        target=struck,
        weapon=referents.weapons.weapon(referents.parse, weapon[0], weapon[1]) if weapon else None,
        actor_head=actor.token if actor else None,
        target_head=target.token if target else None,
        frame=why,
    )


def _mentioned(referents: Referents, filler: Filler, pronoun: int | None, role: str) -> Entity:
    """The entity of a filler, at the pronoun in the event's own sentence where another sentence tells who is meant."""
    entity = referents.entity(filler.token, role)
    parse = referents.parse
    if pronoun is None and parse.tags[filler.token] in ("PRP", "PRP$"):
        pronoun = filler.token
    if pronoun is None:
        return entity
    sentence = parse.sentence_span(parse.sentence_of[pronoun])
    if sentence.start <= entity.start < sentence.end:
        return entity
    span = parse.span(pronoun, pronoun + 1)
    return replace(entity, start=span.start, end=span.end, text=span.text)


def _obliges(roles: Roles) -> bool:
    """Whether the trigger only tells what someone has to do."""
    parse = roles.parse
    if parse.lemmas[roles.head] in roles.words["obliging"]:
        return True
    return any(
        parse.deps[child] == "aux" and parse.lemmas[child] in roles.words["obliging"]
        for child in parse.children[roles.head]
    )


def _cut(parse: Parse, entity: Entity, head: int, target: int) -> Entity:
    """The actor without the phrase of the target, which the parser hung on it: "an attack by rebels on the port"."""
    for child in parse.children[head]:
        first, last = parse.subtree(child)
        if head < first <= target < last:
            end = parse.ends[first - 1]
            return replace(entity, end=end, text=parse.text[entity.start : end])
    return entity


def roles_of(referents: Referents, trigger: Trigger) -> Roles:
    """The roles around a trigger, those of verbs or of nouns."""
    parse, head = referents.parse, trigger.head
    words = parse.lemmas[trigger.first : trigger.last]
    suffered = parse.lemmas[head] in referents.words["sufferers"] and trigger.last - trigger.first > 1
    if parse.tags[head] in ("IN", "RP") or "under" in words or suffered:  # "came under fire", "suffered losses"
        for token in range(trigger.first, trigger.last):
            if parse.tags[token][0] == "N":
                head = token
                break
    if parse.tags[head][0] in _VERBAL_TAGS and not (trigger.nominal and parse.tags[head] == "VBG" and is_act(parse, head)):
        return VerbRoles(referents, trigger, head)
    if not trigger.nominal and parse.tags[head] in ("NNP", "NNPS") and parse.words[head][:1].isupper():
        return HeadlineRoles(referents, trigger, head)
    return NounRoles(referents, trigger, head)


def _first(
    roles: Roles,
    slot: str,
    names: Collection[str],
    accepts: Callable[[int], bool],
    taken: Collection[int],
    why: dict[str, str],
) -> tuple[Filler | None, int | None]:
    """The first role of a frame that is filled by an acceptable token, and the pronoun that was resolved to it."""
    for name in names:
        found = roles.fill(name)
        if found is None or found.token in taken:
            continue
        if name not in ("self", "text") and not accepts(found.token):
            counted = roles.referents.counted(found.token)  # "a number of fighters"
            if counted is None or counted in taken or not accepts(counted):
                continue
            found = Filler(counted, f"{found.path} of")
        if slot == "target" and roles.parse.lemmas[found.token] in roles.words["grounds"]:
            if roles.trigger.kind in roles.words["crowd_kinds"]:
                continue  # "roamed the streets", "gathered at the site"
        fired = name == "of" and slot == "target" and roles.trigger.kind != "shootdown"
        if fired and roles.referents.weapons.entry(roles.parse, found.token) is not None:
            continue  # "a strike of bombers", "a volley of rockets"
        pronoun: int | None = None
        people = slot == "target" and roles.trigger.kind in roles.words["personal_kinds"]
        meant = resolve(roles.parse, found.token, roles.frames.nouns, taken, people=people)
        if meant is not None and meant not in taken and accepts(meant):
            pronoun = found.token
            found = Filler(meant, f"{found.path}, {roles.parse.lowers[pronoun]}")
        elif roles.parse.tags[found.token] == "PRP$" and roles.parse.lowers[found.token] not in roles.words["speakers"]:
            continue  # "its offensive", nobody knows whose: another role may tell
        why[slot] = f"{name}: {found.path}"
        return found, pronoun
    return None, None
