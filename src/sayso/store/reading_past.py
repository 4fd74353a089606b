"""Reading what documents once said: the records of earlier texts, and texts that make no claim any more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Engine, bindparam, exists, func, select

from sayso.record import Record
from sayso.store import tables as t
from sayso.store.coded import unpacked_record
from sayso.store.reader import Reader

# Documents that one statement looks up.
_AT_ONCE = 200


class PastReader(Reader):
    """Earlier texts and their records."""

    def __init__(self, engine: Engine, name: str) -> None:
        super().__init__(engine, name)
        self._emptied: tuple[int | None, tuple[str, ...]] | None = None

    def older_records(self, documents: Sequence[str]) -> Iterator[Record]:
        """What was coded of the texts that some documents (by id) had before the one of their current record, the
        newest first; of each text the record that was made last."""
        old, now = t.versions.alias("old"), t.versions.alias("now")
        of_now = t.records.alias("of_now")
        query = (
            select(t.records.c.body, old.c.text, old.c.seq)
            .select_from(t.documents).join(of_now, of_now.c.seq == t.documents.c.record)
            .join(now, now.c.seq == of_now.c.version)
            .join(old, (old.c.document == t.documents.c.seq) & (old.c.number < now.c.number))
            .join(t.records, t.records.c.version == old.c.seq)
            .where(t.documents.c.id.in_(bindparam("some", expanding=True)), now.c.number > 1)
            .order_by(t.documents.c.seq, old.c.seq.desc(), t.records.c.seq.desc())
        )  # fmt: skip
        with self.connect() as connection:
            seen: set[int] = set()
            for start in range(0, len(documents), _AT_ONCE):
                for row in connection.execute(query, {"some": list(documents[start : start + _AT_ONCE])}).all():
                    if row.seq not in seen:
                        seen.add(row.seq)
                        yield unpacked_record(row.body, row.text)

    def emptied(self) -> tuple[str, ...]:
        """The ids of documents of which a later text makes no claim, in order; remembered until a text is added."""
        with self.connect() as connection:
            latest = connection.execute(select(func.max(t.records.c.seq))).scalar()
            if self._emptied is None or self._emptied[0] != latest:
                now, later = t.versions.alias("now"), t.versions.alias("later")
                # Few documents have more than one text, which an index tells without a look at any text.
                changed = select(later.c.document).where(later.c.number > 1)
                query = (
                    select(t.documents.c.id)
                    .select_from(t.documents).join(t.records, t.records.c.seq == t.documents.c.record)
                    .join(now, now.c.seq == t.records.c.version)
                    .where(t.documents.c.seq.in_(changed), now.c.number > 1)
                    .where(~exists().where(t.claims.c.document == t.documents.c.seq))
                    .order_by(t.documents.c.id)
                )  # fmt: skip
                self._emptied = latest, tuple(connection.execute(query).scalars())
            return self._emptied[1]
