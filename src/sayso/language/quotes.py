"""Quoted stretches of a text, found paragraph by paragraph so that a stray mark never swallows the rest.

House styles differ: curly, straight and doubled-backtick marks, and a paragraph that opens a quotation which the
next paragraph reopens (the running quotation, closed only at its very end).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sayso.language.layout import Paragraph

# A quotation that its paragraph leaves open is believed only up to this many characters.
LONGEST_UNCLOSED = 1_500

_OPENING = {"“", "„", "«", "``"}
_MARKS = re.compile("``|''|[“”„«»\"]")
_CLOSING = {"”", "»", "''"}


@dataclass(frozen=True, slots=True)
class Quote:
    """``text[start:end]`` with its marks. ``closed`` is False where the paragraph ends before a closing mark;
    ``runs_on`` is True where the next paragraph goes on with the same quotation."""

    start: int
    end: int
    closed: bool = True
    runs_on: bool = False


def find_quotes(text: str, paragraphs: Sequence[Paragraph]) -> tuple[Quote, ...]:
    """The quotations of a text in order; nested single quotes are part of the outer one.

    >>> text = "He said: “Go.” “Now,” he added."
    >>> [text[q.start:q.end] for q in find_quotes(text, [Paragraph(0, len(text))])]
    ['“Go.”', '“Now,”']
    """
    out: list[Quote] = []
    for number, paragraph in enumerate(paragraphs):
        found = _in_paragraph(text, paragraph)
        if found and not found[-1].closed and number + 1 < len(paragraphs):
            after = paragraphs[number + 1]
            last = found[-1]
            if _mark_at(text, after.start) and text[after.start] not in "”»":
                found[-1] = Quote(last.start, last.end, False, True)
            elif last.end == paragraph.end:
                found[-1] = _believed(text, last)
        elif found and not found[-1].closed and found[-1].end == paragraph.end:
            found[-1] = _believed(text, found[-1])
        out.extend(found)
    return tuple(out)


def _believed(text: str, quote: Quote) -> Quote:
    """A quotation that nobody closes, in its paragraph or the next, is believed to the end of its sentence only."""
    return Quote(quote.start, _sentence_end(text, quote.start, quote.end), False)


def _mark_at(text: str, at: int) -> bool:
    return _MARKS.match(text, at) is not None


def _in_paragraph(text: str, paragraph: Paragraph) -> list[Quote]:
    out: list[Quote] = []
    opened = -1
    opener = ""
    at = paragraph.start
    while (found := _MARKS.search(text, at, paragraph.end + 1)) and found.start() < paragraph.end:
        mark = found.group()
        at, after = found.span()
        if opened < 0:
            if (
                mark in _OPENING
                or (mark == '"' and _may_open(text, at, after))
                or (mark == "''" and _opens(text, at, after))
            ):
                opened, opener = at, mark
        elif _is_nested(text, opener, mark, at, paragraph.end):
            pass
        elif mark in _CLOSING or (mark == '"' and not (_opens(text, at, after) and not _closes(text, at))):
            out.append(Quote(opened, after))
            opened = -1
        elif mark in _OPENING or mark == '"':
            # The mark before was never closed: it ends with its own sentence at the latest.
            out.append(Quote(opened, _sentence_end(text, opened, at), False))
            opened, opener = at, mark
        at = after
    if opened >= 0:
        end = paragraph.end
        if end - opened > LONGEST_UNCLOSED:
            end = _sentence_end(text, opened, end)
        if end > opened + 1:
            out.append(Quote(opened, end, False))
    return out


def _is_nested(text: str, opener: str, mark: str, at: int, end: int) -> bool:
    """Whether a mark of another style belongs to a quotation inside the open one: "She cried “no”," he said."""
    end = min(end, at + LONGEST_UNCLOSED)
    if opener == '"' and mark in "“”":
        # Curly marks inside straight ones, as long as a straight one still closes the outer quotation.
        closing = text.find('"', at + 1, end)
        return closing >= 0 and (mark == "”" or text.find("”", at, closing) >= 0)
    if opener == "“" and mark == '"':
        closing = text.find("”", at + 1, end)
        opening = text.find("“", at + 1, end)
        return closing >= 0 and (opening < 0 or closing < opening)
    return False


def _opens(text: str, at: int, after: int) -> bool:
    before = text[at - 1 : at] if at else " "
    return (before.isspace() or before in "([—–-") and not text[after : after + 1].isspace()


def _may_open(text: str, at: int, after: int) -> bool:
    """A straight mark opens a quotation unless it hangs on a letter or digit (inches, a stray closing mark)."""
    return not (at and text[at - 1].isalnum()) and not text[after : after + 1].isspace()


def _closes(text: str, at: int) -> bool:
    return at > 0 and not text[at - 1].isspace()


def _sentence_end(text: str, start: int, limit: int) -> int:
    for at in range(start + 1, limit):
        if text[at] in ".!?" and text[at + 1 : at + 2].isspace():
            return at + 1
    return limit
