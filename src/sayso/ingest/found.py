"""What a reader gives: documents, and what it could not read."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime

from sayso.documents import Document, check_text
from sayso.documents.english import refusal
from sayso.errors import InputError, MissingData
from sayso.ingest.parts import find_credit, find_parts
from sayso.store import Part, Received
from sayso.store.writer import now

# Bytes of one document, packed or unpacked, before it is refused.
LARGEST = 50_000_000

_LANGUAGES = {
    "French": "fr", "Spanish": "es", "Portuguese": "pt", "Italian": "it", "German": "de", "Dutch": "nl",
    "Swedish": "sv", "Turkish": "tr", "Polish": "pl", "Romanian": "ro", "Swahili": "sw", "Somali": "so",
    "Hausa": "ha", "Hungarian": "hu", "Finnish": "fi", "Japanese": "ja", "Korean": "ko", "Hebrew": "he",
    "Greek": "el", "Thai": "th", "Bengali": "bn", "Tamil": "ta", "Burmese": "my", "Georgian": "ka", "Armenian": "hy",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refused:
    """Something that is not taken into the case, and why. ``missing`` where a package that reads it is not installed."""

    source: str
    message: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """Something that the case has from this source already; it was not read again."""

    source: str


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may ask: whether bytes were received from a source before, and what is given for every document."""

    given: Document = field(default_factory=lambda: Document(""))
    seen: Callable[[str, str], bool] = lambda _sha, _source: False
    retrieved_at: str = field(default_factory=now)


def make(
    text: str,
    raw: bytes,
    source: str,
    context: Context,
    *,
    media_type: str,
    extractor: str,
    headers: Mapping[str, str] | None = None,
    retrieved_at: str | None = None,
    byline: str | None = None,
    language: str | None = None,
    id: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    url: str | None = None,
    title: str | None = None,
    parts: tuple[Part, ...] = (),
) -> Received:
    """A document from what a reader found; what it does not say itself comes from what is given for all.

    ``parts`` are what the reader knows not to be body; lines outside them are looked at here.
    """
    given = context.given
    document = Document(
        text, id, published or given.published, outlet or given.outlet, url or given.url, title or given.title
    )
    uncoded = None
    try:
        check_text(text)
    except InputError as error:
        uncoded = str(error)
        other = refusal(text)
        if language is None and other:
            language = _LANGUAGES.get(other) or None
    else:
        language = "en"
    lines = find_parts(text)
    if parts:
        apart = [line for line in lines if not any(part.start < line.end and line.start < part.end for part in parts)]
        lines = tuple(sorted((*parts, *apart), key=lambda part: part.start))
    return Received(
        document, raw, source, retrieved_at or context.retrieved_at, media_type, headers or {}, byline, language,
        find_credit(text), lines, extractor, uncoded,
    )  # fmt: skip


def known_bytes(raw: bytes, source: str, context: Context) -> bool:
    """Whether these bytes came from this source before."""
    return context.seen(hashlib.sha256(raw).hexdigest(), source)


def decoded(raw: bytes, charset: str | None = None) -> str:
    """Text of bytes: by their mark, as UTF-8, else by the charset given, else as Windows-1252."""
    for mark, name in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(name, "replace")
    for encoding in filter(None, ("utf-8", charset, "cp1252")):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", "replace")


# Ways to write a day that can be read in one way only; 04/05/2016 is not among them.
_ISO = re.compile(r"\s*(\d{4})([-/.]?)(\d{2})\2(\d{2})(?:[T\s].*)?\Z", re.DOTALL)
_PLAIN = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y")


def day(value: object) -> str | None:
    """The day of a date as feeds, mails and tables write it; None where there is none, or it can be read in two ways.

    >>> day("2015-10-12T22:00:00Z"), day("Mon, 12 Oct 2015 10:00:00 +0000"), day("October 12, 2015"), day(20151012)
    ('2015-10-12', '2015-10-12', '2015-10-12', '2015-10-12')
    >>> day("yesterday"), day("04/05/2016")
    (None, None)
    """
    if value is None:
        return None
    text = str(value)
    match = _ISO.match(text)
    try:
        if match:
            return date(int(match[1]), int(match[3]), int(match[4])).isoformat()
        return parsedate_to_datetime(text).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None if match else _plain_day(text.strip())


def _plain_day(text: str) -> str | None:
    for form in _PLAIN if len(text) < 24 else ():
        try:
            return datetime.strptime(text, form).date().isoformat()
        except ValueError:
            continue
    return None


def moment(value: datetime) -> str:
    """A time as the case writes it."""
    return value.astimezone(UTC).isoformat(timespec="seconds")


def needs(package: str) -> MissingData:
    """The error for a reader whose package is not installed."""
    return MissingData(f"Reading this needs {package}.", "Install it: pip install 'sayso[ingest]'.")
