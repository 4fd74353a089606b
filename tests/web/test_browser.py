"""The workbench in Chromium: flows by mouse and by keyboard, with and without scripts, and how it looks."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from .conftest import ready, served, until
from .nasty import nasty_case

_SIZES = (1440, 768, 390)


def _count(page: Any) -> str:
    return str(page.locator(".of").inner_text())


@pytest.fixture(scope="module")
def numbers(demo: str) -> dict[str, int]:
    """How many events, claims and contested events the demo has: the coder decides that, not these tests."""
    with httpx.Client(base_url=demo) as client:
        contested = client.get("/events.json?contested=yes").json()
        return {"events": contested["total"], "contested": contested["count"],
                "claims": client.get("/claims.json").json()["total"]}  # fmt: skip


def test_facets_map_and_list_follow_each_other_and_the_back_button(
    page: Any, demo: str, numbers: dict[str, int]
) -> None:
    page.goto(f"{demo}/events")
    ready(page)
    whole, some = f"{numbers['events']} of {numbers['events']} events", f"{numbers['contested']} of {numbers['events']} events"
    assert _count(page) == whole
    page.evaluate("window.same = true")
    page.locator("#facets").get_by_text("contested", exact=True).click()
    until(page, f"document.querySelector('.of').innerText === '{some}'")
    assert page.url.endswith("/events?contested=yes") and page.locator(".row").count() == numbers["contested"]
    page.get_by_role("navigation", name="What is listed").get_by_text("Claims").click()
    page.wait_for_url("**/claims?contested=yes")
    until(page, "document.querySelector('.of').innerText.includes('claims')")
    page.locator("#line").fill('"trauma hospital"')
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims?contested=yes&q=trauma+hospital")
    narrowed = _count(page)
    page.go_back()
    until(page, "!document.querySelector('.chips').innerText.includes('trauma')")
    page.go_back()
    until(page, f"document.querySelector('.of').innerText === '{some}'")
    page.go_forward()
    page.go_forward()
    until(page, f"document.querySelector('.of').innerText === {narrowed!r}")
    assert page.evaluate("window.same"), "the page was loaded anew"
    page.reload()
    assert _count(page) == narrowed


def test_a_range_drawn_on_the_timeline_becomes_the_filter(page: Any, demo: str, numbers: dict[str, int]) -> None:
    whole = f"{numbers['events']} of "
    page.goto(f"{demo}/events")
    ready(page)  # the map moves what is below it
    page.wait_for_selector(".brush .overlay")
    page.wait_for_timeout(300)
    box = page.locator(".bars").bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.7, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 40, steps=4)
    page.mouse.move(box["x"] + box["width"] - 1, box["y"] + 40)
    page.mouse.up()
    page.wait_for_url(re.compile(r"when=2015-10-0\d\.\.2015-10-03"))
    until(page, f"!document.querySelector('.of').innerText.startsWith('{whole}')")
    page.get_by_text("All days").click()
    until(page, f"document.querySelector('.of').innerText.startsWith('{whole}')")


def test_a_bar_of_the_timeline_can_be_clicked(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events")
    ready(page)  # the map moves what is below it
    page.wait_for_selector(".brush .overlay")
    page.wait_for_timeout(300)
    box = page.locator(".bars").bounding_box()
    page.mouse.click(box["x"] + 20, box["y"] + 80)
    page.wait_for_url("**/events?when=2015-09-28")


def _press_until(page: Any, key: str, wanted: str, most: int = 120) -> None:
    """Presses a key until the focus is on what a selector names."""
    for _ in range(most):
        page.keyboard.press(key)
        if page.evaluate("wanted => document.activeElement.matches(wanted)", wanted):
            return
    raise AssertionError(f"{wanted} can't be reached by {key}")


def test_everything_is_reached_by_keyboard_alone(page: Any, demo: str) -> None:
    page.goto(f"{demo}/events")
    ready(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    _press_until(page, "Tab", "#line")
    page.keyboard.type("kind:airstrike")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?kind=airstrike")
    page.goto(f"{demo}/events")
    ready(page)
    _press_until(page, "Tab", '#facets a[href="/events?contested=yes"]')
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus can't be seen"
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?contested=yes")
    until(page, "document.activeElement.textContent.includes('contested')")
    page.goto(page.url)
    _press_until(page, "Tab", ".row h2 a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events/e*")
    _press_until(page, "Tab", ".disputed blockquote a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*at=*")
    assert page.locator("mark.here").first.is_visible()
    page.goto(page.url.split("?")[0])
    _press_until(page, "Tab", "#layer-places")
    page.keyboard.press("Space")
    page.wait_for_url("**hide=places")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.wait_for_url("**hide=places%2Cdates")
    page.reload()
    assert not page.locator("#layer-dates").is_checked() and page.locator("#layer-claims").is_checked()


def test_sources_and_adding_by_keyboard_alone(page: Any, own: str, numbers: dict[str, int]) -> None:
    page.goto(f"{own}/sources")
    _press_until(page, "Tab", '.tabs a[href*="origin"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/sources?by=origin")
    _press_until(page, "Tab", ".sources th a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/claims?origin=*")
    _press_until(page, "Tab", '.top a[href="/add"]')
    page.keyboard.press("Enter")
    page.wait_for_url("**/add")
    _press_until(page, "Tab", "#text")
    page.keyboard.type("Rebels shelled the town of Salma on Monday, the army said.")
    _press_until(page, "Tab", "form[action='/add/text'] button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/add/jobs/1")
    until(page, "document.querySelector('#state').textContent === 'done'", 120_000)
    _press_until(page, "Tab", "#steps a")
    page.keyboard.press("Enter")
    page.wait_for_url("**/documents/*")
    assert page.locator(".claimcard").count() == 1


def test_a_card_and_its_words_light_up_together(page: Any, demo: str) -> None:
    page.goto(f"{demo}/documents/desk-3")
    card = page.locator(".claimcard").nth(1)
    card.hover()
    name = card.get_attribute("data-claim")
    lit = page.locator("mark.lit")
    assert lit.count() > 0
    for one in lit.all():
        assert name in one.get_attribute("data-claims").split()


def test_adding_tells_step_by_step(own: str, page: Any, numbers: dict[str, int]) -> None:
    page.goto(f"{own}/add")
    page.locator("#text").fill("Rebels shelled the town of Salma on Monday, killing five people, the army said.")
    page.locator("#title").fill("Salma <b>shelled</b>")
    page.locator("#text-published").fill("2015-10-12")
    page.get_by_role("button", name="Add the text").click()
    page.wait_for_url("**/add/jobs/1")
    until(page, "document.querySelector('#state').textContent === 'done'", 90_000)
    steps = page.locator("#steps").inner_text()
    assert "Salma <b>shelled</b>: 1 claim." in steps and "Done." in steps
    page.goto(f"{own}/claims")
    assert _count(page) == f"{numbers['claims'] + 1} of {numbers['claims'] + 1} claims"
    page.goto(f"{own}/add")
    page.locator("#addresses").fill("http://127.0.0.1:1/private")
    page.get_by_role("button", name="Fetch").click()
    page.wait_for_url("**/add/jobs/2")
    until(page, "document.querySelector('#state').textContent === 'done'", 60_000)
    assert "private address" in page.locator("#steps li.error").inner_text()


def test_everything_works_without_scripts(browser: Any, own: str, numbers: dict[str, int]) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{own}/events")
    page.locator("#facets").get_by_text("contested", exact=True).click()
    assert _count(page) == f"{numbers['contested']} of {numbers['events']} events"
    page.locator("#line").fill("kind:airstrike")
    page.keyboard.press("Enter")
    page.wait_for_url("**/events?contested=yes&kind=airstrike")
    page.locator("#mapless summary").click()
    assert page.locator("#mapless tbody tr").count() >= 1
    page.locator(".row h2 a").first.click()
    page.locator(".disputed blockquote a").first.click()
    assert page.locator("mark.here").first.is_visible()
    page.locator("#layer-sources").uncheck()
    page.get_by_role("button", name="Set").click()
    assert not page.locator("#layer-sources").is_checked()
    page.goto(f"{own}/add")
    page.locator("#files").set_input_files(
        [{"name": "../../x.txt", "mimeType": "text/plain", "buffer": b"Jets bombed Aleppo on Monday, activists said."}]
    )
    page.get_by_role("button", name="Upload").click()
    for _ in range(60):
        page.wait_for_timeout(500)
        if page.locator("#state").inner_text() == "done":
            break
        page.reload()
    assert "1 claim" in page.locator("#steps").inner_text()
    context.close()


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with nasty_case(tmp_path_factory.mktemp("nasty") / "n.sayso") as case, served(case) as address:
        yield address


def test_nothing_in_an_article_runs(page: Any, nasty: str) -> None:
    page.goto(f"{nasty}/events")
    ready(page)
    links = [f"{nasty}{path}" for path in ("/claims", "/documents", "/sources", "/sources?by=origin")]
    links += page.eval_on_selector_all(".row h2 a", "some => some.map(one => one.href)")
    page.goto(f"{nasty}/documents")
    links += page.eval_on_selector_all("tbody a", "some => some.map(one => one.href)")
    assert len(links) > 10
    for link in links:
        page.goto(link)
        page.mouse.move(300, 300)
        assert page.evaluate("window.hacked") is None, link
        assert page.evaluate("getComputedStyle(document.body).display") == "block", link
        hrefs = page.eval_on_selector_all("a", "some => some.map(one => String(one.href?.baseVal ?? one.href))")
        assert not [one for one in hrefs if one.startswith("javascript:")]


def test_right_to_left_text_runs_from_the_right(page: Any, nasty: str) -> None:
    page.goto(f"{nasty}/documents/d1")
    first = page.locator(".para p").first
    assert "👩‍👩‍👧 قصف e\u0301" in first.inner_text()
    first.evaluate("one => { one.textContent = 'قصفت الطائرات'; }")
    assert first.evaluate("one => getComputedStyle(one).direction") == "rtl"


def _paths(page: Any, demo: str) -> dict[str, str]:
    page.goto(f"{demo}/events?contested=yes")
    event = page.locator(".row h2 a").first.get_attribute("href")
    return {
        "events": "/events", "claims": "/claims?kind=airstrike", "nothing": "/events?place=Nowhere", "event": event,
        "article": "/documents/desk-3", "articles": "/documents", "sources": "/sources", "add": "/add", "api": "/api",
        "missing": "/nowhere",
    }  # fmt: skip


def test_axe_finds_nothing_serious(browser: Any, demo: str) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python is not installed")
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})
        page = context.new_page()
        for name, path in _paths(page, demo).items():
            page.goto(demo + path)
            if name in ("events", "claims"):
                ready(page)
            found = axe.Axe().run(page).response["violations"]
            serious = [
                (one["id"], node["target"], node.get("failureSummary"))
                for one in found if one["impact"] in ("serious", "critical") for node in one["nodes"]
            ]  # fmt: skip
            assert serious == [], (scheme, name)
        context.close()


def test_pages_fit_their_screens(browser: Any, demo: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = Path(os.environ.get("SAYSO_SCREENSHOTS") or tmp_path_factory.mktemp("screenshots"))
    folder.mkdir(parents=True, exist_ok=True)
    for width in _SIZES:
        for scheme in ("light", "dark"):
            context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
            page = context.new_page()
            for name, path in _paths(page, demo).items():
                page.goto(demo + path)
                if name in ("events", "claims"):
                    ready(page)
                    page.wait_for_timeout(400)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, (name, width, wide)
                if name in ("articles", "sources"):  # no column hides behind the edge of its table
                    inner = page.eval_on_selector_all(".scroll", "all => all.map(one => one.scrollWidth - one.clientWidth)")
                    assert inner and max(inner) <= 0, (name, width, inner)
            context.close()


def test_pages_are_light(browser: Any, demo: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    network.on("Network.responseReceived", lambda told: names.update({told["requestId"]: told["response"]["url"]}))
    network.on("Network.loadingFinished", lambda told: sizes.update({told["requestId"]: told["encodedDataLength"]}))
    page.goto(f"{demo}/events")
    ready(page)
    page.wait_for_timeout(500)
    of_map = sum(size for one, size in sizes.items() if re.search("maplibre|world-atlas|topojson|geojson", names.get(one, "")))
    assert of_map > 300_000 and sum(sizes.values()) <= 900_000
    assert sum(sizes.values()) - of_map <= 60_000
    context.close()
