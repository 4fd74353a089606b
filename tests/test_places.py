"""Toponyms in text: found, told apart from other names, and resolved by the document's evidence."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.language import Parser
from sayso.places import Gazetteer, PlaceFinder, Toponym
from sayso.places.relative import relation_of


@cache
def parser() -> Parser:
    return Parser()


@cache
def finder() -> PlaceFinder:
    return PlaceFinder(Gazetteer.open())


def find(text: str, outlet: str | None = None) -> dict[str, Toponym]:
    """The toponyms of a text by their words, the first of each."""
    out: dict[str, Toponym] = {}
    for toponym in finder().find(parser().parse(text), outlet_country=outlet):
        out.setdefault(toponym.place.text, toponym)
    return out


def test_a_town_of_no_gazetteer_takes_the_division_that_the_text_names() -> None:
    found = find("Shells hit the town of Qalb Lawzah, Idlib province, on Friday, residents said.")
    place = found["Qalb Lawzah"].place
    assert (place.geonameid, place.lat, place.lon) == (None, None, None)
    assert (place.country, place.admin1, place.precision) == ("SYR", "Idlib", 4)
    assert place.reason is not None and "not in the gazetteer" in place.reason
    idlib = found["Idlib"].place
    assert (idlib.geonameid, idlib.feature, idlib.precision) == (169387, "ADM1", 4)


@pytest.mark.parametrize(
    ("text", "name", "country", "admin1"),
    [
        ("A bomb exploded in Tripoli, Libya, on Monday.", "Tripoli", "LBY", None),
        ("Clashes erupted in Tripoli, Lebanon, on Monday, and spread to Beirut and Sidon.", "Tripoli", "LBN", None),
        ("Two men were shot in Paris, Texas, police said.", "Paris", "USA", "Texas"),
        ("Protesters marched in Paris on Saturday, French police said.", "Paris", "FRA", None),
        ("A fire in Springfield, Ill., killed three people.", "Springfield", "USA", "Illinois"),
        ("Rebels in Georgia fought near Tbilisi; Russia sent tanks through South Ossetia.", "Georgia", "GEO", None),
        ("Voters in Georgia and Alabama went to the polls, and Atlanta counted late.", "Georgia", "USA", "Georgia"),
        ("Fighting continued in Kafr Nabl in Syria, and jets struck Aleppo and Hama.", "Aleppo", "SYR", None),
    ],
)  # fmt: skip
def test_context_decides_between_namesakes(text: str, name: str, country: str, admin1: str | None) -> None:
    place = find(text)[name].place
    assert place.country == country
    if admin1 is not None:
        assert place.admin1 == admin1


def test_one_sense_a_document() -> None:
    text = (
        "Gunmen attacked a checkpoint in Tripoli, Libya. Hours later the road to Tripoli was shut, and the hospital in "
        "Tripoli appealed for blood."
    )
    found = finder().find(parser().parse(text))
    assert {toponym.place.country for toponym in found if toponym.place.text == "Tripoli"} == {"LBY"}


@pytest.mark.parametrize(
    "text",
    [
        "Jordan Peters and Virginia Woolf met in March.",
        "Mr. Houston said that May was a busy month.",
        "The minister, John Kent, told reporters. Kent was smiling.",
    ],
)
def test_people_and_months_are_no_places(text: str) -> None:
    assert find(text) == {}


def test_demonyms_are_modifiers_and_say_so() -> None:
    found = find("Turkish jets struck Kurdish fighters, the Iraqi army said in Mosul.")
    assert (found["Turkish"].place.type, found["Turkish"].role, found["Turkish"].place.country) == (
        "demonym", "modifier", "TUR",
    )  # fmt: skip
    assert found["Mosul"].role == "location"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Moscow said its jets had struck a depot.", "Moscow"),
        ("Kyiv accused Minsk of helping the attackers.", "Kyiv"),
        ("The talks between Washington and Tehran collapsed.", "Tehran"),
        ("Ankara’s defence ministry denied the report.", "Ankara"),
        ("Officials urged Pakistan to act.", "Pakistan"),
    ],
)
def test_capitals_and_countries_that_act_are_metonyms(text: str, name: str) -> None:
    assert find(text)[name].role in ("metonym", "modifier")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("A car bomb exploded in Moscow on Tuesday.", "Moscow"),
        ("Troops entered Syria from the north.", "Syria"),
        ("Jets bombed Gaza overnight.", "Gaza"),
        ("Soldiers massed on the Turkish border.", "Turkish"),
    ],
)
def test_ground_is_a_location(text: str, name: str) -> None:
    assert find(text)[name].role == "location"


@pytest.mark.parametrize(
    ("text", "name", "precision"),
    [
        ("Shells fell on Kharkiv.", "Kharkiv", 1),
        ("Shells fell on Kharkiv oblast.", "Kharkiv", 4),
        ("Floods hit Clark County, Nevada.", "Clark County", 3),
        ("The war in Yemen goes on.", "Yemen", 6),
        ("Fighting spread across the Middle East.", "Middle East", 7),
        ("Boats sank in the Euphrates.", "Euphrates", 5),
    ],
)
def test_precision_follows_the_kind_of_place(text: str, name: str, precision: int) -> None:
    assert find(text)[name].place.precision == precision


def test_abbreviations_and_transliterations() -> None:
    found = find("Floods in Wichita, Kan., and fighting in Deir al-Zour, Syria, and the DRC made headlines in the U.K.")
    assert found["Kan."].place.admin1 == "Kansas"
    assert found["Deir al-Zour"].place.country == "SYR"
    assert (found["DRC"].place.country, found["U.K."].place.country) == ("COD", "GBR")


def test_capitals_are_read_too() -> None:
    found = find(
        "GUERRILLAS ATTACKED A MILITARY POST NEAR SAN SALVADOR ON TUESDAY AND FLED TOWARDS HONDURAS, POLICE SAID."
    )
    assert {toponym.place.country for toponym in found.values()} >= {"SLV", "HND"}


def test_the_outlets_country_is_weak_evidence() -> None:
    text = "A man was found dead near Hamilton on Sunday, police said."
    assert find(text, outlet="NZL")["Hamilton"].place.country == "NZL"
    assert find("A man was found dead near Hamilton, Ontario.", outlet="NZL")["Hamilton"].place.country == "CAN"


def test_an_unknown_name_keeps_its_other_mentions() -> None:
    found = finder().find(parser().parse("Troops entered the village of Zarkhun. Zarkhun has no clinic."))
    assert [toponym.place.text for toponym in found].count("Zarkhun") == 2


def test_explaining_gives_the_candidates_and_the_evidence() -> None:
    explained = finder().explain(parser().parse("A bomb exploded in Tripoli, Libya."))
    tripoli = explained[0]
    assert tripoli.options[0][0].entry.country == "LY"
    assert "contained" in tripoli.options[0][2]
    assert "prep=in" in tripoli.features
    assert 0.99 < sum(score for _, score, _ in tripoli.options) + tripoli.none < 1.01


def test_given_spans_are_resolved() -> None:
    parse = parser().parse("They drove from Homs to Al-Bab.")
    spans = [(3, 4), (5, 8)]
    assert [t.place.country for t in finder().resolve(parse, spans)] == ["SYR", "SYR"]


@pytest.mark.parametrize(
    ("text", "name", "kind", "precision", "km"),
    [
        ("A mine exploded 17 kilometres (10 miles) north of Aleppo.", "Aleppo", "distance", 2, 17.0),
        ("A mine exploded 10 miles from Aleppo.", "Aleppo", "distance", 2, 16.1),
        ("Shells fell on the outskirts of Homs.", "Homs", "edge", 2, None),
        ("A convoy was hit near the town of Azaz.", "Azaz", "near", 2, None),
        ("Troops moved south of Mosul.", "Mosul", "direction", 2, None),
        ("Clashes broke out in northern Iraq.", "Iraq", "part", 5, None),
        ("A bus was stopped between Homs and Hama.", "Homs", "between", 5, None),
        ("Shells fell in Homs.", "Homs", None, 1, None),
    ],
)
def test_relative_expressions(text: str, name: str, kind: str | None, precision: int, km: float | None) -> None:
    parse = parser().parse(text)
    found = finder().find(parse)
    toponym = next(t for t in found if t.place.text == name)
    after = next((other for other in found if other.first == toponym.last + 1), None)
    relation = relation_of(parse, toponym, after)
    if kind is None:
        assert relation is None
    else:
        assert relation is not None
        assert (relation.kind, relation.precision, relation.km) == (kind, precision, km)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet=st.sampled_from("aB é☂𐍈\u0301.,\n-’'سا Syria in Homs"), max_size=60))
def test_offsets_hold_in_any_text(noise: str) -> None:
    text = f"{noise} Shells fell in Homs, Syria. {noise}"
    for toponym in finder().find(parser().parse(text)):
        assert text[toponym.place.start : toponym.place.end] == toponym.place.text


def test_the_same_text_gives_the_same_places() -> None:
    parse = parser().parse("Fighting spread from Tripoli to Sidon and Tyre in Lebanon; Paris and Rome called for calm.")
    assert finder().find(parse) == finder().find(parse)


def test_a_village_in_no_table_never_becomes_a_namesake() -> None:
    for text in ("Rebels shelled the town of Salma on Monday.", "Syrian rebels shelled the town of Salma on Monday."):
        place = find(text)["Salma"].place
        assert (place.lat, place.lon, place.geonameid) == (None, None, None)
        assert place.reason


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jets hit a depot 10 km north of Maarat al-Numan on Monday.", "Maarat al-Numan"),
        ("Shells fell on the outskirts of Tell Rifaat on Monday.", "Tell Rifaat"),
        ("Rebels took the village of Tal Dabbus on Monday.", "Tal Dabbus"),
        ("The presidents met at his Kennebunkport home on Sunday.", "Kennebunkport"),
        ("Ships gathered in the Persian gulf on Sunday.", "Persian gulf"),
    ],
)
def test_names_of_several_words_and_names_told_by_what_lies_beside_them(text: str, name: str) -> None:
    assert name in [found.place.text for found in finder().find(parser().parse(text))]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("He was abducted with his interpreter Soun Vathana on Monday.", "Soun"),
        ("The crowd gathered at the Saint Peter and Saint Paul Church in Cairo.", "Saint Peter"),
    ],
)
def test_names_that_are_no_places(text: str, word: str) -> None:
    assert not [found for found in finder().find(parser().parse(text)) if found.place.text.startswith(word)]


def test_coast_of_a_sea_is_in_the_country_that_the_text_is_about() -> None:
    text = "Syrian troops withdrew to a base on the Mediterranean coast near Tartus in Syria, the army said in Damascus."
    coast = next(one for one in finder().find(parser().parse(text)) if one.place.text == "Mediterranean")
    assert coast.place.feature == "SEA" and coast.place.country is None
    assert coast.ground is not None and coast.ground.country == "SYR" and coast.ground.lat is None


def test_capital_told_by_an_adjective_unless_its_name_follows() -> None:
    found = {one.place.text: one for one in finder().find(parser().parse("Rebels shelled the Somali capital on Sunday."))}
    assert found["Somali"].ground is not None and found["Somali"].ground.name == "Mogadishu"
    named = finder().find(parser().parse("Rebels shelled the Tanzanian capital Dar es Salaam on Sunday."))
    assert all(one.ground is None for one in named)


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        (
            "The Israeli army bombed the Salah al-Din road south of Gaza City. Israeli officials said Israel would go on.",
            "Salah al-Din",
            "PSE",
        ),
        (
            "The British minister said warplanes hit a school in Qarsh al-Zeit near Douma in Syria. "
            "Britain and British officials condemned it.",
            "Qarsh al-Zeit",
            "SYR",
        ),
    ],
)
def test_an_unknown_name_lies_where_the_places_around_it_are(text: str, name: str, country: str) -> None:
    place = find(text)[name].place
    assert (place.country, place.lat) == (country, None)


@pytest.mark.parametrize(
    ("text", "name", "admin1"),
    [
        ("Shells fell on Mastumah, Idlib province.", "Mastumah", "Idlib"),
        ("Rebels advanced on Tel Qazaq, Hama governorate.", "Tel Qazaq", "Hama"),
        ("Gunmen attacked Qarnuba, Helmand province, on Monday.", "Qarnuba", "Helmand"),
    ],
)
def test_a_name_before_a_division_is_a_place_in_it(text: str, name: str, admin1: str) -> None:
    place = find(text)[name].place
    assert (place.admin1, place.precision) == (admin1, 4)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Troops crossed the Line of Control in Kashmir.", "Line"),
        ("The war between Catholics and Protestants in Belfast is over.", "Catholics"),
        ("A dhow named Salahaddin drifted near Somalia. Commandos boarded the Salahaddin.", "Salahaddin"),
    ],
)
def test_heads_of_names_people_and_ships_are_no_places(text: str, word: str) -> None:
    assert word not in find(text)


def test_the_gulf_is_a_water() -> None:
    found = find("The United States has moved ships into the Gulf. Iraq protested, and the Gulf is tense.")
    assert found["Gulf"].place.feature == "GULF"
    assert find("Sudan spoke to the captain of a Red Sea patrol.")["Red Sea"].place.feature == "SEA"


def test_a_hamlet_lies_in_the_division_that_is_named_behind_it() -> None:
    text = (
        "Gunmen burned the village of Belen, Herat Province, in western Afghanistan. "
        "Spanish troops left Herat, and Spain welcomed it."
    )
    place = find(text)["Belen"].place
    assert (place.geonameid, place.country, place.admin1, place.precision) == (None, "AFG", "Herat", 4)


def test_a_region_of_a_country_outweighs_a_province_called_so_by_the_way() -> None:
    place = find("Storms closed schools on the West Coast, and a mill burned down in Eugene, Oregon.")["West Coast"].place
    assert (place.country, place.feature) == ("USA", "RGN")


def test_a_town_of_uncounted_people_is_found_where_the_text_speaks_for_its_country() -> None:
    text = "Turkish troops shelled the town of Manbij in Syria on Friday. Kurdish fighters left Tal Abyad on Saturday."
    assert find(text)["Tal Abyad"].place.country == "SYR"
    assert find(text)["Tal Abyad"].place.geonameid is not None


def test_a_country_does_not_speak_for_the_capital_that_bears_its_name() -> None:
    text = (
        "Colombian troops clashed with dissidents in Guaviare and Meta. A bomb went off near the town of Puerto Rico, "
        "the governor of Meta told reporters in Bogotá."
    )
    assert find(text)["Puerto Rico"].place.country != "PRI"


@pytest.mark.parametrize(
    ("text", "name", "feature"),
    [
        ("Jets bombed Raqqa on Monday, and fighting went on in Syria.", "Raqqa", "PPL"),
        ("Jets bombed Raqqa province on Monday, and fighting went on in Syria.", "Raqqa", "ADM1"),
        ("Gunmen killed the governor in Gao in Mali.", "Gao", "PPL"),
        ("Floods hit Texas and Kerala.", "Texas", "ADM1"),
    ],
)
def test_a_name_alone_is_the_town_that_its_division_is_called_after(text: str, name: str, feature: str) -> None:
    found = find(text)[name].place.feature
    assert found is not None
    assert found.startswith(feature)


def test_an_area_bears_the_whole_name_before_it() -> None:
    found = find("Gunmen came to the Wharf Jérémie area of Cité Soleil in Haiti.")
    assert "Jérémie" not in found
    assert found["Wharf Jérémie"].place.lat is None and found["Wharf Jérémie"].place.country == "HTI"


def test_a_car_is_no_country_and_car_is() -> None:
    assert "Car" not in find("Car bomb kills nine in the Diyala province of Iraq.")
    assert "CAR" not in find("CAR BOMB KILLS NINE IN BAGHDAD")
    assert find("Rebels in the CAR attacked a town near Bria on Monday.")["CAR"].place.country == "CAF"
