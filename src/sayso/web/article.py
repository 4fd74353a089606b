"""The page of an article: its text with every claim marked, and a card beside it for each."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from sayso.errors import CaseError, InputError
from sayso.query import Condition, Filter
from sayso.record import Claim, Record, to_dict
from sayso.web.addresses import document_address, unsegment
from sayso.web.bench import Bench, Workbench
from sayso.web.cards import card
from sayso.web.marks import LAYERS, paragraphs

router = APIRouter()

At = Annotated[str | None, Query(description="Offsets of a stretch of the text, START-END in code points.")]


def document_row(bench: Workbench, document: str) -> dict[str, Any]:
    """What the case knows of a document, its text included. Raises CaseError where it holds none of that id."""
    if document.strip() and "\0" not in document:
        for row in bench.case.documents(Filter((Condition("document", (document,)),)), text=True):
            return dict(row)
    raise CaseError(f"There is no document {document!r} in the case.", "See the list of articles.")


@router.get("/documents/{name}.json", tags=["data"], summary="The record of an article")
def record_json(bench: Bench, name: str) -> dict[str, Any]:
    """The newest record, as in docs/record.md."""
    document = unsegment(name)
    document_row(bench, document)
    found: dict[str, Any] = to_dict(bench.case.record(document))
    return found


@router.get("/claims/{name}.json", tags=["data"], summary="A claim")
def claim_json(bench: Bench, name: str) -> dict[str, Any]:
    """One claim, as in docs/record.md, with the id of its document."""
    document, claim = bench.case.view.claim(unsegment(name))
    return {"document": document, **to_dict(claim)}


@router.get("/claims/{name}", include_in_schema=False)
def claim_page(bench: Bench, name: str) -> RedirectResponse:
    """A claim stands in its article."""
    claim = unsegment(name)
    document, _ = bench.case.view.claim(claim)
    return RedirectResponse(document_address(document, claim=claim), 303)


@router.get("/documents/{name}", include_in_schema=False)
def article(
    request: Request, bench: Bench, name: str, at: At = None, claim: str | None = None, hide: str = ""
) -> Response:
    """The article; ``hide`` names layers that are switched off."""
    document = unsegment(name)
    row = document_row(bench, document)
    record = bench.case.record(document) if row["coded"] else None
    shown = record if record is not None and record.error is None else Record(id=document, text=row["text"])
    claims = {one.id: one for one in shown.claims}
    hidden = {layer for layer in hide.split(",") if layer in LAYERS}
    if "show" in request.query_params:  # the form without scripts names what is to be seen
        hidden = set(LAYERS) - set(request.query_params.getlist("show"))
    lines = paragraphs(shown, _stretch(at, len(shown.text)), claim)
    called = bench.case.view.called((document, row["lineage"]))
    return bench.page(
        request, "article.html", row=row, record=shown, failed=record.error if record else None, lines=lines,
        cards={one: card(document, claims[one]) for line in lines for one in line.claims},
        chosen=claim, layers=LAYERS, hidden=hidden, changed=record is not None and record.text != row["text"],
        headline=_headline(row, shown), called=called, events=_events(bench, shown.claims),
    )  # fmt: skip


def _stretch(at: str | None, length: int) -> tuple[int, int] | None:
    if not at:
        return None
    start, _, end = at.partition("-")
    if not (start.isdecimal() and end.isdecimal() and len(at) < 40 and int(start) < int(end) <= length):
        raise InputError(f"{at!r} is no stretch of this text.", "Write START-END, in characters.")
    return int(start), int(end)


def _headline(row: dict[str, Any], record: Record) -> str | None:
    """The headline, unless the text begins with it."""
    title = row["title"]
    return None if title and record.text.lstrip().startswith(title.strip()) else title


def _events(bench: Workbench, claims: tuple[Claim, ...]) -> dict[str, str]:
    """Which event each claim tells of, as the case has it."""
    if not claims:
        return {}
    rows = bench.case.claims(Filter((Condition("claim", tuple(one.id for one in claims)),)))
    return {row["claim"]: row["event"] for row in rows}
