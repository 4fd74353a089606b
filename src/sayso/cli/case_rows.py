"""Rows of a case for people and for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from sayso.cli.console import output, plain

# What a table on a terminal shows; JSON lines and CSV have everything.
_SHOWN = {
    "claims": ("kind", "status", "actor", "target", "place", "first", "killed_low", "sources", "evidence"),
    "events": ("event", "kind", "place", "first", "actor", "killed_low", "killed_high", "documents", "origins",
               "kappa", "status", "contested"),
    "documents": ("document", "published", "outlet", "title", "claims", "lineage", "uncoded"),
    "sources": ("sources", "claims", "documents", "lineages", "outlets", "denied"),
}  # fmt: skip
_INTERNAL = "seq"


class RowForm(StrEnum):
    """How rows are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


def write_rows(rows: Iterator[Mapping[str, Any]], what: str, form: RowForm) -> None:
    """Writes rows to standard output."""
    if form is RowForm.table:
        _table(rows, what)
        return
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", newline="")
    if form is RowForm.jsonl:
        for row in rows:
            sys.stdout.write(json.dumps(_public(row), ensure_ascii=False) + "\n")
        return
    from sayso.exports.files import neutral

    writer = None
    for row in rows:
        public = _public(row)
        if writer is None:
            writer = csv.DictWriter(sys.stdout, list(public), lineterminator="\n")
            writer.writeheader()
        writer.writerow({name: neutral(value) for name, value in public.items()})


def _public(row: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != _INTERNAL}


def _table(rows: Iterator[Mapping[str, Any]], what: str) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in _SHOWN[what]:
        table.add_column(name.replace("_", " "), overflow="ellipsis", no_wrap=True)
    for row in rows:
        table.add_row(*(Text("" if row[name] is None else plain(str(row[name]))) for name in _SHOWN[what]))
    output().print(table)
