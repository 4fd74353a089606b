"""JSON lines and tables, each row with the bytes that it came as."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from sayso.documents import Columns
from sayso.errors import UnknownColumn
from sayso.ingest.found import LARGEST, Context, Refused, day, decoded, make
from sayso.store import Received

_FIELDS = ("id", "published", "outlet", "url", "title")
_FINE = 'Write one JSON object a line: {"text": "...", "published": "2015-10-12"}.'


def read_jsonl(
    stream: BinaryIO, source: str, context: Context, columns: Columns | None = None
) -> Iterator[Received | Refused]:
    """One document a line. The text stays as it is; a line that holds none is refused by its number."""
    columns = columns or Columns()
    names = {name: getattr(columns, name) for name in _FIELDS}
    number = 0
    while line := stream.readline(LARGEST):
        number += 1
        if number == 1:
            line = line.removeprefix(b"\xef\xbb\xbf")
        if not line.strip():
            continue
        where = f"{source}:{number}"
        if not line.endswith(b"\n") and len(line) >= LARGEST:
            yield Refused(where, f"The line is longer than {LARGEST:,} bytes.")
            while rest := stream.readline(LARGEST):
                if rest.endswith(b"\n"):
                    break
            continue
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield Refused(where, f"This is not JSON: {error}. {_FINE}")
            continue
        text = data.get(columns.text) if isinstance(data, dict) else None
        if not isinstance(text, str):
            yield Refused(where, f"There is no text under {columns.text!r}. {_FINE}")
            continue
        about = {name: _string(data.get(column)) for name, column in names.items()}
        # The source is the file, not the line: a file that grows at its top is not another source.
        yield make(text, line, source, context, media_type="application/json", extractor="jsonl",
                   id=about["id"], published=day(about["published"]), outlet=about["outlet"], url=about["url"],
                   title=about["title"])  # fmt: skip


def read_json(
    raw: bytes, source: str, context: Context, columns: Columns | None = None
) -> Iterator[Received | Refused]:
    """The objects of a JSON array, or one object alone; each is kept as a line of its own."""
    try:
        data = json.loads(decoded(raw))
    except (ValueError, RecursionError) as error:
        yield Refused(source, f"This is not JSON: {error}. {_FINE}")
        return
    for number, one in enumerate(data if isinstance(data, list) else [data], 1):
        line = json.dumps(one, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"
        for found in read_jsonl(io.BytesIO(line), source, context, columns):
            yield Refused(f"{source}#{number}", found.message) if isinstance(found, Refused) else found


def _string(value: Any) -> str | None:
    if value is None or isinstance(value, (dict, list, bool)):
        return None
    return str(value) or None


def read_table(
    stream: BinaryIO, source: str, context: Context, columns: Columns | None = None
) -> Iterator[Received | Refused]:
    """One document a row of a CSV or TSV file. Raises UnknownColumn where a column that was named is not there."""
    columns = columns or Columns()
    csv.field_size_limit(LARGEST)
    first = stream.readline(LARGEST)
    delimiter = max(",\t;", key=lambda mark: first.count(mark.encode()))
    kept: list[bytes] = []

    def lines() -> Iterator[str]:
        for line in _with_first(first, stream):
            kept.append(line)
            yield decoded(line)

    rows = csv.reader(lines(), delimiter=delimiter)
    names = next(rows, [])
    wanted = {name: getattr(columns, name) for name in ("text", *_FIELDS)}
    usual = Columns()
    for name, column in wanted.items():
        if column not in names and (name == "text" or column != getattr(usual, name)):
            listed = ", ".join(map(repr, names[:12])) or "none"
            raise UnknownColumn(f"{source} has no column {column!r}; its columns are {listed}.",
                                f"Name the right one with --{name}-column.")  # fmt: skip
    places = {name: names.index(column) for name, column in wanted.items() if column in names}
    while True:
        kept.clear()
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            yield Refused(f"{source}:{rows.line_num}", f"This is not a row of a table: {error}.")
            continue
        if not row:
            continue
        cells = {name: row[place] if place < len(row) else "" for name, place in places.items()}
        if not cells["text"].strip():
            yield Refused(f"{source}:{rows.line_num}", f"The column {columns.text!r} is empty.")
            continue
        about = {name: cells.get(name) or None for name in _FIELDS}
        yield make(
            cells["text"], b"".join(kept), source, context, media_type="text/csv", extractor="table", id=about["id"],
            published=day(about["published"]), outlet=about["outlet"], url=about["url"], title=about["title"],
        )  # fmt: skip


def _with_first(first: bytes, rest: Iterable[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
