"""Time expressions: which words, which TIMEX3 value, which days of the calendar."""

from __future__ import annotations

import pytest

from sayso.dates import FoundDate, find_dates
from sayso.language import Parse, Parser

# A Wednesday.
PUBLISHED = "2015-10-14"


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def _dates(parser: Parser, text: str, published: str | None = PUBLISHED) -> tuple[FoundDate, ...]:
    return find_dates(parser.parse(text), published)


@pytest.mark.parametrize(
    ("text", "expression", "type", "value", "first", "last", "precision"),
    [
        ("Shells fell on the market on Monday.", "Monday", "DATE", "2015-10-12", "2015-10-12", "2015-10-12", 1),
        ("The army will enter on Friday.", "Friday", "DATE", "2015-10-16", "2015-10-16", "2015-10-16", 1),
        ("It was signed on Wednesday.", "Wednesday", "DATE", "2015-10-14", "2015-10-14", "2015-10-14", 1),
        ("Rebels fled last Friday.", "last Friday", "DATE", "2015-10-09", "2015-10-09", "2015-10-09", 1),
        ("Gunmen fired on Sunday night.", "Sunday night", "TIME", "2015-10-11TNI", "2015-10-11", "2015-10-11", 1),
        ("Yesterday it was calm.", "Yesterday", "DATE", "2015-10-13", "2015-10-13", "2015-10-13", 1),
        ("Overnight, drones hit the port.", "Overnight", "TIME", "2015-10-14TNI", "2015-10-13", "2015-10-14", 2),
        ("Last night a bomb exploded.", "Last night", "TIME", "2015-10-13TNI", "2015-10-13", "2015-10-13", 1),
        ("Last week they met.", "Last week", "DATE", "2015-W41", "2015-10-05", "2015-10-11", 3),
        ("Earlier this month he fled.", "Earlier this month", "DATE", "2015-10", "2015-10-01", "2015-10-14", 4),
        ("This year 40 people died.", "This year", "DATE", "2015", "2015-01-01", "2015-10-14", 5),
        ("The road will open next year.", "next year", "DATE", "2016", "2016-01-01", "2016-12-31", 5),
        ("It began three days ago.", "three days ago", "DATE", "2015-10-11", "2015-10-11", "2015-10-11", 1),
        ("It began two months ago.", "two months ago", "DATE", "2015-08", "2015-08-01", "2015-08-31", 4),
        ("It began ten years ago.", "ten years ago", "DATE", "2005", "2005-01-01", "2005-12-31", 5),
        ("It was nearly two weeks ago.", "nearly two weeks ago", "DATE", "2015-W40", "2015-09-30", "2015-10-02", 2),
        ("In the past 24 hours, jets flew.", "the past 24 hours", "DURATION", "PT24H", "2015-10-13", "2015-10-14", 2),
        ("In recent weeks it grew.", "recent weeks", "DATE", "PAST_REF", "2015-09-23", "2015-10-14", 4),
        ("He was killed on 3 March.", "3 March", "DATE", "2015-03-03", "2015-03-03", "2015-03-03", 1),
        ("He was killed on Nov. 30.", "Nov. 30", "DATE", "2014-11-30", "2014-11-30", "2014-11-30", 1),
        ("Polls are set for November 8.", "November 8", "DATE", "2015-11-08", "2015-11-08", "2015-11-08", 1),
        ("On 29th March 2014 he left.", "29th March 2014", "DATE", "2014-03-29", "2014-03-29", "2014-03-29", 1),
        ("Raids went on from 13-16 May 2014.", "13-16 May 2014", "DATE", "2014-05-13", "2014-05-13", "2014-05-16", 2),
        ("On 2014-05-13 a mine exploded.", "2014-05-13", "DATE", "2014-05-13", "2014-05-13", "2014-05-13", 1),
        ("They fled in late August.", "late August", "DATE", "2015-08", "2015-08-21", "2015-08-31", 4),
        ("They fled in early August.", "early August", "DATE", "2015-08", "2015-08-01", "2015-08-10", 4),
        ("They fled in July last year.", "July last year", "DATE", "2014-07", "2014-07-01", "2014-07-31", 4),
        ("By mid-2014 it was over.", "mid-2014", "DATE", "2014", "2014-05-01", "2014-08-31", 5),
        ("Since 2012-13 it has grown.", "2012-13", "DATE", "2012", "2012-01-01", "2013-12-31", 5),
        ("In the 1990s they fought.", "the 1990s", "DATE", "199", "1990-01-01", "1999-12-31", 5),
        ("It fell in the late 1970s.", "the late 1970s", "DATE", "197", "1975-01-01", "1979-12-31", 5),
        ("In the third quarter of 2014 it rose.", "the third quarter of 2014", "DATE", "2014-Q3",
         "2014-07-01", "2014-09-30", 5),
        ("The first half of 2015 was calm.", "The first half of 2015", "DATE", "2015-H1",
         "2015-01-01", "2015-06-30", 5),
        ("Planes came in the first week of October.", "the first week of October", "DATE", "2015-10",
         "2015-10-01", "2015-10-07", 3),
        ("The push came last spring.", "last spring", "DATE", "2015-SP", "2015-03-01", "2015-05-31", 5),
        ("Over the weekend, 15 were held.", "the weekend", "DATE", "2015-W41-WE", "2015-10-10", "2015-10-11", 2),
        ("He was killed on Christmas Day.", "Christmas Day", "DATE", "2014-12-25", "2014-12-25", "2014-12-25", 1),
        ("The truce broke during Ramadan.", "Ramadan", "DATE", "2015-06-18", "2015-06-18", "2015-07-16", 4),
        ("They met at 9:30 a.m. Monday.", "9:30 a.m. Monday", "TIME", "2015-10-12T09:30",
         "2015-10-12", "2015-10-12", 1),
        ("In nineteen ninety-six it fell.", "nineteen ninety-six", "DATE", "1996", "1996-01-01", "1996-12-31", 5),
    ],
)  # fmt: skip
def test_an_expression(
    parser: Parser, text: str, expression: str, type: str, value: str, first: str, last: str, precision: int
) -> None:
    found = _dates(parser, text)
    assert [date.expression.text for date in found] == [expression]
    assert (found[0].expression.type, found[0].expression.value) == (type, value)
    assert (found[0].when.first, found[0].when.last, found[0].when.precision) == (first, last, precision)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The siege lasted for six weeks.", [("six weeks", "DURATION", "P6W")]),
        ("He fought for two and a half years.", [("two and a half years", "DURATION", "P2Y6M")]),
        ("It was a 12-hour battle.", [("12-hour", "DURATION", "PT12H")]),
        ("The war went on for decades.", [("decades", "DURATION", "PXE")]),
        ("Several hours passed.", [("Several hours", "DURATION", "PTXH")]),
        ("Every Friday crowds gather.", [("Every Friday", "SET", "XXXX-WXX-5")]),
        ("Bread is handed out daily.", [("daily", "SET", "P1D")]),
        ("The army now holds the hill.", [("now", "DATE", "PRESENT_REF")]),
        ("The town was recently shelled.", [("recently", "DATE", "PAST_REF")]),
    ],
)
def test_an_expression_without_days(parser: Parser, text: str, expected: list[tuple[str, str, str]]) -> None:
    found = _dates(parser, text)
    assert [(date.expression.text, date.expression.type, date.expression.value) for date in found] == expected
    assert all(date.when.first is None and date.when.reason for date in found)


