"""Stretches of capitalised words, in which place names are looked for."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.language import Parse
from sayso.places.folding import ARTICLES

# Nouns of the land and the sides of the compass that some texts write small in a name: "the Persian gulf".
LAND = frozenset(
    ("gulf", "sea", "ocean", "strait", "straits", "peninsula", "strip", "bank", "heights", "canal")
)
COMPASS = frozenset(("north", "south", "east", "west", "northern", "southern", "eastern", "western"))
_LINKS = frozenset(
    ("of", "de", "la", "le", "du", "des", "del", "da", "do", "dos", "las", "los", "upon", "on", "the", "bin",
     "and", "sur", "au", "aux", "en", "i", "els", "ter", "am", "an", "der", "y", "e", "di",
     "'", "’", "-", "–", "&", "'s", "’s", "in")
)  # fmt: skip
_JOINERS = _LINKS | ARTICLES


def runs_of(parse: Parse, capitals: list[int]) -> Iterator[tuple[int, int]]:
    """Stretches of capitalised words, small words such as "of" and "al" between them allowed."""
    words, sentence_of, lowers = parse.words, parse.sentence_of, parse.lowers
    first = last = -1
    for token in capitals:
        if first >= 0:
            gap = token - last
            if (
                gap <= 3
                and sentence_of[token] == sentence_of[first]
                and all(lowers[between] in _JOINERS for between in range(last, token))
            ):
                last = token + 1
                continue
            yield first, _with_land(parse, last)
        first, last = token, token + 1
        if token and words[token - 1] in COMPASS:
            first = token - 1
        if token > 1 and words[token - 1] in "-'’" and lowers[token - 2] in ARTICLES:
            first = token - 2
    if first >= 0:
        yield first, _with_land(parse, last)


def _with_land(parse: Parse, last: int) -> int:
    return last + 1 if last < len(parse) and parse.words[last] in LAND else last
