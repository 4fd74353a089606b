"""A document as it comes in: a text and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sayso.errors import BadDate


@dataclass(frozen=True, slots=True)
class Document:
    """One text to code. ``published`` is the day of publication (YYYY-MM-DD), which relative dates count from."""

    text: str
    id: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None


def check_date(value: str | None) -> str | None:
    """The date as given, once it is known to be a real day; raises BadDate.

    >>> check_date("2015-10-12")
    '2015-10-12'
    """
    if value is None:
        return None
    try:
        parsed = date.fromisoformat(value.strip())
    except ValueError as error:
        raise BadDate(f"{value!r} is not a date.", "Write the publication date as YYYY-MM-DD.") from error
    return parsed.isoformat()


def day_of(value: str) -> str:
    """The day of an ISO 8601 timestamp, as feeds and archives have them; anything else stays as it is.

    >>> day_of("2015-10-12T08:30:00+02:00"), day_of("12 October")
    ('2015-10-12', '12 October')
    """
    try:
        return datetime.fromisoformat(value.strip()).date().isoformat()
    except ValueError:
        return value
