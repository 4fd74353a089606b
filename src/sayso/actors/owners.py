"""Whose something is: the name that owns a thing, the organisation or state that people belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.actors.model import Actor
from sayso.actors.phrases import PRONOUN_TAGS, NounPhrase, belonging, read_phrase
from sayso.language import Parse

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

_JOINT = frozenset({"coalition", "alliance"})
_LOYAL = frozenset({"loyal", "allied", "affiliated", "aligned", "belonging", "linked"})


def owner_in(actors: DocumentActors, phrase: NounPhrase) -> tuple[Actor, int, int] | None:
    """The nearest name in a phrase that can own it, with its tokens."""
    parse = actors.parse
    for mention in phrase.mentions:
        if mention.linked or mention.actor is None:
            continue
        return mention.actor, mention.first, mention.last
    token = phrase.possessor
    if token is not None:
        reading = actors.reading(token)
        if reading is not None and reading.actor.type not in ("object", "place"):
            if parse.tags[token] in PRONOUN_TAGS:
                return reading.actor, token, token + 1
            return reading.actor, reading.first, reading.last
    for child in parse.children[phrase.head]:
        if child < phrase.head and parse.deps[child] in ("compound", "amod", "nmod"):
            noun = parse.lemmas[child]
            role = actors.book.roles.get(noun)
            if role is not None and role.type in ("rebel", "state-military", "state-police", "criminal"):
                found = actors.descriptions.of_type(child, role)
                if found is not None:
                    return found, child, child + 1
    for inner in belonging(parse, phrase.head)[:1]:
        if parse.lowers[parse.heads[inner]] == "of":
            reading = actors.reading(inner)
            if reading is not None and reading.actor.id is not None:
                return reading.actor, reading.first, reading.last
    return None


def affiliation(actors: DocumentActors, phrase: NounPhrase) -> tuple[Actor, str, bool] | None:
    """(actor, kind of its mention, whether it is a person) that people or a body belong to."""
    parse = actors.parse
    state: tuple[Actor, str, bool] | None = None
    for mention in phrase.mentions:
        if mention.linked or mention.actor is None:
            continue
        if mention.kind in ("group", "force"):
            return mention.actor, mention.kind, False
        state = state or (mention.actor, mention.kind, False)
    role = phrase.role
    assert role is not None
    if state is None and phrase.possessor is None:
        for token in range(phrase.head - 1, phrase.first - 1, -1):
            person = actors.persons.at.get(token)
            if person is not None and parse.deps[token] in ("compound", "nmod", "amod"):
                return person.actor, "state", True
    if phrase.possessor is not None and state is None:
        reading = actors.reading(phrase.possessor)
        if reading is not None and reading.actor.type != "object":
            actor = reading.actor
            is_person = reading.person is not None
            if actor.id is not None and not actor.id.startswith("gov-"):
                return actor, "group", False
            if actor.id is not None or is_person:
                return actor, "state", is_person
    for child in parse.children[phrase.head]:
        if child < phrase.head and parse.deps[child] in ("compound", "nmod") and parse.lowers[child] in _JOINT:
            reading = actors.reading(child)
            if reading is not None and reading.actor.id is not None:
                return reading.actor, "group", False
    for inner in _belongs(parse, phrase.head):
        if role.kind == "thing" and parse.lowers[parse.heads[inner]] != "of":
            continue  # "warplanes of the coalition" are its own; those from a base, or with it, may be anyone's
        above = parse.heads[inner]
        loyal = parse.heads[above] != phrase.head
        named = actors.mention(inner)
        if named is not None and named.actor is not None:
            if named.kind in ("group", "force"):
                return named.actor, named.kind, False
            if parse.lowers[above] in ("of", "from", "in", "to") and named.kind != "adjective":
                state = state or (named.actor, "loyal" if loyal else named.kind, False)
            continue
        if role.type in ("civilians", "journalist", "medical"):
            for deeper in read_phrase(actors.book, parse, actors.found, inner).mentions:
                if deeper.actor is not None and not deeper.linked and deeper.kind in ("adjective", "state"):
                    state = state or (deeper.actor, deeper.kind, False)
            continue
        reading = actors.reading(inner)
        if reading is None:
            continue
        actor = reading.actor
        if reading.person is not None:
            if loyal:
                state = state or (actor, "loyal", True)
        elif actor.id is not None and parse.lowers[above] in ("of", "from", "for", "to"):
            state = state or (actor, "loyal" if loyal else "group", False)
    return state


def _belongs(parse: Parse, head: int) -> list[int]:
    """Nouns after "of", "from" and the like, and after "loyal to", "allied with", "linked to"."""
    out = belonging(parse, head)
    for child in parse.children[head]:
        if child > head and parse.deps[child] in ("amod", "acl") and parse.lowers[child] in _LOYAL:
            for prep in parse.children[child]:
                if parse.deps[prep] == "prep":
                    out += [inner for inner in parse.children[prep] if parse.deps[inner] == "pobj"]
    return out
