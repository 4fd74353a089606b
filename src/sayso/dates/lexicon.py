"""The words of time, read once from ``codebook/data/dates.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from sayso.codebook.files import read_tables
from sayso.dates.timex import easter


@dataclass(frozen=True, slots=True)
class DateLexicon:
    """Words of time by their use. ``triggers`` says for every word that can head an expression of what sort it is."""

    units: dict[str, str]
    letters: dict[str, str]
    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, str]
    dayparts: dict[str, str]
    deictic: dict[str, tuple[str, str]]
    adjectives: dict[str, tuple[str, str]]
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]]  # by last word
    words: dict[str, frozenset[str]]
    holidays: dict[str, list[tuple[tuple[str, ...], str]]]  # by first word, longest first
    holiday_rules: dict[str, str]
    moon: dict[str, dict[str, str]]
    lengths: dict[str, int]
    triggers: dict[str, str]


@cache
def lexicon() -> DateLexicon:
    """The built-in lexicon."""
    data: dict[str, Any] = read_tables("dates.toml")
    phrases: dict[str, list[tuple[tuple[str, ...], str, str]]] = {}
    for text, (kind, value) in data["phrases"].items():
        words = tuple(text.split())
        phrases.setdefault(words[-1], []).append((words, kind, value))
    holidays: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for text in data["holidays"]:
        words = tuple(text.split())
        holidays.setdefault(words[0], []).append((words, text))
    for found in holidays.values():
        found.sort(key=lambda item: -len(item[0]))
    weekdays = {word: number for word, number in data["weekdays"].items() if number}
    triggers: dict[str, str] = {}
    triggers["period"] = "period"
    for sort, words_of in (
        ("holiday", holidays), ("phrase", phrases), ("adjective", data["adjectives"]), ("deictic", data["deictic"]),
        ("daypart", data["dayparts"]), ("season", data["seasons"]), ("unit", data["units"]),
        ("weekday", weekdays), ("month", data["months"]),
    ):  # fmt: skip
        for word in words_of:
            triggers[word] = sort
    return DateLexicon(
        units=data["units"], letters=data["letters"], months=data["months"], weekdays=weekdays,
        seasons=data["seasons"], dayparts=data["dayparts"],
        deictic={word: (kind, value) for word, (kind, value) in data["deictic"].items()},
        adjectives={word: (kind, value) for word, (kind, value) in data["adjectives"].items()},
        phrases=phrases, words={name: frozenset(words) for name, words in data["words"].items()},
        holidays=holidays, holiday_rules=data["holidays"], moon=data["moon"],
        lengths=data["lengths"], triggers=triggers,
    )  # fmt: skip


def holiday(name: str, year: int) -> date | None:
    """The day on which a holiday of the lexicon falls in a year; None where its table does not reach that year."""
    book = lexicon()
    rule = book.holiday_rules.get(name.replace("_", " "))
    if rule is None:
        return None
    if rule in book.moon:
        day = book.moon[rule].get(str(year))
        return date.fromisoformat(day) if day else None
    words = rule.split()
    if words[0] == "easter":
        return easter(year) + timedelta(days=int(words[1]))
    if len(words) == 1:
        month, day_of_month = rule.split("-")
        return date(year, int(month), int(day_of_month))
    if words[0] == "after":
        return _nth(year, int(words[3]), int(words[2]), int(words[1])) + timedelta(days=1)
    if words[0] == "last":
        last = _nth(year, int(words[2]), int(words[1]), 4)
        later = last + timedelta(days=7)
        return later if later.month == last.month else last
    return _nth(year, int(words[2]), int(words[1]), int(words[0]))


def holiday_length(name: str) -> int:
    """How many days a holiday of the lexicon lasts: a month for Ramadan."""
    return lexicon().lengths.get(name.replace("_", " "), 1)


def _nth(year: int, month: int, weekday: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (number - 1))
