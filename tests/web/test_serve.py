"""The command: where it listens, what it says, and how it stops."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from sayso.store import open_case
from sayso.web import Settings

from .conftest import served


def _serve(*arguments: str) -> tuple[subprocess.Popen[str], str]:
    command = [sys.executable, "-m", "sayso", "serve", *arguments, "--no-browser"]
    found = subprocess.Popen(command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert found.stderr is not None
    told = ""
    while "http://" not in told and found.poll() is None:
        told += found.stderr.readline()
    return found, told


def test_it_says_where_it_is_and_stops_when_interrupted(demo_file: Path) -> None:
    server, told = _serve(str(demo_file), "--port", "0")
    try:
        address = re.search(r"http://127\.0\.0\.1:\d+/", told)
        assert address, told
        assert httpx.get(address[0] + "events").status_code == 200
    finally:
        server.send_signal(signal.SIGINT)
        out, _ = server.communicate(timeout=20)
    assert out == "" and server.returncode in (0, 130, -signal.SIGINT)


def test_a_port_in_use_is_said_so(demo_file: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server, told = _serve(str(demo_file), "--port", str(taken.getsockname()[1]))
        server.communicate(timeout=20)
    assert server.returncode == 1 and "can't be listened on" in told


def test_a_case_that_is_not_there(tmp_path: Path) -> None:
    server, told = _serve(str(tmp_path / "none.sayso"))
    server.communicate(timeout=20)
    assert server.returncode == 1 and "There is no case" in told


def test_the_demo_ends_without_a_server_where_nobody_looks() -> None:
    command = [sys.executable, "-m", "sayso", "demo", "--format", "table"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0 and "http://" not in done.stderr


@pytest.mark.parametrize(("asked", "status", "expected"), [("bytes=2-5", 206, b"2345"), (None, 200, b"0123456789" * 500)])
def test_a_base_map_is_given_in_ranges(
    demo_file: Path, tmp_path: Path, asked: str | None, status: int, expected: bytes
) -> None:
    path = tmp_path / "base.pmtiles"
    path.write_bytes(b"0123456789" * 500)
    with open_case(demo_file) as case, served(case, Settings(basemap=path)) as address:
        answer = httpx.get(f"{address}/basemap.pmtiles", headers={"range": asked} if asked else {})
        assert answer.status_code == status and answer.content == expected
        assert 'data-basemap="/basemap.pmtiles"' in httpx.get(f"{address}/events").text
