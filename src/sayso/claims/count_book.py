"""The tables of figures: vague numbers, what qualifies them, and what the words around them say is counted."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.codebook.files import read_rows, read_tables

# Nouns for several persons, which count as what they hold: "a family of five".
GROUPS = frozenset({"family", "crew", "team", "group", "gang", "convoy"})


@dataclass(frozen=True, slots=True)
class CountBook:
    """The tables of ``counts.toml``."""

    vague: dict[tuple[str, ...], tuple[int, int]]
    vague_starts: frozenset[str]
    multiples: dict[tuple[str, ...], tuple[int, int]]
    qualifiers: list[tuple[tuple[str, ...], str]]  # longest first
    lists: dict[str, frozenset[str]]
    verbs: dict[str, str]
    nouns: dict[str, str]
    kinds: dict[str, tuple[str, str]]
    tolls: dict[str, str]
    who: dict[str, str]
    persons: frozenset[str]


@cache
def count_book() -> CountBook:
    """The built-in tables of figures."""
    data: dict[str, Any] = read_tables("counts.toml")
    vague = {tuple(text.split()): (low, high) for text, (low, high) in data["vague"].items()}
    qualifiers = [(tuple(text.split()), sort) for text, sort in data["qualifiers"].items()]
    return CountBook(
        vague=vague,
        vague_starts=frozenset(words[0] for words in vague),
        multiples={tuple(text.split()): (low, high) for text, (low, high) in data["multiples"].items()},
        qualifiers=sorted(qualifiers, key=lambda item: -len(item[0])),
        lists={name: frozenset(words) for name, words in data["lists"].items()},
        verbs=data["verbs"],
        nouns=data["nouns"],
        kinds={kind: (person, thing) for kind, (person, thing) in data["kinds"].items()},
        tolls=data["tolls"],
        who=data["who"],
        persons=frozenset(data["persons"]["words"]) | frozenset(data["who"]) | _roles_of_persons(),
    )


def _roles_of_persons() -> frozenset[str]:
    """Every noun of one word that the table of roles takes for a single person."""
    rows = (row for row in read_rows("roles.csv") if row["kind"] == "person")
    return frozenset(noun for row in rows for noun in row["nouns"].split("|") if " " not in noun) - GROUPS
