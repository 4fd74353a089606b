"""A document as it comes in: a text and what is known about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sayso.errors import BadDate


@dataclass(frozen=True, slots=True)
class Document:
    """One text to code. ``published`` is the day of publication (YYYY-MM-DD), which relative dates count from.

    ``skip`` are stretches (start, end) that are no part of the report, such as "Read more: …": the coder passes over
    them, and all offsets stay those of the text as given.
    """

    text: str
    id: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None
    title: str | None = None
    skip: tuple[tuple[int, int], ...] = ()

    @property
    def readable(self) -> str:
        """The text with what is to be skipped blanked out, every other character where it was.

        >>> Document("Salma fell.\\nRead more: the war", skip=((12, 30),)).readable
        'Salma fell.\\n\\n                 '
        """
        text = self.text
        for start, end in self.skip:
            # An empty line ends a paragraph, so that no sentence is read across the gap.
            text = f"{text[:start]}\n{' ' * (end - start - 1)}{text[end:]}" if end > start else text
        return text


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


def opening(text: str, longest: int = 90) -> str:
    """The first words of a text, by which it is called where it has no title.

    >>> opening("\\n  SALMA - Rebels shelled the town on Monday,\\nthe army said.", 30)
    'SALMA - Rebels shelled the…'
    """
    words = " ".join(text[: 8 * longest].split())
    if len(words) <= longest:
        return words
    whole = words[: longest + 1].rpartition(" ")[0]
    return (whole or words[:longest]).rstrip(" ,;:-–—") + "…"
