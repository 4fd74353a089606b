"""Reading tables of places: official GeoNames dumps, and CSV tables of a user's own places.

Rows are streamed, never held; a row that breaks a rule comes out as a Flaw with its reason and does not stop
the others. A file that is no such table, is cut off, or swells beyond reason raises GazetteerError.
"""

from __future__ import annotations

import csv
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from sayso.errors import GazetteerError, UnknownColumn

COLUMNS = 19  # of a GeoNames dump
LONGEST_NAME = 200
LONGEST_LINE = 400_000  # characters; some places have thousands of alternate names
# A packed file that grows by more than this factor, past this many bytes, is taken for a bomb.
_SWELL, _SWELL_FROM = 60, 256 << 20
_ENTRY = re.compile(r"^(?!.*readme).*\.(txt|csv|tsv)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """A place as a table gives it. ``country`` is ISO 3166 alpha-2; ``admin1`` and ``admin2`` GeoNames
    codes.
    """

    line: int
    geonameid: int | None
    name: str
    alternates: tuple[str, ...]
    lat: float
    lon: float
    country: str
    admin1: str
    admin2: str
    feature: str
    code: str
    population: int
    dated: str


@dataclass(frozen=True, slots=True)
class Flaw:
    """A row that is left out, with the reason and its first characters."""

    line: int
    reason: str
    row: str


@contextmanager
def open_text(path: Path) -> Iterator[IO[str]]:
    """The text of a plain, gzipped or zipped table; a byte order mark is dropped. Raises GazetteerError."""
    try:
        if path.suffix.lower() == ".zip":
            with zipfile.ZipFile(path) as archive:
                member = _member(archive, path)
                with archive.open(member) as raw, _decoded(raw, path, member.compress_size) as text:
                    yield text
        elif path.suffix.lower() == ".gz":
            size = path.stat().st_size
            with (
                path.open("rb") as packed,
                gzip.open(packed) as unpacked,
                _decoded(cast("IO[bytes]", unpacked), path, size) as text,
            ):
                yield text
        else:
            with path.open("rb") as raw, _decoded(raw, path, None) as text:
                yield text
    except (zipfile.BadZipFile, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise GazetteerError(f"{path} is cut off or damaged ({error}).", "Download it again.") from error
    except UnicodeDecodeError as error:
        raise GazetteerError(f"{path} is not UTF-8 text (byte {error.start}).", "Convert it to UTF-8.") from error
    except (NotImplementedError, RuntimeError) as error:
        raise GazetteerError(f"{path} can't be unpacked ({error}).", "Unpack it and add the table.") from error
    except OSError as error:
        raise GazetteerError(f"{path} can't be read: {error.strerror or error}.", "Check the path.") from error


def _member(archive: zipfile.ZipFile, path: Path) -> zipfile.ZipInfo:
    members = [info for info in archive.infolist() if _ENTRY.match(info.filename)]
    if not members:
        raise GazetteerError(f"{path} holds no table (.txt, .tsv or .csv).", "Name a GeoNames dump such as SY.zip.")
    member = max(members, key=lambda info: info.file_size)
    if member.file_size > _SWELL_FROM and member.file_size > _SWELL * max(1, member.compress_size):
        raise _bomb(path)
    return member


def _bomb(path: Path) -> GazetteerError:
    return GazetteerError(
        f"{path} swells to more than {_SWELL} times its size: it is no table of places.",
        "Unpack it yourself and look at it.",
    )


class _Counted(io.RawIOBase):
    """A binary stream that stops where the packed file swells beyond reason."""

    def __init__(self, raw: IO[bytes], path: Path, packed: int | None) -> None:
        self._raw, self._path = raw, path
        self._most = None if packed is None else max(_SWELL_FROM, _SWELL * packed)
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        data = self._raw.read(len(buffer))
        self._count += len(data)
        if self._most is not None and self._count > self._most:
            raise _bomb(self._path)
        buffer[: len(data)] = data
        return len(data)


def _decoded(raw: IO[bytes], path: Path, packed: int | None) -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BufferedReader(_Counted(raw, path, packed), 1 << 18), "utf-8-sig", newline="")


def _lines(text: IO[str]) -> Iterator[tuple[int, str | None]]:
    """Numbered lines without their ends; None for a line that is too long to be a place."""
    number = 0
    while line := text.readline(LONGEST_LINE):
        number += 1
        if not line.endswith("\n") and len(line) >= LONGEST_LINE:
            while (rest := text.readline(LONGEST_LINE)) and not rest.endswith("\n"):
                pass
            yield number, None
        else:
            yield number, line.rstrip("\r\n")


def read_dump(path: Path) -> Iterator[Row | Flaw]:
    """The rows of a GeoNames dump (19 columns, tab-separated, no header). Raises GazetteerError."""
    flaws = rows = 0
    with open_text(path) as text:
        for number, line in _lines(text):
            if line is None:
                yield Flaw(number, f"longer than {LONGEST_LINE} characters", "")
                continue
            if not line or line.startswith("#"):
                continue
            row = _dump_row(number, line)
            yield row
            rows += 1
            flaws += isinstance(row, Flaw) and row.reason.startswith("has ")
            if rows == 200 and flaws > 100:
                break
    if rows and flaws > rows / 2:
        raise GazetteerError(
            f"{path} is no GeoNames table: most rows do not have {COLUMNS} columns.",
            "Name a dump such as SY.zip, or a CSV with the columns name, lat, lon, country.",
        )


def _dump_row(number: int, line: str) -> Row | Flaw:
    cells = line.split("\t")
    if len(cells) != COLUMNS:
        return Flaw(number, f"has {len(cells)} columns, not {COLUMNS}", line[:200])
    if not cells[0].isdecimal():
        return Flaw(number, "the geonameid is no number", line[:200])
    others = [cells[2], *cells[3].split(",")]
    return _checked(
        number, line, int(cells[0]), cells[1], others, cells[4], cells[5], cells[8], cells[10], cells[11],
        cells[6] or "P", cells[7] or "PPL", cells[14], cells[18],
    )  # fmt: skip


def _checked(
    number: int, line: str, geonameid: int | None, name: str, others: list[str], lat: str, lon: str,
    country: str, admin1: str, admin2: str, feature: str, code: str, population: str, dated: str,
) -> Row | Flaw:  # fmt: skip
    name = name.strip()
    if not name:
        return Flaw(number, "has no name", line[:200])
    if len(name) > LONGEST_NAME:
        return Flaw(number, f"the name has {len(name)} characters", line[:200])
    try:
        north, east = float(lat), float(lon)
    except ValueError:
        return Flaw(number, "latitude or longitude is no number", line[:200])
    if not (-90 <= north <= 90 and -180 <= east <= 180):
        return Flaw(number, f"latitude {lat}, longitude {lon} is not on Earth", line[:200])
    if len(country) != 2 or not country.isalpha():
        return Flaw(number, f"{country!r} is no country code", line[:200])
    kept = tuple(dict.fromkeys(other.strip() for other in others if 0 < len(other.strip()) <= LONGEST_NAME))
    people = int(population) if population.isdecimal() else 0
    return Row(
        number, geonameid, name, kept, north, east, country.upper(), "" if admin1 == "00" else admin1, admin2,
        feature, code, people, dated,
    )  # fmt: skip


# Columns of a user's own table, with the other names that each may have.
_OWN = {
    "name": ("name", "place", "placename", "location"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "country": ("country", "iso2", "country_code", "iso3"),
    "admin1": ("admin1", "admin1code", "province"),
    "admin2": ("admin2", "admin2code", "district"),
    "alternates": ("alternatenames", "alternates", "aliases"),
    "geonameid": ("geonameid", "gn_id", "id"),
    "feature": ("feature", "feature_code", "fcode"),
    "population": ("population", "pop"),
}


def read_own(path: Path, countries: dict[str, str]) -> Iterator[Row | Flaw]:
    """The rows of a user's CSV (or TSV) with at least the columns name, lat, lon and country.

    ``countries`` maps what a country cell may hold (alpha-2, alpha-3, folded name) to alpha-2. Raises
    UnknownColumn.
    """
    with open_text(path) as text:
        head = text.readline(LONGEST_LINE)
        delimiter = max("\t;,", key=head.count)
        names = [cell.strip().strip('"').lower() for cell in head.rstrip("\r\n").split(delimiter)]
        at = {key: next((names.index(n) for n in options if n in names), None) for key, options in _OWN.items()}
        if not any(names):
            raise UnknownColumn(f"{path} is empty.", "It needs a first line with the columns name, lat, lon, country.")
        lacking = [key for key in ("name", "lat", "lon", "country") if at[key] is None]
        if lacking:
            raise UnknownColumn(
                f"{path} has no column {' or '.join(lacking)}.",
                f"Its columns are {', '.join(names[:12])}; name, lat, lon and country are needed.",
            )
        body = (line if line is not None else "" for _, line in _lines(text))
        for number, cells in enumerate(csv.reader(body, delimiter=delimiter), 2):
            if not cells:
                continue
            yield _own_row(number, cells, at, countries)


def _own_row(number: int, cells: list[str], at: dict[str, int | None], countries: dict[str, str]) -> Row | Flaw:
    def cell(key: str) -> str:
        place = at[key]
        return cells[place].strip() if place is not None and place < len(cells) else ""

    line = "\t".join(cells)
    country = countries.get(cell("country")) or countries.get(cell("country").lower(), "")
    if not country:
        return Flaw(number, f"{cell('country')!r} is no country", line[:200])
    code = cell("feature") or "PPL"
    others = [part for part in re.split(r"[|,;]", cell("alternates")) if part]
    number_id = int(cell("geonameid")) if cell("geonameid").isdecimal() else None
    feature = {"ADM": "A", "PCL": "A", "STM": "H", "AIR": "S"}.get(code[:3], "P" if code.startswith("PPL") else "S")
    return _checked(
        number, line, number_id, cell("name"), others, cell("lat"), cell("lon"), country, cell("admin1"),
        cell("admin2"), feature, code, cell("population"), "",
    )  # fmt: skip
