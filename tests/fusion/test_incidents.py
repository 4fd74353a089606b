"""Two lists of incidents beside each other, and reading a list from a table."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from sayso.errors import InputError
from sayso.fusion.incidents import Incident, compare, read_incidents


def incident(
    name: str, day: str | None = "2022-05-03", lat: float = 50.0, lon: float = 36.0, **more: object
) -> Incident:
    return Incident(name, name, day, day, lat, lon, **more)  # type: ignore[arg-type]


def outcomes(
    ours: list[Incident], theirs: list[Incident], **options: float
) -> dict[tuple[str | None, str | None], str]:
    return {
        (one.ours.id if one.ours else None, one.theirs.id if one.theirs else None): one.outcome
        for one in compare(ours, theirs, **options)  # type: ignore[arg-type]
    }


def test_the_same_day_and_place_match() -> None:
    assert outcomes([incident("a")], [incident("x", lat=50.05)]) == {("a", "x"): "matched"}


def test_what_one_list_lacks() -> None:
    found = compare([incident("a", lat=10.0)], [incident("x")])
    assert [(one.outcome, one.reasons[0] if one.reasons else "") for one in found] == [
        ("extra", ""),
        ("missed", "the nearest on that day is a, 4448 km away"),
    ]
    assert compare([], [incident("x")])[0].reasons == ("there is nothing on that day",)
    assert compare([incident("a")], [incident("x", None)])[-1].reasons == ("it has no date",)


def test_each_is_paired_once_with_the_nearest() -> None:
    found = outcomes([incident("a", lat=50.02), incident("b", lat=50.1)], [incident("x"), incident("y", lat=50.09)])
    assert found == {("a", "x"): "matched", ("b", "y"): "matched"}


def test_contradictions_are_named() -> None:
    ours = incident("a", killed_low=5, killed_high=9, kind="airstrike", actor="Russian Air Force")
    theirs = incident("x", "2022-05-04", killed_low=30, killed_high=40, kind="shelling", actor="Government of Ukraine")
    (one,) = compare([ours], [theirs])
    assert one.outcome == "conflicting"
    assert one.reasons == (
        "1 day apart", "killed: 5 to 9 against 30 to 40", "kind: airstrike against shelling",
        "actor: Russian Air Force against Government of Ukraine",
    )  # fmt: skip


def test_open_figures_and_shared_names_do_not_contradict() -> None:
    ours = incident("a", killed_low=5, killed_high=9, actor="Russian Air Force")
    theirs = incident("x", killed_low=7, killed_high=20, actor="Russian forces")
    assert outcomes([ours], [theirs]) == {("a", "x"): "matched"}


def test_how_far_and_how_long_apart_is_the_users_choice() -> None:
    near, late = incident("x", lat=50.8), incident("x", "2022-05-05")
    assert outcomes([incident("a")], [near]) == {("a", None): "extra", (None, "x"): "missed"}
    assert outcomes([incident("a")], [near], reach=100.0) == {("a", "x"): "matched"}
    assert outcomes([incident("a")], [late]) == {("a", None): "extra", (None, "x"): "missed"}
    assert outcomes([incident("a")], [late], days=2) == {("a", "x"): "conflicting"}
    assert outcomes([incident("a")], [incident("x")], days=0, reach=0.0) == {("a", "x"): "matched"}


def test_a_province_reaches_further_and_a_country_nowhere() -> None:
    assert outcomes([incident("a", where_prec=4)], [incident("x", lat=51.0)]) == {("a", "x"): "matched"}
    assert outcomes([incident("a", where_prec=6)], [incident("x")]) == {("a", None): "extra", (None, "x"): "missed"}


def test_places_match_by_name_where_there_are_no_coordinates() -> None:
    ours = Incident("a", "a", "2022-05-03", "2022-05-03", None, None, "Chasiv Yar")
    theirs = Incident("x", "x", "2022-05-03", "2022-05-03", 48.6, 37.8, "chasiv yar")
    assert outcomes([ours], [theirs]) == {("a", "x"): "matched"}


def test_the_order_of_the_lists_does_not_matter() -> None:
    ours = [incident(f"a{n}", lat=50.0 + n / 40) for n in range(12)]
    theirs = [incident(f"x{n}", lat=50.01 + n / 40) for n in range(12)]
    found = compare(ours, theirs)
    random.Random(7).shuffle(ours)
    random.Random(8).shuffle(theirs)
    assert compare(ours, theirs) == found


def _table(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", [
    "id,date_start,date_end,latitude,longitude,best,low,high\n7,2022-05-03 00:00:00.000,2022-05-04,50,36,8,5,9\n",
    "event_id_cnty;event_date;latitude;longitude;killed_low;killed_high\n7;03 May 2022;50;36;5;9\n",
    "\ufeffID,Date,Lat,Lon,Killed_Low,Killed_High\n7,2022/05/03,50,36,5.0,9\n",
])  # fmt: skip
def test_the_columns_of_the_field_are_known(tmp_path: Path, text: str) -> None:
    (one,) = read_incidents(_table(tmp_path, text))
    assert (one.id, one.first, one.lat, one.lon) == ("7", "2022-05-03", 50.0, 36.0)
    assert (one.killed_low, one.killed_high) == (5, 9)


def test_other_columns_are_named(tmp_path: Path) -> None:
    path = _table(tmp_path, "Tag,Breite,Länge,Tote\n2022-05-03,50,36,\n")
    (one,) = read_incidents(path, {"first": "Tag", "lat": "Breite", "lon": "Länge", "killed": "Tote"})
    assert (one.id, one.last, one.lon, one.killed_low) == ("row 1", "2022-05-03", 36.0, None)


@pytest.mark.parametrize(("text", "message"), [
    ("a,b\n1,2\n", "no column for the date"), ("date,lat,lon\nsoon,50,36\n", "row 1: 'soon' is no day"),
    ("date,lat,lon\n2022-05-03,500,36\n", "row 1: '500' is no coordinate"),
    ("date,lat,lon,killed\n2022-05-03,50,36,many\n", "row 1: 'many' is no number"),
])  # fmt: skip
def test_a_table_that_can_not_be_read_says_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_incidents(_table(tmp_path, text))


def test_a_column_that_is_not_there_is_refused(tmp_path: Path) -> None:
    path = _table(tmp_path, "date,lat,lon\n2022-05-03,50,36\n")
    with pytest.raises(InputError, match="no column 'when'"):
        read_incidents(path, {"first": "when"})
    with pytest.raises(InputError, match="no column 'day_of_week' to name"):
        read_incidents(path, {"day_of_week": "date"})
