"""The first page of a filter is the beginning of what it picks, whatever way it is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import inspect, text

from benchmarks.store_query import FILTERS, build
from case.samples import duma, recoded
from sayso.review import Reviewer, value_of
from sayso.store import Case, open_case, select

MORE = (
    "confidence:>0.5 hedged:no", "whereprec:1,2 dateprec:1", "killed:>=2 -kind:airstrike", "injured:>=1", "has:killed",
    "-has:killed background:yes", "has:weapon", "part:body", "part:caption", "actortype:rebel -status:denied", "cameo:19",
    "published:2016-02 confidence:>0.2", "-published:2016-02", "lang:en", "lang:fr", "acled:Battles", "ucdp:1",
    "killed:..", "killed:2..5,>=90", "plover:assault,coerce", "actor:RUS actor:SYR", "-has:weapon lang:en,fr",
    "place:Village* killed:>=1", "actor:Group*", "-place:Village* -place:SYR", "said market", "word1 -word2 hedged:no",
    '"word1 word2"', "zzz", "word1 zzz", "when:2011..2014 -kind:shelling", "-target:civilians", "outlet:Outlet*",
)  # fmt: skip


WAYS = {
    "from an index": {"paging.FEW": 100_000, "paging._AT_ONCE": 20},
    "from a look at each": {"paging.FEW": 100_000, "paging._AT_ONCE": 100_000, "paging._LOOK": 0},
    "in order": {"paging.FEW": 0, "paging._LOOK": 0},
    "in order, by the index": {"paging.FEW": 0, "paging._LOOK": 100_000, "select.BOUND": 10, "select.WORDS_BOUND": 10},
    "not packed": {"packing.SIZE": 4_096},
}


@pytest.fixture(params=sorted(WAYS))
def large(case: Case, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """A case with many names and blocks, whose pages are found in one way or another."""
    settings = {"packing.SIZE": 128, "paging._WINDOWS": (1, 3), "paging._CHUNKS": (5, 40), "select._LISTED": 100}
    for name, value in (settings | WAYS[request.param]).items():
        monkeypatch.setattr(f"sayso.store.{name}", value)
    monkeypatch.setattr("sayso.store.paging._COUNTED", {False: select.BOUND, True: select.WORDS_BOUND})
    build(case, 1_200)
    yield case


def test_a_first_page_is_the_beginning_of_all(large: Case) -> None:
    for filter_ in (*FILTERS, *MORE):
        everything = [row["seq"] for row in large.claims(filter_)]
        first = [row["seq"] for row in large.claims(filter_, limit=7)]
        assert first == everything[:7], filter_
        if first:
            following = [row["seq"] for row in large.claims(filter_, limit=7, after=first[-1])]
            assert following == everything[7:14], filter_


def test_small_columns_mean_what_the_rows_say(large: Case) -> None:
    rows = list(large.claims())

    def picked(filter_: str) -> list[Any]:
        return [row["claim"] for row in large.claims(filter_, limit=2_000)]

    assert picked("confidence:>0.5 hedged:no") == [
        row["claim"] for row in rows if row["confidence"] > 0.5 and not row["hedged"]
    ]
    assert picked("killed:>=2 -kind:airstrike") == [
        row["claim"] for row in rows if (row["killed_low"] or 0) >= 2 and row["kind"] != "airstrike"
    ]
    assert picked("whereprec:1,2 published:2016-02") == [
        row["claim"] for row in rows if row["where_prec"] in (1, 2) and row["published"].startswith("2016-02")
    ]
    assert picked("said market") == [
        row["claim"] for row in rows if {"said", "market"} <= set(row["evidence"].split())
    ]
    assert picked("place:Village* -place:SYR") == [row["claim"] for row in rows if row["country"] != "SYR"]


def test_an_older_case_is_found_by_who_says_so_first(case: Case, address: str) -> None:
    build(case, 400)

    def told() -> list[str]:
        return [row["claim"] for row in case.claims('origin:"Source 3"')]

    before = told()
    with case.view.connect() as connection:
        own = "(SELECT seq FROM terms WHERE field = 'origin')"
        connection.execute(text(f"DELETE FROM claim_terms WHERE term IN {own}"))
        connection.execute(text("DELETE FROM migrations WHERE name = '0009_origin'"))
    assert before and not told()
    with open_case(address):
        assert told() == before


def test_an_older_case_gets_the_indexes(case: Case, address: str) -> None:
    def held() -> set[str | None]:
        with case.view.connect() as connection:
            return {index["name"] for table in ("claims", "versions") for index in inspect(connection).get_indexes(table)}

    wanted = {"claims_weapon", "claims_basis", "versions_language"}
    assert wanted <= held()
    with case.view.connect() as connection:
        for name in sorted(wanted):
            connection.execute(text(f"DROP INDEX {name}"))
        connection.execute(text("CREATE INDEX claims_killed ON claims (killed_high, killed_low, seq)"))
        connection.execute(text("DELETE FROM migrations WHERE name = '0006_narrow'"))
    with open_case(address):
        assert wanted <= held()
        assert "claims_killed" not in held()


def test_an_older_case_is_packed(case: Case, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.store.packing.SIZE", 128)
    build(case, 300)
    with case.view.connect() as connection:
        connection.execute(text("DROP TABLE claim_blocks"))
        connection.execute(text("CREATE INDEX claims_narrow ON claims (seq, kind, status)"))
        connection.execute(text("DELETE FROM migrations WHERE name = '0008_blocks'"))
    with open_case(address) as again:
        assert _packed(again) == [0, 1]
        with again.view.connect() as connection:
            assert "claims_narrow" not in {index["name"] for index in inspect(connection).get_indexes("claims")}
        assert not [fault for fault in again.check() if fault.where.startswith("claim_blocks")]


def _packed(case: Case) -> list[int]:
    with case.view.connect() as connection:
        return sorted(connection.execute(text("SELECT DISTINCT block FROM claim_blocks")).scalars())


def test_packed_columns_follow_the_claims(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.store.packing.SIZE", 8)

    def documents(filter_: str) -> list[str]:
        assert not list(case.check())
        return [row["document"] for row in case.claims(filter_, limit=100)]

    case.writer.write([duma(f"d{number}") for number in range(9)])
    assert _packed(case) == [0, 1]
    assert documents("status:denied") == [f"d{number}" for number in range(9)]
    case.writer.write([recoded(duma(f"d{number}")) for number in (1, 5)])  # without what was denied
    assert documents("status:denied") == ["d0", "d2", "d3", "d4", "d6", "d7", "d8"]
    assert documents("killed:12") == ["d0", "d2", "d3", "d4", "d6", "d7", "d8", "d1", "d5"]
    with case.view.connect() as connection:
        connection.execute(text("UPDATE claims SET kind = 'arrest' WHERE seq = 9"))
        connection.commit()
    assert "claim_blocks 1" in [fault.where for fault in case.check()]


def test_packed_columns_follow_what_reviewers_decide(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.store.packing.SIZE", 8)
    records = [duma(f"d{number}") for number in range(9)]
    case.writer.write(records)
    claim = records[2].claims[0]
    ana = Reviewer(case, "Ana")
    ana.edit(claim.id, value_of(claim, records[2].text, {"killed": "7"}))
    assert [row["claim"] for row in case.claims("killed:7", limit=100)] == [claim.id]
    assert claim.id not in [row["claim"] for row in case.claims("killed:12", limit=100)]
    ana.reject(claim.id)
    assert not list(case.claims("killed:7", limit=100))
    assert [row["claim"] for row in case.claims("killed:7 reviewed:rejected", limit=100)] == [claim.id]
    assert case.check() == []
