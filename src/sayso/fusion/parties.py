"""Whose interest a source speaks for, seen from one event: a belligerent's side, the victims' side, or neither.

The same ministry is a belligerent in one event and a bystander in another, so sides are told per event, from who is
said to have acted and who was struck. Alliances (sides_alliances.csv) only ever make sides fewer.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from sayso.actors.book import ActorBook
from sayso.codebook import read_rows
from sayso.codebook.words import word_list
from sayso.record import Entity, Source

NEUTRAL = "neutral"
VICTIMS = "victims' side"
STATE_TYPES = frozenset({"state-military", "state-government", "state-police"})
ARMED_TYPES = frozenset({"state-military", "state-police", "rebel", "pro-government-militia", "criminal"})
_SUFFERING = frozenset({"civilians", "medical"})


class Sides:
    """The registry's view of who belongs to whom. ``side`` keys are "state:ISO3" or "actor:ID"."""

    def __init__(self, book: ActorBook, alliances: Iterable[dict[str, str]]) -> None:
        self._book = book
        self._alliances = [
            (frozenset(row["members"].split("|")), int(row["first"] or 0), int(row["last"] or 9999))
            for row in alliances
        ]

    @classmethod
    def load(cls, extra: Path | None = None) -> Sides:
        """The built-in tables, and after them the user's in the folder ``extra``."""
        return _load(extra)

    def side(self, one: Entity | Source | None) -> str | None:
        """The side that an actor or source belongs to for good; None for a thing and for who is not told apart."""
        if one is None or one.type == "object":
            return None
        if one.type in (*STATE_TYPES, "pro-government-militia") and one.country:
            return f"state:{one.country}"
        if isinstance(one, Source) and one.speaks_for:
            return self._of_id(one.speaks_for)
        return self._of_id(one.id) if one.id else None

    def _of_id(self, number: str) -> str:
        for _ in range(8):  # no organisation hangs deeper below another
            known = self._book.by_id(number)
            if known is None:
                break
            if known.type in STATE_TYPES and known.country:
                return f"state:{known.country}"
            if not known.parent:
                break
            if known.parent in self._book.states:
                return f"state:{known.parent}"
            number = known.parent
        return f"actor:{number}"

    def allied(self, one: str | None, other: str | None, year: int | None) -> bool:
        """Whether two sides are one, or fought as one in that year (in any year where it is not known)."""
        if one is None or other is None:
            return False
        if one == other:
            return True
        return any(
            one in members and other in members and (year is None or first <= year <= last)
            for members, first, last in self._alliances
        )

    def name(self, side: str) -> str:
        """What a side is called: the state, the group."""
        kind, _, rest = side.partition(":")
        if kind == "state":
            return self._book.states[rest].name if rest in self._book.states else rest
        known = self._book.by_id(rest)
        return known.name if known is not None else rest


class EventSides:
    """The sides of one event.

    ``accused`` are the sides that somebody says acted, ``struck`` the armed sides that were acted upon, ``country``
    is where it happened, ``year`` when.
    """

    def __init__(
        self, sides: Sides, accused: Iterable[str], struck: Iterable[str], country: str | None, year: int | None
    ) -> None:
        self._sides = sides
        self.accused = frozenset(accused)
        self._belligerents = tuple(sorted(self.accused | frozenset(struck)))
        self._country = country
        self._year = year

    def of_source(self, source: Source | None, owner: str | None = None) -> tuple[str, str | None]:
        """(party, key of its side) of who speaks; ``owner`` is the ISO3 of the state that an outlet speaks for."""
        side = self._sides.side(source) if source is not None else (f"state:{owner}" if owner else None)
        if side is not None:
            for belligerent in self._belligerents:
                if self._sides.allied(side, belligerent, self._year):
                    return f"side of {self._sides.name(belligerent)}", belligerent
            if side.startswith("state:") and self._country is not None and side == f"state:{self._country}":
                # Its own people were struck, by another; or nobody is said to have done it.
                return (VICTIMS if self._belligerents else f"side of {self._sides.name(side)}"), side
            if side.startswith("state:") and not self._belligerents:
                return f"side of {self._sides.name(side)}", side
            return NEUTRAL, side
        if source is not None and (source.type in _SUFFERING or _words(source) & victims()):
            return VICTIMS, None
        home = source.country if source is not None else None
        if source is not None and home is not None and source.type == "political":
            for belligerent in self._belligerents:
                if self._sides.allied(f"state:{home}", belligerent, self._year):
                    return f"side of {self._sides.name(belligerent)}", None
        if home is not None and home == self._country and self.accused and not self.is_accused(f"state:{home}"):
            return VICTIMS, None  # who belongs to the country that was struck, and to no side of its own
        return NEUTRAL, None

    def is_accused(self, side: str | None) -> bool:
        """Whether a side, or one that fights with it, is said to have acted."""
        return any(self._sides.allied(side, accused, self._year) for accused in self.accused)

    def same(self, one: str | None, other: str | None) -> bool:
        """Whether two sides are one or allies."""
        return self._sides.allied(one, other, self._year)


def opposed(one: str, other: str) -> bool:
    """Whether two parties have opposite interests, so that the later figure of one is no update of the other's."""
    return one != other and NEUTRAL not in (one, other)


@cache
def victims() -> frozenset[str]:
    """Words for sources who speak for those who were struck."""
    return word_list("fusion.toml", "victims.nouns")


def _words(source: Source) -> set[str]:
    return set(source.name.casefold().split())


@cache
def _load(extra: Path | None) -> Sides:
    return Sides(ActorBook.load(extra), read_rows("sides_alliances.csv", extra))
