"""TIMEX3 values of dates and the days that they cover.

A value is written as TimeML writes it: ``2015-10-12``, ``2015-10``, ``2015``, ``2015-W41``, ``2015-W41-WE``,
``2015-Q3``, ``2015-H2``, ``2015-SU``, ``201`` (a decade), ``20`` (a century), each day with ``TMO`` or ``T14:30``.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}  # first month
DAY = timedelta(days=1)


def bounds(value: str) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value; None where it names no stretch of the calendar.

    >>> bounds("2015-Q3"), bounds("199")[0], bounds("PAST_REF")
    ((datetime.date(2015, 7, 1), datetime.date(2015, 9, 30)), datetime.date(1990, 1, 1), None)
    """
    head, _, _ = value.partition("T")
    if not head or not head[0].isdigit():
        return None
    parts = head.split("-")
    if not parts[0].isdecimal():
        return None
    try:
        return _bounds(parts)
    except ValueError:
        return None


def _bounds(parts: list[str]) -> tuple[date, date] | None:
    number = int(parts[0])
    if len(parts[0]) == 2:
        return date(100 * number or 1, 1, 1), date(100 * number + 99, 12, 31)
    if len(parts[0]) == 3:
        return date(10 * number or 1, 1, 1), date(10 * number + 9, 12, 31)
    if len(parts) == 1:
        return date(number, 1, 1), date(number, 12, 31)
    unit = parts[1]
    if unit[0] == "W" and unit[1:].isdecimal():
        monday = date.fromisocalendar(number, int(unit[1:]), 1)
        if len(parts) == 3 and parts[2] == "WE":
            return monday + 5 * DAY, monday + 6 * DAY
        if len(parts) == 3 and parts[2].isdecimal():
            return monday + (int(parts[2]) - 1) * DAY, monday + (int(parts[2]) - 1) * DAY
        return monday, monday + 6 * DAY
    if unit[0] in "QH" and unit[1:].isdecimal():
        months = 3 if unit[0] == "Q" else 6
        begin = (int(unit[1:]) - 1) * months + 1
        return date(number, begin, 1), month_end(number, begin + months - 1)
    if unit in SEASONS:
        begin = SEASONS[unit]
        end_year, end_month = (number + 1, 2) if unit == "WI" else (number, begin + 2)
        return date(number, begin, 1), month_end(end_year, end_month)
    if not unit.isdecimal():
        return None
    month = int(unit)
    if len(parts) == 2:
        return date(number, month, 1), month_end(number, month)
    if not parts[2].isdecimal():
        return date(number, month, 1), month_end(number, month)
    day = date(number, month, int(parts[2]))
    return day, day


def month_end(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def add_months(day: date, months: int) -> date:
    """The same day of another month, or that month's last."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def unit_of(day: date, unit: str) -> str:
    """The value of the calendar unit that holds a day.

    >>> unit_of(date(2015, 10, 12), "week"), unit_of(date(2015, 10, 12), "decade")
    ('2015-W42', '201')
    """
    if unit == "week" or unit == "weekend":
        year, week, _ = day.isocalendar()
        return f"{year:04}-W{week:02}" + ("-WE" if unit == "weekend" else "")
    if unit == "month":
        return f"{day.year:04}-{day.month:02}"
    if unit == "quarter":
        return f"{day.year:04}-Q{(day.month + 2) // 3}"
    if unit == "half":
        return f"{day.year:04}-H{(day.month + 5) // 6}"
    if unit == "year":
        return f"{day.year:04}"
    if unit == "decade":
        return f"{day.year // 10:03}"
    if unit == "century":
        return f"{day.year // 100:02}"
    return day.isoformat()


def shifted(day: date, number: float, unit: str) -> date:
    """A day so many units away; half years, months and weeks count as months and days."""
    if unit in ("second", "minute"):
        return day
    if unit == "hour":
        return day + timedelta(days=int(number / 24))
    if unit == "day":
        return day + timedelta(days=round(number))
    if unit in ("week", "weekend"):
        return day + timedelta(days=round(7 * number))
    if unit == "month":
        whole = int(number)
        return add_months(day, whole) + timedelta(days=round(30 * (number - whole)))
    months = {"quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    return add_months(day, round(months * number))


def easter(year: int) -> date:
    """Western Easter Sunday, by the anonymous Gregorian algorithm."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * e) // 451
    month, day = divmod(h + e - 7 * m + 114, 31)
    return date(year, month, day + 1)
