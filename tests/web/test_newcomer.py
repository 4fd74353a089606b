"""Somebody new, told nothing, with the reports that come with Sayso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sayso.coder import Coder
from sayso.demo import reports
from sayso.store import link_case, open_case

from .conftest import served


@pytest.fixture(scope="module")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What sayso demo serves."""
    path: Path = tmp_path_factory.mktemp("bundled") / "demo.sayso"
    with open_case(path, create=True) as case:
        case.writer.write(list(Coder().pipe(reports())), "test")
        link_case(case, made_by="test")
        with served(case) as address:
            yield address


def test_where_two_sources_disagree_is_found_within_three_clicks(page: Any, bundled: str) -> None:
    page.goto(bundled)
    tag = page.locator(".row .tag.bad", has_text="contested").first
    assert tag.is_visible() and tag.bounding_box()["y"] < 900, "it can't be seen without scrolling"
    page.locator(".row", has=page.locator(".tag.bad", has_text="contested")).first.locator("h2 a").click()
    heading = page.get_by_role("heading", name="Where they disagree")
    heading.wait_for()
    assert heading.bounding_box()["y"] < 400
    slot = page.locator(".disputed").first
    values = slot.locator(".held .value").all_inner_texts()
    assert len(set(values)) > 1
    outlets = [set(one.locator(".who a").all_inner_texts()) for one in slot.locator(".held").all()]
    assert any(one.isdisjoint(other) for one in outlets for other in outlets), "one outlet says all of it"
    said = page.locator(".inwords li").first.inner_text()
    assert ", but " in said
    page.locator(".disputed blockquote a").last.click()
    page.wait_for_selector("mark.here")


def test_every_value_of_an_event_is_one_click_from_its_words(page: Any, bundled: str) -> None:
    page.goto(f"{bundled}/events?contested=yes")
    page.locator(".row h2 a").first.click()
    page.wait_for_selector(".voice blockquote a")
    links = page.eval_on_selector_all(
        ".voice blockquote a", "some => some.map(one => [one.href, one.querySelector('mark').textContent])"
    )
    assert len(links) > 20
    # The value that all agree on leads there too.
    values = page.locator("#agreed ~ .slot .value")
    assert values.count() > 3 and page.locator("#agreed ~ .slot .value a").count() == values.count()
    slot = page.locator("#agreed ~ .slot", has=page.get_by_role("heading", name="Killed"))
    killed = slot.locator(".value a")
    links.append([killed.evaluate("one => one.href"), "42 people"])
    for link, words in [*links[:-1:6], links[-1]]:
        page.goto(link)
        marked = "".join(page.locator("mark.here").all_text_contents())
        assert marked == words, link
