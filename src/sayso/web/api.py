"""The description of the data for programs: a page that lists every address, and the base map of the user's own."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from pydantic import BaseModel

from sayso.errors import MissingData
from sayso.web.bench import Bench

router = APIRouter()


class ErrorAbout(BaseModel):
    """What went wrong, and what to do next."""

    status: int
    type: str
    message: str
    hint: str


class ErrorBody(BaseModel):
    """The one shape of every error."""

    error: ErrorAbout


ERRORS: dict[int | str, dict[str, Any]] = {
    status: {"model": ErrorBody, "description": words}
    for status, words in (
        (400, "The filter or the text can't be used"), (403, "The request comes from elsewhere, or has no token"),
        (404, "There is no such thing in the case"), (413, "The request is too large"),
        (421, "The server does not answer under that name"), (422, "A parameter is not as it must be"),
        (503, "Something that is needed is not installed"),
    )
}  # fmt: skip


@router.get("/api", include_in_schema=False)
def api(request: Request, bench: Bench) -> Response:
    """Every address that gives data."""
    described = request.app.openapi()
    operations = [
        (method.upper(), path, about)
        for path, methods in sorted(described["paths"].items())
        for method, about in methods.items()
    ]
    return bench.page(request, "api.html", operations=operations)


@router.get("/basemap.pmtiles", include_in_schema=False)
def basemap(bench: Bench) -> FileResponse:
    """The PMTiles file that the server was started with, in the ranges that are asked for."""
    path = bench.settings.basemap
    if path is None:
        raise MissingData("There is no base map.", "Start with sayso serve CASE --basemap FILE.pmtiles.")
    # Packing it would break the ranges.
    return FileResponse(path, media_type="application/vnd.pmtiles", headers={"content-encoding": "identity"})
