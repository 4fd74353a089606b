"""What the map asks for: clusters of what is seen, and what stands on one spot."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import JSONResponse

from sayso.web.addresses import document_address, event_address
from sayso.web.bench import Bench
from sayso.web.clusters import Box, clusters, on_spot
from sayso.web.listing import rows
from sayso.web.overview import picked
from sayso.web.state import State, filter_parameters
from sayso.web.words import WHERE, days, spaced

router = APIRouter(tags=["data"])

_FILTER = {"parameters": filter_parameters()}
_Unit = Annotated[str, Query(pattern="^(events|claims)$", description="What is counted.")]
_Lon = Annotated[float, Query(ge=-540, le=540)]
_Lat = Annotated[float, Query(ge=-90, le=90)]
_LARGEST = 100


@router.get(
    "/map.geojson", openapi_extra=_FILTER, response_model=None, summary="Clusters of the map",
    responses={200: {"content": {"application/geo+json": {"schema": {"type": "object"}}}}},
)  # fmt: skip
def map_points(
    request: Request,
    bench: Bench,
    unit: _Unit = "events",
    zoom: Annotated[float, Query(ge=0, le=24, description="Zoom of the map, as in web maps.")] = 2.0,
    west: _Lon = -180.0,
    south: _Lat = -90.0,
    east: _Lon = 180.0,
    north: _Lat = 90.0,
) -> JSONResponse:
    """Where the picked events or claims are, near ones drawn together for a zoom, inside a box of degrees."""
    state = State.of(unit, request.url.query)
    columns, _, mask = picked(bench, state)
    found = clusters(columns, mask, unit == "events", zoom, _box(west, south, east, north))
    return JSONResponse(found, media_type="application/geo+json")


@router.get("/map/here.json", openapi_extra=_FILTER, summary="What stands on a spot of the map")
def map_here(
    request: Request, bench: Bench, west: _Lon, south: _Lat, east: _Lon, north: _Lat, unit: _Unit = "events",
    limit: Annotated[int, Query(ge=1, le=_LARGEST, description="Members at most.")] = 24,
) -> dict[str, Any]:  # fmt: skip
    """The picked events or claims at places inside a box of degrees, but those known to a country only.

    Each comes once, with the most precise of its places there.
    """
    state = State.of(unit, request.url.query)
    columns, _, mask = picked(bench, state)
    found, count = on_spot(columns, mask, unit == "events", _box(west, south, east, north), limit)
    told = rows(bench.case, columns, [number for number, _ in found], unit)
    at = {(columns.events[number] if unit == "events" else int(columns.seq[number])): place for number, place in found}
    members = []
    for row in told:
        place = columns.places[at[row["event" if unit == "events" else "seq"]]]
        members.append({
            "label": _label(row, unit), "days": days(row["first"], row["last"]), "place": place.name,
            "precision": WHERE.get(place.precision, ""), "class": "exact" if place.precision <= 2 else "area",
            "address": event_address(row["event"]) if unit == "events" else document_address(row["document"], claim=row["claim"]),
        })  # fmt: skip
    return {"count": count, "members": members}


def _label(row: dict[str, Any], unit: str) -> str:
    if unit == "events" and row.get("title"):
        return str(row["title"])
    told = ", ".join(part for part in (spaced(row["kind"]).capitalize(), row["place"]) if part)
    return f"{told}: {row['outlet']}" if unit == "claims" and row["outlet"] else told


def _box(west: float, south: float, east: float, north: float) -> Box:
    return Box() if east - west >= 360 else Box(_wrapped(west), south, _wrapped(east), north)


def _wrapped(lon: float) -> float:
    return (lon + 180) % 360 - 180
