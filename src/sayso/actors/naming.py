"""Names made from the words of a noun phrase, where the registry has none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.actors.model import Actor
from sayso.actors.phrases import NounPhrase

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

# Words that no name begins with: counts, determiners, "while", "mostly".
_FRONT_TAGS = frozenset({"CD", "DT", "PRP$", "POS", "IN", "WRB", "RB", "RBR", "RBS", "CC"})


def name_of(actors: DocumentActors, phrase: NounPhrase) -> str:
    """The words of a phrase up to its head, without determiners, counts and pronouns at its front."""
    parse = actors.parse
    first = phrase.first
    front = actors.book.words["front"]
    for token in range(phrase.head - 1, first - 1, -1):
        counts = parse.tags[token] == "CD" and parse.heads[token] == phrase.head and parse.deps[token] == "nummod"
        if counts and parse.lowers[token + 1] != "-":
            first = token + 1
            break
    while first < phrase.head and (parse.lowers[first] in front or parse.tags[first] in _FRONT_TAGS):
        first += 1
    last = phrase.head + 1
    if phrase.role is not None and phrase.role.service == "ministry" and phrase.last > last + 1:
        last = min(phrase.last, last + 4)  # "Ministry of Defence"
    words = " ".join(parse.span(first, last).text.split())
    opens = first == parse.sentences[parse.sentence_of[first]][0]
    if (
        opens
        and first not in actors.found.at
        and parse.tags[first] in ("NN", "NNS", "JJ", "VBN", "VBG")
        and not words[:2].isupper()
    ):
        return words[:1].lower() + words[1:]  # "Gunmen attacked": the capital is the sentence's
    return words


def renamed(actors: DocumentActors, phrase: NounPhrase, actor: Actor, first: int, last: int) -> str:
    """The name of a thing with its owner's canonical name in place of the one the text uses."""
    parse = actors.parse
    if not phrase.first <= first < last <= phrase.head or parse.words[first].islower():
        return name_of(actors, phrase)
    rest = [parse.words[token] for token in range(last, phrase.head + 1) if parse.lowers[token] not in ("'s", "'", "-")]
    mention = actors.mention(first)
    if mention is not None and mention.kind == "adjective":
        return name_of(actors, phrase)
    return " ".join([actor.name, *rest])
