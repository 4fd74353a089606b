"""Registry names in a parsed document, found once by a token trie."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from sayso.actors.book import ActorBook, Alias, fold
from sayso.actors.model import Actor, Mention
from sayso.language import Parse

# Tokens that stand between the parts of a name without being one ("al-Qaida", "Workers' Party").
_BETWEEN = frozenset({"-", "–", "/", "'", "("})

# A country counts this much for an ambiguous name by the kind of mention that names it.
_WEIGHT = {"state": 3, "capital": 3, "adjective": 3, "inhabitants": 3, "metonym": 3, "force": 2, "group": 1}

# Groups that tell of what happens abroad as much as at home.
_ONLOOKERS = frozenset({"international", "journalist", "medical", "private-company"})


class Found:
    """The mentions of one document and what they say of it.

    ``mentions`` in text order, never overlapping; ``at``: number of the mention that covers a token;
    ``countries``: how often each state (ISO3) is named.
    """

    __slots__ = ("at", "countries", "mentions")

    def __init__(self) -> None:
        self.mentions: list[Mention] = []
        self.at: dict[int, int] = {}
        self.countries: Counter[str] = Counter()


def find_mentions(book: ActorBook, parse: Parse) -> Found:
    """All registry names of the document, the longest at each place; ambiguous ones settled by the countries named."""
    lowers: Sequence[str] = parse.lowers
    if not parse.text.isascii():
        lowers = [word if word.isascii() else fold(word) for word in lowers]
    hits: list[tuple[int, int, Alias]] = []
    common = book.words["acronym_words"]
    aliases = book.aliases
    free = 0
    for index, word in enumerate(lowers):
        found = aliases.get(word)
        if found is not None and index >= free:
            hit = _longest(parse, lowers, index, found, common)
            if hit is not None:
                hits.append((index, hit[0], hit[1]))
                free = hit[0]
    return _settle(book, parse, hits)


def _longest(
    parse: Parse, lowers: Sequence[str], first: int, found: Sequence[Alias], common: frozenset[str]
) -> tuple[int, Alias] | None:
    size = len(lowers)
    near = _following(lowers, first + 1)
    for alias in found:
        parts = alias.parts
        if len(parts) > 1 and parts[1] not in near:
            continue
        at = first + 1
        for part in parts[1:]:
            while at < size and lowers[at] != part and lowers[at] in _BETWEEN:
                at += 1
            if at >= size or lowers[at] != part:
                at = -1
                break
            at += 1
        if at >= 0 and (alias.case == "any" or _case_fits(parse, first, at, alias, common)):
            return at, alias
    return None


def _following(lowers: Sequence[str], at: int) -> Sequence[str]:
    """The words that can be the next of a name: the one at ``at``, and those behind what stands between words."""
    end = at + 1
    while end <= len(lowers) and lowers[end - 1] in _BETWEEN:
        end += 1
    return lowers[at:end]


# How many words to each side tell whether a text is printed in capitals: names beside a word keep theirs.
_BESIDE = 5


def _case_fits(parse: Parse, first: int, last: int, alias: Alias, common: frozenset[str]) -> bool:
    start, end = parse.starts[first], parse.ends[last - 1]
    written = parse.text[start:end]
    if alias.case == "exact":
        if written != alias.text:
            return False
        # In a paragraph of capitals, "US", "IS" and "WHO" are common words more often than not.
        return parse.lowers[first] not in common or not _in_capitals(parse, first)
    for char in written:
        if char.isupper():
            break
    else:
        return False
    if alias.parts[0] == "the" and last < len(parse) and parse.words[last][0].isupper() and parse.heads[last - 1] > last:
        return False  # "the Independent Policing Authority": a name that its article makes, in a longer one
    if len(alias.parts) == 1:
        number = parse.entity_of[first]
        if number >= 0:
            name = parse.entities[number]
            if name.label == "PERSON" and name.last - name.first > last - first and alias.kind != "adjective":
                return not _part_of_person(parse, first, last, name.first, name.last)
            if name.label == "PERSON" and alias.kind == "people" and name.last - name.first == last - first:
                return False  # "Karen said": a given name, not the people
    return True


def _in_capitals(parse: Parse, token: int) -> bool:
    """Whether a word near a token is printed in capitals, though the parser read it in lower case."""
    return any(
        parse.words[near].islower() and parse.text[parse.starts[near]].isupper()
        for near in range(max(0, token - _BESIDE), min(len(parse), token + _BESIDE + 1))
    )


def _part_of_person(parse: Parse, first: int, last: int, name_first: int, name_last: int) -> bool:
    """Whether the words beside a registry name make it part of a person's name ("Michael Jordan")."""
    before = first - 1
    if before >= name_first and parse.words[before][:1].isupper() and parse.lowers[before] not in ("al", "the"):
        return True
    after = last
    return after < name_last and parse.words[after][:1].isupper() and parse.tags[after] == "NNP"


