"""Review in the browser: the queue, a claim with its text, and claims that were missed.

Every page works as forms alone; the script adds keys, marking words with the mouse and searching as one types. A form
carries the hash of the last judgement that its page showed: where somebody judged the claim since, nothing is
written, and both are shown.
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from sayso.errors import Conflict, InputError, SaysoError
from sayso.judgements import Judgement
from sayso.judgements.fold import effective
from sayso.query import Filter
from sayso.record import ACTOR_TYPES, COUNT_KINDS, KINDS, STATUSES, to_dict
from sayso.review import Item, Reviewer, entry_in_words, queue
from sayso.review.adding import claim_slots
from sayso.review.judging import Standing
from sayso.review.lookup import search_actors, search_places
from sayso.review.queue import waiting
from sayso.web.addresses import segment, unsegment
from sayso.web.bench import Bench, Workbench
from sayso.web.review_forms import Fields, sent, slot_value
from sayso.web.review_people import inside, keep_name, name_of, picked_of, reader_of, review_address, round_of
from sayso.web.review_text import NAMES, marked, slot_lines

router = APIRouter()

_PAGE = 30
_LONGEST_QUERY = 200
Sent = Annotated[dict[str, str], Depends(sent)]


# ── the queue ────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/review", include_in_schema=False)
def queue_page(request: Request, bench: Bench, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """What to look at first."""
    _ = bench.lookups
    name = name_of(request)
    picked = picked_of(request)
    view = bench.case.view
    items = queue(view, picked, reviewer=name, limit=_PAGE + 1, after=(page - 1) * _PAGE)
    return bench.page(
        request, "review_queue.html", items=items[:_PAGE], waiting=waiting(view, picked, reviewer=name), reviewer=name,
        picked=picked, number=page, more=len(items) > _PAGE, round=round_of(bench),
        address=lambda item: review_address(item.row["claim"], picked), line=str(picked),
    )  # fmt: skip


@router.get("/review.json", tags=["review"], summary="The queue")
def queue_json(
    request: Request, bench: Bench, limit: Annotated[int, Query(ge=1, le=1000)] = 50
) -> list[dict[str, Any]]:
    """The next claims to judge, with the score and the reasons of each; conditions of a filter as for claims."""
    items = queue(bench.case.view, picked_of(request), reviewer=name_of(request), limit=limit)
    return [{"score": item.score, "why": list(item.why), **item.row} for item in items]


@router.post("/review/name", include_in_schema=False)
def set_name(bench: Bench, fields: Sent) -> Response:
    """Keeps the reviewer's name with the browser."""
    name = Reviewer(bench.case, fields.get("by", "")).name
    answer = RedirectResponse(inside(fields.get("next"), "/review"), 303)
    keep_name(answer, name)
    return answer


# ── one claim ────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/review/claims/{name}.json", tags=["review"], summary="A claim under review")
def claim_json(request: Request, bench: Bench, name: str) -> dict[str, Any]:
    """The claim as it stands and as it was coded, who judged it, and the hash that the next judgement must name."""
    standing = reader_of(bench, request).standing(unsegment(name))
    one = standing.reviewed
    return {
        "document": standing.record.id, "hash": standing.hash, "reviewed": one.label, "by": list(one.by),
        "slots": dict(one.slots), "claim": to_dict(one.claim), "coded": to_dict(one.coded) if one.coded else None,
    }  # fmt: skip


@router.get("/review/claims/{name}", include_in_schema=False)
def claim_page(request: Request, bench: Bench, name: str, slot: str = "", find: str = "") -> Response:
    """A claim with its text, an editor for each slot and its history; ``slot`` and ``find`` search for a value."""
    return _claim(request, bench, unsegment(name), slot=slot, words=find[:_LONGEST_QUERY])


