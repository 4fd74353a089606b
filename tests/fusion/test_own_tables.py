"""The user's own tables beside a case."""

from __future__ import annotations

from pathlib import Path

from fusion.samples import told
from sayso.record import Record
from sayso.store import Case, link_case, open_case
from sayso.store.own_tables import folder_beside, marked

OWN = "name,kind,country,owner,aliases\nLenna State Wire,agency,RUS,state,LSW\n"


def _case(folder: Path) -> Case:
    case = open_case(folder / "own.sayso", create=True)
    records = []
    for name, outlet in (("a", "Lenna State Wire"), ("b", "LSW")):
        one = told(name, outlet)
        records.append(
            Record(name, one.claim.evidence.text, outlet=outlet, published="2022-05-04", claims=(one.claim,))
        )
    case.writer.write(records, "test")
    return case


def test_a_folder_beside_the_case_says_who_owns_an_outlet(tmp_path: Path) -> None:
    with _case(tmp_path) as case:
        link_case(case, made_by="test")
        (event,) = case.events()
        before = case.dossier(str(event["event"]))
        assert before.origins == 2  # nobody has heard of either
        folder = tmp_path / "own.tables"
        folder.mkdir()
        (folder / "outlets.csv").write_text(OWN, encoding="utf-8")
        assert folder_beside(case.name) == folder
        done = link_case(case, made_by="test")
        assert done.fused == 1
        after = case.dossier(str(event["event"]))
        assert after.origins == 1
        occurred = after.slot("occurred")
        assert occurred is not None
        assert {one.origin for one in occurred.values[0].statements} == {"state:RUS"}
        assert link_case(case, made_by="test").fused == 0


def test_without_a_folder_nothing_is_marked(tmp_path: Path) -> None:
    assert marked("sayso 1", str(tmp_path / "own.sayso")) == "sayso 1"
    assert folder_beside("postgresql://host/own") is None
