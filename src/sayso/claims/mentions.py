"""Which mentions are one event, and which say nothing of their own.

"The strike killed four" is one claim, and so is "bombed and destroyed"; "the offensive" in passing is none.
"""

from __future__ import annotations

from dataclasses import replace

from sayso.claims.contents import (
    ATTACKS,
    MATERIAL,
    has_to,
    is_content_of_demand,
    is_content_of_words,
    is_mere_ability,
    words,
)
from sayso.claims.model import Trigger
from sayso.claims.partners import (
    above_relative,
    attacks_below,
    inside,
    partners_of,
    partners_of_conjuncts,
    what_is_alleged,
)
from sayso.claims.scene import Scene
from sayso.language import Parse

SPECIFIC = ATTACKS - {"armed_attack", "armed_clash"}
ONE_A_CLAUSE = frozenset("protest talks agreement siege sanction demand deployment support aid withdrawal".split())
_IN_TIME = frozenset(("after", "following", "since", "before", "amid"))
_CAUSE = frozenset(("in", "by", "from", "during", "through", "as"))


def merge_mentions(scene: Scene, found: list[Trigger]) -> list[Trigger]:
    """The mentions without those that share an event with a more specific one of the same clause."""
    by_head = {trigger.head: trigger for trigger in found}
    widest: dict[int, Trigger] = {}
    for trigger in found:
        for token in range(trigger.first, trigger.last):
            other = widest.get(token)
            if other is None or trigger.last - trigger.first > other.last - other.first:
                widest[token] = trigger
    dropped = {trigger.head for trigger in found if widest[trigger.head] is not trigger}
    # Nouns first: what a verb may be merged into must be settled before the verb is asked.
    for trigger in sorted(found, key=lambda item: not item.nominal):
        if trigger.head not in dropped and _goes(scene, trigger, by_head, dropped):
            dropped.add(trigger.head)
    _drop_wounding_beside_killing(scene, found, dropped)
    return [
        _as_the_verb_says(scene.parse, trigger, by_head, dropped) for trigger in found if trigger.head not in dropped
    ]


