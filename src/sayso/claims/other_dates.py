"""Dates that hang near an event and belong to something else: a comparison, or what followed years later."""

from __future__ import annotations

from sayso.claims.model import Trigger
from sayso.language import Parse

# What is done to somebody long after the deed.
_TRYING = frozenset({"charge", "indict", "convict", "sentence", "acquit", "try", "extradite", "jail", "arrest", "detain",
                     "question", "accuse"})  # fmt: skip
_TRIED_STEPS = 6


def tried_over(parse: Parse, event: int) -> int | None:
    """The verb that tells that somebody is tried or held over an event: "was charged on Thursday in the slaying of"."""
    node = event
    for _ in range(_TRIED_STEPS):
        above = parse.heads[node]
        if parse.tags[above][0] == "V":
            held = parse.lemmas[above] in _TRYING and parse.deps[node] == "prep"
            return above if held and parse.lowers[node] in ("in", "for", "over", "with", "of") else None
        node = above
    return None


def of_superlative(parse: Parse, head: int) -> bool:
    """Whether a date only says among what something is the first or worst: "the deadliest attack this year"."""
    above = parse.heads[head]
    if parse.deps[above] == "prep":
        above = parse.heads[above]
    if parse.lemmas[above] == "be":
        above = next(parse.children_by(above, ("attr", "acomp")), above)
    if parse.tags[above] == "JJS":
        return True
    if parse.tags[above][0] != "N":
        return False
    return any(parse.tags[child] in ("JJS", "RBS") or parse.lowers[child] == "first" for child in parse.children[above])


def compared(parse: Parse, trigger: Trigger, since: int) -> bool:
    """Whether a "since" only says for how long nothing was worse: "the deadliest raid since the vote in May"."""
    if trigger.nominal and parse.deps[trigger.head] == "nsubj" and _is_worst(parse, parse.heads[trigger.head], since):
        return True
    if not trigger.nominal or parse.deps[trigger.head] not in ("attr", "dobj", "pobj", "appos", "ROOT"):
        return False
    return any(
        child < trigger.head
        and ((parse.tags[child] == "JJS" and parse.lowers[child] not in ("most", "least")) or _is_most(parse, child))
        for child in parse.children[trigger.head]
    ) and trigger.head < since


def _is_worst(parse: Parse, verb: int, since: int) -> bool:
    """Whether a subject is only said to be the worst: "the killings were among the worst since the revolt of 2015"."""
    if parse.lemmas[verb] != "be":
        return False
    said = (child for child in parse.children[verb] if parse.deps[child] in ("attr", "acomp", "prep"))
    return any(
        parse.tags[token] in ("JJS", "RBS") for child in said for token in range(child, min(parse.subtree(child)[1], since))
    )


def _is_most(parse: Parse, token: int) -> bool:
    """Whether an adjective is raised to the highest, or opens a row: "the most violent", "the first"."""
    return parse.lowers[token] == "first" or any(parse.tags[child] == "RBS" for child in parse.children[token])
