"""Two lists of incidents beside each other: what both have, what one lacks, and where they contradict each other."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Literal

from sayso.errors import InputError
from sayso.places.search import km

Outcome = Literal["matched", "conflicting", "missed", "extra"]
OUTCOMES: tuple[Outcome, ...] = ("matched", "conflicting", "missed", "extra")

# How far from its coordinates a place of each UCDP precision may lie, in kilometres; further is another place.
REACH = {1: 10.0, 2: 25.0, 3: 60.0, 4: 150.0, 5: 150.0}
# Countries are not matched by coordinates: too much happens in one.
_COUNTRY = 6
_NAMES: dict[str, tuple[str, ...]] = {
    "id": ("id", "event", "event_id", "event_id_cnty", "incident", "incident_id", "code"),
    "title": ("title", "headline", "name", "summary", "notes"),
    "first": ("first", "date", "date_start", "start", "event_date", "incident_date", "day"),
    "last": ("last", "date_end", "end"),
    "lat": ("lat", "latitude", "y"),
    "lon": ("lon", "lng", "long", "longitude", "x"),
    "place": ("place", "location", "where_coordinates", "town", "city"),
    "country": ("country_code", "iso3"),
    "kind": ("kind",),
    "actor": ("actor", "side_a", "actor1", "belligerent"),
    "killed": ("killed", "fatalities", "deaths", "best", "killed_best"),
    "killed_low": ("killed_low", "low", "killed_min", "deaths_low", "civilian_deaths_min"),
    "killed_high": ("killed_high", "high", "killed_max", "deaths_high", "civilian_deaths_max"),
    "where_prec": ("where_prec", "geo_precision"),
}
COLUMNS: tuple[str, ...] = tuple(_NAMES)
_DATES = ("%Y-%m-%d", "%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%Y%m%d")


@dataclass(frozen=True, slots=True)
class Incident:
    """One incident of a list. Days are YYYY-MM-DD; ``killed_low`` and ``killed_high`` bound the dead."""

    id: str
    title: str
    first: str | None
    last: str | None
    lat: float | None
    lon: float | None
    place: str | None = None
    country: str | None = None
    kind: str | None = None
    actor: str | None = None
    killed_low: int | None = None
    killed_high: int | None = None
    where_prec: int = 2


@dataclass(frozen=True, slots=True)
class Pairing:
    """An incident of ours beside one of theirs, or one that has no counterpart.

    ``missed``: theirs alone, ``extra``: ours alone; ``conflicting``: the same incident, with ``reasons`` that the two
    can't both be right about it. For one that is missed the reason names the nearest there is. ``km`` is the distance
    in kilometres, ``days`` how far apart in time.
    """

    outcome: Outcome
    ours: Incident | None
    theirs: Incident | None
    km: float | None = None
    days: int | None = None
    reasons: tuple[str, ...] = ()


def compare(
    ours: Sequence[Incident], theirs: Sequence[Incident], *, days: int = 1, reach: float | None = None
) -> tuple[Pairing, ...]:
    """Pairs each incident with at most one of the other list, the nearest in time and space first.

    Two are the same where no more than ``days`` lie between them and they are no further apart than their precisions
    allow, or than ``reach`` kilometres where it is given; without coordinates, where they name one place. Sorted by
    day and id; the result does not depend on the order of the lists.
    """
    by_day: dict[int, list[int]] = defaultdict(list)
    spans = [_span(one) for one in ours]
    for number, span in enumerate(spans):
        if span is not None:
            for day in range(span[0], min(span[1], span[0] + 62) + 1):
                by_day[day].append(number)
    candidates = []
    nearest: dict[int, tuple[float, str, int]] = {}
    for number, one in enumerate(theirs):
        span = _span(one)
        if span is None:
            continue
        seen = sorted({
            other for day in range(span[0] - days, min(span[1], span[0] + 62) + days + 1) for other in by_day[day]
        })  # fmt: skip
        for other in seen:
            found = spans[other]
            assert found is not None
            gap = max(0, found[0] - span[1], span[0] - found[1])
            distance = _distance(ours[other], one)
            if distance is not None:
                nearest[number] = min(nearest.get(number, (1e9, "", 0)), (distance, ours[other].id, other))
            if _near(ours[other], one, distance, reach):
                kind = one.kind is not None and ours[other].kind is not None and one.kind != ours[other].kind
                cost = (distance or 0.0) + 10.0 * gap + 5.0 * kind + 3.0 * bool(_figures(ours[other], one))
                candidates.append((cost, ours[other].id, one.id, other, number, distance, gap))
    taken_ours: set[int] = set()
    taken_theirs: set[int] = set()
    out = []
    for _, _, _, other, number, distance, gap in sorted(candidates):
        if other in taken_ours or number in taken_theirs:
            continue
        taken_ours.add(other)
        taken_theirs.add(number)
        reasons = _reasons(ours[other], theirs[number], gap)
        out.append(
            Pairing("conflicting" if reasons else "matched", ours[other], theirs[number], distance, gap, reasons)
        )
    for number, one in enumerate(theirs):
        if number not in taken_theirs:
            out.append(Pairing("missed", None, one, reasons=(_why_missed(one, nearest.get(number), ours, taken_ours),)))
    out += [Pairing("extra", one, None) for number, one in enumerate(ours) if number not in taken_ours]
    return tuple(sorted(out, key=_order))


def read_incidents(path: Path, columns: Mapping[str, str] | None = None) -> list[Incident]:
    """The incidents of a CSV table. Columns are known by the names that UCDP, ACLED and others use; ``columns`` says
    otherwise (one of COLUMNS to the table's own name). Raises InputError naming the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path} can't be read: {error}.", "It must be a CSV file in UTF-8.") from error
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4_000], delimiters=",;\t")
    except csv.Error:
        dialect = csv.excel
    reader = csv.DictReader(text.splitlines(), dialect=dialect)
    names = _columns(reader.fieldnames or [], columns or {})
    if "first" not in names or not {"place", "lat"} & set(names):
        raise InputError(
            f"{path} has no column for the date, or none for where it was.",
            "Name them: --column first=NAME --column lat=NAME --column lon=NAME.",
        )
    out = []
    for number, row in enumerate(reader, start=1):
        given = {name: (row.get(column) or "").strip() for name, column in names.items()}
        try:
            out.append(_incident(given, number))
        except ValueError as error:
            raise InputError(f"{path}, row {number}: {error}.", "Mend the row, or leave the cell empty.") from error
    return out


