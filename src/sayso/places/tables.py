"""The place tables of the codebook: other names, abbreviations and demonyms of countries, divisions and
regions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sayso.codebook.files import read_rows


@dataclass(frozen=True, slots=True)
class CountryRow:
    """A country's other names and demonyms, by ISO 3166 alpha-2 code."""

    iso2: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """A first-order division's abbreviations, postal code, other names and demonyms, by GeoNames code
    (US.TX).
    """

    code: str
    abbreviations: tuple[str, ...]
    postal: str
    aliases: tuple[str, ...]
    demonyms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A continent, world region, sea, river, or region without an administration. ``country`` is alpha-2 or
    ''.
    """

    name: str
    aliases: tuple[str, ...]
    geonameid: int | None
    lat: float
    lon: float
    country: str
    feature: str
    precision: int
    demonyms: tuple[str, ...]


def countries(extra: Path | None = None) -> list[CountryRow]:
    """The rows of ``places_countries.csv``."""
    return [
        CountryRow(row["iso2"], _parts(row["aliases"]), tuple(_with_plurals(row["demonyms"])))
        for row in read_rows("places_countries.csv", extra)
    ]


def divisions(extra: Path | None = None) -> list[DivisionRow]:
    """The rows of ``places_divisions.csv``."""
    return [
        DivisionRow(
            row["code"], _parts(row["abbreviations"]), row["postal"], _parts(row["aliases"]),
            tuple(_with_plurals(row["demonyms"])),
        )
        for row in read_rows("places_divisions.csv", extra)
    ]  # fmt: skip


def regions(extra: Path | None = None) -> list[RegionRow]:
    """The rows of ``places_regions.csv``."""
    return [
        RegionRow(
            row["name"], _parts(row["aliases"]), int(row["geonameid"]) if row["geonameid"] else None,
            float(row["lat"]), float(row["lon"]), row["country"], row["feature"], int(row["precision"]),
            tuple(_with_plurals(row["demonyms"])),
        )
        for row in read_rows("places_regions.csv", extra)
    ]  # fmt: skip


# Demonyms with an s are names of places here: Laos, the Balkans.
_ONE_FORM = frozenset(("Lao", "Balkan"))


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _with_plurals(cell: str) -> Iterator[str]:
    for form in _parts(cell):
        yield form
        if form in _ONE_FORM:
            continue
        if not form.endswith(("s", "sh", "ch", "ese", "men", "man", "based", "x")):
            yield form + "s"
