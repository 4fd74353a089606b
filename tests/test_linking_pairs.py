"""What speaks for and against two mentions being one event, and what a mention takes from a document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from sayso import Coder
from sayso.documents import Document
from sayso.linking import Mention, Spot, from_row, link, mentions_of, score, sketch, to_row
from sayso.linking.mention import stem
from sayso.record import Record

NAVY = "The coast guard of Belmar seized smugglers near the harbour of Port Lenna, its admiral Toma Weiss said."


def _mention(document: str = "a", **more: Any) -> Mention:
    plain = Mention(
        id=document,
        document=document,
        claims=(document,),
        kinds=frozenset({"arrest"}),
        family="control",
        stems=frozenset({"arrest"}),
        status="asserted",
        days=None,
        places=(),
        actors=frozenset(),
        targets=frozenset({"smugglers"}),
        actor_ids=frozenset(),
        target_ids=frozenset(),
        counts=(),
        sketch=sketch(NAVY),
    )
    return replace(plain, **more)


def _reasons(one: Mention, other: Mention) -> dict[str, float]:
    return dict(score(one, other).reasons)


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [(1, 1, "same weekday"), (1, 2, "a weekday apart"), (7, 1, "a weekday apart"), (1, 4, "another weekday")],
)
def test_undated_reports_are_told_apart_by_the_weekday(one: int, other: int, reason: str) -> None:
    assert reason in _reasons(_mention(weekday=one), _mention("b", weekday=other))


@pytest.mark.parametrize(("one", "other", "reason"), [(1206, 1206, "same date"), (1206, 1119, "another date")])
def test_undated_reports_are_told_apart_by_a_date_without_its_year(one: int, other: int, reason: str) -> None:
    assert reason in _reasons(_mention(yearday=one), _mention("b", yearday=other))


def test_known_days_count_and_not_their_weekdays() -> None:
    week = _reasons(_mention(days=(738_000, 738_000), weekday=2), _mention("b", days=(738_007, 738_007), weekday=2))
    assert "other days" in week and "same weekday" not in week


def test_a_large_figure_that_agrees_says_more_than_one_dead() -> None:
    many = _reasons(_mention(counts=(("detained", 23, 23),)), _mention("b", counts=(("detained", 23, 23),)))
    few = _reasons(_mention(counts=(("detained", 1, 1),)), _mention("b", counts=(("detained", 1, 1),)))
    assert many["a telling figure agrees"] > few["figures agree"] > 0


def test_so_many_taken_are_not_another_number_of_them() -> None:
    one, other = _mention(counts=(("detained", 23, 23),)), _mention("b", counts=(("detained", 26, 26),))
    assert "other figures" in _reasons(one, other) and "target shares words" not in _reasons(one, other)
    rising = _reasons(
        _mention(counts=(("killed", 23, 23),)), _mention("b", counts=(("killed", 26, 26),))
    )  # the dead are found one by one
    assert "figures differ" in rising and "target shares words" in rising


def test_what_has_no_kind_is_told_by_its_word() -> None:
    def other(document: str, word: str) -> Mention:
        return _mention(document, kinds=frozenset({"other"}), family="other", stems=frozenset({stem(word)}))

    assert "another deed" in _reasons(other("a", "boarded"), other("b", "thwarted"))
    assert "another deed" not in _reasons(other("a", "foiled"), other("b", "thwarted"))


@pytest.mark.parametrize(
    ("words", "same"),
    [("nabs", "arrested"), ("capturing", "captured"), ("opened fire", "shooting"), ("general strike", "protests")],
)
def test_words_for_one_deed_have_one_stem(words: str, same: str) -> None:
    assert stem(words) == stem(same)


def test_a_labour_strike_is_no_raid_and_fire_no_gunfire() -> None:
    assert stem("general strike") != stem("strike")
    assert stem("set fire") != stem("opened fire")


def _coded(text: str, id: str = "a", published: str | None = None) -> Record:
    (record,) = Coder().pipe([Document(text, id=id, published=published, outlet="Lenna Post")])
    return record


def test_the_weekday_is_read_where_no_day_of_publication_places_it() -> None:
    text = "Rebels shelled the town of Homs on Saturday night, killing four people."
    (undated,) = [one for one in mentions_of(_coded(text)) if "shelling" in one.kinds]
    (dated,) = [one for one in mentions_of(_coded(text, published="2015-05-04")) if "shelling" in one.kinds]
    assert (undated.days, undated.weekday) == (None, 6)
    assert dated.days is not None and dated.weekday == 6
    assert from_row(to_row(undated), undated.sketch) == undated


HEADLINE = "Dozens killed in raid\n\nWarplanes bombed a market in Idlib on Sunday and killed 24 people, medics said.\n"


def test_a_headline_is_the_event_of_the_lead() -> None:
    record = _coded(HEADLINE, published="2015-05-04")
    above = {claim.id for claim in record.claims if claim.trigger.end <= HEADLINE.index("\n")}
    below = {claim.id for claim in record.claims if claim.trigger.start > HEADLINE.index("\n")}
    assert above and below
    assert [len(above & set(event.claims)) > 0 and len(below & set(event.claims)) > 0 for event in link([record])] == [
        True
    ]


def test_a_headline_of_another_day_or_kind_stays_apart() -> None:
    record = _coded(
        "Protest in Homs\n\nWarplanes bombed a market in Idlib on Sunday, medics said.\n", published="2015-05-04"
    )
    assert len({event.id for event in link([record])}) == 2


def test_a_place_without_a_name_is_nowhere() -> None:
    text = "Warplanes struck a prison on Sunday, an official told reporters in Washington."
    record = _coded(text, published="2015-05-04")
    assert all(spot.name[:1].isupper() for one in mentions_of(record) for spot in one.places)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("The hospital in Homs took in 62 people hurt by the bombing at the airport on Sunday.", ["Homs"]),
        ("The hospitals in Homs and Idlib took in people hurt by the bombing at the airport on Sunday.", []),
        ("HOMS (Wire) - Three were hurt by the bombing at the airport on Sunday. Doctors in Idlib treated two.", []),
        ("HOMS (Wire) - The hospital took in 62 people hurt by the bombing at the airport on Sunday.", []),
    ],
)
def test_a_place_without_a_name_is_in_the_one_town_of_the_text(text: str, where: list[str]) -> None:
    record = _coded(text, published="2015-05-04")
    (struck,) = [one for one in mentions_of(record) if one.kinds & {"bombing", "airstrike"}]
    assert [spot.name for spot in struck.places] == where


def test_a_part_of_a_building_tells_no_target_apart() -> None:
    record = _coded("A shell crashed through the roof of a school in Idlib on Sunday, medics said.", published="2015-05-04")
    words = {word for one in mentions_of(record) for word in one.targets}
    assert "school" in words and "roof" not in words


@pytest.mark.parametrize("whom", ["three people", "at least 40 civilians", "a woman", "dozens"])
def test_whom_a_count_or_a_common_word_names_is_nobody_to_tell_apart(whom: str) -> None:
    record = _coded(f"Warplanes bombed a market in Idlib on Sunday and killed {whom}, medics said.", published="2015-05-04")
    words = {word for one in mentions_of(record) for word in one.targets}
    assert "market" in words
    assert not words & {"three", "people", "least", "40", "civilians", "woman", "dozens"}


def test_people_killed_and_a_house_hit_do_not_differ() -> None:
    shelled = "Rebels shelled a prison in Idlib on Sunday, medics said."
    killed = "The shelling killed at least 50 people in Idlib on Sunday, a doctor said."
    one, other = (
        next(one for one in mentions_of(_coded(text, id=id, published="2015-05-04")) if "shelling" in one.kinds)
        for id, text in (("a", shelled), ("b", killed))
    )
    assert "prison" in one.targets
    assert not {"target differs", "other target"} & set(_reasons(one, other))


def test_the_sea_is_no_states_and_near_every_coast() -> None:
    text = "Gunmen fired a rocket at the tanker Lenna in the Red Sea on Sunday, the coast guard said."
    (at_sea,) = [one for one in mentions_of(_coded(text, published="2015-05-04")) if one.places]
    assert [(spot.country, spot.lat, spot.admin1) for spot in at_sea.places] == [(None, None, None)]
    port = Spot("Hodeidah", 1, 14.8, 42.95, "YEM", "02", 1)
    assert not {"other country", "too far apart"} & set(_reasons(at_sea, replace(at_sea, document="b", places=(port,))))


def test_who_denies_speaks_of_the_attack_that_others_are_said_to_have_made() -> None:
    accused = _mention(actors=frozenset({"army"}), actor_ids=frozenset({"mil-rwa"}))
    other = _mention("b", actors=frozenset({"navy"}), actor_ids=frozenset({"nav-ken"}))
    assert "other actor" in _reasons(accused, other)
    assert "other actor" not in _reasons(accused, replace(other, status="denied"))


@pytest.mark.parametrize("word", ["fired", "looting", "gunfire"])
def test_what_is_done_on_the_ground_is_no_air_strike(word: str) -> None:
    above = _mention(kinds=frozenset({"airstrike"}), family="violence", stems=frozenset({"strik"}))
    below = _mention("b", kinds=frozenset({"armed_attack"}), family="violence", stems=frozenset({stem(word)}))
    assert "other family of kinds" in _reasons(above, below)
    attack = replace(below, stems=frozenset({stem("attack")}))
    assert "other family of kinds" not in _reasons(above, attack)
