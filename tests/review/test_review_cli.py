"""``sayso review``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from case.samples import duma, hodeidah
from sayso.cli.app import app
from sayso.errors import CaseError, InputError, UnreadableInput
from sayso.store import open_case

SHELLED, HIT = (one.id for one in duma().claims)
BOMBED = hodeidah().claims[0].id


@pytest.fixture
def name(tmp_path: Path) -> str:
    with open_case(tmp_path / "x.sayso", create=True) as opened:
        opened.writer.write([duma(), hodeidah()])
    return str(tmp_path / "x.sayso")


def run(*words: str, code: int = 0) -> tuple[str, str]:
    result = CliRunner().invoke(app, ["review", *words])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def rows(*words: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in run(*words)[0].splitlines()]


def test_the_next_claims_and_judging_them(name: str) -> None:
    out, told = run(name, "kind:airstrike")
    assert json.loads(out)["claim"] == BOMBED
    assert "1 of 1 claims" in told
    table, _ = run(name, "-f", "table")
    words = " ".join(table.split())
    assert "Why now:" in words and "the text hedges it" in words and "(priority " in words
    assert run(name, "-f", "csv")[0].splitlines()[0].startswith("claim,score,why")
    run(name, "--accept", BOMBED, "--reject", HIT, "--by", "Ana")
    run(name, "--edit", SHELLED, "--set", "kind=airstrike", "--set", "killed=10..12", "--by", "Ben")
    run(name, "--note", SHELLED, "ask the monitor", "--by", "Ben")
    assert rows(name) == []
    log = rows(name, "--log")
    assert [(row["by"], row["what"]) for row in log] == [
        ("Ana", "accepted"), ("Ana", "rejected"), ("Ben", "set kind to airstrike"), ("Ben", "set counts to 10 to 12 killed"),
        ("Ben", "accepted"), ("Ben", "noted: ask the monitor"),
    ]  # fmt: skip
    run(name, "--undo", "last", "--by", "Ben")
    run(name, "--undo", str(log[1]["judgement"]), "--by", "Ana")
    run(name, "--restore", SHELLED, "--set", "kind=", "--by", "Ana")
    with open_case(name) as case:
        assert {row["trigger"]: (row["kind"], row["reviewed"]) for row in case.claims()} == {
            "shelled": ("shelling", "edited"), "hit": ("shelling", None), "bombed": ("airstrike", "accepted"),
        }  # fmt: skip
    run(name, "--add", "duma-1", "--set", "kind=killing", "--set", "trigger=killing", "--by", "Ana")
    run(name, "--merge", SHELLED, "--merge", BOMBED, "--by", "Ana")
    run(name, "--split", SHELLED, "--split", HIT, "--by", "Ana")
    told = run(name, "--verify")[1]
    assert "12 judgements, the chain holds" in told
    assert run(name, "--orphans")[1].strip() == "Every judgement has its claim."


def test_errors_say_what_is_wrong(name: str, tmp_path: Path) -> None:
    run(name, "--edit", SHELLED, code=2)
    run(name, "--edit", SHELLED, "--set", "kind", code=2)
    run(name, "--set", "kind=airstrike", code=2)
    with pytest.raises(InputError, match="is no kind"):
        run(name, "--edit", SHELLED, "--set", "kind=rain")
    with pytest.raises(CaseError, match="no claim"):
        run(name, "--accept", "c000")
    with pytest.raises(InputError, match="judged nothing"):
        run(name, "--undo", "last", "--by", "Eve")
    with pytest.raises(UnreadableInput):
        run(name, "--take-gold", str(tmp_path / "none.jsonl"))


def test_a_log_that_was_changed_is_found(name: str) -> None:
    run(name, "--accept", BOMBED, "--by", "Ana")
    head = str(rows(name, "--log")[0]["hash"])
    run(name, "--verify", "--expect", head[:12])
    assert "is not in the log" in " ".join(run(name, "--expect", "f" * 12, code=1)[0].split())
    with open_case(name) as case, case.view.connect() as connection:
        connection.execute(text("UPDATE judgements SET \"by\" = 'Eve'"))
    assert "is not as it was written" in run(name, "--verify", code=1)[0]
    result = CliRunner().invoke(app, ["check", name])
    assert result.exit_code == 1
    assert "judgements" in result.stdout


def test_a_blind_round_agreement_and_gold(name: str, tmp_path: Path) -> None:
    run(name, "document:duma-1", "--blind", "Ana,Ben", "--by", "Ana")
    for person in ("Ana", "Ben"):
        assert [row["claim"] for row in rows(name, "--by", person)] == [HIT, SHELLED]
        run(name, "--accept", SHELLED, "--accept", HIT, "--by", person)
    assert len(rows(name, "--log", "--by", "Ana")) == 3
    assert len(rows(name, "--log", "--by", "Caro")) == 1
    assert "still on" in run(name, "--agreement")[1]
    assert "others are still at it" in run(name, "--done", "--by", "Ana")[1]
    assert "the round is over" in run(name, "--done", "--by", "Ben")[1]
    found = {row["what"]: row for row in rows(name, "--agreement")}
    assert (found["kind"]["units"], found["kind"]["same"]) == (2, 2)
    assert found["place"]["alpha"] == 1.0
    path = tmp_path / "gold.jsonl"
    assert "1 documents with 2 claims" in run(name, "--gold", str(path))[1]
    run(name, "--blind", "Ana,Ben", "--by", "Ana")
    run(name, "--open", "--by", "Ana")
    took = run(name, "--take-gold", str(path), "--by", "Gold")[1]
    assert "2 claims accepted" in took
    path.write_text(json.dumps({"id": "none", "text": "x", "claims": []}))
    assert "none is not in the case" in run(name, "--take-gold", str(path), code=1)[1]
