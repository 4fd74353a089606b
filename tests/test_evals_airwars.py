"""Incidents against a day's statements, on statements written for the project."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import pytest

from evals import airwars
from sayso import Coder

STATEMENTS = [
    {"text": "The ministry said its jets had struck a depot near Idlib on Monday.", "incident_dates": ["2016-03-07"]},
    {"text": "The ministry made no reference to strikes in Homs on Monday.", "incident_dates": ["2016-03-07"]},
    {"text": "The ministry confirmed strikes in Raqqah governorate.", "incident_dates": ["2016-03-08"]},
]
INCIDENTS = [
    {"id": "A", "date": "2016-03-07", "place": "Binnish", "governorate": "Idlib"},
    {"id": "B", "date": "2016-03-07", "place": "Talbisah", "governorate": "Homs"},
    {"id": "C", "date": "2016-03-08", "place": "Mayadin", "governorate": "Deir ez-Zor"},
    {"id": "D", "date": "2016-03-08", "place": "Maadan", "governorate": "Ar Raqqah"},
    {"id": "E", "date": "2016-03-09", "place": "Binnish", "governorate": "Idlib"},
]


@cache
def coder() -> Coder:
    return Coder()


def folder(path: Path) -> Path:
    for name, rows in ((airwars.STATEMENTS, STATEMENTS), (airwars.INCIDENTS, INCIDENTS)):
        (path / name).parent.mkdir(exist_ok=True)
        (path / name).write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def judgements(path: Path, rows: list[tuple[str, str]]) -> Path:
    with (path / "list.csv").open("w", newline="") as opened:
        csv.writer(opened).writerows([("incident", "named"), *rows])
    return path / "list.csv"


def test_what_a_day_names() -> None:
    assert airwars.judge(coder(), STATEMENTS, INCIDENTS) == {"A": True, "B": False, "C": False, "D": True}


@pytest.mark.parametrize(
    ("name", "same"), [("Lattakia", "Latakia"), ("Dara'a", "Daraa"), ("Hamah province", "Hama"), ("Ar Raqqah", "Raqqa")]
)
def test_governorates_have_one_spelling(name: str, same: str) -> None:
    assert airwars.governorate(name) == airwars.governorate(same)


def test_a_list_below_the_floor_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shared = folder(tmp_path)
    right = judgements(tmp_path, [("A", "yes"), ("B", "no")])
    assert airwars.main(["--shared", str(shared), "--list", str(right)]) == 0
    wrong = judgements(tmp_path, [("A", "no"), ("B", "no")])
    assert airwars.main(["--shared", str(shared), "--list", str(wrong)]) == 1
    assert "accuracy 50.0" in capsys.readouterr().out


def test_what_is_not_there_is_skipped(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert airwars.main(["--shared", str(tmp_path)]) == 0
    assert "skipped: there is no" in capsys.readouterr().out
    assert airwars.main(["--shared", str(folder(tmp_path)), "--list", str(tmp_path / "none.csv")]) == 0
    assert "skipped the comparison: there is no" in capsys.readouterr().out
