"""The count of reported-speech cues. Texts written for the project."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals import cues


def test_found_missed_and_wrong_cues_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "The army said rebels shelled Kutum. The mayor denied it. A doctor told us nine people died."
    spans = [[text.index(word), text.index(word) + len(word), word] for word in ("said", "shelled")]
    gold = {"id": "a", "text": text, "attributions": [{"source": [], "cue": [spans[0]], "content": []}]}
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(gold) + "\n", encoding="utf-8")
    assert cues.main(["--gold", str(path), "--errors", "9"]) == 0
    out = capsys.readouterr().out
    assert "P 33.3  R 100.0" in out and "wrong  denied" in out and "wrong  told" in out


def test_no_gold_is_said(tmp_path: Path) -> None:
    assert cues.main(["--gold", str(tmp_path / "none.jsonl")]) == 2
