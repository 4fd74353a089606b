"""The page to add: paste a text, upload files, name addresses; and to watch how it goes."""

from __future__ import annotations

import asyncio
import json
import re
import shutil
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Body, Header, Request, Response
from fastapi.responses import RedirectResponse, StreamingResponse
from pydantic import BaseModel, ConfigDict, StrictBool
from pydantic import Field as Described
from starlette.datastructures import FormData, UploadFile

from sayso.documents import Document, check_date
from sayso.errors import CaseError, InputError
from sayso.ingest.sources import is_address
from sayso.web.adding import fetched, pasted, uploaded, waiting
from sayso.web.bench import Bench, Workbench
from sayso.web.jobs import Job
from sayso.web.security import LARGEST_FIELD, csrf_token

router = APIRouter()
_MOST_FILES, _MOST_ADDRESSES = 200, 200
_PAUSE, _BEAT = 0.25, 15.0


@router.get("/add", include_in_schema=False)
def add(request: Request, bench: Bench) -> Response:
    """The forms, and the jobs so far."""
    numbers = bench.case.view.numbers()
    left = numbers["documents"] - numbers["coded"] - numbers["uncodable"]
    return bench.page(
        request, "add.html", numbers=numbers, left=max(left, 0), jobs=list(bench.jobs), linked=bench.snapshots.now().linked
    )


@router.post("/add/text", include_in_schema=False)
async def add_text(request: Request, bench: Bench) -> Response:
    """A text as it was pasted."""
    form = await _form(request)
    text = _field(form, "text").replace("\r\n", "\n")  # forms send lines so
    if not text.strip():
        raise InputError("There is no text.", "Paste the words of one report.")
    document = _given(form, text)
    return _started(bench.jobs.add("Pasted text", pasted(bench, document, _is_on(form, "link"))))


@router.post("/add/files", include_in_schema=False)
async def add_files(request: Request, bench: Bench) -> Response:
    """Files of any kind that sayso add reads."""
    form = await _form(request)
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    if not files:
        raise InputError("No file was chosen.", "Choose one or more.")
    given = _given(form)
    folder = Path(tempfile.mkdtemp(prefix="sayso-upload-"))
    names: dict[Path, str] = {}
    for number, file in enumerate(files):
        name = re.split(r"[/\\]", str(file.filename))[-1][-200:]
        # Only the ending is kept: it says what the file is.
        ending = "".join(re.findall(r"\.[A-Za-z0-9]{1,8}", name)[-2:])
        path = folder / f"{number:04}{ending}"
        with path.open("wb") as target:
            await asyncio.to_thread(shutil.copyfileobj, file.file, target)
        await file.close()
        names[path] = name
    title = f"Upload of {len(names)} files" if len(names) > 1 else f"Upload of {next(iter(names.values()))}"
    return _started(bench.jobs.add(title, uploaded(bench, folder, names, given, _is_on(form, "link"))))


@router.post("/add/addresses", include_in_schema=False)
async def add_addresses(request: Request, bench: Bench) -> Response:
    """Pages and feeds of the web."""
    form = await _form(request)
    addresses = _addresses(_field(form, "addresses").split())
    work = fetched(bench, addresses, _given(form), _is_on(form, "follow"), _is_on(form, "link"))
    return _started(bench.jobs.add(addresses[0] if len(addresses) == 1 else f"{len(addresses)} addresses", work))


@router.post("/add/waiting", include_in_schema=False)
async def code_waiting(request: Request, bench: Bench) -> Response:
    """Codes what is not coded yet, and links."""
    form = await _form(request)
    return _started(bench.jobs.add("Coding and linking what waits", waiting(bench, _is_on(form, "link"))))


@router.get("/add/jobs/{name}.json", tags=["add"], summary="How a job goes")
def job_json(bench: Bench, name: str) -> dict[str, Any]:
    """The state of a job and every step so far."""
    return _job(bench, name).as_dict()


@router.get("/add/jobs/{name}/steps", tags=["add"], summary="The steps of a job as they happen", response_class=Response,
            responses={200: {"content": {"text/event-stream": {"schema": {"type": "string"}}}}})  # fmt: skip
