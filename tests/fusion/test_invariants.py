"""What holds of any dossier: the invariants of corroboration, on reports drawn at random."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fusion.samples import (
    KREMLIN,
    KYIV,
    MARKET,
    MINISTRY,
    MONITOR,
    POSITIONS,
    RESIDENTS,
    RUSSIA,
    SURGEON,
    UKRAINE,
    relay,
    told,
)
from sayso.fusion import Dossier, Told, build
from sayso.record import identified, to_dict

_OUTLETS = ["Paper A", "Paper B", "Paper C", "TASS", "AFP"]
_SPEAKERS = [MINISTRY, KREMLIN, KYIV, MONITOR, RESIDENTS, SURGEON]
_KILLED = [None, (5, 5), (5, None), (9, 9), (40, 45)]


@st.composite
def report(draw: st.DrawFn, number: int) -> Told:
    sources: list[tuple[Any, ...]] = []
    if draw(st.booleans()):
        sources.append(draw(st.sampled_from(_SPEAKERS)))
        if draw(st.booleans()):
            sources.append(relay(draw(st.sampled_from(["AFP", "Northern Wire"]))))
    killed = draw(st.sampled_from(_KILLED))
    given: dict[str, Any] = {"killed": killed} if killed else {}
    return told(
        draw(st.sampled_from([f"d{number}", "shared"])), draw(st.sampled_from(_OUTLETS)), sources=sources,
        actor=draw(st.sampled_from([RUSSIA, RUSSIA, UKRAINE, None])),
        target=draw(st.sampled_from([MARKET, POSITIONS, None])),
        status=draw(st.sampled_from(["asserted", "asserted", "asserted", "denied"])), hedged=draw(st.integers(0, 5)) == 0,
        published=draw(st.sampled_from(["2022-05-03", "2022-05-04", "2022-05-07"])),
        lineage=draw(st.sampled_from([None, None, "l1", "l2"])), **given,
    )  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> list[Told]:
    made = [draw(report(number)) for number in range(draw(st.integers(1, 7)))]
    # One document has one outlet, one day and one lineage.
    first: dict[str, Told] = {}
    out = []
    for one in made:
        whole = first.setdefault(one.document, one)
        out.append(replace(one, outlet=whole.outlet, published=whole.published, lineage=whole.lineage))
    return out


def counts(found: Dossier) -> dict[tuple[str, str], tuple[int, int, int]]:
    """(origins, kappa, parties) of every value."""
    return {
        (slot.name, value.value): (value.origins, value.kappa, len(value.parties))
        for slot in found.slots
        for value in slot.values
    }


def sayings(found: Dossier, slot: str, value: str) -> set[str]:
    """The claims that say or deny a value; of one that is not there, none."""
    held = found.slot(slot)
    values = held.values if held is not None else ()
    return {said.claim for one in values if one.value == value for said in one.statements}


@given(reports())
@settings(max_examples=150, deadline=None)
def test_kappa_origins_reports(some: list[Told]) -> None:
    found = build("e", some)
    for slot in found.slots:
        for value in slot.values:
            assert 0 <= value.kappa <= value.origins <= value.reports, (slot.name, value.value)
            assert (value.kappa > 0) == (value.reports > 0)
    assert found.kappa <= found.origins <= found.documents


@given(reports(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_the_order_of_arrival_does_not_matter(some: list[Told], random: Any) -> None:
    shuffled = list(some)
    random.shuffle(shuffled)
    assert to_dict(build("e", some)) == to_dict(build("e", shuffled))


@given(reports(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_verbatim_copy_never_raises_anything(some: list[Told], data: st.DataObject) -> None:
    document = data.draw(st.sampled_from(sorted({one.document for one in some})))
    lineage = next(one.lineage for one in some if one.document == document) or "copied"
    outlet = data.draw(st.sampled_from(["Copyist", *_OUTLETS]))
    given_ = [replace(one, lineage=lineage) if one.document == document else one for one in some]
    copies = [
        replace(one, claim=identified(one.claim, "zz-copy"), document="zz-copy", outlet=outlet, published="2022-05-07")
        for one in given_
        if one.document == document
    ]
    before, after = build("e", given_), build("e", [*given_, *copies])
    after_counts = counts(after)
    assert set(counts(before)) == set(after_counts)
    for key, held in counts(before).items():
        assert after_counts[key] == held, key
    assert (before.status, before.contested) == (after.status, after.contested)
    assert len(before.reports) == len(after.reports)
    assert [(one.low, one.best, one.high) for one in before.slots] == [
        (one.low, one.best, one.high) for one in after.slots
    ]


@given(reports())
@settings(max_examples=150, deadline=None)
def test_an_independent_report_never_lowers_support(some: list[Told]) -> None:
    fresh = ("Ada Fresh", None, "international", None, "speaker", "said")
    extra = told("zz-new", "Fresh Gazette", sources=[fresh], target=None, published="2022-05-07")
    before, after = build("e", some), build("e", [*some, extra])
    after_counts = counts(after)
    denied = {one.claim.id for one in some if one.claim.status == "denied"}
    # A denial whose speaker only now stands accused is no word against the event any more: it is kept apart, beside
    # what it denies. Nothing else may be lost.
    lost = sayings(before, "occurred", "no") - sayings(after, "occurred", "no")
    assert lost <= {one for one in sayings(after, "occurred", "yes") if one in denied}
    assert not lost or after.denied_by_accused
    for key, held in counts(before).items():
        if key != ("occurred", "no") or not lost:
            assert after_counts[key][0] >= held[0], key
            assert after_counts[key][1] >= held[1], key
    assert after.origins >= before.origins
    assert after.kappa >= before.kappa


@given(reports())
@settings(max_examples=60, deadline=None)
def test_low_best_high_are_in_order_and_nothing_is_averaged(some: list[Told]) -> None:
    given_ = {bound for one in some for count in one.claim.counts for bound in (count.low, count.high)}
    for slot in build("e", some).slots:
        if slot.best is not None:
            assert slot.low is not None
            assert slot.high is not None
            assert slot.low <= slot.best <= slot.high
            assert {slot.low, slot.best, slot.high} <= given_
