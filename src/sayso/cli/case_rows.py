"""Rows of a case for people and for programs."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import islice
from typing import Any

from sayso.cli.console import output, plain

_INTERNAL = "seq"
_WIDE = 120  # columns of a terminal that has room for the words of a claim


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
    """What fits a terminal of 80 columns, in words that may be read; JSON lines and CSV have everything."""
    from rich.table import Table
    from rich.text import Text

    columns, cells = _SHOWN[what]
    console = output()
    if what == "claims" and console.width >= _WIDE:
        columns = {**columns, "words": 8}
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, share in columns.items():
        # An id is kept whole, to be copied; the rest shares what is left.
        table.add_column(name, overflow="fold", no_wrap=share == 0, ratio=share or None)
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in islice(cells(row), len(columns))))
    console.print(table)


def _claim(row: Mapping[str, Any]) -> Iterator[str]:
    yield row["claim"]
    marks = [row["status"]] if row["status"] != "asserted" else []
    marks += [mark for mark in ("hedged", "background") if row[mark]]
    if row["killed_low"] is not None:
        marks.append(f"{row['killed_low']} killed")
    yield " · ".join([row["kind"].replace("_", " "), *marks])
    yield " → ".join(row[slot] or "(not said)" for slot in ("actor", "target")) if row["actor"] or row["target"] else ""
    yield ", ".join(str(row[slot]) for slot in ("place", "first") if row[slot])
    yield row["sources"] or "the outlet itself"
    yield row["evidence"] or ""


def _event(row: Mapping[str, Any]) -> Iterator[str]:
    yield row["event"]
    title = row.get("title") or " ".join(
        str(row[slot]).replace("_", " ") for slot in ("kind", "place", "first") if row[slot]
    )
    yield title
    yield str(row["documents"])
    marks = [word for word, on in (("contested", row.get("contested")), ("denied by the accused", row.get("denied_by_accused")),
                                   ("taken back", row.get("retracted"))) if on]  # fmt: skip
    yield " · ".join([row.get("status") or "", *marks]).strip(" ·")


def _document(row: Mapping[str, Any]) -> Iterator[str]:
    yield row["document"]
    yield row["published"] or ""
    yield row["outlet"] or ""
    yield row["title"] or ""
    copy = f"copy of {row['lineage']}" if row["lineage"] not in (None, row["document"]) else ""
    yield row["uncoded"] or copy or ("" if row["coded"] else "not coded yet")
    yield str(row["claims"])


def _source(row: Mapping[str, Any]) -> Iterator[str]:
    yield row["sources"] or "the outlet itself"
    yield from (str(row[name]) for name in ("claims", "documents", "outlets", "denied"))


# Columns with their share of the width (0: as wide as the longest), and what fills them.
_SHOWN: dict[str, tuple[dict[str, int], Callable[[Mapping[str, Any]], Iterable[str]]]] = {
    "claims": ({"claim": 0, "kind": 3, "who → whom": 5, "where, when": 4, "on whose word": 4}, _claim),
    "events": ({"event": 0, "what is claimed": 7, "docs": 0, "how far it holds": 3}, _event),
    "documents": ({"document": 3, "published": 0, "outlet": 3, "title": 5, "note": 3, "claims": 0}, _document),
    "sources": ({"on whose word (< through whom)": 1, "claims": 0, "documents": 0, "outlets": 0, "denied": 0}, _source),
}
