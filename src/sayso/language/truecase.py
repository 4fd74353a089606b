"""Case restored in paragraphs that are printed in capitals, as old wire copy and headlines are.

The small parser reads capitals badly: it takes most words for names. The restored copy has the same length, and
only the parser sees it; spans are cut from the text as it came.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sayso.language.layout import Paragraph

# A paragraph is in capitals where this share of its letters is, and it has this many letters.
CAPITAL_SHARE = 0.85
FEWEST_LETTERS = 25

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_START = re.compile(r"(?:^|[.!?][\"')\]]*\s+|\n\s*\n|[\"(])$")
_ALWAYS_CAPITAL = frozenset(
    "i us usa un uk eu nato monday tuesday wednesday thursday friday saturday sunday january february april june "
    "july august september october november december".split()
)


def in_capitals(text: str) -> bool:
    """Whether a stretch of text is printed in capitals.

    >>> in_capitals("THE ARMY DENIED TODAY THAT GUERRILLAS ATTACKED THE FARM"), in_capitals("The UN and NATO met")
    (True, False)
    """
    upper = sum(1 for char in text if char.isupper())
    lower = sum(1 for char in text if char.islower())
    return upper >= FEWEST_LETTERS and upper > CAPITAL_SHARE * (upper + lower)


def restore_case(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """The text with its capitalised paragraphs in sentence case; of the same length, others unchanged."""
    out = None
    for paragraph in paragraphs:
        piece = text[paragraph.start : paragraph.end]
        if in_capitals(piece):
            restored = _sentence_case(piece)
            if len(restored) == len(piece):
                out = out or list(text)
                out[paragraph.start : paragraph.end] = restored
    return text if out is None else "".join(out)


def _sentence_case(piece: str) -> str:
    out, last = [], 0
    for match in _WORD.finditer(piece):
        out.append(piece[last : match.start()])
        word = match.group()
        lower = word.lower()
        if len(lower) != len(word):
            lower = word
        before = piece[max(0, match.start() - 6) : match.start()]
        if lower in _ALWAYS_CAPITAL:
            out.append(word if len(word) <= 4 and lower not in ("may", "june", "july") else lower.capitalize())
        elif _SENTENCE_START.search(before) or match.start() == 0:
            out.append(lower[:1].upper() + lower[1:])
        else:
            out.append(lower)
        last = match.end()
    out.append(piece[last:])
    return "".join(out)
