"""The workbench over both databases: the same masks, the same pages, and changes of others are seen."""

from __future__ import annotations

import re

import httpx

from benchmarks.store_query import build
from sayso.query import Filter
from sayso.record import Claim, Record, Span
from sayso.store import open_case
from sayso.web.columns import Snapshots
from sayso.web.masks import Masks
from web.conftest import served

_LINES = (
    "", "kind:airstrike,siege", "place:SYR", 'actor:"Group 1"', "market bombed", "when:2015", "published:2016-02",
    "outlet:Outlet*", "-status:asserted", "has:killed", "contested:no", "document:d3", "place:Nowhere", "lang:en",
)  # fmt: skip


def test_masks_and_pages(address: str) -> None:
    with open_case(address, create=True) as case:
        build(case, 400)
        columns = Snapshots(case).now()
        for line in _LINES:
            mask = Masks(case.view, columns).of(Filter.parse(line))
            assert columns.seq[mask].tolist() == [row["seq"] for row in case.claims(line)], line
        with served(case) as served_at, httpx.Client(base_url=served_at, headers={"accept": "text/html"}) as client:
            for path in ("/events", "/claims?kind=siege", "/documents", "/sources", "/add", "/map.geojson", "/claims.csv"):
                assert client.get(path).status_code == 200, path
            total = client.get("/claims.json").json()["total"]
            assert total == 400


def test_what_another_program_writes_is_seen(address: str) -> None:
    with open_case(address, create=True) as case, open_case(address) as other:
        snapshots = Snapshots(case)
        empty = snapshots.now()
        assert len(empty) == 0 and snapshots.now() is empty
        words = Span(0, 4, "Jets")
        other.writer.write([Record("d1", "Jets hit Salma.", claims=(Claim("c1", "airstrike", words, words),))], "x")
        first = snapshots.now()
        assert len(first) == 1 and first.events == ("c1",)
        other.writer.judge("c1", "accept", by="x")
        assert snapshots.now() is first
        other.writer.link({"c1": "e1"}, "x")
        assert snapshots.now().events == ("e1",)


def test_large_files_are_taken(address: str) -> None:
    text = "Words of a long report. " * 130_000
    with open_case(address, create=True) as case, served(case) as served_at, httpx.Client(base_url=served_at) as client:
        found = re.search(r'name="csrf" value="(\w+)"', client.get("/add", headers={"accept": "text/html"}).text)
        assert found
        answer = client.post("/add/files", data={"csrf": found[1]}, files={"files": ("big.txt", text.encode())})
        assert answer.status_code == 303
