"""Review in the browser: the queue, a claim with its text, missed claims, the log, and what two reviewers differ in.

Every page works as forms alone; the script adds keys, marking words with the mouse and searching as one types. A form
carries the hash of the last judgement that its page showed: where somebody judged the claim since, nothing is
written, and both are shown.
"""

from __future__ import annotations

from typing import Annotated, Any
from urllib.parse import quote, unquote, urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from sayso.errors import Conflict, InputError, SaysoError
from sayso.judgements import ROUND, Judgement
from sayso.judgements.fold import effective
from sayso.query import Filter
from sayso.record import ACTOR_TYPES, COUNT_KINDS, KINDS, STATUSES, to_dict
from sayso.review import Item, Reviewer, agreement, entry_in_words, orphans, queue
from sayso.review.adding import claim_slots
from sayso.review.judging import Standing, visible
from sayso.review.lookup import search_actors, search_places
from sayso.review.queue import waiting
from sayso.review.words import opinion_in_words
from sayso.web.addresses import segment, unsegment
from sayso.web.bench import Bench, Workbench
from sayso.web.review_forms import Fields, sent, slot_value
from sayso.web.review_text import NAMES, marked, slot_lines

router = APIRouter()

COOKIE = "sayso_reviewer"
_PAGE = 30
_LONGEST_QUERY = 200
Sent = Annotated[dict[str, str], Depends(sent)]
Words = Annotated[str, Query(max_length=_LONGEST_QUERY, description="What to search for.")]


def name_of(request: Request) -> str:
    """The reviewer's name as this browser gave it; empty where it gave none."""
    return unquote(request.cookies.get(COOKIE, ""))[:100]


def reviewer_of(bench: Workbench, name: str) -> Reviewer | None:
    """The reviewer of a name; None where it is none."""
    try:
        return Reviewer(bench.case, name)
    except InputError:
        return None


def review_address(claim: str, picked: Filter | None = None, **more: str) -> str:
    """The page on which a claim is reviewed."""
    query = "&".join(part for part in (picked.address() if picked else "", urlencode(more)) if part)
    return f"/review/claims/{segment(claim)}" + (f"?{query}" if query else "")


# ── the queue ────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/review", include_in_schema=False)
def queue_page(request: Request, bench: Bench, page: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """What to look at first."""
    name = name_of(request)
    picked = _picked(request)
    view = bench.case.view
    items = queue(view, picked, reviewer=name, limit=_PAGE + 1, after=(page - 1) * _PAGE)
    return bench.page(
        request, "review_queue.html", items=items[:_PAGE], waiting=waiting(view, picked, reviewer=name), reviewer=name,
        picked=picked, number=page, more=len(items) > _PAGE, round=view.review_state().round,
        address=lambda item: review_address(item.row["claim"], picked), line=str(picked),
    )  # fmt: skip


@router.get("/review.json", tags=["review"], summary="The queue")
def queue_json(
    request: Request, bench: Bench, limit: Annotated[int, Query(ge=1, le=1000)] = 50
) -> list[dict[str, Any]]:
    """The next claims to judge, with the score and the reasons of each; conditions of a filter as for claims."""
    items = queue(bench.case.view, _picked(request), reviewer=name_of(request), limit=limit)
    return [{"score": item.score, "why": list(item.why), **item.row} for item in items]


@router.post("/review/name", include_in_schema=False)
def set_name(bench: Bench, fields: Sent) -> Response:
    """Keeps the reviewer's name with the browser."""
    name = Reviewer(bench.case, fields.get("by", "")).name
    answer = RedirectResponse(_inside(fields.get("next"), "/review"), 303)
    answer.set_cookie(COOKIE, quote(name), max_age=31_536_000, path="/review", samesite="strict", httponly=True)
    return answer


# ── one claim ────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/review/claims/{name}.json", tags=["review"], summary="A claim under review")
def claim_json(request: Request, bench: Bench, name: str) -> dict[str, Any]:
    """The claim as it stands and as it was coded, who judged it, and the hash that the next judgement must name."""
    standing = _reader(bench, request).standing(unsegment(name))
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
        lands = _judged(person, claim, fields)
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
    answer.set_cookie(COOKIE, quote(person.name), max_age=31_536_000, path="/review", samesite="strict", httponly=True)
    return answer


def _judged(person: Reviewer, claim: str, fields: Fields) -> str | None:
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
            value = slot_value(fields.get("slot", ""), fields, standing.claim, standing.record.text)
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
    person = _reader(bench, request)
    picked = Filter.from_address(fields.get("filter", "")) if fields else _picked(request)
    standing = person.standing(claim)
    log = person.log()
    counted = {entry.id for entry in effective(log)}
    history = [
        {"entry": entry, "told": entry_in_words(entry), "counts": entry.id in counted, "undo": entry.action == "undo"}
        for entry in log if entry.subject == standing.subject
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
        searched=words, found=_found(slot, words), evidence=_sentence(standing), here=review_address(claim, picked),
        siblings=_siblings(bench, standing), done=request.query_params.get("done"), slot_names=NAMES,
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


def _found(slot: str, words: str) -> list[dict[str, Any]]:
    """What a search without a script finds for a slot."""
    if not words.strip():
        return []
    if slot == "place":
        return search_places(words, limit=12)
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


# ── searching ────────────────────────────────────────────────────────────────────────────────────────────────────


@router.get("/review/search/places.json", tags=["review"], summary="Places of the gazetteer")
def places_json(q: Words = "", country: Annotated[str | None, Query(max_length=3)] = None) -> list[dict[str, Any]]:
    """Places by name, exact matches first."""
    return search_places(q, country=country or None)


@router.get("/review/search/actors.json", tags=["review"], summary="Actors of the registry")
def actors_json(q: Words = "") -> list[dict[str, Any]]:
    """Actors by any of their names."""
    return [
        {"id": one.id, "name": one.name, "type": one.type, "country": one.country} for one in search_actors(q)
    ]


# ── the log, what matches no claim, two reviewers ────────────────────────────────────────────────────────────────


@router.get("/review/log", include_in_schema=False)
def log_page(request: Request, bench: Bench, before: Annotated[int, Query(ge=0)] = 0) -> Response:
    """Every judgement that this reviewer may see, the newest first."""
    entries = visible(bench.case, name_of(request))
    shown = [one for one in entries if not before or one.seq < before][-100:][::-1]
    counted = {entry.id for entry in effective(entries)}
    return bench.page(
        request, "review_log.html", entries=[(one, entry_in_words(one), one.id in counted) for one in shown],
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
        request, "review_agreement.html", names=names, found=found, round=bench.case.view.review_state().round,
        disputed=disputed, review_address=review_address, reviewer=name_of(request), slot_names=NAMES,
    )  # fmt: skip


@router.post("/review/agreement", include_in_schema=False)
def turn_round(request: Request, bench: Bench, fields: Sent) -> Response:
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


# ── underneath ───────────────────────────────────────────────────────────────────────────────────────────────────


def _picked(request: Request) -> Filter:
    """The filter of the address: single conditions, or a line under ``f``."""
    line = request.query_params.get("f", "")
    return Filter.parse(line) if line.strip() else Filter.from_address(request.url.query)


def _reader(bench: Workbench, request: Request) -> Reviewer:
    """Whoever looks: the reviewer, or somebody without a name who sees what all may see."""
    return reviewer_of(bench, name_of(request)) or Reviewer(bench.case, "nobody")


def _inside(address: str | None, default: str) -> str:
    """An address of this workbench to go back to; never another server's."""
    return address if address and address.startswith("/review") and "\\" not in address and "//" not in address else default
