"""``sayso sources``: who is cited, for how many claims, through whom."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli import case
from sayso.cli.case_rows import RowForm
from sayso.cli.code import Tally, records
from sayso.cli.console import gazetteer_progress, output, plain
from sayso.cli.options import DEFAULT_MODEL, Codebook, Gazetteer, Model, OutputForm, form_of
from sayso.documents import read_documents
from sayso.errors import UnreadableInput
from sayso.record import Record, loads

if TYPE_CHECKING:
    from sayso.attribution import Cited

EXAMPLES = """**Examples**

`sayso sources article.txt`

`sayso code reports.jsonl -o records.jsonl && sayso sources records.jsonl --records`

`sayso sources article.txt --format jsonl`
"""

COLUMNS = (
    "name",
    "role",
    "country",
    "claims",
    "documents",
    "origin",
    "denied",
    "hedged",
    "with_basis",
    "through",
    "cues",
)


def sources(
    files: Annotated[list[str], typer.Argument(metavar="FILE|CASE", help="Text, .jsonl, .csv, -; or a case and a filter.")],
    form: Annotated[
        OutputForm | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, jsonl elsewhere.", show_default=False),
    ] = None,
    coded: Annotated[bool, typer.Option("--records", help="The files hold records that `sayso code` wrote.")] = False,
    model: Model = DEFAULT_MODEL,
    gazetteer: Gazetteer = None,
    codebook: Codebook = None,
) -> None:
    """Say who is cited in a text, for how many claims, through whom, and with which stance.

    A source counts once for every claim whose chain it stands in; "origin" are the claims that are its own words,
    the rest it passes on from others. Claims that name no source are the outlet's own. Of a case, with a filter
    behind it, the chains are listed.
    """
    if case.is_case(files[0]):
        case.sources(files[0], files[1:], RowForm(form.value) if form is not None else None)
        return
    from sayso.attribution import count_sources

    tally = Tally()
    if coded:
        cited = count_sources(_watched(_read(files), tally))
    else:
        from sayso.coder import Coder

        with gazetteer_progress() as progress:
            coder = Coder(model, gazetteer=gazetteer, codebook=codebook, progress=progress).load()
        cited = count_sources(_watched(records(coder, read_documents(files)), tally))
    _write(cited, form_of(form, None, sys.stdout.isatty()))
    raise typer.Exit(tally.report())


def _watched(found: Iterator[Record], tally: Tally) -> Iterator[Record]:
    for record in found:
        tally.add(record)
        yield record


def _read(files: list[str]) -> Iterator[Record]:
    """The records of JSONL files. Raises UnreadableInput and RecordError."""
    for name in files:
        try:
            stream = sys.stdin if name == "-" else open(name, encoding="utf-8")  # noqa: PTH123, SIM115
        except OSError as error:
            raise UnreadableInput(f"{name} can't be read: {error.strerror or error}.", "Check the path.") from error
        with stream:
            for line in stream:
                if line.strip():
                    yield loads(line)


def _write(cited: list[Cited], form: OutputForm) -> None:
    if form is OutputForm.jsonl:
        for source in cited:
            typer.echo(json.dumps(source.as_dict(), ensure_ascii=False))
    elif form is OutputForm.csv:
        import csv

        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(COLUMNS)
        for source in cited:
            row = source.as_dict()
            table.writerow("; ".join(row[name]) if isinstance(row[name], dict) else row[name] for name in COLUMNS)
    else:
        _table(cited)


def _table(cited: list[Cited]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = output()
    if not cited:
        console.print("No claims found.")
        return
    grid = Table(box=None, pad_edge=False, header_style="bold")
    grid.add_column("Source", overflow="fold")
    for name in ("Claims", "Own", "Denied", "Hedged"):
        grid.add_column(name, justify="right", no_wrap=True)
    grid.add_column("Through", overflow="fold")
    grid.add_column("By", overflow="fold")
    for source in cited:
        row = source.as_dict()
        through, cues = list(row["through"]), list(row["cues"])[:3]
        grid.add_row(
            Text(plain(source.name)), str(source.claims), str(source.origin), str(source.denied or ""),
            str(source.hedged or ""), Text(plain(", ".join(through))), Text(plain(", ".join(cues))),
        )  # fmt: skip
    console.print(grid)
