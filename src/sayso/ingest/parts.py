"""Captions, credit lines and boilerplate: what of a text is not its body, and the agency that it credits.

The text is never changed; the parts are kept beside it with their offsets.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib import resources

from sayso.store import Part

# A dateline and a credit stand at the ends of a text.
_HEAD = 400
_TAIL = 600
_CREDITING = re.compile(r"\W*(?:reporting|additional|source|with |copyright|©)")
_LINE = re.compile(r"[^\n]+")


@cache
def _table(name: str) -> tuple[dict[str, str], ...]:
    lines = (resources.files("sayso.ingest") / "data" / name).read_text(encoding="utf-8").splitlines()
    return tuple(csv.DictReader(line for line in lines if not line.startswith("#")))


@cache
def _rules() -> tuple[re.Pattern[str], dict[str, tuple[str, int]], tuple[tuple[str, str, int], ...]]:
    """Line beginnings as one pattern, their types, and the words that may stand anywhere in a line."""
    starts, inside = {}, []
    for row in _table("parts.csv"):
        if row["where"] == "inside":
            inside.append((row["words"], row["type"], int(row["longest"])))
        else:
            starts[row["words"]] = row["type"], int(row["longest"])
    longest_first = sorted(starts, key=lambda words: (-len(words), words))
    return re.compile("|".join(map(re.escape, longest_first))), starts, tuple(inside)


@cache
def _whole() -> frozenset[str]:
    return frozenset(row["words"] for row in _table("parts.csv") if row["where"] == "whole")


def find_parts(text: str) -> tuple[Part, ...]:
    """The lines of a text that are not body.

    >>> find_parts("Rebels took Salma.\\nFILE - A tank near Salma. (AP Photo/A. Person)\\nRead more: the war")
    (Part(start=19, end=65, type='caption'), Part(start=66, end=84, type='boilerplate'))
    """
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter that becomes two: offsets would not hold
        lowered = "".join(char.lower() if len(char.lower()) == 1 else char for char in text)
    beginnings, starts, inside = _rules()
    # Most texts hold none of the words at all.
    there = [rule for rule in inside if rule[0] in lowered]
    found = []
    for match in _LINE.finditer(lowered):
        line = match[0].strip()
        if not line:
            continue
        kind = None
        opening = beginnings.match(line)
        if opening:
            name, longest = starts[opening[0]]
            fits = opening[0] not in _whole() or line.rstrip(".:") == opening[0]
            if fits and len(line.split()) <= longest:
                kind = name
        if kind is None and there:
            for words, name, longest in there:
                if words in line and len(line.split()) <= longest:
                    kind = name
                    break
        if kind:
            start = match.start() + len(match[0]) - len(match[0].lstrip())
            if _goes_on(text, match.start(), start):
                continue
            found.append(Part(start, start + len(line), kind))
    return tuple(found)


def _goes_on(text: str, line: int, start: int) -> bool:
    """Whether a line goes on with the sentence of the line before it, as in texts that are wrapped."""
    if not text[start].islower():
        return False
    before = text[text.rfind("\n", 0, max(line - 1, 0)) + 1 : max(line - 1, 0)].rstrip()
    return bool(before) and before[-1] not in ".!?:\"”'’)"


@cache
def _agencies() -> tuple[re.Pattern[str], dict[str, str]]:
    names: dict[str, str] = {}
    for row in _table("agencies.csv"):
        names[row["short"]] = names[row["long"].lower()] = row["agency"]
    short = "|".join(re.escape(row["short"]) for row in _table("agencies.csv"))
    long = "|".join(re.escape(row["long"].lower()) for row in _table("agencies.csv"))
    # "(Reuters)", "DAMASCUS, Oct 12 (Xinhua) --", "AP - ", "/TASS/" or the full name.
    return re.compile(rf"\((?P<a>{short})\)|/(?P<b>{short})/|^(?P<c>{short})\s*[-–—]|\b(?P<d>{long})\b", re.M), names


def find_credit(text: str) -> str | None:
    """The agency that a text credits in its first or last lines.

    >>> find_credit("DAMASCUS (Reuters) - Jets hit a depot on Monday.")
    'Reuters'
    """
    pattern, names = _agencies()
    head, tail = text[:_HEAD].lower(), text[-_TAIL:].lower() if len(text) > _HEAD else ""
    match = pattern.search(head)
    if match and match["d"] is None:
        return names[next(filter(None, match.groups()))]
    # A full name in running text may be a source; in the last lines it counts where a credit is given.
    credits = [line for line in tail.split("\n") if _CREDITING.match(line)]
    for line in (*credits, tail.rstrip().rsplit("\n", 1)[-1]):
        match = pattern.search(line)
        if match and (match["d"] is None or line in credits):
            return names[next(filter(None, match.groups()))]
    return None
