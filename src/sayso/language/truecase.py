"""Case restored in paragraphs that are printed in capitals, as old wire copy and headlines are.

The small parser reads capitals badly: it takes most words for names. The restored copy has the same length, and
only the parser sees it; spans are cut from the text as it came.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache
from importlib.resources import files

from sayso.language.layout import Paragraph

# A paragraph is in capitals where this share of its letters is, and it has this many letters.
CAPITAL_SHARE = 0.85
FEWEST_LETTERS = 25

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"')\]]*\s+|\n\s*\n|[\"(])$")
_EXPLAINED = re.compile(r"((?:[^\W\d_]+[\s\-]+){2,9})[\[(]([A-Z]{2,8})[\])]")
_LONGEST_NAME = 8
_SMALL = frozenset("of the and for in".split())
_VOWELS = frozenset("aeiouyáéíóú")
# What stands before a name and is capitalised with it.
_TITLES = frozenset(
    "president minister general gen colonel col captain capt major maj lieutenant lt sergeant sgt admiral commander "
    "senator governor mayor ambassador archbishop bishop father judge dr doctor mr mrs ms msgr monsignor cardinal pope "
    "king queen prince sheikh".split()
)
# Given names that are words as well: names where another name follows at once.
_GIVEN = frozenset("angel rosa santa soledad marina roman bill mark guy grace dean gene carol dick".split())
_ALWAYS_CAPITAL = frozenset(
    "i us usa un uk eu nato monday tuesday wednesday thursday friday saturday sunday january february april june "
    "july august september october november december".split()
)


def in_capitals(text: str) -> bool:
    """Whether a stretch of text is printed in capitals.

    >>> in_capitals("THE ARMY DENIED TODAY THAT GUERRILLAS ATTACKED THE FARM"), in_capitals("The UN and NATO met")
    (True, False)
    """
    upper = sum(map(str.isupper, text))
    return upper >= FEWEST_LETTERS and upper > CAPITAL_SHARE * (upper + sum(map(str.islower, text)))


def restore_case(text: str, paragraphs: Sequence[Paragraph], is_word: Callable[[str], bool] | None = None) -> str:
    """The text with its capitalised paragraphs in sentence case; of the same length, others unchanged.

    ``is_word`` says whether a word in lower case is one of the language: a word that is none keeps a capital, as
    names do. Without it only the names of the table have one.
    """
    out = None
    acronyms: frozenset[str] | None = None
    bodies: frozenset[tuple[str, ...]] = frozenset()
    for paragraph in paragraphs:
        piece = text[paragraph.start : paragraph.end]
        if in_capitals(piece):
            if acronyms is None:
                acronyms, bodies = _explained(text)
            restored = _sentence_case(piece, is_word, acronyms, bodies)
            if len(restored) == len(piece):
                out = out or list(text)
                out[paragraph.start : paragraph.end] = restored
    return text if out is None else "".join(out)


@cache
def _names() -> frozenset[str]:
    """The table of names that a dictionary may not have, or have in lower case."""
    table = files("sayso.language").joinpath("names.txt").read_text(encoding="utf-8")
    return frozenset(word for line in table.splitlines() if not line.startswith("#") for word in line.split())


def _explained(text: str) -> tuple[frozenset[str], frozenset[tuple[str, ...]]]:
    """The acronyms that a text explains in brackets, and the names before them: "THE KARO FREEDOM FRONT [KFF]"."""
    acronyms, bodies = set(), set()
    for match in _EXPLAINED.finditer(text):
        words = [word.lower() for word in _WORD.findall(match[1])]
        if "the" in words:
            words = words[len(words) - words[::-1].index("the") :]
            if 2 <= len(words) <= _LONGEST_NAME and {word[0] for word in words} & set(match[2].lower()):
                acronyms.add(match[2].lower())
                bodies.add(tuple(words))
    return frozenset(acronyms), frozenset(bodies)


def _sentence_case(
    piece: str,
    is_word: Callable[[str], bool] | None,
    acronyms: frozenset[str],
    bodies: frozenset[tuple[str, ...]],
) -> str:
    matches = list(_WORD.finditer(piece))
    lowers = [match.group().lower() for match in matches]
    named = [_is_name(lower, is_word) for lower in lowers]
    for number, lower in enumerate(lowers):
        for body in bodies:
            if lower == body[0] and tuple(lowers[number : number + len(body)]) == body:
                for inner in range(number, number + len(body)):
                    named[inner] = named[inner] or lowers[inner] not in _SMALL
    for number in range(len(lowers) - 2, -1, -1):
        if named[number + 1] and (lowers[number] in _TITLES or lowers[number] in _GIVEN):
            between = piece[matches[number].end() : matches[number + 1].start()]
            named[number] = named[number] or not between.strip(". \n")
    out, last = [], 0
    for match, lower, name in zip(matches, lowers, named, strict=True):
        out.append(piece[last : match.start()])
        word = match.group()
        if len(lower) != len(word):
            lower = word
        before = piece[max(0, match.start() - 6) : match.start()]
        if lower in _ALWAYS_CAPITAL:
            out.append(word if len(word) <= 4 and lower not in ("may", "june", "july") else lower.capitalize())
        elif lower in acronyms or (name and len(lower) > 1 and not set(lower) & _VOWELS):
            out.append(word)
        elif name or _SENTENCE_START.search(before) or match.start() == 0:
            out.append(lower[:1].upper() + lower[1:])
        else:
            out.append(lower)
        last = match.end()
    out.append(piece[last:])
    return "".join(out)


def _is_name(lower: str, is_word: Callable[[str], bool] | None) -> bool:
    stem = lower[:-2] if lower[-2:] in ("'s", "’s") else lower
    if stem in _names():
        return True
    return is_word is not None and stem.isalpha() and not is_word(stem)
