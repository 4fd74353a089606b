"""Words as the full-text indexes of the two databases are asked for them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, column, func, literal, literal_column, select, table, text

from sayso.documents.fold import words

# What a value asks for: words that stand next to each other, and whether the last may go on.
Phrase = tuple[list[str], bool]


def phrases(groups: Sequence[Sequence[str]]) -> list[list[Phrase]] | None:
    """The phrases of the values of each group; None where no value of a group holds a word."""
    wanted = []
    for values in groups:
        some = [(words(value).split(), value.rstrip().endswith("*")) for value in values]
        wanted.append([phrase for phrase in some if phrase[0]])
    return wanted if all(wanted) else None


def match(index: str, groups: Sequence[Sequence[str]], sqlite: bool) -> Select[Any] | None:
    """The rows of a full-text index that have, for each group of values, all words of one of them next to each other.

    ``*`` at the end of a value stands for any ending. None where no value of a group holds a word.
    """
    wanted = phrases(groups)
    if wanted is None:
        return None
    if sqlite:
        query = " AND ".join(
            "(" + " OR ".join('"' + " ".join(some) + '"' + ("*" if prefix else "") for some, prefix in group) + ")"
            for group in wanted
        )
        return (
            select(column("rowid").label("seq"))
            .select_from(table(index))
            # Two conditions on words stand in one statement: each has its own parameter.
            .where(text(f"{index} MATCH :query").bindparams(bindparam("query", query, unique=True)))
            .order_by(column("rowid"))
        )
    query = " & ".join(
        "(" + " | ".join("(" + " <-> ".join(some) + (":*" if prefix else "") + ")" for some, prefix in group) + ")"
        for group in wanted
    )
    found = table(index, column("seq"), column("words"))
    asked = func.to_tsquery(literal_column("'simple'::regconfig"), literal(query))
    return select(found.c.seq).where(found.c.words.op("@@")(asked))


def reader_of(groups: Sequence[Sequence[str]]) -> Callable[[str], bool | None] | None:
    """What tells of a text whether SQLite's index of words would give it; None for a text that only the index can
    tell about. None altogether where the index has to be asked about every text.

    Letters that are not ASCII are left to the index: it holds more or fewer of them to be letters than Python does.

    >>> tells = reader_of([["Deir ez-Zor", "Raqq*"], ["jets"]])
    >>> tells("Jets hit Raqqa."), tells("Jets hit Zor, Deir Ez."), tells("Jets over Münster, Владимир")
    (True, False, None)
    """
    wanted = []
    for group in phrases(groups) or ():
        patterns = []
        for some, prefix in group:
            # The index takes "_" for a space.
            own = " ".join(some).replace("_", " ").split()
            if not own or not " ".join(own).isascii():
                return None
            patterns.append(" " + " ".join(own) + ("" if prefix else " "))
        wanted.append(patterns)
    if not wanted:
        return None

    def tells(text: str) -> bool | None:
        own = words(text)
        if not own.isascii():
            return None
        spaced = f" {own} " if "_" not in own else f" {' '.join(own.replace('_', ' ').split())} "
        return all(any(pattern in spaced for pattern in patterns) for patterns in wanted)

    return tells
