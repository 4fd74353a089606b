"""What is counted for whom where accounts of one event differ: joined figures, lent culprits, rough first counts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fusion.samples import KYIV, MINISTRY, MONITOR, UKRAINE, told
from sayso import Coder
from sayso.fusion import build
from sayso.fusion.joined import joined


def sums(text: str) -> list[tuple[str, int | None, int | None, str]]:
    found = next(one for one in Coder().code(text).claims if one.counts)
    return [(one.what, one.low, one.high, one.span.text) for one in joined(found)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed twelve cooks and ten drivers.", [("killed", 22, 22, "twelve cooks and ten drivers")]),
        (
            "The blast killed two cooks, three porters and a driver.",
            [("killed", 6, 6, "two cooks, three porters and a driver")],
        ),
        ("The blast killed 13 American guards and at least 60 Afghans.", []),
        ("The blast killed two soldiers and five civilians.", []),
        ("The blast killed twelve people, among them three children.", []),
    ],
)
def test_figures_that_are_joined_make_a_sum(text: str, expected: list[tuple[str, int, int, str]]) -> None:
    assert sums(text) == expected


def test_a_rough_count_gives_way_to_a_later_figure() -> None:
    first = told("a", killed=("about a dozen people", 12), sources=[MONITOR], published="2022-05-04")
    later = told("b", killed=(20, 20), sources=[KYIV], published="2022-05-05", outlet="Herald")
    slot = build("e", [first, later]).slot("killed")
    assert slot is not None
    assert (slot.contested, slot.agreed) == (False, "20")


def test_who_counts_the_dead_of_an_attack_has_not_said_who_made_it() -> None:
    accuser = told("a", sources=[KYIV])
    neutral = told("a", sources=[MONITOR], killed=(9, 9))
    # The second sentence stands behind the first; its culprit is the first one's.
    shift = accuser.claim.evidence.end + 1
    moved = replace(neutral.claim, id="moved", evidence=neutral.claim.evidence.bare)
    moved = replace(moved, evidence=replace(moved.evidence, start=shift, end=shift + len(moved.evidence.text)))
    lent = replace(neutral, claim=replace(moved, actor=accuser.claim.actor))
    slot = build("e", [accuser, lent]).slot("actor")
    assert slot is not None
    assert {one.origin for value in slot.values for one in value.statements if one.counted} == {"state:UKR"}


def test_a_denial_for_two_denies_both() -> None:
    denial = told("a", sources=[MINISTRY])
    assert denial.claim.actor is not None
    both = replace(denial.claim.actor, name="Military of Ukraine", id="mil-ukr", country="UKR")
    denial = replace(denial, claim=replace(denial.claim, status="denied", co_actors=(both,)))
    told_by = [told("b", sources=[KYIV], outlet="Herald"), told("c", actor=UKRAINE, sources=[MONITOR], outlet="Star")]
    slot = build("e", [denial, *told_by]).slot("actor")
    assert slot is not None
    assert {value.value for value in slot.values if any(one.stance == "denied" for one in value.statements)} == {
        "state:RUS", "state:UKR",
    }  # fmt: skip
