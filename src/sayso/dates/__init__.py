"""When: time expressions of a text, their TIMEX3 values and the days that they cover."""

from sayso.dates.expression import date_precision, time_precision
from sayso.dates.find import find_dates
from sayso.dates.model import FoundDate
from sayso.dates.resolve import resolve

__all__ = ["FoundDate", "date_precision", "find_dates", "resolve", "time_precision"]
