"""The outlet that a text credits itself to: in its dateline, its byline, a label before it or its last line.

"BEIRUT (AFP) -", "MOSCOW, October 12. /TASS/", "By Jane Roe, Associated Press", "[Reuter] [Text]". A credit tells whose
report the whole text is. It is kept beside the text and stands in no chain: where the publisher is not known it is the
publisher; where it is another, the text came through it.
"""

from __future__ import annotations

import re

from sayso.attribution.lexicon import CueLexicon, Outlet
from sayso.language import Parse
from sayso.record import Source, Span

# In how many paragraphs from the start a credit may stand, and how far into a paragraph, in characters.
PARAGRAPHS, REACH = 5, 90
_DASH = r"\s*(?:--|[-–—_:])"
# "DAMASCUS, Oct 12 (Xinhua) --", "MOSCOW, October 12. /TASS/", "(AP) _", "[Reuter] [Text]", "Kabul [AFP]".
_BRACKETED = re.compile(
    rf"(?P<place>[^()\[\]/\n]*?)(?:\((?P<round>[^()\n]{{2,40}})\)(?:{_DASH}|$)|/(?P<slash>[^/\n]{{2,30}})/"
    r"|\[(?P<square>[^\[\]\n]{2,40})\])"
)
# "AP - ", "DAMASCUS, SANA –", "REUTERS:".
_BARE = re.compile(r"(?:[A-Z][A-Z .'’]+,\s*)?(?P<name>[A-Z][\w/ -]{1,30}?)\s*(?:--|[–—]| -\s)")
_BYLINE = re.compile(r"by\b", re.IGNORECASE)
_LAST = re.compile(r"\W*(?:source:|copyright|©|--|[–—-])?\s*(?:\(c\)\s*)?(?:\d{4}\s*)?(?P<name>[^()\n]{2,40}?)[).\s]*$", re.I)
# "... the minister said. (AFP)"
_CLOSING = re.compile(r"[.!?\"'”’]\s+[(\[](?P<name>[^()\[\]\n]{2,40})[)\]]\W*$")
_AFTER = frozenset("writer writers reporter correspondent staff news agency service".split())


def find_credit(parse: Parse, lexicon: CueLexicon) -> Source | None:
    """The outlet that the text credits, as the relay of the whole text; None where it credits nobody."""
    text = parse.text
    for paragraph in parse.paragraphs[:PARAGRAPHS]:
        head = text[paragraph.start : min(paragraph.end, paragraph.start + REACH)]
        found = _labels(head, lexicon) or _byline(head, lexicon, whole=paragraph.end - paragraph.start <= REACH)
        if found is not None:
            return _source(text, paragraph.start, *found)
    if len(parse.paragraphs) > 1:
        last = parse.paragraphs[-1]
        if last.end - last.start <= REACH // 2:
            match = _LAST.match(text[last.start : last.end])
            outlet = _named(match["name"], lexicon) if match else None
            if match and outlet is not None:
                return _source(text, last.start, match.start("name"), match.end("name"), outlet)
        closing = _CLOSING.search(text, max(last.start, last.end - REACH), last.end)
        outlet = _named(closing["name"], lexicon) if closing else None
        if closing and outlet is not None:
            return _source(text, 0, closing.start("name"), closing.end("name"), outlet)
    return None


def outlet_name(name: str, lexicon: CueLexicon) -> str:
    """The lexicon's name of a publisher: "AP" and "apnews.com" as given, or "Associated Press" where it is known."""
    bare = name.strip().removeprefix("www.").split("/")[0]
    known = _named(bare, lexicon) or _named(bare.split(".")[0].capitalize(), lexicon)
    return known.name if known is not None else name


def _source(text: str, offset: int, start: int, end: int, outlet: Outlet) -> Source:
    span = Span.of(text, offset + start, offset + end)
    return Source(
        span.start, span.end, span.text, outlet.name, None, country=outlet.country or None, role="relay"
    )


def _labels(head: str, lexicon: CueLexicon) -> tuple[int, int, Outlet] | None:
    at = 0
    while match := _BRACKETED.match(head, at):
        if match["place"] and not _is_dateline(match["place"]):
            break
        for group in ("round", "slash", "square"):
            if match[group]:
                outlet = _named(match[group], lexicon)
                if outlet is not None:
                    return match.start(group), match.end(group), outlet
        at = match.end()
    bare = _BARE.match(head)
    outlet = _named(bare["name"], lexicon) if bare else None
    return (bare.start("name"), bare.end("name"), outlet) if bare and outlet is not None else None


def _is_dateline(before: str) -> bool:
    """Whether what stands before a bracket is a place and a day, and no sentence: it opens with capitals."""
    words = before.replace(",", " ").replace(".", " ").split()
    return len(words) <= 8 and (not words or words[0].isupper() or (words[0].istitle() and len(words) <= 4))


def _byline(head: str, lexicon: CueLexicon, *, whole: bool) -> tuple[int, int, Outlet] | None:
    """The outlet in "By Jane Roe, Associated Press"; a line of its own, no sentence."""
    if not whole or not _BYLINE.match(head) or len(head.split()) > 12 or head.rstrip().endswith((".", "!", "?")):
        return None
    words = list(re.finditer(r"[\w'’/-]+", head))
    for first in range(1, len(words)):
        for last in range(len(words), first, -1):
            start, end = words[first].start(), words[last - 1].end()
            outlet = _named(head[start:end], lexicon)
            if outlet is not None:
                return start, end, outlet
    return None


def _named(name: str, lexicon: CueLexicon) -> Outlet | None:
    """The outlet that a string names, and nothing else: "the Associated Press", "AFP news agency"."""
    if not name[:1].isupper() and name[:4].lower() != "the ":
        return None
    words = name.lower().replace("-", " - ").split()
    if words[:1] == ["the"]:
        words = words[1:]
    while words:
        for known, outlet in lexicon.outlets.get(words[0], ()):
            if tuple(words) == known:
                return outlet
        if words[-1] not in _AFTER:
            return None
        words.pop()
    return None
