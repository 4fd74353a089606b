"""Whole news texts of two styles: outbreaks of disease, with provinces and towns, and web news with demonyms."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from sayso.language import Parser
from sayso.places import Gazetteer, PlaceFinder, Toponym

DATA = Path(__file__).parent / "data"
MARK = re.compile(r"[\[<]([^\]\[<>|]+)\|([A-Z]*)[\]>]")

Mark = tuple[int, int, str, bool]  # start, end, country (alpha-2), whether a demonym


@cache
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@cache
def read(style: str) -> tuple[tuple[str, tuple[Mark, ...], tuple[Toponym, ...]], ...]:
    """The texts of a style with their marks and what is found in them."""
    parser, finder = Parser(), PlaceFinder(gazetteer())
    lines = (DATA / f"toponyms_{style}.txt").read_text(encoding="utf-8").splitlines()
    out = []
    for block in "\n".join(line for line in lines if not line.startswith("#")).strip().split("\n\n"):
        text, marks, last = "", [], 0
        for match in MARK.finditer(block):
            text += block[last : match.start()]
            marks.append((len(text), len(text) + len(match[1]), match[2], block[match.start()] == "<"))
            text, last = text + match[1], match.end()
        text += block[last:]
        out.append((text, tuple(marks), finder.find(parser.parse(text))))
    return tuple(out)


def matching(mark: Mark, found: tuple[Toponym, ...]) -> Toponym | None:
    return next((one for one in found if one.place.start < mark[1] and mark[0] < one.place.end), None)


@pytest.mark.parametrize(("style", "least"), [("outbreaks", 0.97), ("web", 0.95)])
def test_recognition(style: str, least: float) -> None:
    texts = read(style)
    marked = sum(len(marks) for _, marks, _ in texts)
    found = sum(len(toponyms) for _, _, toponyms in texts)
    right = sum(matching(mark, toponyms) is not None for _, marks, toponyms in texts for mark in marks)
    assert len(texts) == 10 and marked > 90
    assert 2 * right / (marked + found) >= least


@pytest.mark.parametrize("style", ["outbreaks", "web"])
def test_resolution(style: str) -> None:
    wrong = [
        (text[mark[0] : mark[1]], toponym.place.country)
        for text, marks, toponyms in read(style)
        for mark in marks
        if mark[2] and (toponym := matching(mark, toponyms)) and toponym.place.country != gazetteer().iso3(mark[2])
    ]
    assert wrong == []


@pytest.mark.parametrize("style", ["outbreaks", "web"])
def test_demonyms_are_a_type_of_their_own(style: str) -> None:
    for text, marks, toponyms in read(style):
        for mark in marks:
            toponym = matching(mark, toponyms)
            if toponym is not None:
                assert (toponym.place.type == "demonym") is mark[3], text[mark[0] : mark[1]]


@pytest.mark.parametrize("style", ["outbreaks", "web"])
def test_sure_places_have_coordinates(style: str) -> None:
    for _, _, toponyms in read(style):
        for toponym in toponyms:
            place = toponym.place
            assert (place.lat is None) == (place.lon is None)
            if place.score >= 0.9 and place.precision <= 2:
                assert place.lat is not None and -90 <= place.lat <= 90
            if place.lat is None:
                assert place.reason


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("The EU urged both sides to talk.", "EU", "European Union"),
        ("Two people died in Springfield, Ill., on Monday.", "Ill.", "Illinois"),
        ("Rebels in the DRC freed nine hostages.", "DRC", "Democratic Republic of the Congo"),
        ("The UAE sent a plane with aid.", "UAE", "United Arab Emirates"),
        ("He died in the Middle East last year.", "Middle East", "Middle East"),
        ("The ferry sank in the Brahmaputra at night.", "Brahmaputra", "Brahmaputra"),
        ("Troops from Burkina Faso arrived.", "Burkina Faso", "Burkina Faso"),
        ("Papua New Guinea has closed its schools.", "Papua New Guinea", "Papua New Guinea"),
        ("GUNMEN KILL NINE IN NORTHERN NIGERIA", "NIGERIA", "Nigeria"),
    ],
)
def test_names_of_many_forms(text: str, name: str, expected: str) -> None:
    found = PlaceFinder(gazetteer()).find(Parser().parse(text))
    assert [one.place.name for one in found if one.place.text == name] == [expected]


def test_a_list_of_villages_is_read_to_its_end() -> None:
    text = "Militants raided the villages of Kolomba, Danjire and Berrequ near the river."
    found = PlaceFinder(gazetteer()).find(Parser().parse(text))
    assert [one.place.text for one in found] == ["Kolomba", "Danjire", "Berrequ"]


def test_a_name_told_to_be_a_town_is_one() -> None:
    text = "Zarvonek, a small farming town near the border, came under fire overnight."
    found = PlaceFinder(gazetteer()).find(Parser().parse(text))
    assert [(one.place.text, one.place.lat) for one in found] == [("Zarvonek", None)]


@pytest.mark.parametrize(
    "text",
    [
        "Fighters of Daesh burned the houses, according to Interfax.",
        "He had trained in Isis for a year.",
        "Guards stood outside Zamir's house.",
    ],
)
def test_groups_media_and_owners_are_no_places(text: str) -> None:
    assert [one.place.text for one in PlaceFinder(gazetteer()).find(Parser().parse(text))] == []


def test_near_namesakes_do_not_vouch_for_each_other() -> None:
    text = (
        "Armenian soldiers said that shells fell on the villages of Nolei and Prissi near Goris. The defence ministry "
        "in Yerevan blamed Azerbaijan. Armenian officers left Sisian, and hospitals in Armenia took in the wounded."
    )
    found = {one.place.text: one.place for one in PlaceFinder(gazetteer()).find(Parser().parse(text))}
    assert [(found[name].country, found[name].lat) for name in ("Nolei", "Prissi")] == [("ARM", None)] * 2


def test_a_small_town_abroad_that_nothing_speaks_for_is_not_believed() -> None:
    text = (
        "Gunmen burned a school in the town of Bansko on Mindanao, Philippine police said. The army sent troops from "
        "Marawi and Cotabato. The Philippines has seen no worse raid this year, officials in Manila said."
    )
    place = next(one.place for one in PlaceFinder(gazetteer()).find(Parser().parse(text)) if "Bansko" in one.place.text)
    assert (place.country, place.lat) == ("PHL", None)
    assert place.reason
