"""What the map shows: places with how many events or claims they have, near ones drawn together as the zoom asks.

Nothing is moved to make room: a claim that is known to a province stands at the province's point in a hollow sign, and
one that is known to a country colours the country.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.exports.shape import country_name, country_number
from sayso.web.columns import Bools, Columns, Ints
from sayso.web.words import WHERE

# Pixels of the map that one cluster stands for, and pixels of the world at zoom 0.
_CELL, _WORLD = 72, 512
_MOST = 1_500
# Degrees between places that a zoom can part, and how many others are listed by name.
_APART, _LISTED = 0.0005, 12
_SOUTHERNMOST = 85.05
_EXACT, _AREA, _COUNTRY = 0, 1, 2
_CLASS = {1: _EXACT, 2: _EXACT, 3: _AREA, 4: _AREA, 5: _AREA}
# From this zoom on every place stands for itself, but for those on one spot.
ALONE = 12.0


@dataclass(frozen=True, slots=True)
class Box:
    """The part of the world that is seen, in degrees."""

    west: float = -180.0
    south: float = -90.0
    east: float = 180.0
    north: float = 90.0


def counts_by_place(columns: Columns, mask: Bools, by_event: bool) -> Ints:
    """How many claims or events each place of the snapshot has among the picked claims."""
    size = len(columns.places)
    picked = mask & (columns.place >= 0)
    if not by_event:
        return np.bincount(columns.place[picked], minlength=size)
    pairs = np.unique(columns.event[picked] * max(size, 1) + columns.place[picked])
    return np.bincount(pairs % max(size, 1), minlength=size)


def clusters(columns: Columns, mask: Bools, by_event: bool, zoom: float, box: Box) -> dict[str, Any]:
    """A FeatureCollection: one point for each cluster, with its count, precision and words."""
    counts = counts_by_place(columns, mask, by_event)
    table = _table(columns)
    here = np.flatnonzero(counts)
    here = here[_inside(table, here, box) | (table["class"][here] == _COUNTRY)]
    features, size = _features(columns, table, here, counts, zoom, mask if by_event else None)
    return {
        "type": "FeatureCollection", "features": features, "left_out": size - len(features),
        "without_coordinates": _unplaced(columns, mask, by_event),
    }  # fmt: skip


def _inside(table: dict[str, NDArray[Any]], here: Ints, box: Box) -> Bools:
    lat, lon = table["lat"][here], table["lon"][here]
    across = (lon >= box.west) & (lon <= box.east) if box.west <= box.east else (lon >= box.west) | (lon <= box.east)
    return (lat >= box.south) & (lat <= box.north) & across


def on_spot(columns: Columns, mask: Bools, by_event: bool, box: Box, most: int) -> tuple[list[tuple[int, int]], int]:
    """The picked events or claims at the places inside a box, each with the most precise of these, and how many there are.

    Both are places in the snapshot. Events with most claims come first, claims as they stand in the case.
    """
    table = _table(columns)
    here = np.arange(len(columns.places))
    wanted = np.zeros(len(here), np.bool_)
    wanted[_inside(table, here, box) & (table["class"] != _COUNTRY)] = True
    claims = np.flatnonzero(mask & (columns.place >= 0))
    claims = claims[wanted[columns.place[claims]]]
    if not by_event:
        return [(int(one), int(columns.place[one])) for one in claims[:most]], len(claims)
    finest = claims[np.lexsort((claims, table["class"][columns.place[claims]]))]
    event, first, told = np.unique(columns.event[finest], return_index=True, return_counts=True)
    top = np.lexsort((event, -told))[:most]
    return [(int(event[one]), int(columns.place[finest[first[one]]])) for one in top], len(event)


def _table(columns: Columns) -> dict[str, NDArray[Any]]:
    held = columns.kept.get("places")
    if held is None:
        lat = np.array([place.lat for place in columns.places], np.float64)
        lon = np.array([place.lon for place in columns.places], np.float64)
        bound = np.radians(np.clip(lat, -_SOUTHERNMOST, _SOUTHERNMOST))
        held = columns.kept["places"] = {
            "lat": lat, "lon": lon,
            # Web Mercator, the whole world from 0 to 1.
            "x": lon / 360 + 0.5, "y": 0.5 - np.log(np.tan(math.pi / 4 + bound / 2)) / (2 * math.pi),
            "land": _numbered([place.country or f"{place.lat} {place.lon}" for place in columns.places]),
            "class": np.array([_CLASS.get(place.precision, _COUNTRY) for place in columns.places], np.int64),
        }  # fmt: skip
    return held


def _numbered(names: list[str]) -> Ints:
    numbers: dict[str, int] = {}
    return np.array([numbers.setdefault(name, len(numbers)) for name in names], np.int64)


def _features(
    columns: Columns, table: dict[str, NDArray[Any]], here: Ints, counts: Ints, zoom: float, events: Bools | None
) -> tuple[list[dict[str, Any]], int]:
    """The largest clusters, and how many there are.

    ``events`` is the mask whose events are counted, each once in a cluster; None where claims are.
    """
    if not len(here):
        return [], 0
    # A whole number, so that cells meet where the world begins again.
    cells = float(max(round(2.0 ** min(max(zoom, 0.0), 22.0) * _WORLD / _CELL), 1))
    kind = table["class"][here]
    across = math.ceil(cells) + 2
    x, y = (table[name][here] * cells for name in ("x", "y"))
    if zoom >= ALONE:  # what no zoom parts stays together
        x, y = (np.round(table[name][here] / _APART) + 360_000 for name in ("lon", "lat"))
        across = 10_000_000
    key = np.floor(y).astype(np.int64) * across + np.floor(x).astype(np.int64)
    # A country is a shape of its own, not a point that others may join.
    key = np.where(kind == _COUNTRY, -1 - table["land"][here], key)
    _, group = np.unique(key, return_inverse=True)
    size = int(group.max()) + 1
    weight = counts[here]
    heavy = np.bincount(group, weight, size)
    lat = np.bincount(group, table["lat"][here] * weight, size) / heavy
    lon = np.bincount(group, table["lon"][here] * weight, size) / heavy
    if events is None:
        total, exact = heavy, np.bincount(group, weight * (kind == _EXACT), size)
    else:
        group_of = np.full(len(columns.places), -1, np.int64)
        group_of[here] = group
        total = _told_in(columns, events, group_of, size)
        group_of[here[kind != _EXACT]] = -1
        exact = _told_in(columns, events, group_of, size)
    members = np.bincount(group, minlength=size)
    order = np.lexsort((here, -weight, group))
    best = here[order][np.concatenate(([True], group[order][1:] != group[order][:-1]))]
    box = _bounds(table, here, group, size)
    out = []
    for number in np.lexsort((best, -total))[:_MOST].tolist():
        place = columns.places[int(best[number])]
        country = table["class"][best[number]] == _COUNTRY
        alone = country or members[number] == 1
        point = [place.lon, place.lat] if alone else [round(float(lon[number]), 5), round(float(lat[number]), 5)]
        about: dict[str, Any] = {
            "count": int(total[number]), "exact": int(exact[number]), "places": int(members[number]),
            "name": place.name, "precision": WHERE.get(place.precision, ""), "country": country_name(place.country) or "",
        }  # fmt: skip
        if country:
            about |= {"class": "country", "iso": country_number(place.country), "name": about["country"] or place.name}
        else:
            about["class"] = "exact" if exact[number] == total[number] else "mixed" if exact[number] else "area"
        if not alone:
            west, south, east, north = (round(float(edge[number]), 5) for edge in box)
            if max(east - west, north - south) > _APART:
                about["bounds"] = [west, south, east, north]
            else:  # no zoom would part them
                some = here[group == number]
                some = some[np.argsort(-counts[some], kind="stable")][:_LISTED]
                about["here"] = [columns.places[int(one)].name for one in some]
        out.append({"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": about})
    return out, size


def _told_in(columns: Columns, mask: Bools, group_of: Ints, size: int) -> Ints:
    """How many events have a claim in each group of places."""
    picked = np.flatnonzero(mask & (columns.place >= 0))
    group = group_of[columns.place[picked]]
    pairs = np.unique(columns.event[picked[group >= 0]] * size + group[group >= 0])
    return np.bincount(pairs % size, minlength=size)


def _bounds(table: dict[str, NDArray[Any]], here: Ints, group: Ints, size: int) -> tuple[NDArray[np.float64], ...]:
    edges = []
    for name, extreme, start in (
        ("lon", np.minimum, 999.0), ("lat", np.minimum, 999.0), ("lon", np.maximum, -999.0), ("lat", np.maximum, -999.0),
    ):  # fmt: skip
        edge = np.full(size, start)
        extreme.at(edge, group, table[name][here])
        edges.append(edge)
    return tuple(edges)


def _unplaced(columns: Columns, mask: Bools, by_event: bool) -> int:
    placed = columns.place >= 0
    if not by_event:
        return int((mask & ~placed).sum())
    told = columns.told_events(mask) > 0
    return int((told & ~(columns.told_events(mask & placed) > 0)).sum())


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """A row of the table that says what the map says."""

    name: str
    country: str
    precision: str
    count: int
    lat: float
    lon: float


def place_rows(columns: Columns, mask: Bools, by_event: bool, most: int) -> tuple[list[PlaceRow], int]:
    """The places with most, and how many further ones there are."""
    counts = counts_by_place(columns, mask, by_event)
    here = np.flatnonzero(counts)
    top = here[np.lexsort((here, -counts[here]))]
    rows = []
    for number in top[:most].tolist():
        place = columns.places[number]
        rows.append(PlaceRow(
            place.name, country_name(place.country) or place.country or "", WHERE.get(place.precision, ""),
            int(counts[number]), place.lat, place.lon,
        ))  # fmt: skip
    return rows, max(len(top) - most, 0)
