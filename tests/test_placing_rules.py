"""Where an event is, by what kind of event it is: what is imposed, ordered, visited, done at home; what is quoted."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.coder import Coder
from sayso.record import Place


@cache
def coder() -> Coder:
    return Coder()


def place(text: str, word: str) -> Place | None:
    """The place of the claim whose trigger holds a word."""
    claims = [claim for claim in coder().code(text, published="2016-05-10").claims if word in claim.trigger.text]
    assert claims, f"no claim on {word}"
    return claims[0].place


@pytest.mark.parametrize(
    ("text", "word", "name", "country"),
    [
        # What is imposed lies on a country; a visit leads to a place; talks are where they are held.
        ("The Security Council imposed sanctions on Sudan in March.", "imposed", "Sudan", "SDN"),
        ("The foreign minister visited Beirut on Friday to mediate.", "visited", "Beirut", "LBN"),
        ("Rebels and the government begin peace talks scheduled to open on Friday in Muscat.", "peace talks", "Muscat",
         "OMN"),
        # Police arrest, and states expel, at home.
        ("Rebels bombed a base in Chad last year. Ugandan police said on Monday that they had arrested six men.",
         "arrested", "Uganda", "UGA"),
        ("Ethiopia expelled seven aid officials of the United Nations on Thursday, diplomats said.",
         "expelled", "Ethiopia", "ETH"),
        # An order is placed where it is to be carried out.
        ("The army ordered all foreigners in Aden to leave their homes, residents said.", "ordered", "Aden", "YEM"),
        ("The king ordered his troops to withdraw from Sanaa, a spokesman in Riyadh said.", "ordered", "Sanaa", "YEM"),
        ("Germany deported twelve Afghans to Kabul on Tuesday.", "deported", "Germany", "DEU"),
        ("The EU imposed sanctions on Russia on Monday. Moscow banned food imports from Europe in response.", "banned", "Russia",
         "RUS"),
        # What an act is about is elsewhere.
        ("Gunmen killed nine people in Bamako. Police arrested a man in Dakar in connection with bombings in Gao.",
         "arrested", "Dakar", "SEN"),
        # A capital told by its country's adjective.
        ("Rebels shelled the Somali capital on Sunday, killing 14 people.", "shelled", "Mogadishu", "SOM"),
        # What is struck stands where its adjective says.
        ("Militants set fire to Libyan oil wells on Monday, officials in Malta said.", "set fire", "Libya", "LBY"),
        # Sides of the compass and nouns of the land that are written small.
        ("Gunmen killed two deputies in north Carolina on Monday.", "killed", "North Carolina", "USA"),
        ("A bomb killed a policeman in northern Ireland on Monday.", "killed", "Northern Ireland", "GBR"),
        # Names of countries and divisions that serve as adjectives too.
        ("A gunman killed 50 people in New Zealand on Friday.", "killed", "New Zealand", "NZL"),
        ("Soldiers burned three villages in Rakhine on Tuesday.", "burned", "Rakhine", "MMR"),
        # Who leaves for a place is not there yet.
        ("Thousands fled Mosul for safety. Aid workers fear a new exodus to Turkey.", "fled", "Mosul", "IRQ"),
    ],
)  # fmt: skip
def test_kind_of_event_says_where(text: str, word: str, name: str, country: str) -> None:
    found = place(text, word)
    assert found is not None
    assert found.name == name or name in found.text
    assert found.country == country


def test_quoted_place_is_none_of_what_is_told_outside() -> None:
    text = "A gunman killed the consul in Izmir on Monday. He fired nine shots, shouting: “Remember Grozny!”"
    found = place(text, "fired")
    assert found is None or found.name != "Grozny"
    assert place("Activists in Lyon said: “Troops shelled Homs on Sunday.”", "shelled").name == "Homs"  # type: ignore[union-attr]


def test_dateline_sets_a_scene_but_is_no_place_of_what_is_said() -> None:
    text = "WASHINGTON (AP) -- Senators praised the president on Tuesday for his support of the rebels."
    claims = coder().code(text, published="2016-05-10").claims
    assert all(claim.place is None for claim in claims if claim.kind == "support")
    found = place("KADUNA, Nigeria (AP) -- Gunmen killed a priest and abducted two nuns, police said.", "killed")
    assert found is not None and found.name == "Kaduna"


def test_both_countries_are_the_two_last_named_together() -> None:
    text = "Militants are active in Mali and Niger. Rebels clashed with soldiers across both countries last year."
    found = place(text, "clashed")
    assert found is not None and found.country == "MLI"


def test_hotel_that_is_left_is_the_place_but_not_one_that_is_destroyed() -> None:
    text = "Protesters gathered in Accra on Monday. About 60 guests left the hotel at the request of police."
    left = [claim for claim in coder().code(text).claims if claim.trigger.text == "left"]
    assert all(claim.place is not None and claim.place.text == "the hotel" for claim in left)
    destroyed = place("Warplanes destroyed the hotel in Sirte on Monday.", "destroyed")
    assert destroyed is not None and destroyed.name == "Sirte"


@pytest.mark.parametrize(
    ("text", "name", "wrong"),
    [
        ("Israeli tanks advanced along the Salah al-Din road in the Gaza Strip on Monday, Palestinians in Gaza said.",
         "Salah al-Din", "IRQ"),
        ("A bomb exploded at the Medina mosque in Peshawar, Pakistan, on Friday.", "Medina", "SAU"),
        ("A suicide bomber struck the Istanbul restaurant in Mogadishu on Friday.", "Istanbul", "TUR"),
    ],
)  # fmt: skip
def test_road_of_a_name_is_not_the_place_of_that_name(text: str, name: str, wrong: str) -> None:
    found = [one for one in coder().code(text).places if one.text == name]
    assert all(one.country != wrong and one.geonameid is None for one in found)


def test_road_of_a_name_is_that_place_where_another_name_speaks_for_it() -> None:
    text = "Troops closed the Kirkuk road north of Baghdad after a bomb exploded there on Monday."
    found = [one for one in coder().code(text).places if one.text == "Kirkuk"]
    assert [one.country for one in found] == ["IRQ"]


def test_area_named_alone_is_not_given_the_country_of_another_text() -> None:
    """A side of the compass before a town is no part of its name: east London is not East London."""
    found = coder().code("A man was stabbed in east London on Monday, the Metropolitan Police said.").places
    assert [one.country for one in found if "London" in one.text] == ["GBR"]


@pytest.mark.parametrize(
    ("text", "word", "name"),
    [
        ("Premier Addresses Munich Attack: We Stand Firm. On Friday he flew home.", "Attack", "Munich"),
        ("Paris Attack Suspect Arrested in Brussels. Police spoke on Monday.", "Attack", "Paris"),
        ("Paris Attack Suspect Arrested in Brussels. Police spoke on Monday.", "Arrested", "Brussels"),
    ],
)
def test_a_headline_names_an_event_by_its_town(text: str, word: str, name: str) -> None:
    found = place(text, word)
    assert found is not None and found.name == name
