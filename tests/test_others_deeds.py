"""Who did what, where another's deed stands in the sentence: what was answered, what was avoided, who "they" are."""

from __future__ import annotations

from functools import cache

import pytest

from sayso import Claim, Coder

OPENING = "The war between the army and the rebels has gone on for years.\n\n"


@cache
def coder() -> Coder:
    return Coder()


def claim(text: str, word: str) -> Claim:
    record = coder().code(OPENING + text, published="2021-06-08")
    (found,) = [one for one in record.claims if one.trigger.start >= len(OPENING) and word in one.trigger.text]
    return found


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Government artillery struck rebel positions in retaliation for rocket fire on the border town.", "rocket fire"),
        ("The army shelled the hills in response to an ambush on a convoy.", "ambush"),
    ],
)
def test_what_is_answered_was_done_by_others(text: str, word: str) -> None:
    assert claim(text, word).actor is None


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The brigade avoided being encircled.", "encircled", "denied"),
        ("The brigade withdrew to avoid being encircled.", "encircled", "hypothetical"),
        ("Rebels encircled the brigade on Monday.", "encircled", "asserted"),
    ],
)
def test_what_is_avoided_did_not_happen(text: str, word: str, status: str) -> None:
    assert claim(text, word).status == status


@pytest.mark.parametrize("name", ["Houthis", "Taliban", "Janjaweed"])
def test_they_are_who_spoke(name: str) -> None:
    actor = claim(f"The {name} said they had attacked a base in the hills.", "attacked").actor
    assert actor is not None and actor.name == name


def test_sixty_drones_are_not_those_of_the_air_force_that_counts_them() -> None:
    target = claim("The Ukrainian air force said 60 drones had been shot down.", "shot down").target
    assert target is not None and target.name == "drones"


def test_a_governor_in_commas_is_the_source() -> None:
    text = "A Ukrainian drone attack set fire to an oil depot in Belgorod, the regional governor, Ilya Petrov, said on Telegram."
    assert [one.name for one in claim(text, "set fire").sources] == ["Ilya Petrov"]


def test_what_came_before_was_done_by_others() -> None:
    text = "The navy said it had struck 30 rebel targets in the delta overnight, hours after rockets killed a woman in Lindi."
    killing = claim(text, "killed")
    assert killing.actor is None
    assert [count.low for count in killing.counts] == [1]
    assert [count.what for count in claim(text, "struck").counts] == ["struck"]


def test_nobody_frees_themselves() -> None:
    target = claim("About 300 villagers were taken hostage, but the army said it had freed most of them.", "freed").target
    assert target is not None and target.name == "villagers"