@router.post("/review/claims/{name}", include_in_schema=False)
def judge(request: Request, bench: Bench, name: str, fields: Sent) -> Response:
    """One judgement; where it can't be written, the page says why and keeps what was entered."""
    claim, picked = unsegment(name), Filter.from_address(fields.get("filter", ""))
    try:
        person = Reviewer(bench.case, fields.get("by") or name_of(request))
        following = _next(bench, person, claim, picked) if fields.get("action") in ("accept", "reject") else None
        lands = _judged(bench, person, claim, fields)
    except Conflict as error:
        return _claim(request, bench, claim, error=error, fields=fields, status=409)
    except InputError as error:
        return _claim(request, bench, claim, error=error, fields=fields, status=400)
    if following is not None:
        target = review_address(following.row["claim"], picked, done=claim)
    elif lands is None:
        target = f"/review?{picked.address()}" if picked else "/review"
    else:
        target = review_address(lands, picked)
    answer = RedirectResponse(target, 303)
    keep_name(answer, person.name)
    return answer


def _judged(bench: Workbench, person: Reviewer, claim: str, fields: Fields) -> str | None:
    """Writes what a form says. Returns the claim to show next; None where the queue decides."""
    action, seen = fields.get("action", ""), fields.get("seen")
    others = fields.get("others", "").replace(",", " ").split()
    match action:
        case "accept":
            person.accept(claim, expect=seen)
            return None
        case "reject":
            person.reject(claim, expect=seen)
            return None
        case "edit":
            standing = person.standing(claim)
            value = slot_value(
                fields.get("slot", ""), fields, standing.claim, standing.record.text, bench.settings.gazetteer
            )
            person.edit(claim, value, expect=seen)
        case "restore":
            person.restore(claim, fields.get("slot") or None, expect=seen)
        case "note":
            person.note(claim, fields.get("text", ""))
        case "merge":
            person.merge([claim, *others])
        case "split":
            person.split([claim, *others])
        case "undo":
            undone = person.undo(fields.get("judgement") or None)
            return _claim_of(person, undone) or claim
        case _:
            raise InputError(f"There is no judgement {action!r}.", "Use the buttons of the page.")
    return claim


def _claim_of(person: Reviewer, entry: Judgement) -> str | None:
    """The claim that an entry is about, as it is now."""
    if entry.anchor is None:
        return None
    for name in (entry.anchor.claim, entry.subject):
        try:
            return person.standing(name).claim.id
        except SaysoError:
            continue
    return None


def _next(bench: Workbench, person: Reviewer, claim: str, picked: Filter) -> Item | None:
    """The claim that follows in the queue; after the last one the first that is left."""
    items = bench.queues.items(picked, person.name)
    names = [item.row["claim"] for item in items]
    place = names.index(claim) + 1 if claim in names else 0
    rest = [*items[place:], *items[:place]]
    return next((item for item in rest if item.row["claim"] != claim), None)


def _claim(
    request: Request, bench: Workbench, claim: str, *, error: SaysoError | None = None, fields: Fields | None = None,
    status: int = 200, slot: str = "", words: str = "",
) -> Response:  # fmt: skip
    _ = bench.lookups
    person = reader_of(bench, request)
    picked = Filter.from_address(fields.get("filter", "")) if fields else picked_of(request)
    standing = person.standing(claim)
    log = person.history(standing.subject)
    counted = {entry.id for entry in effective(log)}
    by_id = {entry.id: entry for entry in log}
    history = [
        {"entry": entry, "told": entry_in_words(entry, by_id), "counts": entry.id in counted, "undo": entry.action == "undo"}
        for entry in log
    ]  # fmt: skip
    items = bench.queues.items(picked, person.name)
    names = [item.row["claim"] for item in items]
    place = names.index(claim) if claim in names else -1
    slot = slot or (fields or {}).get("slot", "")
    return bench.page(
        request, "review_claim.html", status, standing=standing, one=standing.reviewed, claim=standing.claim,
        record=standing.record, lines=marked(standing.record.text, standing.claim), slots=slot_lines(standing.reviewed),
        history=history, error=error, fields=dict(fields or {}), picked=picked, reviewer=name_of(request),
        why=items[place].why if place >= 0 else (), left=len(names), place=place,
        before=review_address(names[place - 1], picked) if place > 0 else None,
        after=review_address(names[(place + 1) % len(names)], picked) if len(names) > (place >= 0) else None,
        kinds=KINDS, statuses=STATUSES, actor_types=ACTOR_TYPES, count_kinds=COUNT_KINDS, open_slot=slot,
        searched=words, found=_found(bench, slot, words), evidence=_sentence(standing), here=review_address(claim, picked),
        siblings=_siblings(bench, standing), done=request.query_params.get("done"), slot_names=NAMES,
        basemap=bench.settings.basemap is not None,
    )  # fmt: skip


