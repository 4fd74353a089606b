"""Events in the columns of ACLED and of UCDP GED."""

from __future__ import annotations

import math
from typing import Any

from sayso.exports.shape import Column, Event, Shape, country_name, country_number, main

_DISORDER = {
    "Battles": "Political violence", "Explosions/Remote violence": "Political violence",
    "Violence against civilians": "Political violence", "Riots": "Political violence", "Protests": "Demonstrations",
    "Strategic developments": "Strategic developments",
}  # fmt: skip
# ACLED's actor types, as far as Sayso's types tell them.
_INTER = {
    "state-military": "State forces", "state-government": "State forces", "state-police": "State forces",
    "rebel": "Rebel group", "pro-government-militia": "Political militia", "civilians": "Civilians",
    "journalist": "Civilians", "medical": "Civilians",
}  # fmt: skip
_TIME_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}
_GEO_PRECISION = {1: 1, 2: 2, 3: 2, 4: 3}


def _year(event: Event) -> int | None:
    first = event.first("first")
    return int(first[:4]) if first else None


def _civilians(event: Event) -> str | None:
    return "Civilian targeting" if _INTER.get(event.first("target_type") or "") == "Civilians" else None


def _notes(event: Event) -> str:
    return " | ".join(event.all("evidence"))


def _tags(event: Event) -> str | None:
    return "; ".join(f"status={status}" for status in event.all("status") if status != "asserted") or None


def _sources(event: Event) -> str:
    return "; ".join(event.all("outlet"))


def _told(name: str, table: dict[Any, Any]) -> Any:
    return lambda event: table.get(event.first(name))


ACLED = Shape(
    "acled",
    "event",
    (
        Column("event_id_cnty", "id of the event; not one of ACLED's", lambda event: event.id),
        Column("event_date", "first day of the range in which it happened", main("first"), "day"),
        Column("year", "its year", _year, "integer"),
        Column("time_precision", "1 day, 2 week, 3 month", _told("date_prec", _TIME_PRECISION), "integer"),
        Column("disorder_type", "disorder type", _told("acled_event_type", _DISORDER)),
        Column("event_type", "event type", main("acled_event_type")),
        Column("sub_event_type", "sub-event type", main("acled_sub_event_type")),
        Column("actor1", "who did it", main("actor")),
        Column("assoc_actor_1", "actors associated with actor1", None),
        Column("inter1", "type of actor1", _told("actor_type", _INTER)),
        Column("actor2", "whom it was done to", main("target")),
        Column("assoc_actor_2", "actors associated with actor2", None),
        Column("inter2", "type of actor2", _told("target_type", _INTER)),
        Column("interaction", "the two types together", None),
        Column("civilian_targeting", "Civilian targeting where actor2 is civilian", _civilians),
        Column("iso", "country, ISO 3166 numeric", lambda event: country_number(event.first("country")), "integer"),
        Column("region", "ACLED's region", None),
        Column("country", "country", lambda event: country_name(event.first("country"))),
        Column("admin1", "first-order division", main("admin1")),
        Column("admin2", "second-order division", main("admin2")),
        Column("admin3", "third-order division", None),
        Column("location", "place", main("place")),
        Column("latitude", "degrees, WGS 84", main("lat"), "number"),
        Column("longitude", "degrees, WGS 84", main("lon"), "number"),
        Column("geo_precision", "1 exact, 2 near, 3 larger region", _told("where_prec", _GEO_PRECISION), "integer"),
        Column("source", "outlets that report it", _sources),
        Column("source_scale", "scale of the sources", None),
        Column("notes", "the words that report it", _notes),
        Column("fatalities", "ACLED's coders judge one figure from all reports; Sayso does not", None, "integer"),
        Column("tags", "statuses other than asserted that claims give it", _tags),
        Column("timestamp", "when ACLED last changed the row", None, "integer"),
    ),
    "One row an event that at least one claim asserts and that ACLED's scheme has a type for. It has ACLED's columns "
    "and codes, but no coder of ACLED has seen it: duplicates, actors and dates are as the reports tell them.",
    "ACLED codebook, https://acleddata.com",
)


def priogrid(lat: float | None, lon: float | None) -> int | None:
    """The number of the PRIO-GRID cell (half a degree wide) that holds a point.

    >>> priogrid(-89.9, -179.9), priogrid(33.5, 36.3)
    (1, 178273)
    """
    if lat is None or lon is None:
        return None
    row, column = math.floor((lat + 90) * 2), math.floor((lon + 180) * 2)
    return min(row, 359) * 720 + min(column, 719) + 1


