"""Headlines: labels before a colon, numbers of dead without a verb."""

from __future__ import annotations

from functools import cache

import pytest

from sayso import Claim, Coder

BODY = "\n\nThe fighting between the army and the rebels has gone on since Monday. Shells fell on the town on Friday.\n"


@cache
def coder() -> Coder:
    return Coder()


def first(title: str) -> Claim:
    """The only claim of a headline."""
    record = coder().code(title + BODY, published="2019-03-04")
    (claim,) = [claim for claim in record.claims if claim.trigger.start < len(title)]
    return claim


@pytest.mark.parametrize(
    ("title", "kind", "target", "killed"),
    [
        ("Inquiry: jets bombed a funeral in Idlib", "airstrike", "funeral", None),
        ("Hill war: Drone attack kills three in Goma", "drone_strike", "three", 3),
        ("Syria: 20 killed in air raid on Idlib", "airstrike", "20", 20),
        ("Nine dead in Mogadishu blast", "bombing", "Nine", 9),
        ("Two dead after drone attack on Odesa", "drone_strike", "Odesa", 2),
    ],
)
def test_a_label_and_a_number_of_dead_are_read(title: str, kind: str, target: str, killed: int | None) -> None:
    claim = first(title)
    assert claim.kind == kind
    assert claim.target is not None and claim.target.name.casefold() == target.casefold()
    assert [count.low for count in claim.counts if count.what == "killed"] == ([] if killed is None else [killed])


def test_whoever_stands_before_the_colon_is_the_source() -> None:
    claim = first("Army: Five soldiers killed by bomb in Mali")
    assert [source.text for source in claim.sources] == ["Army"]
    assert claim.kind == "bombing"


def test_a_sentence_with_a_colon_is_no_headline() -> None:
    record = coder().code("The army said: Five soldiers were killed by a bomb in Mali on Sunday." + BODY)
    assert record.claims[0].sources[0].name != "army said"
    assert [count.low for count in record.claims[0].counts] == [5]
