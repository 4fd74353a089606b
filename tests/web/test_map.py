"""The map in Chromium: what stands on one spot, by mouse and by keyboard, a base map of one's own, places under review."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path
from typing import Any

from sayso.store import open_case
from sayso.web import Settings

from .conftest import ready, served, until
from .nasty import QUOTED, SINGLE, nasty_case
from .tiles import archive


def _colour(page: Any, x: float, y: float) -> tuple[int, ...]:
    """The colour of a point of the page, red, green, blue."""
    body: bytes = page.screenshot(clip={"x": x, "y": y, "width": 1, "height": 1})
    at, packed = 8, b""
    while at < len(body):
        length, kind = struct.unpack(">I4s", body[at : at + 8])
        packed += body[at + 8 : at + 8 + length] if kind == b"IDAT" else b""
        at += length + 12
    return tuple(zlib.decompress(packed)[1:4])


def _settled(page: Any) -> None:
    ready(page)
    page.wait_for_selector("#map[data-drawn]")
    page.wait_for_timeout(500)


def test_what_stands_on_one_spot_is_spread_out_and_leads_on(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events")
    _settled(page)
    # All that the demo tells of lies in one town, so that the map opens on it.
    box = page.locator("#map").bounding_box()
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(*middle)
    page.wait_for_selector(".spread a")
    signs = page.locator(".spread a")
    titles = {one.inner_text().split("\n")[0] for one in page.locator(".row h2 a").all()}
    assert signs.count() == 2 and {one.locator("span").text_content() for one in signs.all()}
    spots = [one.bounding_box() for one in signs.all()]
    assert abs(spots[0]["x"] - spots[1]["x"]) + abs(spots[0]["y"] - spots[1]["y"]) > 30, "the signs lie on one another"
    assert all(any(one.text_content().startswith(title) for title in titles) for one in page.locator(".spread span").all())
    page.mouse.click(box["x"] + 15, box["y"] + 15)
    assert page.locator(".spread").count() == 0
    page.mouse.click(*middle)
    page.locator(".spread a").first.click()
    page.wait_for_url("**/events/e*")


def test_the_map_by_keyboard_alone(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events")
    _settled(page)
    page.locator("#map canvas").focus()
    page.keyboard.press("Enter")
    until(page, "document.activeElement.matches('.spread a')")
    page.keyboard.press("Escape")
    assert page.locator(".spread").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "CANVAS"
    page.keyboard.press("Enter")
    until(page, "document.activeElement.matches('.spread a')")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/e*")


def test_one_event_alone_is_told_of_in_words(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events?kind=territory_gained")
    _settled(page)
    page.locator("#map canvas").focus()
    page.keyboard.press("Enter")
    told = page.locator(".maplibregl-popup-content")
    told.wait_for()
    assert "Kunduz, Afghanistan" in told.inner_text() and "1 event · exact place" in told.inner_text()
    told.get_by_role("link").click()
    page.wait_for_url("**/events/e*")


def test_the_map_keeps_where_it_looks_in_the_address(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events?map=36.730,68.850,5.0")
    ready(page)
    page.locator(".maplibregl-ctrl-zoom-in").click()
    until(page, "new URLSearchParams(location.search).get('map')?.endsWith(',6.0')")


def test_a_map_that_software_draws_is_sharp_again_when_it_rests(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events?map=33.000,36.000,5.0")
    _settled(page)
    box = page.locator("#map").bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    for _ in range(3):
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(12):
            page.mouse.move(x + 8 * step, y + 2 * step)
            page.wait_for_timeout(20)
        page.mouse.up()
    # The map followed the mouse all the way, some two degrees a time: no change of sharpness ended a move.
    until(page, "Number(new URLSearchParams(location.search).get('map').split(',')[1]) < 33")
    sharp = (
        "() => { const one = document.querySelector('#map canvas');"
        " return one.width === Math.floor(one.clientWidth * devicePixelRatio); }"
    )
    page.wait_for_function(sharp, timeout=10_000)
    assert page.locator("#map").get_attribute("data-ratio") in (None, "1.00")


def test_the_table_leads_where_the_map_does(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events")
    page.locator("#mapless summary").click()
    assert page.locator("#mapless tbody tr").first.inner_text().startswith("Kunduz")
    page.locator("#mapless tbody a").first.click()
    page.wait_for_url("**/events?place=Kunduz*")
    until(page, "document.querySelector('.chips')?.innerText.includes('Kunduz')")


def test_a_base_map_of_ones_own(page: Any, demo_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "own.pmtiles"
    path.write_bytes(archive())
    with open_case(demo_file) as case, served(case, Settings(basemap=path)) as address:
        answers: list[int] = []
        page.on("response", lambda told: answers.append(told.status) if told.url.endswith(".pmtiles") else None)
        page.goto(f"{address}/events?map=36.7,68.8,5.0")
        _settled(page)
        assert len(answers) >= 2 and set(answers) == {206}
        assert page.locator(".whose").inner_text() == "© A desk"
        assert page.evaluate("window.hacked") is None
        box = page.locator("#map").bounding_box()
        # The file says that all is water, also where Natural Earth has land.
        assert _colour(page, box["x"] + 20, box["y"] + box["height"] - 20) == (0xDF, 0xE8, 0xEE)


def test_a_base_map_that_cannot_be_read_is_said_so(page: Any, demo_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.pmtiles"
    path.write_bytes(b"no map at all " * 400)
    with open_case(demo_file) as case, served(case, Settings(basemap=path)) as address:
        page.goto(f"{address}/events")
        _settled(page)
        assert "base map can’t be read" in page.locator("#map-note").inner_text()


def test_names_on_the_map_are_words_and_nothing_else(page: Any, tmp_path: Path) -> None:
    with nasty_case(tmp_path / "n.sayso") as case, served(case) as address:
        page.goto(f"{address}/claims?map=36.2,37.1,13.9")
        _settled(page)
        page.locator("#map canvas").focus()
        page.keyboard.press("Enter")
        page.wait_for_selector(".spread a")
        told = page.locator(".spread a span").first.text_content()
        assert SINGLE in told and QUOTED in told
        assert page.locator(".spread img, .spread script").count() == 0
        page.mouse.move(700, 300)
        assert page.evaluate("window.hacked") is None


def test_places_under_review_are_picked_from_a_map(page: Any, own: str) -> None:
    page.goto(f"{own}/review")
    page.get_by_label("Reviewer").fill("Ana")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto(f"{own}/review/claims/cdesk-1")
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("l")
    page.wait_for_selector('.placemap[data-signs="1"]')  # as it stands
    page.keyboard.press("Tab")
    page.keyboard.type("Harasta")
    page.wait_for_selector(".found .option")
    page.wait_for_selector(".placesign")
    signs, options = page.locator(".placesign"), page.locator(".found .option")
    assert signs.count() == options.count() > 0
    signs.first.click()
    picked = page.locator("input[name=geonameid]").input_value()
    assert picked == options.first.locator("input").input_value() and picked.isdecimal()
    assert "chosen" in signs.first.get_attribute("class")
    page.keyboard.press("Enter")
    page.wait_for_selector(".slot[data-slot=place] ins")
    assert "SYR" in page.locator(".slot[data-slot=place] ins").inner_text()
