"""Plain text and PDF: one file, one text."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping

from sayso.documents import LONGEST_TEXT
from sayso.ingest.found import Context, Refused, Seen, decoded, known_bytes, make, needs
from sayso.store import Received

_MOST_PAGES = 2_000


def read_text(
    raw: bytes,
    source: str,
    context: Context,
    *,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    charset: str | None = None,
) -> Iterator[Received | Refused | Seen]:
    """A plain text as it is."""
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Refused(source, "This is a binary file of a kind that can't be read.")
        return
    text = decoded(raw, charset)
    if not text.strip():
        yield Refused(source, "There is no text.")
    elif len(text) > LONGEST_TEXT:
        yield Refused(source, f"The text has {len(text):,} characters; one document may have {LONGEST_TEXT:,}.")
    else:
        yield make(text, raw, source, context, media_type="text/plain", extractor="text", headers=headers, url=url)


def read_pdf(
    raw: bytes, source: str, context: Context, *, url: str | None = None, headers: Mapping[str, str] | None = None
) -> Iterator[Received | Refused | Seen]:
    """The text of a PDF file. A scanned one has none. Its date of creation is not taken for a date of publication."""
    try:
        import pypdf
    except ImportError as error:
        raise needs("pypdf") from error
    if known_bytes(raw, source, context):
        yield Seen(source)
        return
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(raw))
        if len(reader.pages) > _MOST_PAGES:
            yield Refused(source, f"The file has {len(reader.pages):,} pages; {_MOST_PAGES:,} are read at most.")
            return
        text = "\n\n".join(page.extract_text() for page in reader.pages).strip()
        title = reader.metadata.title if reader.metadata else None
    except Exception as error:  # a broken file breaks its reader in many ways
        yield Refused(source, f"The PDF file can't be read: {error}.")
        return
    if not text:
        yield Refused(source, "The PDF file holds no text; is it a scan? Recognise its text first.")
    elif len(text) > LONGEST_TEXT:
        yield Refused(source, f"The text has {len(text):,} characters; one document may have {LONGEST_TEXT:,}.")
    else:
        yield make(
            text, raw, source, context, media_type="application/pdf", extractor=f"pypdf {pypdf.__version__}",
            headers=headers, url=url, title=title or None,
        )  # fmt: skip
