"""Mail: a message is a document, and so is each text, page, PDF file or message that is attached to it."""

from __future__ import annotations

import contextlib
import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.utils import parseaddr
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from sayso.documents import Document
from sayso.errors import MissingData
from sayso.ingest.found import LARGEST, Context, Refused, Seen, day, decoded, make
from sayso.ingest.html import extract, read_html
from sayso.ingest.plain import read_pdf, read_text
from sayso.store import Part, Received

# Lines behind ">", with the line before them that says whose they are.
_QUOTED = re.compile(
    r"(?:^(?:On [^\n]{1,200}\n)?(?!>)[^\n]{0,200}\bwrote:[ ]*\n\n?)?(?:^>[^\n]*\n?)+(?<!\n)", re.MULTILINE
)
# A signature, or the lines that a list's server puts under each message.
_SIGNATURE = re.compile(r"^(?:-- \n|_{20,}\n[^\n]{0,200}mailing list\b)", re.MULTILINE | re.IGNORECASE)
_FROM = re.compile(rb"^From \S+.*\d{4}\s*$")
_FORMS = {"text/plain": "text", "text/html": "html", "application/xhtml+xml": "html", "application/pdf": "pdf"}
_SUFFIXES = {".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".pdf": "pdf"}
# What mail programs add by themselves; nobody sends it to be read.
_QUIET = ("application/pgp-", "application/pkcs7-", "application/x-pkcs7-", "message/delivery-status", "text/rfc822-headers")
# Messages inside messages are read this deep.
_DEEPEST = 5


def read_mail(raw: bytes, source: str, context: Context, depth: int = 0) -> Iterator[Received | Refused | Seen]:
    """One message: its plain text, or else the text of its HTML; the list or the sender's domain as outlet.

    Attached texts, pages, PDF files and messages follow it as documents of their own, with the day and the outlet of
    the message where they give none. What else is attached is refused by its name.
    """
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    body = _body(message)
    text, how = _text_of(body) if body is not None else ("", "mail")
    attached = list(_attached(message, body))
    if how == "mail":
        # Some programs cut a text where a picture stands in it.
        text = "\n\n".join([text, *(_text_of(part)[0] for part in attached if _goes_on(part))])
        attached = [part for part in attached if not _goes_on(part)]
    text = text.replace("\r\n", "\n").strip("\n")
    sender, address = parseaddr(_header(message, "From") or "")
    listed = _header(message, "List-Id")
    outlet = listed.split("<")[0].strip(' "') or listed.strip("<>") if listed else address.rpartition("@")[2]
    number = (_header(message, "Message-ID") or "").strip().strip("<>")
    published = day(_header(message, "Date"))
    if text.strip():
        yield make(
            text, raw, source, context, media_type="message/rfc822", extractor=how, byline=sender or address or None,
            parts=_not_own(text) if how == "mail" else (), published=published, outlet=outlet or None,
            title=_header(message, "Subject"), url=f"mid:{number}" if number else None,
        )  # fmt: skip
    elif not attached:
        yield Refused(source, "The message holds no text.")
    given = context.given
    theirs = replace(
        context, given=Document("", published=published or given.published, outlet=outlet or given.outlet)
    )
    for place, part in enumerate(attached, 1):
        name = _name(part) or f"part {place}"
        # As RFC 2392 names a part of a message.
        url = f"mid:{number}/{quote(name)}" if number else None
        yield from _read_part(part, name, f"{source}#{number + '/' if number else ''}{name}", theirs, url, depth)


def _read_part(
    part: EmailMessage, name: str, source: str, context: Context, url: str | None, depth: int
) -> Iterator[Received | Refused | Seen]:
    kind = part.get_content_type()
    if kind == "message/rfc822":
        if depth >= _DEEPEST:
            yield Refused(source, f"Messages inside messages are read {_DEEPEST} deep.")
            return
        inner = _inner(part)
        if inner is not None:
            yield from read_mail(inner.as_bytes(), source, context, depth + 1)
        return
    form = _FORMS.get(kind)
    if form is None or kind == "text/plain":
        form = _SUFFIXES.get(Path(name).suffix.lower(), form)
    data = part.get_payload(decode=True)
    if form is None or not isinstance(data, bytes):
        yield Refused(source, f"What is attached is of a kind that is not read ({kind}).")
        return
    try:
        if form == "pdf":
            yield from read_pdf(data, source, context, url=url)
        elif form == "html":
            yield from read_html(data, source, context, url=url)
        else:
            yield from read_text(data, source, context, url=url, charset=part.get_content_charset())
    except MissingData as error:  # the message itself could be read
        yield Refused(source, str(error))


def _body(message: EmailMessage) -> EmailMessage | None:
    """The part that holds what the sender wrote."""
    with contextlib.suppress(KeyError, LookupError, ValueError, AttributeError, TypeError):
        body = message.get_body(("plain", "html"))
        return body if isinstance(body, EmailMessage) else None
    return None


def _text_of(part: EmailMessage) -> tuple[str, str]:
    """The text of a part, and what read it."""
    data = part.get_payload(decode=True)
    text = decoded(data, part.get_content_charset()) if isinstance(data, bytes) else ""
    if part.get_content_subtype() == "html":
        return ((extract(text.encode()) or {}).get("text") or ""), "mail, trafilatura"
    return text, "mail"


def _attached(part: EmailMessage, body: EmailMessage | None) -> Iterator[EmailMessage]:
    """The parts of a message besides its body; of forms of the same text only the one that is read."""
    if part is body:
        return
    kind = part.get_content_type()
    if kind == "message/rfc822" or not part.is_multipart():
        if not kind.startswith(_QUIET) and not (kind.startswith("image/") and not part.is_attachment()):
            yield part
        return
    inner = [one for one in part.iter_parts() if isinstance(one, EmailMessage)]
    if kind == "multipart/alternative":
        inner = [one for one in inner if body is not None and body in one.walk()] or inner[:1]
    for one in inner:
        yield from _attached(one, body)


def _goes_on(part: EmailMessage) -> bool:
    """Whether a part goes on with the text of the message, rather than being a file beside it."""
    return part.get_content_type() == "text/plain" and not part.is_attachment() and _name(part) is None


def _inner(part: EmailMessage) -> EmailMessage | None:
    """The message that a part holds."""
    payload = part.get_payload()
    inner = payload[0] if isinstance(payload, list) and part.get_content_type() == "message/rfc822" else None
    return inner if isinstance(inner, EmailMessage) else None


def _name(part: EmailMessage) -> str | None:
    """The file name of a part, without folders; the subject of a message."""
    try:
        name = part.get_filename()
        inner = _inner(part)
        if not name and inner is not None:
            name = _header(inner, "Subject")
    except (ValueError, IndexError, AttributeError, TypeError, LookupError):
        return None
    return " ".join(re.split(r"[/\\]", name)[-1].split()) or None if name else None


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
                yield Refused(where, found.message) if isinstance(found, Refused) and found.source == source else found


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
