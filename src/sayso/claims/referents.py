"""What a token can stand for in an event: someone who acts, someone or something acted upon, a weapon, nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from sayso.claims.frames import FrameTable
from sayso.claims.structure import Filler, prepositions
from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse
from sayso.record import Entity

MODIFIERS = frozenset({"amod", "compound", "nmod"})
_TIMES = frozenset({"DATE", "TIME", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})
_NOT_ACTING = frozenset({"event", "text", "time", "abstract", "object", "place"})
_NOT_SUFFERING = frozenset({"event", "text", "time", "abstract"})
# Common nouns with these endings that the table of nouns does not list are acts and qualities, not people.
_ABSTRACT_ENDINGS = (
    "tion", "sion", "ment", "ness", "ity", "ance", "ence", "ism", "ship", "hood", "age", "ing", "shed",
)  # fmt: skip


class Actors(Protocol):
    """What the claim layer needs of the actor layer."""

    def entity(self, head: int, *, role: str | None = None) -> Entity | None:
        """The entity of the noun phrase headed by a token, None where it is no actor."""

    def owner(self, head: int) -> Entity | None:
        """The actor named inside the noun phrase of a token, as its possessor or as a part of a compound."""


class Referents:
    """The tokens of one document as participants of events."""

    __slots__ = ("actors", "borrowed", "frames", "nouns", "parse", "weapons", "words")

    def __init__(self, parse: Parse, actors: Actors, weapons: WeaponLexicon, frames: FrameTable) -> None:
        self.parse, self.actors, self.weapons, self.frames = parse, actors, weapons, frames
        self.nouns = frames.nouns
        self.words = frames.words
        # Modifiers that the actor layer read as part of a longer phrase ("Russian" of "Russian airstrikes").
        self.borrowed: dict[int, Entity] = {}

    def noun_class(self, token: int) -> str:
        """The class of a common noun, '' for a name or an unknown word."""
        parse = self.parse
        tag = parse.tags[token]
        if tag in ("NNP", "NNPS") and parse.entity_of[token] >= 0:
            return ""
        lemma = parse.lemmas[token]
        found = self.nouns.get(lemma)
        if lemma == "force" and tag == "NN" and parse.deps[token] in ("dobj", "pobj"):
            if not any(child < token for child in parse.children[token]):
                return "abstract"  # "a threat of force"
        if found == "text" and token and parse.deps[token - 1] == "compound":
            found = self.nouns.get(f"{parse.lemmas[token - 1]} {lemma}", found)  # "command post"
        if found is None and tag in ("NN", "NNS") and lemma.endswith(_ABSTRACT_ENDINGS):
            return "abstract"
        return found or ""

    def refers(self, token: int) -> bool:
        """Whether a token names someone or something: no date, no expletive, no question word."""
        parse = self.parse
        tag, lower = parse.tags[token], parse.lowers[token]
        if tag[0] not in "NPJVCF" and lower not in self.words["quantities"]:
            return False
        if lower in self.words["empty"] or parse.entity_label(token) in _TIMES:
            return False
        return tag != "PRP$" or parse.deps[token] == "poss"

    def can_act(self, token: int) -> bool:
        """Whether a token can be the actor of an event.

        Things act only for those who hold them: "Turkish jets", "a Russian base opened fire". A ship acts as its crew.
        """
        parse = self.parse
        if not self.refers(token) or any(parse.lowers[child] == "no" for child in parse.children[token]):
            return False  # "no group has claimed"
        found = self.noun_class(token)
        if parse.lemmas[token] == "state":  # "a state of emergency"
            inner = self.object_of(token, ("of",))
            if inner is not None and self.noun_class(inner.token) in ("abstract", "event"):
                return False
        entry = self.weapons.entry(parse, token)
        if entry is not None and found not in ("group", "people"):
            if entry.role != "platform":
                return False
            return entry.type == "ship" or self.has_owner(token) or self._is_force(token)
        if found in _NOT_ACTING:
            return found in ("place", "object") and self.has_owner(token)
        if found == "" or parse.lemmas[token] in self.words["partitive"]:
            inner = self.object_of(token, ("of",))  # "a swarm of drones"
            if inner is not None and self.weapons.entry(parse, inner.token) is not None:
                return self.has_owner(inner.token)
        return True

    def can_suffer(self, token: int) -> bool:
        """Whether a token can be the target of an event."""
        if self.parse.lowers[token] == "place" and self.parse.lemmas[self.parse.heads[token]] == "take":
            return False  # "took place"
        return self.refers(token) and self.noun_class(token) not in _NOT_SUFFERING

    def _is_force(self, token: int) -> bool:
        """Whether the actor layer knows whose aircraft or tanks are meant: "its warplanes", "Houthi drones"."""
        entity = self.actors.entity(token, role="actor")
        return entity is not None and entity.id is not None and entity.type != "object"

    def has_owner(self, token: int) -> bool:
        """Whether a thing is named with the people or state that hold it."""
        parse = self.parse
        for child in parse.children[token]:
            if child < token and (parse.deps[child] in MODIFIERS or parse.deps[child] == "poss"):
                if self.weapons.entry(parse, child) is not None:
                    continue
                if parse.entity_label(child) in ("NORP", "GPE") or parse.lowers[child].endswith("-led"):
                    return True
                if parse.lemmas[child] == "lead" and parse.tags[child] == "VBN":  # "coalition-led jets"
                    return True
                if self.nouns.get(parse.lemmas[child]) in ("group", "people"):
                    return True
        return False

    def counted(self, token: int) -> int | None:
        """What a noun of number stands before: fighters of "a number of fighters"."""
        if self.parse.lemmas[token] not in self.words["counting"]:
            return None
        found = self.object_of(token, ("of",))
        return None if found is None else found.token

    def object_of(self, token: int, names: tuple[str, ...]) -> Filler | None:
        """The object of the first of these prepositions that hangs on a token."""
        for preposition, found, _ in prepositions(self.parse, token):
            if preposition in names:
                return Filler(found, preposition)
        return None

    def entity(self, token: int, role: str) -> Entity:
        """The entity that a token names: the actor layer's, else what its words say."""
        borrowed = self.borrowed.get(token)
        if borrowed is not None:
            return borrowed
        named = self._named_beside(token, role)
        if named is not None:
            return named
        entity = self.actors.entity(token, role=role)
        if entity is None:
            return self._plain_entity(token)
        if self.parse.lowers[token] in self.words["speakers"]:  # "we" is the best mention of the speaker's side
            span = self.parse.span(token, token + 1)
            return replace(entity, start=span.start, end=span.end, text=span.text)
        return entity

    def _named_beside(self, token: int, role: str) -> Entity | None:
        """The person whose name stands in apposition: "the envoy, Ann Example"."""
        parse = self.parse
        if parse.entity_of[token] >= 0 or self.noun_class(token) != "people":
            return None
        for child in parse.children[token]:
            if child > token and parse.deps[child] == "appos" and parse.entity_label(child) == "PERSON":
                entity = self.actors.entity(child, role=role)
                if entity is not None and entity.named:
                    return entity
                if entity is not None and token < child:
                    first = parse.span(*self.span_of(token)).start
                    return replace(entity, start=first, text=parse.text[first : entity.end])
        return None

    def _plain_entity(self, token: int) -> Entity:
        parse = self.parse
        first, last = self.span_of(token)
        span = parse.span(first, last)
        label = parse.entity_label(token)
        found = self.noun_class(token)
        if label == "PERSON" or found == "people":
            kind = "civilians"
        elif label in ("GPE", "LOC", "FAC") or found in ("place", "object") or self.weapons.entry(parse, token):
            kind = "object"
        else:
            kind = "unknown"
        start = first + 1 if last - first > 1 and parse.tags[first] in ("DT", "PRP$") else first
        return Entity(span.start, span.end, span.text, parse.span(start, last).text, None, kind)

    def span_of(self, token: int) -> tuple[int, int]:
        """The tokens of a noun phrase; of a modifier only its own words."""
        parse = self.parse
        if parse.deps[token] in MODIFIERS or parse.deps[token] == "npadvmod":
            number = parse.entity_of[token]
            first = parse.entities[number].first if number >= 0 else token
            return min(first, token), token + 1
        if parse.tags[token] == "PRP$":
            return token, token + 1
        first, last = parse.phrase(token)
        while last - 1 > first and parse.tags[last - 1] == "POS":
            last -= 1
        return first, last
