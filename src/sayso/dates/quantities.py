"""How many of a unit of time: what stands left of it, and the TIMEX3 value of so many."""

from __future__ import annotations

from sayso.dates.match import Words
from sayso.dates.numbers import Number

CLOCK = ("hour", "minute", "second")
_BETWEEN = frozenset({"more", "full", "whole", "consecutive", "straight", "trading", "additional", "further", "short",
                      "long", "successive", "fiscal", "calendar", "business", "entire", "extra", "other", "crucial",
                      "solid"})  # fmt: skip
_VAGUE_AWAY = {"few": 3, "several": 3, "couple": 2, "some": 3, "many": 5}


def written(number: float) -> str:
    """A number as steps and TIMEX3 values write it: no fraction where there is none."""
    return str(int(number)) if number == int(number) else f"{number:g}"


def duration(words: Words, number: float | None, unit: str) -> str:
    """The TIMEX3 value of so many units; X where the number is vague.

    Half years are written in months and half hours in minutes, as TimeML has it: P2Y6M.
    """
    letter = words.book.letters[unit]
    clock = "T" if unit in CLOCK else ""
    if unit == "weekend":
        return "P2D" if number == 1 else f"P{written(number or 0)}WE"
    if number is None:
        return f"P{clock}X{letter if unit != 'decade' else 'E'}"
    if unit == "decade":
        return f"P{written(number * 10)}Y"
    if unit == "century":
        return f"P{written(number * 100)}Y"
    if number == int(number):
        return f"P{clock}{int(number)}{letter}"
    whole, rest = int(number), number - int(number)
    smaller = {"year": ("M", 12), "hour": ("M", 60), "minute": ("S", 60), "day": ("TH", 24), "week": ("D", 7)}.get(unit)
    if smaller and rest * smaller[1] == int(rest * smaller[1]):
        return f"P{clock}{whole}{letter}{int(rest * smaller[1])}{smaller[0]}"
    return f"P{clock}{number:g}{letter}"


class Quantity:
    """What stands left of a unit: a number or a vague one, and where it begins."""

    __slots__ = ("exact", "first", "hyphen", "number", "vague", "way")

    def __init__(self, words: Words, token: int) -> None:
        self.first = token
        self.number: float | None = None
        self.vague = ""
        self.way = ""
        self.hyphen = words.at(token - 1) == "-" and token - 1 > words.begin
        at = token - 1 if self.hyphen else token
        while words.at(at - 1) in _BETWEEN:
            at -= 1
        found: Number | None = words.number_before(at)
        if found:
            self.number, self.first = found.value, found.first
            before = words.at(self.first - 1)
            low = words.number_before(self.first - 1) if before in ("to", "or", "-", "and") else None
            if low and (before != "and" or words.at(low.first - 1) == "between"):
                self.first, self.number = low.first, low.value
        elif words.at(at - 1) in ("a", "an") and words.at(at - 1):
            self.number, self.first = 1.0, at - 1
            if words.at(at - 2) == "half":
                self.number, self.first = 0.5, at - 2
        elif words.at(at - 1) == "of" and words.at(at - 2) in ("couple", "number"):
            self._vague(words, at - 2)
        elif words.at(at - 1) == "couple" or words.at(at - 1) in words.book.words["vague"]:
            self._vague(words, at - 1)
        elif words.at(at - 1) == "half" and (self.hyphen or words.at(at - 2) in ("a", "the", "last")):
            self.number, self.first = 0.5, at - 1
        self.exact = self.number is not None

    def _vague(self, words: Words, at: int) -> None:
        self.vague, self.first = words.at(at), at
        if self.vague == "couple":
            self.number = 2.0
        if words.at(at - 1) in ("a", "an"):
            self.first = at - 1

    def double(self) -> None:
        """Count in weeks what is said in fortnights: "a fortnight ago" is two weeks ago, "the past fortnight" two."""
        if not self.vague:
            self.number = 2 * (self.number if self.number is not None else 1.0)
            self.exact = True

    def __bool__(self) -> bool:
        return self.number is not None or bool(self.vague)

    @property
    def away(self) -> float:
        """How many units a vague number stands for when a window is measured."""
        return self.number if self.number is not None else _VAGUE_AWAY.get(self.vague, 3)
