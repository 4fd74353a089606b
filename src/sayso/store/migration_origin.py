"""0008_origin: claims are found by the first link of their chain of sources as well."""

from __future__ import annotations

from sqlalchemy import Connection, select

from sayso.documents.fold import folded_name
from sayso.store.indexing import Terms
from sayso.store.tables import claims

_BATCH = 20_000


def add_origin(connection: Connection) -> None:
    """Writes the name of each claim's first source into the index of names."""
    terms, after = Terms(), -1
    while rows := connection.execute(
        select(claims.c.seq, claims.c.sources).where(claims.c.seq > after).order_by(claims.c.seq).limit(_BATCH)
    ).all():
        after = rows[-1].seq
        told = [(row.seq, row.sources.split(" < ", 1)[0]) for row in rows if row.sources]
        terms.index(connection, [(seq, [("origin", folded_name(name))]) for seq, name in told])
