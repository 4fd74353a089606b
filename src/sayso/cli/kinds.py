"""``sayso kinds``: the kinds of claim."""

from __future__ import annotations

import json
import sys
from typing import Annotated

import typer

from sayso.cli.console import output
from sayso.cli.options import Codebook, OutputForm, form_of

EXAMPLES = """**Examples**

`sayso kinds`

`sayso kinds shelling bombing`

`sayso kinds --format csv > kinds.csv`
"""


def kinds(
    names: Annotated[list[str] | None, typer.Argument(metavar="[KIND...]", help="Only these.")] = None,
    form: Annotated[
        OutputForm | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, jsonl elsewhere.", show_default=False),
    ] = None,
    codebook: Codebook = None,
) -> None:
    """List the kinds of claim that Sayso tells apart, and what each means."""
    from sayso.codebook import read_rows

    rows = read_rows("kinds.csv", codebook)
    if unknown := [name for name in names or [] if name not in {row["kind"] for row in rows}]:
        raise typer.BadParameter(f"There is no kind {unknown[0]!r}; `sayso kinds` lists them.", param_hint="KIND")
    rows = [row for row in rows if not names or row["kind"] in names]
    chosen = form_of(form, None, sys.stdout.isatty())
    if chosen is OutputForm.jsonl:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
    elif chosen is OutputForm.csv:
        import csv

        table = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)
    else:
        _table(rows)


def _table(rows: list[dict[str, str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = output()
    for group in dict.fromkeys(row["group"] for row in rows):
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column()
        for row in rows:
            if row["group"] == group:
                grid.add_row(Text(row["kind"]), Text(row["definition"]))
        console.print(Text(group, style="italic"))
        console.print(grid)
        console.print()
