"""Adding tables to the gazetteer, and taking them out again: each in one transaction.

Whoever reads meanwhile sees the gazetteer as it was until the whole table is in; an import that is killed
leaves it as it was. Rows that repeat an id, lie outside their country, or break a rule are quarantined with
the reason.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sayso.errors import GazetteerError
from sayso.places import schema
from sayso.places.build import name_rows
from sayso.places.dumps import Flaw, Row, open_text, read_dump, read_own
from sayso.places.folding import fold
from sayso.places.schema import ALTERNATE, PRIMARY

# How far outside the box of a country's known cities a place may lie, in degrees.
MARGIN = 1.5
# A country's box counts from this many known cities on.
_FEWEST = 5
_BATCH = 5000
_SKIPPED_LANGUAGES = frozenset(("link", "wkdt", "post", "iata", "icao", "faac", "unlc", "phon", "piny"))
GEONAMES = "GeoNames (www.geonames.org), CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Source:
    """A table of the gazetteer. ``dated`` is the day of its latest change, where the table tells."""

    name: str
    attribution: str
    dated: str | None
    checksum: str | None
    rows: int
    quarantined: int


def add_table(
    gazetteer: Path,
    path: Path,
    *,
    name: str | None = None,
    country: str | None = None,
    attribution: str | None = None,
    admin1: Path | None = None,
    admin2: Path | None = None,
    alternates: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Source:
    """Adds a GeoNames dump or a user's CSV to the gazetteer, in place of an earlier table of the same name.

    ``country`` (alpha-2) is the one that all rows must belong to; a dump named XX.txt sets it. ``admin1``,
    ``admin2`` and ``alternates`` are GeoNames's files admin1CodesASCII.txt, admin2Codes.txt and
    alternateNamesV2. ``progress`` is called with the number of rows read. Raises GazetteerError, InputError.
    """
    if not path.is_file():
        raise GazetteerError(f"There is no file {path}.", "Name a GeoNames dump, a CSV, or a country code.")
    stem = path.name.split(".")[0]
    own = path.name.lower().removesuffix(".gz").removesuffix(".zip").endswith((".csv", ".tsv"))
    if country is None and len(stem) == 2 and stem.isalpha() and not own:
        country = stem.upper()
    label = name or (country if country and not own else stem)
    if label == "built-in":
        raise GazetteerError("The built-in table can't be replaced.", "Give the table another name with --name.")
    with _transaction(gazetteer) as connection:
        _drop(connection, label)
        rows = read_own(path, _country_cells(connection)) if own else read_dump(path)
        writer = _Writer(connection, label, country)
        writer.write(rows, progress)
        for level, table in ((1, admin1), (2, admin2)):
            if table is not None:
                writer.divisions(table, level)
        if alternates is not None:
            writer.alternates(alternates)
        return writer.finish(attribution or ("the user's own table" if own else GEONAMES), _checksum(path))


def remove_table(gazetteer: Path, name: str) -> None:
    """Takes a table out of the gazetteer. Raises GazetteerError where there is none of that name."""
    if name == "built-in":
        raise GazetteerError("The built-in table can't be removed.", "Delete the file to build it anew.")
    with _transaction(gazetteer) as connection:
        if not _drop(connection, name):
            raise GazetteerError(f"The gazetteer holds no table {name!r}.", "See: sayso gazetteer list")


def tables(gazetteer: Path) -> list[Source]:
    """The tables of a gazetteer, the built-in one first."""
    with closing(schema.connect(gazetteer)) as connection:
        rows = connection.execute(
            "SELECT name, attribution, dated, checksum, rows, quarantined FROM sources ORDER BY id"
        )
        return [Source(*row) for row in rows]


def quarantined(gazetteer: Path, name: str) -> list[Flaw]:
    """The rows of a table that were left out, with their reasons, in file order."""
    with closing(schema.connect(gazetteer)) as connection:
        rows = connection.execute(
            "SELECT line, reason, row FROM quarantine q JOIN sources s ON s.id = q.source WHERE s.name = ? "
            "ORDER BY line",
            (name,),
        )
        return [Flaw(*row) for row in rows]


@contextmanager
def _transaction(path: Path) -> Iterator[sqlite3.Connection]:
    """A write transaction: committed at the end, undone by any error. Raises GazetteerError."""
    if not path.is_file():
        raise GazetteerError(f"There is no gazetteer at {path}.", "Build it with: sayso gazetteer build")
    try:
        with closing(schema.connect(path, write=True)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                with suppress(sqlite3.Error):
                    connection.execute("ROLLBACK")
                raise
            with suppress(sqlite3.Error):
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise GazetteerError("Another import is under way.", "Wait for it to end, then run this again.") from error
        raise GazetteerError(
            f"The gazetteer {path} can't be changed ({error}); it is as it was.",
            "Check the disk's free space.",
        ) from error
    except sqlite3.DatabaseError as error:
        raise GazetteerError(f"{path} is not a gazetteer ({error}).", "Delete it and build it anew.") from error


def _drop(connection: sqlite3.Connection, name: str) -> bool:
    row = connection.execute("SELECT id, first, last FROM sources WHERE name = ?", (name,)).fetchone()
    if row is None:
        return False
    source, first, last = row
    if first is not None and last is not None:
        connection.execute("DELETE FROM names WHERE place BETWEEN ? AND ?", (first, last))
        connection.execute("DELETE FROM divisions WHERE place BETWEEN ? AND ?", (first, last))
        connection.execute("DELETE FROM places WHERE id BETWEEN ? AND ?", (first, last))
    connection.execute("DELETE FROM quarantine WHERE source = ?", (source,))
    connection.execute("DELETE FROM sources WHERE id = ?", (source,))
    return True


def _country_cells(connection: sqlite3.Connection) -> dict[str, str]:
    out: dict[str, str] = {}
    query = (
        "SELECT c.iso2, c.iso3, p.name FROM countries c "
        "JOIN divisions d ON d.code = c.iso2 JOIN places p ON p.id = d.place"
    )
    for iso2, iso3, name in connection.execute(query):
        out.update({iso2: iso2, iso3: iso2, iso2.lower(): iso2, iso3.lower(): iso2, name: iso2, name.lower(): iso2})
    return out


def _checksum(path: Path) -> str:
    sums = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            sums.update(block)
    return sums.hexdigest()


class _Writer:
    """Writes one table into an open transaction."""

    def __init__(self, connection: sqlite3.Connection, name: str, country: str | None) -> None:
        self.connection = connection
        self.name = name
        self.country = country
        used = connection.execute("SELECT max(id), max(last) FROM sources").fetchone()
        self.source = int(used[0]) + 1
        top = connection.execute("SELECT max(id) FROM places").fetchone()[0]
        self.first = self.next = max(int(top or 0), int(used[1] or 0)) + 1
        self.dated = ""
        self.flaws = 0
        self.flaw: Flaw | None = None  # the first
        self.codes: dict[tuple[str, str], str] = {}
        self._boxes: dict[str, tuple[float, float, float, float] | None] = {}
        connection.execute("CREATE TEMP TABLE IF NOT EXISTS seen (geonameid INTEGER PRIMARY KEY, place INTEGER)")
        connection.execute("DELETE FROM seen")
        connection.execute(
            "INSERT INTO sources (id, name, attribution, first) VALUES (?, ?, '', ?)",
            (self.source, name, self.first),
        )

    def write(self, rows: Iterable[Row | Flaw], progress: Callable[[int], None] | None) -> None:
        for number, row in enumerate(rows, 1):
            if isinstance(row, Row):
                reason = self._reason(row)
                if reason is None:
                    self._add(row)
                else:
                    self._quarantine(Flaw(row.line, reason, f"{row.geonameid}\t{row.name}\t{row.lat}\t{row.lon}"))
            else:
                self._quarantine(row)
            if progress is not None and number % _BATCH == 0:
                progress(number)
        if self.next == self.first:
            why = f" Line {self.flaw.line}: {self.flaw.reason}." if self.flaw is not None else ""
            raise GazetteerError(
                f"The table {self.name} holds no usable row.{why}", "Check that it is the right file."
            )

    def _reason(self, row: Row) -> str | None:
        if self.country is not None and row.country != self.country:
            return f"a row of {row.country} in the table of {self.country}"
        if row.geonameid is not None:
            known = self.connection.execute("SELECT 1 FROM seen WHERE geonameid = ?", (row.geonameid,)).fetchone()
            if known is not None:
                return f"repeats the geonameid {row.geonameid}"
        box = self._box(row.country)
        if box is not None:
            south, north, west, east = box
            if not (south - MARGIN <= row.lat <= north + MARGIN and west - MARGIN <= row.lon <= east + MARGIN):
                return f"latitude {row.lat}, longitude {row.lon} is far outside {row.country}"
        return None

    def _box(self, country: str) -> tuple[float, float, float, float] | None:
        """South, north, west and east of the cities that the built-in table knows; None for few, or across
        180°.
        """
        if country not in self._boxes:
            count, *box = self.connection.execute(
                "SELECT count(*), min(lat), max(lat), min(lon), max(lon) FROM places "
                "WHERE source = 1 AND country = ? AND feature = 'P'",
                (country,),
            ).fetchone()
            usable = count >= _FEWEST and box[3] - box[2] < 180
            self._boxes[country] = (box[0], box[1], box[2], box[3]) if usable else None
        return self._boxes[country]

    def _add(self, row: Row) -> None:
        place, self.next = self.next, self.next + 1
        admin1 = self._admin1(row)
        self.connection.execute(
            "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (place, row.geonameid, row.name, row.lat, row.lon, row.country, admin1, row.admin2, row.feature,
             row.code, row.population, self.source),
        )  # fmt: skip
        self.connection.executemany(
            "INSERT OR IGNORE INTO names VALUES (?,?,?)", name_rows(place, row.name, row.alternates)
        )
        if row.geonameid is not None:
            self.connection.execute("INSERT INTO seen VALUES (?, ?)", (row.geonameid, place))
        if row.dated > self.dated:
            self.dated = row.dated

    def _admin1(self, row: Row) -> str:
        """A first-order division's code; a user's table may give its name."""
        if not row.admin1:
            return ""
        known = self.codes.get((row.country, row.admin1))
        if known is None:
            found = self.connection.execute(
                "SELECT p.admin1 FROM names n JOIN places p ON p.id = n.place "
                "WHERE n.key = ? AND p.country = ? AND p.code = 'ADM1'",
                (fold(row.admin1), row.country),
            ).fetchone()
            code = f"{row.country}.{row.admin1}"
            direct = self.connection.execute("SELECT 1 FROM divisions WHERE code = ?", (code,)).fetchone()
            known = row.admin1 if direct or not found else str(found[0])
            self.codes[row.country, row.admin1] = known
        return known

    def _quarantine(self, flaw: Flaw) -> None:
        self.flaws += 1
        self.flaw = self.flaw or flaw
        self.connection.execute(
            "INSERT INTO quarantine VALUES (?,?,?,?)", (self.source, flaw.line, flaw.reason, flaw.row[:200])
        )

    def divisions(self, path: Path, level: int) -> None:
        """Adds the divisions of admin1CodesASCII.txt or admin2Codes.txt that are not known yet."""
        with open_text(path) as text:
            for number, line in enumerate(text, 1):
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) != 4 or cells[0].count(".") != level or not cells[3].isdecimal():
                    self._quarantine(Flaw(number, f"no row of {path.name}", line[:200]))
                    continue
                if self.country is not None and not cells[0].startswith(self.country + "."):
                    continue
                if self.connection.execute("SELECT 1 FROM divisions WHERE code = ?", (cells[0],)).fetchone():
                    continue
                place, self.next = self.next, self.next + 1
                parts = [*cells[0].split("."), ""]
                self.connection.execute(
                    "INSERT INTO places VALUES (?,?,?,NULL,NULL,?,?,?,'A',?,0,?)",
                    (
                        place,
                        int(cells[3]),
                        cells[1],
                        parts[0],
                        parts[1],
                        parts[2],
                        f"ADM{level}",
                        self.source,
                    ),
                )
                self.connection.executemany(
                    "INSERT OR IGNORE INTO names VALUES (?,?,?)", name_rows(place, cells[1], (cells[2],))
                )
                self.connection.execute("INSERT INTO divisions VALUES (?, ?)", (cells[0], place))

    def alternates(self, path: Path) -> None:
        """Adds the names of alternateNamesV2 for the places of this table."""
        with open_text(path) as text:
            for line in text:
                cells = line.rstrip("\r\n").split("\t")
                if len(cells) < 4 or cells[2] in _SKIPPED_LANGUAGES or not cells[1].isdecimal():
                    continue
                row = self.connection.execute("SELECT place FROM seen WHERE geonameid = ?", (int(cells[1]),)).fetchone()
                if row is not None:
                    found = [(key, place, ALTERNATE if kind == PRIMARY else kind)
                             for key, place, kind in name_rows(row[0], cells[3], ())]  # fmt: skip
                    self.connection.executemany("INSERT OR IGNORE INTO names VALUES (?,?,?)", found)

    def finish(self, attribution: str, checksum: str) -> Source:
        self.connection.execute("DELETE FROM seen")
        rows = self.next - self.first
        self.connection.execute(
            "UPDATE sources SET attribution = ?, dated = ?, checksum = ?, rows = ?, quarantined = ?, "
            "last = ? WHERE id = ?",
            (attribution, self.dated or None, checksum, rows, self.flaws, self.next - 1, self.source),
        )
        return Source(self.name, attribution, self.dated or None, checksum, rows, self.flaws)
