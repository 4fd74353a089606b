"""The conditions of a filter that the packed columns of claims answer; each means what its SQL in select.py means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import eq

import numpy as np
from numpy.typing import NDArray

from sayso.query import Condition
from sayso.query.fields import day_range, flag, number_range
from sayso.store.conditions import ACLED_EVENTS, HAS
from sayso.store.conditions import NUMBERS as FIGURES
from sayso.store.packing import Bits, Window, day_number

_RANGES = ("killed", "injured")
Numbers = NDArray[np.float64]

_PLACES = {name: place for place, name in enumerate(HAS)}


@dataclass(frozen=True, slots=True)
class PackedCheck:
    """Which columns a condition needs, and which claims of a window meet it."""

    columns: tuple[str, ...]
    of: Callable[[Window], Bits]


def packed_check(condition: Condition) -> PackedCheck | None:
    """The check of a condition; None where it needs more than the packed columns."""
    found = _positive(condition.field, condition.values)
    if found is None or not condition.negated:
        return found
    return PackedCheck(found.columns, lambda window: ~found.of(window))


def _positive(field: str, values: Sequence[str]) -> PackedCheck | None:
    if field in ("kind", "status", "part", "actortype", "targettype", "lang"):
        name = {"actortype": "actor_type", "targettype": "target_type", "lang": "language"}.get(field, field)
        missing = "body" if field == "part" else None
        return _texts(name, lambda value: (missing if value is None else value) in values)
    if field == "cameo":
        return _texts("cameo", lambda value: value is not None and value.startswith(tuple(values)))
    if field in ("hedged", "background"):
        flags = [float(flag(value)) for value in values]
        return PackedCheck((field,), lambda window: window.numbers(field, lambda some: np.isin(some, flags)))
    if field == "has":
        wanted = sum(1 << _PLACES[value] for value in set(values))
        return PackedCheck(
            ("has",), lambda window: window.numbers("has", lambda some: (np.nan_to_num(some).astype(np.int64) & wanted) != 0)
        )
    if field == "when":
        return _when(values)
    if field == "published":
        days = [day_range(value) for value in values]
        return _texts("published", lambda value: any(value is not None and (first is None or value >= first)
                                                     and (last is None or value <= last) for first, last in days))  # fmt: skip
    if field == "plover":
        return _plover(values)
    if field == "acled":
        events, others = ACLED_EVENTS.intersection(values), set(values) - ACLED_EVENTS
        return PackedCheck(
            ("acled_event_type", "acled_sub_event_type"),
            lambda window: window.texts("acled_event_type", lambda value: value in events)
            | window.texts("acled_sub_event_type", lambda value: value in others),
        )
    return _numbers(field, values) if field in FIGURES else None


def _texts(name: str, fits: Callable[[str | None], bool]) -> PackedCheck:
    return PackedCheck((name,), lambda window: window.texts(name, fits))


def _when(values: Sequence[str]) -> PackedCheck:
    ranges = [tuple(map(day_number, day_range(value))) for value in values]

    def of(window: Window) -> Bits:
        begin, end = window.days("first"), window.days("last")
        out: Bits = np.zeros(len(begin), dtype=np.bool_)
        for first, last in ranges:
            fits = begin > 0
            if first:
                fits &= end >= first
            if last:
                fits &= begin <= last
            out |= fits
        return out

    return PackedCheck(("first", "last"), of)


def _plover(values: Sequence[str]) -> PackedCheck:
    pairs = [(event.upper(), mode.lower()) for event, _, mode in (value.partition("/") for value in values)]

    def of(window: Window) -> Bits:
        out: Bits | None = None
        for event, mode in pairs:
            fits = window.texts("plover_event", partial(eq, event))
            if mode:
                fits &= window.texts("plover_mode", partial(eq, mode))
            out = fits if out is None else out | fits
        assert out is not None
        return out

    return PackedCheck(("plover_event", "plover_mode"), of)


def _numbers(field: str, values: Sequence[str]) -> PackedCheck:
    least, most = (f"{field}_least", f"{field}_most") if field in _RANGES else (FIGURES[field][0].name,) * 2
    ranges = [number_range(value) for value in values]
    # A claim's figure is a range: it fits where it may be in the one asked.
    columns = {least for _, _, high, _ in ranges if high is not None}
    columns |= {most for low, _, high, _ in ranges if low is not None or high is None}

    def of(window: Window) -> Bits:
        out: Bits | None = None
        for low, with_low, high, with_high in ranges:
            fits: Bits | None = window.numbers(most, _above(low, with_low)) if low is not None else None
            if high is not None:
                under = window.numbers(least, _below(high, with_high))
                fits = under if fits is None else fits & under
            if fits is None:
                fits = window.numbers(most, lambda some: ~np.isnan(some))
            out = fits if out is None else out | fits
        assert out is not None
        return out

    return PackedCheck(tuple(sorted(columns)), of)


def _above(bound: float, with_it: bool) -> Callable[[Numbers], Bits]:
    return lambda some: some >= bound if with_it else some > bound


def _below(bound: float, with_it: bool) -> Callable[[Numbers], Bits]:
    return lambda some: some <= bound if with_it else some < bound
