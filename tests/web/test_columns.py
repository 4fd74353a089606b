"""What is counted in memory is what the database counts, for lists, facets, the map and the timeline."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.store_query import FILTERS, build
from sayso.query import Filter
from sayso.store import Case, open_case
from sayso.web.clusters import ALONE, Box, clusters, on_spot, place_rows
from sayso.web.columns import Columns, Snapshots
from sayso.web.facets import facets
from sayso.web.listing import ordered, total
from sayso.web.masks import Masks
from sayso.web.state import SORTS, State
from sayso.web.timeline import timeline

_MORE = (
    "-kind:airstrike", "hedged:yes background:no", "actortype:rebel -targettype:civilians", "killed:<3", "-killed:>=1",
    "confidence:0.2..0.4", "dateprec:1", "ucdp:1", "has:weapon", "lang:en", "document:d12,d13", "event:e2f", "cameo:19",
    "claim:c0000000000000011", "-place:SYR -actor:RUS", "contested:no", "when:>=2020", "published:2016",
)  # fmt: skip


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Case]:
    with open_case(tmp_path_factory.mktemp("many") / "many.sayso", create=True) as opened:
        build(opened, 3_000)
        yield opened


@pytest.fixture(scope="module")
def columns(case: Case) -> Columns:
    return Snapshots(case).now()


@pytest.mark.parametrize("line", [*FILTERS, *_MORE])
def test_a_mask_picks_what_the_database_picks(case: Case, columns: Columns, line: str) -> None:
    mask = Masks(case.view, columns).of(Filter.parse(line))
    assert columns.seq[mask].tolist() == [row["seq"] for row in case.claims(line)]


@pytest.mark.parametrize("unit", ["claims", "events"])
@pytest.mark.parametrize("line", ["", "kind:airstrike,shelling,siege", "place:SYR hedged:no", 'actor:"Group 1"'])
def test_a_click_on_a_facet_leads_to_as_many_as_it_says(case: Case, columns: Columns, unit: str, line: str) -> None:
    masks = Masks(case.view, columns)
    state = State(unit, Filter.parse(line))
    clicked = 0
    for facet in facets(state, columns, masks, masks.of(state.filter)):
        for choice in facet.choices:
            if choice.chosen:
                continue
            target = State.of(unit, choice.address.partition("?")[2])
            own = [one for one in target.filter.conditions if choice.value in one.values]
            if len(own[0].values) > 1:  # beside others the count is of this value alone
                continue
            assert total(columns, masks.of(target.filter), unit) == choice.count, (facet.name, choice.label)
            clicked += 1
    assert clicked > 20


@pytest.mark.parametrize("unit", ["claims", "events"])
def test_every_order_lists_each_one_once(case: Case, columns: Columns, unit: str) -> None:
    mask = Masks(case.view, columns).of(Filter.parse("kind:siege,aid"))
    found = {sort: ordered(columns, mask, State(unit, sort=sort)).tolist() for sort in SORTS[unit]}
    for sort, order in found.items():
        assert len(order) == len(set(order)) == total(columns, mask, unit), sort
        assert sorted(order) == sorted(found[SORTS[unit][0]])
    first = columns.event_first if unit == "events" else columns.first
    days = [int(first[one]) for one in found["newest"]]
    assert days == sorted(days, reverse=True)


@pytest.mark.parametrize("zoom", [0, 2.5, 6, 13])
def test_the_map_counts_everything_that_has_a_place(case: Case, columns: Columns, zoom: float) -> None:
    mask = Masks(case.view, columns).of(Filter.parse("kind:siege,aid"))
    found = clusters(columns, mask, False, zoom, Box())
    drawn = sum(one["properties"]["count"] for one in found["features"])
    placed = int((mask & (columns.place >= 0)).sum())
    assert drawn == placed if not found["left_out"] else drawn < placed
    assert found["without_coordinates"] == int(mask.sum()) - placed
    rows, left = place_rows(columns, mask, False, 10_000)
    assert sum(row.count for row in rows) == placed and not left
    for one in found["features"]:
        about = one["properties"]
        assert about["class"] in ("exact", "mixed", "area", "country")
        if about["places"] == 1:
            assert any([row.lon, row.lat] == one["geometry"]["coordinates"] for row in rows)


def test_a_place_known_to_a_country_is_never_joined_with_a_point(case: Case, columns: Columns) -> None:
    found = clusters(columns, columns.everything, True, 0, Box())
    countries = [one["properties"] for one in found["features"] if one["properties"]["class"] == "country"]
    assert {one["name"] for one in countries} == {"Libya", "Democratic Republic of the Congo"}
    assert all(one["iso"] for one in countries)
    # Whatever is drawn together counts an event once.
    whole = clusters(columns, columns.everything, True, 0, Box())["features"]
    assert max(one["properties"]["count"] for one in whole) <= len(columns.events)


@pytest.mark.parametrize("by_event", [True, False])
def test_what_no_zoom_parts_is_one_sign_and_is_listed_whole(case: Case, columns: Columns, by_event: bool) -> None:
    found = clusters(columns, columns.standing, by_event, ALONE + 1, Box())["features"]
    points = [one for one in found if one["properties"]["class"] != "country"]
    spots = {tuple(one["geometry"]["coordinates"]) for one in points}
    assert len(spots) == len(points) and any(one["properties"]["places"] > 1 for one in points)
    for one in points[:20]:
        lon, lat = one["geometry"]["coordinates"]
        box = Box(lon - 0.0003, lat - 0.0003, lon + 0.0003, lat + 0.0003)
        listed, count = on_spot(columns, columns.standing, by_event, box, 10_000)
        assert count == len(listed) == len({number for number, _ in listed}) == one["properties"]["count"]
        assert all((columns.places[place].lon, columns.places[place].lat) == (lon, lat) for _, place in listed)
        assert on_spot(columns, columns.standing, by_event, box, 3)[0] == listed[:3]


@pytest.mark.parametrize("line", ["", "when:2015-10", "when:2015-10-01..2015-10-20", "when:2012..2018", "when:>=2020"])
def test_the_bars_of_the_timeline_lead_to_what_they_count(case: Case, columns: Columns, line: str) -> None:
    masks = Masks(case.view, columns)
    state = State("claims", Filter.parse(line))
    found = timeline(state, columns, masks)
    assert found is not None and len(found.bars) <= 82
    for bar in [bar for bar in found.bars if bar.count][:10]:
        target = State.of("claims", bar.address.partition("?")[2])
        assert total(columns, masks.of(target.filter), "claims") == bar.count, bar


@pytest.fixture
def desk(tmp_path: Path, demo_file: Path) -> Iterator[Case]:
    shutil.copy(demo_file, tmp_path / "c.sayso")
    with open_case(tmp_path / "c.sayso") as opened:
        yield opened


def test_a_snapshot_is_read_anew_when_claims_change(desk: Case) -> None:
    snapshots = Snapshots(desk)
    first = snapshots.now()
    assert snapshots.now() is first
    record = next(iter(desk.records()))
    desk.writer.write([replace(record, claims=(), events=())], "another")
    assert len(snapshots.now()) == len(first) - len(record.claims)


def test_after_a_judgement_a_small_case_is_read_at_once_and_a_large_one_soon(desk: Case) -> None:
    at_once, soon = Snapshots(desk, patience=1_000), Snapshots(desk, patience=-1)
    small, large = at_once.now(), soon.now()
    desk.writer.judge(next(iter(desk.claims()))["claim"], "accept", by="x")
    assert at_once.now() is not small
    assert soon.now() is large
    for _ in range(200):
        time.sleep(0.02)
        if soon.now() is not large:
            break
    assert soon.now() is not large
