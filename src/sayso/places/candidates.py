"""Stretches of a text that may be place names, as the rules hand them on; and the readings of single words."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace

from sayso.language import Parse
from sayso.places.folding import fold
from sayso.places.lexicon import PlaceLexicon
from sayso.places.model import Match

# Forms of candidates that the gazetteer does not know.
UNKNOWN = frozenset(("bare", "pattern", "unknown"))
_FOLDED: dict[str, str] = {}


@dataclass(slots=True)
class Candidate:
    """Tokens ``first`` to ``last`` (exclusive) that may name a place.

    ``form``: name, demonym, abbreviation, road, land, built; bare, pattern or unknown without a gazetteer
    entry. ``fits``: GeoNames classes and codes that the words around it ask for ("town of X"), empty for
    none.
    """

    first: int
    last: int
    key: str
    matches: tuple[Match, ...]
    form: str = "name"
    fits: frozenset[str] = frozenset()
    code: str = ""  # what a demonym or an abbreviation stands for
    features: list[str] = field(default_factory=list)
    chance: float = 0.0
    list_left: str = ""  # the word before the list that it goes on: "in" for Y of "in X and Y"


def with_capitals(parse: Parse, lexicon: PlaceLexicon) -> Parse:
    """The parse with nouns and adjectives capitalised where the text is printed in capitals.

    There the parser has read a copy in sentence case, which knows no proper names.
    """
    text, starts = parse.text, parse.starts
    restored = [
        number
        for number, word in enumerate(parse.words)
        if word[0].islower() and text[starts[number]].isupper() and parse.tags[number][:2] in ("NN", "JJ", "FW")
    ]
    if not restored:
        return parse
    words = list(parse.words)
    for number in restored:
        if parse.lowers[number] not in lexicon.never:
            words[number] = words[number].capitalize()
    return replace(parse, words=words)


def echoes(parse: Parse, accepted: list[Candidate], taken: Collection[int]) -> Iterator[Candidate]:
    """Other mentions of names that the gazetteer does not know, once one mention is taken for a place."""
    known: dict[str, Candidate] = {}
    for candidate in accepted:
        if candidate.form in UNKNOWN:
            known.setdefault(parse.words[candidate.first], candidate)
    if not known:
        return
    for token, word in enumerate(parse.words):
        first = known.get(word)
        if first is None or token in taken:
            continue
        end = token + first.last - first.first
        if list(parse.words[token:end]) == list(parse.words[first.first : first.last]):
            yield replace(first, first=token, last=end, fits=frozenset(), features=["echo"])


def folded(word: str) -> str:
    """``fold`` of one token, remembered."""
    key = _FOLDED.get(word)
    if key is None:
        if len(_FOLDED) > 50_000:
            _FOLDED.clear()
        key = _FOLDED[word] = fold(word)
    return key
