"""Readers of plain text, JSON lines and tables: streams of documents, one bad document never costing its neighbours.

A document that can't be read comes out as a Record with its error, at its place in the stream.
"""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO

from sayso.documents.checks import LONGEST_TEXT, refused
from sayso.documents.document import Document, day_of
from sayso.errors import InputError, UnknownColumn, UnreadableInput
from sayso.record import Record

FORMATS = ("auto", "text", "jsonl", "csv")
STDIN = "-"

_BY_SUFFIX = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv"}
_FIELDS = ("text", "id", "published", "outlet", "url", "title")
# A plain text is read whole; this much of it (in bytes) is enough to know that it is too long.
_MOST_BYTES = 4 * LONGEST_TEXT + 4


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a table that hold a document's fields; a column other than ``text`` may be missing."""

    text: str = "text"
    id: str = "id"
    published: str = "published"
    outlet: str = "outlet"
    url: str = "url"
    title: str = "title"


def read_documents(
    paths: Iterable[str], *, form: str = "auto", columns: Columns | None = None, given: Document | None = None
) -> Iterator[Document | Record]:
    """The documents of files in order; ``-`` is standard input.

    ``form`` is one of FORMATS; "auto" goes by the file's suffix, and by the first character of standard input.
    ``given`` holds what is known of every document (outlet, publication date): it fills what a document does not
    say itself. What can't be read is a Record with ``error`` set.
    """
    columns = columns or Columns()
    given = given or Document("")
    for path in paths:
        try:
            with _opened(path) as stream:
                for found in _read(stream, path, _form_of(stream, path, form), columns):
                    yield _filled(found, given) if isinstance(found, Document) else found
        except InputError as error:
            yield refused(replace(given, id=path), error)


def _filled(document: Document, given: Document) -> Document:
    values = {name: getattr(document, name) or getattr(given, name) for name in _FIELDS[1:]}
    if values["published"]:
        values["published"] = day_of(values["published"])
    return Document(document.text, **values)


@contextmanager
def _opened(path: str) -> Iterator[io.BufferedReader]:
    if path == STDIN:
        yield io.BufferedReader(_Unclosable(sys.stdin.buffer))
        return
    try:
        stream = Path(path).open("rb")  # noqa: SIM115 - closed below, outside the clauses on opening
    except FileNotFoundError as error:
        raise UnreadableInput(f"There is no file {path}.", "Check the name; '-' reads standard input.") from error
    except IsADirectoryError as error:
        raise UnreadableInput(f"{path} is a folder.", f"Give its files, for example {path}/*.txt.") from error
    except OSError as error:
        raise UnreadableInput(f"{path} can't be read: {error.strerror or error}.", "Check its permissions.") from error
    with stream:
        yield stream


class _Unclosable(io.RawIOBase):
    """Standard input for a buffer that may be thrown away without closing it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._stream.read1(len(buffer)) if hasattr(self._stream, "read1") else self._stream.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


def _form_of(stream: io.BufferedReader, path: str, form: str) -> str:
    if form != "auto":
        return form
    if path == STDIN:
        return "jsonl" if stream.peek(64).lstrip()[:2] in (b'{"', b"{ ") else "text"
    return _BY_SUFFIX.get(Path(path).suffix.lower(), "text")


def _read(stream: io.BufferedReader, path: str, form: str, columns: Columns) -> Iterator[Document | Record]:
    if form == "jsonl":
        return _read_jsonl(stream, path)
    if form == "csv":
        return _read_csv(stream, path, columns)
    return _read_text(stream, path)


def _read_text(stream: io.BufferedReader, path: str) -> Iterator[Document | Record]:
    name = None if path == STDIN else Path(path).stem
    data = stream.read(_MOST_BYTES)
    if stream.read(1):
        raise UnreadableInput(
            f"{path} is longer than one document may be ({LONGEST_TEXT:,} characters).",
            "Split it into its articles: one file each, or one JSON line each.",
        )
    yield Document(_decoded(data, path), id=name)


def _decoded(data: bytes, where: str) -> str:
    """UTF-8 text without a leading signature (BOM). Line ends stay as they are, so that offsets hold."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableInput(f"{where} is UTF-16.", "Save it as UTF-8.")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        binary = b"\0" in data[:4096] or data[:4] in (b"%PDF", b"PK\x03\x04", b"\x1f\x8b\x08\x00")
        raise UnreadableInput(
            f"{where} is {'a binary file' if binary else 'not UTF-8'} (byte {error.start}).",
            "Export it as plain UTF-8 text first." if binary else "Convert it: iconv -f latin1 -t utf-8 OLD > NEW.",
        ) from error


def _read_jsonl(stream: Iterable[bytes], path: str) -> Iterator[Document | Record]:
    for number, line in enumerate(stream, 1):
        if not line.strip():
            continue
        where = f"{path}:{number}"
        try:
            yield _from_json(_decoded(line, where), where)
        except InputError as error:
            yield refused(Document("", id=where), error)


def _from_json(line: str, where: str) -> Document:
    hint = 'Write one JSON object a line: {"text": "...", "published": "2015-10-12"}.'
    try:
        data = json.loads(line)
    except (json.JSONDecodeError, RecursionError) as error:
        raise UnreadableInput(f"{where} is not JSON: {error}.", hint) from error
    if not isinstance(data, dict) or not isinstance(data.get("text"), str):
        raise UnreadableInput(f'{where} has no "text".', hint)
    values: dict[str, Any] = {}
    for name in _FIELDS[1:]:
        value = data.get(name)
        if name == "id" and isinstance(value, int):
            value = str(value)
        if value is not None and not isinstance(value, str):
            raise UnreadableInput(f'{where}: "{name}" is not a string.', hint)
        values[name] = value or None
    return Document(data["text"], **values)


def _read_csv(stream: io.BufferedReader, path: str, columns: Columns) -> Iterator[Document | Record]:
    csv.field_size_limit(4 * LONGEST_TEXT)
    first = stream.peek(1 << 16).split(b"\n", 1)[0]
    delimiter = max("\t,;", key=lambda mark: first.count(mark.encode()))
    if first.count(delimiter.encode()) == 0:
        delimiter = ","
    lines = (_decoded(line, f"{path}:{number}") for number, line in enumerate(stream, 1))
    rows = csv.DictReader(lines, delimiter=delimiter)
    names = rows.fieldnames or []
    if columns.text not in names:
        listed = ", ".join(repr(name) for name in names[:12]) or "none"
        raise UnknownColumn(f"{path} has no column {columns.text!r}; its columns are {listed}.",
                            "Name the column of the text with --text-column.")  # fmt: skip
    defaults = Columns()
    for name in _FIELDS[1:]:
        column = getattr(columns, name)
        if column != getattr(defaults, name) and column not in names:
            raise UnknownColumn(f"{path} has no column {column!r}; its columns are {', '.join(map(repr, names))}.",
                                f"Name another with --{name}-column, or leave it out.")  # fmt: skip
    for row in _rows(rows, path):
        if isinstance(row, Record):
            yield row
            continue
        values: dict[str, Any] = {name: row.get(getattr(columns, name)) or None for name in _FIELDS[1:]}
        yield Document(row.get(columns.text) or "", **values)


def _rows(rows: csv.DictReader[str], path: str) -> Iterator[dict[str, str] | Record]:
    """The rows; one that is not a row is a Record with its error, and the next one is read."""
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as error:
            where = f"{path}:{rows.line_num}"
            message = UnreadableInput(f"{where} is not a row of a table: {error}.", "Quote cells that hold quotes.")
            yield refused(Document("", id=where), message)
