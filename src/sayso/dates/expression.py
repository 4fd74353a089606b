"""What a time expression says, kept apart from when it was said.

An expression is a chain of steps, each a few words: ``published > shift -1 day``, ``published > weekday 1 past``,
``1998-03-08 > shift 2 day``. The chain starts at the publication date or at a date that the text gives in full, and
every step moves or narrows it. The same chain gives its days whenever a publication date becomes known.

=====================  ===========================================================================
shift N UNIT           so many units away, as fine as the unit ("two days ago", "a year later")
calendar N UNIT        the calendar unit so many away: 0 is this one ("last week", "this year")
weekday D DIRECTION    1 Monday to 7 Sunday: past, future, either, before, after (never the day itself), week
month M DIRECTION      January is 1; ``day M D DIRECTION``: a day of a month; ``date D``: of that month
season SU DIRECTION    SP SU FA WI; ``quarter N DIRECTION``, ``half N DIRECTION``
holiday NAME DIRECTION a day that returns each year, by the codebook's table
part WHICH             early, mid, late, start, middle, end, firstN or lastN (halves of the stretch)
tod MO                 a part of the day, as TIMEX3 has it; ``clock 14:30``
window N UNIT          from so many units back (or on) to the day itself ("the past 24 hours")
elapsed, ahead         no further than the publication date ("earlier this year"), or from it on
week N                 the first, second or last week of a month
since, until           from there to the publication date, and the reverse
near WHICH N UNIT      nearly, over: what is known of a rounded distance ("nearly two weeks ago")
span A B UNIT          from A to B units away ("a few days ago"); ``vague UNIT`` has no days at all
back N UNIT            the same quarter, month or year so many years before ("a year earlier")
to N, from N           as far as another day of the month, or another year ("Nov. 13-16", "2012-15")
weekend DIRECTION      the last one begun, or the next one
=====================  ===========================================================================
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sayso.dates.lexicon import holiday, holiday_length
from sayso.dates.timex import DAY, SEASONS, add_months, bounds, shifted, unit_of

PUBLISHED = "published"

# A day and month without a year: what lies further than so many days in the direction of the tense gives way to what
# lies nearer than so many in the other.
_GIVES_WAY = {"past": (330, 45), "either": (240, 100), "future": (270, 75)}
Chain = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in the calendar: TIMEX3 ``value``, and the days it covers, both ends inclusive."""

    value: str
    first: date
    last: date


def format_chain(chain: Chain) -> str:
    """The chain in one line, as a When's ``value`` keeps it."""
    return " > ".join(chain)


def parse_chain(text: str) -> Chain:
    """The inverse of format_chain."""
    return tuple(step.strip() for step in text.split(" > "))


def needs_publication(chain: Chain) -> bool:
    """Whether the chain can be placed only when the publication date is known."""
    return bool(chain) and (chain[0] == PUBLISHED or any(step in ("since", "until", "elapsed") for step in chain))


def place(chain: Chain, published: date | None) -> Moment | None:
    """The days of a chain, or None where the publication date is missing or there is no such day.

    >>> place(("published", "weekday 1 past"), date(2015, 10, 15))
    Moment(value='2015-10-12', first=datetime.date(2015, 10, 12), last=datetime.date(2015, 10, 12))
    >>> place(("published", "shift -1 day"), None) is None
    True
    """
    if not chain:
        return None
    if chain[0] == PUBLISHED:
        if published is None:
            return None
        moment = Moment(published.isoformat(), published, published)
    else:
        days = bounds(chain[0])
        if days is None:
            return None
        moment = Moment(chain[0], *days)
    try:
        for step in chain[1:]:
            name, *words = step.split()
            after = _STEPS[name](moment, words, published)
            if after is None:
                return None
            moment = after
    except (ValueError, OverflowError):
        return None
    return moment


def date_precision(first: date, last: date) -> int:
    """UCDP's date_prec of a stretch: 1 a day, 2 two to six days, 3 a week, 4 up to a month, 5 longer."""
    days = (last - first).days + 1
    return 1 if days == 1 else 2 if days <= 6 else 3 if days == 7 else 4 if days <= 31 else 5


