"""The counts of corroboration hold to their invariants on any set of statements."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.corroboration import Statement, corroborate, statement
from sayso.record import Source

_OUTLETS = [f"outlet:{name}" for name in "abcde"]


@st.composite
def any_statements(draw: st.DrawFn) -> list[Statement]:
    count = draw(st.integers(1, 8))
    out = []
    for number in range(count):
        document = draw(st.sampled_from([f"d{number}", f"d{number}", "shared"]))
        publisher = "outlet:a" if document == "shared" else draw(st.sampled_from(_OUTLETS))
        origin = draw(st.sampled_from(["state:RUS", "actor:sohr", "voice:ann", "voice:bob", publisher]))
        relays = draw(st.lists(st.sampled_from(_OUTLETS), max_size=2, unique=True))
        relays = [relay for relay in relays if relay != publisher]
        if origin == publisher:
            relays = []
        lineage = draw(st.sampled_from([None, None, "l1", "l2"]))
        out.append(Statement(document, publisher, origin, tuple(relays), lineage))
    return out


@given(any_statements())
@settings(max_examples=300, deadline=None)
def test_kappa_is_at_most_origins_and_origins_at_most_reports(found: list[Statement]) -> None:
    counts = corroborate(found)
    assert 1 <= counts.kappa <= counts.origins <= counts.reports


@given(any_statements(), st.randoms())
@settings(max_examples=100, deadline=None)
def test_order_does_not_matter(found: list[Statement], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    a, b = corroborate(found), corroborate(shuffled)
    assert (a.reports, a.origins, a.kappa, a.bottlenecks) == (b.reports, b.origins, b.kappa, b.bottlenecks)


@given(any_statements(), st.data())
@settings(max_examples=150, deadline=None)
def test_a_verbatim_copy_never_raises_origins_or_kappa(found: list[Statement], data: st.DataObject) -> None:
    original = data.draw(st.sampled_from(found))
    lineage = original.lineage or "same text"
    tied = [replace(t, lineage=lineage) if t is original else t for t in found]
    copy = replace(original, document="copy", publisher="outlet:copyist", lineage=lineage, seen="later")
    before, after = corroborate(tied), corroborate([*tied, copy])
    assert after.kappa <= before.kappa
    assert after.origins <= before.origins


@given(any_statements())
@settings(max_examples=150, deadline=None)
def test_an_independent_report_never_lowers_them(found: list[Statement]) -> None:
    fresh = Statement("fresh", "outlet:fresh", "voice:fresh")
    before, after = corroborate(found), corroborate([*found, fresh])
    assert after.kappa == before.kappa + 1
    assert after.origins == before.origins + 1


def test_forty_outlets_on_one_agency_are_one() -> None:
    found = [Statement(f"d{n}", f"outlet:{n}", "state:RUS", ("outlet:tass",)) for n in range(40)]
    counts = corroborate(found)
    assert (counts.reports, counts.outlets, counts.origins, counts.kappa) == (40, 40, 1, 1)


def test_two_origins_through_one_relay_show_the_bottleneck() -> None:
    found = [
        Statement("d1", "outlet:a", "state:RUS", ("outlet:reuters",)),
        Statement("d2", "outlet:b", "actor:sohr", ("outlet:reuters",)),
    ]
    counts = corroborate(found)
    assert (counts.origins, counts.kappa, counts.bottlenecks) == (2, 1, ("outlet:reuters",))


def test_unnamed_residents_behind_one_relay_are_one_origin() -> None:
    def resident(relay: str) -> tuple[Source, Source]:
        return (
            Source(0, 9, "residents", "residents", None),
            Source(20, 20 + len(relay), relay, relay, None, role="relay"),
        )

    same = corroborate([statement("d1", "A", resident("AFP")), statement("d2", "B", resident("AFP"))])
    apart = corroborate([statement("d1", "A", resident("AFP")), statement("d2", "B", resident("BBC"))])
    assert (same.origins, apart.origins) == (1, 2)


@given(any_statements(), st.integers(2, 5))
@settings(max_examples=60, deadline=None)
def test_more_of_the_unnamed_behind_one_relay_add_nothing(found: list[Statement], number: int) -> None:
    def with_so_many(several: int) -> list[Statement]:
        return found + [
            Statement(f"e{n}", f"outlet:e{n}", "collective:outlet:f", ("outlet:f",)) for n in range(several)
        ]

    one, more = corroborate(with_so_many(1)), corroborate(with_so_many(number))
    assert (one.origins, one.kappa) == (more.origins, more.kappa)


@given(any_statements(), st.integers(2, 40))
@settings(max_examples=60, deadline=None)
def test_outlets_on_one_agency_are_cut_off_by_one(found: list[Statement], number: int) -> None:
    copies = [Statement(f"w{n}", f"outlet:w{n}", "outlet:wire", ("outlet:wire",)) for n in range(number)]
    assert corroborate([*found, *copies]).kappa <= corroborate(found).kappa + 1
