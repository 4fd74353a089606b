"""The place of one event: by syntax, by the events around it, and never a metonym."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.claims.model import Arguments, Trigger
from sayso.claims.placing import place_of, places_of
from sayso.language import Parse, Parser
from sayso.places import Gazetteer, PlaceFinder
from sayso.record import Place


@cache
def parser() -> Parser:
    return Parser()


@cache
def finder() -> PlaceFinder:
    return PlaceFinder(Gazetteer.open())


def trigger(parse: Parse, word: str, kind: str) -> Trigger:
    token = list(parse.words).index(word)
    return Trigger(token, token + 1, token, kind, "test", nominal=parse.tags[token].startswith("N"))


def place(text: str, word: str, kind: str) -> Place | None:
    parse = parser().parse(text)
    return place_of(parse, trigger(parse, word, kind), Arguments(), finder().find(parse))


@pytest.mark.parametrize(
    ("text", "word", "kind", "expected"),
    [
        ("Warplanes bombed Aleppo on Monday, a monitor in London said.", "bombed", "airstrike", "Aleppo"),
        ("Three soldiers were killed in Mosul when a mine exploded.", "killed", "killing", "Mosul"),
        ("Moscow said that jets had struck a depot near Homs.", "struck", "airstrike", "Homs"),
        ("An attack on a market in Kabul killed 12 people.", "attack", "armed_attack", "Kabul"),
        ("The rebels seized Kidal and moved towards Gao.", "seized", "territory_gained", "Kidal"),
        ("Thousands fled from Mosul to Erbil.", "fled", "displacement", "Mosul"),
        ("The Kharkiv shelling wounded two.", "shelling", "shelling", "Kharkiv"),
        ("In Sanaa, gunmen kidnapped two doctors.", "kidnapped", "abduction", "Sanaa"),
        ("The president ordered air strikes against Iraq.", "strikes", "airstrike", "Iraq"),
        ("Greece has seen its worst riots in decades.", "riots", "riot", "Greece"),
        ("Violence has gripped Haiti since March.", "Violence", "riot", "Haiti"),
        ("In Mopti, officials said that gunmen had killed nine herders.", "killed", "killing", "Mopti"),
        ("Police in Nairobi arrested two men.", "arrested", "arrest", "Nairobi"),
        ("The two sides held talks in Geneva.", "talks", "talks", "Geneva"),
        ("Militants burned a school in the village of Danjire.", "burned", "property_damage", "Danjire"),
    ],
)
def test_syntax_finds_the_place(text: str, word: str, kind: str, expected: str) -> None:
    found = place(text, word, kind)
    assert found is not None
    assert found.name == expected or expected in found.text
    assert str(found.why["place_of"]).startswith("syntax")


def test_the_phrase_is_kept_whole() -> None:
    found = place("Su-34 bombers attacked a depot in the town of Mastumah, Idlib province.", "attacked", "airstrike")
    assert found is not None
    assert found.text == "the town of Mastumah, Idlib province"
    assert (found.country, found.admin1, found.precision, found.lat) == ("SYR", "Idlib", 4, None)


def test_metonyms_and_demonyms_are_no_places() -> None:
    assert place("Moscow struck a deal with Turkish officials.", "deal", "agreement") is None
    found = place("Minsk and Moscow condemned the strikes in Idlib.", "strikes", "airstrike")
    assert found is not None and found.admin1 == "Idlib"


def test_near_is_less_exact_than_in() -> None:
    at, near = (place(f"A bomb exploded {word} Homs.", "exploded", "bombing") for word in ("in", "near"))
    assert at is not None and near is not None
    assert (at.precision, near.precision) == (1, 2)
    assert near.text == "near Homs" and near.lat == at.lat
    assert near.why["anchor"] == {"name": at.name, "geonameid": at.geonameid}


def test_a_noun_without_a_name_lies_where_the_text_is() -> None:
    found = place("Gunmen stormed Kidal. Two guards died in a hospital.", "died", "killing")
    assert found is not None
    assert found.text == "a hospital" and found.country == "MLI"
    assert found.geonameid is None and found.precision >= 2


@pytest.mark.parametrize(
    ("text", "word", "kind", "expected"),
    [
        ("Rebels closed in on Bangui. The capital was shelled for hours.", "shelled", "shelling", "The capital"),
        ("Goma fell on Tuesday. Thousands fled the city.", "fled", "displacement", "the city"),
        ("A bomb went off at the Holiday Hotel in the morning.", "went", "bombing", "the Holiday Hotel"),
        ("Two men were shot outside the mosque.", "shot", "armed_attack", "the mosque"),
    ],
)
def test_grounds_and_buildings_are_places(text: str, word: str, kind: str, expected: str) -> None:
    found = place(text, word, kind)
    assert found is not None and found.text == expected


def test_an_embassy_is_not_in_the_country_that_it_speaks_for() -> None:
    text = "Protesters marched through Nairobi. A man threw a grenade at the U.S. embassy."
    found = place(text, "threw", "bombing")
    assert found is not None and (found.text, found.country) == ("the U.S. embassy", "KEN")


def test_the_country_is_where_the_events_are() -> None:
    text = "Clashes broke out in Juba and Malakal. The United States urged calm. Thousands have fled the country."
    parse = parser().parse(text)
    events = [
        (trigger(parse, "Clashes", "armed_clash"), Arguments()),
        (trigger(parse, "fled", "displacement"), Arguments()),
    ]
    found = places_of(parse, events, finder().find(parse))[1]
    assert found is not None and found.text == "the country"


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("The council imposed sanctions on Iran.", "sanctions", "sanction"),
        ("He condemned the role of Russia in Syria.", "condemned", "accusation"),
        ("She urged Iran to free the hostages.", "urged", "demand"),
    ],
)
def test_words_about_a_country_are_not_in_it(text: str, word: str, kind: str) -> None:
    assert place(text, word, kind) is None


def events_of(text: str, *told: tuple[str, str]) -> list[Place | None]:
    parse = parser().parse(text)
    return places_of(parse, [(trigger(parse, word, kind), Arguments()) for word, kind in told], finder().find(parse))


def test_a_scene_is_kept_until_another_is_set() -> None:
    text = (
        "Gunmen attacked a market in Gao on Monday. They shot nine traders. The wounded were taken away. "
        "On Tuesday a mine exploded in Kidal. Two soldiers died. The explosion was heard for miles."
    )
    found = events_of(
        text, ("attacked", "armed_attack"), ("shot", "armed_attack"), ("exploded", "bombing"), ("died", "killing"),
        ("explosion", "bombing"),
    )  # fmt: skip
    assert [one.name if one else None for one in found] == ["Gao", "Gao", "Kidal", "Kidal", "Kidal"]


def test_a_ground_without_a_name_is_a_scene_too() -> None:
    text = "Gunmen opened fire outside the mosque in the morning. They shot two guards. Prices rose. A bus was hit."
    found = events_of(text, ("opened", "armed_attack"), ("shot", "armed_attack"), ("hit", "armed_attack"))
    assert [one.text if one else None for one in found] == ["the mosque", "the mosque", None]


def test_the_attack_is_the_last_one_told_however_far_back() -> None:
    filler = "Prices rose again. " * 12
    text = f"A bomb killed six people in Quetta. {filler}Nobody has claimed the attack."
    found = events_of(text, ("killed", "bombing"), ("attack", "bombing"))
    assert found[1] is not None and found[1].name == "Quetta"


def test_a_town_named_since_sets_the_scene_anew() -> None:
    text = "Troops seized Bambari on Friday. Fear is great in Bangassou. Rebels have looted shops."
    found = events_of(text, ("seized", "territory_gained"), ("looted", "property_damage"))
    assert found[1] is not None and found[1].name == "Bangassou"


def test_where_people_come_from_is_no_scene() -> None:
    text = "A soldier from Austin was killed on Thursday."
    assert events_of(text, ("killed", "killing")) == [None]


def test_allies_in_a_capital_do_not_move_the_event_there() -> None:
    text = (
        "Shells hit the town of Douma. The government, with its allies in Moscow and Tehran, has tightened the siege."
    )
    found = events_of(text, ("hit", "shelling"), ("siege", "siege"))
    assert found[1] is not None and found[1].country == "SYR"


def test_a_village_of_no_gazetteer_is_no_country() -> None:
    text = "Raiders burned the village of Danjire in Niger. Two herders were shot."
    found = events_of(text, ("burned", "property_damage"), ("shot", "armed_attack"))
    assert found[1] is not None and "Danjire" in found[1].text


def test_events_of_one_text_share_a_place() -> None:
    parse = parser().parse("A car bomb exploded in Karachi on Sunday. The blast killed nine people.")
    events = [(trigger(parse, "exploded", "bombing"), Arguments()), (trigger(parse, "blast", "bombing"), Arguments())]
    first, second = places_of(parse, events, finder().find(parse))
    assert first is not None and second is not None
    assert (second.geonameid, second.why["place_of"]) == (first.geonameid, "context thread")


def test_words_have_no_place_of_their_own() -> None:
    text = "Fighting raged in Goma. The president demanded an inquiry."
    assert place(text, "demanded", "demand") is None


def test_no_toponym_no_place() -> None:
    assert place("Gunmen killed two men.", "killed", "killing") is None


def test_where_someone_speaks_is_not_where_it_happened() -> None:
    text = "Jets bombed Sarmin in Syria on Tuesday. There were no strikes on civilians, a spokesman told reporters in Moscow."
    parse = parser().parse(text)
    events = [
        (trigger(parse, "bombed", "airstrike"), Arguments()),
        (trigger(parse, "strikes", "airstrike"), Arguments()),
    ]
    first, second = places_of(parse, events, finder().find(parse))
    assert first is not None and second is not None
    assert (first.country, second.country) == ("SYR", "SYR")


def test_a_toll_is_the_countrys() -> None:
    text = (
        "A bomb exploded in Aleppo on Monday. More than 250,000 people have been killed since the war in Syria began."
    )
    parse = parser().parse(text)
    events = [(trigger(parse, "exploded", "bombing"), Arguments()), (trigger(parse, "killed", "toll"), Arguments())]
    _, toll = places_of(parse, events, finder().find(parse))
    assert toll is not None and (toll.name, toll.precision) == ("Syria", 6)


def test_a_namesake_alone_in_its_country_lends_no_coordinates() -> None:
    text = (
        "Police in Belfast, Londonderry and Armagh were on alert. Members of the Orange Order marched in Northern "
        "Ireland. A bomb exploded near Orange on Sunday."
    )
    parse = parser().parse(text)
    place = places_of(parse, [(trigger(parse, "exploded", "bombing"), Arguments())], finder().find(parse))[0]
    assert place is None or place.country in (None, "GBR")
    assert place is None or place.country == "GBR" or place.lat is None


def test_a_sea_is_a_scene_and_a_distance_at_sea_is_none() -> None:
    text = (
        "Pirates attacked a tanker in the Gulf of Guinea on Friday. The crew, 90 nautical miles off Lagos, were seized. "
        "The pirates fired at a patrol boat."
    )
    found = events_of(text, ("attacked", "armed_attack"), ("fired", "armed_attack"))
    assert [one.name if one else None for one in found] == ["Gulf of Guinea", "Gulf of Guinea"]


def test_ships_in_a_gulf_are_not_what_an_air_raid_hits() -> None:
    text = "Two carriers are in the Persian Gulf. Officials spoke of air strikes."
    assert events_of(text, ("strikes", "airstrike")) == [None]


def test_what_someone_is_arrested_for_is_no_scene() -> None:
    text = "A man was arrested in connection with the bombings of two embassies in Kenya and Tanzania."
    assert events_of(text, ("arrested", "arrest")) == [None]


def test_roofs_are_no_scene_but_the_town_is() -> None:
    text = "Troops encircled Manbij. Snipers fired from rooftops. A mine killed two men."
    found = events_of(text, ("encircled", "siege"), ("fired", "armed_attack"), ("killed", "bombing"))
    assert found[2] is not None and found[2].name == "Manbij"
    text = "Militants hold Sirte. Troops stormed the town on Sunday. A rocket killed two men."
    found = events_of(text, ("stormed", "offensive"), ("killed", "shelling"))
    assert found[1] is not None and (found[1].name, found[1].text) == ("Sirte", "Sirte")


def test_a_ministry_in_a_capital_only_speaks_there() -> None:
    text = "The military in Ankara said its troops had taken the town. Later a convoy was shelled."
    found = events_of(text, ("shelled", "shelling"))
    assert found[0] is None or found[0].country != "TUR"


def test_what_is_to_come_takes_no_scene_of_another_sentence() -> None:
    text = "Gunmen attacked a bus near Garissa. The wounded will be released next week. Two men died."
    found = events_of(text, ("attacked", "armed_attack"), ("released", "release"), ("died", "killing"))
    assert [one.name if one else None for one in found] == ["Garissa", None, "Garissa"]


def test_a_town_told_of_for_the_first_time_is_none_named_elsewhere() -> None:
    text = "KHARTOUM - Envoys met. Drones hit a market town in Sudan's North Kordofan. Later drones hit the town again."
    found = place(text, "hit", "drone_strike")
    assert found is not None and found.country == "SDN"
    assert (found.name, found.precision) == ("North Kordofan", 4)


def test_a_region_with_a_name_of_its_own_is_none_that_was_named_before() -> None:
    text = "A bomb exploded in Mogadishu. Colonel Hujaale was assassinated in the Hiiran region on Saturday."
    found = place(text, "assassinated", "killing")
    assert found is not None and found.name == "Hiiran region" and found.lat is None and found.admin1 is None
    assert (found.country, found.precision) == ("SOM", 6) and found.reason


def test_a_date_is_no_part_of_a_place() -> None:
    found = place("In Mali soldiers killed ten people in two northern villages in late February.", "killed", "killing")
    assert found is not None and found.text == "two northern villages"


def test_a_place_that_only_measures_another_is_no_scene() -> None:
    text = (
        "A bomb killed nine people in the Iraqi province of Diyala. The blast hit the town of Muqdadiya, about 80 km (50"
        " miles) northeast of Baghdad. Police imposed a curfew in the town. Gunmen killed three men hours later."
    )
    for word, kind in (("imposed", "sanction"), ("killed", "killing")):
        found = place(text, word, kind)
        assert found is not None and found.name != "Baghdad" and found.country == "IRQ"
