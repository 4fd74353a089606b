"""A text that is changed takes back what its first form claimed."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso import Coder
from sayso.documents import Document
from sayso.fusion import Dossier
from sayso.store import Case, link_case, open_case

FIRST = "Israeli warplanes bombed a market in Idlib on Tuesday and killed 12 people, the Rivers Monitor said."
SECOND = "A car bomb went off at a market in Idlib on Tuesday and killed 12 people, the Rivers Monitor said."
OTHER = "An Israeli airstrike hit a market in Idlib on Tuesday, killing 12 people, doctors at the hospital said."
GONE = "This article was taken down by the editors."


def _write(case: Case, *texts: tuple[str, str, str]) -> None:
    documents = [Document(text, id=id, outlet=f"Paper {id}", published=day) for id, text, day in texts]
    case.writer.write(Coder().pipe(documents), "test")


def _dossier(case: Case) -> Dossier:
    link_case(case, made_by="test")
    home = {str(row["document"]): str(row["event"]) for row in case.claims() if row["kind"] in ("airstrike", "bombing")}
    return case.dossier(home["b"])


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = open_case(tmp_path / "changed.sayso", create=True)
    _write(made, ("a", FIRST, "2021-05-04"), ("b", OTHER, "2021-05-05"))
    return made


def test_nothing_is_taken_back_at_first(case: Case) -> None:
    with case:
        found = _dossier(case)
        assert not found.retracted
        assert found.documents == 2


@pytest.mark.parametrize("later", [SECOND, GONE])
def test_what_a_later_text_no_longer_says_is_shown_and_not_counted(case: Case, later: str) -> None:
    with case:
        before = _dossier(case)
        _write(case, ("a", later, "2021-05-06"))
        found = _dossier(case)
        assert found.retracted
        actor = found.slot("actor")
        assert actor is not None
        assert {(one.document, one.stance) for one in actor.values[0].statements} == {
            ("a", "withdrawn"),
            ("b", "asserted"),
        }
        assert actor.values[0].origins < (before.slot("actor") or actor).values[0].origins
        assert any(one.kind == "withdrawal" and "Paper a" in one.what for one in found.changes)
        rows = {str(row["event"]): row for row in case.events()}
        assert rows[found.event]["retracted"]
        assert link_case(case, made_by="test").fused == 0


def test_other_figures_take_nothing_back(case: Case) -> None:
    with case:
        _write(case, ("a", FIRST.replace("12", "15"), "2021-05-06"))
        assert not _dossier(case).retracted
