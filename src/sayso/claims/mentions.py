"""Which mentions are one event, and which say nothing of their own.

"The strike killed four" is one claim, and so is "bombed and destroyed"; "the offensive" in passing is none.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from sayso.claims.model import Trigger
from sayso.claims.senses import Scene
from sayso.language import Parse

ATTACKS = frozenset(
    "airstrike drone_strike shelling bombing suicide_bombing chemical_attack armed_clash armed_attack".split()
)
SPECIFIC = ATTACKS - {"armed_attack", "armed_clash"}
# A document is about one kind of attack where this many mentions, and this share of them, are of it.
FEWEST_DOMINANT = 2
DOMINANT_SHARE = 0.6
# What an attack does: alone it is an event, beside the attack it is part of it.
EFFECT_LEMMAS = frozenset(
    "kill wound injure die hurt maim destroy damage perish death killing level flatten demolish wreck devastate "
    "lose destruction shatter gut smash".split()
)
# Nouns that a modifying event noun makes into an event: "a bomb attack", "a bombing campaign".
ATTACK_HEADS = frozenset("attempt plot attack campaign raid toll spree wave offensive operation run mission deal frenzy".split())
# What is only asked for when it is the content of a demand.
DEMANDED = frozenset("protest agreement withdrawal release aid deployment talks surrender sanction siege support".split())
ONE_A_CLAUSE = frozenset("protest talks agreement siege sanction demand deployment support aid withdrawal".split())
WORDS = frozenset("demand refusal threat agreement".split())
MATERIAL = ATTACKS | frozenset(
    "killing abuse sexual_violence abduction arrest property_damage siege offensive riot shootdown displacement".split()
)
# Verbs that only say that the event of their subject or object took place or how it went.
HAPPENING = frozenset(
    "occur happen take begin start continue break follow come erupt launch carry stage conduct hit strike target mount "
    "wage go be have involve use cause leave rock shake escalate resume intensify last end stop plan plot order condemn "
    "denounce decry deplore mastermind confirm announce".split()
)
_LINKS = frozenset(("conj", "advcl", "xcomp", "acl", "relcl", "pcomp", "ccomp", "dep", "parataxis"))
_INFORMATIVE = frozenset(("compound", "nummod", "poss", "nmod", "relcl", "acl", "quantmod"))
_PLACING = frozenset("on in at against near by of between with for over".split())
# Nouns that only point to an event that they have to do with: "suspects in the bombing".
_POINTING_HEADS = frozenset(
    "suspect investigation investigator probe survivor scene site witness evidence victim inquiry case mastermind day "
    "time anniversary perpetrator detail news picture footage video response reaction".split()
)
_SETTING_NOUNS = frozenset("clash fighting combat battle fight war violence offensive operation campaign unrest".split())
_VAGUE = frozenset(
    "recent latest new whole entire same such other more further first second last deadly heavy fierce ongoing "
    "current previous past subsequent terrorist terror own two three violent bloody major alleged reported".split()
)


def merge_mentions(scene: Scene, found: list[Trigger]) -> list[Trigger]:
    """The mentions without those that share an event with a more specific one of the same clause."""
    parse = scene.parse
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
    _drop_wounding_beside_killing(parse, found, dropped)
    return [trigger for trigger in found if trigger.head not in dropped]


def _goes(scene: Scene, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    parse, token = scene.parse, trigger.head
    if trigger.kind in ONE_A_CLAUSE and _repeats_above(parse, trigger, by_head, dropped):
        return True
    if trigger.nominal:
        return (
            _names_something_else(parse, token)
            or _is_content_of_demand(parse, trigger, by_head)
            or _is_setting(parse, trigger, by_head)
        )
    return (
        _is_content_of_words(parse, trigger, by_head)
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


def _names_something_else(parse: Parse, token: int) -> bool:
    """Riot police, bombing suspects, March: the word is part of another name, or only says which one is meant."""
    if parse.entity_label(token) == "DATE":
        return True
    if parse.deps[token] == "pobj" and parse.lemmas[parse.heads[parse.heads[token]]] in _POINTING_HEADS:
        return True
    if parse.deps[token] in ("compound", "nmod", "npadvmod", "amod"):
        head = parse.heads[token]
        return parse.lemmas[head] not in ATTACK_HEADS
    return False


def _is_content_of_demand(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """What is demanded, refused or talked about is no event of its own: "called for a ceasefire"."""
    if trigger.kind not in DEMANDED:
        return False
    head = parse.heads[trigger.head]
    direct = by_head.get(head)
    if direct is not None and not direct.nominal and parse.deps[trigger.head] in ("dobj", "nsubjpass"):
        return direct.kind in ("agreement", "sanction", "refusal", "demand", "threat") or (
            direct.kind in ("armed_attack", "other") and trigger.kind == "protest"
        )
    if parse.deps[trigger.head] == "conj":
        head = parse.heads[head]
    if parse.deps[head] == "prep":
        head = parse.heads[head]
    other = by_head.get(head)
    if other is not None and other.kind == "agreement" and trigger.kind == "agreement":
        return True
    return other is not None and other.kind in ("demand", "refusal", "threat")


def _is_content_of_words(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """What is demanded, threatened, refused or agreed in a clause is no event of its own, unless it is violence."""
    if parse.deps[trigger.head] not in ("xcomp", "ccomp", "advcl", "conj", "acl"):
        return False
    other = by_head.get(parse.heads[trigger.head])
    if other is None or other.kind not in WORDS:
        return trigger.kind == "demand" and other is not None and other.kind == "protest"
    if parse.deps[trigger.head] == "conj":
        return False
    return trigger.kind not in MATERIAL and parse.tags[trigger.head] in ("VB", "VBG", "VBP", "VBZ")


def _is_setting(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """Fighting in which people were killed is the setting of the killing."""
    if trigger.kind not in ("armed_clash", "offensive"):
        return False
    head = parse.heads[trigger.head]
    if parse.deps[trigger.head] != "pobj" or parse.lemmas[trigger.head] not in _SETTING_NOUNS:
        return False
    above = parse.heads[head]
    other = by_head.get(above)
    if other is not None and parse.lemmas[above] in EFFECT_LEMMAS:
        return True
    return parse.lemmas[above] not in HAPPENING and all(
        parse.deps[child] in ("det", "amod", "punct") for child in parse.children[trigger.head]
    )


def _is_aim_of_noun(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """The battle to retake a town is one event, and so is a campaign aimed at destroying a group."""
    token = trigger.head
    head = parse.heads[token]
    if parse.deps[token] in ("acl", "relcl", "xcomp", "advcl") and _has_to(parse, token):
        other = by_head.get(head)
        return other is not None and other.nominal and other.kind in ("offensive", "armed_clash", "airstrike")
    if parse.deps[token] == "pcomp" and parse.lemmas[parse.heads[head]] == "aim":
        noun = parse.heads[parse.heads[head]]
        other = by_head.get(noun)
        return other is not None and other.nominal
    return False


def _has_to(parse: Parse, token: int) -> bool:
    return any(parse.tags[child] == "TO" for child in parse.children[token])


def _judges_event(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    """X condemned or blamed Y for E: where E is an event it is the claim, and X its source."""
    if trigger.kind != "accusation":
        return False
    for inner in _partners(parse, trigger.head):
        other = by_head.get(inner)
        if other is not None and inner not in dropped and inner != parse.heads[trigger.head] and other.kind in MATERIAL:
            return parse.deps[inner] not in ("nsubj", "nsubjpass")
    return False


def _drop_wounding_beside_killing(parse: Parse, found: list[Trigger], dropped: set[int]) -> None:
    killing = {
        parse.sentence_of[trigger.head]
        for trigger in found
        if trigger.head not in dropped
        and (trigger.kind in ATTACKS or trigger.kind in ("killing", "toll"))
        and trigger.sense != "injury"
    }
    for trigger in found:
        if trigger.sense == "injury" and parse.sentence_of[trigger.head] in killing:
            dropped.add(trigger.head)


def _is_part_of_another(scene_parse: Parse, trigger: Trigger, by_head: dict[int, Trigger], dropped: set[int]) -> bool:
    parse = scene_parse
    effect = parse.lemmas[trigger.head] in EFFECT_LEMMAS
    partners = _partners(parse, trigger.head)
    if effect:
        partners += _partners_of_conjuncts(parse, trigger.head)
    for partner in partners:
        other = by_head.get(partner)
        if other is None or partner in dropped or other is trigger:
            continue
        if other.kind not in ATTACKS and other.kind not in ("killing", "abuse", "riot"):
            if other.kind == trigger.kind and _same_clause_noun(parse, trigger, other):
                return True
            continue
        other_effect = parse.lemmas[partner] in EFFECT_LEMMAS
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
    return False


def _same_clause_noun(parse: Parse, trigger: Trigger, other: Trigger) -> bool:
    """Whether a verb only says of the noun that it took place ("strikes hit the town"), or repeats its kind."""
    if trigger.nominal or not other.nominal:
        return False
    return parse.deps[other.head] in ("nsubj", "dobj", "nsubjpass") and parse.heads[other.head] == trigger.head


def _shares_clause(parse: Parse, token: int, other: int) -> bool:
    return parse.deps[token] in ("conj", "advcl", "xcomp") and parse.heads[token] == other and not any(
        parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[token]
    )


def _partners(parse: Parse, token: int) -> list[int]:
    """The words that may name the same event: arguments, prepositional objects, linked verbs and their arguments."""
    out: list[int] = []
    for child in parse.children[token]:
        dep = parse.deps[child]
        if dep in ("nsubj", "nsubjpass", "dobj"):
            out.append(child)
            out.extend(_inside(parse, child))
        elif dep in ("prep", "agent"):
            for inner in parse.children[child]:
                if parse.deps[inner] == "pobj":
                    out.append(inner)
                    out.extend(_inside(parse, inner))
                elif parse.deps[inner] == "pcomp":
                    out.append(inner)
        elif dep == "advcl" and parse.tags[token] in ("VBN", "VBD", "VBZ", "VBP"):
            out.append(child)
            out.extend(
                inner for inner in parse.children[child] if parse.deps[inner] in ("nsubj", "dobj", "nsubjpass")
            )
    head, dep = parse.heads[token], parse.deps[token]
    if dep in _LINKS and head != token:
        out.append(head)
        if dep in ("conj", "advcl", "xcomp") and not any(
            parse.deps[child] in ("nsubj", "nsubjpass") for child in parse.children[token]
        ):
            out.extend(inner for inner in parse.children[head] if parse.deps[inner] in ("nsubj", "dobj", "nsubjpass"))
            for inner in parse.children[head]:
                if parse.deps[inner] == "prep" and parse.lowers[inner] in ("in", "by", "with", "during"):
                    out.extend(child for child in parse.children[inner] if parse.deps[child] == "pobj")
    return out


def _partners_of_conjuncts(parse: Parse, token: int) -> list[int]:
    """What "killed" shares with "wounded" in "two were killed and five wounded when a bomb went off"."""
    out: list[int] = []
    for child in parse.children[token]:
        if parse.deps[child] == "conj" and parse.lemmas[child] in EFFECT_LEMMAS:
            out.extend(_partners(parse, child))
            out.extend(_partners_of_conjuncts(parse, child))
    return out


def _inside(parse: Parse, noun: int) -> list[int]:
    """The nouns inside "a series of strikes", "a wave of bombings"."""
    out: list[int] = []
    for child in parse.children[noun]:
        if parse.deps[child] == "prep" and parse.lowers[child] == "of":
            out.extend(inner for inner in parse.children[child] if parse.deps[inner] == "pobj")
        elif parse.deps[child] == "conj":
            out.append(child)
    return out


def point_back(scene: Scene, found: list[Trigger]) -> list[Trigger]:
    """Definite mentions take the kind of the document's event, and are dropped where they add nothing to it."""
    parse = scene.parse
    out: list[Trigger] = []
    specific: Trigger | None = None
    seen: set[str] = set()
    dominant = _dominant(found)
    for trigger in sorted(found, key=lambda item: item.head):
        pointing = trigger.nominal and _is_definite(parse, trigger.head)
        if trigger.sense == "=document":
            kind = _known_kind(parse, trigger, pointing, specific, dominant)
            rule = trigger.rule if kind == trigger.kind else f"{trigger.rule}; as the document's event"
            trigger = replace(trigger, kind=kind, rule=rule, sense="")
        if trigger.nominal and _says_nothing(parse, trigger, pointing, seen):
            continue
        if trigger.kind in SPECIFIC:
            specific = trigger
        seen.add(parse.lemmas[trigger.head])
        seen.add(trigger.kind)
        out.append(trigger)
    return out


