"""Values as pages show them: filters of the templates."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from markupsafe import Markup

from sayso.query import Condition, Filter

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()

_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")

# UCDP's where_prec and date_prec in words.
WHERE = {
    1: "exact place", 2: "near the place", 3: "second-order division", 4: "province level", 5: "along a line or area",
    6: "country level", 7: "international",
}  # fmt: skip
WHEN = {1: "day", 2: "within days", 3: "week", 4: "month", 5: "longer than a month"}


def spaced(value: str | None) -> str:
    """A code as words.

    >>> spaced("state-military"), spaced("drone_strike")
    ('state military', 'drone strike')
    """
    return (value or "").replace("_", " ").replace("-", " ")


def day(value: str | None) -> str:
    """A day as people write it.

    >>> day("2015-10-03"), day(None)
    ('3 Oct 2015', '')
    """
    parts = (value or "").split("-")
    if len(parts) == 3 and all(part.isdecimal() for part in parts) and 1 <= int(parts[1]) <= 12:
        return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return value or ""


def days(first: str | None, last: str | None) -> str:
    """A range of days, what both have in common said once.

    >>> days("2015-10-03", "2015-10-03"), days("2015-10-03", "2015-10-05"), days("2015-09-30", "2015-10-05")
    ('3 Oct 2015', '3–5 Oct 2015', '30 Sep – 5 Oct 2015')
    """
    if not first and not last:
        return ""
    if first == last or not first or not last:
        sign = "" if first == last else ("until " if not first else "from ")
        return sign + day(first or last)
    one, two = day(first).split(" "), day(last).split(" ")
    if len(one) == len(two) == 3 and one[2] == two[2]:
        if one[1] == two[1]:
            return f"{one[0]}–{two[0]} {two[1]} {two[2]}"
        return f"{one[0]} {one[1]} – {' '.join(two)}"
    return f"{day(first)} – {day(last)}"


def bounds(low: int | None, high: int | None) -> str:
    """A range of figures.

    >>> bounds(9, 9), bounds(9, None), bounds(None, 20), bounds(9, 20)
    ('9', '9 or more', '20 or fewer', '9 to 20')
    """
    if low is None and high is None:
        return ""
    if low == high:
        return f"{low:,}"
    if high is None:
        return f"{low:,} or more"
    return f"{high:,} or fewer" if low is None else f"{low:,} to {high:,}"


def number(value: int | float | None) -> str:
    """A count with its thousands parted."""
    return "" if value is None else f"{value:,}"


def plural(count: int, one: str, many: str | None = None) -> str:
    """A count and its noun.

    >>> plural(1, "claim"), plural(1200, "claim")
    ('1 claim', '1,200 claims')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def figures(row: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The figures of a claim's row: what was counted, bounds."""
    found = json.loads(row["counts"]) if row.get("counts") else []
    return [("number" if one["what"] == "other" else spaced(one["what"]), bounds(one["low"], one["high"])) for one in found]


def chain(sources: str | None) -> list[str]:
    """The links of a claim's chain, nearest to the event first."""
    return sources.split(" < ") if sources else []


def told(display: str) -> str:
    """A value of a dossier with its days as people write them.

    >>> told("2015-10-03"), told("people")
    ('3 Oct 2015', 'people')
    """
    return _DAY.sub(lambda match: day(match[0]), display)


def addressed(condition: Condition) -> str:
    """The value of a condition as an address writes it."""
    return parse_qsl(Filter((condition,)).address())[0][1]


def marked_evidence(row: Mapping[str, Any]) -> Markup:
    """The evidence of a claim's row with its trigger marked."""
    evidence = str(row["evidence"])
    at, end = row["trigger_start"] - row["evidence_start"], row["trigger_end"] - row["evidence_start"]
    if not 0 <= at < end <= len(evidence):
        return Markup("{}").format(evidence)
    return Markup("{}<mark>{}</mark>{}").format(evidence[:at], evidence[at:end], evidence[end:])


FILTERS: dict[str, Callable[..., Any]] = {
    "spaced": spaced, "day": day, "days": days, "bounds": bounds, "number": number, "plural": plural,
    "addressed": addressed, "told": told, "marked_evidence": marked_evidence, "figures": figures, "chain": chain,
    "by_id": lambda some: {one.id: one for one in some},
    "where": lambda prec: WHERE.get(prec, ""), "when": lambda prec: WHEN.get(prec, ""),
}  # fmt: skip
