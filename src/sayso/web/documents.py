"""The list of articles."""

from __future__ import annotations

from itertools import islice

from fastapi import APIRouter, Request, Response

from sayso.query import Filter, sentence
from sayso.web.bench import Bench

router = APIRouter()
_PAGE = 100


@router.get("/documents", include_in_schema=False)
def documents(request: Request, bench: Bench, after: int = 0) -> Response:
    """The articles of the case that a filter picks, in the order in which they came."""
    picked = Filter.from_address(request.url.query)
    rows = list(islice(bench.case.documents(picked, limit=_PAGE + 1, after=after), _PAGE + 1))
    total = bench.case.view.numbers()["documents"]
    whole = total if not picked else len(rows) if len(rows) <= _PAGE and not after else None
    more = rows[_PAGE - 1]["seq"] if len(rows) > _PAGE else None
    rows = rows[:_PAGE]
    return bench.page(
        request, "documents.html", rows=rows, more=more, count=whole, total=total, picked=picked,
        told=sentence(picked, "articles"), called=bench.case.view.called(row["document"] for row in rows),
    )  # fmt: skip
