"""The weapon lexicon: names, plurals, designations, and words that only look like weapons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse, Parser

PARSER = Parser()
LEXICON = WeaponLexicon.load()


def at(text: str, word: str) -> tuple[Parse, int]:
    parse = PARSER.parse(text)
    token = parse.token_at(text.index(word))
    assert token is not None
    return parse, token


@pytest.mark.parametrize(
    ("text", "word", "name", "role"),
    [
        ("A car bomb went off.", "bomb", "car bomb", "device"),
        ("Two roadside bombs went off.", "bombs", "improvised explosive device", "device"),
        ("They seized rocket-propelled grenades.", "grenades", "rocket-propelled grenade", "munition"),
        ("An Su-25 took off.", "Su-25", "Sukhoi", "platform"),
        ("The T-72 burned.", "T-72", "tank", "platform"),
        ("Protesters threw stones.", "stones", "stone", "munition"),
        ("A strike with high-precision weapons followed.", "weapons", "weapon", "munition"),
        ("A cloud of chlorine drifted.", "chlorine", "chlorine", "agent"),
    ],
)
def test_entry(text: str, word: str, name: str, role: str) -> None:
    entry = LEXICON.entry(*at(text, word))
    assert entry is not None
    assert (entry.name, entry.role) == (name, role)


@pytest.mark.parametrize(
    ("text", "word"),
    [("The G-20 met.", "G-20"), ("They took the A4 road.", "A4"), ("The M23 group withdrew.", "M23")],
)
def test_roads_and_groups_are_no_weapons(text: str, word: str) -> None:
    assert LEXICON.entry(*at(text, word)) is None


def test_a_weapon_is_cut_without_its_article() -> None:
    text = "He hid the 20-kilogram nail bomb."
    parse, token = at(text, "bomb.")
    entry = LEXICON.entry(parse, token)
    assert entry is not None
    weapon = LEXICON.weapon(parse, token, entry)
    assert weapon.text.endswith("nail bomb") and not weapon.text.startswith("the")


@given(
    st.lists(
        st.sampled_from("drone T-90 the of - “ a bomb's Su- 34 مدفع 🚀 car bombs".split()),
        min_size=1,
        max_size=8,
    )
)
def test_every_weapon_is_verbatim(words: list[str]) -> None:
    text = " ".join(words)
    parse = PARSER.parse(text)
    for token in range(len(parse)):
        entry = LEXICON.entry(parse, token)
        if entry is not None:
            weapon = LEXICON.weapon(parse, token, entry)
            assert text[weapon.start : weapon.end] == weapon.text
