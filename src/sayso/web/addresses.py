"""Addresses inside the workbench. Ids of documents may be any text: a name that a path can't hold is wrapped."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from urllib.parse import quote, urlencode

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_:@+-]*\Z")


def segment(name: str) -> str:
    """A name as one segment of a path.

    >>> segment("d12ab"), segment("../x y.json")
    ('d12ab', '~Li4veCB5Lmpzb24')
    """
    if _PLAIN.match(name):
        return name
    return "~" + urlsafe_b64encode(name.encode("utf-8", "surrogatepass")).decode().rstrip("=")


def unsegment(part: str) -> str:
    """The inverse of segment; what is no name stays as it is.

    >>> unsegment(segment("../x y.json"))
    '../x y.json'
    """
    if not part.startswith("~"):
        return part
    try:
        return urlsafe_b64decode(part[1:] + "=" * (-len(part[1:]) % 4)).decode("utf-8", "surrogatepass")
    except (Base64Error, UnicodeDecodeError, ValueError):
        return part


def document_address(document: str, start: int | None = None, end: int | None = None, claim: str | None = None) -> str:
    """The page of a document, opened at a stretch of its text where one is given."""
    query = {}
    if claim:
        query["claim"] = claim
    if start is not None and end is not None:
        query["at"] = f"{start}-{end}"
    tail = f"?{urlencode(query)}" if query else ""
    mark = "#here" if "at" in query else (f"#{quote(claim)}" if claim else "")
    return f"/documents/{segment(document)}{tail}{mark}"


def event_address(event: str) -> str:
    """The page of an event."""
    return f"/events/{segment(event)}"


def claim_address(claim: str) -> str:
    """Where a claim leads: its sentence in its article."""
    return f"/claims/{segment(claim)}"
