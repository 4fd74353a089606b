"""Words as the full-text indexes of the two databases are asked for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, bindparam, column, func, literal, literal_column, select, table, text

from sayso.documents.fold import words


def match(index: str, groups: Sequence[Sequence[str]], sqlite: bool) -> Select[Any] | None:
    """The rows of a full-text index that have, for each group of values, all words of one of them next to each other.

    ``*`` at the end of a value stands for any ending. None where no value of a group holds a word.
    """
    wanted = []
    for values in groups:
        phrases = [(words(value).split(), value.rstrip().endswith("*")) for value in values]
        wanted.append([phrase for phrase in phrases if phrase[0]])
    if not all(wanted):
        return None
    if sqlite:
        query = " AND ".join(
            "(" + " OR ".join('"' + " ".join(some) + '"' + ("*" if prefix else "") for some, prefix in phrases) + ")"
            for phrases in wanted
        )
        return (
            select(column("rowid").label("seq"))
            .select_from(table(index))
            # Two conditions on words stand in one statement: each has its own parameter.
            .where(text(f"{index} MATCH :query").bindparams(bindparam("query", query, unique=True)))
            .order_by(column("rowid"))
        )
    query = " & ".join(
        "(" + " | ".join("(" + " <-> ".join(some) + (":*" if prefix else "") + ")" for some, prefix in phrases) + ")"
        for phrases in wanted
    )
    found = table(index, column("seq"), column("words"))
    asked = func.to_tsquery(literal_column("'simple'::regconfig"), literal(query))
    return select(found.c.seq).where(found.c.words.op("@@")(asked))
