from __future__ import annotations

import pytest

from sayso.actors import ActorBook, DocumentActors
from sayso.language import Parser


@pytest.fixture(scope="module")
def book() -> ActorBook:
    return ActorBook.load()


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def actors_of(book: ActorBook, parser: Parser, text: str) -> DocumentActors:
    return DocumentActors(book, parser.parse(text))


def head(actors: DocumentActors, word: str, occurrence: int = 1) -> int:
    """The number of a word's token."""
    found = [number for number, written in enumerate(actors.parse.words) if written == word]
    return found[occurrence - 1]


def entity(
    actors: DocumentActors, word: str, occurrence: int = 1, role: str | None = None
) -> tuple[str, str | None, str]:
    found = actors.entity(head(actors, word, occurrence), role=role)
    assert found is not None, word
    assert actors.parse.text[found.start : found.end] == found.text
    return found.name, found.id, found.type


def test_names_of_one_group_are_one_actor(book: ActorBook, parser: Parser) -> None:
    text = "ISIS attacked the dam. Isil denied it. Daesh fighters fled, and the Islamic State group lost the town."
    actors = actors_of(book, parser, text)
    for word in ("ISIS", "Isil", "fighters", "group"):
        assert entity(actors, word) == ("Islamic State", "islamic-state", "rebel")


def test_capital_and_palace_stand_for_the_state(book: ActorBook, parser: Parser) -> None:
    actors = actors_of(book, parser, "Moscow sent jets. The Kremlin denied it. Russia blamed Ankara.")
    for word in ("Moscow", "Kremlin", "Russia"):
        assert entity(actors, word) == ("Russia", "gov-rus", "state-government")
    assert entity(actors, "Ankara") == ("Turkey", "gov-tur", "state-government")
    assert entity(actors, "Ankara", role="object") == ("Ankara", None, "object")
