"""Words as the search compares them: without case and accents."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORD = re.compile(r"\w+")
# What of ASCII is no part of a word, as a table for str.translate: much faster than the pattern.
_BETWEEN_WORDS = {code: " " for code in range(128) if not (chr(code).isalnum() or chr(code) == "_")}


def folded(text: str) -> str:
    """The text without case and accents, blanks made single.

    >>> folded("  Médecins  Sans Frontières ")
    'medecins sans frontieres'
    """
    return " ".join(_without_accents(text).lower().split())


def _without_accents(text: str) -> str:
    if not text.isascii():
        # Character by character, and each of them once: even a long text has few that are not ASCII.
        for char in sorted(set(text)):
            if not char.isascii():
                text = text.replace(char, _folded_char(char))
    return text


@lru_cache(maxsize=4_096)
def _folded_char(char: str) -> str:
    """One character in lower case, without its accents; nothing for an accent that stands alone."""
    decomposed = unicodedata.normalize("NFKD", char.casefold())
    return "".join(part for part in decomposed if not unicodedata.combining(part))


@lru_cache(maxsize=65_536)
def folded_name(name: str) -> str:
    """folded, remembered: names repeat."""
    return folded(name)


def words(text: str) -> str:
    """The words of a text as the full-text index keeps them, a space between two.

    >>> words("U.S. jets hit Deir ez-Zor.")
    'u s jets hit deir ez zor'
    """
    text = _without_accents(text).lower()
    if not text.isascii():
        for char in sorted(set(text)):
            if not (char.isascii() or char.isalnum()):
                text = text.replace(char, " ")
        if not text.isascii():
            return " ".join(_WORD.findall(text))
    return " ".join(text.translate(_BETWEEN_WORDS).split())
