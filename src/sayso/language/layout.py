"""How a text is laid out: paragraphs, hard-wrapped lines, and a same-length copy that the parser reads well.

The copy has exactly as many code points as the text, so that a token's offsets hold in both.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

# Longest piece given to the parser at once, in characters: bounds its memory on texts without line breaks.
LONGEST_PIECE = 6_000

_BREAK = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*|\n")
_BLANK_LINE = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+")
_ENDS_SENTENCE = frozenset(".!?:;\"”’')]")
_QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'"}
_DASHES = {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00ad": "-"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text[start:end]`` without the white space around it."""

    start: int
    end: int


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text: every line is one, unless the lines are hard-wrapped, where blank lines part them.

    >>> [(p.start, p.end) for p in paragraphs("One line.\\nAnother.")]
    [(0, 9), (10, 18)]
    """
    breaks = _BLANK_LINE if is_hard_wrapped(text) else _BREAK
    out: list[Paragraph] = []
    start = 0
    for match in breaks.finditer(text):
        _add(out, text, start, match.start())
        start = match.end()
    _add(out, text, start, len(text))
    return tuple(out)


def is_hard_wrapped(text: str) -> bool:
    """Whether lines were broken to fit a width: most single line breaks stand inside a sentence."""
    inside = whole = 0
    lines = text.split("\n")
    for line, after in pairwise(lines):
        line, after = line.rstrip(), after.lstrip()
        if not line or not after:
            continue
        whole += 1
        if len(line) <= 100 and line[-1] not in _ENDS_SENTENCE and len(line) >= 25:
            inside += 1
    return whole >= 3 and inside > 0.6 * whole


def _add(out: list[Paragraph], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        out.append(Paragraph(start, end))


def pieces(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    """The paragraph in pieces that are short enough to parse, broken after a sentence where one ends."""
    out = []
    start = paragraph.start
    while paragraph.end - start > LONGEST_PIECE:
        cut = 0
        for match in _SENTENCE_END.finditer(text, start + LONGEST_PIECE // 2, start + LONGEST_PIECE):
            cut = match.end()
        if not cut:
            space = text.rfind(" ", start + 1, start + LONGEST_PIECE)
            cut = space + 1 if space > start else start + LONGEST_PIECE
        out.append((start, cut))
        start = cut
    out.append((start, paragraph.end))
    return out


@cache
def _plain(char: str) -> str:
    if char in _QUOTES:
        return _QUOTES[char]
    if char in _DASHES:
        return _DASHES[char]
    if char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp"):
        return " "
    return char


class _PlainTable(dict[int, str]):
    """A translation table that fills itself: each code point is looked at once."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


_TABLE = _PlainTable()


def for_parser(text: str) -> str:
    """The text as the parser reads it best, of the same length: straight quotes, plain spaces, no controls.

    >>> for_parser("“Don’t,”\\u00a0he\\tsaid")
    '"Don\\'t," he said'
    """
    return text.translate(_TABLE)