def _sentence(standing: Standing) -> tuple[str, str, str]:
    """The claim's sentence in three: before, at and after the trigger."""
    claim = standing.claim
    text = claim.evidence.text
    at, end = claim.trigger.start - claim.evidence.start, claim.trigger.end - claim.evidence.start
    return (text[:at], text[at:end], text[end:]) if 0 <= at < end <= len(text) else (text, "", "")


def _siblings(bench: Workbench, standing: Standing) -> list[dict[str, Any]]:
    """Other claims that may be of the same event: those of the event, and those of the document."""
    view = bench.case.view
    events = sorted(view.events_of_claims([standing.claim.id]))
    line = f"event:{events[0]}" if events and events[0].isalnum() else ""
    rows = list(view.claims(line, limit=12)) if line else []
    rows += list(view.claims(Filter.parse([f"document:{standing.record.id}"]), limit=12))
    found = {row["claim"]: dict(row) for row in rows if row["claim"] != standing.claim.id}
    return list(found.values())[:16]


def _found(bench: Workbench, slot: str, words: str) -> list[dict[str, Any]]:
    """What a search without a script finds for a slot."""
    if not words.strip():
        return []
    if slot == "place":
        return search_places(words, limit=12, gazetteer=bench.settings.gazetteer)
    if slot in ("actor", "target"):
        return [
            {"id": one.id, "name": one.name, "type": one.type, "country": one.country}
            for one in search_actors(words, limit=12)
        ]
    return []


# ── a claim that was missed ──────────────────────────────────────────────────────────────────────────────────────


@router.get("/review/documents/{name}/add", include_in_schema=False)
def add_page(request: Request, bench: Bench, name: str) -> Response:
    """The text of an article, and a form for a claim that the coder missed."""
    return _add(request, bench, unsegment(name))


@router.post("/review/documents/{name}/add", include_in_schema=False)
def add(request: Request, bench: Bench, name: str, fields: Sent) -> Response:
    """Adds a claim."""
    document = unsegment(name)
    given = {key: value for key, value in fields.items() if key in ("kind", "trigger", "evidence", "actor", "target",
                                                                    "place", "when", "status") and value.strip()}  # fmt: skip
    try:
        person = Reviewer(bench.case, fields.get("by") or name_of(request))
        record, _ = bench.case.view.reviewed(document)
        claim = person.add(document, claim_slots(record, given))
    except InputError as error:
        return _add(request, bench, document, error=error, fields=fields, status=400)
    return RedirectResponse(review_address(claim), 303)


def _add(
    request: Request, bench: Workbench, document: str, *, error: SaysoError | None = None, fields: Fields | None = None,
    status: int = 200,
) -> Response:  # fmt: skip
    record, found = bench.case.view.reviewed(document)
    lines = []
    at = 0
    for line in record.text.split("\n"):
        if line:
            lines.append((at, line))
        at += len(line) + 1
    return bench.page(
        request, "review_add.html", status, record=record, lines=lines, kinds=KINDS, statuses=STATUSES, error=error,
        fields=dict(fields or {}), reviewer=name_of(request), address=f"/review/documents/{segment(document)}/add",
        claims=[one for one in found.claims if one.label != "rejected"],
        review_address=review_address,
    )  # fmt: skip
