"""``sayso places``: the toponyms of a text, with the candidates of each and why one was chosen."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import gazetteer_progress, output, plain
from sayso.cli.options import DEFAULT_MODEL, Codebook, Gazetteer, Model, OutputForm, form_of
from sayso.errors import InputError

if TYPE_CHECKING:
    from sayso.places.finder import Explained

EXAMPLES = """**Examples**

`sayso places report.txt`

`sayso places report.txt --format jsonl | jq .place.name`

`echo 'Shells fell on Mastumah, Idlib province.' | sayso places -`
"""


def places(
    file: Annotated[str, typer.Argument(metavar="FILE|-", help="A text; - reads standard input.")],
    candidates: Annotated[int, typer.Option("--candidates", "-n", min=0, help="Show so many for each.")] = 3,
    country: Annotated[str | None, typer.Option("--outlet-country", help="Where the outlet is, ISO 3166.")] = None,
    form: Annotated[OutputForm | None, typer.Option("--format", "-f", show_default=False)] = None,
    model: Model = DEFAULT_MODEL,
    gazetteer: Gazetteer = None,
    codebook: Codebook = None,
) -> None:
    """Print the place names of a text: what each means, what else it could mean, and why."""
    from sayso.documents import check_text, read_documents
    from sayso.language import Parser
    from sayso.places import Gazetteer as Opened
    from sayso.places import PlaceFinder
    from sayso.record import Record

    document = next(iter(read_documents([str(file)], form="text")))
    if isinstance(document, Record):
        raise InputError(document.error.message if document.error else f"{file} can't be read.")
    text = check_text(document.text)
    with gazetteer_progress() as progress:
        finder = PlaceFinder(Opened.open(gazetteer, progress=progress), codebook)
    found = finder.explain(Parser(model).parse(text), outlet_country=country)
    shape = form_of(form, None, sys.stdout.isatty())
    if shape is OutputForm.jsonl:
        for one in found:
            typer.echo(json.dumps(_row(one, candidates), ensure_ascii=False))
    elif shape is OutputForm.csv:
        _write(found)
    else:
        _print(found, candidates)


_COLUMNS = (
    "start", "end", "text", "role", "name", "geonameid", "lat", "lon", "country", "admin1", "admin2", "feature", "type",
    "precision", "score", "reason",
)  # fmt: skip


def _write(found: tuple[Explained, ...]) -> None:
    """The places as a table of comma-separated values, without the candidates."""
    import csv

    from sayso.exports.files import neutral

    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(_COLUMNS)
    for one in found:
        values = {**asdict(one.toponym.place), "role": one.toponym.role}
        table.writerow([neutral(values[name]) for name in _COLUMNS])


def _row(one: Explained, candidates: int) -> dict[str, object]:
    return {
        "place": asdict(one.toponym.place),
        "role": one.toponym.role,
        "chance": one.chance,
        "because": list(one.features),
        "candidates": [
            {"name": match.entry.name, "geonameid": match.entry.geonameid, "country": match.entry.country,
             "admin1": match.entry.admin1, "feature": match.entry.code, "score": score, "because": list(why)}
            for match, score, why in one.options[:candidates]
        ],
        "none": one.none,
    }  # fmt: skip


def _print(found: tuple[Explained, ...], candidates: int) -> None:
    from rich.text import Text

    console = output()
    for one in found:
        place = one.toponym.place
        where = ", ".join(part for part in (place.name, place.admin1, place.country) if part)
        point = f" {place.lat:.3f}, {place.lon:.3f}" if place.lat is not None and place.lon is not None else ""
        console.print(
            Text.assemble(
                (plain(place.text), "bold"), f"  {place.start}-{place.end}  {one.toponym.role}  ", (where, "cyan"),
                f"{point}  precision {place.precision}  score {place.score:.2f}",
            )
        )  # fmt: skip
        if place.reason:
            console.print(Text(f"    {place.reason}", style="italic"))
        for match, score, why in one.options[:candidates]:
            entry = match.entry
            console.print(
                Text(
                    f"    {score:.2f} {entry.name}, {entry.country}.{entry.admin1} {entry.code} "
                    f"{entry.geonameid or ''}: {', '.join(why)}",
                    style="dim",
                )
            )  # fmt: skip
