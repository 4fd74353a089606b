"""RSS and Atom feeds, by feedparser."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from urllib.parse import urljoin

from sayso.ingest.found import Context, Refused, Seen, make, needs
from sayso.ingest.html import extract
from sayso.store import Received

Follow = Callable[[str, str | None, str | None], Iterator[Received | Refused | Seen]]

# An entry with this many characters of text holds the article; with fewer, an announcement of it.
_WHOLE = 1_000
_ADDRESS = ("http://", "https://")
_TAG = re.compile(r"<[^>]{1,1000}>")
_BREAK = re.compile(r"</(?:p|div|li|h[1-6])>|<br\s*/?>", re.IGNORECASE)


def read_feed(
    raw: bytes, source: str, context: Context, follow: Follow | None = None
) -> Iterator[Received | Refused | Seen]:
    """The entries of a feed: each one's article by ``follow``, or the text of the entry itself.

    An entry without a date has none: the day of retrieval is not taken for it.
    """
    try:
        import feedparser
    except ImportError as error:
        raise needs("feedparser") from error
    feed = feedparser.parse(raw)
    if not feed.entries:
        yield Refused(source, "This is no feed, or an empty one.")
        return
    outlet = feed.feed.get("title") or None
    # What an entry is called tells it from others of its feed only, unless it is an address.
    own = feed.feed.get("id") or feed.feed.get("link") or source
    for number, entry in enumerate(feed.entries, 1):
        link, name = entry.get("link") or None, entry.get("id") or None
        if link and link.startswith("/"):
            link = urljoin(feed.feed.get("link") or source, link)
        if link and not link.startswith(_ADDRESS):
            link, name = None, name or link
        text = _text(entry)
        published = _day(entry)
        title = _plain(entry.get("title") or "") or None
        if follow and link and len(text) < _WHOLE:
            yield from follow(link, published, title)
            continue
        if not text:
            yield Refused(f"{source}#{number}", "The entry holds no text.")
            continue
        made = make(
            text, _raw(entry), source, context, media_type="application/feed-entry+json",
            extractor=f"feedparser {feedparser.__version__}", byline=entry.get("author") or None,
            published=published, outlet=outlet, url=link, title=title,
        )  # fmt: skip
        yield made if link or not name else replace(made, known_as=f"entry:{own} {name}")


def _text(entry: Any) -> str:
    bodies = [part.get("value") or "" for part in entry.get("content", [])] + [entry.get("summary") or ""]
    body = max(bodies, key=len)
    if len(body) > 5 * _WHOLE and "<p" in body:
        found = extract(f"<html><body><article>{body}</article></body></html>".encode())
        if found and found.get("text"):
            return "\n\n".join(line for line in found["text"].split("\n") if line.strip())
    return _plain(body)


def _plain(markup: str) -> str:
    text = html.unescape(_TAG.sub("", _BREAK.sub("\n\n", markup)))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    return "\n\n".join(line for line in lines if line)


def _day(entry: Any) -> str | None:
    # By dict's own get: feedparser's looks a missing day of change up as the day of publication, and warns.
    parsed = dict.get(entry, "published_parsed") or dict.get(entry, "updated_parsed")
    if not parsed:
        return None
    try:
        return datetime(*parsed[:6]).date().isoformat()
    except ValueError:
        return None


def _raw(entry: Any) -> bytes:
    """The entry as the feed has it, as far as its parser keeps it: the same entry gives the same bytes."""
    import json

    kept = {
        name: dict.get(entry, name)
        for name in ("id", "link", "title", "summary", "content", "published", "updated", "author")
        if dict.get(entry, name)
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False, default=str).encode("utf-8", "replace")
