"""The commands about events, and the exports of events."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from case.test_events import reports
from sayso.cli.app import app as the_command_line
from sayso.cli.event import chain_lines
from sayso.errors import CaseError, InputError
from sayso.exports import export
from sayso.fusion import Chain, Edge, Node
from sayso.review import Reviewer
from sayso.store import open_case


@pytest.fixture
def app() -> typer.Typer:
    return the_command_line


@pytest.fixture
def case(tmp_path: Path) -> str:
    name = str(tmp_path / "x.sayso")
    with open_case(name, create=True) as opened:
        opened.writer.write(reports())
    return name


def run(app: typer.Typer, *words: str) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(words))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.stdout, result.stderr


def rows(app: typer.Typer, *words: str) -> list[dict[str, Any]]:
    out, _ = run(app, *words)
    return [json.loads(line) for line in out.splitlines()]


def test_a_case_is_linked_and_its_contested_events_found(app: typer.Typer, case: str) -> None:
    _, told = run(app, "link", case)
    assert "4 claims in 2 events; 4 claims moved, 2 events fused." in told
    _, told = run(app, "link", case)
    assert "0 claims moved, 0 events fused." in told
    (row,) = rows(app, "events", case, "contested:yes")
    assert (row["origins"], row["kappa"], row["contested"], row["killed_best"]) == (2, 2, 1, 12)
    _, told = run(app, "events", case, "kappa:>=2", "--explain")
    assert "Events of events that would fall with at least 2 parties." in told


def test_what_is_not_coded_yet_is_said_so(app: typer.Typer, tmp_path: Path) -> None:
    name, text = str(tmp_path / "new.sayso"), tmp_path / "a.txt"
    text.write_text("Rebels shelled a market in Taiz on Monday, residents said.")
    run(app, "add", name, str(text))
    assert "1 document is not coded yet and left out. Run: sayso update" in " ".join(run(app, "link", name)[1].split())
    assert "not linked yet" not in run(app, "events", name)[1]


def test_the_dossier_is_readable(app: typer.Typer, case: str) -> None:
    run(app, "link", case)
    (row,) = rows(app, "events", case, "contested:yes")
    out, _ = run(app, "event", case, row["event"][:8])
    words = " ".join(out.split())
    assert row["title"].split(";")[0] in words
    assert "That it happened: corroborated, independent sources say so; 2 independent origins" in words
    assert "killed: low 12, best 12, high 15" in words
    assert "Amal Haddad in Levant Post: “Amal Haddad said the Syrian Army shelled the market" in words
    assert "the accused's own word: kept apart" in words
    assert "Amal Haddad (neutral) ─── Levant Post ── 1 report" in words
    assert "─✗─ State News" in words


def test_the_dossier_as_json(app: typer.Typer, case: str) -> None:
    run(app, "link", case)
    (row,) = rows(app, "events", case, "contested:yes")
    claim = rows(app, "claims", case, "document:seen-1")[0]["claim"]
    out, _ = run(app, "event", case, claim, "--json")
    found = json.loads(out)
    assert found["event"] == row["event"]
    assert {one["name"] for one in found["slots"]} >= {"occurred", "actor", "target", "place", "when", "killed"}
    assert found["contradictions"][0]["one"]["statements"][0]["quote"]["text"]
    with pytest.raises(CaseError, match="no event nothing"):
        run(app, "event", case, "nothing")


def test_the_diagram_shows_bottlenecks_and_copies() -> None:
    chain = Chain(
        (
            Node("o", "origin", "Ministry", 0, "side of X"), Node("r", "relay", "Wire", 1, bottleneck=True),
            Node("p", "outlet", "Paper", 2), Node("d", "report", "d1", 3, documents=("d1", "d2", "d3")),
        ),
        (Edge("o", "r", ("c1",)), Edge("r", "p", ("c1",)), Edge("p", "d", ("c1",))),
    )  # fmt: skip
    assert list(chain_lines(chain)) == ["Ministry (side of X) ─── ◆ Wire ─── Paper ── 1 report + 2 copies"]


def test_a_reviewers_merge_survives_linking(app: typer.Typer, case: str) -> None:
    run(app, "link", case)
    with open_case(case) as opened:
        pair = [next(opened.claims(f"document:{name}"))["claim"] for name in ("seen-1", "hod-1")]
        Reviewer(opened, "Ann").merge(pair)
    for _ in range(2):
        run(app, "link", case)
        of = {row["claim"]: row["event"] for row in rows(app, "claims", case)}
        assert of[pair[0]] == of[pair[1]]
    with open_case(case) as opened:
        Reviewer(opened, "Ann").split(pair)
    run(app, "link", case)
    of = {row["claim"]: row["event"] for row in rows(app, "claims", case)}
    assert of[pair[0]] != of[pair[1]]


def test_an_edit_reaches_the_dossier(app: typer.Typer, case: str) -> None:
    run(app, "link", case)
    with open_case(case) as opened:
        claim = next(opened.claims("document:seen-1"))["claim"]
        Reviewer(opened, "Ann").reject(claim)
    _, told = run(app, "link", case)
    assert "3 claims in" in told
    (row,) = rows(app, "events", case, "document:duma-1")
    assert (row["origins"], row["contested"]) == (1, 0)


def test_two_cases_are_compared(app: typer.Typer, case: str, tmp_path: Path) -> None:
    other = str(tmp_path / "y.sayso")
    with open_case(other, create=True) as opened:
        opened.writer.write(reports()[:1])
    for name in (case, other):
        run(app, "link", name)
    out, told = run(app, "compare", case, other)
    assert [json.loads(line)["outcome"] for line in out.splitlines()] == ["matched", "extra"]
    assert "2 events beside 1: 1 matched, 0 conflicting, 0 missed, 1 extra." in told


def test_a_case_is_compared_with_a_table(app: typer.Typer, case: str, tmp_path: Path) -> None:
    run(app, "link", case)
    table = tmp_path / "list.csv"
    table.write_text("nr,date,lat,lon,best\nA1,2015-10-12,33.6,36.4,40\nA2,2015-10-12,36.2,37.1,3\n")
    out, _ = run(app, "compare", case, str(table), "--only", "conflicting", "--only", "missed", "-f", "csv",
                 "--column", "id=nr")  # fmt: skip
    found = list(csv.DictReader(io.StringIO(out)))
    assert [(row["theirs_id"], row["outcome"]) for row in found] == [("A1", "conflicting"), ("A2", "missed")]
    assert found[0]["reasons"] == "killed: 12 to 15 against 40"
    out, _ = run(app, "compare", case, str(table), "-f", "table")
    assert "conflicting" in out


def test_a_case_that_is_not_linked_is_not_compared(app: typer.Typer, case: str, tmp_path: Path) -> None:
    table = tmp_path / "list.csv"
    table.write_text("date,lat,lon\n2015-10-12,33.6,36.4\n")
    with pytest.raises(InputError, match="not linked yet"):
        run(app, "compare", case, str(table))


def test_events_are_exported_with_who_gives_each_figure(app: typer.Typer, case: str, tmp_path: Path) -> None:
    run(app, "link", case)
    with open_case(case) as opened:
        export(opened, "events", tmp_path / "events.csv", "contested:yes")
        export(opened, "events-geojson", tmp_path / "events.geojson")
    (row,) = csv.DictReader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8")))
    assert row["killed_by_origin"] == "12: Relief Monitor; 15: Amal Haddad"
    assert (row["contested_slots"], row["contested"], row["denied_by_accused"]) == ("killed", "true", "true")
    features = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["features"]
    assert [one["geometry"]["coordinates"] for one in features] == [[36.4, 33.57], [42.95, 14.8]]
    assert {one["properties"]["kappa"] for one in features} == {1, 2}


def test_events_that_are_not_linked_are_exported_bare(case: str, tmp_path: Path) -> None:
    with open_case(case) as opened:
        assert export(opened, "events", tmp_path / "events.csv").rows == 4
    found = list(csv.DictReader(io.StringIO((tmp_path / "events.csv").read_text(encoding="utf-8"))))
    assert {row["kappa"] for row in found} == {""}
