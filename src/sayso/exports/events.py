"""Sayso's own table of events: who stands behind each, what is contested, and every figure with those who give it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from sayso.exports.shape import Column, Fill, Shape, Type, key
from sayso.query import Filter
from sayso.store import Case


def _by_origin(what: str) -> Fill:
    """Fills a column with the figures that stand, each with who gives it."""

    def fill(row: Mapping[str, Any]) -> str | None:
        figures = [one for one in json.loads(row["figures"] or "[]") if one["what"] == what]
        return "; ".join(f"{one['figure']}: {', '.join(one['by'])}" for one in figures) or None

    return fill


def _slots(flag: str) -> Fill:
    """Fills a column with the names of the slots that a flag stands on."""

    def fill(row: Mapping[str, Any]) -> str | None:
        return "; ".join(name for name, slot in json.loads(row["slots"] or "{}").items() if slot[flag]) or None

    return fill


def _flag(name: str) -> Fill:
    return lambda row: None if row[name] is None else bool(row[name])


def _listed(row: Mapping[str, Any]) -> str | None:
    return "; ".join(json.loads(row["related"] or "[]")) or None


_COLUMNS: tuple[tuple[str, str, Fill, Type], ...] = (
    ("event", "id of the event", key("event"), "text"),
    ("title", "what happened, as far as the reports agree", key("title"), "text"),
    ("kind", "what is claimed to have happened", key("kind"), "text"),
    ("status", "unattributed, single-origin, corroborated or cross-party", key("status"), "text"),
    ("first", "first day on which it may have happened", key("first"), "day"),
    ("last", "last day", key("last"), "day"),
    ("place", "name of the place, from the gazetteer", key("place"), "text"),
    ("lat", "latitude of the gazetteer's place, degrees, WGS 84", key("lat"), "number"),
    ("lon", "longitude of the gazetteer's place, degrees, WGS 84", key("lon"), "number"),
    ("where_prec", "UCDP's precision of the place, 1 exact to 7 international", key("where_prec"), "integer"),
    ("country", "country, ISO 3166 alpha-3", key("country"), "text"),
    ("actor", "who did it: what all agree on, else the best supported", key("actor"), "text"),
    ("target", "whom or what it was done to, in the same way", key("target"), "text"),
    ("claims", "claims", key("claims"), "integer"),
    ("documents", "documents with such claims", key("documents"), "integer"),
    ("outlets", "publishers of these", key("outlets"), "integer"),
    ("origins", "independent origins that say that it happened", key("origins"), "integer"),
    ("kappa", "how many parties would have to be wrong for it to fall", key("kappa"), "integer"),
    ("parties", "sides that the origins speak for, “; ” between two", key("parties"), "text"),
    ("contested", "whether independent origins contradict each other", _flag("contested"), "boolean"),
    ("contested_slots", "about what", _slots("contested"), "text"),
    ("denied", "whether somebody other than the accused denies that it happened", _flag("denied"), "boolean"),
    ("denied_by_accused", "whether the side that is said to have acted denies it", _flag("denied_by_accused"),
     "boolean"),
    ("retracted", "whether somebody took back what they said", _flag("retracted"), "boolean"),
    *(
        (f"{what}_{part}", f"{meaning} figure that stands: {what}", key(f"{what}_{part}"), "integer")
        for what in ("killed", "injured")
        for part, meaning in (("low", "lowest"), ("best", "best supported"), ("high", "highest"))
    ),
    ("killed_by_origin", "every figure of the killed that stands, with who gives it", _by_origin("killed"), "text"),
    ("injured_by_origin", "every figure of the injured that stands, with who gives it", _by_origin("injured"), "text"),
    ("related", "ids of events that tell of it as planned, or that happened as planned", _listed, "text"),
)  # fmt: skip

EVENTS = Shape(
    "events",
    "event",
    tuple(Column(*one) for one in _COLUMNS),
    "One row an event that has a claim of the filter; what it says is of the whole event. Run sayso link first: the "
    "columns from title on are empty for events that are not linked yet. Figures are those of the claimants, and "
    "nothing is averaged.",
    "Sayso; docs/linking.md",
)


def event_table(case: Case, picked: Filter) -> Iterator[list[Any]]:
    """The rows of EVENTS for the events that have a claim of the filter, in the order in which they came."""
    fused = {row["id"]: row for row in case.view.fused()}
    for row in case.events(picked):
        whole = fused.get(row["event"])
        yield EVENTS.row(_unlinked(row) if whole is None else {**whole, "event": whole["id"]})


def _unlinked(row: Mapping[str, Any]) -> dict[str, Any]:
    names = ("event", "kind", "first", "last", "place", "country", "actor", "target", "claims", "documents", "outlets")
    empty = dict.fromkeys(("figures", "slots", "related", "denied", *EVENTS.names))
    return {**empty, **{name: row[name] for name in names}}
