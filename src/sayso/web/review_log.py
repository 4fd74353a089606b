"""Review beside the claims: searching for values, the log, what matches no claim, and what two reviewers differ in."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse

from sayso.errors import InputError
from sayso.judgements import ROUND
from sayso.judgements.fold import effective
from sayso.query import Filter
from sayso.review import Reviewer, agreement, entry_in_words, gold, orphans
from sayso.review.judging import visible
from sayso.review.lookup import search_actors, search_places
from sayso.review.words import opinion_in_words
from sayso.web.bench import Bench
from sayso.web.review_forms import sent
from sayso.web.review_people import name_of, review_address, round_of
from sayso.web.review_text import NAMES
from sayso.web.state import filter_parameters

router = APIRouter()

Sent = Annotated[dict[str, str], Depends(sent)]
Words = Annotated[str, Query(max_length=200, description="What to search for.")]


@router.get("/review/search/places.json", tags=["review"], summary="Places of the gazetteer")
def places_json(
    bench: Bench, q: Words = "", country: Annotated[str | None, Query(max_length=3)] = None
) -> list[dict[str, Any]]:
    """Places by name, exact matches first."""
    return search_places(q, country=country or None, gazetteer=bench.settings.gazetteer)


@router.get("/review/search/actors.json", tags=["review"], summary="Actors of the registry")
def actors_json(q: Words = "") -> list[dict[str, Any]]:
    """Actors by any of their names."""
    return [
        {"id": one.id, "name": one.name, "type": one.type, "country": one.country} for one in search_actors(q)
    ]


@router.get("/review/log", include_in_schema=False)
def log_page(request: Request, bench: Bench, before: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Every judgement that this reviewer may see, the newest first."""
    entries = visible(bench.case, name_of(request))
    shown = [one for one in entries if not before or one.seq < before][-100:][::-1]
    counted = {entry.id for entry in effective(entries)}
    by_id = {entry.id: entry for entry in entries}
    return bench.page(
        request, "review_log.html", entries=[(one, entry_in_words(one, by_id), one.id in counted) for one in shown],
        breaks=bench.case.view.judgement_breaks(), total=len(entries),
        more=shown[-1].seq if shown and shown[-1].seq > entries[0].seq else None, review_address=review_address, ROUND=ROUND,
        head=entries[-1].hash if entries else None, reviewer=name_of(request),
    )  # fmt: skip


@router.get("/review/log.json", tags=["review"], summary="The log of judgements")
def log_json(request: Request, bench: Bench) -> list[dict[str, Any]]:
    """Every judgement that this reviewer may see, oldest first."""
    return [
        {"seq": one.seq, "id": one.id, "subject": one.subject, "action": one.action, "value": one.value, "by": one.by,
         "at": one.at, "previous": one.previous, "hash": one.hash}
        for one in visible(bench.case, name_of(request))
    ]  # fmt: skip


@router.get("/review/orphans", include_in_schema=False)
def orphans_page(request: Request, bench: Bench) -> Response:
    """Judgements that match no claim any more."""
    found = [(one, opinion_in_words(one.thread)) for one in orphans(bench.case.view)]
    return bench.page(request, "review_orphans.html", found=found, reviewer=name_of(request), review_address=review_address)


@router.post("/review/orphans", include_in_schema=False)
def tie(request: Request, bench: Bench, fields: Sent) -> Response:
    """Ties left-over judgements to a claim."""
    person = Reviewer(bench.case, fields.get("by") or name_of(request))
    claim = fields.get("claim", "").strip()
    person.move(fields.get("subject", ""), claim)
    return RedirectResponse(review_address(claim), 303)


@router.get("/review/agreement", include_in_schema=False)
def agreement_page(request: Request, bench: Bench) -> Response:
    """How far reviewers agree, what they differ in, and the blind round."""
    names, found = agreement(bench.case)
    disputed = list(bench.case.claims("reviewed:disputed", limit=200))
    return bench.page(
        request, "review_agreement.html", names=names, found=found, round=round_of(bench),
        disputed=disputed, review_address=review_address, reviewer=name_of(request), slot_names=NAMES,
    )  # fmt: skip


@router.post("/review/agreement", include_in_schema=False)
def turnround_of(request: Request, bench: Bench, fields: Sent) -> Response:
    """Begins, finishes or ends a blind round."""
    person = Reviewer(bench.case, fields.get("by") or name_of(request))
    match fields.get("action"):
        case "blind":
            person.begin_blind([one for one in fields.get("reviewers", "").split(",") if one.strip()], fields.get("filter", ""))
        case "done":
            person.finish()
        case "open":
            person.open()
        case _:
            raise InputError("There is no such turn.", "Use the buttons of the page.")
    return RedirectResponse("/review/agreement", 303)


@router.get(
    "/review/gold.jsonl", tags=["review"], openapi_extra={"parameters": filter_parameters()}, response_class=StreamingResponse,
    summary="Reviewed articles as gold",
)  # fmt: skip
def gold_lines(request: Request, bench: Bench, partial: bool = False) -> StreamingResponse:
    """A line of JSON for each article of which every claim is judged; ``partial``: also those judged in part."""
    picked = Filter.from_address(request.url.query)
    lines = (json.dumps(one, ensure_ascii=False) + "\n" for one in gold(bench.case, picked, partial=partial))
    headers = {"content-disposition": 'attachment; filename="gold.jsonl"'}
    return StreamingResponse(lines, media_type="application/x-ndjson", headers=headers)
