"""One day as the reports of it come in: a briefing, the agency's copies of it, a monitor, a doctor, the other side, a
denial, a later toll; another attack, a plan and a month's sum beside it. All of it is made up.

What a careful reader takes from it: the army says that it struck a depot, and everybody who copies that says so on its
word alone. A monitor, a doctor and the other side each tell of a market, on the army's account of which nothing
depends; the army denies that one. The shells on the camp are another event.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.coder import Coder
from sayso.documents import Document
from sayso.fusion import Dossier
from sayso.ingest import ingest
from sayso.store import Case, link_case, open_case

DAY = Path(__file__).resolve().parent.parent / "data" / "one_day.jsonl"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with open_case(tmp_path_factory.mktemp("day") / "day.sayso", create=True) as opened:
        ingest(opened, [str(DAY)])
        coder = Coder()
        documents: list[Document] = list(opened.view.uncoded("test"))
        opened.writer.write(coder.pipe(documents), "test")
        link_case(opened, made_by="test")
        yield opened


def dossier_of(case: Case, document: str, filter_: str) -> Dossier:
    return case.dossier(str(next(case.claims(f"document:{document} {filter_}"))["event"]))


@pytest.fixture(scope="module")
def market(case: Case) -> Dossier:
    return dossier_of(case, "day-05", "kind:airstrike")


def test_the_market_is_found_whole(market: Dossier) -> None:
    documents = {one.document for one in market.reports}
    assert {"day-05", "day-06", "day-07", "day-08", "day-09"} <= documents
    assert not {"day-10", "day-11"} & documents


def test_as_many_would_have_to_be_wrong_as_a_careful_reader_says(market: Dossier) -> None:
    assert 3 <= market.kappa <= 4
    assert market.status == "cross-party"
    assert "side of Rapid Support Forces" in market.parties


def test_the_army_is_named_denies_it_and_blames_the_other_side(market: Dossier) -> None:
    actor = market.slot("actor")
    assert actor is not None
    army = next(value for value in actor.values if value.value == "state:SDN")
    assert army.kappa >= 2
    assert market.denied_by_accused
    assert any(one.kind == "denial" and one.by_accused for one in market.contradictions)


def test_each_figure_keeps_who_gives_it(market: Dossier) -> None:
    killed = market.slot("killed")
    assert killed is not None
    given = {value.display: {one.origin_name for one in value.statements} for value in killed.values}
    assert "Emergency Lawyers" in given["at least 65"]
    assert given["at least 100"] == {"Rapid Support Forces"}
    assert any("doctor" in name for name in given["68"])
    assert killed.high is not None
    assert killed.high <= 104  # a month's sum is no figure of the day


def test_the_briefing_is_one_origin_however_often_it_is_printed(case: Case) -> None:
    depot = dossier_of(case, "day-02", "kind:airstrike")
    target = depot.slot("target")
    assert target is not None
    value = next(value for value in target.values if "depot" in value.display)
    assert (value.status, value.origins, value.kappa) == ("single-origin", 1, 1)
    assert value.outlets >= 3
    copied = next(one for one in depot.reports if one.document == "day-02")
    assert {document for document, _, _ in copied.copies} == {"day-03", "day-04"}


def test_the_shells_on_the_camp_are_another_event(case: Case, market: Dossier) -> None:
    camp = dossier_of(case, "day-10", "kind:shelling")
    assert camp.event != market.event
    assert camp.place == "El Fasher"
    assert (camp.kappa, camp.contested) == (1, False)


def test_the_threat_is_linked_and_not_merged(market: Dossier) -> None:
    assert any(one.relation == "planned" for one in market.related)
