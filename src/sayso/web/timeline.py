"""The timeline: how many events or claims there are in each stretch of days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from sayso.query import Filter
from sayso.query.fields import day_range
from sayso.web.columns import Bools, Columns, Ints
from sayso.web.masks import Masks
from sayso.web.state import State
from sayso.web.words import days

# Bars at most; a bar stands for a day, a week, a month, a year or ten of them.
_BARS = 80
_LONGER = 5  # UCDP's date_prec of ranges that are too long to be drawn at a day


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of days: ``first`` and ``last`` (YYYY-MM-DD), count, height as a share of the highest, position and
    width as shares of the whole, and where a click leads."""

    first: str
    last: str
    label: str
    count: int
    height: float
    x: float
    width: float
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """``undrawn`` counts what has no day or stands for a longer time; ``chosen`` is the filter's own range."""

    bars: tuple[Bar, ...]
    first: str
    last: str
    labels: tuple[str, ...]
    step: str
    undrawn: int
    chosen: tuple[str | None, str | None] | None
    clear: str | None


def timeline(state: State, columns: Columns, masks: Masks) -> Timeline | None:
    """The timeline of what the filter picks, its own range of days left out; None where nothing has a day."""
    rest = Filter(tuple(one for one in state.filter.conditions if one.field != "when" or one.negated))
    asked = next((one for one in state.filter.conditions if one.field == "when" and not one.negated), None)
    mask = masks.of(rest)
    start, undrawn = _starts(columns, mask, state.unit == "events")
    if not len(start):
        return None
    low, high = int(start.min()), int(start.max())
    chosen = day_range(asked.values[0]) if asked and len(asked.values) == 1 else None
    if chosen is not None:
        first = _ordinal(chosen[0], low)
        last = _ordinal(chosen[1], high)
        margin = max((last - first) // 2, 3)
        low, high = max(low, min(first - margin, high)), min(high, max(last + margin, low))
    edges, step = _edges(low, high)
    counts, _ = np.histogram(start, bins=np.array([*edges, edges[-1]]) if len(edges) == 1 else np.array(edges))
    top = max(int(counts.max()), 1)
    whole = edges[-1] - edges[0]
    bars = []
    for number, count in enumerate(counts.tolist()):
        one, two = edges[number], edges[number + 1] - 1
        begin, end = _day(one), _day(two)
        inside = chosen is not None and (chosen[0] or "0") <= begin and end <= (chosen[1] or "9999-12-31")
        value = begin if begin == end else f"{begin}..{end}"
        bars.append(Bar(
            begin, end, days(begin, end), count, count / top, (one - edges[0]) / whole, (two + 1 - one) / whole, inside,
            state.with_filter(rest.with_("when", value)).address(),
        ))  # fmt: skip
    labels = tuple(days(*[_day(edges[round(share * (len(edges) - 2))])] * 2) for share in (0, 0.5, 1))
    return Timeline(
        tuple(bars), _day(edges[0]), _day(edges[-1] - 1), labels if len(bars) > 2 else labels[:1], step, undrawn, chosen,
        state.with_filter(rest).address() if asked else None,
    )  # fmt: skip


def _starts(columns: Columns, mask: Bools, by_event: bool) -> tuple[Ints, int]:
    """The first days of what is drawn, and how many are not drawn."""
    drawn = mask & (columns.first > 0) & (columns.numbers["date_prec"] < _LONGER)
    if not by_event:
        return columns.first[drawn], int(mask.sum() - drawn.sum())
    never = np.iinfo(np.int64).max
    first = np.full(len(columns.events), never)
    np.minimum.at(first, columns.event[drawn], columns.first[drawn])
    start = first[first < never]
    return start, int((columns.told_events(mask) > 0).sum()) - len(start)


def _edges(low: int, high: int) -> tuple[list[int], str]:
    """Where bars begin, and where the last one ends."""
    span = high - low + 1
    if span <= _BARS:
        return list(range(low, high + 2)), "day"
    if span <= _BARS * 7:
        first = low - (low - 1) % 7  # a Monday
        edges = list(range(first, high + 1, 7))
        return [*edges, edges[-1] + 7], "week"
    one, two = date.fromordinal(low), date.fromordinal(high)
    if span <= _BARS * 30:
        months = range(one.year * 12 + one.month - 1, two.year * 12 + two.month + 1)
        return [date(month // 12, month % 12 + 1, 1).toordinal() for month in months], "month"
    years = two.year - one.year + 1
    size = 1 if years <= _BARS else 10 if years <= _BARS * 10 else 100
    first_year = max(one.year - one.year % size, 1)
    edges = [date(year, 1, 1).toordinal() for year in range(first_year, min(two.year + size, 9999) + 1, size)]
    if edges[-1] <= high:
        edges.append(date(9999, 12, 31).toordinal() + 1)
    return edges, {1: "year", 10: "ten years", 100: "hundred years"}[size]


def _ordinal(day: str | None, default: int) -> int:
    return date.fromisoformat(day).toordinal() if day else default


def _day(ordinal: int) -> str:
    return date.fromordinal(max(min(ordinal, date.max.toordinal()), 1)).isoformat()
