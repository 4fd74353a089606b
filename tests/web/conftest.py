"""A workbench for the tests: the demo's reports coded and linked once, served on a free port of this machine."""

from __future__ import annotations

import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from sayso.coder import Coder, made_by
from sayso.demo.reports import reports
from sayso.store import Case, link_case, open_case
from sayso.web import Settings, create_app


@contextmanager
def served(case: Case, settings: Settings | None = None) -> Iterator[str]:
    """Serves a case; gives the address."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(64)
        config = uvicorn.Config(
            create_app(case, settings), log_level="warning", access_log=False, ws="none", timeout_graceful_shutdown=1
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(10)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo's reports, coded and linked: a file to copy."""
    path = tmp_path_factory.mktemp("demo") / "demo.sayso"
    coder = Coder()
    with open_case(path, create=True) as case:
        case.writer.write(list(coder.pipe(reports())), made_by(coder.parser.model))
        link_case(case, made_by="test")
    return path


@pytest.fixture(scope="session")
def demo(demo_file: Path) -> Iterator[str]:
    """The address of a workbench that only is read from."""
    with open_case(demo_file) as case, served(case) as address:
        yield address


@pytest.fixture
def own(demo_file: Path, tmp_path: Path) -> Iterator[str]:
    """The address of a workbench of one test's own, which it may change."""
    path = tmp_path / "own.sayso"
    shutil.copy(demo_file, path)
    with open_case(path) as case, served(case) as address:
        yield address


@pytest.fixture
def client(demo: str) -> Iterator[httpx.Client]:
    """Asks as a browser does, without scripts."""
    with httpx.Client(base_url=demo, headers={"accept": "text/html"}, timeout=30) as found:
        yield found
