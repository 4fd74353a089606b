"""The arguments of all triggers of a document, where one mention of an event lends what another leaves out.

"Jets bombed the town. The strikes killed nine." The second sentence names neither the jets nor the town. A mention
takes an argument from another one only where both are of one kind, the mention stands near or refers back with a
definite noun, and nothing in its own phrase sets it apart as another event ("a 2015 airstrike", "another attack").
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.claims.arguments import arguments_of
from sayso.claims.frames import FrameTable
from sayso.claims.model import Arguments, Trigger
from sayso.claims.partners import is_another_time
from sayso.claims.referents import MODIFIERS, Actors, Referents
from sayso.claims.tellings import Tellings
from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse
from sayso.record import Entity

# How many sentences back the event may have been told: for a definite noun, for other nouns, for verbs.
REACH_DEFINITE = 8
REACH_NOUN = 2
REACH_VERB = 2
# How far ahead: headlines and leads name the event before the actor.
REACH_AHEAD = 2

_DEFINITE = frozenset({"the", "this", "that", "these", "those"})
_OTHER = frozenset(
    {"another", "other", "a", "an", "any", "some", "next", "previous", "earlier", "several", "each", "every"}
)
# Kinds that tell what an attack did: they take its actor from the sentence before or from their own.
_OUTCOMES = frozenset({"killing", "property_damage"})
_ATTACKS = frozenset(
    {
        "airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack", "armed_attack",
        "armed_clash", "killing", "property_damage",
    }
)  # fmt: skip
# Kinds that are acts of speech: where the sentence names no actor, it is the one who speaks.
_ANSWERS = frozenset(
    "retaliation response revenge vengeance reprisal reply answer reaction retaliate respond react avenge".split()
)
_SPOKEN = frozenset({"threat", "accusation", "demand", "refusal"})


def document_arguments(
    parse: Parse,
    triggers: Sequence[Trigger],
    actors: Actors,
    weapons: WeaponLexicon,
    frames: FrameTable | None = None,
    speakers: Sequence[Entity | None] = (),
) -> tuple[Arguments, ...]:
    """The arguments of each trigger, in the order of the triggers, which is that of the text.

    ``speakers`` names for each trigger the source of the words around it, None where the outlet speaks.
    """
    table = frames or FrameTable.load()
    referents = Referents(parse, actors, weapons, table)
    own = _linked([arguments_of(referents, trigger) for trigger in triggers])
    spoken = [
        _spoken(trigger, found, speakers[number]) if number < len(speakers) else found
        for number, (trigger, found) in enumerate(zip(triggers, own, strict=True))
    ]
    tellings = Tellings(triggers, spoken)
    # What an attack did may stand at the end of a thread of mentions, each lent by the one before.
    done = list(spoken)
    for number, trigger in enumerate(triggers):
        lenders = done if trigger.kind in _OUTCOMES else spoken
        done[number] = _completed(referents, number, triggers, lenders, tellings)
    return tuple(done)


def _linked(found: list[Arguments]) -> list[Arguments]:
    """The arguments with bare nouns tied to the one known actor whose name ends in them: "coalition bombing"."""
    known: dict[str, Entity | None] = {}
    for arguments in found:
        for entity in (arguments.actor, arguments.target):
            if entity is not None and entity.id is not None and " " in entity.name:
                last = entity.name.casefold().split()[-1]
                before = known.setdefault(last, entity)
                if before is not None and before.id != entity.id:
                    known[last] = None
    if not known:
        return found
    return [replace(one, actor=_tied(one.actor, known), target=_tied(one.target, known)) for one in found]


def _tied(entity: Entity | None, known: Mapping[str, Entity | None]) -> Entity | None:
    if entity is None or entity.id is not None:
        return entity
    actor = known.get(entity.name.casefold())
    if actor is None or entity.text.casefold() not in (entity.name.casefold(), f"the {entity.name.casefold()}"):
        return entity
    return replace(entity, name=actor.name, id=actor.id, type=actor.type, country=actor.country)


def _spoken(trigger: Trigger, found: Arguments, speaker: Entity | None) -> Arguments:
    if speaker is None or trigger.kind not in _SPOKEN:
        return found
    if found.actor is not None:
        return found
    return replace(found, actor=speaker, actor_head=None, frame={**found.frame, "actor": "speaker"})


def _completed(
    referents: Referents,
    number: int,
    triggers: Sequence[Trigger],
    found: Sequence[Arguments],
    tellings: Tellings,
) -> Arguments:
    parse, frames = referents.parse, referents.frames
    trigger, arguments = triggers[number], found[number]
    frame = frames.frame(trigger.kind, parse.lemmas[trigger.head])
    if not frame.fill or _set_apart(parse, trigger):
        return arguments
    culprit = None
    if arguments.actor is None and trigger.kind in _ATTACKS | {"abduction"}:
        culprit = _culprit(referents, trigger)
    if culprit is not None:
        doer = referents.entity(culprit, "actor")
        if not _same(doer, arguments.target):
            why = f"culprit: {parse.lowers[culprit]}"
            arguments = replace(arguments, actor=doer, actor_head=culprit, frame={**arguments.frame, "actor": why})
    if arguments.actor is None and "actor" in frame.fill and not _is_answered(parse, trigger):
        lender = _lender(parse, number, triggers, found, "actor")
        if lender is None:
            lender = tellings.same_victim(number)
        if lender is None:
            lender = tellings.only_actor(number)
        if lender is not None:
            actor, head = found[lender].actor, found[lender].actor_head
            if triggers[lender].kind == "armed_clash" and trigger.kind != "armed_clash":
                # Who died in a clash was killed by the other side.
                if _same(actor, arguments.target):
                    actor, head = found[lender].target, found[lender].target_head
                else:
                    actor = None
            if actor is not None and not _same(actor, arguments.target):
                why = _because(parse, triggers[lender])
                arguments = replace(arguments, actor=actor, actor_head=head, frame={**arguments.frame, "actor": why})
    if arguments.target is None and "target" in frame.fill and _is_definite(parse, trigger):
        lender = _lender(parse, number, triggers, found, "target")
        if lender is not None and not _same(found[lender].target, arguments.actor):
            arguments = replace(
                arguments,
                target=found[lender].target,
                target_head=found[lender].target_head,
                frame={**arguments.frame, "target": _because(parse, triggers[lender])},
            )
    return arguments


def _is_answered(parse: Parse, trigger: Trigger) -> bool:
    """Whether a deed is what others answer: "in retaliation for rocket fire", "responded to an ambush", or is told with
    a subject of its own as what came before."""
    above = parse.heads[trigger.head]
    if parse.deps[trigger.head] == "advcl" and is_another_time(parse, trigger.head):
        return True  # "struck the hills after rockets killed two"
    if parse.deps[trigger.head] != "pobj" or parse.lowers[above] not in ("for", "to", "after", "against"):
        return False
    return parse.lemmas[parse.heads[above]] in _ANSWERS


def _culprit(referents: Referents, trigger: Trigger) -> int | None:
    """Who is called by the deed in the same sentence: "two guards were wounded and the attackers fled"."""
    parse, culprits = referents.parse, referents.words["culprits"]
    for token in range(*parse.sentences[parse.sentence_of[trigger.head]]):
        if parse.lemmas[token] in culprits and parse.tags[token] in ("NN", "NNS") and token != trigger.head:
            if parse.deps[token] in MODIFIERS or parse.deps[token] == "attr":
                continue
            if parse.lowers[parse.phrase(token)[0]] == "the":
                return token
    return None


def _same(one: Entity | None, two: Entity | None) -> bool:
    if one is None or two is None:
        return False
    return one.overlaps(two) or one.name.casefold() == two.name.casefold()


def _because(parse: Parse, trigger: Trigger) -> str:
    words = parse.span(trigger.first, trigger.last)
    return f"same event: {words.text} at {words.start}"


def _lender(
    parse: Parse, number: int, triggers: Sequence[Trigger], found: Sequence[Arguments], slot: str
) -> int | None:
    trigger = triggers[number]
    here = parse.sentence_of[trigger.head]
    if _is_definite(parse, trigger):
        reach = REACH_DEFINITE
    else:
        reach = REACH_NOUN if parse.tags[trigger.head][0] == "N" else REACH_VERB
    for other in range(number - 1, -1, -1):
        distance = here - parse.sentence_of[triggers[other].head]
        if distance > reach:
            break
        if getattr(found[other], slot) is not None and _same_story(trigger, triggers[other], distance, slot):
            return other
    if reach == REACH_VERB and here >= REACH_AHEAD:
        return None
    for other in range(number + 1, len(triggers)):
        if parse.sentence_of[triggers[other].head] - here > REACH_AHEAD:
            break
        if getattr(found[other], slot) is not None and trigger.kind == triggers[other].kind:
            return other
    return None


def _same_story(trigger: Trigger, other: Trigger, distance: int, slot: str) -> bool:
    if trigger.kind == other.kind:
        return trigger.kind not in _OUTCOMES or distance <= 1
    return slot == "actor" and trigger.kind in _OUTCOMES and other.kind in _ATTACKS and distance <= 1


def _is_definite(parse: Parse, trigger: Trigger) -> bool:
    return parse.tags[trigger.head][0] == "N" and parse.lowers[parse.phrase(trigger.head)[0]] in _DEFINITE


def _set_apart(parse: Parse, trigger: Trigger) -> bool:
    """Whether the trigger's own phrase says that this is another event than those told before."""
    if parse.tags[trigger.head][0] != "N":
        return False
    first = parse.phrase(trigger.head)[0]
    if parse.lowers[first] in _OTHER:
        return True
    for child in parse.children[trigger.head]:
        if child >= trigger.first or parse.deps[child] not in ("nummod", "compound", "nmod", "amod", "det"):
            continue
        label = parse.entity_label(child)
        if label == "DATE":
            if parse.deps[child] != "nmod":  # "a 2015 airstrike", but not "the March 2015 airstrike"
                return True
        elif label == "GPE" or parse.tags[child] == "NNP":
            return True
        if parse.lowers[child] in _OTHER or "/" in parse.words[child]:  # "the 9/11 attacks"
            return True
    return False
