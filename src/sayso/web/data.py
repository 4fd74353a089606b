"""The same lists as data: JSON in pages, CSV and GeoJSON as a whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from sayso.exports.files import neutral
from sayso.query import Filter, sentence
from sayso.store import CLAIM_COLUMNS
from sayso.web.bench import Bench, Workbench
from sayso.web.listing import everything, ordered, rows
from sayso.web.overview import picked
from sayso.web.state import State, filter_parameters

router = APIRouter(tags=["data"])

Unit = Literal["events", "claims"]
_FILTER = {"parameters": filter_parameters()}
_MOST = 1_000
_PART = 500
_Limit = Annotated[int, Query(ge=1, le=_MOST, description="Rows at most.")]
_PageNumber = Annotated[int, Query(ge=1, le=1_000_000, description="Which page of that many rows.")]
_Sort = Annotated[str, Query(description="Events: reports, newest, oldest, claims. Claims: order, newest, oldest, confidence.")]


@router.get("/documents.json", summary="Articles")
def documents_json(
    request: Request, bench: Bench, limit: _Limit = 50, after: Annotated[int, Query(ge=0, le=2**53)] = 0
) -> dict[str, Any]:
    """The articles that a filter picks; ``after`` is the ``next`` of the page before."""
    wanted = Filter.from_address(request.url.query)
    found = [dict(row) for row in bench.case.documents(wanted, limit=limit, after=after)]
    last = found[-1]["seq"] if len(found) == limit else None
    return {"filter": str(wanted), "documents": [_bare(row) for row in found], "next": last}


@router.get("/{unit}.json", openapi_extra=_FILTER, summary="Events or claims, a page of them")
def as_json(
    request: Request, bench: Bench, unit: Unit, limit: _Limit = 50, page: _PageNumber = 1, sort: _Sort = ""
) -> dict[str, Any]:
    """The events or claims that a filter picks, with how many there are. A row of claims has the columns of exports."""
    del sort  # read with the rest of the address
    state = State.of(unit, request.url.query)
    columns, _, mask = picked(bench, state)
    order = ordered(columns, mask, state)
    start = (page - 1) * limit
    found = rows(bench.case, columns, order[start : start + limit].tolist(), unit)
    return {
        "filter": str(state.filter), "told": sentence(state.filter, unit), "count": len(order),
        "total": everything(columns, unit), unit: [_bare(row) for row in found],
        "next": state.turned(page + 1).address(".json") + f"&limit={limit}" if start + limit < len(order) else None,
    }  # fmt: skip


def _bare(row: dict[str, Any]) -> dict[str, Any]:
    out = {name: value for name, value in row.items() if name != "seq"}
    for name in ("hedged", "background"):
        if name in out:
            out[name] = bool(out[name])
    if out.get("counts"):
        out["counts"] = json.loads(out["counts"])
    return out


@router.get("/{unit}.csv", openapi_extra=_FILTER, response_class=StreamingResponse, summary="Events or claims as a table")
def as_csv(request: Request, bench: Bench, unit: Unit) -> StreamingResponse:
    """Every event or claim that a filter picks, a line each; no cell is taken for a formula."""
    state = State.of(unit, request.url.query)
    headers = {"content-disposition": f'attachment; filename="{unit}.csv"'}
    return StreamingResponse(_csv(bench, state), media_type="text/csv; charset=utf-8", headers=headers)


def _csv(bench: Workbench, state: State) -> Iterator[str]:
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    names: list[str] | None = None
    for row in _all(bench, state):
        if names is None:
            names = [name for name in row if name != "seq"]
            lines.writerow(names)
        lines.writerow([neutral(row[name]) for name in names])
        if out.tell() > 65_536:
            yield out.getvalue()
            out.seek(0)
            out.truncate()
    if names is None:
        lines.writerow(CLAIM_COLUMNS if state.unit == "claims" else ["event"])
    yield out.getvalue()


def _all(bench: Workbench, state: State) -> Iterator[dict[str, Any]]:
    """Every row in the order of the list, some at a time."""
    columns, _, mask = picked(bench, state)
    order = ordered(columns, mask, state)
    for start in range(0, len(order), _PART):
        yield from rows(bench.case, columns, order[start : start + _PART].tolist(), state.unit)


@router.get(
    "/{unit}.geojson", openapi_extra=_FILTER, response_class=StreamingResponse, summary="Events or claims as points"
)  # fmt: skip
def as_geojson(request: Request, bench: Bench, unit: Unit) -> StreamingResponse:
    """Every event or claim that a filter picks as a feature; one without coordinates has no geometry."""
    state = State.of(unit, request.url.query)
    headers = {"content-disposition": f'attachment; filename="{unit}.geojson"'}
    return StreamingResponse(_geojson(bench, state), media_type="application/geo+json", headers=headers)


def _geojson(bench: Workbench, state: State) -> Iterator[str]:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    yield '{"type":"FeatureCollection","features":['
    part: list[str] = []
    first = True
    for row in _all(bench, state):
        about = _bare(row)
        lat, lon = about.pop("lat", None), about.pop("lon", None)
        point = None if lat is None or lon is None else {"type": "Point", "coordinates": [lon, lat]}
        part.append(("" if first else ",\n") + encode({"type": "Feature", "geometry": point, "properties": about}))
        first = False
        if len(part) >= _PART:
            yield "".join(part)
            part = []
    yield "".join(part) + "\n]}\n"
