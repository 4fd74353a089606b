"""Reading what people decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, func, or_, select, true

from sayso.judgements import Round, State
from sayso.store import tables as t
from sayso.store.reader import Reader, Row
from sayso.store.reviewing import breaks, last_hash, log_rows, opened, round_of, state_of


class LogReader(Reader):
    """The log of judgements."""

    def judgements(
        self, *, subject: str | None = None, id: str | None = None, by: str | None = None, last: int | None = None
    ) -> Iterator[Row]:
        """The log of people's decisions, oldest first: all of it, what is about one claim, one entry, or what one
        person decided (and whatever was undone), from their ``last`` so many entries on."""
        c = t.judgements.c
        only: list[Any] = [column == value for column, value in ((c.subject, subject), (c.id, id)) if value is not None]
        if by is not None:
            only.append(or_(c.by == by, c.action == "undo"))
            if last is not None:
                before = select(c.seq).where(c.by == by).order_by(c.seq.desc()).offset(last).limit(1).scalar_subquery()
                only.append(c.seq > func.coalesce(before, 0))
        with self.connect() as connection:
            for row in log_rows(connection, only=and_(true(), *only)):
                yield opened(row)

    def blind_round(self) -> tuple[Round, int] | None:
        """The blind round that is on, and the number of the entry that began it; None where none is."""
        with self.connect() as connection:
            return round_of(connection)

    def judgement_breaks(self) -> list[tuple[str, str]]:
        """Where the chain of the log does not hold: the entry, and what is wrong."""
        with self.connect() as connection:
            return list(breaks(connection))

    def review_state(self, documents: Sequence[str] | None = None) -> State:
        """What the log of decisions says, computed from it alone; what it says of some documents only, where asked."""
        with self.connect() as connection:
            return state_of(connection, documents) or State()

    def last_judgement(self, subject: str, among: str | None = None) -> str:
        """The hash of the last decision about a claim, "" where there is none; ``among`` counts one person's only."""
        with self.connect() as connection:
            return last_hash(connection, subject, among)
