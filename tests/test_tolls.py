"""Tolls told from events by time and figure. Texts written for the project."""

from __future__ import annotations

import pytest

from sayso.claims.tolls import is_toll, join_tolls
from sayso.record import Claim, Count, Span, When


def claim(
    text: str | None,
    first: str,
    last: str,
    low: int,
    *,
    kind: str = "killing",
    what: str = "killed",
    status: str = "asserted",
    at: int = 0,
) -> Claim:
    evidence = Span(0, 40, "Some people were killed in this sentence")
    when = When(text, 0, len(text), first, last, 5) if text is not None else None
    count = Count(what, low, low, None, Span(at, at + 4, evidence.text[at : at + 4]))
    return Claim("c", kind, Span(17, 23, "killed"), evidence, when=when, counts=(count,), status=status)


@pytest.mark.parametrize(
    ("summed", "found"),
    [
        (claim("since June", "1998-06-01", "1998-06-20", 200), True),
        (claim("between January and June", "1998-01-01", "1998-06-30", 200), True),
        (claim("in 1997", "1997-01-01", "1997-12-31", 4000, kind="displacement", what="displaced"), True),
        (claim("last week", "1998-06-08", "1998-06-14", 3), False),
        (claim("last month", "1998-05-01", "1998-05-31", 73), False),
        (claim("in 1997", "1997-01-01", "1997-12-31", 3), False),
        (claim("since June", "1998-06-01", "1998-06-20", 200, what="struck"), False),
        (claim("since June", "1998-06-01", "1998-06-20", 200, kind="airstrike"), False),
        (claim("since June", "1998-06-01", "1998-06-20", 200, status="denied"), False),
        (claim(None, "", "", 4000000, kind="displacement", what="displaced"), False),
        (claim("four years ago", "1994-01-01", "1994-12-31", 4000), False),
        # So many deaths on no day are those of a war.
        (claim(None, "", "", 70000), True),
        (claim(None, "", "", 70), False),
    ],
)
def test_a_toll_is_a_large_figure_over_a_period(summed: Claim, found: bool) -> None:
    assert is_toll(summed) is found


def test_two_figures_of_one_sentence_and_period_are_one_toll() -> None:
    one = claim("since June", "1998-06-01", "1998-06-20", 200, kind="toll")
    two = claim("since June", "1998-06-01", "1998-06-20", 900, kind="toll", what="injured", at=5)
    other = claim("in 1997", "1997-01-01", "1997-12-31", 50, kind="toll")
    joined = join_tolls([one, two, other])
    assert [len(toll.counts) for toll in joined] == [2, 1]