async def job_steps(
    request: Request, bench: Bench, name: str, last: Annotated[str | None, Header(alias="last-event-id")] = None
) -> StreamingResponse:
    """Server-sent events, one a step; the event ``end`` is the last. A reader that comes back goes on where it was."""
    job = _job(bench, name)
    start = int(last) + 1 if last is not None and last.isdecimal() and len(last) < 9 else 0
    return StreamingResponse(_steps(request, job, start), media_type="text/event-stream")


@router.get("/add/jobs/{name}", include_in_schema=False)
def job_page(request: Request, bench: Bench, name: str) -> Response:
    """How a job goes."""
    return bench.page(request, "job.html", job=_job(bench, name))


class NewDocument(BaseModel):
    """A text to add, and what is known of it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Described(min_length=1, max_length=1_000_000)
    title: str | None = Described(None, max_length=1_000)
    outlet: str | None = Described(None, max_length=300)
    published: str | None = Described(
        None, description="YYYY-MM-DD", pattern="^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
    )
    url: str | None = Described(None, max_length=2_000)
    link: StrictBool = True


@router.post("/api/documents", tags=["add"], status_code=202, summary="Add a text")
def post_document(bench: Bench, document: Annotated[NewDocument, Body()]) -> dict[str, Any]:
    """Takes a text into the case, codes and links it; the answer is the job that does it. Needs X-CSRF-Token."""
    if not document.text.strip():
        raise InputError("There is no text.", "Give the words of one report.")
    given = Document(
        document.text, None, check_date(document.published), document.outlet, document.url, document.title
    )  # fmt: skip
    return bench.jobs.add("Text", pasted(bench, given, document.link)).as_dict()


@router.get("/api/token", tags=["add"], summary="A token for requests that change something")
def token(request: Request) -> dict[str, str]:
    """Send it as X-CSRF-Token, with the cookie that comes with it."""
    return {"token": csrf_token(request)}


async def _form(request: Request) -> FormData:
    return await request.form(max_files=_MOST_FILES, max_part_size=LARGEST_FIELD)


def _field(form: FormData, name: str) -> str:
    value = form.get(name)
    return value if isinstance(value, str) else ""


def _is_on(form: FormData, name: str) -> bool:
    return _field(form, name) == "yes"


def _given(form: FormData, text: str = "") -> Document:
    outlet, title, url = (_field(form, name).strip() or None for name in ("outlet", "title", "url"))
    return Document(text, None, check_date(_field(form, "published").strip() or None), outlet, url, title)


def _addresses(found: list[str]) -> list[str]:
    if not found:
        raise InputError("There is no address.", "Write one a line.")
    if len(found) > _MOST_ADDRESSES:
        raise InputError(f"These are more than {_MOST_ADDRESSES} addresses.", "Use sayso add with a list of them.")
    if not any(map(is_address, found)):
        raise InputError(f"{found[0]!r} is no address of the web.", "It begins with https:// or http://.")
    return found


def _started(job: Job) -> RedirectResponse:
    return RedirectResponse(f"/add/jobs/{job.id}", 303)


def _job(bench: Workbench, name: str) -> Job:
    job = bench.jobs.get(name)
    if job is None:
        raise CaseError(f"There is no job {name!r}.", "Jobs are forgotten when the server stops.")
    return job


async def _steps(request: Request, job: Job, start: int) -> AsyncIterator[str]:
    quiet = 0.0
    at = start
    while True:
        over = job.is_over
        while at < len(job.steps):
            step = job.steps[at]
            data = json.dumps({"text": step.text, "address": step.address, "kind": step.kind})
            yield f"id: {at}\nevent: {'end' if step.kind == 'end' else 'step'}\ndata: {data}\n\n"
            at += 1
            quiet = 0.0
        if over or await request.is_disconnected():
            return
        await asyncio.sleep(_PAUSE)
        quiet += _PAUSE
        if quiet >= _BEAT:
            quiet = 0.0
            yield ": still at work\n\n"
