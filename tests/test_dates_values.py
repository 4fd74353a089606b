"""Calendar values, chains and numbers: what holds for every one of them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso import Coder
from sayso.dates import date_precision, resolve, time_precision
from sayso.dates.expression import format_chain, parse_chain, place
from sayso.dates.lexicon import holiday
from sayso.dates.numbers import number_at, ordinal
from sayso.dates.timex import bounds, easter, unit_of
from sayso.record import Claim, DocumentEvent, Record, Span, When, identified

DAYS = st.dates(date(1950, 1, 1), date(2050, 12, 31))
UNITS = ("day", "week", "weekend", "month", "quarter", "half", "year", "decade", "century")


@given(DAYS, st.sampled_from(UNITS))
def test_a_unit_holds_the_day_that_it_was_made_from(day: date, unit: str) -> None:
    days = bounds(unit_of(day, unit))
    assert days is not None
    if unit != "weekend":
        assert days[0] <= day <= days[1]


@given(DAYS, st.integers(1, 7), st.sampled_from(["past", "before", "future", "after", "either"]))
def test_a_weekday_is_within_a_week_on_its_side(day: date, weekday: int, way: str) -> None:
    moment = place(("published", f"weekday {weekday} {way}"), day)
    assert moment is not None
    away = (moment.first - day).days
    assert moment.first.isoweekday() == weekday
    assert {"past": -6 <= away <= 0, "either": -6 <= away <= 0, "before": -7 <= away <= -1,
            "future": 0 <= away <= 6, "after": 1 <= away <= 7}[way]  # fmt: skip


@given(DAYS, st.integers(1, 12), st.sampled_from(["past", "either", "future", "before"]))
def test_a_month_is_near(day: date, month: int, way: str) -> None:
    moment = place(("published", f"month {month} {way}"), day)
    assert moment is not None
    assert moment.first.month == month
    assert abs((moment.first - day).days) < 800


@given(DAYS, st.integers(-40, 40), st.sampled_from(["day", "week", "month", "year"]))
def test_a_shift_is_in_order(day: date, number: int, unit: str) -> None:
    moment = place(("published", f"shift {number} {unit}"), day)
    assert moment is not None
    assert moment.first <= moment.last
    assert (moment.last < day) if number < 0 and unit == "day" else True


@given(st.lists(st.sampled_from(["published", "shift -1 day", "weekday 1 past", "part early", "tod MO"]), min_size=1))
def test_a_chain_reads_back(steps: list[str]) -> None:
    assert parse_chain(format_chain(tuple(steps))) == tuple(steps)


@pytest.mark.parametrize(
    "chain",
    [("published", "shift -99999 year"), ("2015-02-30",), ("PAST_REF",), ("published", "day 2 30 past")],
)
def test_no_such_day(chain: tuple[str, ...]) -> None:
    assert place(chain, date(2015, 10, 14)) is None


def test_easter_and_the_holidays_that_move() -> None:
    assert [easter(year).isoformat() for year in (1961, 2000, 2019)] == ["1961-04-02", "2000-04-23", "2019-04-21"]
    assert holiday("thanksgiving", 1999) == date(1999, 11, 25)
    assert holiday("memorial_day", 2015) == date(2015, 5, 25)
    assert holiday("election_day", 1998) == date(1998, 11, 3)
    assert holiday("ramadan", 1901) is None


def test_precisions() -> None:
    day = date(2015, 10, 1)
    lasts = (date(2015, 10, 1), date(2015, 10, 3), date(2015, 10, 7), date(2015, 10, 31), date(2015, 11, 30))
    assert [date_precision(day, last) for last in lasts] == [1, 2, 3, 4, 5]
    assert [time_precision(precision) for precision in (1, 2, 3, 4, 5)] == [1, 2, 2, 3, 3]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("twenty - six", 26),
        ("one hundred and five", 105),
        ("two hundred thousand", 200_000),
        ("three million", 3_000_000),
        ("1.7 million", 1_700_000),
        ("23,000", 23_000),
        ("two dozen", 24),
        ("four and a half", 4.5),
        ("2 1/2", 2.5),
        ("five hundred", 500),
    ],
)
def test_numbers(words: str, value: float) -> None:
    tokens = words.split()
    number = number_at(tokens, 0, len(tokens))
    assert number is not None
    assert (number.value, number.last) == (value, len(tokens))


def test_numbers_stop_where_they_end() -> None:
    assert number_at("five six".split(), 0, 2).last == 1  # type: ignore[union-attr]
    assert number_at("and five".split(), 0, 2) is None
    assert ordinal("twentieth") == 20


def _claim(when: When) -> Claim:
    span = Span(0, 4, "Jets")
    return Claim(id="", kind="airstrike", trigger=span, evidence=span, when=when)


def test_a_publication_date_given_later_places_a_record() -> None:
    when = When("Monday", 12, 18, None, None, 5, "not known", "published > weekday 1 past")
    fixed = When("2012", None, None, "2012-01-01", "2012-12-31", 5)
    relative, absolute = identified(_claim(when), "d"), identified(_claim(fixed), "d")
    events = (DocumentEvent("e", (relative.id,)),)
    record = Record("d", "Jets struck Monday.", claims=(relative, absolute), events=events)
    placed = resolve(record, "2015-10-14")
    assert placed.published == "2015-10-14"
    first = placed.claims[0]
    assert first.when == When("Monday", 12, 18, "2015-10-12", "2015-10-12", 1, None, when.value)
    assert first.id != relative.id
    assert first.id == identified(first, "d").id
    assert placed.events[0].claims == (first.id,)
    assert placed.claims[1] == absolute
    assert resolve(when, "no date") == when


def test_a_stretch_of_two_dates_resolves_to_both_ends() -> None:
    value = "published > month 5 past .. published > month 7 past"
    when = When("May to July", 0, 11, None, None, 5, "not known", value)
    assert (resolve(when, "2015-10-14").first, resolve(when, "2015-10-14").last) == ("2015-05-01", "2015-07-31")


def test_the_expressions_of_a_record_are_placed_too() -> None:
    text = "Rebels shelled the port on Monday. Since Sunday, 40 people have died. It began in 2011."
    coder = Coder()
    later = resolve(coder.code(text), "2015-10-14")
    assert [date.value for date in later.dates] == ["2015-10-12", "2015-10-11", "2011"]
    assert later.dates == coder.code(text, published="2015-10-14").dates
    assert [claim.when for claim in later.claims] == [
        claim.when for claim in coder.code(text, published="2015-10-14").claims
    ]
