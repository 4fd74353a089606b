"""A word of a long document costs what it costs on one page."""

from __future__ import annotations

import sys
from types import FrameType
from typing import Any

from benchmarks.length import MOST_GROWTH, PUBLISHED, pages
from sayso.coder import Coder
from sayso.documents import Document

SHORT, LONG = 2, 20  # pages


def lines_run(coder: Coder, text: str) -> float:
    """Lines of Python run for a word by the whole coder without the parse: unlike a time, the same on any machine.

    A comprehension or generator counts a line for each of its rounds, so that no loop goes unseen.
    """
    document = Document(text, published=PUBLISHED)
    parse = coder.parser.parse(text)
    coder.code_parse(document, parse)  # what is loaded or remembered once is no cost of the text
    lines = 0

    def count(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        coder.code_parse(document, parse)
    finally:
        sys.settrace(before)
    return lines / len(text.split())


def test_cost_is_linear_in_length() -> None:
    coder = Coder().load()
    short, long = lines_run(coder, pages(SHORT)), lines_run(coder, pages(LONG))
    assert long <= MOST_GROWTH * short
