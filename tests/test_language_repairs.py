"""Gerunds in the place of nouns are read as nouns, and clauses before a speaker as what is said."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.language import Parser
from sayso.language.repairs import read_as_said


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


def test_a_clause_before_a_speaker_is_what_is_said() -> None:
    words = ["Shells", "fell", ",", "Petrov", ",", "said", "."]
    tags, deps = ["NNS", "VBD", ",", "NNP", ",", "VBD", "."], ["nsubj", "csubj", "punct", "appos", "punct", "ROOT", "punct"]
    heads, children = [1, 5, 5, 1, 5, 5, 5], [(), (0, 3), (), (), (), (1, 2, 4, 6), ()]
    read_as_said([word.lower() for word in words], tags, deps, heads, children)
    assert deps[1] == "ccomp"
    tags[0], deps[1] = "WP", "csubj"  # "What fell, Petrov, is said"
    read_as_said([word.lower() for word in words], tags, deps, heads, children)
    assert deps[1] == "csubj"