def _dominant(found: list[Trigger]) -> str:
    """The specific kind of attack that a document is about, '' where it has none or several."""
    counts = Counter(trigger.kind for trigger in found if trigger.kind in SPECIFIC and trigger.sense != "=document")
    if not counts:
        return ""
    kind, most = counts.most_common(1)[0]
    return kind if most >= FEWEST_DOMINANT and most >= DOMINANT_SHARE * counts.total() else ""


def _known_kind(parse: Parse, trigger: Trigger, pointing: bool, specific: Trigger | None, dominant: str) -> str:
    """The kind of an unspecific mention: what the article makes certain, else what the word says."""
    if trigger.kind != "armed_attack":
        # "bombing" by an air force known in the article, or by the car bomb that it tells of.
        return dominant if dominant in ("airstrike", "bombing", "suicide_bombing") else trigger.kind
    if pointing or _counts_known(parse, trigger.head):
        return dominant or (specific.kind if specific is not None and pointing else trigger.kind)
    return trigger.kind


def _counts_known(parse: Parse, noun: int) -> bool:
    return any(parse.lowers[child] in ("all", "both", "each", "two", "three", "twin") for child in parse.children[noun])


def _is_definite(parse: Parse, noun: int) -> bool:
    return any(
        parse.lowers[child] in ("the", "this", "that", "these", "those", "its", "their", "his")
        for child in parse.children[noun]
        if child < noun
    )


def _says_nothing(parse: Parse, trigger: Trigger, pointing: bool, seen: set[str]) -> bool:
    """Whether a noun only refers: definite, known, without place, date, number, source or effect of its own."""
    noun = trigger.head
    if not pointing or trigger.kind not in seen:
        return False
    for child in parse.children[noun]:
        dep = parse.deps[child]
        if dep in _INFORMATIVE and parse.lowers[child] not in ("its", "their", "his"):
            return False
        if dep == "amod" and parse.lowers[child] not in _VAGUE:
            return False
        if dep == "prep" and parse.lowers[child] in _PLACING:
            return False
    head, dep = parse.heads[noun], parse.deps[noun]
    if dep in ("nsubj", "nsubjpass", "dobj") and parse.lemmas[head] in (EFFECT_LEMMAS | HAPPENING):
        return False
    if dep == "pobj" and parse.lowers[head] in ("in", "by"):
        return parse.lemmas[parse.heads[head]] not in EFFECT_LEMMAS
    return True