def _settle(book: ActorBook, parse: Parse, hits: Sequence[tuple[int, int, Alias]]) -> Found:
    """Mentions of the hits: of several entries with one name, the one whose country the document names most."""
    countries: Counter[str] = Counter()
    named: set[str] = set()
    for _, _, alias in hits:
        kind, entry, needs_context = alias.entries[0]
        if len(alias.entries) == 1 and not needs_context:
            actor = book.actor(kind, entry)
            if actor is not None:
                # Where a newspaper or a monitor has its seat says nothing of where things happen.
                if actor.country and not (kind == "group" and actor.type in _ONLOOKERS):
                    countries[actor.country] += _WEIGHT[kind]
                if len(alias.parts) > 1:
                    named.add(actor.id or "")
    out = Found()
    out.countries = countries
    covered = {token for first, last, _ in hits for token in range(first, last)}
    for first, last, alias in hits:
        if len(alias.parts) > 1 and alias.kind in ("group", "force") and _end_of_name(book, parse, first, covered):
            continue
        if alias.kind in ("capital", "state") and _dateline(parse, first, last):
            continue
        linked = _linked(book, parse, first, last)
        if alias.kind == "people":
            out.mentions.append(Mention(first, last, "people", None, book.peoples[alias.text], linked))
        elif (chosen := _choose(book, alias, countries, named)) is not None:
            out.mentions.append(Mention(first, last, chosen[0], chosen[1], None, linked))
    for number, mention in enumerate(out.mentions):
        for token in range(mention.first, mention.last):
            out.at[token] = number
    return out


def _end_of_name(book: ActorBook, parse: Parse, first: int, covered: set[int]) -> bool:
    """Whether a longer, unknown name ends in the registry name ("Karo People's Liberation Army")."""
    before = first - 1
    if before < 0 or before in covered or parse.tags[before] != "NNP" or parse.deps[before] != "compound":
        return False
    lower = parse.lowers[before].rstrip(".")
    known = lower in book.titles or lower in book.roles or lower in book.modifiers
    return parse.words[before].istitle() and not known and parse.heads[before] >= first


def _dateline(parse: Parse, first: int, last: int) -> bool:
    """Whether a place stands before a report as where it was written: "CAIRO --", "MOSCOW (Reuters)"."""
    start, end = parse.starts[first], parse.ends[last - 1]
    if first != parse.sentences[parse.sentence_of[first]][0] or not parse.text[start:end].isupper() or end - start < 4:
        return False
    return last < len(parse) and parse.words[last] in ("-", "--", "–", "—", "_", "(", ":")


def _choose(book: ActorBook, alias: Alias, countries: Counter[str], named: set[str]) -> tuple[str, Actor] | None:
    """The entry that the document means: one named in full, else the one whose country it names most."""
    best: tuple[str, Actor] | None = None
    score = -1
    for kind, number, needs_context in alias.entries:
        actor = book.actor(kind, number)
        if actor is None:
            continue
        points = countries[actor.country] if actor.country else 0
        if actor.id in named:
            points += 1000
        if points > score and (points or not needs_context):
            best, score = (kind, actor), points
    return best


def _linked(book: ActorBook, parse: Parse, first: int, last: int) -> str:
    """ "backed" of "US-backed", "pro" of "pro-Russian": the word that makes the name part of a compound."""
    lowers = parse.lowers
    if last + 1 < len(lowers) and lowers[last] in "-–" and lowers[last + 1] in book.words["link_after"]:
        return lowers[last + 1]
    if first >= 2 and lowers[first - 1] in "-–" and lowers[first - 2] in book.words["link_before"]:
        return lowers[first - 2]
    if last < len(lowers) and lowers[last] in book.words["link_after"] and parse.tags[last] == "VBN":
        return ""
    return ""
