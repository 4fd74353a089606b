"""The gazetteer: names to places, from one SQLite file that is read, never loaded."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

from platformdirs import user_cache_dir

from sayso.errors import GazetteerError, MissingData
from sayso.places import schema
from sayso.places.build import Progress, build
from sayso.places.folding import fold, loose, within_edits
from sayso.places.model import Entry, Match

FILE_NAME = "gazetteer.sqlite"

# Keys that one query asks for; a fixed number, so that the statement is prepared once.
_BATCH = 64
_CACHED_KEYS = 12_000
_COLUMNS = (
    "p.id, p.geonameid, p.name, p.lat, p.lon, p.country, p.admin1, p.admin2, p.feature, p.code, p.population, p.source"
)
_BY_KEYS = (
    f"SELECT n.key, n.kind, {_COLUMNS} FROM names n JOIN places p ON p.id = n.place "
    f"WHERE n.key IN ({','.join('?' * _BATCH)})"
)


def default_path() -> Path:
    """Where the gazetteer lives: in the folder SAYSO_CACHE, or in the user's cache folder."""
    folder = os.environ.get("SAYSO_CACHE")
    return Path(folder or user_cache_dir("sayso", appauthor=False)) / FILE_NAME


class Gazetteer:
    """Look-ups in a gazetteer file. Opens in milliseconds; memory is a bounded cache, whatever the file's
    size.

    >>> gazetteer = Gazetteer.open()
    >>> "Kyiv" in {match.entry.name for match in gazetteer.lookup("Kiev")}
    True
    """

    def __init__(self, path: Path) -> None:
        """Opens an existing file; raises MissingData where there is none, GazetteerError where it is
        unusable.
        """
        self.path = path
        if not path.is_file():
            raise MissingData(f"There is no gazetteer at {path}.", "Build it with: sayso gazetteer build")
        try:
            self._connection = schema.connect(path)
            self.is_current = schema.meta(self._connection, "fingerprint") == schema.fingerprint()
            self._iso3: dict[str, str] = {}
            self._iso2: dict[str, str] = {}
            self._neighbours: dict[str, frozenset[str]] = {}
            for iso2, iso3, neighbours in self._connection.execute("SELECT iso2, iso3, neighbours FROM countries"):
                self._iso3[iso2] = iso3
                self._iso2[iso3] = iso2
                self._neighbours[iso2] = frozenset(neighbours.split(",")) - {""}
        except sqlite3.Error as error:
            raise GazetteerError(
                f"{path} is not a gazetteer that this version can read ({error}).",
                "Delete it and build it anew with: sayso gazetteer build",
            ) from error
        self._cache: dict[str, tuple[Match, ...]] = {}
        self._divisions: dict[str, Entry | None] = {}
        self._capitals: dict[str, Entry] = {}
        self._version = self._data_version()

    @classmethod
    def open(cls, path: Path | None = None, *, progress: Progress | None = None) -> Gazetteer:
        """The gazetteer at ``path`` or in the cache folder, built first where there is none yet (once, under
        a minute).

        A file of an older layout without imported tables is built anew; with imported tables GazetteerError
        says so.
        """
        path = path or default_path()
        if not path.is_file():
            build(path, progress)
        gazetteer = cls._usable(path)
        if gazetteer is None:
            build(path, progress)
            gazetteer = cls(path)
        return gazetteer

    @classmethod
    def _usable(cls, path: Path) -> Gazetteer | None:
        gazetteer = cls(path)
        if gazetteer.is_current:
            return gazetteer
        imported = gazetteer._connection.execute("SELECT count(*) FROM sources WHERE id > 1").fetchone()[0]
        layout = schema.meta(gazetteer._connection, "layout")
        gazetteer.close()
        if imported and layout != str(schema.VERSION):
            raise GazetteerError(
                f"The gazetteer at {path} is of another Sayso version and holds {imported} imported tables.",
                "Build it anew with: sayso gazetteer build, then add the tables again.",
            )
        return None

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def refresh(self) -> None:
        """Forgets what is cached where the file has changed since; called once a document."""
        version = self._data_version()
        if version != self._version:
            self._version = version
            self._cache.clear()
            self._divisions.clear()
            self._capitals.clear()

    def _data_version(self) -> int:
        return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def lookup(self, name: str) -> tuple[Match, ...]:
        """The places of a name, most populous first: by its folded key, else by its loose one; () for none.

        >>> Gazetteer.open().lookup("Dayr az Zawr")[0].entry.name
        'Deir ez-Zor'
        """
        key = fold(name)
        found = self.by_keys((key,)).get(key, ()) if key else ()
        return found or self.lookup_loosely(name)

    def lookup_loosely(self, name: str) -> tuple[Match, ...]:
        """The places whose name is the same but for transliteration and article, most populous first."""
        spread = loose(fold(name))
        return self.by_keys(("~" + spread,)).get("~" + spread, ()) if spread else ()

    def by_keys(self, keys: Iterable[str]) -> dict[str, tuple[Match, ...]]:
        """The places of many keys at once (folded, or loose with ``~`` in front); keys without any are left
        out.
        """
        cache = self._cache
        out: dict[str, tuple[Match, ...]] = {}
        missing: dict[str, None] = {}
        for key in keys:
            known = cache.get(key)
            if known is None:
                missing[key] = None
            elif known:
                out[key] = known
        if missing:
            self._fetch(list(missing), out)
        return out

    def _fetch(self, keys: Sequence[str], out: dict[str, tuple[Match, ...]]) -> None:
        cache = self._cache
        if len(cache) + len(keys) > _CACHED_KEYS:
            for old in list(cache)[: len(cache) // 2]:
                del cache[old]
        for start in range(0, len(keys), _BATCH):
            batch = keys[start : start + _BATCH]
            found: dict[str, list[Match]] = {}
            try:
                rows = self._connection.execute(_BY_KEYS, (*batch, *[""] * (_BATCH - len(batch)))).fetchall()
            except sqlite3.Error as error:
                raise GazetteerError(f"The gazetteer {self.path} can't be read ({error}).") from error
            for row in rows:
                found.setdefault(row[0], []).append(Match(Entry._make(row[2:]), row[1], row[0][0] == "~"))
            for key in batch:
                matches = found.get(key)
                cache[key] = _ranked(matches) if matches else ()
                if matches:
                    out[key] = cache[key]

    def by_geonameid(self, geonameid: int) -> Entry | None:
        """The place of a GeoNames id, the imported one where several tables hold it."""
        row = self._connection.execute(
            f"SELECT {_COLUMNS} FROM places p WHERE geonameid = ? ORDER BY source DESC LIMIT 1", (geonameid,)
        ).fetchone()
        return None if row is None else Entry._make(row)

    def division(self, code: str) -> Entry | None:
        """The country ("SY"), first-order ("SY.12") or second-order division ("US.LA.079") of a GeoNames
        code.
        """
        if code not in self._divisions:
            row = self._connection.execute(
                f"SELECT {_COLUMNS} FROM divisions d JOIN places p ON p.id = d.place WHERE d.code = ?",
                (code,),
            ).fetchone()
            self._divisions[code] = None if row is None else Entry._make(row)
        return self._divisions[code]

    def capital(self, iso2: str) -> Entry | None:
        """The capital of a country (alpha-2), the largest where it has several; None where none is known."""
        if not self._capitals:
            rows = self._connection.execute(f"SELECT {_COLUMNS} FROM places p WHERE code = 'PPLC' ORDER BY population")
            self._capitals = {entry.country: entry for entry in map(Entry._make, rows)}
        return self._capitals.get(iso2)

    def admin1_name(self, entry: Entry) -> str | None:
        """The name of the first-order division that a place lies in; None where it is unknown."""
        division = self.division(f"{entry.country}.{entry.admin1}") if entry.admin1 else None
        return division.name if division else None

    def admin2_name(self, entry: Entry) -> str | None:
        """The name of the second-order division that a place lies in; None where it is unknown."""
        if not entry.admin1 or not entry.admin2:
            return None
        division = self.division(f"{entry.country}.{entry.admin1}.{entry.admin2}")
        return division.name if division else None

    def iso3(self, iso2: str) -> str | None:
        """ISO 3166 alpha-3 for alpha-2; None for no country."""
        return self._iso3.get(iso2)

    def iso2(self, iso3: str) -> str | None:
        """ISO 3166 alpha-2 for alpha-3; None for no country."""
        return self._iso2.get(iso3)

    def neighbours(self, iso2: str) -> frozenset[str]:
        """The alpha-2 codes of the countries that share a land border."""
        return self._neighbours.get(iso2, frozenset())

    def fuzzy(self, name: str, *, country: str | None = None, limit: int = 10) -> tuple[Match, ...]:
        """Places whose key differs in one letter (two from nine letters on) and shares the first two.

        ``country`` (alpha-2) bounds the search. For names that are not found otherwise; slower than
        ``lookup``.
        """
        key = fold(name)
        if len(key) < 5:
            return ()
        most = 2 if len(key) >= 9 else 1
        rows = self._connection.execute(
            "SELECT key, kind, place FROM names WHERE key >= ? AND key < ? AND length(key) BETWEEN ? AND ?",
            (key[:2], key[:2] + "~", len(key) - most, len(key) + most),
        )
        near: list[tuple[int, int, int]] = []
        for other, kind, place in rows:
            edits = within_edits(key, other, most)
            if edits is not None:
                near.append((edits, kind, place))
        out: dict[int, Match] = {}
        for edits, kind, place in sorted(near):
            row = self._connection.execute(f"SELECT {_COLUMNS} FROM places p WHERE id = ?", (place,)).fetchone()
            entry = Entry._make(row)
            if country is None or entry.country == country:
                out.setdefault(place, Match(entry, kind, edits=edits))
        return tuple(sorted(out.values(), key=lambda match: (match.edits, -match.entry.population)))[:limit]


def _ranked(matches: list[Match]) -> tuple[Match, ...]:
    """One match a place: of rows with one GeoNames id the one imported last; most populous first."""
    best: dict[int, Match] = {}
    for match in matches:
        entry = match.entry
        number = entry.geonameid if entry.geonameid is not None else -entry.id
        known = best.get(number)
        if known is None:
            best[number] = match
        elif entry.source != known.entry.source:
            newer, older = (match, known) if entry.source > known.entry.source else (known, match)
            best[number] = newer._replace(entry=_merged(newer.entry, older.entry), kind=min(newer.kind, older.kind))
    return tuple(sorted(best.values(), key=lambda match: (-match.entry.population, match.kind, match.entry.id)))


def _merged(newer: Entry, older: Entry) -> Entry:
    """An imported row over an earlier one of the same id: what the import leaves empty is kept."""
    return newer._replace(
        population=max(newer.population, older.population),
        admin1=newer.admin1 or older.admin1,
        admin2=newer.admin2 or older.admin2,
        code=older.code if older.code == "PPLC" else newer.code,
    )
