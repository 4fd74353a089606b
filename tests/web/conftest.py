"""A workbench for the tests: a small case, served on a free port of this machine."""

from __future__ import annotations

import os
import re
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from sayso.store import Case, open_case
from sayso.web import Settings, create_app

from .desk import fill

CHROMIUM = os.environ.get("SAYSO_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
# Software rendering of WebGL, and no sandbox of its own where the tests run as root.
_ARGUMENTS = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"]


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
    """The reports of the desk, coded and linked: a file to copy."""
    path = tmp_path_factory.mktemp("demo") / "demo.sayso"
    with open_case(path, create=True) as case:
        fill(case)
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, as the system has it."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed: pip install -e '.[dev]'")
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with playwright.sync_playwright() as started:
        found = started.chromium.launch(executable_path=CHROMIUM, args=_ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """A page that fails the test where a script fails or something is loaded from elsewhere."""
    context = browser.new_context(viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
    found = context.new_page()
    wrong: list[str] = []
    found.on("pageerror", lambda error: wrong.append(str(error)))
    found.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    here = re.compile(r"http://127\.0\.0\.1:|blob:|data:")
    found.on("request", lambda asked: None if here.match(asked.url) else wrong.append(asked.url))
    found.set_default_timeout(45_000)
    yield found
    context.close()
    assert [one for one in wrong if "WebGL" not in one and "GPU" not in one] == []


def until(page: Any, expression: str, patience: int = 45_000) -> None:
    """Waits for an expression to hold; Playwright's own way is refused by the pages' security policy."""
    for _ in range(patience // 50):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{expression} does not come true at {page.url}")


def ready(page: Any) -> None:
    """Waits for the map."""
    page.wait_for_selector("#map[data-ready]")
