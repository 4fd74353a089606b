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
