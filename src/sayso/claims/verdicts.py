"""A verdict on an event, and the small questions about a word that the rules of status share."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sayso.codebook.moods import moods
from sayso.codebook.words import word_list
from sayso.language import Parse
from sayso.record.model import Status

Verdict = tuple[Status, str] | None
STATUS: dict[str, Status] = {
    "denied": "denied", "planned": "planned", "hypothetical": "hypothetical", "asserted": "asserted",
}  # fmt: skip
FUTURE = frozenset(("will", "wo", "'ll", "shall"))
ARRANGED = frozenset(("plan", "schedule", "expect", "slate", "arrange", "set", "due", "propose"))

_NOBODY = frozenset(("nobody", "none", "neither"))
# What stands before a noun that is not there: "no fighters", "neither side", "neither Kigali nor Kampala".
_NO = frozenset(("no", "neither"))

# Lemmas of verbs that say of their subject or object that it takes place.
happening = partial(word_list, "status.toml", "happening.verbs")


def mood_of(part: str, lemma: str, otherwise: str = "") -> Verdict:
    """The mood that a governing word of one part of speech (``verbs``, ``nouns``, ``adjectives``) gives, if any."""
    mood = moods()[part].get(lemma, otherwise)
    return (STATUS[mood], f"under {lemma!r}") if mood else None


def negated(parse: Parse, word: int) -> bool:
    """Whether a verb or noun is negated: "does not plan", "no order"."""
    return any(parse.deps[child] == "neg" or parse.lowers[child] == "no" for child in parse.children[word])


def is_nobody(parse: Parse, noun: int) -> bool:
    """Whether a noun phrase names nobody: "nobody", "no rebels", "neither the army nor its allies"."""
    return parse.lowers[noun] in _NOBODY or any(parse.lowers[child] in _NO for child in _before(parse, noun))


def of_neither(parse: Parse, verb: int) -> bool:
    """Whether the subject of a verb is "neither": "neither Russian nor Syrian aircraft carried out"."""
    return any(
        parse.deps[child] in ("nsubj", "nsubjpass")
        and (parse.lowers[child] == "neither" or any(parse.lowers[word] == "neither" for word in _before(parse, child)))
        for child in parse.children[verb]
    )


def _before(parse: Parse, noun: int) -> Iterator[int]:
    """What stands before a noun and hangs on it, or on its adjectives: the "neither" of "neither Kenyan nor Malian"."""
    for child in parse.children[noun]:
        yield child
        if child < noun and parse.deps[child] in ("amod", "compound", "nmod"):
            yield from parse.children[child]


def is_infinitive(parse: Parse, verb: int) -> bool:
    """ "to attack", "to be attacked"."""
    return parse.tags[verb] in ("VB", "VBN") and any(parse.tags[child] == "TO" for child in parse.children[verb])
