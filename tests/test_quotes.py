"""Quotations in a text: marks of every style, and marks that are missing or mean something else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.language import find_quotes, paragraphs


def quotes_of(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "go" and "stay".', ['"go"', '"stay"']),
        ("He said “go” and «stay».", ["“go”", "«stay»"]),
        ("He said ``go'' and left.", ["``go''"]),
        ("“He told me ‘go’ twice,” she said.", ["“He told me ‘go’ twice,”"]),
        ('A 4" gun and a 6" gun fired.', []),
        ('She said:"Go." He went.', ['"Go."']),
        ("They left.” Nobody saw it.", []),
    ],
)
def test_marks_of_every_style(text: str, wanted: list[str]) -> None:
    assert quotes_of(text) == wanted


def test_a_mark_that_is_never_closed_ends_with_its_paragraph() -> None:
    text = "“We left at night.\n\nThe army said nothing. The town was empty."
    (quote,) = find_quotes(text, paragraphs(text))
    assert text[quote.start : quote.end] == "“We left at night."
    assert not quote.closed and not quote.runs_on


def test_a_quotation_that_the_next_paragraph_reopens_runs_on() -> None:
    text = "“We left at night.\n\n“The road was mined,” she said."
    first, second = find_quotes(text, paragraphs(text))
    assert first.runs_on and not first.closed
    assert second.closed


@given(st.text(alphabet="ab \n\"“”'`«».,:4", max_size=80))
def test_quotations_never_overlap_and_stay_in_their_paragraph(text: str) -> None:
    layout = paragraphs(text)
    end = 0
    for quote in find_quotes(text, layout):
        assert end <= quote.start < quote.end <= len(text)
        assert any(part.start <= quote.start and quote.end <= part.end for part in layout)
        end = quote.end
