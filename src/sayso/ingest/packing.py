"""Bodies as servers send them: packed, in chunks, and never unpacked to more than a limit."""

from __future__ import annotations

import io
import re
import zlib
from importlib.util import find_spec
from typing import BinaryIO

from sayso.ingest.found import needs

_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,1000})?\r\n")
# Bytes that are unpacked at a time.
_PART = 1 << 20


def unchunked(raw: bytes) -> bytes:
    """A body that was sent in chunks, put together. Some archives hold it so, some have put it together already.

    >>> unchunked(b"3\\r\\nSal\\r\\n2;x\\r\\nma\\r\\n0\\r\\n\\r\\n"), unchunked(b"Salma")
    (b'Salma', b'Salma')
    """
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK.match(raw, at):
        size = int(match[1], 16)
        if size == 0:
            return b"".join(parts)
        parts.append(raw[match.end() : match.end() + size])
        at = match.end() + size
        if raw[at : at + 2] == b"\r\n":
            at += 2
    return b"".join(parts) if parts and at >= len(raw) else raw


def unpacked(raw: bytes, encoding: str, largest: int) -> bytes | None:
    """The bytes of a packed body, never more than ``largest``; None where it can't be unpacked or holds more.

    Raises MissingData where it is packed by Brotli and the package for that is not installed.

    >>> unpacked(zlib.compress(b"x" * 5000), "deflate", 100) is None
    True
    """
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return raw
    if encoding == "br":
        return _unpacked_brotli(raw, largest)
    if encoding not in ("gzip", "x-gzip", "deflate"):
        return None
    wbits = (31, 15, -15) if encoding != "deflate" else (15, -15)
    for bits in wbits:
        engine = zlib.decompressobj(bits)
        try:
            out = engine.decompress(raw, largest + 1)
        except zlib.error:
            continue
        return None if len(out) > largest or engine.unconsumed_tail else out
    return raw if encoding != "deflate" and raw[:1] in (b"<", b"\n", b" ") else None


def _unpacked_brotli(raw: bytes, largest: int) -> bytes | None:
    try:
        import brotli
    except ImportError as error:
        raise needs("brotli") from error
    engine = brotli.Decompressor()
    parts, size, given = [], 0, raw
    try:
        while not engine.is_finished():
            part = engine.process(given, output_buffer_limit=min(largest + 1, _PART))
            if not part and engine.can_accept_more_data() and not engine.is_finished():
                return None  # cut short
            parts.append(part)
            size += len(part)
            if size > largest:
                return None
            given = b""
    except brotli.error:
        return None
    return b"".join(parts)


def encodings() -> str:
    """What a server may pack its answers by, for the header Accept-Encoding."""
    return "gzip, deflate, br" if find_spec("brotli") else "gzip, deflate"


def bounded(stream: BinaryIO, largest: int) -> bytes | None:
    """A file's bytes, None where it holds more than ``largest``."""
    out = io.BytesIO()
    while part := stream.read(1 << 20):
        out.write(part)
        if out.tell() > largest:
            return None
    return out.getvalue()
