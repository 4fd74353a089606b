"""The gazetteer's file: one SQLite database, written in transactions, read without being loaded.

Table ``names`` maps folded names to places and holds nothing else, clustered on the key, so that a lookup
touches one or two pages. Keys that begin with ``~`` are loose ones (see ``folding``).
"""

from __future__ import annotations

import hashlib
import sqlite3
from functools import cache
from importlib import resources
from pathlib import Path

# Raised whenever the tables or the folding change: an older file is built anew.
VERSION = 3

# How long a writer waits for another.
BUSY_SECONDS = 5.0

# How a name belongs to its place.
PRIMARY, ALTERNATE, CODE, BASE = 0, 1, 2, 3

TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE sources (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, attribution TEXT NOT NULL, dated TEXT, checksum TEXT,
    rows INTEGER NOT NULL DEFAULT 0, quarantined INTEGER NOT NULL DEFAULT 0, first INTEGER, last INTEGER
);
CREATE TABLE places (
    id INTEGER PRIMARY KEY, geonameid INTEGER, name TEXT NOT NULL, lat REAL, lon REAL, country TEXT, admin1
    TEXT, admin2 TEXT, feature TEXT NOT NULL, code TEXT NOT NULL, population INTEGER NOT NULL, source INTEGER
    NOT NULL
);
CREATE TABLE names (
    key TEXT NOT NULL, place INTEGER NOT NULL, kind INTEGER NOT NULL, PRIMARY KEY (key, place)
) WITHOUT ROWID;
CREATE TABLE divisions (code TEXT PRIMARY KEY, place INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE countries (iso2 TEXT PRIMARY KEY, iso3 TEXT NOT NULL, neighbours TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE quarantine (source INTEGER NOT NULL, line INTEGER NOT NULL, reason TEXT NOT NULL, row TEXT NOT
NULL);
"""
INDEXES = "CREATE INDEX places_by_geonameid ON places (geonameid) WHERE geonameid IS NOT NULL;"

_BUILT_FROM = (
    ("sayso.codebook", "data/places_countries.csv"),
    ("sayso.codebook", "data/places_divisions.csv"),
    ("sayso.codebook", "data/places_regions.csv"),
)


@cache
def fingerprint() -> str:
    """What a built file must carry to be current: the version of its layout and the sum of the tables it
    holds.
    """
    sums = hashlib.sha256(str(VERSION).encode())
    for package, name in _BUILT_FROM:
        sums.update((resources.files(package) / name).read_bytes())
    return sums.hexdigest()[:16]


def connect(path: Path, *, write: bool = False) -> sqlite3.Connection:
    """A connection to a gazetteer file; read-only unless ``write``. Raises sqlite3.Error where it can't be
    opened.
    """
    if write:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
    else:
        connection = sqlite3.connect(
            f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=BUSY_SECONDS, check_same_thread=False
        )
    connection.execute("PRAGMA cache_size = -8000")
    connection.execute("PRAGMA mmap_size = 134217728")
    return connection


def meta(connection: sqlite3.Connection, key: str) -> str | None:
    """A value of the table ``meta``; None where there is none."""
    row = connection.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])
