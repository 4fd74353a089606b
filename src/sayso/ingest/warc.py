"""Web archives: WARC files, and WACZ packages of them, by fastwarc."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sayso.ingest.found import Context, Refused, Seen, moment, needs
from sayso.ingest.html import LARGEST_PAGE, read_html
from sayso.ingest.packing import unchunked, unpacked
from sayso.ingest.plain import read_pdf
from sayso.store import Received

_PAGES = ("text/html", "application/xhtml+xml")
_KEPT = ("content-type", "date", "last-modified", "etag")


def read_warc(path: Path, source: str, context: Context) -> Iterator[Received | Refused | Seen]:
    """The pages that an archive holds, each with the time of its capture."""
    if path.suffix.lower() != ".wacz":
        with path.open("rb") as stream:
            yield from _records(stream, source, context)
        return
    try:
        with zipfile.ZipFile(path) as package:
            names = sorted(name for name in package.namelist() if name.endswith((".warc", ".warc.gz")))
            if not names:
                yield Refused(source, "The package holds no web archive.")
            for name in names:
                with package.open(name) as inner:
                    yield from _records(inner, f"{source}/{name}", context)
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        yield Refused(source, f"The package can't be read: {error}.")


def _records(stream: Any, source: str, context: Context) -> Iterator[Received | Refused | Seen]:
    try:
        from fastwarc.warc import ArchiveIterator, WarcRecordType
    except ImportError as error:
        raise needs("fastwarc") from error
    found = 0
    try:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response, parse_http=True):
            found += 1
            url = record.headers.get("WARC-Target-URI") or ""
            http = record.http_headers
            if http is None or not isinstance(http.status_code, int) or http.status_code < 100:
                yield Refused(f"{source}#{url}", "The record is cut short, or holds no answer of a server.")
                continue
            if record.http_content_type not in (*_PAGES, "application/pdf") or http.status_code != 200:
                continue
            headers = {name.lower(): value for name, value in http.asdict().items()}
            raw = record.reader.read(LARGEST_PAGE + 1)
            if "chunked" in headers.get("transfer-encoding", "").lower():
                sent, raw = raw, unchunked(raw)
            else:
                sent = raw
            body = unpacked(raw, headers.get("content-encoding", ""), LARGEST_PAGE)
            where = f"{source}#{url}"
            if len(sent) < min(record.content_length, LARGEST_PAGE):
                yield Refused(where, "The record is cut short.")
                continue
            if body is None or len(body) > LARGEST_PAGE:
                yield Refused(where, f"The page can't be unpacked to at most {LARGEST_PAGE:,} bytes.")
                continue
            kept = {name: headers[name] for name in _KEPT if name in headers}
            at = moment(record.record_date) if record.record_date else None
            read = read_html if record.http_content_type in _PAGES else None
            if read:
                yield from read_html(body, where, context, url=url, headers=kept, retrieved_at=at)
            else:
                yield from read_pdf(body, where, context, url=url, headers=kept)
    except (OSError, ValueError, EOFError, RuntimeError, zlib.error) as error:
        yield Refused(source, f"The archive is broken behind its record {found}: {error}.")
        return
    if not found:
        yield Refused(source, "This is no web archive, or it holds no pages.")
