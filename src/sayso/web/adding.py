"""What jobs do: documents into the case, coded, linked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from sayso.coder import Coder, made_by
from sayso.documents import Document, opening
from sayso.ingest import Options, Refused, Seen, read_source
from sayso.ingest.found import Context, make
from sayso.ingest.sources import is_address
from sayso.ingest.web import Fetcher
from sayso.record import Record
from sayso.store import Case, Received, link_case
from sayso.web.addresses import document_address
from sayso.web.bench import Workbench
from sayso.web.jobs import Job

_BATCH = 50
_CODED_AT_ONCE = 8
# What the source of an uploaded file begins with, in its receipt.
_UPLOAD = "upload:"


def pasted(bench: Workbench, document: Document, link: bool) -> Callable[[Job], None]:
    """Work that takes in one text as it was pasted."""

    def work(job: Job) -> None:
        found = make(
            document.text, document.text.encode("utf-8", "replace"), "pasted", Context(document),
            media_type="text/plain", extractor="text",
        )  # fmt: skip
        finish(bench, job, _take(bench.case, [found], job), link)

    return work


def uploaded(bench: Workbench, folder: Path, names: dict[Path, str], given: Document, link: bool) -> Callable[[Job], None]:
    """Work that takes in files that were uploaded to ``folder``, which it clears; ``names`` are their own ones."""

    def work(job: Job) -> None:
        try:
            fresh: list[str] = []
            for path, name in names.items():
                job.tell(f"Reading {name}.")
                found = (_renamed(one, f"{_UPLOAD}{name}") for one in read_source(str(path), Context(given), _options(bench)))
                fresh += _take(bench.case, found, job)
        finally:
            for path in names:
                path.unlink(missing_ok=True)
            folder.rmdir()
        finish(bench, job, fresh, link)

    return work


def fetched(bench: Workbench, addresses: list[str], given: Document, follow: bool, link: bool) -> Callable[[Job], None]:
    """Work that fetches pages and feeds."""

    def work(job: Job) -> None:
        fresh: list[str] = []
        for address in addresses:
            if not is_address(address):
                job.tell(f"{address!r} is no address of the web: it begins with https:// or http://.", "error")
                continue
            job.tell(f"Fetching {address}.")
            fresh += _take(bench.case, read_source(address, Context(given), replace(_options(bench), follow=follow)), job)
        finish(bench, job, fresh, link)

    return work


def waiting(bench: Workbench, link: bool) -> Callable[[Job], None]:
    """Work that codes whatever is not coded yet."""
    return lambda job: finish(bench, job, None, link)


def _options(bench: Workbench) -> Options:
    fetcher = Fetcher(allow_private=bench.settings.allow_private)
    return Options(fetcher=fetcher, previous=bench.case.view.last_headers)


def _renamed(found: Received | Refused | Seen, source: str) -> Received | Refused | Seen:
    """Where an upload was kept for a moment is nobody's business."""
    return replace(found, source=source)


def _take(case: Case, found: Iterable[Received | Refused | Seen], job: Job) -> list[str]:
    """Writes what was found; returns the ids of documents that are new or changed."""
    fresh: list[str] = []
    batch: list[Received] = []

    def write() -> None:
        for received, added in zip(batch, case.writer.add(batch), strict=True):
            name = received.document.title or opening(received.document.text) or added.document
            told = {"new": "taken in", "version": "taken in as a new version", "same": "known already"}[added.status]
            if added.status != "same":
                fresh.append(added.document)
            job.tell(f"{name}: {told}.", "added", document_address(added.document))
            if received.uncoded:
                job.tell(f"{name} can't be coded: {received.uncoded}", "error", document_address(added.document))
        batch.clear()

    for one in found:
        if isinstance(one, Refused):
            name = one.source.removeprefix(_UPLOAD)
            job.tell(one.message if one.message.startswith(name) else f"{name}: {one.message}", "error")
        elif isinstance(one, Seen):
            job.tell(f"{one.source.removeprefix(_UPLOAD)}: nothing new there.")
        else:
            batch.append(one)
            if len(batch) >= _BATCH:
                write()
    write()
    return fresh


def finish(bench: Workbench, job: Job, fresh: Collection[str] | None, link: bool) -> None:
    """Codes documents (all that wait where ``fresh`` is None) and links the case."""
    done = _code(bench, job, fresh) if fresh is None or fresh else 0
    if link and (done or fresh is None):
        _link(bench.case, job)


def _code(bench: Workbench, job: Job, fresh: Collection[str] | None) -> int:
    case, coder = bench.case, bench.coder
    maker = made_by(coder.parser.model)
    wanted = [one for one in case.view.uncoded(maker) if fresh is None or one.id in fresh]
    if not wanted:
        job.tell("Nothing waits to be coded.")
        return 0
    job.tell(f"Coding {len(wanted)}.")
    batch: list[Record] = []
    for record in _coded(coder, wanted):
        batch.append(replace(record, made_by=maker))
        if len(batch) >= _CODED_AT_ONCE:
            _write(case, batch, job)
    _write(case, batch, job)
    return len(wanted)


def _coded(coder: Coder, wanted: Iterable[Document]) -> Iterator[Record]:
    yield from coder.pipe(wanted)


def _write(case: Case, batch: list[Record], job: Job) -> None:
    case.writer.write(batch)
    for record in batch:
        name, address = record.title or opening(record.text) or record.id, document_address(record.id)
        if record.error:
            job.tell(f"{name}: {record.error.message}", "error", address)
        else:
            count = len(record.claims)
            job.tell(f"{name}: {count} {'claim' if count == 1 else 'claims'}.", "coded", address)
    batch.clear()


def _link(case: Case, job: Job) -> None:
    from sayso import __version__

    job.tell("Linking claims to events.")
    must: list[tuple[str, str]] = []
    cannot: list[tuple[str, str]] = []
    if find_spec("sayso.review") is not None:
        joined, parted = import_module("sayso.review").links(case.view)
        must, cannot = list(joined), list(parted)
    done = link_case(case, must=must, cannot=cannot, made_by=f"sayso {__version__}")
    job.tell(f"{done.claims} claims are in {done.events} events; {done.fused} events are new or changed.", "note", "/events")
