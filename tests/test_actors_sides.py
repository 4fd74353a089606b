from __future__ import annotations

import pytest

from sayso.actors import ActorBook
from sayso.actors.sides import acled_inter, dyad_name, same_side, ucdp_type
from sayso.record import ACTOR_TYPES, Entity


@pytest.fixture(scope="module")
def book() -> ActorBook:
    return ActorBook.load()


def entity(name: str, type: str, id: str | None = None, country: str | None = None) -> Entity:
    return Entity(0, len(name), name, name, id, type, country)


ARMY = entity("Military of Syria", "state-military", "mil-syr", "SYR")
JETS = entity("Russian Air Force", "state-military", "air-rus", "RUS")
POLICE = entity("Syrian police", "state-police", "pol-syr", "SYR")
IS = entity("Islamic State", "rebel", "islamic-state")
SDF = entity("Syrian Democratic Forces", "rebel", "syrian-democratic-forces", "SYR")
SAHEL = entity("ISGS", "rebel", "islamic-state-in-the-greater-sahara", "MLI")
VILLAGERS = entity("villagers", "civilians", None, "SYR")
DEPOT = entity("depot", "object")


@pytest.mark.parametrize(
    ("actor", "target", "expected"),
    [
        (ARMY, IS, 1),
        (IS, ARMY, 1),
        (JETS, ARMY, 1),
        (IS, SDF, 2),
        (IS, VILLAGERS, 3),
        (ARMY, VILLAGERS, 3),
        (VILLAGERS, ARMY, None),
        (VILLAGERS, VILLAGERS, None),
        (ARMY, DEPOT, None),
        (None, VILLAGERS, None),
        (ARMY, POLICE, None),
        (IS, SAHEL, None),
    ],
)
def test_type_of_violence(book: ActorBook, actor: Entity | None, target: Entity | None, expected: int | None) -> None:
    assert ucdp_type(book, actor, target) == expected


def test_dyads_in_ucdp_style(book: ActorBook) -> None:
    assert dyad_name(book, IS, ARMY) == "Government of Syria - IS"
    assert dyad_name(book, JETS, IS) == "Government of Russia (Soviet Union) - IS"
    assert dyad_name(book, SDF, IS) == "IS - Syrian Democratic Forces"
    assert dyad_name(book, IS, VILLAGERS) == "IS - Civilians"
    assert dyad_name(book, ARMY, DEPOT) is None


def test_militias_take_the_side_of_their_state(book: ActorBook) -> None:
    wagner = entity("Wagner Group", "pro-government-militia", "wagner-group", "RUS")
    assert same_side(book, wagner, JETS)
    assert not same_side(book, wagner, ARMY)


@pytest.mark.parametrize(
    ("actor", "country", "code"),
    [
        (ARMY, "SYR", 1),
        (JETS, "SYR", 8),
        (IS, "SYR", 2),
        (entity("unidentified gunmen", "unknown"), "NGA", 3),
        (entity("Fulani herdsmen", "rebel", None, "NGA"), "NGA", 4),
        (entity("rioters", "civilians"), "GBR", 5),
        (entity("student protesters", "civilians"), "KEN", 6),
        (VILLAGERS, "SYR", 7),
        (DEPOT, "SYR", None),
    ],
)
def test_acled_inter_codes(book: ActorBook, actor: Entity, country: str, code: int | None) -> None:
    assert acled_inter(book, actor, country) == code


def test_every_actor_type_has_a_side(book: ActorBook) -> None:
    assert set(book.sides) == set(ACTOR_TYPES)