def time_precision(precision: int) -> int:
    """ACLED's time_precision of a UCDP date_prec: 1 the day, 2 within a week, 3 within a month or longer."""
    return {1: 1, 2: 2, 3: 2}.get(precision, 3)


def _of(value: str) -> Moment:
    days = bounds(value)
    if days is None:
        raise ValueError(value)
    return Moment(value, *days)


def _likely(candidates: Sequence[Moment], at: date, direction: str) -> Moment:
    """As _nearest, but a date just ahead is meant rather than one almost a year back, and the reverse."""
    found = _nearest(candidates, at, direction)
    if direction in _GIVES_WAY:
        far, close = _GIVES_WAY[direction]
        other = _nearest(candidates, at, "past" if direction == "future" else "future")
        if _distance(found, at) > far and _distance(other, at) < close:
            return other
    return found


def _distance(moment: Moment, at: date) -> int:
    """Days from a day to the nearest day of a moment."""
    return max((moment.first - at).days, (at - moment.last).days, 0)


def _nearest(candidates: Sequence[Moment], at: date, direction: str) -> Moment:
    """The candidate that a writer on day ``at`` means: the last begun one, or the next not yet over."""
    if direction in ("past", "either", "before"):
        begun = [c for c in candidates if (c.last < at if direction == "before" else c.first <= at)]
        return begun[-1] if begun else candidates[0]
    ahead = [c for c in candidates if (c.last >= at if direction == "future" else c.first > at)]
    return ahead[0] if ahead else candidates[-1]


def _shift(moment: Moment, words: list[str], _: date | None) -> Moment:
    number, unit = float(words[0]), words[1]
    start = moment.first if number < 0 else moment.last
    if unit not in ("day", "hour", "minute", "second") and moment.first != moment.last:
        start = moment.first
    day = shifted(start, number, unit)
    if unit in ("day", "hour", "minute", "second"):
        return Moment(day.isoformat(), day, day)
    if unit == "year" and number != int(number):
        unit = "month"
    if unit in ("week", "month") and moment.first == moment.last and (unit == "week" or number != int(number)):
        return Moment(unit_of(day, unit), day, day) if unit == "week" else _of(unit_of(day, unit))
    return _of(unit_of(day, "year" if unit in ("decade", "century") else unit))


def _calendar(moment: Moment, words: list[str], _: date | None) -> Moment:
    number, unit = int(words[0]), words[1]
    start = moment.first
    found = _of(unit_of(shifted(start, number, unit), unit))
    if unit == "week" and start.isoweekday() == 7 and moment.first == moment.last:
        # On a Sunday the week that writers speak of has begun that day.
        return Moment(found.value, start + 7 * number * DAY, start + (7 * number + 6) * DAY)
    return found


def _weekday(moment: Moment, words: list[str], _: date | None) -> Moment:
    wanted, direction = int(words[0]), words[1]
    if direction == "week":
        day = moment.first + ((wanted - moment.first.isoweekday()) % 7) * DAY
    else:
        back = (moment.first.isoweekday() - wanted) % 7
        if direction in ("past", "either", "before"):
            day = moment.first - (7 if direction == "before" and back == 0 else back) * DAY
        else:
            ahead = (wanted - moment.first.isoweekday()) % 7
            day = moment.first + (7 if direction == "after" and ahead == 0 else ahead) * DAY
    return Moment(day.isoformat(), day, day)


def _month(moment: Moment, words: list[str], _: date | None) -> Moment:
    month, direction = int(words[0]), words[1]
    year = moment.first.year
    if direction == "year":
        return _of(f"{year:04}-{month:02}")
    if direction == "before":
        # "last May" is never this month or, within one year, the month just over.
        this_year = month < moment.first.month - 1
        return _of(f"{year if this_year else year - 1:04}-{month:02}")
    return _likely([_of(f"{y:04}-{month:02}") for y in (year - 1, year, year + 1)], moment.first, direction)


def _day(moment: Moment, words: list[str], _: date | None) -> Moment | None:
    month, day, direction = int(words[0]), int(words[1]), words[2]
    year = moment.first.year
    if direction == "year":
        return _of(f"{year:04}-{month:02}-{day:02}")
    found = []
    for y in range(year - 4, year + 5):
        days = bounds(f"{y:04}-{month:02}-{day:02}")
        if days:
            found.append(Moment(days[0].isoformat(), *days))
    if not found:
        return None
    if direction == "near":
        return min(found, key=lambda m: abs((m.first - moment.first).days))
    if direction in ("past", "either"):
        # A paper may carry tomorrow's date, and a story may look a few days ahead in the past tense.
        return _likely(found, moment.first + 3 * DAY, direction)
    return _likely(found, moment.first, direction)


