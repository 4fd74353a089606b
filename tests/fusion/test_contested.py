"""A contested event as its reports come in: the missile that hit the railway station of Kramatorsk on 8 April 2022.

The reports are written for this project from public facts; their outlets do not exist. The truth table, as a careful
reader of these twelve texts would fill it in:

| slot | what they say |
|---|---|
| occurred | yes; Ukraine, the United States, Human Rights Watch, people on the spot and Russia itself say so |
| actor | contested: Russia (Ukraine, the United States, Human Rights Watch) against Ukraine (Russia); Russia denies it |
| target, place, when | agreed: the railway station, Kramatorsk, 8 April 2022 |
| killed | agreed: 57, on Ukraine's word alone; 30, 39 and 50 before it are updates of one count |
| kappa | 4 to 6: whether the railways and the governor are one voice can be argued |
| beside it | the shelling of Kharkiv on that day is another event |
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.coder import Coder
from sayso.documents import Document
from sayso.fusion import Dossier, Slot
from sayso.ingest import ingest
from sayso.store import Case, link_case, open_case

REPORTS = Path(__file__).resolve().parent.parent / "data" / "contested_station.jsonl"


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with open_case(tmp_path_factory.mktemp("station") / "station.sayso", create=True) as opened:
        ingest(opened, [str(REPORTS)])
        documents: list[Document] = list(opened.view.uncoded("test"))
        opened.writer.write(Coder().pipe(documents), "test")
        link_case(opened, made_by="test")
        yield opened


@pytest.fixture(scope="module")
def station(case: Case) -> Dossier:
    return case.dossier(str(next(case.claims("document:kr-11 killed:57"))["event"]))


def slot(found: Dossier, name: str) -> Slot:
    one = found.slot(name)
    assert one is not None
    return one


def test_every_report_of_it_is_in_one_event(station: Dossier) -> None:
    documents = {report.document for report in station.reports}
    copies = {document for report in station.reports for document, _, _ in report.copies}
    assert documents == {f"kr-{number:02}" for number in range(1, 12) if number not in (3, 4)}
    assert copies == {"kr-03", "kr-04"}


def test_the_shelling_of_kharkiv_stays_apart(case: Case, station: Dossier) -> None:
    other = case.dossier(str(next(case.claims("document:kr-12 kind:shelling"))["event"]))
    assert other.event != station.event
    assert not other.contested


def test_what_is_agreed(station: Dossier) -> None:
    assert slot(station, "target").agreed == "railway station"
    assert slot(station, "place").agreed == "Kramatorsk"
    assert slot(station, "when").agreed == "2022-04-08"
    assert slot(station, "killed").agreed == "57"
    assert station.status == "cross-party"


def test_who_did_it_is_contested_and_denied(station: Dossier) -> None:
    actor = slot(station, "actor")
    assert actor.contested
    assert actor.denied_by_accused
    by = {value.value: {one.origin for one in value.statements if one.counted} for value in actor.values}
    assert by["state:RUS"] == {"state:UKR", "state:USA", "actor:human-rights-watch"}
    assert by["state:UKR"] == {"state:RUS"}
    assert {one.kind for one in station.contradictions if one.slot == "actor"} == {"denial", "perpetrator"}


def test_nothing_else_is_contested(station: Dossier) -> None:
    assert [one.name for one in station.slots if one.contested] == ["actor"]
    assert not station.denied


def test_the_toll_is_one_count_that_rose(station: Dossier) -> None:
    killed = slot(station, "killed")
    assert (killed.low, killed.best, killed.high) == (57, 57, 57)
    assert killed.status == "single-origin"
    assert {one.after for one in killed.updates} == {"57"}
    assert any(value.vague and value.display.startswith("dozens") for value in killed.values)


def test_kappa_is_what_a_careful_reader_accepts(station: Dossier) -> None:
    assert 4 <= station.kappa <= 6
    assert {"side of Russia", "side of Ukraine"} <= set(station.parties)
