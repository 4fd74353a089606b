"""Outlets by any of their names: who owns them, and for which state they speak."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sayso.codebook import read_rows
from sayso.corroboration.statement import outlet_key
from sayso.record import Source


@dataclass(frozen=True, slots=True)
class Outlet:
    """A row of outlets.csv. ``owner`` is state, public, private, party, military, ngo or rebel."""

    name: str
    kind: str
    country: str | None
    owner: str

    @property
    def state(self) -> str | None:
        """ISO3 of the state whose voice it is, None where it is nobody's."""
        return self.country if self.owner in ("state", "military") else None


class Outlets:
    """Outlets by the key of each of their names."""

    def __init__(self, by_key: Mapping[str, Outlet]) -> None:
        self._by_key = by_key

    @classmethod
    def load(cls, extra: Path | None = None) -> Outlets:
        """The built-in table, and after it the user's ``outlets.csv`` in the folder ``extra``."""
        return _read(extra)

    def known(self, name: str | None) -> Outlet | None:
        """The outlet of that name, None where no table has it.

        >>> Outlets.load().known("AFP").name
        'Agence France-Presse'
        """
        return self._by_key.get(outlet_key(name)) if name else None

    def name(self, name: str) -> str:
        """The name that the table gives an outlet; its own where no table has it."""
        known = self.known(name)
        return known.name if known is not None else name

    def named(self, source: Source) -> Source:
        """A link of a chain under the outlet's own name, where it is one: two names of one outlet are one party."""
        known = self.known(source.name)
        return replace(source, name=known.name) if known is not None and known.name != source.name else source


@cache
def _read(extra: Path | None) -> Outlets:
    found: dict[str, Outlet] = {}
    for row in read_rows("outlets.csv", extra):
        outlet = Outlet(row["name"], row["kind"], row["country"] or None, row["owner"])
        for name in (row["name"], *filter(None, row["aliases"].split(";"))):
            found[outlet_key(name.strip())] = outlet
    return Outlets(found)
