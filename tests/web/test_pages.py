"""Pages without scripts: what they say, and that their state is in the address."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from case.samples import HODEIDAH, hodeidah
from sayso.query import Filter
from sayso.record import identified
from sayso.store import link_case, open_case
from sayso.web.addresses import segment, unsegment
from sayso.web.chain_svg import _ROOM, _advance, _short
from sayso.web.state import State

from .conftest import served


def _count(page: str) -> tuple[int, int]:
    found = re.search(r'<p class="of" role="status"><strong>([\d,]+)</strong> of ([\d,]+)', page)
    assert found
    return int(found[1].replace(",", "")), int(found[2].replace(",", ""))


def test_the_first_page_leads_to_the_events(client: httpx.Client) -> None:
    assert client.get("/").headers["location"] == "/events"


@pytest.mark.parametrize("unit", ["events", "claims"])
@pytest.mark.parametrize("query", ["", "kind=airstrike", "contested=yes", "-place=Kunduz", "killed=%3E%3D20", "q=hospital"])
def test_page_and_data_agree_on_n_of_m(client: httpx.Client, unit: str, query: str) -> None:
    count, total = _count(client.get(f"/{unit}?{query}").text)
    data = client.get(f"/{unit}.json?{query}&limit=1000").json()
    assert (count, total) == (data["count"], data["total"]) and len(data[unit]) == count
    lines = client.get(f"/{unit}.csv?{query}").text.count("\n")
    assert lines >= count + 1
    points = json.loads(client.get(f"/{unit}.geojson?{query}").text)
    assert len(points["features"]) == count
    facets = client.get(f"/facets.json?unit={unit}&{query}").json()
    assert (facets["count"], facets["total"]) == (count, total)


def test_two_sources_that_disagree_are_three_clicks_away(client: httpx.Client) -> None:
    page = client.get("/events").text
    contested = re.search(r'<a href="(/events\?contested=yes)"', page)
    assert contested
    listed = client.get(contested[1]).text
    assert 1 <= _count(listed)[0] < _count(listed)[1]
    event = re.search(r'<h2><a href="(/events/[^"]+)"', listed)
    assert event
    told = client.get(event[1]).text
    side = told[told.index("Where they disagree") : told.index("What they agree on")]
    assert side.count('<div class="held">') >= 2, "the two are not side by side"
    words = re.search(r'<blockquote dir="auto"><a href="([^"]+)">', side)
    assert words
    article = client.get(words[1].replace("&amp;", "&")).text
    assert re.search(r'<mark class="[^"]*\bhere\b[^"]*"[^>]* id="here"', article)


def test_what_is_typed_gets_its_own_address(client: httpx.Client) -> None:
    typed = client.get("/claims", params={"line": 'kind:airstrike "trauma hospital"', "status": "asserted"})
    assert typed.headers["location"] == "/claims?status=asserted&kind=airstrike&q=trauma+hospital"
    days = client.get("/events", params={"from": "2015-10-01", "to": "2015-10-31", "kind": "airstrike"})
    assert days.headers["location"] == "/events?kind=airstrike&when=2015-10-01..2015-10-31"


def test_a_filter_that_can_not_be_read_is_said_so(client: httpx.Client) -> None:
    page = client.get("/events?kind=airstrik")
    assert page.status_code == 400 and "Did you mean airstrike?" in page.text
    data = client.get("/events.json?kind=airstrik")
    assert data.status_code == 400 and data.json()["error"]["hint"] == "Did you mean airstrike?"


@pytest.mark.parametrize("path", ["/events/nothing", "/documents/nothing", "/claims/nothing", "/add/jobs/9", "/nowhere"])
def test_what_is_not_there_is_not_found(client: httpx.Client, path: str) -> None:
    page = client.get(path)
    assert page.status_code == 404 and page.text.startswith("<!doctype html>")
    if path != "/nowhere":
        assert client.get(f"{path}.json").json()["error"]["status"] == 404


def test_a_claim_leads_to_its_sentence(client: httpx.Client) -> None:
    claim = client.get("/claims.json?limit=1").json()["claims"][0]
    answer = client.get(f"/claims/{claim['claim']}")
    assert answer.headers["location"] == f"/documents/{claim['document']}?claim={claim['claim']}#{claim['claim']}"
    page = client.get(answer.headers["location"].split("#")[0]).text
    assert f'<section class="claimcard chosen" id="{claim["claim"]}"' in page
    assert client.get(f"/claims/{claim['claim']}.json").json()["document"] == claim["document"]


def test_layers_are_switched_by_the_address(client: httpx.Client) -> None:
    page = client.get("/documents/desk-3?hide=places,dates").text
    assert 'id="layer-places">' in page and 'id="layer-claims" checked>' in page
    again = client.get("/documents/desk-3?show=places").text
    assert 'id="layer-places" checked>' in again and 'id="layer-claims">' in again


@pytest.mark.parametrize("at", ["x", "5", "5-5", "9-3", "0-99999999", "-1-5"])
def test_a_stretch_that_is_none_is_refused(client: httpx.Client, at: str) -> None:
    assert client.get("/documents/desk-3", params={"at": at}).status_code == 400


def test_the_chain_diagram_says_what_its_table_says(client: httpx.Client) -> None:
    event = client.get("/events.json?contested=yes").json()["events"][0]["event"]
    page = client.get(f"/events/{event}").text
    chain = client.get(f"/events/{event}.json").json()["chain"]
    assert page.count('class="node ') == len(chain["nodes"])
    assert page.count('class="edge') == len(chain["edges"])
    assert page.count("is passed on by</td>") + page.count("denies it to</td>") == len(chain["edges"])


def test_sources_are_counted_and_not_scored(client: httpx.Client) -> None:
    page = client.get("/sources").text
    assert "There is no score" in page
    rows = client.get("/sources.json?by=outlet").json()["sources"]
    assert sum(row["claims"] for row in rows) == client.get("/claims.json").json()["total"]
    for row in rows:
        assert row["asserted"] + row["hedged"] + row["denied"] + row["other"] == row["claims"]
        assert row["borne_out"] <= row["first"] <= row["events"] and row["alone"] <= row["events"]
    one = {row["name"]: row for row in rows}["Relief Monitor"]  # the first to report
    assert one["first"] >= 1 and one["contested"] >= 1


@pytest.mark.parametrize("name", ["d12ab", "../x", "a/b.json", " ", "~x", "é", "x?y#z", "."])
def test_any_id_has_an_address(name: str) -> None:
    part = segment(name)
    assert unsegment(part) == name
    assert not set(part) & set("/?#%. ")


@pytest.mark.parametrize("query", ["", "kind=airstrike&sort=newest&page=3", "place=SYR%2CIRQ&-actor=x&q=a+b&more=kind&map=1,2,3"])
def test_states_and_addresses_are_inverse(query: str) -> None:
    state = State.of("events", query)
    assert State.of("events", state.address().partition("?")[2]) == state
    assert State.of("claims", state.as_("claims").address().partition("?")[2]).filter == state.filter


def test_toggling_a_facet_twice_changes_nothing() -> None:
    state = State("events", Filter.parse("place:SYR kind:airstrike"))
    own = state.filter.conditions[1]
    more = state.toggled("kind", "shelling", own)
    assert str(more.filter) == "place:SYR kind:airstrike,shelling"
    assert more.toggled("kind", "shelling", more.filter.conditions[1]) == state
    assert str(state.toggled("kind", "airstrike", own).filter) == "place:SYR"


def test_a_report_without_a_title_is_called_by_its_first_words(tmp_path: Path) -> None:
    with open_case(tmp_path / "bare.sayso", create=True) as case:
        case.writer.write([replace(hodeidah(), outlet=None)])
        link_case(case, made_by="test")
        event = next(iter(case.events()))["event"]
        with served(case) as address, httpx.Client(base_url=address, timeout=30) as client:
            pages = [client.get(path).text for path in ("/documents", "/documents/hod-1", f"/events/{event}")]
    words = " ".join(HODEIDAH.split())[:30]
    for page in pages:
        told = re.findall(r"<(?:a|h1)\b[^>]*>([^<]*)</(?:a|h1)>", page)
        assert any(one.startswith(words) for one in told), told
        assert "hod-1" not in told
    assert "A report of no known outlet is the first to report it" in pages[2]
    assert "of no known outlet go" in pages[2] and "outlet not known" in pages[0]


def test_reports_of_no_known_outlet_are_counted_alike_everywhere(tmp_path: Path) -> None:
    with open_case(tmp_path / "bare.sayso", create=True) as case:
        known, bare = replace(hodeidah(), outlet="Coast Wire"), replace(hodeidah(), id="bare-7", outlet=None, url=None)
        claims = tuple(replace(one, id=f"c7{number}") for number, one in enumerate(bare.claims))
        case.writer.write([known, replace(bare, claims=claims)])
        link_case(case, made_by="test")
        with served(case) as address, httpx.Client(base_url=address, timeout=30) as client:
            event = client.get("/events.json?sort=reports").json()["events"][0]
            dossier = client.get(f"/events/{event['event']}.json").json()
            page = client.get(f"/events/{event['event']}").text
            sources = client.get("/sources.json").json()
            told = client.get("/sources").text
    assert event["documents"] == dossier["documents"] == 2 and event["outlets"] == dossier["outlets"] == 1
    assert "2 reports in 1 outlet " in page and ">bare-7<" not in page
    assert sources["nameless"] == len(claims) and [one["name"] for one in sources["sources"]] == ["Coast Wire"]
    assert f"{len(claims)} further claim" in told and "the outlet of the report is not known" in told


def test_an_arrow_stands_between_two_only(client: httpx.Client) -> None:
    for path in ("/claims", "/review"):
        facts = re.findall(r'<p class="facts">(.*?)</p>', client.get(path).text, re.S)
        words = [re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", one)).strip() for one in facts]
        assert len(words) > 3 and not [one for one in words if one.startswith("→") or "· →" in one]


def test_no_dot_stands_before_nothing(tmp_path: Path) -> None:
    with open_case(tmp_path / "bare.sayso", create=True) as case:
        record = hodeidah()
        claims = [replace(one, actor=None, target=None, counts=(), place=None) for one in record.claims]
        case.writer.write([replace(record, claims=tuple(identified(one, record.id) for one in claims))])
        with served(case) as address, httpx.Client(base_url=address, timeout=30) as client:
            for path in ("/claims", "/review"):
                facts = re.findall(r'<p class="facts">(.*?)</p>', client.get(path).text, re.S)
                words = [re.sub(r"<[^>]+>", "", one).strip() for one in facts]
                assert any(words) and not [one for one in words if one.startswith("·") or one.endswith("·")]


def test_the_articles_are_counted(client: httpx.Client) -> None:
    assert "<strong>5</strong> of 5 articles" in client.get("/documents").text
    assert "<strong>2</strong> of 5 articles" in client.get("/documents?outlet=Relief+Monitor").text


_LABELS = ("", "Reuters", "W" * 40, "ill" * 40, "合衆国軍" * 9, "e\u0301" * 60, "Syrian Observatory for Human Rights")


@pytest.mark.parametrize("label", _LABELS)
def test_a_label_of_the_chain_is_no_wider_than_its_box(label: str) -> None:
    shown = _short(label)
    assert sum(map(_advance, shown)) <= _ROOM
    assert shown == label or (shown.endswith("…") and label.startswith(shown[:-1]) and len(shown) > 8)
