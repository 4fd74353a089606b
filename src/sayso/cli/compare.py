"""``sayso compare``: the events of a case beside those of another, or beside a table of incidents."""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.case import CaseName, is_case
from sayso.cli.console import messages, output, plain

if TYPE_CHECKING:
    from sayso.fusion.incidents import Incident, Pairing

EXAMPLES = """**Examples**

`sayso compare mine.sayso theirs.sayso`

`sayso compare syria.sayso ged.csv --only missed --only conflicting`

`sayso compare syria.sayso list.csv --column first=Datum --column lat=Breite --column lon=Länge -f csv`
"""
_SAME = ("id", "title", "first", "last", "place", "lat", "lon", "killed_low", "killed_high")


class PairForm(StrEnum):
    """How pairs are written."""

    table = "table"
    json = "json"
    csv = "csv"


class Only(StrEnum):
    """Which pairs are shown."""

    matched = "matched"
    conflicting = "conflicting"
    missed = "missed"
    extra = "extra"


def compare(
    case: CaseName,
    other: Annotated[str, typer.Argument(metavar="CASE|TABLE", help="Another linked case, or a CSV of incidents.")],
    form: Annotated[
        PairForm | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, json elsewhere.", show_default=False),
    ] = None,
    only: Annotated[list[Only] | None, typer.Option("--only", help="Show these alone; may be repeated.")] = None,
    days: Annotated[int, typer.Option(min=0, help="Days that may lie between two reports of one incident.")] = 1,
    km: Annotated[
        float | None,
        typer.Option(
            min=0, help="Kilometres that may; else what the precision of the places allows.", show_default=False
        ),
    ] = None,
    column: Annotated[
        list[str] | None, typer.Option("--column", metavar="NAME=COLUMN", help="What a column of the table is.")
    ] = None,
    kinds: Annotated[
        str | None, typer.Option(metavar="KIND,...", help="Compare events of these kinds alone.", show_default=False)
    ] = None,
) -> None:
    """Set the events of a case beside another case or a table: matched, conflicting, missed, extra, with reasons.

    A table needs a date and coordinates or a place; UCDP's and ACLED's columns are known.
    """
    from sayso.fusion.incidents import compare as pair
    from sayso.fusion.incidents import read_incidents

    wanted = frozenset(kinds.split(",")) if kinds else None
    ours = list(_events(case, wanted))
    theirs = list(_events(other, wanted)) if is_case(other) else read_incidents(Path(other), _named(column or []))
    pairs = pair(ours, theirs, days=days, reach=km)
    told = Counter(one.outcome for one in pairs)
    shown = [one for one in pairs if not only or one.outcome in only]
    chosen = form or (PairForm.table if sys.stdout.isatty() else PairForm.json)
    {PairForm.table: _table, PairForm.json: _json, PairForm.csv: _csv}[chosen](shown)
    messages().print(
        f"{len(ours)} events beside {len(theirs)}: {told['matched']} matched, {told['conflicting']} conflicting, "
        f"{told['missed']} missed, {told['extra']} extra.", markup=False,
    )  # fmt: skip


def _named(columns: list[str]) -> dict[str, str]:
    out = {}
    for one in columns:
        name, sign, value = one.partition("=")
        if not sign or not value:
            raise typer.BadParameter(f"{one!r} is not NAME=COLUMN.", param_hint="--column")
        out[name] = value
    return out


def _events(case: str, kinds: frozenset[str] | None) -> Iterator[Incident]:
    from sayso.errors import InputError
    from sayso.store import open_case

    with open_case(case, read_only=True) as opened:
        rows = list(opened.view.fused())
        if not rows and len(opened):
            raise InputError(f"{opened.name} is not linked yet.", f"Run: sayso link {opened.name}")
    for row in rows:
        if kinds is None or row["kind"] in kinds:
            yield _incident(row)


def _incident(row: Mapping[str, Any]) -> Incident:
    from sayso.fusion.incidents import Incident

    return Incident(
        row["id"], row["title"], row["first"], row["last"], row["lat"], row["lon"], row["place"], row["country"],
        row["kind"], row["actor"], row["killed_low"], row["killed_high"], row["where_prec"] or 6,
    )  # fmt: skip


def _rows(pairs: list[Pairing]) -> Iterator[dict[str, Any]]:
    for one in pairs:
        row: dict[str, Any] = {
            "outcome": one.outcome, "reasons": "; ".join(one.reasons), "days_apart": one.days,
            "km_apart": None if one.km is None else round(one.km, 1),
        }  # fmt: skip
        for side, incident in (("ours", one.ours), ("theirs", one.theirs)):
            row |= {f"{side}_{name}": getattr(incident, name) if incident is not None else None for name in _SAME}
        yield row


def _json(pairs: list[Pairing]) -> None:
    for row in _rows(pairs):
        typer.echo(json.dumps(row, ensure_ascii=False))


def _csv(pairs: list[Pairing]) -> None:
    from sayso.exports.files import neutral

    names = [
        "outcome",
        "reasons",
        "days_apart",
        "km_apart",
        *(f"{s}_{name}" for s in ("ours", "theirs") for name in _SAME),
    ]
    writer = csv.DictWriter(sys.stdout, names, lineterminator="\n")
    writer.writeheader()
    for row in _rows(pairs):
        writer.writerow({name: neutral(value) for name, value in row.items()})


def _table(pairs: list[Pairing]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name, share in (("outcome", None), ("day", None), ("ours", 3), ("theirs", 2), ("reasons", 2)):
        table.add_column(name, overflow="fold", ratio=share)
    for one in pairs:
        day = (one.theirs or one.ours).first if (one.theirs or one.ours) else None  # type: ignore[union-attr]
        table.add_row(one.outcome, Text(day or ""), _shown(one.ours), _shown(one.theirs), Text("; ".join(one.reasons)))
    output().print(table)


def _shown(one: Incident | None) -> Any:
    from rich.text import Text

    return Text("") if one is None else Text(f"{plain(one.title or one.place or '')}\n{plain(one.id)}".strip())
