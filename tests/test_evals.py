"""The evaluation gate: figures are read, floors hold, and a floor is never lowered."""

from __future__ import annotations

from pathlib import Path

import pytest

from evals import run
from evals.tasks import TASKS, Task

TABLE = """\
detection       P  60.00  R  50.00  F1  54.55  (5/6/10)
status          acc  90.00  (9/10)
  perp_ind      P   1.00  R   2.00  F1   3.00  (0/0/148)
  perp_ind      P   7.00  R   8.00  F1   9.00  (0/0/148)
hedged          P      -  R      -  F1      -  (0/0/0)
best claim: triple  P   4.00  R   5.00  F1   6.00  (1/1/1)
headline detection F1: 54.55
"""
TASK = Task("claims", "score.py", ("gold.jsonl",), {}, {"detection F1": "people 90", "status acc": "", "hedged F1": ""})


def _result(**figures: float) -> run.Result:
    named = {name.replace("_", " "): value for name, value in figures.items()}
    return run.Result(TASK, named, TABLE, 1, 10, 2.0)


def test_figures_are_read_from_a_scorers_table() -> None:
    figures = run.figures(TABLE)
    assert figures["detection F1"] == 54.55
    assert figures["status acc"] == 90.0
    assert figures["perp_ind F1"] == 3.0
    assert figures["best claim: triple R"] == 5.0
    assert "hedged F1" not in figures
    assert not any(name.startswith("headline") for name in figures)


def test_a_figure_below_its_floor_or_gone_is_reported() -> None:
    floors = {"claims": {"detection F1": 54.0, "status acc": 90.1, "hedged F1": 10.0}}
    assert list(run.below(_result(detection_F1=54.0, status_acc=90.0), floors)) == [
        "status acc is 90.00, floor 90.1", "hedged F1 is missing, floor 10.0",
    ]  # fmt: skip


def test_an_update_raises_floors_and_lowers_none() -> None:
    floors = {"claims": {"detection F1": 50.0, "status acc": 95.0}}
    raised = run.raised(floors, [_result(detection_F1=54.55, status_acc=90.0)])
    assert raised == {"claims": {"detection F1": 53.5, "status acc": 95.0}}
    assert floors["claims"]["detection F1"] == 50.0


def test_floors_survive_writing_and_reading(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(run, "FLOORS", tmp_path / "floors.toml")
    assert run.read_floors() == {}
    floors = {"claims": {"detection F1": 54.2}, "types plover": {"best claim: triple F1": 1.0}}
    run.write_floors(floors)
    assert run.read_floors() == floors


def test_pinned_floors_are_of_figures_that_are_measured() -> None:
    shown = {task.name: set(task.shown) for task in TASKS}
    for task, floors in run.read_floors().items():
        assert set(floors) <= shown[task], task


def test_the_summary_prints_figure_floor_and_reference() -> None:
    summary = run.report(_result(detection_F1=54.55), {"detection F1": 54.2}, full=False)
    assert "detection F1               54.55  floor  54.2  people 90" in summary
    assert "10 documents, 1 failed" in summary


def test_without_gold_the_evaluations_are_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run.main(["--shared", str(tmp_path)]) == 0
    assert "skipped" in capsys.readouterr().out


def test_the_coder_sees_the_text_and_what_is_known_of_it_only() -> None:
    task = next(task for task in TASKS if task.name == "attribution")
    row = {"id": 3, "text": "x", "date": "2016-09-12", "publisher": "paper", "attributions": ["gold"], "title": "t"}
    document = task.document(row)
    assert (document.id, document.text, document.published, document.outlet) == ("3", "x", "2016-09-12", "paper")