@pytest.mark.parametrize(
    "text",
    [
        "The general may march on the capital.",
        "About 1,900 people fled, and 1998 of them came back.",
        "The 25-year-old was shot in the second attack.",
        "Mayor April Jones met the minister.",
        "Route 2001 was closed, and $1995 was stolen.",
        "The fall of the city shocked them.",
    ],
)
def test_what_is_no_date(parser: Parser, text: str) -> None:
    assert [date.expression.text for date in _dates(parser, text)] == []


def test_dates_count_from_the_date_before_them(parser: Parser) -> None:
    found = _dates(
        parser,
        "The convoy left on 3 March 2014. The next day it was ambushed. Three days later it arrived. "
        "That year the war ended. The following year the army left.",
    )
    assert [date.expression.value for date in found] == ["2014-03-03", "2014-03-04", "2014-03-07", "2014", "2015"]


def test_the_same_period_is_the_stretch_spoken_of_last(parser: Parser) -> None:
    found = _dates(parser, "In the past 48 hours, jets killed six people. Shelling killed two in the same period.")
    assert [(date.expression.text, date.when.first) for date in found] == [
        ("the past 48 hours", "2015-10-12"),
        ("the same period", "2015-10-12"),
    ]
    assert _dates(parser, "Shelling killed two in the same period.") == ()