def _as_the_verb_says(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> Trigger:
    """An attack that a verb tells more of takes the verb's kind: "jets carried out the attack"."""
    if not trigger.nominal or trigger.kind != "armed_attack" or parse.deps[trigger.head] not in ("dobj", "nsubjpass"):
        return trigger
    verb = by_head.get(parse.heads[trigger.head])
    if verb is None or verb.nominal or verb.head not in dropped or verb.kind not in SPECIFIC:
        return trigger
    return replace(trigger, kind=verb.kind, rule=f"{trigger.rule}; as {verb.rule}")


def _is_only_sought(parse: Parse, trigger: Trigger) -> bool:
    """An arrest that a reward is to bring: "information leading to the arrest"."""
    prep = parse.heads[trigger.head]
    lead = parse.heads[prep]
    return (
        trigger.kind in ("arrest", "sanction")
        and parse.deps[trigger.head] == "pobj"
        and parse.lemmas[lead] == "lead"
        and parse.tags[lead] == "VBG"
        and parse.lemmas[parse.heads[lead]] in ("information", "tip", "clue", "anything")
    )


def _is_warded_off(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """Whether an attack is what a verb says was repelled, or fire what it says was exchanged."""
    verb = by_head.get(parse.heads[trigger.head])
    return (
        trigger.nominal
        and trigger.kind in ATTACKS
        and parse.deps[trigger.head] in ("dobj", "nsubjpass")
        and verb is not None
        and verb.kind == "armed_clash"
        and parse.lemmas[verb.head] in words("warding")
    )


def _is_charged(parse: Parse, trigger: Trigger) -> bool:
    """Whether a crime is only what somebody is charged with: "two counts of murder", "conspiracy to commit murder"."""
    if trigger.kind not in ("killing", "armed_attack", "bombing", "abduction"):
        return False
    node = trigger.head
    if any(parse.deps[child] in ("prep", "poss") for child in parse.children[node]):
        return False  # "charged with the murder of a judge" tells of the murder too
    while parse.deps[node] == "conj" and parse.heads[node] != node:
        node = parse.heads[node]
    above = parse.heads[node]
    if parse.deps[node] == "dobj":
        return parse.lemmas[above] == "commit" and parse.lemmas[parse.heads[above]] in words("charges")
    if parse.deps[node] != "pobj" or parse.lowers[above] not in ("with", "of", "for", "on"):
        return False
    return parse.lemmas[parse.heads[above]] in words("charges")


_FIGURES = frozenset({"toll", "number", "figure", "count", "total"})


def _is_figure_of(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """Whether the event that a figure is of has its own name beside it: "put the toll from the raids at 46"."""
    if parse.lemmas[trigger.head] not in _FIGURES or trigger.kind == "toll":
        return False
    for place in (trigger.head, parse.heads[trigger.head]):
        for child in parse.children[place]:
            if parse.deps[child] == "prep" and parse.lowers[child] in ("from", "in", "of"):
                inner = parse.child(child, ("pobj",))
                if inner in by_head:
                    return True
    return False


def _goes(scene: Scene, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    parse, token = scene.parse, trigger.head
    if trigger.kind in ONE_A_CLAUSE and _repeats_above(parse, trigger, by_head, dropped):
        return True
    if trigger.nominal:
        return (
            _names_something_else(scene, token, by_head)
            or _is_warded_off(parse, trigger, by_head)
            or _is_only_sought(parse, trigger)
            or _is_charged(parse, trigger)
            or is_content_of_demand(parse, trigger, by_head)
            or _is_setting(parse, trigger, by_head)
            or _is_device_of_verb(parse, trigger, by_head)
            or _is_result(parse, trigger, by_head)
            or _is_cause_of_toll(parse, trigger, by_head)
            or _is_figure_of(parse, trigger, by_head)
        )
    return (
        is_mere_ability(parse, trigger.head)
        or _is_of_a_sort(parse, trigger)
        or _says_same_again(parse, trigger, by_head, dropped)
        or _is_cause_of_toll(parse, trigger, by_head)
        or _is_counted_with_toll(parse, trigger, by_head)
        or is_content_of_words(parse, trigger, by_head)
        or _is_aim_of_noun(parse, trigger, by_head)
        or _judges_event(parse, trigger, by_head, dropped)
        or _is_part_of_another(parse, trigger, by_head, dropped)
    )


def _repeats_above(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    """Whether the word hangs on one that names the same kind of event: "rallied to protest", "a strike in protest"."""
    node = trigger.head
    for _ in range(3):
        if parse.deps[node] in ("conj", "relcl", "ccomp") or parse.heads[node] == node:
            return False
        if any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[node]):
            return False
        came, node = node, parse.heads[node]
        other = by_head.get(node)
        if other is None and parse.deps[came] in ("advcl", "xcomp", "prep", "pcomp"):
            # "staged a march to protest": the event is the object of the verb above.
            thing = parse.child(node, ("dobj",))
            other = by_head.get(thing) if thing is not None and thing != trigger.head else None
        if other is not None and other.head not in dropped:
            return other.kind == trigger.kind or (other.kind == "protest" and trigger.kind == "demand")
    return False


def _names_something_else(scene: Scene, token: int, by_head: dict[int, Trigger]) -> bool:
    """Riot police, bombing suspects, March: the word is part of another name, or only says which one is meant."""
    parse = scene.parse
    if parse.tags[token] == "NNP" and parse.entity_label(token) == "DATE":
        return True
    if parse.lemmas[token] == "siege" and parse.lemmas[parse.heads[parse.heads[token]]] == "state":
        return True  # a state of siege is a law
    if token + 1 < len(parse) and parse.lemmas[token + 1] in words("forces_of") and parse.lemmas[token] == "riot":
        return True  # "Riot police moved in", whatever the parser makes of it
    if scene.headline(parse.sentence_of[token]):
        return False
    definite = any(parse.lowers[child] in ("the", "this", "that", "these", "those") for child in parse.children[token])
    if definite and parse.deps[token] == "pobj" and parse.lowers[parse.heads[token]] not in _IN_TIME:
        if parse.lemmas[parse.heads[parse.heads[token]]] in words("pointing"):
            return True
    hyphened = token + 1 < len(parse) and parse.tags[token + 1] == "HYPH"  # the parser reads "sit-in" as three words
    counted = parse.tags[token][:1] == "J"  # "counted 12 dead"
    if parse.deps[token] in ("compound", "nmod", "npadvmod", "amod") and not hyphened and not counted:
        head = parse.heads[token]
        return parse.lemmas[head] not in words("event_heads") or (head in by_head and parse.deps[token] == "compound")
    return False


def _is_of_a_sort(parse: Parse, trigger: Trigger) -> bool:
    """What "those who kill and maim" do is true of a sort of people, and no event."""
    verb = trigger.head
    if parse.lemmas[verb] not in words("effects") or parse.tags[verb] not in ("VBP", "VBZ"):
        return False
    while parse.deps[verb] == "conj":
        verb = parse.heads[verb]
    return parse.deps[verb] == "relcl" and parse.lowers[parse.heads[verb]] in ("those", "anyone", "people", "whoever")


def _says_same_again(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    """Whether a verb goes on at once about the same thing in a word like the one before: "smashed and looted"."""
    verb, head = trigger.head, parse.heads[trigger.head]
    other = by_head.get(head)
    if parse.deps[verb] != "conj" or other is None or other.nominal or head in dropped:
        return False
    if other.kind != trigger.kind and not (other.kind in ATTACKS and trigger.kind == "property_damage"):
        return False
    if any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[verb]):
        return False
    return verb - head <= 3 and all(parse.tags[token] in ("CC", ",", "RB") for token in range(head + 1, verb))


def _is_result(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """What an attack is said to have caused is part of it: "the strike resulted in the destruction of a depot"."""
    if parse.lemmas[trigger.head] not in words("effects"):
        return False
    verb = parse.heads[trigger.head]
    if parse.deps[verb] == "prep":
        verb = parse.heads[verb]
    if parse.lemmas[verb] not in words("results"):
        return False
    for subject in parse.children_by(verb, ("nsubj",)):
        for noun in (subject, *inside(parse, subject)):
            other = by_head.get(noun)
            if other is not None and other.kind in ATTACKS:
                return True
    return False


def _is_counted_with_toll(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """ "900 killed and 5,000 displaced since May" is one sum."""
    other = by_head.get(parse.heads[trigger.head])
    return (
        trigger.kind in ("displacement", "toll", "armed_attack")
        and parse.deps[trigger.head] == "conj"
        and other is not None
        and other.kind == "toll"
    )


def _is_cause_of_toll(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """What people died of in a sum over time: "500 have been killed in air strikes and shelling since May"."""
    if trigger.kind not in ATTACKS and trigger.kind != "offensive":
        return False
    node = trigger.head
    while parse.deps[node] == "conj" and parse.heads[node] != node:
        node = parse.heads[node]
    while parse.deps[node] == "pobj" and parse.lowers[parse.heads[node]] == "of":
        node = parse.heads[parse.heads[node]]  # "in eight days of one of the worst campaigns"
    if trigger.nominal:
        if parse.deps[node] != "pobj" or parse.lowers[parse.heads[node]] not in _CAUSE:
            return False
        node = parse.heads[node]
    elif parse.deps[node] not in ("advcl", "xcomp") or parse.tags[node] != "VBG":
        return False
    other = by_head.get(parse.heads[node])
    return other is not None and other.kind == "toll" and not other.nominal and other.head < trigger.head


def _is_device_of_verb(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """A bomb or bomber is what the verb speaks of: "a car bomb exploded", "the bomber blew himself up"."""
    token = trigger.head
    if parse.lemmas[token] not in words("devices") or parse.deps[token] not in ("nsubj", "nsubjpass", "dobj"):
        return False
    other = by_head.get(parse.heads[token])
    return (
        other is not None
        and not other.nominal
        and other.kind in ATTACKS
        and parse.lemmas[other.head] not in words("effects")
    )


def _is_setting(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """Fighting in which people were killed is the setting of the killing."""
    if trigger.kind not in ("armed_clash", "offensive"):
        return False
    head = parse.heads[trigger.head]
    if parse.deps[trigger.head] != "pobj" or parse.lemmas[trigger.head] not in words("settings"):
        return False
    above = parse.heads[head]
    other = by_head.get(above)
    if other is not None and parse.lemmas[above] in words("effects"):
        return True
    return parse.lemmas[above] not in words("happening") and all(
        parse.deps[child] in ("det", "amod", "punct") for child in parse.children[trigger.head]
    )


def _is_aim_of_noun(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """The battle to retake a town is one event, and so is a campaign aimed at destroying a group."""
    token = trigger.head
    head = parse.heads[token]
    if parse.deps[token] in ("acl", "relcl", "xcomp", "advcl") and has_to(parse, token):
        other = by_head.get(head)
        return other is not None and other.nominal and other.kind in ("offensive", "armed_clash", "airstrike")
    if parse.deps[token] == "pcomp" and parse.lemmas[parse.heads[head]] == "aim":
        noun = parse.heads[parse.heads[head]]
        other = by_head.get(noun)
        return other is not None and other.nominal
    return False


def _judges_event(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    """X condemned or blamed Y for E: where E is an event it is the claim, and X its source."""
    if trigger.kind != "accusation":
        return False
    above = by_head.get(parse.heads[trigger.head])
    if parse.deps[trigger.head] == "acl" and parse.tags[trigger.head] == "VBN" and above is not None:
        return above.kind in MATERIAL  # "the attack, condemned by the envoy"
    for inner in (*partners_of(parse, trigger.head), *what_is_alleged(parse, trigger.head)):
        other = by_head.get(inner)
        if other is not None and inner not in dropped and inner != parse.heads[trigger.head] and other.kind in MATERIAL:
            return parse.deps[inner] not in ("nsubj", "nsubjpass")
    return False


def _drop_wounding_beside_killing(scene: Scene, found: list[Trigger], dropped: set[int]) -> None:
    parse = scene.parse
    attacks = {
        parse.sentence_of[trigger.head]
        for trigger in found
        if trigger.head not in dropped
        and trigger.kind in ATTACKS
        and parse.lemmas[trigger.head] not in words("effects")
    }
    killing = {
        parse.sentence_of[trigger.head]
        for trigger in found
        if trigger.head not in dropped
        and (trigger.kind in ATTACKS or trigger.kind in ("killing", "toll"))
        and trigger.sense != "injury"
    }
    for trigger in found:
        number = parse.sentence_of[trigger.head]
        if trigger.sense == "injury" and number in killing:
            dropped.add(trigger.head)
        # The syntax of titles is misread too often to lead from the attack to its dead.
        elif number in attacks and parse.lemmas[trigger.head] in words("effects") and scene.headline(number):
            dropped.add(trigger.head)


def _is_part_of_another(scene_parse: Parse, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    parse = scene_parse
    head = parse.heads[trigger.head]
    effect = parse.lemmas[trigger.head] in words("effects") or _leaves_casualties(parse, trigger)
    if parse.deps[trigger.head] == "oprd" and head in by_head and _leaves_casualties(parse, by_head[head]):
        return True  # "left six dead": told by the verb
    if effect and parse.deps[trigger.head] == "conj" and head in dropped and parse.lemmas[head] in words("effects"):
        return True  # "strikes killing and wounding hundreds": both are what the strikes did
    partners = partners_of(parse, trigger.head)
    if effect and not trigger.nominal:
        partners += attacks_below(parse, trigger, by_head)
    if effect:
        partners += partners_of_conjuncts(parse, trigger.head)
        partners += above_relative(parse, trigger.head)
    for partner in partners:
        other = by_head.get(partner)
        if other is None or partner in dropped or other is trigger:
            continue
        if other.kind not in ATTACKS and other.kind not in ("killing", "abuse", "riot"):
            if other.kind == trigger.kind and _same_clause_noun(parse, trigger, other):
                return True
            continue
        other_effect = parse.lemmas[partner] in words("effects")
        if effect and other.kind == "armed_clash" and not other.nominal:
            continue  # killed while fighting: the killing is the event
        if effect and not other_effect and other.kind in ATTACKS:
            return True
        if effect and other_effect and partner < trigger.head and _shares_clause(parse, trigger.head, partner):
            return True
        if not effect and trigger.kind in ATTACKS:
            if _same_clause_noun(parse, trigger, other):
                return True
            if other.nominal and parse.deps[trigger.head] in ("relcl", "acl") and parse.heads[trigger.head] == partner:
                return True
            # "flew sorties hitting 40 targets"
            if other.nominal and other.kind == trigger.kind and parse.tags[trigger.head] == "VBG":
                return True
    return False


def _leaves_casualties(parse: Parse, trigger: Trigger) -> bool:
    """Whether the word is the "left" of "the blast left six dead"."""
    return not trigger.nominal and parse.lemmas[trigger.head] == "leave" and trigger.kind in MATERIAL - {"displacement"}


def _same_clause_noun(parse: Parse, trigger: Trigger, other: Trigger) -> bool:
    """Whether a verb only says of the noun that it took place ("strikes hit the town"), or repeats its kind."""
    if trigger.nominal or not other.nominal or _is_warded_off(parse, other, {trigger.head: trigger}):
        return False
    return parse.deps[other.head] in ("nsubj", "dobj", "nsubjpass") and parse.heads[other.head] == trigger.head


def _shares_clause(parse: Parse, token: int, other: int) -> bool:
    return (
        parse.deps[token] in ("conj", "advcl", "xcomp")
        and parse.heads[token] == other
        and not any(parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[token])
    )
