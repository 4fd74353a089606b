"""Lemmas of words with Penn tags, from the tables of the language model, remembered word by word."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

_SHORT = {"n't": "not", "'ve": "have", "'re": "be", "'m": "be", "'ll": "will", "'d": "would", "ca": "can", "wo": "will"}
_POS = {"V": "verb", "N": "noun", "J": "adj", "R": "adv"}
_BASE = {"VB", "VBP", "NN", "NNP", "NNPS", "JJ", "RB"}


class Lemmas:
    """Word and tag to lemma, in lower case.

    ``tables`` are the lemmatizer's lookups of an English spaCy model: rules, exceptions and index by part of speech.
    """

    def __init__(self, tables: Any) -> None:
        self._rules: Mapping[str, Sequence[Sequence[str]]] = _plain_table(tables, "lemma_rules")
        self._exceptions: Mapping[str, Mapping[str, Sequence[str]]] = _plain_table(tables, "lemma_exc")
        self._index: dict[str, frozenset[str]] = {
            pos: frozenset(words) for pos, words in _plain_table(tables, "lemma_index").items()
        }
        self._known: dict[tuple[str, str], str] = {}
        self._words: dict[str, bool] = {}

    def __call__(self, lower: str, tag: str) -> str:
        """The lemma of a lower-cased word with a Penn tag.

        A word that only looks inflected ("offensive") stays as it is.
        """
        key = (lower, tag)
        lemma = self._known.get(key)
        if lemma is None:
            lemma = self._known[key] = self._find(lower, tag)
        return lemma

    def is_word(self, lower: str) -> bool:
        """Whether the tables have a word or a form of it; of function words they have few."""
        known = self._words.get(lower)
        if known is None:
            known = self._words[lower] = any(
                lower in index
                or lower in self._exceptions.get(pos, ())
                or any(
                    suffix and lower.endswith(suffix) and lower[: len(lower) - len(suffix)] + replacement in index
                    for suffix, replacement in self._rules.get(pos, ())
                )
                for pos, index in self._index.items()
            )
        return known

    def _find(self, lower: str, tag: str) -> str:
        if lower in _SHORT:
            return _SHORT[lower]
        if tag in ("VBZ", "VBP") and lower == "'s":
            return "be"
        pos = _POS.get(tag[:1])
        if pos is None or tag in ("NNP", "NNPS"):
            return lower
        found = self._exceptions.get(pos, {}).get(lower)
        if found:
            return str(found[0])
        if tag in _BASE:
            return lower
        index = self._index.get(pos, frozenset())
        guess = ""
        for suffix, replacement in self._rules.get(pos, ()):
            if suffix and lower.endswith(suffix):
                form = lower[: len(lower) - len(suffix)] + replacement
                if form in index:
                    return form
                guess = guess or form
        if lower in index or not guess:
            return lower
        return guess if guess.isalpha() or "-" in guess else lower


def _plain_table(tables: Any, name: str) -> dict[str, Any]:
    """A lookup table with words as keys (spaCy keys them by hash, and keeps the words of the inner tables)."""
    table = tables.get_table(name)
    return {pos: table[pos] for pos in ("verb", "noun", "adj", "adv") if pos in table}
