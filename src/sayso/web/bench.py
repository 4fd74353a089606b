"""What every page of the workbench stands on: the case, the templates, and how a page is made of them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Thread
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from sayso import __version__
from sayso.coder import Coder
from sayso.errors import SaysoError
from sayso.language import DEFAULT_MODEL
from sayso.review.lookup import prepare
from sayso.store import Case
from sayso.web import words
from sayso.web.addresses import claim_address, document_address, event_address
from sayso.web.assets import Assets
from sayso.web.columns import Snapshots
from sayso.web.jobs import Jobs
from sayso.web.review_queue import Queues
from sayso.web.security import csrf_token


@dataclass(frozen=True, slots=True)
class Settings:
    """How a workbench is served. ``hosts`` are further names under which it may be asked, ``numbers`` lets numeric
    addresses pass (a server for other machines), ``basemap`` is a PMTiles file, ``model``, ``gazetteer`` and
    ``codebook`` are the Coder's, ``allow_private`` lets pages of one's own network be added."""

    hosts: tuple[str, ...] = ()
    numbers: bool = False
    basemap: Path | None = None
    model: str | None = None
    gazetteer: Path | None = None
    codebook: Path | None = None
    allow_private: bool = False


# The pages of the bar at the top: address, title.
NAVIGATION = (
    ("/events", "Events"),
    ("/claims", "Claims"),
    ("/documents", "Articles"),
    ("/sources", "Sources"),
    ("/review", "Review"),
    ("/add", "Add"),
)


class Workbench:
    """One case being served."""

    def __init__(self, case: Case, settings: Settings) -> None:
        self.case = case
        self.settings = settings
        self.assets = Assets()
        self.snapshots = Snapshots(case)
        self.queues = Queues(case.view)
        self.jobs = Jobs()
        self.navigation = list(NAVIGATION)
        self.templates = Environment(
            loader=PackageLoader("sayso.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self.templates.globals.update(
            asset=self.assets.url, import_map=self.assets.import_map, version=__version__, outside=outside,
            claim_address=claim_address, document_address=document_address, event_address=event_address,
        )  # fmt: skip
        self.templates.filters.update(words.FILTERS)

    @cached_property
    def coder(self) -> Coder:
        """What codes added documents; loaded when the first ones come."""
        given = self.settings
        return Coder(given.model or DEFAULT_MODEL, gazetteer=given.gazetteer, codebook=given.codebook)

    @cached_property
    def lookups(self) -> Thread:
        """What reviewers search in, made ready from the first page of review on, so that no search waits for it."""

        def ready() -> None:
            with suppress(SaysoError):  # the search itself says what is wrong
                prepare(self.settings.gazetteer)

        thread = Thread(target=ready, name="sayso-lookups", daemon=True)
        thread.start()
        return thread

    def page(self, request: Request, template: str, status: int = 200, **values: Any) -> Response:
        """A page: the template filled in. ``values`` may hold anything; all of it is escaped."""
        text = self.templates.get_template(template).render(
            request=request, path=request.url.path, csrf=csrf_token(request), navigation=self.navigation,
            case_name=Path(self.case.name).name if "://" not in self.case.name else self.case.name, **values,
        )  # fmt: skip
        return HTMLResponse(text, status)


def outside(url: str | None) -> str | None:
    """An address that a page may link to: the web's own, nothing that a browser would run.

    >>> outside("https://news.example/a"), outside("javascript:alert(1)")
    ('https://news.example/a', None)
    """
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return url if parts.scheme.lower() in ("http", "https") and parts.netloc else None


def bench_of(request: Request) -> Workbench:
    """The workbench that a request is for."""
    bench: Workbench = request.app.state.bench
    return bench


Bench = Annotated[Workbench, Depends(bench_of)]
