"""The words that tell a document from others: names and figures before common words.

A document's *sketch* is its few weightiest words with a weight that does not depend on any other document, so that
whether two documents tell one story never changes when a third arrives.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from importlib import resources
from zlib import crc32

from sayso.codebook.files import read_rows

NAME_WEIGHT = 3.0
NUMBER_WEIGHT = 2.0
# Words in a sketch, and how many of them, the weightiest, a document is looked up by.
SIZE = 32
LOOKED_UP = 16

_WORD = re.compile(r"[^\W\d_][^\W\d_.'’-]*|\d[\d,.]*\d|\d")


@dataclass(frozen=True, slots=True)
class Sketch:
    """Hashes of a document's weightiest words, heaviest first, with weights whose squares sum to 1."""

    terms: tuple[int, ...] = ()
    weights: tuple[float, ...] = ()


def _stop_words() -> frozenset[str]:
    data = (resources.files("sayso.linking") / "stopwords.txt").read_text(encoding="utf-8")
    return frozenset(word for line in data.splitlines() if not line.startswith("#") for word in line.split())


_STOP = _stop_words()
_TITLES = (
    "president minister prime foreign general colonel captain major secretary spokesman spokeswoman ministry government "
    "army police court council united nations security monday tuesday wednesday thursday friday saturday sunday january "
    "february march april may june july august september october november december mr mrs ms dr"
)


@cache
def _generic() -> frozenset[str]:
    """Capitalised words that half the world's news shares: states, their people and capitals, titles, months."""
    out = set(_TITLES.split())
    for row in read_rows("states.csv"):
        for column in ("name", "aliases", "adjectives", "inhabitants", "capital"):
            out.update(word.lower() for name in row[column].split("|") for word in name.split())
    return frozenset(out)


def terms(text: str, pair_weight: float = 0.0) -> Counter[str]:
    """The words of a text, singular and in lower case, with what each counts for, summed over the text.

    ``pair_weight``: what a pair of neighbouring words counts for, 0 for no pairs.

    >>> terms("Many shells hit Marun: the shells fell at dawn.")["shell"], terms("Marun was hit")["marun"]
    (2.0, 3.0)
    """
    counts: Counter[str] = Counter()
    words, generic = _WORD.findall(text), _generic()
    lower = {word for word in words if word[0].islower()}
    before = ""
    for word in words:
        term = word.lower().replace(",", "").rstrip(".'’-")
        if not term or term in _STOP:
            before = ""
            continue
        if term.endswith("s") and len(term) > 4 and not term.endswith("ss"):
            term = term[:-1]
        weight = 1.0
        if word[0].isdigit():
            weight = NUMBER_WEIGHT
        elif word[0].isupper() and word.lower() not in lower and word.lower() not in generic:
            weight = NAME_WEIGHT
        counts[term] += weight  # type: ignore[assignment]
        if before and pair_weight:
            counts[f"{before} {term}"] += pair_weight * min(weight, 1.5)  # type: ignore[assignment]
        before = term
    return counts


def sketch(text: str) -> Sketch:
    """The sketch of a text. Ties go to the word that comes first in the alphabet.

    >>> len(sketch("Shells fell on Marun.").terms)
    3
    """
    heaviest = sorted(terms(text).items(), key=lambda item: (-item[1], item[0]))[:SIZE]
    weights = [1 + math.log(weight) if weight > 1 else float(weight) for _, weight in heaviest]
    length = math.sqrt(math.fsum(weight * weight for weight in weights)) or 1.0
    return Sketch(
        tuple(crc32(term.encode()) or 1 for term, _ in heaviest), tuple(round(weight / length, 4) for weight in weights)
    )
