"""The application: routes put together, errors in one shape, nothing served but to whom it is meant for."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Depends, FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.middleware.gzip import GZipMiddleware

from sayso import __version__
from sayso.errors import CaseError, Conflict, FilterError, InputError, MissingData, SaysoError
from sayso.store import Case
from sayso.web import add, api, article, data, documents, event, map_data, overview, review_log, review_pages, sources
from sayso.web.assets import respond
from sayso.web.bench import Settings, Workbench, bench_of
from sayso.web.security import LOOPBACK, Guard, Refusal, checked, error_body

# Every module of pages gives one router; a page takes `bench: Bench` and answers with bench.page(...).
ROUTERS: tuple[APIRouter, ...] = (
    overview.router,
    map_data.router,
    documents.router,
    article.router,
    event.router,
    sources.router,
    review_pages.router,
    review_log.router,
    add.router,
    api.router,
    data.router,  # last: its addresses hold a name that may be anything
)


class NotThere(SaysoError):
    """There is nothing under that address."""


def create_app(case: Case, settings: Settings | None = None) -> FastAPI:
    """The workbench of an open case, as an ASGI application."""
    settings = settings or Settings()
    bench = Workbench(case, settings)
    app = FastAPI(
        title="Sayso workbench", version=__version__, dependencies=[Depends(checked)], docs_url=None, redoc_url=None,
        responses=api.ERRORS,
        description="Attributed claims from conflict reporting: events, claims, articles, sources.",
    )  # fmt: skip
    app.state.bench = bench
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=5)
    app.add_middleware(
        Guard, hosts=LOOPBACK | {host.lower() for host in settings.hosts}, policy=bench.assets.policy,
        numbers=settings.numbers,
    )  # fmt: skip
    app.add_exception_handler(SaysoError, _told)
    app.add_exception_handler(HTTPException, _told)
    app.add_exception_handler(RequestValidationError, _told)
    app.add_exception_handler(Exception, _told)
    app.add_api_route("/", _home, include_in_schema=False)
    app.add_api_route("/static/{version}/{name:path}", _static, include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router)
    return app


def _home() -> RedirectResponse:
    return RedirectResponse("/events", 303)


def _static(request: Request, version: str, name: str) -> Response:
    found = respond(bench_of(request).assets, request, version, name)
    if found is None:
        raise HTTPException(404)
    return found


def _as_sayso(error: Exception) -> tuple[int, SaysoError]:
    """The HTTP status of an error, and the error as Sayso tells it."""
    if isinstance(error, Refusal):
        return error.status, error
    if isinstance(error, NotThere):
        return 404, error
    if isinstance(error, (FilterError, InputError)):
        return 400, error
    if isinstance(error, MissingData):
        return 503, error
    if isinstance(error, Conflict):
        return 409, error
    if isinstance(error, CaseError):
        return (404 if error.message.startswith(("There is no", "The document")) else 500), error
    if isinstance(error, SaysoError):
        return 500, error
    if isinstance(error, RequestValidationError):
        first: dict[str, Any] = error.errors()[0] if error.errors() else {}
        where = ".".join(str(part) for part in first.get("loc", ())[1:]) or "the request"
        return 422, InputError(f"{where}: {first.get('msg', 'is not as it must be')}.", "See /openapi.json.")
    if isinstance(error, HTTPException):
        if error.status_code == 404:
            return 404, NotThere("There is no such page.", "Go to the overview.")
        if error.status_code == 405:
            return 405, InputError("That can't be done with this address.", "See /openapi.json.")
        return error.status_code, InputError(str(error.detail))
    return 500, SaysoError("Sayso failed on this request; please report it.", type(error).__name__)


def wants_page(request: Request) -> bool:
    """Whether the answer is for a person: asked by a browser, and not by the address of data."""
    data = request.url.path.endswith((".json", ".csv", ".geojson")) or request.url.path.startswith("/api/")
    return not data and "text/html" in request.headers.get("accept", "")


async def _told(request: Request, error: Exception) -> Response:
    status, known = _as_sayso(error)
    if wants_page(request):
        return bench_of(request).page(request, "error.html", status, error=known, error_status=status)
    allowed = getattr(error, "headers", None)
    return JSONResponse(error_body(status, known), status, headers=allowed)
