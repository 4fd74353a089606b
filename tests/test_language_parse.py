"""The parse as plain lists: phrases and look-ups."""

from __future__ import annotations

from sayso.language import Parser


def test_a_broken_parse_of_great_depth_does_not_overflow() -> None:
    parse = Parser().parse("said " * 2_000 + "he.")
    for token in range(0, len(parse), 97):
        first, last = parse.phrase(token)
        assert first <= token < last


def test_a_phrase_leaves_out_clauses_and_conjuncts() -> None:
    parse = Parser().parse("The old ministry of defence, which denied it, and the army met.")
    head = parse.words.index("ministry")
    assert parse.span(*parse.phrase(head)).text == "The old ministry of defence"