def _date(moment: Moment, words: list[str], _: date | None) -> Moment:
    return _of(f"{moment.first.year:04}-{moment.first.month:02}-{int(words[0]):02}")


def _season(moment: Moment, words: list[str], _: date | None) -> Moment:
    season, direction = words
    year = moment.first.year
    if direction == "year":
        return _of(f"{year:04}-{season}")
    if direction == "this" and season in SEASONS:
        direction = "past" if season == "WI" and moment.first.month <= 2 else "year"
        return _season(moment, [season, direction], None)
    return _nearest([_of(f"{y:04}-{season}") for y in (year - 1, year, year + 1)], moment.first, direction)


def _quarter(moment: Moment, words: list[str], _: date | None) -> Moment:
    number, direction = words
    year = moment.first.year
    if direction == "year":
        return _of(f"{year:04}-Q{number}")
    return _likely([_of(f"{y:04}-Q{number}") for y in (year - 1, year, year + 1)], moment.first, direction)


def _half(moment: Moment, words: list[str], _: date | None) -> Moment:
    number, direction = words
    year = moment.first.year
    if direction == "year":
        return _of(f"{year:04}-H{number}")
    return _nearest([_of(f"{y:04}-H{number}") for y in (year - 1, year, year + 1)], moment.first, direction)


def _holiday(moment: Moment, words: list[str], _: date | None) -> Moment | None:
    name, direction = words
    year = moment.first.year
    years = (year,) if direction == "year" else (year - 1, year, year + 1)
    found = []
    for y in years:
        day = holiday(name, y)
        if day:
            found.append(Moment(day.isoformat(), day, day + (holiday_length(name) - 1) * DAY))
    if not found:
        return None
    return found[0] if direction == "year" else _likely(found, moment.first, direction)


