"""Web pages: main text, title, date, byline and outlet, by trafilatura."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from sayso.ingest.found import LARGEST, Context, Refused, Seen, day, known_bytes, make, needs
from sayso.store import Received

# A page larger than this holds data, not an article; extraction would take minutes.
LARGEST_PAGE = 20_000_000


def read_html(
    raw: bytes,
    source: str,
    context: Context,
    *,
    url: str | None = None,
    headers: Mapping[str, str] | None = None,
    retrieved_at: str | None = None,
    published: str | None = None,
    title: str | None = None,
) -> Iterator[Received | Refused | Seen]:
    """The article of a page. ``published`` and ``title`` are what a feed says of it, where the page says nothing."""
    if len(raw) > min(LARGEST, LARGEST_PAGE):
        yield Refused(source, f"The page has {len(raw):,} bytes; {LARGEST_PAGE:,} are read at most.")
        return
    if known_bytes(raw, source, context):
        yield Seen(source)
        return
    found = extract(raw, url)
    text = (found or {}).get("text") or ""
    heading = ((found or {}).get("title") or "").strip()
    if heading and text.split("\n", 1)[0].strip() == heading:
        text = text.partition("\n")[2]  # the headline is kept beside the text
    if found is None or not text.strip():
        yield Refused(source, "The page holds no article that can be found.")
        return
    yield make(
        # One line a paragraph: the coder takes a blank line for a paragraph's end.
        "\n\n".join(line for line in text.split("\n") if line.strip()),
        raw, source, context, media_type="text/html", extractor=_extractor(), headers=headers,
        retrieved_at=retrieved_at, byline=found.get("author"), published=day(found.get("date")) or published,
        outlet=found.get("sitename") or found.get("hostname"), url=url or found.get("url"),
        title=found.get("title") or title,
    )  # fmt: skip


def extract(raw: bytes, url: str | None = None) -> dict[str, Any] | None:
    """What trafilatura finds in a page; None where there is nothing. Raises MissingData where it is not installed."""
    try:
        import trafilatura
    except ImportError as error:
        raise needs("trafilatura") from error
    try:
        found = trafilatura.bare_extraction(
            raw, url=url, with_metadata=True, include_comments=False, include_tables=False, fast=True,
            date_extraction_params={"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d"},
        )  # fmt: skip
    except (ValueError, TypeError, AttributeError, RecursionError, LookupError):
        return None  # a page that its parser stumbles over is a page without an article
    if found is None:
        return None
    return found if isinstance(found, dict) else dict(found.as_dict())


@cache
def _extractor() -> str:
    from importlib.metadata import version

    return f"trafilatura {version('trafilatura')}"
