"""Gerunds in the place of nouns are read as nouns; those that do something to somebody stay verbs."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.language import Parser


@cache
def parser() -> Parser:
    return Parser()


def tag(text: str, word: str) -> tuple[str, str]:
    parse = parser().parse(text)
    token = parse.token_at(text.index(word))
    assert token is not None
    return parse.tags[token], parse.lemmas[token]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Shelling killed two people in the town.", "Shelling"),
        ("Shelling by loyalist troops killed two people.", "Shelling"),
        ("Shelling wounded two people and damaged houses.", "Shelling"),
        ("Two people were killed in shelling near the border.", "shelling"),
        ("Fighting between the two sides continued on Tuesday.", "Fighting"),
        ("Shops were destroyed in looting on Sunday.", "looting"),
    ],
)
def test_a_gerund_in_the_place_of_a_noun_is_one(text: str, word: str) -> None:
    assert tag(text, word) == ("NN", word.lower())


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Shelling the town, the troops killed two people.", "Shelling"),
        ("The army responded by shelling the town.", "shelling"),
        ("They succeeded in capturing the town.", "capturing"),
        ("They stopped us from leaving.", "leaving"),
        ("The troops were shelling the town.", "shelling"),
    ],
)
def test_a_gerund_with_an_object_or_an_auxiliary_is_a_verb(text: str, word: str) -> None:
    assert tag(text, word)[0] == "VBG"
