"""Words as the search compares them: without case and accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"\w+")


def folded(text: str) -> str:
    """The text without case and accents, blanks made single.

    >>> folded("  Médecins  Sans Frontières ")
    'medecins sans frontieres'
    """
    if not text.isascii():
        decomposed = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(text.lower().split())


@lru_cache(maxsize=65_536)
def folded_name(name: str) -> str:
    """folded, remembered: names repeat."""
    return folded(name)


def words(text: str) -> str:
    """The words of a text as the full-text index keeps them, a space between two.

    >>> words("U.S. jets hit Deir ez-Zor.")
    'u s jets hit deir ez zor'
    """
    return " ".join(_WORD.findall(text.lower() if text.isascii() else folded(text)))
