"""Which claims of a snapshot a filter picks: one mask for each condition, kept for the next filter that has it."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import Select, Text, cast, func, select

from sayso.query import Condition, Filter
from sayso.query.fields import flag, number_range
from sayso.store import View
from sayso.store.select import Claims, asks_for_rejected
from sayso.web.columns import Bools, Columns

# Masks that a snapshot keeps; each has one byte for a claim.
_KEPT = 200

# Conditions that are answered from the columns: field to the columns of its lower and upper bound.
_BOUNDS = {
    "killed": ("killed_low", "killed_high"), "injured": ("injured_low", "injured_high"),
    "confidence": ("confidence", "confidence"), "whereprec": ("where_prec", "where_prec"),
    "dateprec": ("date_prec", "date_prec"), "ucdp": ("ucdp_type_of_violence", "ucdp_type_of_violence"),
}  # fmt: skip
_CODES = {"kind": "kind", "status": "status", "actortype": "actor_type", "targettype": "target_type"}


class Masks:
    """Turns filters into masks over one snapshot."""

    def __init__(self, view: View, columns: Columns) -> None:
        self._view, self._columns = view, columns

    def of(self, filter_: Filter) -> Bools:
        """The claims that meet all conditions."""
        out = self._columns.everything if asks_for_rejected(filter_) else self._columns.standing
        for condition in filter_.conditions:
            out = out & self._one(condition)
        return out

    def _one(self, condition: Condition) -> Bools:
        kept = self._columns.masks
        found = kept.get(condition)
        if found is None:
            found = self._found(condition)
            if condition.negated:
                found = ~found
            while len(kept) >= _KEPT:
                kept.pop(next(iter(kept)), None)
            kept[condition] = found
        return found

    def _found(self, condition: Condition) -> Bools:
        field, values, columns = condition.field, condition.values, self._columns
        if field in _CODES:
            names, codes = columns.codes[_CODES[field]]
            wanted = np.array([name in values for name in names], np.bool_)
            return wanted[codes] if len(codes) else columns.everything
        if field in ("hedged", "background"):
            wanted_flags = [flag(value) for value in values]
            return np.isin(columns.flags[field], wanted_flags)
        if field in _BOUNDS:
            return self._between(field, values)
        return self._asked(condition)

    def _between(self, field: str, values: tuple[str, ...]) -> Bools:
        low, high = (self._columns.numbers[name] for name in _BOUNDS[field])
        bottom, top = np.where(np.isnan(low), high, low), np.where(np.isnan(high), low, high)
        out = ~self._columns.everything
        for value in values:
            least, with_least, most, with_most = number_range(value)
            fits = ~np.isnan(bottom)
            if least is not None:
                fits &= (top >= least) if with_least else (top > least)
            if most is not None:
                fits &= (bottom <= most) if with_most else (bottom < most)
            out |= fits
        return out

    def _asked(self, condition: Condition) -> Bools:
        with self._view.connect() as connection:
            found = Claims(connection).walk(Condition(condition.field, condition.values)).subquery()
            number = next(iter(found.c))
            # One long text is many times faster to take over than one row for each claim.
            query: Select[Any]
            if connection.dialect.name == "sqlite":
                query = select(func.group_concat(number))
            else:
                query = select(func.string_agg(cast(number, Text), ","))
            listed: str | None = connection.execute(query).scalar_one()
        if not listed:
            return ~self._columns.everything
        return self._columns.mask_of(np.array(listed.split(","), dtype=np.int64))
