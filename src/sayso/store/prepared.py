"""What can be worked out about a document before the case is locked: its hashes, words, shingles and rows."""

from __future__ import annotations

import hashlib
import json
import zlib
from typing import Any

from sayso.documents.copies import body, digests
from sayso.documents.fold import word_list, words
from sayso.store.received import Received

# Blobs below this size do not shrink enough to be worth packing.
_SMALL = 200


def unsurrogated(value: str | None) -> str | None:
    """The text with half characters replaced: databases hold Unicode only."""
    return None if value is None else value.encode("utf-8", "replace").decode("utf-8").replace("\0", "\ufffd")


def sha(value: str) -> str:
    return hashlib.sha256(value.encode()).hexdigest()


class Prepared:
    """One document, ready to be written."""

    def __init__(self, received: Received) -> None:
        self.received = received
        self.text = unsurrogated(received.document.text) or ""
        self.key = unsurrogated(received.key()) or ""
        self.key_bytes = self.key.encode()
        self.blob = hashlib.sha256(received.raw).hexdigest()
        self.text_sha256 = sha(self.text)
        own = word_list(self.text)
        self.words = " ".join(own)
        if received.document.title:
            self.words = f"{words(received.document.title)} {self.words}"
        rest = body(self.text, received.parts)
        self.digests = digests(own if rest == self.text else word_list(rest))

    def blob_row(self) -> dict[str, Any]:
        """The row of ``blobs``: the bytes, packed where that makes them smaller."""
        raw = self.received.raw
        packed = zlib.compress(raw, 1) if len(raw) > _SMALL else raw
        small = len(packed) < len(raw)
        return {
            "sha256": self.blob, "size": len(raw), "packing": "zlib" if small else "none",
            "body": packed if small else raw,
        }  # fmt: skip

    def version_row(self, seq: int, document: int, number: int) -> dict[str, Any]:
        """The row of ``versions``."""
        received, about = self.received, self.received.document
        return {
            "seq": seq, "document": document, "number": number, "text_sha256": self.text_sha256, "text": self.text,
            "title": unsurrogated(about.title), "byline": unsurrogated(received.byline), "published": about.published,
            "outlet": unsurrogated(about.outlet), "url": unsurrogated(about.url), "language": received.language,
            "credit": received.credit,
            "parts": json.dumps([[part.start, part.end, part.type] for part in received.parts]),
            "extractor": received.extractor, "uncoded": received.uncoded,
        }  # fmt: skip

    def receipt_row(self, seq: int, version: int) -> dict[str, Any]:
        """The row of ``receipts``."""
        received = self.received
        headers = json.dumps(dict(received.headers), sort_keys=True) if received.headers else None
        return {
            "seq": seq, "version": version, "blob": self.blob, "source": unsurrogated(received.source),
            "retrieved_at": received.retrieved_at, "media_type": received.media_type, "headers": headers,
        }  # fmt: skip
