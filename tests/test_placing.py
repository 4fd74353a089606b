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
    text = "A bomb exploded in Aleppo on Monday. More than 250,000 people have been killed since the war in Syria began."
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
