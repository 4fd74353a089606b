"""What a source is, and which reader takes it: files by their suffix and first bytes, addresses by their type."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import BinaryIO

from sayso.documents import Columns
from sayso.errors import FetchError, InputError, MissingData, UnreadableInput
from sayso.ingest.feeds import read_feed
from sayso.ingest.found import LARGEST, Context, Refused, Seen
from sayso.ingest.html import read_html
from sayso.ingest.mail import read_mail, read_mailbox
from sayso.ingest.packing import bounded
from sayso.ingest.plain import read_pdf, read_text
from sayso.ingest.rows import read_json, read_jsonl, read_table
from sayso.ingest.warc import read_warc
from sayso.ingest.web import Fetcher
from sayso.store import Received

FORMS = ("auto", "text", "html", "json", "jsonl", "csv", "feed", "urls", "warc", "pdf", "mail", "mbox")

_SUFFIXES = {
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "csv", ".txt": "text", ".md": "text",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".rss": "feed", ".atom": "feed", ".warc": "warc",
    ".wacz": "warc", ".pdf": "pdf", ".eml": "mail", ".mbox": "mbox", ".urls": "urls",
}  # fmt: skip
_HEAD = 4_096

Found = Received | Refused | Seen


@dataclass(frozen=True, slots=True)
class Options:
    """How sources are read. ``follow`` fetches the articles that a feed names; ``previous`` gives the headers of the
    last answer of an address, for conditional requests."""

    form: str = "auto"
    columns: Columns = field(default_factory=Columns)
    follow: bool = True
    fetcher: Fetcher = field(default_factory=Fetcher)
    previous: Callable[[str], Mapping[str, str]] = lambda _url: {}


def is_address(source: str) -> bool:
    """Whether a source is fetched from the web."""
    return source.lower().startswith(("http://", "https://"))


def files_of(source: str) -> Iterator[Path]:
    """The files of a source: itself, or what a folder holds, in the order of their names."""
    yield from _files(Path(source), ())


def _files(path: Path, above: tuple[Path, ...]) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    place = path.resolve()
    if place in above:  # a link that leads back to where it stands
        return
    for inner in sorted(path.iterdir()):
        if not inner.name.startswith("."):
            yield from _files(inner, (*above, place))


def read_source(source: str, context: Context, options: Options | None = None) -> Iterator[Found]:
    """The documents of a source: a file, a folder, an address, or ``-`` for standard input.

    What can't be read comes out as Refused at its place, a page whose reader is not installed among them; only what
    stops everything (a column that is not there) is raised.
    """
    options = options or Options()
    if is_address(source):
        yield from _fetched(source, context, options)
        return
    if source == "-":
        yield from _stream(sys.stdin.buffer, "-", context, options)
        return
    folder = Path(source).is_dir()
    for path in files_of(source):
        try:
            if path.is_file() or not path.exists():
                yield from _file(path, context, options)
            elif folder:  # nobody may ever write to it
                yield Refused(str(path), "This is a pipe or a device. Name it by itself to read it.")
            else:
                with path.open("rb") as stream:
                    yield from _stream(stream, str(path), context, options)
        except OSError as error:
            yield Refused(str(path), f"The file can't be read: {error.strerror or error}.")
        except MissingData as error:  # its neighbours may need no such package
            yield Refused(str(path), str(error), missing=True)


def _file(path: Path, context: Context, options: Options) -> Iterator[Found]:
    source = str(path)
    with path.open("rb") as stream:
        form = options.form if options.form != "auto" else _form(path.name, stream.read(_HEAD))
        if form in ("jsonl", "csv"):
            stream.seek(0)
            yield from _rows(stream, source, form, context, options)
            return
        if form == "warc":
            yield from read_warc(path, source, context)
            return
        if form == "mbox":
            yield from read_mailbox(path, source, context)
            return
        stream.seek(0)
        raw = bounded(stream, LARGEST)
    if raw is None:
        yield Refused(source, f"The file has more than {LARGEST:,} bytes; one document may have no more.")
        return
    yield from _document(raw, source, form, context, options)


def _rows(stream: BinaryIO, source: str, form: str, context: Context, options: Options) -> Iterator[Found]:
    reader = read_jsonl if form == "jsonl" else read_table
    yield from reader(stream, source, context, options.columns)


def _stream(stream: BinaryIO, source: str, context: Context, options: Options) -> Iterator[Found]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]
    head = buffered.peek(_HEAD)[:_HEAD]
    form = options.form if options.form != "auto" else _form("", head)
    if form in ("jsonl", "csv"):
        yield from _rows(buffered, source, form, context, options)
        return
    if form in ("warc", "mbox"):
        raise UnreadableInput(f"A {form} archive can't be read from standard input.", "Save it as a file first.")
    raw = bounded(buffered, LARGEST)
    if raw is None:
        yield Refused(source, f"There are more than {LARGEST:,} bytes; one document may have no more.")
        return
    yield from _document(raw, source, form, context, options)


def _document(raw: bytes, source: str, form: str, context: Context, options: Options) -> Iterator[Found]:
    if form == "urls":
        for line in raw.decode("utf-8", "replace").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield from _fetched(line.strip(), context, options)
    elif form == "html":
        yield from read_html(raw, source, context, url=None)
    elif form == "feed":
        yield from read_feed(raw, source, context)
    elif form == "json":
        yield from read_json(raw, source, context, options.columns)
    elif form == "pdf":
        yield from read_pdf(raw, source, context)
    elif form == "mail":
        yield from read_mail(raw, source, context)
    else:
        yield from read_text(raw, source, context)


def _form(name: str, head: bytes) -> str:
    lowered = name.lower()
    if lowered.endswith(".warc.gz"):
        return "warc"
    for suffix, form in _SUFFIXES.items():
        if lowered.endswith(suffix) and not (form == "text" and _is_urls(head)):
            return form
    return _sniffed(head)


def _sniffed(head: bytes) -> str:
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    lowered = start[:1_000].lower()
    if start.startswith(b"%PDF-"):
        return "pdf"
    if start.startswith(b"WARC/"):
        return "warc"
    if start.startswith(b"From ") and b"\n" in start:
        return "mbox"
    if start.startswith((b'{"', b"{ ")):
        return "jsonl"
    if start.startswith(b"[") and start[1:].lstrip().startswith(b"{"):
        return "json"
    if start.startswith(b"{") and start[1:].lstrip().startswith(b'"'):
        return "json"  # an object over several lines
    if b"<rss" in lowered or b"<feed" in lowered or b"<rdf:rdf" in lowered:
        return "feed"
    if lowered.startswith((b"<!doctype html", b"<html", b"<?xml", b"<!--")) or b"<body" in lowered:
        return "html"
    if _is_urls(head):
        return "urls"
    return "text"


def _is_urls(head: bytes) -> bool:
    lines = [line for line in head.split(b"\n") if line.strip() and not line.startswith(b"#")]
    if len(head) >= _HEAD:
        lines = lines[:-1]  # cut off
    return bool(lines) and all(
        line.startswith((b"http://", b"https://")) and len(line.split()) == 1 for line in lines
    )


def _fetched(
    url: str, context: Context, options: Options, published: str | None = None, title: str | None = None
) -> Iterator[Found]:
    previous = options.previous(url)
    conditions = {
        ask: previous[name]
        for name, ask in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
        if name in previous
    }
    try:
        answer = options.fetcher.fetch(url, conditions)
    except FetchError as error:
        yield Refused(url, str(error))
        return
    if answer.status == 304:
        yield Seen(url)
        return
    kind, headers = answer.media_type, answer.kept_headers()
    form = {
        "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf", "text/plain": "text",
        "application/rss+xml": "feed", "application/atom+xml": "feed",
    }.get(kind) or _sniffed(answer.body[:_HEAD])  # fmt: skip
    if form == "html" and _sniffed(answer.body[:_HEAD]) == "feed":
        form = "feed"
    try:
        if form == "feed":
            follow = None
            if options.follow:
                inner = replace(options, follow=False)  # a feed that names a feed is not followed further

                def follow(link: str, day: str | None, name: str | None) -> Iterator[Found]:
                    return _fetched(link, context, inner, day, name)

            yield from read_feed(answer.body, url, context, follow)
        elif form == "pdf":
            yield from read_pdf(answer.body, url, context, url=answer.url, headers=headers)
        elif form == "html":
            yield from read_html(
                answer.body, url, context, url=answer.url, headers=headers, published=published, title=title
            )
        elif form == "text":
            yield from read_text(answer.body, url, context, url=answer.url, headers=headers)
        else:
            yield Refused(url, f"The answer is of a kind that can't be read ({kind or 'unknown'}).")
    except InputError as error:
        yield Refused(url, str(error))
