"""The first page of a filter is the beginning of what it picks, whatever way it is found."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import inspect, text

from benchmarks.store_query import FILTERS, build
from sayso.store import Case, open_case
from sayso.store.select import Claims

MORE = (
    "confidence:>0.5 hedged:no", "whereprec:1,2 dateprec:1", "killed:>=2 -kind:airstrike", "injured:>=1", "has:killed",
    "-has:killed background:yes", "has:weapon", "part:body", "part:caption", "actortype:rebel -status:denied", "cameo:19",
    "published:2016-02 confidence:>0.2", "-published:2016-02", "lang:en", "lang:fr", "acled:Battles", "ucdp:1",
    "place:Village* killed:>=1", "actor:Group*", "-place:Village* -place:SYR", "said market", "word1 -word2 hedged:no",
    '"word1 word2"', "zzz", "word1 zzz", "when:2011..2014 -kind:shelling", "-target:civilians", "outlet:Outlet*",
)  # fmt: skip


@pytest.fixture(params=["by the rarest", "by all"])
def large(case: Case, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Case]:
    """A case with many names, whose filters are led by their rarest condition, or by none."""
    build(case, 1_200)
    monkeypatch.setattr("sayso.store.select._LISTED", 100)
    if request.param == "by all":
        monkeypatch.setattr(Claims, "_leader", lambda _self, _parts: None)
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
        connection.execute(text("DELETE FROM migrations WHERE name = '0008_origin'"))
    assert before and not told()
    with open_case(address):
        assert told() == before


def test_an_older_case_gets_the_indexes(case: Case, address: str) -> None:
    def held() -> set[str | None]:
        with case.view.connect() as connection:
            return {index["name"] for table in ("claims", "versions") for index in inspect(connection).get_indexes(table)}

    wanted = {"claims_narrow", "claims_weapon", "claims_basis", "versions_language"}
    assert wanted <= held()
    with case.view.connect() as connection:
        for name in sorted(wanted):
            connection.execute(text(f"DROP INDEX {name}"))
        connection.execute(text("CREATE INDEX claims_killed ON claims (killed_high, killed_low, seq)"))
        connection.execute(text("DELETE FROM migrations WHERE name = '0006_narrow'"))
    with open_case(address):
        assert wanted <= held()
        assert "claims_killed" not in held()
