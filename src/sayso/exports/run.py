"""One export: the file, its codebook and its README."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from sayso import __version__
from sayso.errors import InputError
from sayso.exports.acled import ACLED, UCDP
from sayso.exports.archive import export_archive
from sayso.exports.claims import CLAIMS, HXL_TAGS
from sayso.exports.events import EVENTS, event_table
from sayso.exports.files import (
    Rows,
    whole,
    write_csv,
    write_excel,
    write_geojson,
    write_jsonl,
    write_objects,
    write_parquet,
)
from sayso.exports.plover import GDELT, POLECAT, plover_record
from sayso.exports.shape import Event, Row, Shape
from sayso.query import Filter, sentence
from sayso.record import dumps
from sayso.store import CLAIM_COLUMNS, Case

_PAGE = 5_000


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: the files, the data first, and how many rows it has."""

    files: tuple[Path, ...]
    rows: int


def export(case: Case, form: str, path: Path | str, filter_: Filter | str = "") -> Exported:
    """Writes what a filter picks in one of FORMS, with a codebook and a README beside it.

    Raises InputError for a form that there is not or a file that can't be written, MissingData where the package
    that a form needs is not installed.
    """
    path = Path(path)
    picked = Filter.parse(filter_) if isinstance(filter_, str) else filter_
    if form not in FORMS:
        raise InputError(f"There is no export {form!r}.", f"Choose one of {', '.join(FORMS)}.")
    if form == "archive":
        return Exported((path,), export_archive(case, path, picked))
    shape, write = FORMS[form]
    if write is None or shape is None:  # pragma: no cover - only the archive has none
        raise InputError(f"There is no export {form!r}.")
    rows = write(case, path, picked, shape)
    beside = (path.with_name(f"{path.stem}.codebook.csv"), path.with_name(f"{path.stem}.README.md"))
    with whole(beside[0]) as stream:
        csv.writer(stream, lineterminator="\n").writerows(codebook(shape))
    with whole(beside[1]) as stream:
        stream.write(readme(form, shape, picked, rows, path.name))
    return Exported((path, *beside), rows)


def codebook(shape: Shape) -> list[list[str]]:
    """The columns of an export as a table of its own."""
    lines = [["column", "type", "filled", "meaning"]]
    lines += [[one.name, one.type, "yes" if one.fill else "no", one.meaning] for one in shape.columns]
    return lines


def readme(form: str, shape: Shape, picked: Filter, rows: int, name: str) -> str:
    """What a reader must know about an export."""
    empty = [column for column in shape.columns if column.fill is None]
    lines = [
        f"# {name}", "", sentence(picked), "", f"{rows} rows in the format {form}, written by Sayso {__version__}.", "",
        shape.note, "", f"Filter: `{picked}`" if picked else "Filter: none", "",
        "The columns are described in the codebook beside this file. A cell is empty where the text does not say, "
        "never a default.", "",
    ]  # fmt: skip
    if empty:
        lines += ["## Columns that Sayso can't fill", ""]
        lines += [f"- `{column.name}`: {column.meaning}" for column in empty]
        lines.append("")
    lines.append(f"Format: {shape.source}.")
    return "\n".join(lines) + "\n"


def _claim_rows(case: Case, picked: Filter) -> Iterator[Row]:
    for part in case.view.claim_tuples(picked):
        for values in part:
            yield dict(zip(CLAIM_COLUMNS, values, strict=True))


def _events(case: Case, picked: Filter) -> Iterator[Event]:
    def rows() -> Iterator[Row]:
        for part in case.view.claim_tuples(picked, by_event=True):
            for values in part:
                yield dict(zip(CLAIM_COLUMNS, values, strict=True))

    for name, claims in groupby(rows(), itemgetter("event")):
        yield Event(name, list(claims))


def _paged(rows: Iterator[list[Any]]) -> Iterator[list[Sequence[Any]]]:
    page: list[Sequence[Any]] = []
    for row in rows:
        page.append(row)
        if len(page) >= _PAGE:
            yield page
            page = []
    if page:
        yield page


def _all(case: Case, picked: Filter) -> Rows:
    return case.view.claim_tuples(picked)


def _csv(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    return write_csv(path, shape, _all(case, picked))


def _hxl(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    return write_csv(path, shape, _all(case, picked), tags=[HXL_TAGS.get(name, "") for name in shape.names])


def _jsonl(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    return write_jsonl(path, shape, _all(case, picked))


def _geojson(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    return write_geojson(path, shape, _all(case, picked))


def _parquet(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    return write_parquet(path, shape, _all(case, picked))


def _excel(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    notes = [["about"], [sentence(picked)], [shape.note], [f"Written by Sayso {__version__}."]]
    return write_excel(path, shape, _all(case, picked), [("codebook", codebook(shape)), ("about", notes)])


def _records(case: Case, path: Path, picked: Filter, _shape: Shape) -> int:
    count = 0
    with whole(path) as stream:
        for record in case.records(picked):
            stream.write(dumps(record) + "\n")
            count += 1
    return count


def _plover(case: Case, path: Path, picked: Filter, _shape: Shape) -> int:
    return write_objects(path, filter(None, map(plover_record, _claim_rows(case, picked))))


def _by_event(needed: str) -> Callable[[Case, Path, Filter, Shape], int]:
    def write(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
        found = (event for event in _events(case, picked) if event.happened and event.first(needed) is not None)
        return write_csv(path, shape, _paged(shape.row(event) for event in found))

    return write


def _events_csv(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    return write_csv(path, shape, _paged(event_table(case, picked)))


def _events_geojson(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
    return write_geojson(path, shape, _paged(event_table(case, picked)))


def _by_claim(needed: str, header: bool) -> Callable[[Case, Path, Filter, Shape], int]:
    def write(case: Case, path: Path, picked: Filter, shape: Shape) -> int:
        found = (row for row in _claim_rows(case, picked) if row["status"] == "asserted" and row[needed])
        return write_csv(path, shape, _paged(shape.row(row) for row in found), delimiter="\t", header=header)

    return write


_RECORDS = Shape("records", "claim", CLAIMS.columns, "One JSON object a document: the record as it was coded, "
                 "with all claims of every document that has a claim of the filter.", "docs/record.md")  # fmt: skip
_PLOVER = Shape("plover", "claim", POLECAT.columns, "One JSON object a claim that PLOVER has an event for and whose "
                "actor is known. Denied, planned and hypothetical events carry PLOVER's auxiliary modes.",
                "PLOVER codebook, https://github.com/openeventdata/PLOVER")  # fmt: skip

FORMS: dict[str, tuple[Shape | None, Callable[[Case, Path, Filter, Shape], int] | None]] = {
    "csv": (CLAIMS, _csv),
    "jsonl": (CLAIMS, _jsonl),
    "records": (_RECORDS, _records),
    "geojson": (CLAIMS, _geojson),
    "events": (EVENTS, _events_csv),
    "events-geojson": (EVENTS, _events_geojson),
    "parquet": (CLAIMS, _parquet),
    "xlsx": (CLAIMS, _excel),
    "hxl": (CLAIMS, _hxl),
    "acled": (ACLED, _by_event("acled_event_type")),
    "ucdp": (UCDP, _by_event("ucdp_type_of_violence")),
    "plover": (_PLOVER, _plover),
    "polecat": (POLECAT, _by_claim("plover_event", True)),
    "gdelt": (GDELT, _by_claim("cameo", False)),
    "archive": (None, None),
}
