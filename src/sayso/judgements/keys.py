"""When two values of a slot are the same: what is meant counts, not where it was marked."""

from __future__ import annotations

import unicodedata
from typing import Any

_EMPTY = "–"


def slot_key(slot: str, value: Any) -> str:
    """A slot's value, JSON as in the record, boiled down to what is compared.

    >>> slot_key("actor", {"name": "The Syrian Army", "id": None}) == slot_key("actor", {"name": "syrian army"})
    True
    >>> slot_key("when", {"first": "2015-10-12", "last": "2015-10-12"})
    '2015-10-12..2015-10-12'
    """
    if value is None or value == []:
        return _EMPTY
    if slot in ("actor", "target"):
        return value.get("id") or _name(value)
    if slot == "place":
        return str(value["geonameid"]) if value.get("geonameid") else f"{_name(value)}/{value.get('country') or ''}"
    if slot == "when":
        return f"{value.get('first') or ''}..{value.get('last') or ''}"
    if slot == "counts":
        return "; ".join(sorted(f"{one['what']} {one['low']}..{one['high']}" for one in value))
    if slot == "sources":
        return " < ".join(one.get("id") or _name(one) for one in value)
    if slot == "weapon":
        return _name(value)
    if slot in ("trigger", "evidence", "basis"):
        return f"{value['start']}:{value['end']}"
    return str(value)


def _name(value: Any) -> str:
    name = unicodedata.normalize("NFKD", value.get("name") or value.get("text") or "").casefold()
    name = "".join(char for char in name if not unicodedata.combining(char))
    return " ".join(word for word in name.split() if word not in ("a", "an", "the"))