def _columns(fields: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    unknown = sorted(set(given) - set(COLUMNS))
    if unknown:
        raise InputError(f"There is no column {unknown[0]!r} to name.", f"Name one of {', '.join(COLUMNS)}.")
    for name in given.values():
        if name not in fields:
            raise InputError(f"The table has no column {name!r}.", f"It has {', '.join(fields)}.")
    folded = {field.strip().casefold().replace(" ", "_"): field for field in reversed(fields)}
    out = {}
    for name, known in _NAMES.items():
        if name in given:
            out[name] = given[name]
        else:
            found = next((folded[one] for one in known if one in folded), None)
            if found is not None:
                out[name] = found
    return out


def _incident(given: Mapping[str, str], number: int) -> Incident:
    first = _day(given.get("first", ""))
    killed = _figure(given.get("killed", ""))
    low, high = _figure(given.get("killed_low", "")), _figure(given.get("killed_high", ""))
    prec = _figure(given.get("where_prec", ""))
    return Incident(
        id=given.get("id") or f"row {number}",
        title=given.get("title") or "",
        first=first,
        last=_day(given.get("last", "")) or first,
        lat=_degrees(given.get("lat", ""), 90.0),
        lon=_degrees(given.get("lon", ""), 180.0),
        place=given.get("place") or None,
        country=given.get("country") or None,
        kind=given.get("kind") or None,
        actor=given.get("actor") or None,
        killed_low=killed if low is None else low,
        killed_high=killed if high is None else high,
        where_prec=prec if prec else 2,
    )


def _day(value: str) -> str | None:
    if not value:
        return None
    short = value.split("T")[0].split(" 00:")[0].strip()
    for form in _DATES:
        try:
            return datetime.strptime(short, form).date().isoformat()
        except ValueError:
            continue
    raise ValueError(f"{value!r} is no day that can be read: write 2015-10-03")


def _figure(value: str) -> int | None:
    if not value:
        return None
    try:
        return int(float(value.replace(",", "")))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{value!r} is no number") from error


def _degrees(value: str, most: float) -> float | None:
    if not value:
        return None
    try:
        number = float(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is no coordinate") from error
    if not -most <= number <= most:
        raise ValueError(f"{value!r} is no coordinate in degrees")
    return number


def _span(one: Incident) -> tuple[int, int] | None:
    if one.first is None:
        return None
    first = date.fromisoformat(one.first).toordinal()
    last = date.fromisoformat(one.last).toordinal() if one.last else first
    return first, max(first, last)


def _distance(one: Incident, other: Incident) -> float | None:
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    return km((one.lat, one.lon), (other.lat, other.lon))


def _near(one: Incident, other: Incident, distance: float | None, reach: float | None) -> bool:
    if _same_name(one.place, other.place) and (distance is None or distance <= max(reach or 0.0, 50.0)):
        return True
    if distance is None or max(one.where_prec, other.where_prec) >= _COUNTRY:
        return False
    if reach is not None:
        return distance <= reach
    return distance <= max(REACH.get(one.where_prec, 25.0), REACH.get(other.where_prec, 25.0))


def _same_name(one: str | None, other: str | None) -> bool:
    return one is not None and other is not None and _folded(one) == _folded(other)


def _folded(name: str) -> str:
    import unicodedata

    text = unicodedata.normalize("NFKD", name.casefold())
    return " ".join(
        "".join(char if char.isalnum() else " " for char in text if not unicodedata.combining(char)).split()
    )


def _reasons(one: Incident, other: Incident, gap: int) -> tuple[str, ...]:
    """What the two can't both be right about."""
    out = []
    if gap:
        out.append(f"{gap} {'day' if gap == 1 else 'days'} apart")
    out += _figures(one, other)
    if one.kind and other.kind and one.kind != other.kind:
        out.append(f"kind: {one.kind} against {other.kind}")
    if one.actor and other.actor and not set(_folded(one.actor).split()) & set(_folded(other.actor).split()):
        out.append(f"actor: {one.actor} against {other.actor}")
    return tuple(out)


def _figures(one: Incident, other: Incident) -> list[str]:
    """The killed, where the two ranges do not overlap."""
    left, right = _bounds(one), _bounds(other)
    if left is None or right is None or (left[0] <= right[1] and right[0] <= left[1]):
        return []
    return [f"killed: {_range(left)} against {_range(right)}"]


def _bounds(one: Incident) -> tuple[int, int] | None:
    if one.killed_low is None and one.killed_high is None:
        return None
    low = one.killed_low if one.killed_low is not None else 0
    return low, max(low, one.killed_high if one.killed_high is not None else low)


def _range(bounds: tuple[int, int]) -> str:
    return str(bounds[0]) if bounds[0] == bounds[1] else f"{bounds[0]} to {bounds[1]}"


def _why_missed(
    one: Incident, near: tuple[float, str, int] | None, ours: Sequence[Incident], taken: Iterable[int]
) -> str:
    if one.first is None:
        return "it has no date"
    if near is None:
        return "there is nothing on that day"
    distance, name, number = near
    told = f"the nearest on that day is {name}, {distance:.0f} km away"
    if number in set(taken):
        told += ", which is paired with another"
    if ours[number].where_prec >= _COUNTRY:
        told += ", placed by country only"
    return told


def _order(one: Pairing) -> tuple[str, str, str]:
    first = one.theirs or one.ours
    assert first is not None
    return first.first or "9999", first.id, one.outcome
