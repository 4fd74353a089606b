"""Plain word lists of the codebook, read once."""

from __future__ import annotations

from functools import lru_cache

from sayso.codebook.files import read_tables


@lru_cache(maxsize=64)
def word_list(file: str, name: str) -> frozenset[str]:
    """The words of a list in a TOML file; ``table.key`` names a list inside a table.

    >>> "kill" in word_list("mentions.toml", "effects")
    True
    """
    value = read_tables(file)
    for part in name.split("."):
        value = value[part]
    return frozenset(str(value).split())