def _point(event: Event) -> str | None:
    lat, lon = event.first("lat"), event.first("lon")
    return f"POINT ({lon} {lat})" if lat is not None and lon is not None else None


def _cell(event: Event) -> int | None:
    return priogrid(event.first("lat"), event.first("lon"))


def _sides(event: Event) -> str | None:
    one, two = event.first("actor"), event.first("target")
    return f"{one} - {two}" if one and two else None


def _originals(event: Event) -> str | None:
    return "; ".join(event.all("sources")) or None


_C = Column
UCDP = Shape(
    "ucdp",
    "event",
    (
        _C("id", "id of the event; not one of UCDP's", lambda event: event.id),
        _C("relid", "UCDP's id of the event", None),
        _C("year", "year of the event", _year, "integer"),
        *(_C(name, "UCDP's coders decide it", None) for name in ("active_year", "code_status")),
        _C("type_of_violence", "1 state-based, 2 non-state, 3 one-sided", main("ucdp_type_of_violence"), "integer"),
        *(
            _C(name, "UCDP's conflict and dyad ids are not assigned", None)
            for name in ("conflict_dset_id", "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id")
        ),
        _C("dyad_name", "the two sides", _sides),
        *(_C(name, "UCDP's actor ids are not assigned", None) for name in ("side_a_dset_id", "side_a_new_id")),
        _C("side_a", "who did it", main("actor")),
        *(_C(name, "UCDP's actor ids are not assigned", None) for name in ("side_b_dset_id", "side_b_new_id")),
        _C("side_b", "whom it was done to", main("target")),
        _C("number_of_sources", "documents that report it", lambda event: len(event.all("document")), "integer"),
        _C("source_article", "outlets, days and headlines", lambda event: "; ".join(dict.fromkeys(
            ", ".join(str(claim[name]) for name in ("outlet", "published", "title") if claim[name])
            for claim in event.happened
        ))),
        _C("source_office", "outlets", lambda event: "; ".join(event.all("outlet"))),
        _C("source_date", "days of publication", lambda event: "; ".join(event.all("published"))),
        _C("source_headline", "headlines", lambda event: "; ".join(event.all("title"))),
        _C("source_original", "chains of sources, nearest to the event first", _originals),
        _C("where_prec", "1 exact, 2 near, 3 ADM2, 4 ADM1, 5 linear or fuzzy, 6 country, 7 international",
           main("where_prec"), "integer"),
        _C("where_coordinates", "name of the place with the coordinates", main("place")),
        _C("where_description", "the place as written", main("place_text")),
        _C("adm_1", "first-order division", main("admin1")),
        _C("adm_2", "second-order division", main("admin2")),
        _C("latitude", "degrees, WGS 84", main("lat"), "number"),
        _C("longitude", "degrees, WGS 84", main("lon"), "number"),
        _C("geom_wkt", "the point as WKT", _point),
        _C("priogrid_gid", "cell of PRIO-GRID", _cell, "integer"),
        _C("country", "country", lambda event: country_name(event.first("country"))),
        _C("country_id", "Gleditsch-Ward number", None, "integer"),
        _C("region", "UCDP's region", None),
        _C("event_clarity", "UCDP's coders judge it", None, "integer"),
        _C("date_prec", "1 day, 2 two to six days, 3 week, 4 month, 5 longer", main("date_prec"), "integer"),
        _C("date_start", "first day", main("first"), "day"),
        _C("date_end", "last day", main("last"), "day"),
        *(
            _C(name, "who of the dead belonged to which side is not told by the figures alone", None, "integer")
            for name in ("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown")
        ),
        _C("best", "UCDP's coders judge one figure from all reports; Sayso does not", None, "integer"),
        _C("high", "highest figure that any claim gives", lambda event: event.bounds("killed")[1], "integer"),
        _C("low", "lowest figure that any claim gives", lambda event: event.bounds("killed")[0], "integer"),
        *(_C(name, "Gleditsch-Ward number of a government", None, "integer") for name in ("gwnoa", "gwnob")),
    ),
    "One row an event that at least one claim asserts and that UCDP's scheme has a type of violence for. It has the "
    "columns of UCDP GED, but none of UCDP's criteria (25 deaths in a year, an incompatibility) has been applied, "
    "and events without deaths are in it.",
    "UCDP GED codebook, https://ucdp.uu.se",
)  # fmt: skip
