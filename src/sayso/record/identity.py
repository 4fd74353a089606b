"""Content-hash ids: the same claim in the same document always gets the same id, whatever the order of work."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from sayso.record.codec import to_dict
from sayso.record.model import Claim, Codes

_NO_CODES = to_dict(Codes())


def document_id(text: str, url: str | None = None) -> str:
    """The id of a document that came without one: ``d`` and 16 hex digits over its text and address."""
    return "d" + _digest([url, text])


def identified(claim: Claim, document: str) -> Claim:
    """The claim with its id: ``c`` and 16 hex digits over the document's id and what the claim says.

    Confidence, codes, the rule that found it and the event it is linked to do not count: they may improve
    while the claim stays the same.
    """
    content = to_dict(claim)
    content.pop("event", None)
    content |= {"id": "", "why": {}, "confidence": 0.0, "codes": _NO_CODES}
    return replace(claim, id="c" + _digest([document, content]))


def _digest(content: object) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=True).encode()
    return hashlib.blake2b(canonical, digest_size=8).hexdigest()
