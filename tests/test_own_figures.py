"""Competing figures stand side by side, each with whoever gives it."""

from __future__ import annotations

import pytest

from sayso.coder import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("The blast killed 12 people, police said; a doctor put the toll at 19.", [(["police"], 12), (["doctor"], 19)]),
        ("Officials put the number of dead at 45, but rebels fled.", [(["Officials"], 45)]),
        ("Police put the toll in the attack at nine.", [([], 9)]),
    ],
)
def test_a_toll_belongs_to_whoever_puts_it(coder: Coder, text: str, figures: list[tuple[list[str], int]]) -> None:
    claims = [claim for claim in coder.code(text).claims if claim.counts]
    assert [([one.name for one in claim.sources], claim.counts[0].low) for claim in claims] == figures


def test_a_source_quoted_by_a_medium_has_it_as_its_relay(coder: Coder) -> None:
    text = "Twelve people were killed in an air strike on Saada, according to an official quoted by Al Masirah TV."
    (claim,) = coder.code(text).claims
    assert [source.text for source in claim.sources] == ["an official", "Al Masirah TV"]
    text = "According to the UN, citing the health ministry in Gaza, more than 1,000 children have been killed."
    (claim,) = coder.code(text).claims
    assert [source.text for source in claim.sources] == ["the health ministry in Gaza", "the UN"]
