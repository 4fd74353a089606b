"""``sayso gazetteer``: build it, add tables of places to it, look at it, search it."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import gazetteer_progress, messages, output
from sayso.cli.options import Gazetteer, NewGazetteer, OutputForm, form_of
from sayso.errors import GazetteerError

if TYPE_CHECKING:
    from sayso.places.importer import Source

EXAMPLES = """**Examples**

`sayso gazetteer add SY` downloads Syria's villages from GeoNames

`sayso gazetteer add allCountries.zip --admin1 admin1CodesASCII.txt --admin2 admin2Codes.txt`

`sayso gazetteer add my_places.csv` with the columns name, lat, lon, country

`sayso gazetteer search Mastumah --country SY --near Idlib`
"""

app = typer.Typer(help="Build, extend and search the gazetteer.", no_args_is_help=True, epilog=EXAMPLES)


def _file(path: Path | None) -> Path:
    """The gazetteer's path, built first where there is none."""
    from sayso.places.gazetteer import Gazetteer as Opened
    from sayso.places.gazetteer import default_path

    path = path or default_path()
    with gazetteer_progress() as progress:
        Opened.open(path, progress=progress).close()
    return path


@app.command()
def build(gazetteer: NewGazetteer = None) -> None:
    """Build the default gazetteer anew; tables that were added to it are kept."""
    from sayso.places.build import build as build_file
    from sayso.places.gazetteer import default_path

    path = gazetteer or default_path()
    with gazetteer_progress() as progress:
        build_file(path, progress)
    typer.echo(str(path))


@app.command()
def add(
    table: Annotated[str, typer.Argument(metavar="FILE|ISO2|URL", help="A dump, a CSV, a country code or an address.")],
    name: Annotated[str | None, typer.Option("--name", help="What to call the table; else the file's name.")] = None,
    country: Annotated[str | None, typer.Option("--country", help="The country all rows must belong to.")] = None,
    admin1: Annotated[Path | None, typer.Option("--admin1", help="GeoNames's admin1CodesASCII.txt.")] = None,
    admin2: Annotated[Path | None, typer.Option("--admin2", help="GeoNames's admin2Codes.txt.")] = None,
    alternate_names: Annotated[Path | None, typer.Option("--alternate-names", help="alternateNamesV2.")] = None,
    attribution: Annotated[str | None, typer.Option("--attribution", help="Whom to credit for your table.")] = None,
    gazetteer: NewGazetteer = None,
) -> None:
    """Add a GeoNames dump or a table of your own; a table of the same name is replaced.

    CSV columns: name, lat, lon, country; optional: admin1, admin2, alternatenames, feature, population, geonameid.
    """
    from sayso.places.importer import add_table

    path = _file(gazetteer)
    source = _fetched(table, path.parent / "downloads")
    with _counting() as count:
        added = add_table(
            path, source, name=name, country=country.upper() if country else None, attribution=attribution,
            admin1=admin1, admin2=admin2, alternates=alternate_names, progress=count,
        )  # fmt: skip
    typer.echo(f"{added.name}: {added.rows:,} places added, {added.quarantined:,} rows quarantined")
    typer.echo(f"{added.attribution}" + (f"; latest change {added.dated}" if added.dated else ""))
    if added.quarantined:
        messages().print(f"See which rows and why: sayso gazetteer info {added.name}")


def _fetched(table: str, folder: Path) -> Path:
    """The local file of what the user named."""
    from sayso.places.download import dump_url, fetch

    local = Path(table)
    if local.is_file():
        return local
    if len(table) == 2 and table.isalpha():
        url = dump_url(table)
    elif table.startswith(("http://", "https://")):
        url = table
    else:
        missing = f"{table} is a folder." if local.is_dir() else f"There is no file {table}."
        raise GazetteerError(missing, "Name a file, a country code such as SY, or a web address.")
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn())
    with Progress(*columns, console=messages(), disable=not sys.stderr.isatty()) as bar:
        task = bar.add_task(f"Downloading {url}", total=None)
        return fetch(url, folder, lambda have, whole: bar.update(task, completed=have, total=whole))


