"""Cases for the tests: the same tests run on a SQLite file and on a PostgreSQL server of their own."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.store import Case, open_case


def _binaries() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    elsewhere = shutil.which("initdb")
    return Path(elsewhere).parent if elsewhere else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The address of a PostgreSQL server that lives as long as the tests, without the name of a database."""
    pytest.importorskip("psycopg", reason="the driver is not installed: pip install 'sayso[postgres]'")
    binaries = _binaries()
    if binaries is None:
        pytest.skip("PostgreSQL is not installed: apt-get install postgresql")
    folder = Path(tempfile.mkdtemp(prefix="sayso-pg-"))
    user: dict[str, Any] = {}
    if os.geteuid() == 0:  # the server refuses to run as root
        try:
            unprivileged = pwd.getpwnam("postgres")
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user postgres")
        os.chown(folder, unprivileged.pw_uid, unprivileged.pw_gid)
        user = {"user": unprivileged.pw_uid, "group": unprivileged.pw_gid}
    data, port = folder / "data", _free_port()

    def run(*command: str | Path) -> None:
        # The output goes to a file: the server inherits it and would keep a pipe open.
        with (folder.parent / f"{folder.name}.log").open("ab") as log:
            subprocess.run([str(part) for part in command], check=True, cwd=folder, stdout=log, stderr=log,
                           stdin=subprocess.DEVNULL, timeout=120, **user)  # fmt: skip

    run(binaries / "initdb", "-D", data, "-U", "sayso", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder} -c fsync=off"
    run(binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-o", options, "start")
    try:
        yield f"postgresql://sayso@127.0.0.1:{port}"
    finally:
        run(binaries / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
        shutil.rmtree(folder, ignore_errors=True)
        (folder.parent / f"{folder.name}.log").unlink(missing_ok=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The name of a case that does not exist yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "case.sayso")
        return
    base = request.getfixturevalue("server")  # skips where there is no driver or no server

    import psycopg

    name = f"case_{tmp_path.name.lower()}_{os.urandom(4).hex()}".replace("-", "_")[:60]
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{base}/{name}"
    with psycopg.connect(f"{base}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def case(address: str) -> Iterator[Case]:
    """An empty case, on each of the databases."""
    with open_case(address, create=True) as opened:
        yield opened


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Case]:
    """An empty case in a file, for what does not depend on the database."""
    with open_case(tmp_path / "local.sayso", create=True) as opened:
        yield opened
