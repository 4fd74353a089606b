"""Hedges that are not the cue of a source: "reportedly", "suspected", "appears to"."""

from __future__ import annotations

from sayso.claims.model import Trigger
from sayso.language import Parse

_ADVERBS = frozenset(
    "allegedly apparently reportedly supposedly purportedly presumably possibly probably perhaps seemingly".split()
)
_ADJECTIVES = frozenset("alleged suspected apparent reported presumed supposed possible purported".split())


def hedged(parse: Parse, trigger: Trigger) -> bool:
    """Whether the outlet hedges the event itself by a word of the trigger's own clause."""
    for child in parse.children[trigger.head]:
        word = parse.lowers[child]
        if (parse.deps[child] == "advmod" and word in _ADVERBS) or (parse.deps[child] == "amod" and word in _ADJECTIVES):
            return True
    return False
