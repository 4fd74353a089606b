"""The title of an event: one line that says no more than the reports agree on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from sayso.codebook import read_tables
from sayso.fusion.items import figure_words
from sayso.fusion.model import Slot

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def title(kind: str, slots: Sequence[Slot], place: str | None, first: str | None, last: str | None) -> str:
    """ "Airstrike on a hospital in Kunduz on 3 October 2015; 9 to 22 killed": contested slots are left out or said to
    be contested."""
    by_name = {slot.name: slot for slot in slots}
    target, actor = by_name.get("target"), by_name.get("actor")
    out = kind.replace("_", " ").capitalize()
    if target is not None and target.agreed:
        out += f" {_prepositions().get(kind, 'of')} {target.agreed}"
    if actor is not None and actor.agreed:
        out += f" by {actor.agreed}"
    struck = target.agreed if target is not None and target.agreed else ""
    if place and not _says(struck, place):
        out += f" {'at' if place[0].islower() else 'in'} {place}"
    if first:
        out += f" on {day_words(first)}" if first == last or last is None else f", {first} to {last}"
    tolls = []
    for name in ("killed", "injured"):
        slot = by_name.get(name)
        if slot is not None and slot.best is not None:
            tolls.append(f"{figure_words(slot.low, slot.high)} {name}")
    if tolls:
        out += f"; {', '.join(tolls)}"
    if actor is not None and (actor.contested or actor.denied_by_accused):
        out += "; by whom is contested" if actor.contested else "; the accused denies it"
    return out


def _says(target: str, place: str) -> bool:
    """Whether a target names the place already: "a hospital in Kunduz", and "roof" for "the roof"."""
    bare = place.removeprefix("the ").removeprefix("a ").removeprefix("an ")
    return place in target or (bool(target) and bare == target)


def day_words(day: str) -> str:
    """A day in words.

    >>> day_words("2015-10-03")
    '3 October 2015'
    """
    year, month, number = day.split("-")
    return f"{int(number)} {_MONTHS[int(month) - 1]} {year}"


@cache
def _prepositions() -> Mapping[str, str]:
    table: Mapping[str, str] = read_tables("fusion.toml")["prepositions"]
    return table
