"""Reading the codebook's data files, built in and the user's.

A lexicon or table is a CSV or TOML file in ``sayso/codebook/data``. A user's folder may hold a file of the same
name: its entries are read after the built-in ones and win where they share a key. Lines of a CSV that begin with
``#`` are comments; the first ones name the file's source and licence.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from sayso.errors import CodebookError


def read_rows(name: str, extra: Path | None = None) -> list[dict[str, str]]:
    """The rows of a CSV table, built-in rows first, then the user's; every cell stripped.

    Raises CodebookError where a row has more cells than the header, naming file and line.
    """
    rows: list[dict[str, str]] = []
    for where, text in _texts(name, extra):
        lines = [(n, line) for n, line in enumerate(text.splitlines(), 1) if line.strip() and not line.startswith("#")]
        reader = csv.DictReader([line for _, line in lines])
        for (number, _), row in zip(lines[1:], reader, strict=False):
            if None in row or any(cell is None for cell in row.values()):
                raise CodebookError(
                    f"{where}, line {number}: the row does not have the columns {', '.join(reader.fieldnames or [])}.",
                    "Quote cells that hold commas, and write one entry a line.",
                )
            rows.append({key: cell.strip() for key, cell in row.items()})
    return rows


def read_tables(name: str, extra: Path | None = None) -> dict[str, Any]:
    """The tables of a TOML file; a user's top-level tables are merged entry by entry over the built-in ones."""
    out: dict[str, Any] = {}
    for where, text in _texts(name, extra):
        try:
            data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CodebookError(f"{where}: {error}.", "Mend the TOML and run again.") from error
        for key, value in data.items():
            if isinstance(value, dict) and isinstance(out.get(key), dict):
                out[key] = {**out[key], **value}
            elif isinstance(value, list) and isinstance(out.get(key), list):
                out[key] = [*out[key], *value]
            else:
                out[key] = value
    return out


def _texts(name: str, extra: Path | None) -> Iterator[tuple[str, str]]:
    built_in = resources.files("sayso.codebook") / "data" / name
    if built_in.is_file():
        yield name, built_in.read_text(encoding="utf-8")
    if extra is not None and (extra / name).is_file():
        yield str(extra / name), (extra / name).read_text(encoding="utf-8-sig")
