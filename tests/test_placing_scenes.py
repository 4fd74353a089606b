"""Where an event is that its own sentence does not place: told on the spot, at home, in the dateline, asked for."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.coder import Coder
from sayso.record import Place


@cache
def coder() -> Coder:
    return Coder()


def places(text: str, word: str) -> list[Place | None]:
    """The places of the claims whose triggers hold a word, in text order."""
    claims = [claim for claim in coder().code(text, published="2018-03-09").claims if word in claim.trigger.text]
    assert claims, f"no claim on {word}"
    return [claim.place for claim in claims]


def country(text: str, word: str) -> str | None:
    """The country of the last claim on a word; None where it has no place."""
    place = places(text, word)[-1]
    return None if place is None else place.country


def test_abuse_is_told_on_the_spot_unless_it_is_spoken_of_in_general() -> None:
    assert country("Rebels captured the town of Kidal on Monday. They tortured the mayor.", "tortured") == "MLI"
    assert country("Rebels captured the town of Kidal on Monday. The group is feared for its use of torture.",
                   "torture") is None  # fmt: skip


def test_threats_to_people_are_deeds_and_to_states_words() -> None:
    told = "Rebels captured the town of Kidal on Monday. "
    assert country(told + "Gunmen threatened his family.", "threatened") == "MLI"
    assert country(told + "France threatened Mali with sanctions.", "threatened") is None
    assert country(told + "The clinic received a bomb threat.", "bomb threat") == "MLI"


def test_what_is_struck_lies_at_home_where_nothing_says_more() -> None:
    after = " The president of Mali said nothing."
    assert country("A group behind many attacks on Malian soldiers praised the speech." + after, "attacks") == "MLI"
    assert country("A group behind many attacks on soldiers praised the speech." + after, "attacks") is None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The minister rejected calls for a ceasefire in Taiz.", "rejected", "YEM"),
        ("The court refused the demand for his extradition from Cyprus.", "refused", "CYP"),
        ("The minister rejected criticism from Cyprus.", "rejected", None),
    ],
)
def test_what_is_asked_for_is_where_it_would_be_done(text: str, word: str, expected: str | None) -> None:
    assert country(text, word) == expected


def test_talks_are_where_a_participle_behind_them_says() -> None:
    text = "The shooting was meant to spoil the peace talks, scheduled to open on Thursday in Bonn."
    place = places(text, "peace talks")[0]
    assert place is not None
    assert place.name == "Bonn"


def test_a_dateline_places_what_is_told_as_done_and_no_plans() -> None:
    khartoum = "KHARTOUM, Sudan (AP) -- "
    assert country(khartoum + "The bishop met the governor on Friday.", "met") == "SDN"
    talk = "The envoy spoke for an hour. She thanked all of her guests. Many people wept. She wept too. "
    assert country(khartoum + talk + "The blast destroyed her office.", "blast") == "SDN"
    assert country(khartoum + talk + "Militants kidnap whole families.", "kidnap") is None


def test_the_matter_of_an_arrest_sets_no_scene() -> None:
    text = (
        "ACCRA, Ghana (AP) -- Two women were arrested in connection with the shootings in Togo. "
        "Their driver was arrested a day later."
    )
    assert [place.country if place else None for place in places(text, "arrested")] == ["GHA", "GHA"]
    assert country(text, "shootings") == "TGO"


def test_grounds_lie_where_the_text_is_and_not_where_people_go_from_them() -> None:
    text = (
        "Rebels captured Moundou in Chad on Monday. "
        "They looted the garrison and chased hundreds of traders across the river into Cameroon."
    )
    assert country(text, "looted") == "TCD"


def test_the_country_is_the_one_named_in_the_sentence_before() -> None:
    text = "Jets bombed Mosul in Iraq on Monday. A thousand soldiers are in Mali. The war in the country killed nine people."
    assert country(text, "killed") == "MLI"


def test_a_city_may_be_aimed_at_and_is_looked_for_ahead_where_the_text_is() -> None:
    text = (
        "American jets flew 12 sorties against the city on Friday. An analyst spoke in London. "
        "Shells fell on Mosul and Tikrit in Iraq all week."
    )
    place = places(text, "sorties")[0]
    assert place is not None
    assert (place.text, place.name, place.country) == ("the city", "Mosul", "IRQ")


def test_where_the_press_is_met_is_no_scene_but_police_speak_at_home() -> None:
    accra = "ACCRA, Ghana (AP) -- Police said a man was held. Ministers gave a news conference on Friday in Oslo. "
    assert country(accra + "Two soldiers were arrested later.", "arrested") == "GHA"
    assert country("A man was arrested on Thursday, police in Bamako said.", "arrested") == "MLI"
    assert country("A man was arrested on Thursday, diplomats in Bamako said.", "arrested") is None


def test_towns_lie_where_the_text_is_and_not_where_the_last_event_was() -> None:
    text = (
        "Shells hit Homs and Hama in Syria on Monday. Fighting has gone on in Syria for years. "
        "Jets bombed Mosul on Tuesday. Rebels have burned four towns."
    )
    assert country(text, "burned") == "SYR"


def test_what_befell_someone_did_so_in_one_place() -> None:
    text = (
        "Gunmen killed Governor Idris Salim in Gao in May. Mariam Keita, his deputy, was arrested in Mopti last week. "
        "Soldiers looted shops in Mopti. Salim was killed as he left a mosque."
    )
    place = places(text, "killed")[-1]
    assert place is not None
    assert place.name == "Gao"


def test_where_people_flee_to_is_not_what_they_flee() -> None:
    text = (
        "A bomb killed nine people in Istanbul on Monday. "
        "The war in Syria has been a burden for years, driving many families into Turkey."
    )
    assert country(text, "driving") == "SYR"


def test_the_capital_is_that_of_the_country_of_the_text() -> None:
    text = (
        "Shells hit Taiz and Ibb in Yemen on Monday. A ship sank off Rostock. "
        "Rebels drove the government out of the capital in 2014."
    )
    place = places(text, "drove")[0]
    assert place is not None
    assert (place.country, place.precision) == ("YEM", 6)


def test_rooms_are_places() -> None:
    place = places("The intruder stabbed two guards in the stairwell.", "stabbed")[0]
    assert place is not None
    assert place.text == "the stairwell"


def test_a_place_of_an_untold_country_is_in_that_of_most_places() -> None:
    text = (
        "The envoy flew from Hamburg to Ankara on Monday, and from Ankara to Hamburg on Friday. "
        "Jets bombed Aleppo on Monday. Mortars struck Aleppo on Tuesday. "
        "Shells destroyed a hospital in Sakhrin on Tuesday."
    )
    place = places(text, "destroyed")[0]
    assert place is not None
    assert (place.country, place.precision, place.lat) == ("SYR", 6, None)
