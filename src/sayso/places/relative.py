"""Places told by way of another place: "10 km north of X", "the outskirts of X", "between X and Y", "northern X".

The other place stays the anchor; what is said of it makes the place less exact: UCDP's precision 2 for near a known
point, 5 for a line or a fuzzy part of an area.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sayso.codebook.files import read_tables
from sayso.language import Parse
from sayso.places.model import Toponym

_NEAR, _FUZZY, _COUNTRY = 2, 5, 6
NAUTICAL_MILE = 1.852  # kilometres
# Who is so many kilometres off a place is not there: the place only says how far.
_FAR = 100.0
_AT_SEA = frozenset(("nautical", "off"))


@dataclass(frozen=True, slots=True)
class Relation:
    """How a place lies to its anchor. ``first`` is the token where the expression begins, ``precision`` UCDP's.

    ``kind`` is near, edge, distance, direction, part, line or between; ``km`` and ``direction`` as the text gives them.
    """

    kind: str
    first: int
    precision: int
    km: float | None = None
    direction: str | None = None


@cache
def _words(extra: Path | None = None) -> dict[str, Any]:
    tables: dict[str, Any] = read_tables("places_words.toml", extra)["relative"]
    return {key: frozenset(value) if isinstance(value, list) else value for key, value in tables.items()}


def relation_of(parse: Parse, toponym: Toponym, after: Toponym | None = None) -> Relation | None:
    """The relative expression that ends in a toponym; None where the place itself is meant.

    ``after`` is the place that follows the toponym with one word between them, if there is one.
    """
    words, lowers = _words(), parse.lowers
    opens, closes = parse.sentences[parse.sentence_of[toponym.first]]
    precision = toponym.place.precision
    token = toponym.first - 1
    while token >= opens and lowers[token] in ("the", "town", "city", "village", "of") and token > toponym.first - 5:
        if lowers[token] == "of" and lowers[token - 1] not in ("town", "city", "village"):
            break
        token -= 1
    if token < opens:
        return None
    if toponym.last < closes and lowers[toponym.last] in words["lines"]:
        return Relation("line", toponym.first, max(_FUZZY, min(precision, _FUZZY)))
    word = lowers[token]
    if word in words["near"]:
        return Relation("near", token, max(_NEAR, precision))
    if word in words["parts"]:
        return Relation("part", token, _FUZZY if precision >= _COUNTRY else max(_NEAR, precision), direction=word)
    if word == "between" and after is not None and lowers[toponym.last] == "and":
        return Relation("between", token, max(_FUZZY, precision))
    if word not in ("of", "from", "to", "off"):
        return None
    return _measured(parse, token, opens, precision, words)


# What may stand between the comma and the distance.
_MEASURING = frozenset(("about", "some", "around", "roughly", "nearly", "which", "is", "just", "located", "more", "than"))


def is_mark(parse: Parse, toponym: Toponym) -> bool:
    """Whether a place only measures where something is: "150 nautical miles off Aden", "200 km west of X"."""
    if parse.lowers[toponym.first - 1] not in ("of", "from", "off"):
        return False
    relation = relation_of(parse, toponym)
    return relation is not None and relation.km is not None and (
        relation.km >= _FAR or any(parse.lowers[token] in _AT_SEA for token in range(relation.first, toponym.first))
    )


def only_measures(parse: Parse, toponym: Toponym, before: Toponym) -> bool:
    """Whether a place only says where the one before it lies: "the town of X, about 80 km northeast of Y"."""
    if parse.lowers[toponym.first - 1] not in ("of", "from") or before.place.precision > _NEAR:
        return False
    relation = relation_of(parse, toponym)
    if relation is None or relation.kind not in ("distance", "direction"):
        return False
    gap = parse.lowers[before.last : relation.first]
    return 1 <= len(gap) <= 4 and gap[0] in (",", "(") and all(word in _MEASURING for word in gap[1:])


def _measured(parse: Parse, token: int, opens: int, precision: int, words: dict[str, Any]) -> Relation | None:
    """ "17 kilometres (10 miles) north of X", "the outskirts of X", "south of X": read from the "of" leftwards."""
    lowers = parse.lowers
    at = token - 1
    if at < opens:
        return None
    if lowers[at] in words["edges"]:
        return Relation("edge", at, max(_NEAR, precision))
    direction = None
    if lowers[at] in words["directions"]:
        direction, at = lowers[at], at - 1
        # The tokeniser splits "north-east".
        if at - 1 >= opens and lowers[at] == "-" and lowers[at - 1] in words["directions"]:
            direction, at = f"{lowers[at - 1]}-{direction}", at - 2
    first, km = at + 1, None
    while at > opens and (lowers[at] in words["units"] or lowers[at] in ("(", ")", "away", "about") or km is None):
        number_at = at - 2 if lowers[at - 1] == "nautical" else at - 1
        if lowers[at] in words["units"] and (number := _number(lowers[number_at])) is not None:
            unit = NAUTICAL_MILE if number_at < at - 1 else words["units"][lowers[at]]
            km, first = round(number * unit, 1), number_at
            at = number_at - 1
        elif lowers[at] in ("(", ")", "away"):
            at -= 1
        else:
            break
    if km is not None:
        return Relation("distance", first, max(_NEAR, precision), km, direction)
    if direction is not None:
        return Relation("direction", first, _FUZZY if precision >= _COUNTRY else max(_NEAR, precision), None, direction)
    return None


def _number(word: str) -> float | None:
    try:
        return float(word.replace(",", ""))
    except ValueError:
        return None
