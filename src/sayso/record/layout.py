"""The fields of the record's dataclasses, and which of them are left out of the JSON where they say nothing."""

from __future__ import annotations

from dataclasses import MISSING, fields
from functools import cache
from typing import Any, get_type_hints

# Fields of ours beside the interchange format: written only where they say something.
_EXTRAS = {
    "reason", "unresolved", "value", "admin2", "why", "qualifier", "role", "error", "made_by", "event", "named", "org",
    "co_actors", "co_targets", "hedged_slots", "credit", "speaks_for",
}  # fmt: skip
_ALWAYS = {("Claim", "why"), ("TimeExpression", "value"), ("PloverCode", "event")}


@cache
def layout(cls: Any) -> tuple[tuple[str, Any, bool, Any], ...]:
    """(field, type, whether it is left out when it has its default, default) of a dataclass."""
    hints = get_type_hints(cls)
    out = []
    for part in fields(cls):
        default = part.default
        if default is MISSING and part.default_factory is not MISSING:
            default = part.default_factory()
        optional = default is not MISSING and part.name in _EXTRAS and (cls.__name__, part.name) not in _ALWAYS
        if cls.__name__ == "Source" and part.name in ("id", "type", "country"):
            optional = True
        if cls.__name__ == "Place" and part.name == "type":
            optional = True
        out.append((part.name, hints[part.name], optional, default))
    return tuple(out)
