"""Plain text, PDF and mail: one file, one text (a mailbox: one message, one text)."""

from __future__ import annotations

import contextlib
import email
import email.policy
import io
import logging
import re
from collections.abc import Iterator, Mapping
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import BinaryIO

from sayso.documents import LONGEST_TEXT
from sayso.ingest.found import LARGEST, Context, Refused, Seen, day, decoded, known_bytes, make, needs
from sayso.ingest.html import extract
from sayso.store import Part, Received

_MOST_PAGES = 2_000
# Lines behind ">", with the line before them that says whose they are.
_QUOTED = re.compile(
    r"(?:^(?:On [^\n]{1,200}\n)?(?!>)[^\n]{0,200}\bwrote:[ ]*\n\n?)?(?:^>[^\n]*\n?)+(?<!\n)", re.MULTILINE
)
_SIGNATURE = re.compile(r"^-- \n", re.MULTILINE)
_FROM = re.compile(rb"^From \S+.*\d{4}\s*$")


def read_text(
    raw: bytes, source: str, context: Context, *, url: str | None = None, headers: Mapping[str, str] | None = None
) -> Iterator[Received | Refused | Seen]:
    """A plain text as it is."""
    if b"\0" in raw[:4096] and not raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield Refused(source, "This is a binary file of a kind that can't be read.")
        return
    text = decoded(raw)
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


def read_mail(raw: bytes, source: str, context: Context) -> Iterator[Received | Refused | Seen]:
    """One message: its plain text, or else the text of its HTML; the list or the sender's domain as outlet."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    text, how = "", "mail"
    with contextlib.suppress(KeyError, LookupError, ValueError, AttributeError, TypeError):
        part = message.get_body(("plain", "html"))
        if part is not None:
            content = part.get_content()
            text = content if isinstance(content, str) else decoded(content)
            if part.get_content_subtype() == "html":
                text, how = ((extract(text.encode()) or {}).get("text") or ""), "mail, trafilatura"
    text = text.replace("\r\n", "\n").strip("\n")
    if not text.strip():
        yield Refused(source, "The message holds no text.")
        return
    sender, address = parseaddr(_header(message, "From") or "")
    listed = _header(message, "List-Id")
    outlet = listed.split("<")[0].strip(' "') or listed.strip("<>") if listed else address.rpartition("@")[2]
    number = _header(message, "Message-ID")
    yield make(
        text, raw, source, context, media_type="message/rfc822", extractor=how, byline=sender or address or None,
        parts=_not_own(text) if how == "mail" else (),
        published=day(_header(message, "Date")), outlet=outlet or None, title=_header(message, "Subject"),
        url=f"mid:{number.strip().strip('<>')}" if number else None,
    )  # fmt: skip


def _not_own(text: str) -> tuple[Part, ...]:
    """What of a plain message its sender did not write for it: the mail that it answers, and the signature.

    >>> [text[part.start : part.end] for text in ["Yes.\\n\\nAna wrote:\\n> Salma fell?\\n-- \\nBen"] for part in _not_own(text)]
    ['Ana wrote:\\n> Salma fell?', '-- \\nBen']
    """
    found = [Part(match.start(), match.end(), "boilerplate") for match in _QUOTED.finditer(text)]
    signature = _SIGNATURE.search(text)
    if signature:
        found = [part for part in found if part.end <= signature.start()]
        found.append(Part(signature.start(), len(text.rstrip()), "boilerplate"))
    return tuple(found)


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value = message.get(name)
    except (ValueError, IndexError, AttributeError, TypeError):  # headers that no parser can make sense of
        return None
    return str(value).strip() or None if value else None


def read_mailbox(path: Path, source: str, context: Context) -> Iterator[Received | Refused | Seen]:
    """The messages of a mailing list's archive in mbox form, in order."""
    with path.open("rb") as stream:
        for number, raw in enumerate(_messages(stream), 1):
            where = f"{source}#{number}"
            if len(raw) > LARGEST:
                yield Refused(where, f"The message has more than {LARGEST:,} bytes.")
                continue
            # The source is the mailbox: a message that moves in it is the same one.
            for found in read_mail(raw, source, context):
                yield Refused(where, found.message) if isinstance(found, Refused) else found


def _messages(stream: BinaryIO) -> Iterator[bytes]:
    lines: list[bytes] = []
    size, begun, blank = 0, False, True
    for line in stream:
        if blank and _FROM.match(line):
            if begun:
                yield b"".join(lines)
            lines, size, begun = [], 0, True
        elif begun and size <= LARGEST:
            lines.append(line[1:] if line.startswith(b">From ") else line)
            size += len(line)
        blank = not line.strip()
    if begun:
        yield b"".join(lines)
