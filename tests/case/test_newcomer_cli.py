"""What somebody meets who uses the commands of a case for the first time."""

from __future__ import annotations

import builtins
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from case.samples import duma, hodeidah
from case.test_events import reports
from sayso.cli.app import app, main
from sayso.errors import SaysoError
from sayso.store import open_case

STORY = "Shells hit the market in Goma on Monday, killing four people, the army said."


def run(*words: str, code: int = 0, columns: int = 80) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(words), env={"COLUMNS": str(columns)})
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


@pytest.fixture
def case(tmp_path: Path) -> str:
    name = str(tmp_path / "x.sayso")
    with open_case(name, create=True) as opened:
        opened.writer.write([duma(), hodeidah()])
    return name


@pytest.fixture
def linked(tmp_path: Path) -> str:
    name = str(tmp_path / "linked.sayso")
    with open_case(name, create=True) as opened:
        opened.writer.write(reports())
    run("link", name)
    return name


def test_a_condition_turned_round_needs_no_dashes_before_it(case: str) -> None:
    plain = [json.loads(line) for line in run("claims", case, "--", "-kind:airstrike")[0].splitlines()]
    turned = [json.loads(line) for line in run("claims", case, "-kind:airstrike", "-n", "9")[0].splitlines()]
    assert turned == plain
    assert plain
    assert all(row["kind"] != "airstrike" for row in plain)
    run("claims", case, "-nosuch", code=2)


@pytest.mark.parametrize("word", ["drone_strike", "drone strike", "Drone-Strike"])
def test_a_kind_is_known_as_it_is_printed(case: str, word: str) -> None:
    _, told = run("claims", case, f'kind:"{word}"', "--explain")
    assert "kind drone_strike" in told.replace("drone strike", "drone_strike")
    assert "unmanned aircraft" in run("kinds", word, "-f", "table")[0]


def test_a_kind_misspelt_is_guessed() -> None:
    _, told = run("kinds", "dronestrike", code=2)
    assert "drone_strike" in told


def test_tables_keep_ids_whole_in_80_columns(linked: str) -> None:
    for what, name in (("claims", "claim"), ("events", "event")):
        rows = [json.loads(line) for line in run(what, linked)[0].splitlines()]
        table, _ = run(what, linked, "-f", "table")
        assert all(row[name] in table for row in rows)
        assert "…" not in table
        assert all(len(line) <= 80 and line == line.rstrip() for line in table.splitlines())


def test_a_wide_terminal_shows_the_words_of_claims(case: str) -> None:
    assert "words" not in run("claims", case, "-f", "table")[0].splitlines()[0]
    assert "words" in run("claims", case, "-f", "table", columns=160)[0].splitlines()[0]


def test_a_claim_is_explained_from_a_case(case: str) -> None:
    claim = json.loads(run("claims", case, "-n", "1")[0])["claim"]
    assert claim in run("explain", claim, case)[0]
    assert claim in run("explain", claim[:9], case)[0]


def test_a_name_misspelt_leaves_no_case_behind(tmp_path: Path) -> None:
    name = tmp_path / "new.sayso"
    run("add", str(name), str(tmp_path / "none.txt"), code=1)
    assert not name.exists()
    (tmp_path / "no.zip").write_text("no archive")
    with pytest.raises(SaysoError):
        run("import", str(name), str(tmp_path / "no.zip"))
    assert not name.exists()
    (tmp_path / "a.txt").write_text(STORY)
    _, told = run("add", str(name), str(tmp_path / "a.txt"))
    assert f"sayso update {name}" in told
    run("add", str(name), str(tmp_path / "none.txt"), code=1)
    assert name.exists()


def test_a_page_without_its_reader_costs_nothing_but_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "a.html").write_text("<html><body><p>A page.</p></body></html>")
    (folder / "b.txt").write_text(STORY)
    imported = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == "trafilatura":
            raise ImportError(name)
        return imported(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    _, told = run("add", str(tmp_path / "x.sayso"), str(folder), code=3)
    assert "1 new" in told
    assert "a.html: Reading this needs trafilatura. Install it: pip install 'sayso[ingest]'." in told
    run("add", str(tmp_path / "y.sayso"), str(folder / "a.html"), code=4)


def test_what_is_not_linked_yet_says_so(case: str, linked: str) -> None:
    assert f"sayso link {case}" in run("events", case)[1]
    assert f"sayso link {case}" in run("claims", case, "contested:yes")[1]
    assert "link" not in run("claims", case)[1]
    assert "link" not in run("events", linked)[1].replace(linked, "")


def test_an_interruption_is_said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def stopped(**_: object) -> None:
        raise SystemExit(130)

    monkeypatch.setattr("sayso.cli.app.app", stopped)
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 130
    assert "Interrupted." in capsys.readouterr().err


@pytest.mark.parametrize("town", ["Lorva", "Tamsin", "Orsk", "Belen", "Kadu", "Marrow", "Pelt", "Ysa"])
def test_a_brief_that_another_paper_prints_word_for_word_is_one_text(tmp_path: Path, town: str) -> None:
    brief = (f"Three people died when a rocket struck a bus stop in {town} on Monday, residents said. "
             "They said that it came from the hills to the north, where militiamen have dug in.")  # fmt: skip
    lines = [{"id": name, "outlet": name, "text": brief} for name in ("Lakeside Post", "Harbour News")]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, lines)))
    name = str(tmp_path / "x.sayso")
    run("add", name, str(tmp_path / "a.jsonl"))
    rows = [json.loads(line) for line in run("documents", name)[0].splitlines()]
    assert len(rows) == 2
    assert len({row["lineage"] for row in rows}) == 1
