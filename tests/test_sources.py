"""Who is cited: counts over records, and the command that shows them."""

from __future__ import annotations

import json
from pathlib import Path

import typer
from typer.testing import CliRunner

from sayso.attribution import count_sources
from sayso.attribution.citing import OUTLET
from sayso.cli.sources import sources
from sayso.record import Claim, Record, Source, Span, dumps

TEXT = (
    "Rebels shelled Kutum, the army said, according to Sputnik. The army denied that jets bombed Malha. Talks failed."
)


def _source(text: str, cue: str, role: str = "speaker") -> Source:
    start, at = TEXT.index(text), TEXT.index(cue)
    return Source(
        start, start + len(text), text, text.removeprefix("the "), Span.of(TEXT, at, at + len(cue)), role=role
    )


def _claim(event: str, chain: tuple[Source, ...], status: str = "asserted") -> Claim:
    start = TEXT.index(event)
    span = Span.of(TEXT, start, start + len(event))
    return Claim(
        id=event, kind="shelling", trigger=span, evidence=Span.of(TEXT, 0, len(TEXT)), sources=chain, status=status
    )


ARMY, SPUTNIK = _source("the army", "said"), _source("Sputnik", "according to", "relay")
RECORD = Record(
    id="d1",
    text=TEXT,
    claims=(_claim("shelled", (ARMY, SPUTNIK)), _claim("bombed", (ARMY,), "denied"), _claim("Talks", ())),
)


def test_a_source_counts_once_for_every_claim_it_stands_behind() -> None:
    army, outlet, sputnik = count_sources([RECORD])
    assert (army.name, army.claims, army.origin, army.denied, army.documents) == ("army", 2, 2, 1, 1)
    assert army.through == {"Sputnik": 1} and army.cues == {"said": 2}
    assert (outlet.name, outlet.claims) == (OUTLET, 1)
    assert (sputnik.claims, sputnik.origin, sputnik.role, sputnik.passes_on) == (1, 0, "relay", {"army": 1})


def test_the_order_of_the_records_does_not_matter() -> None:
    other = Record(id="d2", text=TEXT, claims=RECORD.claims[1:])
    assert count_sources([RECORD, other]) == count_sources([other, RECORD])


def _run(path: Path, *options: str) -> str:
    app = typer.Typer()
    app.command()(sources)
    result = CliRunner().invoke(app, [str(path), "--records", *options])
    assert result.exit_code == 0, result.output
    return result.output


def test_the_command_writes_json_lines_csv_and_a_table(tmp_path: Path) -> None:
    path = tmp_path / "records.jsonl"
    path.write_text(dumps(RECORD) + "\n", encoding="utf-8")
    rows = [json.loads(line) for line in _run(path, "--format", "jsonl").splitlines()]
    assert [(row["name"], row["claims"], row["asserted"]) for row in rows] == [
        ("army", 2, 1), (OUTLET, 1, 1), ("Sputnik", 1, 0),
    ]  # fmt: skip
    assert _run(path, "--format", "csv").splitlines()[1].startswith("army,speaker,,2,1,2,1,0,0,Sputnik,said")
    table = _run(path, "--format", "table")
    assert "Sputnik" in table and "Claims" in table
