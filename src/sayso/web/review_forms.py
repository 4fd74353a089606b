"""What the forms of review send, as values of slots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fastapi import Request

from sayso.record import COUNT_KINDS, Claim
from sayso.review import value_of

Fields = Mapping[str, str]
_LARGEST = 20_000


async def sent(request: Request) -> dict[str, str]:
    """The fields of a form, each once; files are no fields."""
    form = await request.form()
    return {name: value[:_LARGEST] for name, value in form.multi_items() if isinstance(value, str)}


def slot_value(slot: str, fields: Fields, claim: Claim, text: str) -> dict[str, Any]:
    """The value that an editor of one slot sends, by slot. Raises InputError.

    ``span`` are offsets of marked words and win over ``words``; ``clear`` empties the slot. For counts each kind has
    a field of its own; those left as they were are not touched.
    """
    if fields.get("clear"):
        if slot == "counts":
            return {"counts": []}
        return value_of(claim, text, {slot: "none"})
    words = _words(fields, text)
    given: dict[str, str] = {}
    if slot == "counts":
        return {"counts": value_of(claim, text, _counts(fields, words))["counts"]}
    if slot == "when":
        given["when"] = fields.get("days", "")
        if words:
            given["when.text"] = words
    elif slot in ("kind", "status", "hedged", "background", "sources"):
        given[slot] = fields.get("value", "")
        if slot == "sources" and words:
            given[slot] = f"{given[slot]} < {words}" if given[slot].strip() else words
    elif words:
        given[slot] = words
    for part in ("name", "type", "country", "id", "geonameid"):
        value = fields.get(part, "").strip()
        if value and slot in _WITH[part]:
            given[f"{slot}.{part}"] = value
    return value_of(claim, text, given)


_WITH = {
    "name": ("actor", "target", "place", "weapon"), "type": ("actor", "target"), "id": ("actor", "target"),
    "country": ("actor", "target", "place"), "geonameid": ("place",),
}  # fmt: skip


def _words(fields: Fields, text: str) -> str:
    """The words that are meant: offsets where they were marked and the words were not changed since."""
    words, span = fields.get("words", "").strip(), fields.get("span", "").strip()
    start, _, end = span.partition(":")
    if start.isdecimal() and end.isdecimal() and len(span) < 24:
        marked = text[int(start) : int(end)]
        if marked and (not words or " ".join(marked.split()) == " ".join(words.split())):
            return span
    return words


def _counts(fields: Fields, words: str) -> dict[str, str]:
    given: dict[str, str] = {}
    for what in COUNT_KINDS:
        value = fields.get(what)
        if value is not None and value.strip() != fields.get(f"{what}-was", "").strip():
            given[what] = f"{value.strip()} in {words}" if words and value.strip() else value.strip()
    return given or {"killed": fields.get("killed", "")}
