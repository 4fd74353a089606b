"""What governs an event noun: the verb or noun that tells what became of the event, and how they are related."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.claims.frames import FrameTable
from sayso.language import Parse


@dataclass(frozen=True, slots=True)
class Governor:
    """``noun`` is the event noun, or the noun of number or apposition through which it is governed by ``word``.

    ``relation`` is object, subject, passive, attribute, or the preposition between the two.
    """

    noun: int
    word: int
    relation: str


_RELATIONS = {"dobj": "object", "nsubj": "subject", "nsubjpass": "passive", "attr": "attribute"}


def governor_of(parse: Parse, noun: int, frames: FrameTable) -> Governor | None:
    """The governor of an event noun, through coordinations, appositions and nouns of number.

    In "carried out a series of raids" the raids are governed by "carried", as its object.
    """
    at = noun
    for _ in range(5):
        dep, head = parse.deps[at], parse.heads[at]
        if head == at:
            return None
        if dep in ("conj", "appos", "compound") and parse.tags[head][0] == "N":
            at = head
        elif dep == "pobj" and parse.lowers[head] == "of" and _counts(parse, parse.heads[head], frames):
            at = parse.heads[head]
        else:
            break
    dep, head = parse.deps[at], parse.heads[at]
    if dep == "pobj":
        return Governor(at, parse.heads[head], parse.lowers[head])
    relation = _RELATIONS.get(dep)
    return None if relation is None else Governor(at, head, relation)


def _counts(parse: Parse, noun: int, frames: FrameTable) -> bool:
    """Whether a noun only counts or times what follows it: "a series of", "the second day of"."""
    return parse.lemmas[noun] in frames.words["partitive"] or frames.nouns.get(parse.lemmas[noun]) == "time"
