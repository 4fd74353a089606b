"""Figures that no count of its own replaces: the accused's, parts of a toll, one's own kin; and denials that grant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fusion.samples import KREMLIN, MINISTRY, MONITOR, UKRAINE, told
from sayso.fusion import Slot, Told, build
from sayso.record import Count, Span


def _slot(reports: list[Told], name: str = "killed") -> Slot:
    slot = build("e", reports).slot(name)
    assert slot is not None
    return slot


@pytest.mark.parametrize(("count", "contested"), [(60, True), (150, False)])
def test_a_far_higher_figure_of_others_does_not_replace_that_of_the_accused(count: int, contested: bool) -> None:
    early = told("a", sources=[MINISTRY], killed=(count, count), published="2022-05-04")
    late = told("b", "Gazette", sources=[MONITOR], killed=(156, 156), published="2022-05-20")
    assert _slot([early, late]).contested is contested


def _with_counts(one: Told, *parts: tuple[str, int], joint: str = "and") -> Told:
    """The same report with figures of these people, the last behind a joint."""
    text, counts = f"{one.claim.evidence.text} ", []
    for left, (who, number) in zip(range(len(parts), 0, -1), parts, strict=True):
        words = f"{number} {who}"
        counts.append(Count("killed", number, number, who, Span(len(text), len(text) + len(words), words)))
        text += words + {1: "", 2: f" {joint} "}.get(left, ", ")
    return replace(one, claim=replace(one.claim, evidence=Span(0, len(text), text), counts=tuple(counts)))


def test_a_toll_told_by_its_parts_is_their_sum() -> None:
    report = _with_counts(told("a", sources=[MONITOR]), ("men", 83), ("women", 28), ("children", 45))
    assert _slot([report]).best == 156


def test_women_among_the_dead_are_added_to_nothing() -> None:
    report = _with_counts(told("a", sources=[MONITOR]), ("people", 83), ("women", 28), joint="among them")
    assert _slot([report]).best == 83


def test_ones_own_kin_are_no_figure_of_all_the_dead() -> None:
    kin = _with_counts(told("a", sources=[MONITOR], published="2022-05-20"), ("nephews", 3))
    slot = _slot([kin, told("b", "Gazette", sources=[KREMLIN], killed=(60, 60), published="2022-05-04")])
    assert not slot.contested
    assert slot.low == 60


def test_who_lays_an_event_on_others_grants_that_it_happened() -> None:
    blamed = told("a", sources=[MONITOR])
    denied = told("b", "Gazette", sources=[MINISTRY], status="denied")
    laid = told("c", "Herald", sources=[KREMLIN], actor=UKRAINE)
    assert _slot([blamed, denied], "occurred").agreed is None
    assert _slot([blamed, denied, laid], "occurred").agreed == "it happened"
    assert _slot([blamed, denied, laid], "actor").denied_by_accused
    assert _slot([blamed, denied, laid], "actor").agreed is None