def _part(moment: Moment, words: list[str], _: date | None) -> Moment:
    which = words[0]
    days = (moment.last - moment.first).days + 1
    if days == 1:
        return moment
    third = max(1, days // 3)
    if 28 <= days <= 31:
        third = 10
    first, last = moment.first, moment.last
    if which in ("early", "start"):
        last = first + (third - 1) * DAY
    elif which in ("late", "end"):
        first = last - (days - 2 * third - 1 if third == 10 else third - 1) * DAY
    elif which in ("mid", "middle"):
        first, last = first + third * DAY, last - third * DAY
    elif which == "first2":
        last = first + (days // 2 - 1) * DAY
    elif which == "last2":
        first = last - (days // 2 - 1) * DAY
    if days > 360:
        first, last = _months_part(moment, which)
    return Moment(moment.value, first, last)


def _months_part(moment: Moment, which: str) -> tuple[date, date]:
    """A part of a year or of a decade, in whole months or years."""
    months = (moment.last.year - moment.first.year + 1) * 12
    pieces = {"early": (0, 1 / 3), "start": (0, 1 / 4), "late": (2 / 3, 1), "end": (3 / 4, 1), "mid": (1 / 3, 2 / 3),
              "middle": (1 / 3, 2 / 3), "first2": (0, 1 / 2), "last2": (1 / 2, 1)}  # fmt: skip
    low, high = pieces.get(which, (0, 1))
    if months > 12 and which in ("early", "late"):
        low, high = (0, 1 / 2) if which == "early" else (1 / 2, 1)
    return add_months(moment.first, round(low * months)), add_months(moment.first, round(high * months)) - DAY


def _tod(moment: Moment, words: list[str], _: date | None) -> Moment:
    return replace(moment, value=moment.value.partition("T")[0] + "T" + words[0])


def _window(moment: Moment, words: list[str], _: date | None) -> Moment:
    number, unit = float(words[0]), words[1]
    if unit in ("hour", "minute", "second"):
        # A stretch of hours that ends on a day may have begun the day before.
        hours = number if unit == "hour" else number / 60
        other = moment.first + timedelta(days=round(hours / 24) or (1 if hours > 12 else 0))
        if hours < 0:
            other = moment.first - timedelta(days=round(-hours / 24) or (1 if hours < -12 else 0))
    else:
        other = shifted(moment.first if number < 0 else moment.last, number, unit)
    if number < 0:
        return Moment(moment.value, other, moment.last)
    return Moment(moment.value, moment.first, other)


def _span(moment: Moment, words: list[str], _: date | None) -> Moment:
    first, last = sorted(shifted(moment.first, float(number), words[2]) for number in words[:2])
    return Moment(moment.value, first, last)


def _vague(_: Moment, __: list[str], ___: date | None) -> None:
    return None


def _back(moment: Moment, words: list[str], _: date | None) -> Moment:
    number, unit = float(words[0]), words[1]
    head = moment.value.partition("T")[0]
    if unit == "season":
        return replace(moment, first=add_months(moment.first, -12 * int(number)))
    if unit == "year" and "-Q" in head:
        return _of(unit_of(shifted(moment.first, -number, unit), "quarter"))
    if unit == "year" and len(head) == 7 and head[5:].isdecimal():
        return _of(unit_of(shifted(moment.first, -number, unit), "month"))
    return _of(unit_of(shifted(moment.first, -number, unit), unit))


def _weekend(moment: Moment, words: list[str], _: date | None) -> Moment:
    saturday = moment.first - ((moment.first.isoweekday() + 1) % 7) * DAY
    if words[0] == "future" and moment.first.isoweekday() < 6:
        saturday += 7 * DAY
    return _of(unit_of(saturday, "weekend"))


def _to(moment: Moment, words: list[str], _: date | None) -> Moment:
    number = int(words[0])
    last = date(number, 12, 31) if number > 31 else moment.last.replace(day=number)
    return replace(moment, last=last)


def _from(moment: Moment, words: list[str], _: date | None) -> Moment:
    first = moment.first.replace(day=int(words[0]))
    return Moment(first.isoformat(), first, moment.last)


def _week(moment: Moment, words: list[str], _: date | None) -> Moment:
    if words[0] == "last":
        return replace(moment, first=moment.last - 6 * DAY)
    first = moment.first + 7 * (int(words[0]) - 1) * DAY
    return replace(moment, first=first, last=min(first + 6 * DAY, moment.last))


def _ahead(moment: Moment, _: list[str], published: date | None) -> Moment:
    if published and moment.first <= published < moment.last:
        return replace(moment, first=published)
    return moment


def _elapsed(moment: Moment, _: list[str], published: date | None) -> Moment:
    if published and moment.first <= published < moment.last:
        return replace(moment, last=published)
    return moment


def _since(moment: Moment, _: list[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    return replace(moment, last=max(published, moment.first))


def _until(moment: Moment, _: list[str], published: date | None) -> Moment | None:
    if published is None:
        return None
    return replace(moment, first=min(published, moment.first))


def _near(moment: Moment, words: list[str], published: date | None) -> Moment:
    which, number, unit = words
    if which == "over" and unit == "year" and published:
        exact = shifted(published, -float(number), unit)
        return replace(moment, first=shifted(exact, -1, unit), last=exact)
    if moment.first != moment.last or unit in ("day", "hour", "minute", "second"):
        if which == "over" and unit in ("year", "month"):
            return replace(moment, first=shifted(moment.first, -1, unit))
        return moment
    if which == "nearly":
        return replace(moment, last=moment.first + (2 if unit == "week" else 6) * DAY)
    if which == "over":
        return replace(moment, first=shifted(moment.first, -1, unit))
    return moment


_STEPS: dict[str, Callable[[Moment, list[str], date | None], Moment | None]] = {
    "shift": _shift, "calendar": _calendar, "weekday": _weekday, "month": _month, "day": _day, "date": _date,
    "season": _season, "quarter": _quarter, "half": _half, "holiday": _holiday, "part": _part, "tod": _tod,
    "clock": _tod, "span": _span, "vague": _vague, "back": _back, "weekend": _weekend, "to": _to, "from": _from,
    "week": _week, "ahead": _ahead, "window": _window, "elapsed": _elapsed, "since": _since, "until": _until,
    "near": _near,
}  # fmt: skip
