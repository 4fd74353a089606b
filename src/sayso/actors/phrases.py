"""Reading a noun phrase for who it is: its role noun, the names and modifiers in it, and what hangs on it by "of"."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.actors.book import ActorBook
from sayso.actors.mentions import Found
from sayso.actors.model import Actor, Mention, People, Role
from sayso.language import Parse

PRONOUN_TAGS = frozenset({"PRP", "PRP$", "WP", "WDT", "WP$"})
# Civilians of whom a modifier tells the trade: "aid workers", "hospital staff".
_STAFF = frozenset({"worker", "staff", "staffer", "employee", "team", "crew", "volunteer", "personnel"})
# Nouns for just anyone: "two men" who attack are unknown attackers, who are attacked civilians.
ANYONE = frozenset({"man", "person", "individual", "youth", "people"})
# Children that stand before a noun and belong to it.
BEFORE = frozenset({"amod", "compound", "nmod", "poss", "nummod", "det", "quantmod", "nn"})
# What may lead from a role noun to the organisation or state it belongs to.
BELONGS = frozenset({"of", "from", "for", "with", "in", "at", "within", "inside", "throughout", "across"})


@dataclass(slots=True)
class NounPhrase:
    """A noun phrase as the actor rules see it.

    ``first`` to ``last``: its tokens (parse.phrase). ``role`` and ``noun``: the entry of the roles table and the noun
    that named it. ``mentions``: registry names before the noun, nearest first; ``possessor`` the token of its
    possessor; ``modifiers`` lower-cased words before the noun, hyphenated compounds joined. ``definite``: it has "the",
    "this" or a possessor. ``plural`` by tag.
    """

    head: int
    first: int
    last: int
    noun: str
    role: Role | None
    mentions: tuple[Mention, ...]
    modifiers: tuple[str, ...]
    possessor: int | None
    definite: bool
    plural: bool


def read_phrase(book: ActorBook, parse: Parse, found: Found, head: int) -> NounPhrase:
    """The noun phrase headed by a token."""
    first, last = parse.phrase(head)
    lowers, lemmas = parse.lowers, parse.lemmas
    noun, role = lemmas[head], None
    before = head - 1
    while before >= first and lowers[before] in ("-", "–"):
        before -= 1
    if (before >= first and parse.heads[before] in (head, parse.heads[head])) or (
        before >= first and before == head - 1
    ):
        for word in (lowers[before], lemmas[before]):
            role = book.roles.get(f"{word} {noun}") or book.roles.get(f"{word}-{noun}")
            if role is not None:
                noun = f"{word} {noun}"
                break
    if role is None:
        role = book.roles.get(noun)
        if role is None and lowers[head] != noun:
            role = book.roles.get(lowers[head])
        if role is None and noun.endswith("s") and parse.tags[head] in ("NNP", "NNPS"):
            role = book.roles.get(noun[:-1])
    mentions: list[Mention] = []
    modifiers: list[str] = []
    possessor = None
    definite = False
    at = head - 1
    seen = found.at.get(head, -1)
    while at >= first:
        number = found.at.get(at, -1)
        if number >= 0 and number != seen:
            mentions.append(found.mentions[number])
            seen = number
        at -= 1
    if (
        not mentions
        and parse.deps[head] in ("compound", "nmod", "amod")
        and (number := found.at.get(first - 1, -1)) >= 0
    ):
        # In "Israeli army raid" the parser hangs both words on the last: the name still belongs to its neighbour.
        beside = found.mentions[number]
        if parse.heads[beside.last - 1] == parse.heads[head] and parse.deps[beside.last - 1] in BEFORE:
            mentions.append(beside)
            first = beside.first
    for child in parse.children[head]:
        if child < head:
            dep = parse.deps[child]
            if dep == "poss":
                possessor = child
                definite = True
            elif dep == "det" and lowers[child] in ("the", "this", "that", "these", "those"):
                definite = True
    tag = parse.tags[head]
    if not definite and tag == "NN" and role is not None and _stands_alone(noun, role) and not any(
        parse.deps[child] in ("det", "nummod") for child in parse.children[head]
    ):  # fmt: skip
        definite = True  # headlines leave the article out: "Army retakes town"
    stop = head
    at = first
    while at < stop:
        word = lowers[at]
        if at + 2 < stop + 1 and lowers[at + 1] in ("-", "–") and at + 2 <= stop and at + 2 != head:
            modifiers.append(f"{word}-{lowers[at + 2]}")
            at += 3
            continue
        modifiers.append(word)
        at += 1
    return NounPhrase(
        head, first, last, noun, role, tuple(mentions), tuple(modifiers), possessor, definite,
        parse.tags[head] in ("NNS", "NNPS"),
    )  # fmt: skip


def _stands_alone(noun: str, role: Role) -> bool:
    """Nouns that headlines use without an article for one certain body."""
    return role.service in ("military", "police", "government", "security") or noun in ("coalition", "alliance")


def belonging(parse: Parse, head: int) -> list[int]:
    """Nouns that the head belongs to by a preposition ("members of Hamas", "fighters from the north"), in order."""
    out = []
    for child in parse.children[head]:
        if child > head and parse.deps[child] == "prep" and parse.lowers[child] in BELONGS:
            for inner in parse.children[child]:
                if parse.deps[inner] == "pobj":
                    out.append(inner)
    return out


def of_object(parse: Parse, head: int) -> int | None:
    """The noun after "of" that hangs on a head."""
    for child in parse.children[head]:
        if child > head and parse.deps[child] == "prep" and parse.lowers[child] == "of":
            for inner in parse.children[child]:
                if parse.deps[inner] == "pobj":
                    return inner
    return None


def side_of(book: ActorBook, phrase: NounPhrase) -> str | None:
    """The actor type that the modifiers of a phrase tell, nearest to the noun first; None where none does."""
    role = phrase.role
    if role is None:
        return None
    words = phrase.modifiers[:-1] if " " in phrase.noun else phrase.modifiers
    for word in reversed(words):
        for kind, heads in book.modifiers.get(word, ()):
            if heads == "any" or (heads == "armed" and role.armed):
                if role.armed or role.kind == "body" or (role.kind == "group") or role.type in ("political", "unknown"):
                    return kind
            elif heads == "people":
                if phrase.noun in ANYONE:
                    return kind
            elif heads == "group" and role.type in ("political", "unknown", "civilians") and not role.armed:
                if role.type == "civilians" and phrase.noun not in _STAFF:
                    continue
                return kind
    return None


def linked_side(mention: Mention) -> str | None:
    """What "US-backed" or "pro-Russian" says of forces: they take a state's side without being its own."""
    if not mention.linked:
        return None
    if mention.linked in ("backed", "supported", "trained", "funded", "armed", "sponsored", "supplied", "financed"):
        return "pro-government-militia" if _iranian(mention.actor) else "rebel"
    if mention.linked == "pro":
        return "pro-government-militia" if _iranian(mention.actor) else "rebel"
    if mention.linked == "anti":
        return "rebel"
    return None


def _iranian(actor: Actor | None) -> bool:
    return actor is not None and actor.country in ("IRN", "SYR")


def people_forces(people: People, phrase: NounPhrase) -> str | None:
    """The type of forces named after a people."""
    if phrase.role is not None and (phrase.role.armed or phrase.role.type == "rebel"):
        return people.forces
    return None
