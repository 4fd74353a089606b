"""The commands of a case."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from case.samples import duma, hodeidah
from sayso.cli.app import app as the_command_line
from sayso.errors import CaseError, FilterError, InputError
from sayso.store import open_case

STORY = "Shells hit the market in Goma on Monday, killing four people, the army said."


@pytest.fixture
def app() -> typer.Typer:
    return the_command_line


@pytest.fixture
def case(tmp_path: Path) -> str:
    name = str(tmp_path / "x.sayso")
    with open_case(name, create=True) as opened:
        opened.writer.write([duma(), hodeidah()])
    return name


def run(app: typer.Typer, *words: str, code: int = 0, text: str | None = None) -> tuple[str, str]:
    result = CliRunner().invoke(app, list(words), input=text)
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == code, result.output
    return result.stdout, result.stderr


def test_documents_are_added_and_counted(app: typer.Typer, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "b.jsonl").write_text(json.dumps({"body": STORY + " More.", "paper": "Lakeside"}) + "\n{}\n")
    name = str(tmp_path / "x.sayso")
    _, told = run(app, "add", name, str(tmp_path / "a.txt"), "--outlet", "By hand")
    assert "1 new" in told
    _, told = run(app, "add", name, str(tmp_path / "b.jsonl"), "--text-column", "body", "--outlet-column", "paper", code=3)
    assert "1 refused" in told
    assert "b.jsonl:2" in told
    out, _ = run(app, "documents", name)
    assert [json.loads(line)["outlet"] for line in out.splitlines()] == ["By hand", "Lakeside"]
    run(app, "add", name, str(tmp_path / "none.txt"), code=1)


def test_rows_follow_the_filter_and_the_format(app: typer.Typer, case: str) -> None:
    out, told = run(app, "claims", case, "kind:airstrike", "--explain")
    assert [json.loads(line)["trigger"] for line in out.splitlines()] == ["bombed"]
    assert "Claims of the kind airstrike." in told
    assert "?kind=airstrike" in told
    out, _ = run(app, "claims", case, "-f", "csv", "--", "-kind:shelling")
    (row,) = csv.DictReader(io.StringIO(out))
    assert row["outlet"].startswith("'=")
    out, _ = run(app, "claims", case, "-f", "table", "-n", "1")
    assert "Duma" in out
    assert len(run(app, "events", case)[0].splitlines()) == 3
    assert len(run(app, "sources", case)[0].splitlines()) == 3


def test_export_import_and_check(app: typer.Typer, case: str, tmp_path: Path) -> None:
    _, told = run(app, "export", case, "acled", "place:Duma", "-o", str(tmp_path / "a.csv"))
    assert "1 rows" in told
    run(app, "export", case, "archive", "-o", str(tmp_path / "a.zip"))
    copy = str(tmp_path / "copy.sayso")
    run(app, "import", copy, str(tmp_path / "a.zip"))
    run(app, "export", copy, "archive", "-o", str(tmp_path / "b.zip"))
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
    assert "is sound" in run(app, "check", copy)[1]
    with open_case(copy) as opened, opened.view.connect() as connection:
        connection.exec_driver_sql("UPDATE blobs SET size = size + 1")
    out, _ = run(app, "check", copy, code=1)
    assert "not those that were received" in out


def test_errors_are_ours(app: typer.Typer, case: str, tmp_path: Path) -> None:
    with pytest.raises(FilterError, match="Did you mean"):
        run(app, "claims", case, "kidn:airstrike")
    with pytest.raises(CaseError, match="no case"):
        run(app, "claims", str(tmp_path / "none.sayso"))
    with pytest.raises(InputError, match="no export"):
        run(app, "export", case, "spss", "-o", str(tmp_path / "x"))
    run(app, "add", case, "x", "--published", "soon", code=2)


def test_what_is_added_is_coded_once(app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.record import Record

    class Stub:
        made_by = "stub 1"

        def __init__(self, *_: object, **__: object) -> None:
            return

        def pipe(self, documents):  # type: ignore[no-untyped-def]
            for document in documents:
                yield Record(str(document.id), document.text, document.published, document.outlet)

    monkeypatch.setattr("sayso.coder.Coder", Stub)
    (tmp_path / "b.jsonl").write_text("".join(json.dumps({"text": f"{STORY} {n}"}) + "\n" for n in range(45)))
    name = str(tmp_path / "x.sayso")
    assert "45 documents coded" in run(app, "add", name, str(tmp_path / "b.jsonl"), "--code")[1]
    assert "0 documents coded" in run(app, "update", name)[1]
    Stub.made_by = "stub 2"
    assert "45 documents coded" in run(app, "update", name)[1]
    with open_case(name) as opened:
        document = next(opened.documents())["document"]
        assert [row["made_by"] for row in opened.view.history(document)] == ["stub 1", "stub 2"]
