"""The conditions of a filter that are of one column, or of a table beside the claims."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from sayso.query.fields import flag, number_range
from sayso.store import tables as t
from sayso.store.migration_events import events

HAS: dict[str, ColumnElement[bool]] = {
    "actor": t.claims.c.actor.is_not(None),
    "target": t.claims.c.target.is_not(None),
    "weapon": t.claims.c.weapon.is_not(None),
    "place": t.claims.c.place.is_not(None),
    "coordinates": t.claims.c.lat.is_not(None),
    "when": t.claims.c.first.is_not(None),
    "source": t.claims.c.sources.is_not(None),
    "basis": t.claims.c.basis.is_not(None),
    "killed": or_(t.claims.c.killed_low.is_not(None), t.claims.c.killed_high.is_not(None)),
    "injured": or_(t.claims.c.injured_low.is_not(None), t.claims.c.injured_high.is_not(None)),
}
NUMBERS: dict[str, tuple[Any, Any]] = {
    "killed": (t.claims.c.killed_low, t.claims.c.killed_high),
    "injured": (t.claims.c.injured_low, t.claims.c.injured_high),
    "confidence": (t.claims.c.confidence, t.claims.c.confidence),
    "whereprec": (t.claims.c.where_prec, t.claims.c.where_prec),
    "dateprec": (t.claims.c.date_prec, t.claims.c.date_prec),
    "ucdp": (t.claims.c.ucdp_type_of_violence, t.claims.c.ucdp_type_of_violence),
}
# ACLED's event types; every other value is one of its sub-event types.
ACLED_EVENTS = frozenset({
    "Battles", "Explosions/Remote violence", "Protests", "Riots", "Strategic developments", "Violence against civilians",
})  # fmt: skip


def of_events(field: str, values: Sequence[str]) -> Select[Any]:
    """The ids of the events that meet a condition on events."""
    e = events.c
    if field == "corroboration":
        return select(e.id).where(e.status.in_(values))
    if field == "contested":
        return select(e.id).where(e.contested.in_([int(flag(value)) for value in values]))
    checks: list[ColumnElement[bool]] = []
    for value in values:
        low, with_low, high, with_high = number_range(value)
        bounds: list[ColumnElement[bool]] = []
        if low is not None:
            bounds.append(e[field] >= low if with_low else e[field] > low)
        if high is not None:
            bounds.append(e[field] <= high if with_high else e[field] < high)
        checks.append(and_(true(), *bounds))
    return select(e.id).where(or_(*checks))


def of_versions(check: ColumnElement[bool]) -> Select[Any]:
    """The claims of the documents with a version, not always theirs, that meets a condition."""
    joined = t.versions.join(t.claims, t.claims.c.document == t.versions.c.document)
    return select(t.claims.c.seq).select_from(joined).where(check)


def acled(value: str) -> ColumnElement[bool]:
    """Claims of one of ACLED's event types, or sub-event types."""
    c = t.claims.c
    return c.acled_event_type == value if value in ACLED_EVENTS else c.acled_sub_event_type == value


def plover(value: str) -> ColumnElement[bool]:
    """Claims of a PLOVER event, or of an event and its mode."""
    event, _, mode = value.partition("/")
    same: ColumnElement[bool] = t.claims.c.plover_event == event.upper()
    return and_(same, t.claims.c.plover_mode == mode.lower()) if mode else same


def reviewed(value: str) -> ColumnElement[bool]:
    """Claims that reviewers made something of."""
    label = t.claims.c.reviewed
    if value == "no":
        return label.is_(None)
    return label.is_not(None) if value == "yes" else and_(label.is_not(None), label == value)


def days_before(day: str, days: int) -> str:
    """The day that is so many days before another."""
    try:
        return (date.fromisoformat(day) - timedelta(days)).isoformat()
    except OverflowError:
        return "0001-01-01"


def between(column_: Any, first: str | None, last: str | None) -> ColumnElement[bool]:
    """Whether a day is there and in a range."""
    bounds: list[ColumnElement[bool]] = [column_.is_not(None)]
    if first:
        bounds.append(column_ >= first)
    if last:
        bounds.append(column_ <= last)
    return and_(*bounds)
