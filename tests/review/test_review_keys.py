"""Review by the keyboard alone, in Debian's Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from case.samples import duma, hodeidah, span
from sayso.record import Record
from sayso.store import Case, link_case, open_case
from web.conftest import served

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = Path("/usr/bin/chromium")
SHELLED, HIT = (one.id for one in duma().claims)
BOMBED = hodeidah().claims[0].id
# Offsets must count code points: what stands before takes two units in UTF-16, or joins with its neighbours.
EMOJI = "Léo 👩‍👩‍👧 e\u0301: قصف.\nRebels shelled the 🏥 clinic of Salma on Monday, a medic said."


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with open_case(tmp_path / "x.sayso", create=True) as opened:
        opened.writer.write([duma(), hodeidah()])
        link_case(opened, made_by="test")
        yield opened


@pytest.fixture
def address(case: Case) -> Iterator[str]:
    with served(case) as found:
        yield found


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser that lives as long as the tests of this module."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Any, address: str) -> Iterator[Any]:
    """Opens a browser of one's own with the queue in it, under a name."""
    contexts = []
    faults: list[str] = []

    def opened(name: str = "Ana", **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": 1440, "height": 900}, **options)
        context.set_default_timeout(8_000)
        contexts.append(context)
        page: Page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" and "409" not in said.text else None)
        page.goto(f"{address}/review")
        if name:
            page.get_by_label("Reviewer").fill(name)
            with page.expect_navigation():
                page.keyboard.press("Enter")
        page.evaluate("document.activeElement.blur()")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert faults == []


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def goes(page: Page, key: str) -> None:
    with page.expect_navigation():
        page.keyboard.press(key)


def log(case: Case) -> list[tuple[str, str]]:
    return [(row["by"], row["action"]) for row in case.view.judgements()]


def test_a_queue_is_worked_through_by_single_keys(open_page: Any, case: Case) -> None:
    page = open_page()
    goes(page, "n")
    assert HIT in page.url
    goes(page, "a")
    assert BOMBED in page.url
    goes(page, "n")
    assert SHELLED in page.url
    goes(page, "p")
    assert BOMBED in page.url
    goes(page, "r")
    assert SHELLED in page.url
    goes(page, "u")  # one's own last judgement, and back to its claim
    assert BOMBED in page.url
    assert log(case) == [("Ana", "accept"), ("Ana", "reject"), ("Ana", "undo")]
    goes(page, "a")
    goes(page, "a")
    assert page.url.endswith("/review")
    assert "Nothing is left to judge" in page.content()


def test_the_log_fits_a_phone_and_names_what_was_undone(open_page: Any, case: Case) -> None:
    page = open_page()
    goes(page, "n")
    goes(page, "a")
    goes(page, "u")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(page.url.split("/review")[0] + "/review/log")
    rows = page.locator("tbody tr")
    assert [row.locator("td.main").inner_text() for row in rows.all()] == ["undid: accepted", "accepted"]
    assert page.eval_on_selector_all(".scroll", "all => all.map(one => one.scrollWidth - one.clientWidth)") == [0]


def test_slots_are_set_without_the_mouse(open_page: Any, case: Case) -> None:
    page = open_page()
    page.goto(page.url + f"/claims/{SHELLED}")
    press(page, "k")
    page.keyboard.type("drone")
    press(page, "Tab")
    goes(page, "Enter")
    assert next(case.claims(f"claim:{SHELLED}"))["kind"] == "drone_strike"
    press(page, "w", "Tab")
    page.keyboard.type("syrian air f")
    page.locator('.slot[data-slot="actor"] .option').first.wait_for()
    press(page, "ArrowDown")
    goes(page, "Enter")
    row = next(case.claims(f"claim:{SHELLED}"))
    assert (row["actor_id"], row["actor_text"]) == ("air-syr", "Government artillery")
    press(page, "l", "Tab")
    page.keyboard.type("Harasta")
    page.locator('.slot[data-slot="place"] .option').first.wait_for()
    press(page, "ArrowDown")
    goes(page, "Enter")
    assert next(case.claims(f"claim:{SHELLED}"))["country"] == "SYR"
    press(page, "d")
    page.keyboard.type("2015-10-11")
    goes(page, "Enter")
    press(page, "c")
    page.keyboard.type("10..12")
    goes(page, "Enter")
    press(page, "m")
    page.keyboard.type("a or r here is only a letter")
    assert page.locator("textarea").input_value() == "a or r here is only a letter"
    press(page, "Tab")
    goes(page, "Enter")
    assert [action for _, action in log(case)] == ["edit"] * 5 + ["note"]
    shown = page.locator(".slots").inner_text()
    assert "shelling" in shown and "drone strike" in shown  # before and after
    press(page, "s")
    press(page, "Escape")
    assert page.locator("details[open]").count() == 0
    for _ in range(6):
        goes(page, "u")
    assert page.locator("del").count() == 0
    assert next(case.claims(f"claim:{SHELLED}"))["reviewed"] is None


def test_keys_are_shown_and_can_be_changed(open_page: Any, case: Case) -> None:
    page = open_page()
    press(page, "?")
    assert page.locator("dialog[open]").is_visible()
    assert "accept, next" in page.locator(".keylist").inner_text()
    press(page, "a")  # does nothing while the list is open
    page.locator('[data-rebind="accept"]').focus()
    press(page, "Enter", "r")
    assert "accept, next is r; reject is a" in page.locator("#keys-said").inner_text()
    press(page, "Escape")
    page.goto(page.url + f"/claims/{SHELLED}")
    assert page.locator('[data-kbd="accept"]').first.inner_text() == "r"
    goes(page, "r")
    assert log(case) == [("Ana", "accept")]
    press(page, "?")
    page.locator("#keys-reset").focus()
    press(page, "Enter", "Escape")
    goes(page, "r")
    assert log(case)[1] == ("Ana", "reject")


def test_two_people_at_one_claim(open_page: Any, case: Case) -> None:
    ana, ben = open_page("Ana"), open_page("Ben")
    for page in (ana, ben):
        page.goto(page.url + f"/claims/{SHELLED}")
    goes(ana, "a")
    goes(ben, "r")
    assert "judged by Ana (accept)" in ben.locator("#problem").inner_text()
    assert log(case) == [("Ana", "accept")]
    ben.get_by_role("button", name="Do it all the same").focus()
    goes(ben, "Enter")
    assert log(case) == [("Ana", "accept"), ("Ben", "reject")]
    assert case.check() == []


def test_words_are_marked_in_the_text(open_page: Any, case: Case) -> None:
    from case.samples import claim

    one = claim(EMOJI, "shelled", "e1")
    case.writer.write([Record(id="e1", text=EMOJI, claims=(one,), made_by="1")])
    page = open_page()
    page.goto(page.url + f"/claims/{one.id}")
    whole = page.locator("#text").evaluate("node => [...node.querySelectorAll('p')].map(p => p.textContent).join('\\n')")
    assert whole == EMOJI
    press(page, "t")
    page.evaluate(
        """words => {
          const walk = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT);
          for (let node = walk.nextNode(); node; node = walk.nextNode()) {
            const at = node.data.indexOf(words);
            if (at < 0) continue;
            getSelection().setBaseAndExtent(node, at, node, at + words.length);
            document.getElementById("text").dispatchEvent(new PointerEvent("pointerup", { bubbles: true }));
          }
        }""",
        "the 🏥 clinic ",
    )
    field = page.locator('.slot[data-slot="target"] input.words')
    field.evaluate("node => new Promise(done => setTimeout(done, 50))")
    assert field.input_value() == "the 🏥 clinic"
    goes(page, "Enter")
    target = case.view.claim(one.id)[1].target
    assert target is not None
    assert target.bare == span(EMOJI, "the 🏥 clinic")


def test_pages_have_no_serious_faults_for_those_who_hear_or_see_less(open_page: Any, case: Case) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page = open_page("Ana", color_scheme="dark")
    root = page.url
    page.goto(f"{root}/claims/{SHELLED}")
    press(page, "w")
    for path in ("", f"/claims/{SHELLED}?slot=actor&find=syria", "/log", "/orphans", "/agreement", "/documents/duma-1/add"):
        page.goto(root + path)
        if path == "":
            press(page, "?")
        found = axe.Axe().run(page).response["violations"]
        serious = [(one["id"], one["nodes"][0]["html"][:150]) for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], path
