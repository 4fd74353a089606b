"""How fast the workbench answers over many claims, on the server and in the browser.

    python -m benchmarks.web CASE [CLAIMS]       builds the case where there is none (100,000 claims unless said)

Prints the median of the server's time for the first page, for changes of the filter that were not asked before, and for
the map, and where Chromium and Playwright are installed the time of frames while the map is moved. Every claim of the
case that it builds has a point of its own on the map.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
import sys
import threading
import time
from typing import Any

import httpx
import uvicorn

from benchmarks.store_query import build
from sayso.errors import CaseError
from sayso.store import Case, open_case
from sayso.web import create_app

_ROUNDS = 15
_PAGES = ("/events", "/claims", "/sources", "/map.geojson?zoom=2", "/map.geojson?unit=claims&zoom=2",
          "/map.geojson?zoom=7&west=30&east=40&south=30&north=40")  # fmt: skip
_CHANGES = (
    "kind=airstrike", "kind=siege%2Caid", "status=denied", "place=SYR", "actor=Group+1", "actor=RUS", "source=Source+3",
    "outlet=Outlet+9", "when=2015-10", "when=2012..2018", "q=word12", "q=market+bombed", "killed=%3E%3D10", "hedged=no",
    "-place=SYR", "kind=release&place=YEM", "place=Village+77", "place=Province+7", "confidence=%3E%3D0.9", "contested=no",
)  # fmt: skip


def main() -> None:
    """Serves the case, asks, prints."""
    name, claims = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    try:
        case = open_case(name)
    except CaseError:
        case = open_case(name, create=True)
        build(case, claims)
        _scatter(case)
    with case:
        app = create_app(case)
        started, cpu = time.perf_counter(), time.process_time()
        app.state.bench.snapshots.now()
        print(f"columns read once: {time.perf_counter() - started:.1f} s, {time.process_time() - cpu:.1f} s CPU")
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error", access_log=False, ws="none"))
        threading.Thread(target=server.run, daemon=True).start()
        while not server.started:
            time.sleep(0.05)
        port = server.servers[0].sockets[0].getsockname()[1]
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(base_url=address, headers={"accept": "text/html"}, timeout=60) as client:
            client.get("/api")
            for page in _PAGES:
                print(_told(page, [_asked(client, page) for _ in range(_ROUNDS)]))
            changes = [_asked(client, f"/events?{one}") for one in _CHANGES]
            changes += [_asked(client, f"/claims?{one}&background=no") for one in _CHANGES]
            print(_told(f"{len(changes)} changes of the filter", changes))
        _frames(address)
        server.should_exit = True


def _asked(client: httpx.Client, path: str) -> tuple[float, float]:
    started, cpu = time.perf_counter(), time.process_time()
    client.get(path).raise_for_status()
    return (time.perf_counter() - started) * 1000, (time.process_time() - cpu) * 1000


def _told(what: str, times: list[tuple[float, float]]) -> str:
    wall, cpu = zip(*times, strict=True)
    return f"{statistics.median(wall):6.0f} ms median, {max(wall):6.0f} slowest, {statistics.median(cpu):6.0f} CPU   {what}"


def _scatter(case: Case) -> None:
    """Gives every claim a point of its own: the map has as many places as there are claims."""
    if "://" in case.name:
        return
    with sqlite3.connect(case.name) as connection:
        connection.execute(
            "UPDATE claims SET lat = (seq * 7919 % 100003) / 800.0 - 55, lon = (seq * 104729 % 100019) / 280.0 - 178"
        )


def _frames(address: str) -> None:
    """How long frames take while the map is dragged and zoomed, over the whole case and over nothing.

    Where the graphics are drawn by software, most of a frame is that; the time of the main thread is what scripts cost.
    """
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        chromium = None
    if chromium is None:
        print("frames: Chromium or Playwright is missing")
        return
    with sync_playwright() as started:
        browser: Any = started.chromium.launch(
            executable_path=chromium,
            args=["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--no-sandbox"],
        )
        for path in ("/claims?map=25,20,2.5", "/claims?map=34,38,6.0", "/claims?place=Nowhere&map=25,20,2.5"):
            page = browser.new_page(viewport={"width": 1440, "height": 900})
            _frames_of(page, address, path)
            page.close()
        browser.close()


def _frames_of(page: Any, address: str, path: str) -> None:
    page.goto(f"{address}{path}")
    page.wait_for_selector("#map[data-ready]", timeout=120_000)
    page.wait_for_timeout(4_000)
    meter = page.context.new_cdp_session(page)
    meter.send("Performance.enable")
    page.evaluate("""() => { window.frames_ = []; window.long_ = []; let last = performance.now();
        new PerformanceObserver((list) => list.getEntries().forEach((one) => long_.push(one.duration)))
          .observe({ type: "longtask" });
        const tick = (now) => { window.frames_.push(now - last); last = now; requestAnimationFrame(tick); };
        requestAnimationFrame(tick); }""")
    before = _metrics(meter)
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(60):
        page.mouse.move(x + (step if step < 30 else 60 - step) * 4, y + step)
    page.mouse.up()
    for turn in (-120, -120, 120, 120):
        page.mouse.wheel(0, turn)
        page.wait_for_timeout(400)
    after = _metrics(meter)
    times, long = sorted(page.evaluate("window.frames_")), page.evaluate("window.long_")
    spent = {name: 1000 * (after[name] - before[name]) / len(times) for name in ("TaskDuration", "ScriptDuration")}
    print(f"{statistics.median(times):6.0f} ms median frame, {times[int(len(times) * 0.9)]:.0f} at the 90th percentile; "
          f"main thread {spent['TaskDuration']:.1f} ms a frame, scripts {spent['ScriptDuration']:.1f}; "
          f"{len(long)} tasks over 50 ms, longest {max(long, default=0):.0f}; "
          f"{page.get_attribute('#map', 'data-drawn')} signs, {len(times)} frames   {path}")  # fmt: skip


def _metrics(meter: Any) -> dict[str, float]:
    return {one["name"]: one["value"] for one in meter.send("Performance.getMetrics")["metrics"]}


if __name__ == "__main__":
    main()
