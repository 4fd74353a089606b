"""Values that were set in one version of a text, placed in another."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from typing import Any

from sayso.judgements.entry import Anchor


class Unplaced(ValueError):
    """The words of a value do not stand in the text."""


@lru_cache(maxsize=8)
def text_hash(text: str) -> str:
    """SHA-256 of a text, as anchors have it."""
    return hashlib.sha256(text.encode()).hexdigest()


def moved(value: Any, anchor: Anchor, text: str) -> Any:
    """A slot's value, JSON as in the record, with its spans where their words stand in ``text``.

    Offsets that hold already are left alone. Words inside the sentence of the anchor are looked for in that sentence,
    others nearest to where they stood. Raises Unplaced where they are gone.
    """
    if isinstance(value, list):
        return [moved(item, anchor, text) for item in value]
    if not isinstance(value, dict):
        return value
    out = {key: moved(item, anchor, text) if isinstance(item, (dict, list)) else item for key, item in value.items()}
    start, end, words = value.get("start"), value.get("end"), value.get("text")
    if start is None or end is None or words is None:
        return out
    if text[start:end] == words and text_hash(text) == anchor.text_sha256:
        return out
    found = _place(words, start, anchor, text)
    return {**out, "start": found, "end": found + len(words)}


def _place(words: str, start: int, anchor: Anchor, text: str) -> int:
    evidence = anchor.evidence
    home = text.find(evidence.text)
    inside = evidence.start <= start and start + len(words) <= evidence.end
    expected = start + home - evidence.start if home >= 0 else start
    if inside and home >= 0 and text[expected : expected + len(words)] == words:
        return expected
    best = -1
    at = text.find(words)
    while at >= 0:
        if best < 0 or abs(at - expected) < abs(best - expected):
            best = at
        at = text.find(words, at + 1)
    if best < 0 or not words:
        raise Unplaced(words)
    return best
