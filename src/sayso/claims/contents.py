"""What is only spoken of: events that are no more than the content of a demand, a threat, a refusal or a power."""

from __future__ import annotations

from functools import partial

from sayso.claims.model import Trigger
from sayso.codebook.words import word_list
from sayso.language import Parse

words = partial(word_list, "mentions.toml")
ATTACKS = frozenset(
    "airstrike drone_strike shelling bombing suicide_bombing chemical_attack armed_clash armed_attack".split()
)
MATERIAL = ATTACKS | frozenset(
    "killing abuse sexual_violence abduction arrest property_damage siege offensive riot shootdown displacement".split()
)
# What is only asked for when it is the content of a demand.
DEMANDED = frozenset(
    "protest agreement withdrawal release aid deployment talks surrender sanction siege support".split()
)
WORDS = frozenset("demand refusal threat agreement".split())
# What leads from an event up to the word that asks for it: "rejected an offer of talks".
_CHAIN = frozenset(("dobj", "pobj", "prep", "acl", "pcomp", "compound", "poss", "xcomp"))
# What stands behind these is when it was, not what was asked for: "rejected in talks after the truce".
_WHEN = frozenset(("after", "following", "since", "during", "before", "until", "amid", "at"))


def is_content_of_demand(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
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
        if parse.lowers[head] in _WHEN:
            return False
        head = parse.heads[head]
    return _under_words(parse, head, by_head)


def _under_words(parse: Parse, node: int, by_head: dict[int, Trigger]) -> bool:
    """Whether a chain of nouns, prepositions and infinitives leads up to a demand, a refusal or the like."""
    for _ in range(6):
        other = by_head.get(node)
        if other is not None:
            return other.kind in WORDS
        if parse.heads[node] == node or parse.deps[node] not in _CHAIN:
            return False
        node = parse.heads[node]
    return False


def is_content_of_words(parse: Parse, trigger: Trigger, by_head: dict[int, Trigger]) -> bool:
    """What is demanded, threatened, refused or agreed in a clause is no event of its own, unless it is violence."""
    if parse.deps[trigger.head] not in ("xcomp", "ccomp", "advcl", "conj", "acl"):
        return False
    other = by_head.get(parse.heads[trigger.head])
    if other is None or other.kind not in WORDS:
        return trigger.kind == "demand" and other is not None and other.kind == "protest"
    if parse.deps[trigger.head] == "conj":
        return False
    if trigger.kind == other.kind:
        return True  # "insisted that the roads must be opened"
    return trigger.kind not in MATERIAL and parse.tags[trigger.head] in ("VB", "VBG", "VBP", "VBZ")


def is_mere_ability(parse: Parse, verb: int) -> bool:
    """What somebody has the power, the means or the leave to do is not yet an event: "the capability to strike"."""
    if parse.deps[verb] == "xcomp" and parse.lemmas[parse.heads[verb]] in words("permissions"):
        return has_to(parse, verb)
    return (
        parse.deps[verb] in ("acl", "relcl", "xcomp")
        and parse.lemmas[parse.heads[verb]] in words("abilities")
        and parse.tags[parse.heads[verb]][:1] == "N"
        and has_to(parse, verb)
    )


def has_to(parse: Parse, token: int) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(parse.tags[child] == "TO" for child in parse.children[token])
