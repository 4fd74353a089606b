"""Whether a text has the words asked for is told as SQLite's index of words tells it."""

from __future__ import annotations

import sqlite3

from hypothesis import example, given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite as sqlite_dialect

from sayso.documents.fold import words
from sayso.store.matching import match, reader_of

_PIECES = st.sampled_from([
    "jets", "Jet", "Deir ez-Zor", "deir", "zor", "_", "a_b", "b", "U.S.", "s", "12", "1,200", "-", "'", "Zoë", "zoe", "Ж", "²",
    "\0",
])  # fmt: skip
_TEXTS = st.one_of(st.lists(_PIECES, max_size=6).map(" ".join), st.text(max_size=12))
_VALUES = st.tuples(_TEXTS, st.sampled_from(["", "*"])).map("".join)


def _indexed(text: str, groups: list[list[str]]) -> bool:
    """Whether the index finds the text, asked as a filter asks it."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE w USING fts5(words, content='', tokenize='unicode61 remove_diacritics 0')")
    connection.execute("INSERT INTO w (rowid, words) VALUES (1, ?)", (words(text),))
    query = match("w", groups, True)
    assert query is not None
    compiled = query.compile(dialect=sqlite_dialect.dialect())
    found = connection.execute(str(compiled), tuple(compiled.params.values())).fetchall()
    connection.close()
    return bool(found)


@given(_TEXTS, st.lists(st.lists(_VALUES, min_size=1, max_size=2), min_size=1, max_size=2))
@example("Jets hit Deir ez-Zor.", [["deir ez", "raqqa"], ["jet*"]])
@example("a_b hit", [["b hit"]])
@example("bombed", [["bomb"]])
def test_words_are_told_as_the_index_tells_them(text: str, groups: list[list[str]]) -> None:
    tells = reader_of(groups)
    if tells is not None and (told := tells(text)) is not None:
        assert told is _indexed(text, groups)


def test_what_is_plain_ascii_is_told() -> None:
    tells = reader_of([["hit the"]])
    assert tells is not None
    assert tells("Jets hit the town.") is True
    assert tells("Jets hit a town.") is False
    assert tells("Jets hit Zoë.") is not None, "accents are folded"
    assert tells("Jets hit Владимир.") is None
    assert reader_of([["Владимир"]]) is None
    assert reader_of([["..."]]) is None
