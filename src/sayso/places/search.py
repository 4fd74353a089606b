"""Searching the gazetteer by hand: by name, within a country, near a point or a place."""

from __future__ import annotations

import math
from dataclasses import dataclass

from sayso.errors import InputError
from sayso.places.folding import fold
from sayso.places.gazetteer import Gazetteer
from sayso.places.model import Entry, Match

EARTH_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a search found; ``how`` is exact, loose or fuzzy, ``km`` the distance from ``near``."""

    match: Match
    how: str
    km: float | None


def search(
    gazetteer: Gazetteer, name: str, *, country: str | None = None, near: str | None = None, limit: int = 10
) -> list[Hit]:
    """Places by name: exact first, then by the loose key, then fuzzy where nothing else is found.

    ``country`` is alpha-2 or alpha-3; ``near`` a "lat,lon" or the name of a place, and sorts by distance.
    Raises InputError for an empty name and for a country or a place to be near that is unknown.
    """
    if not fold(name):
        raise InputError("There is no name to look up.", "Give one, as in: sayso gazetteer search Mastumah")
    wanted = _country(gazetteer, country)
    point = _point(gazetteer, near, wanted)
    hits: list[Hit] = []
    matches = [(match, "loose" if match.loose else "exact") for match in gazetteer.lookup(name)]
    matches += [(match, "loose") for match in gazetteer.lookup_loosely(name)]
    if not any(wanted is None or match.entry.country == wanted for match, _ in matches):
        matches = [(match, "fuzzy") for match in gazetteer.fuzzy(name, country=wanted, limit=limit)]
    seen: set[int] = set()
    for match, how in matches:
        entry = match.entry
        if entry.id in seen or (wanted is not None and entry.country != wanted):
            continue
        seen.add(entry.id)
        distance = None
        if point is not None and entry.lat is not None and entry.lon is not None:
            distance = round(km(point, (entry.lat, entry.lon)), 1)
        hits.append(Hit(match, how, distance))
    if point is not None:
        hits.sort(key=lambda hit: hit.km if hit.km is not None else math.inf)
    return hits[:limit]


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """The great-circle distance of two (latitude, longitude) points in kilometres.

    >>> round(km((51.5074, -0.1278), (48.8566, 2.3522)))
    344
    """
    north, south = math.radians(one[0]), math.radians(other[0])
    half = (
        math.sin((south - north) / 2) ** 2
        + math.cos(north) * math.cos(south) * math.sin(math.radians(other[1] - one[1]) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _country(gazetteer: Gazetteer, country: str | None) -> str | None:
    if country is None:
        return None
    code = gazetteer.iso2(country.upper()) or country.upper()
    if gazetteer.iso3(code) is None:
        raise InputError(f"{country!r} is no country code.", "Name an ISO 3166 code such as SY or SYR.")
    return code


def _point(gazetteer: Gazetteer, near: str | None, country: str | None) -> tuple[float, float] | None:
    if near is None:
        return None
    parts = near.split(",")
    if len(parts) == 2:
        try:
            lat, lon = float(parts[0]), float(parts[1])
        except ValueError:
            pass
        else:
            if not (abs(lat) <= 90.0 and abs(lon) <= 180.0):
                raise InputError(f"{near!r} is no point on Earth.", 'Give latitude and longitude, as in "35.6,36.1".')
            return lat, lon
    found: list[Entry] = [match.entry for match in gazetteer.lookup(near)]
    found.sort(key=lambda entry: entry.country != country)
    for entry in found:
        if entry.lat is not None and entry.lon is not None:
            return entry.lat, entry.lon
    raise InputError(f"No place {near!r} is known.", 'Name a place of the gazetteer, or a point such as "35.6,36.1".')
