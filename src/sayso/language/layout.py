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

# So many lines broken inside a sentence show that a text is wrapped; a last line is shorter than this share of the
# widest; how far a wrapped line may be indented.
_FEWEST_BROKEN = 3
_SHORT_LINE = 0.8
_INDENT = 40

_BREAK = re.compile(r"\n[ \t\r\f\v\u00a0]*\n\s*|\n")
_SENTENCE_END = re.compile(r"[.!?][\"'”’)\]]*\s+")
_ENDS_SENTENCE = frozenset(".!?:;\"”’')]")
_QUOTES = {"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'", "`": "'", "´": "'"}
# Square brackets set off what an editor or a wire adds, as round ones do, which parsers know better.
_BRACKETS = {"[": "(", "]": ")"}
_DASHES = {"\u2010": "-", "\u2011": "-", "\u2212": "-", "\u00ad": "-"}


# "GENEVA, May 5 (Reuters) - ", "KABUL, Afghanistan — ", "(AP) -- ", "SAN SALVADOR, 5 JAN 90 (AFP) -- ".
_DATELINE = re.compile(
    r"""
    (?P<city>[A-Z][\w.'’-]*(?:[ /][A-Z][\w.'’-]*){0,4})?   # the city, or two
    (?P<land>(?:,[ ]*[A-Z][\w.'’]*(?:[ ][A-Z][\w.'’]*){0,2}){0,2})   # its state or country
    (?P<day>,?[ ]*(?:[A-Z][a-z]{2,8}\.?[ ]\d{1,2}|\d{1,2}[ ][A-Z][A-Za-z]{2,8})(?:,?[ ](?:\d{4}|\d{2}))?)?
    (?P<agency>[ ]*\([^()\n]{2,40}\))?
    [ ]*(?:--|[–—―_]|-(?=\s))\s*
    (?=[\["“'‘(]*[A-Z0-9])
    """,
    re.VERBOSE,
)
_SHORTEST_CITY = 4
# A headline is so long at most; what stands before its colon ("Inquiry: ", "Ukraine war: ") has so many words.
_LONGEST_HEADLINE, _LONGEST_LABEL = 160, 4
_LABEL = re.compile(r"(?P<label>[^\W\d_][^.:;!?\"“”\n]{0,48}):\s+(?=\S)")
# Such lines say when a report came out, and their date is read with their label.
_STAMPS = frozenset("posted published updated modified created printed date time issued".split())
# A line that is a web address: its words, parted by hyphens or (in texts cut into words) by spaces, tell nothing.
_ADDRESS = re.compile(r"(?:https?\s?:\s?/\s?/|www\s?\.)(?!.*[^\W_]\s+[^\W_])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """``text[start:end]`` without the white space around it."""

    start: int
    end: int


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text: every line is one, unless lines are wrapped; blank lines always part them.

    >>> [(p.start, p.end) for p in paragraphs("One line.\\nAnother.")]
    [(0, 9), (10, 18)]
    """
    wrapped = is_hard_wrapped(text)
    width = _wrap_width(text)
    out: list[Paragraph] = []
    start = 0
    for match in _BREAK.finditer(text):
        if "\n" not in match[0][1:]:
            line = text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
            after = text[match.end() : match.end() + _INDENT].lstrip()
            if _goes_on(line, after, width, wrapped):
                continue
        _add(out, text, start, match.start())
        start = match.end()
    _add(out, text, start, len(text))
    return tuple(out)


def _wrap_width(text: str) -> int:
    """The width of the widest line that was broken inside a sentence; 0 where there are too few to tell."""
    broken = []
    for line, after in pairwise(text.split("\n")):
        line, after = line.strip(), after.lstrip()
        if _broken_inside(line, after):
            broken.append(len(line))
    return max(broken) if len(broken) >= _FEWEST_BROKEN else 0


def _broken_inside(line: str, after: str) -> bool:
    """Whether a line surely goes on: it ends no sentence, and the next one begins in lower case."""
    return 25 <= len(line) <= 140 and line[-1] not in _ENDS_SENTENCE and after[:1].islower()


def _goes_on(line: str, after: str, width: int, wrapped: bool) -> bool:
    """Whether a line break is no end of a paragraph."""
    if not line or not after:
        return False
    ended = line[-1] in _ENDS_SENTENCE
    if wrapped:
        return not ended or len(line) >= _SHORT_LINE * width
    return bool(width) and (_broken_inside(line, after) or (not ended and len(line) >= _SHORT_LINE * width))


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


def dateline_end(text: str, paragraph: Paragraph) -> int:
    """Where the first sentence of a paragraph starts behind its dateline; the paragraph's own start without one.

    >>> text = "GENEVA, May 5 (Reuters) - Two men were shot."
    >>> text[dateline_end(text, Paragraph(0, len(text))):]
    'Two men were shot.'
    """
    match = _DATELINE.match(text, paragraph.start, paragraph.end)
    if match is None or match.end() >= paragraph.end:
        return paragraph.start
    city = match["city"] or ""
    # A city in capitals, or any with the agency behind it: "Aleppo - " alone may open a sentence or a list.
    if match["agency"] or (city.isupper() and len(city) >= _SHORTEST_CITY):
        return match.end()
    return paragraph.start


def label_end(text: str, paragraph: Paragraph) -> int:
    """Where a headline starts behind the label that it bears; the paragraph's own start without one.

    >>> text = "Inquiry: Jets bombed funeral"
    >>> text[label_end(text, Paragraph(0, len(text))):]
    'Jets bombed funeral'
    """
    if paragraph.end - paragraph.start > _LONGEST_HEADLINE or text[paragraph.end - 1] in _ENDS_SENTENCE:
        return paragraph.start
    match = _LABEL.match(text, paragraph.start, paragraph.end)
    if match is None:
        return paragraph.start
    words = match["label"].casefold().split()
    if len(words) > _LONGEST_LABEL or not _STAMPS.isdisjoint(words):
        return paragraph.start
    return match.end()


def is_address(line: str) -> bool:
    """Whether a line is a web address and nothing else.

    >>> is_address("https://example.org/news/26-men-arrested-148985"), is_address("See www.example.org for more.")
    (True, False)
    """
    return _ADDRESS.match(line) is not None


def pieces(text: str, paragraph: Paragraph) -> list[tuple[int, int]]:
    """The paragraph in pieces that are short enough to parse, broken after a sentence where one ends.

    A dateline is a piece of its own, and so is the label of a headline ("Ukraine war: "): to a parser, the city would
    say or do what the sentence behind it tells. A line that is a web address is not read: "/26-arrested-148985" says no
    number of arrests.
    """
    out: list[tuple[int, int]] = []
    start = paragraph.start
    if is_address(text[paragraph.start : paragraph.end]):
        return out
    for ends in (dateline_end, label_end):
        start = ends(text, Paragraph(start, paragraph.end))
        if start > (out[-1][1] if out else paragraph.start):
            out.append((out[-1][1] if out else paragraph.start, start))
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
    if char in _BRACKETS:
        return _BRACKETS[char]
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
    """The text as the parser reads it best, of the same length: straight quotes, plain spaces and brackets, no controls.

    >>> for_parser("“Don’t [stop],”\\u00a0he\\tsaid")
    '"Don\\'t (stop)," he said'
    """
    return text.translate(_TABLE)


def single_spaced(piece: str) -> tuple[str, list[int] | None]:
    """The piece with one blank between words, and where each of its characters stood; None where nothing changes.

    Parsers take a run of blanks for a word of its own.

    >>> single_spaced("in  two lines")
    ('in two lines', [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    """
    if "  " not in piece:
        return piece, None
    places = [at for at, char in enumerate(piece) if char != " " or (at and piece[at - 1] != " ")]
    return "".join([piece[at] for at in places]), places
