"""The place of one event: by syntax first, then by sentence, then by what the paragraphs before are about.

Metonyms and demonyms are never places. What the trigger governs, and what the clauses above it are placed in,
comes before what merely stands near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.claims.model import Arguments, Trigger
from sayso.language import Parse
from sayso.places.model import Toponym
from sayso.record import Place

# Clauses that take the place of the clause they hang on, where they name none of their own.
_INHERITS = frozenset(
    ("relcl", "acl", "advcl", "xcomp", "ccomp", "conj", "pcomp", "prep", "pobj", "dobj", "nsubj", "nsubjpass",
     "compound", "appos", "amod", "nmod", "attr", "agent", "oprd", "dative", "poss")
)  # fmt: skip
# What hangs on a verb and is another event, not a part of this one.
_OTHER_CLAUSES = frozenset(("conj", "advcl", "ccomp", "parataxis", "csubj"))


def place_of(
    parse: Parse, trigger: Trigger, arguments: Arguments, toponyms: Sequence[Toponym]
) -> Place | None:
    """The place where this event is said to have happened; None where the text gives none.

    The span is the whole phrase ("the town of Mastumah"), the coordinates those of its most specific toponym;
    ``why`` names the step that found it: syntax, clause, sentence or context.
    """
    places = [
        toponym for toponym in toponyms if toponym.role == "location" and toponym.place.type == "toponym"
    ]
    if not places:
        return None
    at = {token: toponym for toponym in places for token in range(toponym.first, toponym.last)}
    found = _below(parse, trigger.head, at, set())
    if found is not None:
        return _made(found, "syntax")
    seen = {trigger.head}
    node = trigger.head
    while parse.heads[node] != node and parse.deps[node] in _INHERITS:
        node = parse.heads[node]
        found = at.get(node) or _below(parse, node, at, seen)
        if found is not None:
            return _made(found, "clause")
        seen.add(node)
    return _nearby(parse, trigger, places)


def _below(parse: Parse, top: int, at: dict[int, Toponym], skip: set[int]) -> Toponym | None:
    """The toponym nearest under a word, other clauses left out; the most specific one of "X, Y"."""
    queue = [child for child in parse.children[top] if child not in skip]
    queue.sort(key=lambda child: (child < top, child))
    while queue:
        node = queue.pop(0)
        if node in at:
            return at[node]
        if parse.deps[node] in _OTHER_CLAUSES or node in skip:
            continue
        queue.extend(child for child in parse.children[node] if child not in skip)
    return None


def _nearby(parse: Parse, trigger: Trigger, places: Sequence[Toponym]) -> Place | None:
    sentence = parse.sentence_of[trigger.head]
    best: Toponym | None = None
    for toponym in places:
        if parse.sentence_of[toponym.first] == sentence and (
            best is None or abs(toponym.first - trigger.head) < abs(best.first - trigger.head)
        ):
            best = toponym
    if best is not None:
        return _made(best, "sentence")
    before = [toponym for toponym in places if parse.sentence_of[toponym.first] < sentence]
    if before:
        return _made(before[-1], "context")
    return None


def _made(toponym: Toponym, how: str) -> Place:
    return replace(toponym.place, why={**toponym.place.why, "place_of": how})
