"""Places that a text names although what it tells of happened elsewhere: where one speaks, is from or goes to."""

from __future__ import annotations

from sayso.claims.sites import SEAS
from sayso.language import Parse
from sayso.places.model import Toponym

_DOUBTFUL = 0.4
_BEFORE_A_NAME = frozenset(("the", "town", "city", "village", "province", "district", "region", "state"))
_ELSEWHERE = frozenset(("from", "to", "toward", "towards", "by", "with", "for", "than", "like", "via", "against"))
_AT_SEA = frozenset(("in", "on", "off", "into", "across"))
_SPEAKING_STEPS = 6
_MATTER_STEPS = 10
_ASIDE_STEPS = 16


def is_spoken_from(parse: Parse, toponym: Toponym, speech: frozenset[str]) -> bool:
    """Whether a place is only where someone speaks: "told reporters in Moscow", "at a briefing in Geneva"."""
    node = toponym.last - 1
    for _ in range(_SPEAKING_STEPS):
        above = parse.heads[node]
        if above == node:
            return False
        if above < toponym.first or above >= toponym.last:
            if parse.lemmas[above] in speech:
                if parse.deps[node] == "nsubj":  # "the military in Ankara said", but police tell of their own town
                    at_the_seat = toponym.place.feature == "PPLC" and parse.lowers[toponym.first - 1] in ("in", "at")
                    return at_the_seat and parse.lemmas[node] != "police"
                return parse.deps[node] in ("prep", "npadvmod", "advmod", "pobj")
            if parse.tags[above].startswith("V"):  # "gave a news conference in Geneva"
                return any(parse.deps[child] == "dobj" and parse.lemmas[child] in speech for child in parse.children[above])
        node = above
    return False


def in_matter(parse: Parse, token: int, matters: frozenset[str]) -> bool:
    """Whether a token is only of what an act is about: "arrested in connection with bombings in Kenya"."""
    node = token
    for _ in range(_MATTER_STEPS):
        above = parse.heads[node]
        if above == node or parse.tags[above].startswith("V"):
            return False
        if parse.lemmas[above] in matters:
            return True
        node = above
    return False


def sets_a_scene(place: Toponym) -> bool:
    """Whether a name is sure enough to say where the text is: no demonym and no namesake."""
    return place.place.type != "demonym" and not 0.0 < place.place.score < _DOUBTFUL


def hosts(parse: Parse, place: Toponym) -> bool:
    """Whether something may have happened at a place: not one that people come from, go to or belong to."""
    token = place.first - 1
    while token > 0 and (
        parse.lowers[token] in _BEFORE_A_NAME
        or (parse.lowers[token] == "of" and parse.lowers[token - 1] in _BEFORE_A_NAME)
    ):
        token -= 1
    if token < 0 or parse.sentence_of[token] != parse.sentence_of[place.first]:
        return True
    before = parse.lowers[token]
    if place.place.feature in SEAS:
        return before in _AT_SEA  # "the Mediterranean coast" is on land
    if before == "of":
        return parse.entity_label(token - 1) not in ("PERSON", "ORG", "NORP")  # "Smith, Republican of Ohio"
    return before not in _ELSEWHERE and before != ","


def aside_of(parse: Parse, token: int, openers: frozenset[str]) -> int | None:
    """The word that opens the phrase in which a token only says when or why: "after days of protests in X"."""
    node = token
    for _ in range(_ASIDE_STEPS):
        above = parse.heads[node]
        if above == node:
            return None
        if parse.lowers[above] in openers and parse.deps[above] == "prep" and parse.deps[node] == "pobj":
            return above
        node = above
    return None
