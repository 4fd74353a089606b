"""The words that govern an event and tell whether it happened: ``status.toml``, read once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from sayso.codebook.files import read_tables

MOODS = ("denied", "planned", "hypothetical", "asserted")


@lru_cache(maxsize=1)
def moods() -> Mapping[str, Mapping[str, str]]:
    """Part of speech (``verbs``, ``nouns``, ``adjectives``, ``modifiers``) to lemma to mood.

    Where a lemma stands in two lists, the first of MOODS holds.

    >>> moods()["verbs"]["intend"], moods()["nouns"]["failure"]
    ('planned', 'denied')
    """
    out: dict[str, dict[str, str]] = {}
    for part, lists in read_tables("status.toml").items():
        if part in ("happening", "speech", "causing", "background"):
            continue
        known = out[part] = {}
        for mood in MOODS:
            for lemma in str(lists.get(mood, "")).split():
                known.setdefault(lemma, mood)
    return MappingProxyType(out)
