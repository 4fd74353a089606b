"""Whom a figure counts: of two that count different people neither disputes the other."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from sayso.codebook import read_rows
from sayso.codebook.words import word_list
from sayso.fusion.identity import phrase_character
from sayso.record import Count

if TYPE_CHECKING:
    from sayso.fusion.items import Item


def are_apart(one: Item, other: Item) -> bool:
    """Whether two figures count different people: the armed and civilians, those of two nations, or one's own kin
    and whoever died."""
    if _counts_kin(one) != _counts_kin(other):
        return True
    left, right = who_is_counted(one), who_is_counted(other)
    if left is not None and right is not None and left != right:
        return True
    ours, theirs = nations_counted(one), nations_counted(other)
    return bool(ours) and bool(theirs) and not ours & theirs


def who_is_counted(item: Item) -> str | None:
    """Whether the people of a figure are "armed" or "civil"; None where the words do not say."""
    count = _count(item)
    return phrase_character(count.who) if count is not None and count.who else None


def nations_counted(item: Item) -> frozenset[str]:
    """The states (ISO3) whose people a figure counts by its own words: "13 American soldiers", "170 Afghans"."""
    count = _count(item)
    return nations_in(count.span.text) if count is not None else frozenset()


@lru_cache(maxsize=4_096)
def nations_in(phrase: str) -> frozenset[str]:
    """The states whose people a phrase names.

    >>> sorted(nations_in("two Saudi and 13 U.S. soldiers")), sorted(nations_in("four villagers in Syria"))
    (['SAU', 'USA'], [])
    """
    known = _nations()
    return frozenset(known[word] for part in phrase.split() if (word := part.strip(",;()\"'’“”")) in known)


def _counts_kin(item: Item) -> bool:
    count = _count(item)
    return count is not None and bool(set((count.who or "").split()) & word_list("fusion.toml", "figures.kin"))


def _count(item: Item) -> Count | None:
    return next((count for count in item.voice.claim.counts if count.span == item.words), None)


@cache
def _nations() -> dict[str, str]:
    """Adjectives of states and words for who lives there, of one word each."""
    found: dict[str, str] = {}
    for row in read_rows("states.csv"):
        adjectives = row["adjectives"].split("|")
        people = row["inhabitants"].split("|") if row["inhabitants"] else [f"{adjectives[0]}s"]
        for name in (*adjectives, *people):
            if name.strip("~ ") and not name.startswith("~"):
                found.setdefault(name.strip(), row["iso3"])
    return found
