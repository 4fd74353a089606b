"""Spans: the tie between a value and the words that carry it."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.errors import RecordError


@dataclass(frozen=True, slots=True)
class Span:
    """``text[start:end]``, counted in Unicode code points from the start of the document's text.

    Raises RecordError where the length of ``text`` does not fit the offsets; whether the words really stand
    there is checked by the Record that holds the span.

    >>> Span.of("Jets hit Salma.", 9, 14)
    Span(start=9, end=14, text='Salma')
    """

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if self.start < 0 or self.end <= self.start or self.end - self.start != len(self.text):
            raise RecordError(
                f"The span {self.start}:{self.end} can't hold {self.text[:40]!r}.",
                "Offsets are code points, the end is exclusive, and a span is never empty.",
            )

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """The span of ``text`` from ``start`` to ``end``."""
        return Span(start, end, text[start:end])

    @property
    def bare(self) -> Span:
        """This span without what a subclass adds."""
        return Span(self.start, self.end, self.text)

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end

    def holds(self, other: Span) -> bool:
        """Whether ``other`` lies inside this span."""
        return self.start <= other.start and other.end <= self.end