def test_two_days_of_one_month(parser: Parser) -> None:
    found = _dates(parser, "Between 12 and 15 August, 30 people were killed.")
    days = [(date.expression.text, date.when.first) for date in found]
    assert days == [("12", "2015-08-12"), ("15 August", "2015-08-15")]


def test_a_dateline_is_the_day_that_counts(parser: Parser) -> None:
    found = _dates(parser, "BEIRUT, Oct. 12 (AP) -- Jets hit the town on Sunday.\n\nToday it was calm.")
    assert [date.when.first for date in found] == ["2015-10-12", "2015-10-11", "2015-10-12"]


def test_a_dateline_with_its_year_stands_in_for_the_publication_date(parser: Parser) -> None:
    found = _dates(parser, "BEIRUT, Oct. 12, 2015 (AP) -- Jets hit the town on Sunday.", None)
    assert [date.when.first for date in found] == ["2015-10-12", "2015-10-11"]


def test_without_a_publication_date_nothing_is_made_up(parser: Parser) -> None:
    text = "AMMAN, August 21 (Xinhua) -- Jets hit the town on Sunday and in 2012. It is calm today."
    found = _dates(parser, text, None)
    assert [(date.expression.value, date.when.first) for date in found] == [
        ("XXXX-08-21", None),
        ("XXXX-WXX-7", None),
        ("2012", "2012-01-01"),
        ("XXXX-XX-XX", None),
    ]
    assert [bool(date.when.reason) for date in found] == [True, True, False, True]


def test_a_bare_time_of_day_is_never_put_on_the_day_of_publication(parser: Parser) -> None:
    (found,) = _dates(parser, "At 9:30 a.m., gunmen stormed the hotel.")
    assert found.expression.type == "TIME"
    assert found.when.first is None
    assert found.when.reason


@pytest.mark.parametrize(
    "text", ["The next day it was quiet.", "That day the army left.", "Two days later they met.", "The same week it fell."]
)
def test_what_counts_from_a_day_that_the_text_does_not_give_has_no_days(parser: Parser, text: str) -> None:
    (found,) = _dates(parser, text)
    assert found.when.first is None
    assert found.when.reason == "counted from a day that the text does not give"


def test_spans_are_verbatim_in_a_text_with_other_scripts(parser: Parser) -> None:
    text = "⚠️ حلب — “Shells fell on Monday,” he said. 🕊️ Two days later, they fell again."
    for date in _dates(parser, text):
        assert text[date.expression.start : date.expression.end] == date.expression.text
    assert [date.expression.text for date in _dates(parser, text)] == ["Monday", "Two days later"]


def test_an_impossible_date_has_no_days(parser: Parser) -> None:
    for text in ("It happened on 31 June 2014.", "It happened on February 30."):
        for date in _dates(parser, text):
            assert date.when.first is None or date.expression.text in ("June 2014", "2014", "February")


@pytest.mark.parametrize("text", ["", " ", "Monday", "ago", "the", "'s", "1998", "- - -", "10 p.m.", "last"])
def test_fragments_do_no_harm(parser: Parser, text: str) -> None:
    parse: Parse = parser.parse(text)
    for published in (None, "2015-10-14", "2015-10-14T10:00:00", "yesterday"):
        assert len(find_dates(parse, published)) <= 1
