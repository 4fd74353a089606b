"""Organisations that no table knows, typed by what the document says of them.

"The Karo Front, a separatist group", "a militia called the Karo Front", "the rebel group Karo Front": wherever the
name stands again it has that type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.actors.book import fold
from sayso.actors.model import Actor
from sayso.actors.phrases import read_phrase, side_of

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

_NAMING = frozenset({"call", "name", "know", "dub", "style"})
_JOINS = frozenset({"-", "–", "al", "'s", "of", "the"})


class Described:
    """Types of the document's own names: ``known`` by folded name; ``find`` looks one up by its head token."""

    def __init__(self, actors: DocumentActors) -> None:
        self.actors = actors
        self.known: dict[str, Actor] = {}
        parse = actors.parse
        for token, dep in enumerate(parse.deps):
            if dep == "appos":
                above = parse.heads[token]
                self._learn(token, above)
                self._learn(above, token)
            elif dep in ("oprd", "attr", "dobj", "pobj") and parse.tags[token][:3] == "NNP":
                self._learn_called(token)
        for token, tag in enumerate(parse.tags):
            if tag == "NNP" and parse.deps[token] != "compound":
                for child in parse.children[token]:
                    if child < token and parse.deps[child] == "compound" and parse.tags[child] == "NN":
                        self._learn(token, child)

    def find(self, head: int) -> Actor | None:
        """The organisation that a name's head stands for, None where the document says nothing of it."""
        return self.known.get(fold(self._name(head))) if self.known else None

    def _learn_called(self, token: int) -> None:
        """ "A militia called X", "a group known as X"."""
        parse = self.actors.parse
        verb = parse.heads[token]
        if parse.deps[token] == "pobj":
            if parse.lowers[verb] != "as":
                return
            verb = parse.heads[verb]
        if parse.lemmas[verb] in _NAMING and parse.deps[verb] in ("acl", "relcl"):
            self._learn(token, parse.heads[verb])

    def _learn(self, name: int, noun: int) -> None:
        """Takes the type of a name from the noun beside it."""
        actors = self.actors
        parse = actors.parse
        if parse.tags[name][:3] != "NNP" or parse.tags[noun] not in ("NN", "NNS"):
            return
        if name in actors.found.at or name in actors.persons.at or parse.entity_label(name) in ("GPE", "LOC", "PERSON"):
            return
        phrase = read_phrase(actors.book, parse, actors.found, noun)
        role = phrase.role
        if role is None or role.kind not in ("body", "group") or role.service:
            return
        country = next((mention.actor.country for mention in phrase.mentions if mention.actor is not None), None)
        words = self._name(name)
        self.known.setdefault(fold(words), Actor(words, None, side_of(actors.book, phrase) or role.type, country))

    def _name(self, head: int) -> str:
        """The capitalised words that end in a head, joined as the text has them."""
        parse = self.actors.parse
        first = head
        while first > 0 and (
            parse.tags[first - 1] in ("NNP", "NNPS")
            or (parse.lowers[first - 1] in _JOINS and first > 1 and parse.tags[first - 2] in ("NNP", "NNPS"))
        ):
            first -= 1
        return " ".join(parse.span(first, head + 1).text.split())
