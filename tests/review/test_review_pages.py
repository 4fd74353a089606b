"""Review in the browser, as forms alone."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from case.samples import DUMA, duma, hodeidah
from sayso.review import Reviewer
from sayso.store import Case, link_case, open_case
from web.conftest import served
from web.nasty import nasty_case

SHELLED, HIT = (one.id for one in duma().claims)
BOMBED = hodeidah().claims[0].id


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


OPEN: list[Browser] = []


@pytest.fixture(autouse=True)
def closed() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().http.close()


class Browser:
    """Follows links and sends forms as a browser without scripts does."""

    def __init__(self, address: str, name: str = "") -> None:
        self.http = httpx.Client(base_url=address, headers={"accept": "text/html"}, follow_redirects=True, timeout=30)
        OPEN.append(self)
        self.page = ""
        self.status = 0
        self.path = ""
        self.get("/review")
        if name:
            self.send("/review/name", by=name)

    def get(self, path: str) -> str:
        return self._took(self.http.get(path))

    def _took(self, answer: httpx.Response) -> str:
        self.status, self.page, self.path = answer.status_code, answer.text, str(answer.url.raw_path.decode())
        return self.page

    def form(self, **having: str) -> dict[str, str]:
        """The fields of the first form of the page that has these."""
        for found in re.findall(r"<form[^>]*method=\"post\".*?</form>", self.page, re.DOTALL):
            fields = {
                html.unescape(name): html.unescape(value)
                for name, value in re.findall(r'name="([^"]*)"[^>]*?value="([^"]*)"', found)
                if not re.search(rf'type="radio"[^>]*name="{name}"', found)
            }
            buttons = re.findall(r'<button[^>]*name="action" value="([^"]*)"', found)
            fields.pop("clear", None)
            if all(fields.get(name) == value or (name == "action" and value in buttons) for name, value in having.items()):
                return {**fields, **having}
        raise AssertionError(having)

    def send(self, path: str, **fields: str) -> str:
        csrf = re.search(r'name="csrf" content="([^"]*)"', self.page)
        assert csrf
        return self._took(self.http.post(path, data={"csrf": csrf[1], **fields}))

    def judge(self, claim: str, **fields: str) -> str:
        self.get(f"/review/claims/{claim}")
        having = {name: fields[name] for name in ("action", "slot") if name in fields}
        return self.send(f"/review/claims/{claim}", **{**self.form(**having), **fields})


def test_the_queue_leads_from_claim_to_claim(address: str, case: Case) -> None:
    ana = Browser(address, "Ana")
    assert "3 claims to judge" in ana.page
    assert ana.page.index(HIT) < ana.page.index(BOMBED) < ana.page.index(SHELLED)
    assert "the text hedges it" in ana.page
    ana.judge(HIT, action="accept")
    assert ana.path.startswith(f"/review/claims/{BOMBED}")
    ana.judge(BOMBED, action="reject")
    assert ana.path.startswith(f"/review/claims/{SHELLED}")
    ana.judge(SHELLED, action="accept")
    assert ana.path == "/review"
    assert "Nothing is left to judge here" in ana.page
    assert [(row["action"], row["by"]) for row in case.view.judgements()] == [
        ("accept", "Ana"), ("reject", "Ana"), ("accept", "Ana"),
    ]  # fmt: skip
    assert "Airstrike" not in ana.get("/claims")
    assert 'value="Ana"' in ana.get("/review")


def test_the_filter_stays_from_page_to_page(address: str) -> None:
    ana = Browser(address, "Ana")
    assert "2 claims to judge" in ana.get("/review?f=place%3ASYR")
    link = re.search(rf'href="(/review/claims/{HIT}[^"]*)"', ana.page)
    assert link
    ana.get(html.unescape(link[1]))
    assert "1 of 2 in the queue" in ana.page
    ana.send(f"/review/claims/{HIT}", **ana.form(action="accept"))
    assert ana.path.startswith(f"/review/claims/{SHELLED}?place=SYR")
    assert ana.get("/review?f=colour%3Ared")
    assert (ana.status, "no field" in ana.page) == (400, True)


@pytest.mark.parametrize(
    ("slot", "fields", "expected"),
    [
        ("kind", {"value": "airstrike"}, {"kind": "airstrike"}),
        ("status", {"value": "planned"}, {"status": "planned"}),
        ("hedged", {"value": "yes"}, {"hedged": 1}),
        ("actor", {"words": "State television", "span": "", "id": "air-syr"},
         {"actor": "Syrian Air Force", "actor_text": "State television", "actor_id": "air-syr"}),
        ("actor", {"clear": "1"}, {"actor": None}),
        ("target", {"type": "civilians", "name": "shoppers"}, {"target": "shoppers", "target_type": "civilians"}),
        ("place", {"words": "Harasta", "span": f"{DUMA.index('Harasta')}:{DUMA.index('Harasta') + 7}", "name": "Harasta"},
         {"place": "Harasta", "place_text": "Harasta"}),
        ("when", {"days": "2015-10-10..2015-10-11"}, {"first": "2015-10-10", "last": "2015-10-11", "when_text": "Monday"}),
        ("counts", {"killed": "10..12"}, {"killed_low": 10, "killed_high": 12}),
        ("counts", {"clear": "1"}, {"killed_low": None}),
        ("sources", {"value": "the Relief Monitor < State television"}, {"sources": "Relief Monitor < State television"}),
        ("weapon", {"words": "artillery"}, {"weapon": "artillery"}),
        ("basis", {"words": "12 civilians"}, {"basis": "12 civilians"}),
    ],
)  # fmt: skip
def test_every_slot_can_be_set(
    address: str, case: Case, slot: str, fields: dict[str, str], expected: dict[str, object]
) -> None:
    ana = Browser(address, "Ana")
    ana.judge(SHELLED, slot=slot, action="edit", **fields)
    assert (ana.status, ana.path) == (200, f"/review/claims/{SHELLED}")
    row = next(case.claims(f"claim:{SHELLED}"))
    assert {name: row[name] for name in expected} == expected
    assert row["reviewed"] == "edited"
    assert "<del" in ana.page and "<ins" in ana.page
    ana.judge(SHELLED, action="undo")
    assert "<del" not in ana.page
    assert next(case.claims(f"claim:{SHELLED}"))["reviewed"] is None


def test_a_value_that_can_not_be_is_told_and_kept(address: str, case: Case) -> None:
    ana = Browser(address, "Ana")
    ana.judge(SHELLED, slot="when", action="edit", days="last week")
    assert ana.status == 400
    assert "is not a day" in ana.page
    assert 'value="last week"' in ana.page
    assert re.search(r'<details class="editor" data-slot="when" open', ana.page)
    ana.judge(SHELLED, slot="actor", action="edit", words="The Rebels", span="")
    assert "does not say" in ana.page
    ana.judge(SHELLED, slot="kind", action="edit", value="rain")
    assert ana.status == 400
    assert list(case.view.judgements()) == []


def test_two_browsers_lose_nothing(address: str, case: Case) -> None:
    ana, ben = Browser(address, "Ana"), Browser(address, "Ben")
    for one in (ana, ben):
        one.get(f"/review/claims/{SHELLED}")
    first = ana.form(slot="kind", action="edit") | {"value": "bombing"}
    second = ben.form(slot="status", action="edit") | {"value": "denied"}
    ana.send(f"/review/claims/{SHELLED}", **first)
    ben.send(f"/review/claims/{SHELLED}", **second)
    assert ben.status == 409
    assert "judged by Ana (edit)" in ben.page
    assert "set kind to bombing" in ben.page
    again = ben.form(slot="status", action="edit", value="denied")
    assert again["seen"] not in ("", second["seen"])
    ben.send(f"/review/claims/{SHELLED}", **again)
    assert ben.status == 200
    row = next(case.claims(f"claim:{SHELLED}"))
    assert (row["kind"], row["status"], row["reviewed_by"]) == ("bombing", "denied", "Ana; Ben")
    assert case.check() == []


def test_search_without_scripts(address: str, case: Case) -> None:
    ana = Browser(address, "Ana")
    ana.get(f"/review/claims/{SHELLED}?slot=actor&find=syrian+air+force")
    assert re.search(r'type="radio" name="id" value="air-syr"', ana.page)
    ana.send(f"/review/claims/{SHELLED}", **ana.form(slot="actor", action="edit"), id="air-syr")
    assert next(case.claims(f"claim:{SHELLED}"))["actor"] == "Syrian Air Force"
    ana.get(f"/review/claims/{SHELLED}?slot=place&find=Harasta")
    number = re.search(r'type="radio" name="geonameid" value="(\d+)"', ana.page)
    assert number
    ana.send(f"/review/claims/{SHELLED}", **ana.form(slot="place", action="edit") | {"geonameid": number[1]})
    row = next(case.claims(f"claim:{SHELLED}"))
    assert (row["geonameid"], row["country"], row["place_text"]) == (int(number[1]), "SYR", "Duma")


def test_missed_claims_notes_and_events(address: str, case: Case) -> None:
    ana = Browser(address, "Ana")
    ana.get("/review/documents/duma-1/add")
    given = {"kind": "killing", "trigger": "killing", "place": "Duma", "target": "12 civilians", "evidence": "", "when": ""}
    ana.send("/review/documents/duma-1/add", **ana.form() | given)
    assert "added by Ana" in ana.page
    (row,) = case.claims("reviewed:added")
    assert (row["kind"], row["target"], row["place"]) == ("killing", "12 civilians", "Duma")
    ana.get("/review/documents/duma-1/add")
    ana.send("/review/documents/duma-1/add", **ana.form() | given | {"trigger": "nowhere"})
    assert (ana.status, "does not say" in ana.page) == (400, True)
    ana.judge(SHELLED, action="note", text="Who counted?")
    assert "noted: Who counted?" in ana.page
    ana.judge(SHELLED, action="merge", others=BOMBED)
    assert re.search("same event as [a-z ]+, “[A-Z]", ana.page), "in words, not by an id"
    ana.judge(SHELLED, action="split", others=HIT)
    ana.get("/review/log")
    assert "the chain holds" in ana.page
    assert ana.page.index("other event than") < ana.page.index("same event as")
    assert len(ana.http.get("/review/log.json").json()) == 4


def test_history_undo_and_restore(address: str, case: Case) -> None:
    ana, ben = Browser(address, "Ana"), Browser(address, "Ben")
    ana.judge(SHELLED, slot="kind", action="edit", value="bombing")
    ben.judge(SHELLED, slot="kind", action="restore")
    assert "restored kind" in ben.page
    first = next(iter(case.view.judgements()))["id"]
    ben.judge(SHELLED, action="undo", judgement=first)
    assert "undone" in ben.page and "undid: set kind to bombing" in ben.page
    ben.get("/review/log")
    assert "undid: set kind to bombing" in ben.page
    ana.judge(SHELLED, action="undo")  # hers is undone already: there is nothing left of hers
    assert (ana.status, "nothing that could be undone" in ana.page) == (400, True)
    assert case.check() == []


def test_a_blind_round_in_two_browsers(address: str, case: Case) -> None:
    ana, ben = Browser(address, "Ana"), Browser(address, "Ben")
    ana.get("/review/agreement")
    ana.send("/review/agreement", action="blind", by="Ana", reviewers="Ana, Ben", filter="place:SYR")
    assert "A blind round is on" in ana.page
    ana.judge(HIT, action="reject")
    ben.get(f"/review/claims/{HIT}")
    assert "Nobody has judged it" in ben.page
    assert "Ana" not in ben.page.replace("blind round of Ana and Ben", "")
    ben.judge(HIT, action="accept")
    for one, name in ((ana, "Ana"), (ben, "Ben")):
        one.get("/review/agreement")
        one.send("/review/agreement", action="done", by=name)
    assert "To be decided" in ben.page
    assert HIT in ben.page
    ben.judge(HIT, action="reject")
    assert HIT not in ben.get("/review/agreement")


def test_what_is_left_over_is_shown_and_tied(address: str, case: Case) -> None:
    Reviewer(case, "Ana").reject(SHELLED)
    shelled, hit = duma().claims
    other = replace(shelled, id="c0", kind="property_damage")
    case.writer.write([replace(duma(), claims=(other, hit), events=(), made_by="2")])
    ben = Browser(address, "Ben")
    ben.get("/review/orphans")
    assert "rejected by Ana" in ben.page
    ben.send("/review/orphans", by="Ben", subject=SHELLED, claim="c0")
    assert ben.path == "/review/claims/c0"
    assert "rejected by Ana" in ben.page
    assert "Every judgement has its claim" in ben.get("/review/orphans")


def test_names_are_asked_for_and_forms_are_guarded(address: str, case: Case) -> None:
    nobody = Browser(address)
    nobody.get(f"/review/claims/{SHELLED}")
    nobody.send(f"/review/claims/{SHELLED}", **nobody.form(action="accept"))
    assert (nobody.status, "needs a name" in nobody.page) == (400, True)
    assert nobody.http.post(f"/review/claims/{SHELLED}", data={"action": "accept", "by": "Eve"}).status_code == 403
    nobody.get("/review")
    nobody.send("/review/name", by="Ana", next="//evil.example/")
    assert nobody.path == "/review"
    assert nobody.get("/review/claims/none") and nobody.status == 404
    nobody.send(f"/review/claims/{SHELLED}", action="dance", by="Ana")
    assert nobody.status == 400
    assert list(case.view.judgements()) == []


def test_data_of_review(address: str) -> None:
    data = Browser(address).http
    data.headers["accept"] = "application/json"
    queued = data.get("/review.json?limit=1").json()
    assert (queued[0]["claim"], queued[0]["why"][0]) == (HIT, "the text hedges it")
    one = data.get(f"/review/claims/{HIT}.json").json()
    assert (one["hash"], one["reviewed"], one["claim"]["kind"]) == ("", None, "shelling")
    assert data.get("/review/search/actors.json?q=").json() == []
    assert data.get("/review/search/actors.json?q=hezb").json()
    assert data.get("/review/search/places.json?q=Harasta&country=SYR").json()[0]["country"] == "SYR"
    assert data.get("/review/search/places.json?q=x&country=QQQ").status_code == 400
    assert data.get("/review.json?limit=0").status_code == 422
    assert data.get("/review/gold.jsonl?partial=yes").text == ""


def test_gold_is_handed_out(address: str, case: Case) -> None:
    ana = Browser(address, "Ana")
    ana.judge(HIT, action="accept")
    assert ana.http.get("/review/gold.jsonl").text == ""  # the other claim of the article is not judged
    whole = ana.http.get("/review/gold.jsonl?partial=yes").text.splitlines()
    assert [json.loads(line)["claims"][0]["id"] for line in whole] == [HIT]
    ana.judge(SHELLED, action="reject")
    (line,) = ana.http.get("/review/gold.jsonl").text.splitlines()
    assert [one["id"] for one in json.loads(line)["claims"]] == [HIT]
    assert ana.http.get("/review/gold.jsonl?document=other").text == ""
    assert "/review/gold.jsonl" in ana.get("/review/log")


def test_every_field_is_inert(tmp_path: Path) -> None:
    with nasty_case(tmp_path / "nasty.sayso") as case, served(case) as address:
        person = Browser(address, "Ana")
        claims = [row["claim"] for row in case.claims()]
        pages = ["/review", "/review/log", "/review/orphans", "/review/agreement",
                 *(f"/review/claims/{claim}" for claim in claims[:2])]  # fmt: skip
        person.judge(claims[0], action="note", text="<script>window.hacked=1</script>")
        for path in pages:
            page = person.get(path)
            assert person.status == 200, path
            for bad in ("<script>window", "<img src=x", "<svg onload", "</style><style>"):
                assert bad not in page, path
