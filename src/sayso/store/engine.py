"""Opening the database of a case: a SQLite file, or a PostgreSQL server by its address."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from sayso.errors import CaseError, MissingData, NotACase

# "Says" in ASCII: marks a SQLite file as a case.
APPLICATION_ID = 0x53617973
# How long a writer waits for another one, in seconds.
PATIENCE = 120
_HEADER = b"SQLite format 3\0"
_EXTRA = "Install it: pip install 'sayso[postgres]'."


def is_address(case: str) -> bool:
    """Whether a case is named by a database's address rather than by a file."""
    return "://" in case


def shown(case: str) -> str:
    """The name of a case for messages: an address without its password."""
    if not is_address(case):
        return case
    try:
        return make_url(case).render_as_string(hide_password=True)
    except ArgumentError:
        return case.split("://", 1)[0] + "://…"


def make_engine(case: str, *, create: bool, read_only: bool) -> Engine:
    """An engine for the case. Raises CaseError where there is none, NotACase where the file is something else."""
    return _postgres(case) if is_address(case) else _sqlite(Path(case), create, read_only)


def _postgres(case: str) -> Engine:
    try:
        url = make_url(case)
    except ArgumentError as error:
        raise CaseError("The address of the database can't be read.", "Write postgresql://user@host/name.") from error
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise CaseError(f"{url.drivername} is not supported.", "A case is a file or a postgresql:// address.")
    try:
        import psycopg  # noqa: F401
    except ImportError as error:
        raise MissingData("The PostgreSQL driver is not installed.", _EXTRA) from error
    return create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True)


def _sqlite(path: Path, create: bool, read_only: bool) -> Engine:
    if path.is_dir():
        raise CaseError(f"{path} is a folder.", "Name a file, for example syria.sayso.")
    if not path.exists():
        if not create or read_only:
            raise CaseError(f"There is no case {path}.", "Check the name, or add documents to make it: sayso add.")
        if not path.parent.is_dir():
            raise CaseError(f"There is no folder {path.parent}.", "Make it first.")
        if not os.access(path.parent, os.W_OK):
            raise CaseError(f"The folder {path.parent} can't be written.", "Choose another place for the case.")
    elif path.stat().st_size:
        _check_header(path)
    read_only = read_only or (path.exists() and not _writable(path))
    target = path.absolute().as_uri() + ("?mode=ro" if read_only else "?mode=rwc")
    if read_only and not os.access(path.parent, os.W_OK) and not _has_log(path):
        target += "&immutable=1"  # no room for the shared-memory file of WAL mode, and nobody can be writing

    def connect() -> sqlite3.Connection:
        return sqlite3.connect(target, uri=True, timeout=PATIENCE, isolation_level=None, check_same_thread=False)

    engine = create_engine("sqlite://", creator=connect, pool_size=4, max_overflow=8, poolclass=_pool())

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA cache_size = -32768")
        cursor.execute("PRAGMA temp_store = MEMORY")
        cursor.execute("PRAGMA mmap_size = 67108864")
        if not read_only:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA synchronous = NORMAL")
            # 64 MB of log before it is copied into the file: pages that many batches change are copied once.
            cursor.execute("PRAGMA wal_autocheckpoint = 16000")
        cursor.close()

    @event.listens_for(engine, "begin")
    def begin(connection: Any) -> None:
        # Writers take the lock when they start, so that two of them wait for each other instead of failing.
        writes = connection.get_execution_options().get("sayso_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _pool() -> Any:
    from sqlalchemy.pool import QueuePool

    return QueuePool


def _writable(path: Path) -> bool:
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _check_header(path: Path) -> None:
    try:
        with path.open("rb") as stream:
            head = stream.read(72)
    except OSError as error:
        raise CaseError(f"{path} can't be read: {error.strerror or error}.", "Check its permissions.") from error
    if not head.startswith(_HEADER):
        raise NotACase(f"{path} is not a case.", "A case is a SQLite file that Sayso made; is the name right?")


def explain(error: DBAPIError, case: str) -> CaseError:
    """What a database's error means for the user of a case."""
    text = str(error.orig).lower()
    name = shown(case)
    if "full" in text or "no space left" in text:
        return CaseError(f"There is no room left on the disk of {name}.", "Free some; what was kept is intact.")
    if "malformed" in text or "not a database" in text or "disk image" in text:
        return NotACase(f"{name} is damaged.", "Restore it from a copy, or check what is left: sayso check.")
    if "readonly" in text or "read-only" in text or "permission denied" in text:
        return CaseError(f"{name} can't be written.", "Check the permissions of the file and of its folder.")
    if "locked" in text:
        return CaseError(f"{name} is being written by another program.", "Try again when it has finished.")
    if "i/o error" in text:
        return CaseError(f"The disk of {name} failed or is full: {error.orig}.", "What was kept is intact.")
    if "connection" in text or "connect" in text or "password" in text:
        return CaseError(f"The database of {name} does not answer: {str(error.orig).strip()}.", "Is it running?")
    return CaseError(f"The database of {name} failed: {str(error.orig).strip()}.", "sayso check verifies the case.")
