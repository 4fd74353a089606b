"""What a text must be before it is coded, and the record that stands for one that can't be.

Nothing is mended here: offsets count in the text as given, so a text that would need mending (markup, broken
encoding) is refused with a word on how to mend it.
"""

from __future__ import annotations

import re

from sayso.documents.document import Document, check_date
from sayso.documents.english import refusal
from sayso.errors import InputError, NotEnglish, SaysoError, UnreadableInput
from sayso.record import Failure, Record, document_id

# Longest text that is coded as one document, in code points: about 170,000 words. Longer files are collections,
# where one publication date and one outlet can't hold for everything.
LONGEST_TEXT = 1_000_000

# A text with this share of control or replacement characters is not text; a stray few are let through.
_CONTROL_SHARE = 0.05
_STRAY = 2

# Unicode's category Cc, without the characters that lay out a text.
_CONTROL = re.compile("[\0-\x08\x0b\x0e-\x1f\x7f-\x9f]")

_TAG = re.compile(
    r"</?(?:html|head|body|title|meta|link|script|style|div|span|p|br|a|img|ul|ol|li|h[1-6]|table|tr|td|em|strong|b|i"
    r"|blockquote|article|section|figure|header|footer|nav)(?:\s[^<>]{0,500})?/?>",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(r"\s*(?:<!doctype\s+html|<\?xml|<html[\s>])", re.IGNORECASE)
# Text that quotes a tag or two is text; from this many on, and this dense, it is a page.
_FEWEST_TAGS = 3
_CHARACTERS_A_TAG = 1_000


def check_text(text: str) -> str:
    """The text itself, once it is known that it can be coded; else an InputError with a hint.

    Raises UnreadableInput for a text that is empty, one word, binary, markup or longer than LONGEST_TEXT, and
    NotEnglish for one in another language.

    >>> check_text("Jets hit a depot near Salma on Monday.")
    'Jets hit a depot near Salma on Monday.'
    >>> check_text("   ")
    Traceback (most recent call last):
    sayso.errors.UnreadableInput: The text is empty. Give the words of one report.
    """
    if len(text) > LONGEST_TEXT:
        raise UnreadableInput(
            f"The text has {len(text):,} characters; one document may have {LONGEST_TEXT:,}.",
            "Split it into its articles: one file each, or one JSON line each.",
        )
    words = text.split(maxsplit=2)
    if not words:
        raise UnreadableInput("The text is empty.", "Give the words of one report.")
    _check_characters(text)
    if _DOCTYPE.match(text) or _is_markup(text):
        raise UnreadableInput(
            "The text is HTML, not plain text.",
            "Save the article's text without the page around it (copy it from a browser's reader view).",
        )
    # Writing systems without spaces come as one "word"; say the language, not the count.
    other = refusal(text)
    if other:
        raise NotEnglish(f"The text looks like {other}.", "Only English can be coded; give an English translation.")
    if len(words) == 1:
        raise UnreadableInput("The text is a single word.", "Give at least one whole sentence.")
    return text


def _check_characters(text: str) -> None:
    if "\0" in text:
        raise UnreadableInput(
            "The text holds NUL characters: the file is binary, or not UTF-8.",
            "Export it as plain UTF-8 text first.",
        )
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UnreadableInput(
            f"The text holds half a character (a lone surrogate) at {error.start}.",
            "Write it again as valid UTF-8, or as valid JSON escapes.",
        ) from error
    odd = text.count("\ufffd")
    if not text.isprintable():
        odd += len(_CONTROL.findall(text))
    if odd > _STRAY and odd > _CONTROL_SHARE * len(text):
        raise UnreadableInput(
            "The text is full of control or replacement characters: the file is binary, or was read wrongly.",
            "Export it as plain UTF-8 text first.",
        )


def _is_markup(text: str) -> bool:
    if "</" not in text and "/>" not in text and "<p>" not in text and "<br>" not in text:
        return False
    tags = sum(1 for _ in _TAG.finditer(text))
    return tags >= _FEWEST_TAGS and tags * _CHARACTERS_A_TAG >= len(text)


def refused(document: Document, error: Exception) -> Record:
    """The record of a document that can't be coded: its text and what is known of it, and why.

    A text that could not be written out again as UTF-8 is left out of it. An ``error`` that is not one of
    Sayso's own is a fault in Sayso, and the message says so.
    """
    text = document.text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        text = ""
    try:
        published = check_date(document.published)
    except InputError:
        published = None
    message = (
        str(error) if isinstance(error, SaysoError) else f"Sayso failed on this document, please report it: {error}"
    )
    return Record(
        id=document.id or document_id(document.text, document.url),
        text=text,
        published=published,
        outlet=document.outlet,
        url=document.url,
        title=document.title,
        error=Failure(type(error).__name__, message),
    )
