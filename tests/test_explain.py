"""What explains a claim, and what sorts its errors, on records written for the tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from evals.errors import compare
from sayso.cli.app import app
from sayso.record import Claim, Entity, Record, Source, Span, dumps, identified, to_dict

TEXT = "Rebels shelled the village of Marun, the army said."


def _span(words: str) -> Span:
    start = TEXT.index(words)
    return Span.of(TEXT, start, start + len(words))


def _claim(**slots: object) -> Claim:
    span, source = _span("Rebels"), _span("the army")
    given: dict[str, object] = {
        "id": "", "kind": "shelling", "trigger": _span("shelled"), "evidence": Span.of(TEXT, 0, len(TEXT)),
        "actor": Entity(span.start, span.end, span.text, "rebels", None, "rebel"),
        "sources": (Source(source.start, source.end, source.text, "army", _span("said")),),
        "why": {"trigger": "verb shell", "arguments": {"actor": "agent: nsubj"}},
    }  # fmt: skip
    return identified(Claim(**{**given, **slots}), "d1")  # type: ignore[arg-type]


@pytest.fixture
def records(tmp_path: Path) -> Path:
    path = tmp_path / "records.jsonl"
    path.write_text(dumps(Record("d1", TEXT, claims=(_claim(),))) + "\n", encoding="utf-8")
    return path


def test_a_claim_is_explained_with_its_rules_and_parse(records: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", _claim().id[:6], str(records)])
    assert shown.exit_code == 0, shown.output
    assert "verb shell" in shown.output
    assert "agent: nsubj" in shown.output
    row = next(line for line in shown.output.splitlines() if line.strip().startswith("trigger  shelled"))
    assert "VBD" in row
    assert any(line.split()[:2] == ["source", "army"] for line in shown.output.splitlines())


def test_an_unknown_claim_is_an_error_that_says_what_to_do(records: Path) -> None:
    shown = CliRunner().invoke(app, ["explain", "nothing", str(records)])
    assert shown.exit_code != 0
    assert "sayso code or claims shows the ids" in str(shown.exception)


def test_errors_are_sorted_by_cause() -> None:
    gold = json.loads(json.dumps(to_dict(_claim())))
    found = json.loads(json.dumps(to_dict(_claim(kind="bombing", actor=None, hedged=True))))
    other = json.loads(json.dumps(to_dict(_claim(trigger=_span("said"), kind="talks"))))
    causes = {mistake.cause for mistake in compare("d1", [gold], [found, other])}
    assert causes == {
        "wrong kind: shelling read as bombing", "actor: not found", "hedged: False read as True",
        "false alarm in a sentence with other claims",
    }  # fmt: skip
    assert not list(compare("d1", [gold], [gold]))
    assert [mistake.cause for mistake in compare("d1", [gold], [])] == [
        "missed, nothing found in the sentence: shelling"
    ]
