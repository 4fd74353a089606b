"""Weapons and delivery platforms: a lexicon, and the designations of whole families (Su-24, T-72, KAB-500).

An entry is found by the last word of its name, then by the words before it, so that one dictionary look-up decides
for nearly every token that it is no weapon.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sayso.codebook.files import read_rows
from sayso.language import Parse
from sayso.record import Span, Weapon

# Types whose words mean a weapon only where something is done with them (a club, a pickup truck, equipment).
_WEAK_TYPES = frozenset({"blunt", "blade", "hardware", "other", "vehicle", "ship", "poison", "air defence"})
_WEAK_WORDS = frozenset({"round", "shell", "barrel", "mine", "arms", "arm", "gun", "chemical", "plane", "aircraft"})
_MODIFIERS = frozenset({"compound", "amod", "nummod", "nmod", "punct", "advmod", "quantmod", "npadvmod"})
_NUMBER = re.compile(r"\d+")
_SPLIT = re.compile(r"[\s\-–]+")


@dataclass(frozen=True, slots=True)
class WeaponEntry:
    """One weapon of the lexicon.

    ``role`` is platform (it carries and delivers), munition (it is fired or dropped), device (it is placed) or
    agent (a substance). ``kind`` is the event that it implies, '' for none. ``weak`` tells that the word has
    harmless senses and needs a frame that uses it as a weapon.
    """

    name: str
    type: str
    role: str
    kind: str
    weak: bool = False


class WeaponLexicon:
    """Finds weapons at tokens of a Parse."""

    def __init__(self, rows: list[dict[str, str]]) -> None:
        self._words: dict[str, list[tuple[tuple[str, ...], WeaponEntry]]] = {}
        self._designations: dict[str, WeaponEntry] = {}
        for row in rows:
            weak_type = row["type"] in _WEAK_TYPES
            for alias in (row["name"], *filter(None, row["aliases"].split("|"))):
                if "#" in alias:
                    key = alias.lower().split()[-1].partition("#")[0].rstrip("-")
                    entry = WeaponEntry(row["name"], row["type"], row["role"], row["kind"], False)
                    self._designations.setdefault(key, entry)
                    continue
                words = tuple(_SPLIT.split(alias.lower()))
                weak = weak_type if len(words) == 1 else row["type"] in ("hardware", "vehicle", "ship")
                weak = weak or (len(words) == 1 and words[0] in _WEAK_WORDS)
                entry = WeaponEntry(row["name"], row["type"], row["role"], row["kind"], weak)
                self._words.setdefault(words[-1], []).append((words[:-1], entry))
        for entries in self._words.values():
            entries.sort(key=lambda item: -len(item[0]))

    @classmethod
    def load(cls, extra: Path | None = None) -> WeaponLexicon:
        """The built-in lexicon with the user's ``weapons.csv`` from the folder ``extra``."""
        return cls(read_rows("weapons.csv", extra)) if extra else _built_in()

    def entry(self, parse: Parse, token: int) -> WeaponEntry | None:
        """The weapon whose name ends at a token, or None.

        The longest name wins: at the last word of "car bomb" it is the car bomb.
        """
        lower = parse.lowers[token]
        entries = self._words.get(parse.lemmas[token]) or self._words.get(lower)
        if entries is None and lower.endswith("s"):
            entries = self._words.get(lower[:-1])
        if entries is not None:
            before = self._words_before(parse, token)
            for words, entry in entries:
                if not words or (len(words) <= len(before) and tuple(before[-len(words) :]) == words):
                    return entry
        return self._designation(parse, token)

    def _words_before(self, parse: Parse, token: int) -> list[str]:
        words: list[str] = []
        at = token - 1
        first = parse.sentences[parse.sentence_of[token]][0]
        while at >= first and len(words) < 4:
            lower = parse.lowers[at]
            if lower not in "-–":
                words.append(lower)
            at -= 1
        words.reverse()
        return words

    def _designation(self, parse: Parse, token: int) -> WeaponEntry | None:
        word = parse.words[token]
        if word.isalpha():
            return None
        match = _NUMBER.search(word)
        if match is None:
            return None
        stem = word[: match.start()]
        if stem:
            if not stem[0].isupper() or len(word) - match.end() > 3:
                return None
            # A bare letter and number is a road, a group or a summit more often than a weapon: it needs the hyphen.
            if not stem.endswith("-") and len(stem) < 2:
                return None
            return self._designations.get(stem.rstrip("-").lower())
        if token >= 2 and parse.words[token - 1] in "-–" and parse.words[token - 2][:1].isupper():
            return self._designations.get(parse.lowers[token - 2])
        return None

    def _bombing(self, parse: Parse, token: int) -> WeaponEntry | None:
        """The bomb inside "car bombing": the weapon's words are the first letters of the event's."""
        if parse.lemmas[token] not in ("bombing", "bomber"):
            return None
        before = self._words_before(parse, token)
        for words, entry in self._words["bomb"]:
            if words and len(words) <= len(before) and tuple(before[-len(words) :]) == words:
                if words == ("suicide",) and parse.lemmas[token] == "bombing":
                    return None  # the word tells how it was done, not with what
                return entry
        return None

    def in_phrase(self, parse: Parse, head: int) -> tuple[int, WeaponEntry] | None:
        """The weapon that a noun phrase names: its head, else the number of a designation among its modifiers.

        Returns the token where the weapon's name ends, and its entry.
        """
        found = self.entry(parse, head) or self._bombing(parse, head)
        if found is not None:
            return head, found
        for child in parse.children[head]:
            if child < head and parse.deps[child] in ("compound", "nmod", "nummod"):
                named = self._designation(parse, child)
                if named is not None:
                    return child, named
        return None

    def weapon(self, parse: Parse, head: int, entry: WeaponEntry) -> Weapon:
        """The weapon at a head noun, with its modifiers and without article or owner, verbatim."""
        first = head
        for child in parse.children[head]:
            if child < head and parse.deps[child] in _MODIFIERS:
                if parse.deps[child] == "punct" and parse.words[child] not in "-–":
                    continue
                first = min(first, child, parse.subtree(child)[0])
        while first < head and parse.words[first] in "-–\"'“‘":
            first += 1
        span = parse.span(first, head + 1)
        if parse.lowers[head].startswith("bombing"):
            span = Span.of(parse.text, span.start, parse.starts[head] + len("bomb"))
        return Weapon(span.start, span.end, span.text, _plain(entry, span))


def _plain(entry: WeaponEntry, span: Span) -> str:
    """A designation keeps its own words as its name; of a plain word the lexicon's name is the better one."""
    return span.text if _NUMBER.search(span.text) else entry.name


@cache
def _built_in() -> WeaponLexicon:
    return WeaponLexicon(read_rows("weapons.csv"))
