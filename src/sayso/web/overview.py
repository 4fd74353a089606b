"""The overview: events or claims as a list, on a map and over time, narrowed down by facets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from sayso.query import Filter, sentence
from sayso.web.bench import Bench, Workbench
from sayso.web.clusters import place_rows
from sayso.web.columns import Bools, Columns
from sayso.web.facets import facets
from sayso.web.listing import PAGE, everything, ordered, rows, total
from sayso.web.masks import Masks
from sayso.web.state import SORTS, State, filter_parameters
from sayso.web.timeline import timeline

router = APIRouter()
_TABLE = 100


def picked(bench: Workbench, state: State) -> tuple[Columns, Masks, Bools]:
    """The snapshot of the case, its masks, and what the state's filter picks."""
    columns = bench.snapshots.now()
    masks = Masks(bench.case.view, columns)
    return columns, masks, masks.of(state.filter)


@router.get("/events", include_in_schema=False)
def events(request: Request, bench: Bench) -> Response:
    """The events."""
    return _overview(request, bench, "events")


@router.get("/claims", include_in_schema=False)
def claims(request: Request, bench: Bench) -> Response:
    """The claims."""
    return _overview(request, bench, "claims")


def _overview(request: Request, bench: Workbench, unit: str) -> Response:
    state = State.of(unit, request.url.query)
    if State.is_typed(request.url.query):
        return RedirectResponse(state.address(), 303)
    columns, masks, mask = picked(bench, state)
    order = ordered(columns, mask, state)
    start = (state.page - 1) * PAGE
    places, further = place_rows(columns, mask, unit == "events", _TABLE)
    shown = rows(bench.case, columns, order[start : start + PAGE].tolist(), unit)
    return bench.page(
        request, "overview.html", state=state, unit=unit, shown=shown, start=start,
        count=len(order), total=everything(columns, unit), told=sentence(state.filter, unit),
        facets=facets(state, columns, masks, mask), chips=_chips(state), timeline=timeline(state, columns, masks),
        places=places, further_places=further, sorts=SORTS[unit], pages=-(-len(order) // PAGE),
        basemap=bench.settings.basemap is not None,
    )  # fmt: skip


def _chips(state: State) -> list[tuple[str, str]]:
    """Each condition in words, with the address without it."""
    return [
        (sentence(Filter((one,)), "-")[2:].removesuffix("."), state.without(one).address())
        for one in state.filter.conditions
    ]


@router.get("/facets.json", tags=["data"], openapi_extra={"parameters": filter_parameters()}, summary="Facet counts")
def facet_counts(
    request: Request,
    bench: Bench,
    unit: Annotated[str, Query(pattern="^(events|claims)$", description="What is counted.")] = "events",
) -> dict[str, Any]:
    """What the picked events or claims are of: the most frequent values of each facet, with counts."""
    state = State.of(unit, request.url.query)
    columns, masks, mask = picked(bench, state)
    return {
        "unit": unit, "count": total(columns, mask, unit), "total": everything(columns, unit),
        "facets": {
            one.name: [{"value": choice.value, "label": choice.label, "count": choice.count, "chosen": choice.chosen}
                       for choice in one.choices]
            for one in facets(state, columns, masks, mask)
        },
    }  # fmt: skip