class _counting:  # noqa: N801  # reads as a verb in its with statement
    """Rows read, on a terminal's standard error."""

    def __enter__(self) -> _counting:
        from rich.progress import Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), TimeElapsedColumn())
        self.bar = Progress(*columns, console=messages(), disable=not sys.stderr.isatty(), transient=True)
        self.bar.start()
        self.task = self.bar.add_task("Reading rows ...", total=None)
        return self

    def __call__(self, rows: int) -> None:
        self.bar.update(self.task, description=f"Reading rows: {rows:,}")

    def __exit__(self, *_: object) -> None:
        self.bar.stop()


@app.command("list")
def list_(
    form: Annotated[OutputForm | None, typer.Option("--format", "-f", show_default=False)] = None,
    gazetteer: Gazetteer = None,
) -> None:
    """List the tables of the gazetteer, with whom to credit for each."""
    from sayso.places.importer import tables

    found = tables(_file(gazetteer))
    if form_of(form, None, sys.stdout.isatty()) is not OutputForm.table:
        for source in found:
            typer.echo(json.dumps(_plain(source), ensure_ascii=False))
        return
    from rich.table import Table

    grid = Table("table", "places", "quarantined", "dated", "credit", box=None)
    for source in found:
        grid.add_row(
            source.name, f"{source.rows:,}", f"{source.quarantined:,}", source.dated or "", source.attribution
        )  # fmt: skip
    output().print(grid)


def _plain(source: Source) -> dict[str, object]:
    from dataclasses import asdict

    return asdict(source)


@app.command()
def info(
    name: Annotated[str, typer.Argument(help="A table, as `list` names it.")],
    limit: Annotated[int, typer.Option("--limit", help="At most so many quarantined rows.")] = 20,
    gazetteer: Gazetteer = None,
) -> None:
    """Show a table's credit, date and checksum, and the rows that were left out, with the reason."""
    from sayso.places.importer import quarantined, tables

    path = _file(gazetteer)
    found = next((source for source in tables(path) if source.name == name), None)
    if found is None:
        raise GazetteerError(f"The gazetteer holds no table {name!r}.", "See: sayso gazetteer list")
    for key, value in _plain(found).items():
        typer.echo(f"{key}: {'' if value is None else value}")
    for flaw in quarantined(path, name)[:limit]:
        typer.echo(f"line {flaw.line}: {flaw.reason}: {flaw.row[:80]!r}")


@app.command()
def remove(
    name: Annotated[str, typer.Argument(help="A table, as `list` names it.")], gazetteer: Gazetteer = None
) -> None:
    """Take a table out of the gazetteer."""
    from sayso.places.importer import remove_table

    remove_table(_file(gazetteer), name)
    typer.echo(f"{name} removed")


@app.command()
def search(
    name: Annotated[str, typer.Argument(help="A place, in any spelling or script.")],
    country: Annotated[str | None, typer.Option("--country", help="ISO 3166 code, such as SY or SYR.")] = None,
    near: Annotated[str | None, typer.Option("--near", help='A place, or a point such as "35.6,36.1".')] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1)] = 10,
    form: Annotated[OutputForm | None, typer.Option("--format", "-f", show_default=False)] = None,
    gazetteer: Gazetteer = None,
) -> None:
    """Look a place up: exact, then by transliteration, then with a few letters wrong."""
    from sayso.places.gazetteer import Gazetteer as Opened
    from sayso.places.search import search as find

    opened = Opened(_file(gazetteer))
    hits = find(opened, name, country=country, near=near, limit=limit)
    if not hits:
        raise GazetteerError(f"No place {name!r} is known.", "Add a country's villages with: sayso gazetteer add ISO2")
    rows = [
        {
            "name": hit.match.entry.name, "geonameid": hit.match.entry.geonameid, "lat": hit.match.entry.lat,
            "lon": hit.match.entry.lon, "country": opened.iso3(hit.match.entry.country),
            "admin1": opened.admin1_name(hit.match.entry), "feature": hit.match.entry.code,
            "population": hit.match.entry.population, "how": hit.how, "km": hit.km,
        }
        for hit in hits
    ]  # fmt: skip
    if form_of(form, None, sys.stdout.isatty()) is not OutputForm.table:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    from rich.table import Table

    grid = Table(*(key for key in rows[0] if key != "km" or near), box=None)
    for row in rows:
        grid.add_row(*("" if value is None else str(value) for key, value in row.items() if key != "km" or near))
    output().print(grid)
