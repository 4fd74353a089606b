"""Facets: what the picked events or claims are of, with counts that follow the filter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sayso.exports.shape import country_name
from sayso.query import Condition, Filter
from sayso.web.columns import Bools, Columns
from sayso.web.masks import Masks
from sayso.web.state import FEW, MANY, State
from sayso.web.words import spaced


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet: ``value`` as the filter writes it, ``label`` as people read it, where a click leads."""

    value: str
    label: str
    count: int
    chosen: bool
    address: str


@dataclass(frozen=True, slots=True)
class Facet:
    """One facet with its choices; ``more`` is the address with further ones, ``less`` the one without them."""

    name: str
    title: str
    choices: tuple[Choice, ...]
    left: int
    more: str | None
    less: str | None


@dataclass(frozen=True, slots=True)
class _Kind:
    name: str
    title: str
    field: str


KINDS = (
    _Kind("contested", "Do the sources disagree?", "contested"),
    _Kind("corroboration", "How far it would hold", "corroboration"),
    _Kind("kind", "What happened", "kind"),
    _Kind("status", "Status of the claim", "status"),
    _Kind("actor", "Who", "actor"),
    _Kind("target", "To whom", "target"),
    _Kind("country", "Country", "place"),
    _Kind("place", "Place", "place"),
    _Kind("origin", "On whose word", "origin"),
    _Kind("source", "Anywhere in the chain", "source"),
    _Kind("outlet", "Outlet", "outlet"),
)


_LABELS = {
    ("contested", "yes"): "contested", ("contested", "no"): "not contested",
    ("corroboration", "single-origin"): "one origin only", ("corroboration", "cross-party"): "corroborated across parties",
}  # fmt: skip


def own_condition(name: str, filter_: Filter, columns: Columns) -> Condition | None:
    """The condition of a filter that a facet stands for. Countries and places share the field ``place``."""
    field = next(kind.field for kind in KINDS if kind.name == name)
    countries = set(columns.names["country"].names) if field == "place" else set()
    for condition in filter_.conditions:
        if condition.field != field or condition.negated:
            continue
        if field == "place" and (name == "country") != all(value in countries for value in condition.values):
            continue
        return condition
    return None


def facets(state: State, columns: Columns, masks: Masks, picked: Bools) -> list[Facet]:
    """All facets. Each is counted over what the rest of the filter picks, so that its values can be compared."""
    out = []
    by_event = state.unit == "events"
    for kind in KINDS:
        own = own_condition(kind.name, state.filter, columns)
        mask = picked
        if own is not None:
            mask = masks.of(Filter(tuple(one for one in state.filter.conditions if one != own)))
        names = columns.names[kind.name]
        counts = names.count(mask, by_event)
        most = MANY if state.more == kind.name else FEW
        found = np.flatnonzero(counts)
        top = found[np.lexsort((found, -counts[found]))]
        shown = [int(one) for one in top[:most]]
        chosen = set(own.values) if own else set()
        shown_names = {names.names[one] for one in shown}
        choices = [_choice(kind, state, own, names.names[one], int(counts[one]), chosen) for one in shown]
        # What is chosen is shown even where it is rare or counts nothing.
        number_of = {name: number for number, name in enumerate(names.names)} if chosen - shown_names else {}
        for value in own.values if own else ():
            if value not in shown_names:
                count = int(counts[number_of[value]]) if value in number_of else 0
                choices.append(_choice(kind, state, own, value, count, chosen))
        left = len(top) - len(shown)
        more = state.expanded(kind.name).address() if left and state.more != kind.name else None
        less = state.expanded("").address() if state.more == kind.name else None
        out.append(Facet(kind.name, kind.title, tuple(choices), left, more, less))
    return out


def _choice(
    kind: _Kind, state: State, own: Condition | None, value: str, count: int, chosen: set[str]
) -> Choice:  # fmt: skip
    label = _LABELS.get((kind.name, value), value)
    if kind.name == "country":
        label = country_name(value) or value
    elif kind.name in ("kind", "status"):
        label = spaced(value)
    return Choice(value, label, count, value in chosen, state.toggled(kind.field, value, own).address())
