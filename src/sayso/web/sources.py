"""The page of sources: what each outlet and each origin has told, and what became of it. No score is made of it."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict, dataclass, fields
from typing import Annotated, Any, Literal

import numpy as np
from fastapi import APIRouter, Query, Request, Response

from sayso.exports.files import neutral
from sayso.query import Condition, Filter, sentence
from sayso.web.bench import Bench, Workbench
from sayso.web.columns import Bools, Columns, Ints, Names, distinct
from sayso.web.overview import picked
from sayso.web.state import State, filter_parameters

router = APIRouter()

By = Annotated[Literal["outlet", "origin"], Query(description="Publishers, or those whose word it is.")]
_FILTER = {"parameters": filter_parameters()}
_MOST = 500


@dataclass(frozen=True, slots=True)
class SourceRow:
    """What one outlet or origin has told.

    ``asserted``, ``hedged``, ``denied`` and ``other`` (planned, hypothetical) part its claims. ``alone`` are events
    that nobody else of its sort tells of; ``contested`` those in which independent origins contradict each other;
    ``first`` those that it told of on an earlier day than somebody else; ``borne_out`` those of them that hold by two
    chains or more today.
    """

    name: str
    claims: int
    documents: int
    asserted: int
    hedged: int
    denied: int
    other: int
    events: int
    alone: int
    contested: int
    first: int
    borne_out: int


def source_rows(columns: Columns, mask: Bools, by: str) -> list[SourceRow]:
    """A row for each name among the picked claims, those with most claims first."""
    names = columns.names[by]
    size = len(names.names)
    if not size or not mask.any():
        return []
    on = mask[names.claim]
    claim, value = names.claim[on], names.value[on]
    codes, statuses = columns.codes["status"]
    is_status = {name: np.array([one == name for one in codes], np.bool_)[statuses] for name in ("asserted", "denied")}
    hedged = columns.flags["hedged"] & is_status["asserted"]
    claims = np.bincount(value, minlength=size)

    def counted(which: Bools) -> Ints:
        return np.bincount(value[which[claim]], minlength=size)

    asserted, denied, hedges = counted(is_status["asserted"] & ~hedged), counted(is_status["denied"]), counted(hedged)
    told = _told(columns, mask, names)
    documents = _distinct(columns.document[claim], value, size)
    out = []
    for number in np.lexsort((np.arange(size), -claims)).tolist():
        if not claims[number]:
            break
        one, two, three = (int(column[number]) for column in (asserted, hedges, denied))
        other = int(claims[number]) - one - two - three
        out.append(SourceRow(
            names.names[number], int(claims[number]), int(documents[number]), one, two, three, other,
            events=int(told[0][number]), alone=int(told[1][number]), contested=int(told[2][number]),
            first=int(told[3][number]), borne_out=int(told[4][number]),
        ))  # fmt: skip
    return out


def nameless(columns: Columns, mask: Bools, by: str) -> int:
    """How many of the picked claims stand in no row: their outlet is not known, or the outlet itself says them."""
    names = columns.names[by]
    named = np.zeros(len(mask), np.bool_)
    named[names.claim] = True
    return int((mask & ~named).sum())


def _distinct(one: Ints, value: Ints, size: int) -> Ints:
    pairs = distinct(one * size + value)
    return np.bincount(pairs % size, minlength=size)


def _told(columns: Columns, mask: Bools, names: Names) -> tuple[Ints, ...]:
    """For each name: events, events alone, contested ones, ones told of earlier than by others, those borne out."""
    size = len(names.names)
    happened = mask[names.claim]
    pair = np.cumsum(np.isin(np.arange(len(names.claim)), names.starts)) - 1
    seen = np.bincount(pair, happened, len(names.starts)) > 0
    never = np.iinfo(np.int64).max
    day = np.full(len(names.starts), never)
    known = happened & (columns.published[names.claim] > 0)
    np.minimum.at(day, pair[known], columns.published[names.claim[known]])
    event, value, day = columns.event[names.claim[names.starts]][seen], names.value[names.starts][seen], day[seen]
    voices = np.bincount(event, minlength=len(columns.events))
    earliest = np.full(len(columns.events), never)
    latest = np.zeros(len(columns.events), np.int64)
    np.minimum.at(earliest, event, day)
    np.maximum.at(latest, event, np.where(day == never, 0, day))
    ahead = (day == earliest[event]) & (day < latest[event])

    def counted(which: Bools) -> Ints:
        return np.bincount(value[which], minlength=size)

    everyone = np.ones(len(event), np.bool_)
    return (
        counted(everyone), counted(voices[event] == 1), counted(columns.event_contested[event]), counted(ahead),
        counted(ahead & columns.event_corroborated[event]),
    )  # fmt: skip


def _rows(request: Request, bench: Workbench, by: str) -> tuple[State, Columns, list[SourceRow], int]:
    state = State.of("claims", request.url.query)
    columns, _, mask = picked(bench, state)
    return state, columns, source_rows(columns, mask, by), nameless(columns, mask, by)


@router.get("/sources.json", tags=["data"], openapi_extra=_FILTER, summary="Outlets or origins")
def sources_json(request: Request, bench: Bench, by: By = "outlet") -> dict[str, Any]:
    """What each outlet or origin has told, and what became of it."""
    state, columns, found, others = _rows(request, bench, by)
    return {
        "filter": str(state.filter), "by": by, "linked": columns.linked, "nameless": others,
        "sources": [asdict(row) for row in found],
    }  # fmt: skip


@router.get("/sources.csv", tags=["data"], openapi_extra=_FILTER, response_class=Response, summary="The same as a table")
def sources_csv(request: Request, bench: Bench, by: By = "outlet") -> Response:
    """A line for each outlet or origin."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    lines.writerow([field.name for field in fields(SourceRow)])
    for row in _rows(request, bench, by)[2]:
        lines.writerow([neutral(value) for value in asdict(row).values()])
    headers = {"content-disposition": f'attachment; filename="sources-{by}.csv"'}
    return Response(out.getvalue(), media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/sources", include_in_schema=False)
def sources(request: Request, bench: Bench, by: By = "outlet") -> Response:
    """Outlets or origins as a table."""
    state, columns, found, others = _rows(request, bench, by)
    return bench.page(
        request, "sources.html", by=by, rows=found[:_MOST], left=max(len(found) - _MOST, 0), count=len(found),
        total=len(columns.names[by].names), told=sentence(state.filter, "claims"), query=state.filter.address(),
        linked=columns.linked, nameless=others, claims_of=lambda name: _claims_of(state, by, name),
    )  # fmt: skip


def _claims_of(state: State, by: str, name: str) -> str:
    """The claims of an outlet, or those whose chain starts with somebody."""
    return state.with_filter(Filter((*state.filter.conditions, Condition(by, (name,))))).address()
