"""How a text uses a toponym: as a location, as a metonym that acts, or as part of another name."""

from __future__ import annotations

from sayso.language import Parse
from sayso.places.candidates import Candidate
from sayso.places.lexicon import PlaceLexicon

LOCATION, METONYM, MODIFIER = "location", "metonym", "modifier"

# "The Turkish city of Adana", "the German hospital in Kabul": what follows says where.
_WHERE = frozenset(("of", "in", "at", "near", "outside"))
_SIDES = frozenset(("anti", "pro", "ex", "non"))


def role_of(parse: Parse, candidate: Candidate, lexicon: PlaceLexicon, *, governs: bool) -> str:
    """The role of a candidate; ``governs`` tells that it is a country or a capital, which may act."""
    if candidate.first > 1 and parse.words[candidate.first - 1] == "-" and parse.lowers[candidate.first - 2] in _SIDES:
        return MODIFIER  # "anti-American", "pro-Kyiv"
    if candidate.form == "demonym":
        head = parse.heads[candidate.last - 1]
        grounded = parse.deps[candidate.last - 1] in ("amod", "compound") and parse.lowers[head] in lexicon.ground
        named = any(
            parse.lowers[child] in _WHERE and any(parse.tags[inner] == "NNP" for inner in parse.children[child])
            for child in parse.children[head]
        )
        return LOCATION if grounded and not named else MODIFIER
    if candidate.last < len(parse) and parse.words[candidate.last] == "-":
        return MODIFIER
    if _names_an_event(parse, candidate, lexicon):
        return LOCATION
    head = _head(parse, candidate)
    dep = parse.deps[head]
    if dep in ("compound", "amod", "nmod") and parse.heads[head] >= candidate.last:
        above = parse.heads[head]
        if parse.lemmas[above] in lexicon.kinds:
            return LOCATION
        if parse.entity_label(candidate.first) == "ORG" or parse.lemmas[above] in lexicon.acting_heads:
            return MODIFIER
        if parse.words[candidate.last] in lexicon.organisation_heads:
            return MODIFIER  # "the Carlton Hotel"
        if governs and parse.words[head] in lexicon.adjectives:
            return MODIFIER  # "US air strikes": said of who acts, as a demonym is
        return LOCATION
    if candidate.fits or candidate.form == "pattern":
        return LOCATION
    if parse.entity_label(candidate.first) in ("ORG", "PERSON") and not _placed(parse, head, lexicon):
        return MODIFIER
    if not governs:
        return LOCATION
    while dep == "conj" and parse.heads[head] != head:
        head = parse.heads[head]
        dep = parse.deps[head]
    if dep == "poss":
        return METONYM if parse.lemmas[parse.heads[head]] in lexicon.acting_heads else LOCATION
    if dep == "dobj":
        return LOCATION if parse.lemmas[parse.heads[head]] in lexicon.territorial else METONYM
    if dep == "nsubj" and parse.lemmas[parse.heads[head]] in lexicon.undergoing:
        return LOCATION
    if dep in ("nsubj", "agent", "iobj", "dative"):
        return METONYM
    if dep == "pobj":
        preposition = parse.heads[head]
        if parse.lowers[parse.heads[preposition]] in lexicon.ground:
            return LOCATION
        if parse.lowers[preposition] == "to" and parse.lemmas[parse.heads[preposition]] in lexicon.acting_heads:
            return METONYM  # "the ambassador to Turkey"
        if parse.lowers[preposition] == "in" and parse.lemmas[parse.heads[preposition]] in lexicon.offices:
            return METONYM  # "its allies in Moscow and Tehran"
        if parse.deps[preposition] == "agent" or parse.lowers[preposition] in (
            "by",
            "with",
            "against",
            "between",
        ):
            return METONYM
    return LOCATION


def _names_an_event(parse: Parse, candidate: Candidate, lexicon: PlaceLexicon) -> bool:
    """Whether what happened bears the name of a town: "the Quetta blast"; a country's attack is one that it makes."""
    if candidate.form != "name" or candidate.last >= len(parse) or parse.lowers[candidate.last] not in lexicon.events:
        return False
    return not any(match.entry.code == "PCLI" for match in candidate.matches)


def is_capital(parse: Parse, demonym: Candidate) -> bool:
    """Whether an adjective says whose capital is meant, and no name follows: "the Ethiopian capital"."""
    head = parse.heads[demonym.last - 1]
    if parse.lowers[head] != "capital":
        return False
    after = head + 1
    while after < len(parse) and parse.lowers[after] in (",", "of", "city", "(", "-", "–", "—"):
        after += 1
    return after >= len(parse) or not parse.words[after][0].isupper()


def is_coast(parse: Parse, sea: Candidate) -> bool:
    """Whether the land by a sea is meant: "the Mediterranean coast"."""
    return sea.last < len(parse) and parse.lowers[sea.last] in ("coast", "coastline", "shore", "shores", "seaboard")


def _head(parse: Parse, candidate: Candidate) -> int:
    for token in range(candidate.last - 1, candidate.first - 1, -1):
        if not candidate.first <= parse.heads[token] < candidate.last or parse.heads[token] == token:
            return token
    return candidate.last - 1


def _placed(parse: Parse, head: int, lexicon: PlaceLexicon) -> bool:
    while parse.deps[head] == "conj" and parse.heads[head] != head:
        head = parse.heads[head]
    if parse.deps[head] == "dobj":
        return parse.lemmas[parse.heads[head]] in lexicon.territorial
    return parse.deps[head] == "pobj" and parse.lowers[parse.heads[head]] in lexicon.within
