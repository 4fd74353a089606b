"""What the date layer hands on."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.record import TimeExpression, When


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A time expression at tokens ``first`` to ``last`` (exclusive).

    ``expression`` is its TIMEX3 form; ``when`` what it says of the calendar, with null days and a reason where it
    can't be placed there (no publication date, a bare duration, a recurring time). ``chain`` is what it says, step by
    step (see ``expression``), empty where it says nothing of the calendar.
    """

    first: int
    last: int
    expression: TimeExpression
    when: When
    chain: tuple[str, ...] = ()
