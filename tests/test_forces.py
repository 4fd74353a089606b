"""Whose forces a text means: a wrong perpetrator is worse than none."""

from __future__ import annotations

import pytest

from sayso.coder import Coder


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        # A monitor, a newspaper or a minister who speaks gives nobody's army away.
        ("The Syrian Observatory for Human Rights said jets bombed Douma.", [None]),
        ("Human Rights Watch said warplanes bombed Douma.", [None]),
        ("Amnesty International said soldiers burned villages in Rakhine.", [None]),
        ("The US embassy said soldiers had killed a student in Kampala.", [None]),
        ("Soldiers stormed a house in Jenin and killed two men, Palestinian medics said.", [None]),
        # Police are those of the land.
        ("German journalists said police beat protesters in Minsk.", ["pol-blr"]),
        ("Police in Lagos, Nigeria, arrested ten men. Soldiers shot two others.", ["pol-nga", "mil-nga"]),
        # The text has spoken of the state's own.
        ("Syrian troops shelled Douma. Warplanes bombed the town later, residents said.", ["mil-syr", "air-syr"]),
    ],
)
def test_an_unnamed_force_is_a_states_only_where_the_text_gives_grounds(coder: Coder, text: str, ids: list[str | None]) -> None:
    claims = coder.code(text).claims
    assert [claim.actor.id if claim.actor else None for claim in claims] == ids


def test_a_group_s_name_is_one_even_with_an_and_in_it_and_holds_no_place(coder: Coder) -> None:
    (claim,) = coder.code("The army shelled fighters of the Islamic State in Iraq and the Levant near Mosul.").claims
    assert claim.target is not None and claim.place is not None
    assert claim.target.text == "fighters of the Islamic State in Iraq and the Levant"
    assert claim.place.name == "Mosul"
