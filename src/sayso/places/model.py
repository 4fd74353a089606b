"""What the place layer hands on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sayso.record import Place


class Entry(NamedTuple):
    """A place of the gazetteer.

    ``id`` is the row's own number, ``geonameid`` GeoNames's (None for a user's own place). ``lat`` and
    ``lon`` are degrees, WGS 84; those of countries and divisions are derived centres, None where no city of
    theirs is known. ``country`` is ISO 3166 alpha-2; ``admin1`` and ``admin2`` are GeoNames codes;
    ``feature`` and ``code`` are GeoNames's feature class and code. ``source`` is the number of the table that
    it comes from.
    """

    id: int
    geonameid: int | None
    name: str
    lat: float | None
    lon: float | None
    country: str
    admin1: str
    admin2: str
    feature: str
    code: str
    population: int
    source: int


class Match(NamedTuple):
    """An entry under a name; ``kind`` tells how the name belongs to it (see ``sayso.places.schema``).

    ``edits`` counts the letters in which the name differs, ``loose`` tells that only the loose keys agree.
    """

    entry: Entry
    kind: int
    loose: bool = False
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A toponym at tokens ``first`` to ``last`` (exclusive), resolved as far as the evidence goes.

    ``role`` tells how the text uses it: ``location`` (something is or happens there), ``metonym`` (a capital
    or country that acts, as in "Moscow said"), ``modifier`` (part of another name or an adjective, as in
    "Aleppo Media Centre", "Turkish"). Only a location can be the place of a claim. ``ground`` is where an event
    at it is, where that is not ``place`` itself: the capital for the adjective of "the Ethiopian capital".
    """

    first: int
    last: int
    place: Place
    role: str = "location"
    ground: Place | None = None


def lands_of(toponyms: Iterable[Toponym]) -> frozenset[str]:
    """The countries (ISO 3166 alpha-3) in which a text puts something: those of its locations that are resolved."""
    return frozenset(
        toponym.place.country
        for toponym in toponyms
        if toponym.role == "location" and toponym.place.country is not None and toponym.place.lat is not None
    )
