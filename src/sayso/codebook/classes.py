"""Word classes: what sort of thing a noun names, as far as the conditions of the lexicons need it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from sayso.codebook.files import read_rows, read_tables
from sayso.errors import CodebookError

# What a role of ``roles.csv`` is to the conditions, by its type and by whether it names one person.
_BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "state-government": ("GOVERNMENT",),
    "international": ("IGO",),
    "political": ("PARTY",),
    "civilians": ("CIVILIAN",),
    "journalist": ("CIVILIAN",),
    "medical": ("CIVILIAN",),
    "criminal": ("CRIMINAL",),
    "object": ("OBJECT",),
    "rebel": ("REBEL", "FORCE"),
    "state-military": ("ARMY", "FORCE"),
    "state-police": ("POLICE", "FORCE"),
}


# Endings of English nouns for people by what they do or are, and nouns that only end alike.
_CALLINGS = ("ist", "ician", "grapher", "ologer", "woman", "eer", "smith", "keeper", "worker", "monger", "wright")
_NO_CALLING = frozenset(
    "list fist mist wrist waist twist gist grist cyst tryst checklist blacklist shortlist playlist heist beer deer "
    "career pioneer veneer sheer peer volunteer".split()
)
SHORTEST_CALLING = 6


def is_calling(lemma: str) -> bool:
    """Whether a noun that no table lists names people by its ending.

    >>> is_calling("agronomist"), is_calling("checklist")
    (True, False)
    """
    return len(lemma) >= SHORTEST_CALLING and lemma.endswith(_CALLINGS) and lemma not in _NO_CALLING


def word_classes(extra: Path | None = None) -> Mapping[str, frozenset[str]]:
    """Lemma to the names of its classes, read from ``triggers_classes.toml`` and, for people and bodies, ``roles.csv``.

    A compound or a name of two words is joined by a hyphen. Raises CodebookError where a class takes in an
    unknown one.

    >>> "AIRCRAFT" in word_classes()["warplane"]
    True
    """
    written = {name: str(words).split() for name, words in read_tables("triggers_classes.toml", extra).items()}
    words: dict[str, frozenset[str]] = {}
    out: dict[str, set[str]] = {}
    for name in written:
        words[name] = frozenset(_members(name, written, ()))
        for word in words[name]:
            out.setdefault(word, set()).add(name)
    for word, names in _of_roles(extra):
        out.setdefault(word, set()).update(names)
    return {word: frozenset(names) for word, names in out.items()}


def _of_roles(extra: Path | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The nouns of the actor layer with their classes, so that the lexicon knows every role that it knows."""
    for row in read_rows("roles.csv", extra):
        names = _BY_TYPE.get(row["type"], ())
        if row["kind"] == "person":
            names = (*names, "PERSON")
        elif row["kind"] not in ("group", "body") and row["type"] != "object":
            continue
        if names:
            for noun in row["nouns"].split("|"):
                yield noun.replace(" ", "-"), names


def _members(name: str, written: Mapping[str, list[str]], above: tuple[str, ...]) -> set[str]:
    if name not in written or name in above:
        raise CodebookError(
            f"triggers_classes.toml: class {name} is taken in by {above[-1] if above else '?'} but is not written.",
            "Write the class, or take the '+' entry out.",
        )
    members: set[str] = set()
    for word in written[name]:
        if word.startswith("+"):
            members |= _members(word[1:], written, (*above, name))
        else:
            members.add(word)
    return members
