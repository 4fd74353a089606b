"""A document as it is received, and what became of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from sayso.documents import Document

# Parameters that say where a reader came from, not what is read.
_TRACKING = frozenset({"fbclid", "gclid", "igshid", "mc_cid", "mc_eid", "ref_src", "cmpid", "ocid", "smid", "yclid"})
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text that is not its body: ``type`` is caption, boilerplate, credit, byline or heading."""

    start: int
    end: int
    type: str


# Parts that tell nothing of what happened; a caption does, and its claims are marked.
UNREAD = frozenset({"boilerplate", "credit", "byline"})


@dataclass(frozen=True, slots=True)
class Received:
    """One document: its text, the bytes that it came as, and where from.

    ``source`` is a path or an address, ``retrieved_at`` ISO 8601 in UTC, ``uncoded`` why it can't be coded.
    """

    document: Document
    raw: bytes
    source: str
    retrieved_at: str
    media_type: str = "text/plain"
    headers: Mapping[str, str] = field(default_factory=dict)
    byline: str | None = None
    language: str | None = None
    credit: str | None = None
    parts: tuple[Part, ...] = ()
    extractor: str = "text"
    uncoded: str | None = None
    known_as: str | None = None  # the key, where it is known: what another case gave it, or its name in a feed

    def key(self) -> str:
        """What makes two documents the same one: the canonical address, else the id given, else the content."""
        document = self.document
        if self.known_as:
            return self.known_as
        if document.url:
            return "url:" + canonical(document.url)
        if document.id:
            return "id:" + document.id
        content = json.dumps([document.text, document.outlet, document.published])
        return "text:" + hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a document: new, a new version of a known one, or known already."""

    document: str
    version: int
    status: Literal["new", "version", "same"]
    seq: int


def canonical(url: str) -> str:
    """An address without what does not tell pages apart: case of the host, port, fragment, tracking parameters.

    >>> canonical("HTTP://News.example:80/a?utm_source=x&id=3#top")
    'http://news.example/a?id=3'
    """
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:
        return url.strip()
    if not parts.hostname:
        return url.strip()
    scheme = parts.scheme.lower()
    host = parts.hostname.lower()
    if port and port != _PORTS.get(scheme):
        host += f":{port}"
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if name.lower() not in _TRACKING and not name.lower().startswith("utm_")
    ]
    return urlunsplit((scheme, host, parts.path or "/", urlencode(query), ""))
