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
        # Which readers know, of a state that the text names; a ship or a jet is the one told of before.
        ("Israel said it would go on. The army bombed a school in Gaza, medics said.", ["mil-isr"]),
        ("A missile was fired at an American destroyer off Yemen. The destroyer hit radar stations.", [None, "nav-usa"]),
        # Whose coalition, only the text can say.
        ("Coalition jets bombed a wake in Sanaa.", [None]),
        ("The Saudi-led coalition said that coalition jets bombed a camp near Taiz.", ["saudi-led-coalition"]),
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


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Gunmen dressed as police officers stormed a school in Sindh.", "Gunmen", "a school"),
        ("Militants disguised as soldiers killed ten villagers in Borno.", "Militants", "ten villagers"),
        ("The mayor said Russian shelling killed two people in Kherson.", "Russian", "two people"),
        ("Ethiopia's government denied that its drones had struck a market.", "its drones", "a market"),
        ("Houthi drones hit an airport in Abha.", "Houthi drones", "an airport"),
        ("No group has claimed responsibility for the blast in Quetta.", None, None),
        ("Coalition jets hit a wedding in Dhamar, medics said.", "Coalition jets", "a wedding"),
        ("Ukraine's army said it destroyed a Russian command post.", "Ukraine's army", "a Russian command post"),
    ],
)
def test_who_did_it_and_who_was_hit(coder: Coder, text: str, actor: str | None, target: str | None) -> None:
    claim = coder.code(text).claims[0]
    assert (claim.actor.text if claim.actor else None, claim.target.text if claim.target else None) == (actor, target)


def test_a_capital_that_is_bombed_is_the_city(coder: Coder) -> None:
    city, state = coder.code("Israeli jets bombed Damascus on Monday. Israel attacked Syria on Tuesday.").claims
    assert city.target is not None and state.target is not None
    assert (city.target.id, city.target.type, city.target.country) == (None, "object", "SYR")
    assert state.target.id == "gov-syr"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Police said the bomber had struck outside a mosque in Peshawar.", "suicide_bombing"),
        ("A Su-24M bomber destroyed a depot near Idlib.", "airstrike"),
        ("Iran's Revolutionary Guards seized a tanker in the Gulf of Oman.", "other"),
        ("Rebels seized the port of Hodeidah.", "territory_gained"),
    ],
)
def test_a_bomber_is_a_person_unless_it_flies_and_a_ship_is_no_town(coder: Coder, text: str, kind: str) -> None:
    assert [claim.kind for claim in coder.code(text).claims] == [kind]


def test_an_organisation_named_amnesty_frees_nobody(coder: Coder) -> None:
    text = "Satellite images analysed by Amnesty showed that at least 100 buildings had been razed in the town."
    assert [claim.kind for claim in coder.code(text).claims] == ["property_damage"]


def test_a_drone_is_its_states_militarys_a_jet_its_air_forces(coder: Coder) -> None:
    text = (
        "Ukraine's air force said it shot down nine drones. The governor of Belgorod said a Ukrainian drone had struck a"
        " car in the village of Shchetinovka. A Ukrainian jet bombed a depot near Kursk."
    )
    found = {claim.trigger.text: claim.actor.name for claim in coder.code(text).claims if claim.actor is not None}
    assert found["struck"] == "Military of Ukraine" and found["bombed"] == "Ukrainian Air Force"


def test_the_military_is_more_than_the_jets_just_named(coder: Coder) -> None:
    text = "Israeli warplanes struck towns in Lebanon, hours after the military ordered residents of villages to leave."
    found = {claim.trigger.text: claim.actor.name for claim in coder.code(text).claims if claim.actor is not None}
    assert (found["struck"], found["ordered"]) == ("Israeli Air Force", "Military of Israel")
