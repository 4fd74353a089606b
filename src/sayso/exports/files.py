"""Writers of tables, each streaming: CSV and TSV, JSON, GeoJSON, Parquet, Excel."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape, quoteattr

from sayso.errors import CaseError, InputError, MissingData
from sayso.exports.shape import Column, Shape

# A spreadsheet takes a cell that begins with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_EXCEL_ROWS = 1_048_576
_EXCEL_CELL = 32_767
_ROW_GROUP = 50_000

Rows = Iterable[list[Sequence[Any]]]


@contextmanager
def whole(path: Path, *, binary: bool = False) -> Iterator[IO[Any]]:
    """A file that takes its name only when it is written to its end; an older one of that name stays until then."""
    if path.is_dir():
        raise InputError(f"{path} is a folder.", "Name a file.")
    part = path.with_name(f".{path.name}.part")
    try:
        stream = part.open("wb") if binary else part.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror or error}.", "Choose another with -o.") from error
    try:
        with stream:
            yield stream
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise CaseError(f"{path} can't be written: {error.strerror or error}.", "Is the disk full?") from error
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def neutral(value: Any) -> Any:
    """A text that no spreadsheet takes for a formula: an apostrophe before it, as one would type it.

    >>> neutral("=1+1"), neutral("Syria"), neutral(-3)
    ("'=1+1", 'Syria', -3)
    """
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def _clean(values: Sequence[Any], booleans: Sequence[int]) -> list[Any]:
    row = [neutral(value) if type(value) is str else value for value in values]
    for place in booleans:
        if row[place] is not None:
            row[place] = "true" if row[place] else "false"
    return row


def write_csv(
    path: Path,
    shape: Shape,
    rows: Rows,
    *,
    delimiter: str = ",",
    header: bool = True,
    tags: Sequence[str] | None = None,
) -> int:
    """A table of text. ``tags`` is a second header line. Returns the number of rows."""
    booleans = [place for place, column in enumerate(shape.columns) if column.type == "boolean"]
    count = 0
    with whole(path) as stream:
        # In a table parted by tabs no cell may hold one, nor a line end: readers of those know no quotes.
        lines = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
        if header:
            lines.writerow(shape.names)
        if tags:
            lines.writerow(tags)
        for part in rows:
            for row in part:
                values = _clean(row, booleans)
                if delimiter == "\t":
                    values = [" ".join(value.split()) if type(value) is str else value for value in values]
                    stream.write("\t".join("" if value is None else str(value) for value in values) + "\n")
                else:
                    lines.writerow(values)
            count += len(part)
    return count


def write_jsonl(path: Path, shape: Shape, rows: Rows) -> int:
    """One JSON object a line, every column in it."""
    names = shape.names
    booleans = [place for place, column in enumerate(shape.columns) if column.type == "boolean"]
    count = 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with whole(path) as stream:
        for part in rows:
            for row in part:
                values = list(row)
                for place in booleans:
                    values[place] = None if values[place] is None else bool(values[place])
                stream.write(encode(dict(zip(names, values, strict=True))) + "\n")
            count += len(part)
    return count


def write_objects(path: Path, objects: Iterable[Mapping[str, Any]]) -> int:
    """A JSON array, one object a line."""
    count = 0
    with whole(path) as stream:
        stream.write("[")
        for one in objects:
            stream.write((",\n" if count else "\n") + json.dumps(one, ensure_ascii=False, separators=(",", ":")))
            count += 1
        stream.write("\n]\n")
    return count


def write_geojson(path: Path, shape: Shape, rows: Rows) -> int:
    """A FeatureCollection of points. What has no coordinates is a feature without geometry."""
    names = shape.names
    lat, lon = names.index("lat"), names.index("lon")
    kept = [(place, name) for place, name in enumerate(names) if name not in ("lat", "lon")]
    count = 0
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    with whole(path) as stream:
        stream.write('{"type":"FeatureCollection","features":[')
        for part in rows:
            for row in part:
                point = None
                if row[lat] is not None and row[lon] is not None:
                    point = {"type": "Point", "coordinates": [row[lon], row[lat]]}
                about = {name: row[place] for place, name in kept}
                feature = {"type": "Feature", "geometry": point, "properties": about}
                stream.write((",\n" if count else "\n") + encode(feature))
                count += 1
        stream.write("\n]}\n")
    return count


def write_parquet(path: Path, shape: Shape, rows: Rows) -> int:
    """Typed columns, in groups of rows. Raises MissingData where pyarrow is not installed."""
    try:
        import pyarrow as arrow
        from pyarrow import parquet
    except ImportError as error:
        raise MissingData("Parquet needs pyarrow.", "Install it: pip install 'sayso[parquet]'.") from error
    kinds = {
        "text": arrow.string(), "integer": arrow.int64(), "number": arrow.float64(), "boolean": arrow.bool_(),
        "day": arrow.date32(),
    }  # fmt: skip
    schema = arrow.schema([
        arrow.field(column.name, kinds[column.type], metadata={"meaning": column.meaning}) for column in shape.columns
    ])  # fmt: skip
    count = 0
    waiting: list[Any] = []
    held = 0
    with whole(path, binary=True) as stream, parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for part in rows:
            if not part:
                continue
            waiting.append(_batch(arrow, shape.columns, schema, part))
            held += len(part)
            count += len(part)
            if held >= _ROW_GROUP:
                writer.write_table(arrow.Table.from_batches(waiting, schema))
                waiting, held = [], 0
        if waiting:
            writer.write_table(arrow.Table.from_batches(waiting, schema))
    return count


def _batch(arrow: Any, columns: Sequence[Column], schema: Any, part: Sequence[Sequence[Any]]) -> Any:
    arrays = []
    for column, values in zip(columns, zip(*part, strict=True), strict=True):
        field = schema.field(column.name)
        if column.type == "boolean":
            arrays.append(arrow.array(values, arrow.int64()).cast(arrow.bool_()))
        elif column.type == "day":
            arrays.append(arrow.array(values, arrow.string()).cast(arrow.date32()))
        else:
            arrays.append(arrow.array(values, field.type))
    return arrow.RecordBatch.from_arrays(arrays, schema=schema)


_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
# Style 1 marks a text that must never be taken for a formula, style 2 is a header.
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="2"><font/><font><b/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>'
    '<cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="3"><xf xfId="0"/><xf xfId="0" quotePrefix="1"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def write_excel(path: Path, shape: Shape, rows: Rows, about: Sequence[tuple[str, Sequence[Sequence[Any]]]]) -> int:
    """A workbook with the table and one sheet for each of ``about`` (name, rows).

    Texts are written as texts, so that none is a formula. Raises InputError where there are more rows than a sheet
    can hold.
    """
    count = 0

    def body() -> Iterator[Sequence[Any]]:
        nonlocal count
        booleans = [place for place, column in enumerate(shape.columns) if column.type == "boolean"]
        for part in rows:
            for row in part:
                count += 1
                if count >= _EXCEL_ROWS:
                    raise InputError(f"There are more rows than the {_EXCEL_ROWS:,} of a sheet.",
                                     "Narrow the filter, or export to Parquet or CSV.")  # fmt: skip
                values = list(row)
                for place in booleans:
                    values[place] = None if values[place] is None else bool(values[place])
                yield values

    sheets: list[tuple[str, Sequence[str], Iterable[Sequence[Any]]]] = [(shape.name, shape.names, body())]
    sheets += [(name, inner[0], inner[1:]) for name, inner in about]
    with whole(path, binary=True) as stream, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        for name, content in _parts([name for name, _, _ in sheets]).items():
            with book.open(zipfile.ZipInfo(name), "w") as part_:
                part_.write((_DECLARATION + content).encode())
        for number, (_, header, lines) in enumerate(sheets, 1):
            info = zipfile.ZipInfo(f"xl/worksheets/sheet{number}.xml")
            info.compress_type = zipfile.ZIP_DEFLATED
            with book.open(info, "w", force_zip64=True) as sheet:
                sheet.write((_DECLARATION + f'<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
                             '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView>'
                             "</sheetViews><sheetData>").encode())  # fmt: skip
                sheet.write(_line(header, 2).encode())
                for values in lines:
                    sheet.write(_line(values, 0).encode())
                sheet.write(b"</sheetData></worksheet>")
    return count


def _line(values: Sequence[Any], style: int) -> str:
    cells = []
    for value in values:
        if value is None or value == "":
            cells.append("<c/>")
        elif value is True or value is False:
            cells.append(f'<c t="b"><v>{int(value)}</v></c>')
        elif isinstance(value, (int, float)):
            cells.append(f"<c><v>{value!r}</v></c>")
        else:
            text = _printable(str(value))
            mark = style or int(text.startswith(_FORMULA))
            cells.append(f'<c t="inlineStr" s="{mark}"><is><t xml:space="preserve">{escape(text)}</t></is></c>')
    return f"<row>{''.join(cells)}</row>"


def _printable(text: str) -> str:
    """What XML can hold, as far as a cell goes."""
    if not text.isprintable():
        text = "".join(char if char.isprintable() or char in "\n\t" else " " for char in text)
    return text if len(text) <= _EXCEL_CELL else text[: _EXCEL_CELL - 1] + "…"


def _parts(names: Sequence[str]) -> dict[str, str]:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(names, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{number}.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
        for number in range(1, len(names) + 1)
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>{types}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship '
        f'Id="rId{len(names) + 1}" Type="{_RELATIONS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
    }  # fmt: skip


