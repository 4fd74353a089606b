"""``sayso kinds``: the kinds of claim, what each means, and its codes in other schemas."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import output
from sayso.cli.options import Codebook, OutputForm, form_of

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.codebook.codes import CodeRow
    from sayso.codebook.explained import KindPage

EXAMPLES = """**Examples**

`sayso kinds`

`sayso kinds airstrike`

`sayso kinds shelling bombing --format jsonl`

`sayso kinds --format csv > kinds.csv`
"""

NAMES = {"plover": "PLOVER", "acled": "ACLED", "ucdp": "UCDP type of violence", "cameo": "CAMEO"}


def kinds(
    names: Annotated[list[str] | None, typer.Argument(metavar="[KIND...]", help="Only these, in full.")] = None,
    form: Annotated[
        OutputForm | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, jsonl elsewhere.", show_default=False),
    ] = None,
    codebook: Codebook = None,
) -> None:
    """List the kinds of claim that Sayso tells apart, and what each means.

    A kind that you name is explained in full: an example, the words that name it, and its codes in PLOVER, ACLED,
    UCDP and CAMEO. JSON lines and CSV hold all of this for every kind.
    """
    from sayso.codebook.explained import kind_pages

    pages = kind_pages(codebook)
    known = {page.info.kind for page in pages}
    names = [name if name in known else "_".join(name.casefold().replace("-", " ").split()) for name in names or []]
    if unknown := [name for name in names if name not in known]:
        close = get_close_matches(unknown[0], sorted(known), 1)
        hint = f"did you mean {close[0]}?" if close else "`sayso kinds` lists them."
        raise typer.BadParameter(f"There is no kind {unknown[0]!r}; {hint}", param_hint="KIND")
    chosen = [page for page in pages if not names or page.info.kind in names]
    shape = form_of(form, None, sys.stdout.isatty())
    if shape is OutputForm.jsonl:
        for page in chosen:
            typer.echo(json.dumps(as_dict(page), ensure_ascii=False))
    elif shape is OutputForm.csv:
        import csv

        table = csv.writer(sys.stdout, lineterminator="\n")
        table.writerow(["kind", "family", "definition", "example", "everyday", "verbs", "nouns", "shared", *NAMES])
        table.writerows(_cells(page) for page in chosen)
    elif names:
        for page in chosen:
            _page(page)
    else:
        _list(chosen)


def as_dict(page: KindPage) -> dict[str, object]:
    """A page for JSON: under ``codes``, by schema, what each row asks for and the code that it gives."""
    info = page.info
    return {
        "kind": info.kind,
        "family": info.family,
        "definition": info.definition,
        "example": info.example,
        "everyday": info.everyday,
        "verbs": list(page.verbs),
        "nouns": list(page.nouns),
        "shared": list(page.shared),
        "codes": {
            schema: [{"if": _asked(row), "code": dict(row.code)} for row in rows] for schema, rows in page.codes.items()
        },
    }


def _cells(page: KindPage) -> list[str]:
    info = page.info
    everyday = "true" if info.everyday else "false"
    codes = ["; ".join(dict.fromkeys(filter(None, map(_code, page.codes[schema])))) for schema in NAMES]
    words = ["|".join(group) for group in (page.verbs, page.nouns, page.shared)]
    return [info.kind, info.family, info.definition, info.example, everyday, *words, *codes]


def _asked(row: CodeRow) -> dict[str, list[str]]:
    asked = {"sense": row.sense, "actor": row.actor, "target": row.target, "status": row.status}
    return {key: sorted(values) for key, values in asked.items() if values is not None}


def _code(row: CodeRow) -> str:
    """The code in a line, empty where the schema has no such event."""
    return ", ".join(value for value in row.code.values() if value)


def _condition(row: CodeRow) -> str:
    asked = _asked(row)
    parts = []
    for key, values in asked.items():
        words = ["none" if value == "-" else value for value in values]
        parts.append(f"{key} {' or '.join(words)}")
    return "; ".join(parts) or "otherwise"


def _list(pages: Sequence[KindPage]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = output()
    for family in dict.fromkeys(page.info.family for page in pages):
        grid = Table.grid(padding=(0, 2))
        grid.add_column(style="bold", no_wrap=True)
        grid.add_column()
        for page in pages:
            if page.info.family == family:
                grid.add_row(Text(page.info.kind), Text(page.info.definition))
        console.print(Text(family, style="italic"))
        console.print(grid)
        console.print()


def _page(page: KindPage) -> None:
    from rich.table import Table
    from rich.text import Text

    console, info = output(), page.info
    console.print(Text.assemble((info.kind, "bold"), f" ({info.family})"))
    console.print(Text(info.definition))
    if info.everyday:
        console.print(Text("Crime and accident reports use its words too: there they name no claim."))
    console.print()
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="italic", no_wrap=True)
    grid.add_column()
    grid.add_row("Example", Text(info.example))
    for title, words in (("Verbs", page.verbs), ("Nouns", page.nouns), ("In context", page.shared)):
        if words:
            grid.add_row(title, Text(", ".join(words)))
    console.print(grid)
    console.print()
    for schema, title in NAMES.items():
        _codes(console, title, page.codes[schema])


def _codes(console: Console, title: str, rows: Sequence[CodeRow]) -> None:
    from rich.table import Table
    from rich.text import Text

    console.print(Text(f"{title}: the first row that fits" if len(rows) > 1 else title, style="italic"))
    grid = Table.grid(padding=(0, 2))
    grid.add_column(ratio=3)
    grid.add_column(ratio=2)
    if not rows:
        grid.add_row(Text("  no such event"), Text(""))
    for row in rows:
        if len(rows) == 1 and not _asked(row):
            grid.add_row(Text(f"  {_code(row) or 'no such event'}"), Text(""))
        else:
            grid.add_row(Text(f"  {_condition(row)}"), Text(_code(row) or "no event"))
    console.print(grid)
    console.print()
