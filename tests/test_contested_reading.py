"""Denials, accusations and versions that change, as reports of contested events tell them. Texts written for the project."""

from __future__ import annotations

from functools import cache

import pytest

from sayso import Coder
from sayso.record import Claim, Record


@cache
def coder() -> Coder:
    return Coder().load()


@cache
def coded(text: str, published: str | None = "2019-03-06") -> Record:
    return coder().code(text, published=published)


def claim(text: str, trigger: str) -> Claim:
    return next(one for one in coded(text).claims if one.trigger.text.endswith(trigger))


@pytest.mark.parametrize(
    ("text", "trigger", "status"),
    [
        ("Neither Kigali nor its allies bombed the camp, the minister said.", "bombed", "denied"),
        ("Neither Kenyan nor Ugandan jets carried out any air strikes on the port, he said.", "air strikes", "denied"),
        ("Neither side shelled the bridge on Monday.", "shelled", "denied"),
        ("There is no truth to reports that the army shelled the town, a general said.", "shelled", "denied"),
        ("There was no truth in the claim that soldiers shot at the crowd, he said.", "shot", "denied"),
        ("Allegations that the army bombed a clinic are a lie, the general said.", "bombed", "denied"),
        ("Reports that the army bombed a clinic are not false, the general said.", "bombed", "asserted"),
        ("Reports that the army bombed a clinic are disturbing, the general said.", "bombed", "asserted"),
        ("We found no sign of an air strike in the town, the ministry said.", "air strike", "denied"),
        ("Monitors found traces of an air strike in the town, the ministry said.", "air strike", "asserted"),
        ("The army did not deliberately bomb the school, a spokesman said.", "bomb", "hypothetical"),
        ("The army did not bomb the school, a spokesman said.", "bomb", "denied"),
        ("The general denied deliberately shelling the school.", "shelling", "hypothetical"),
        ("The general denied shelling the school.", "shelling", "denied"),
        ("Local forces called for the air strike that killed nine people in Zaranj.", "air strike", "asserted"),
        ("Local forces called for air strikes on the hills around Zaranj.", "air strikes", "hypothetical"),
    ],
)
def test_what_is_denied_is_told_from_what_is_not(text: str, trigger: str, status: str) -> None:
    assert claim(text, trigger).status == status


def test_neither_is_no_part_of_a_name() -> None:
    found = claim("Neither Kigali nor its allies bombed the camp, the minister said.", "bombed")
    assert found.actor is not None
    assert found.actor.text == "Kigali"


def test_planes_of_either_of_two_states_are_of_both() -> None:
    found = claim("Saudi or Emirati aircraft bombed the depot in Hodeidah on Monday, residents said.", "bombed")
    assert found.actor is not None
    assert {found.actor.country, *(one.country for one in found.co_actors)} == {"SAU", "ARE"}
    alone = claim("Saudi military aircraft bombed the depot in Hodeidah on Monday, residents said.", "bombed")
    assert alone.co_actors == ()


def test_the_day_on_which_a_toll_rose_is_not_that_of_the_attack() -> None:
    found = claim("The toll of an air strike on a market in Taiz rose to 22 on Tuesday.", "air strike")
    assert found.when is None
    assert claim("An air strike on a market in Taiz killed 22 people on Tuesday.", "air strike").when is not None


def test_a_night_is_a_day_of_news() -> None:
    text = (
        "The clinic in Raqqa was bombed overnight, the ministry said on Wednesday.\n\n"
        "The jets destroyed two wards.\n\nElsewhere, gunmen killed nine people in Homs on Monday."
    )
    found = claim(text, "destroyed").when
    assert found is not None
    assert (found.first, found.last) == ("2019-03-05", "2019-03-06")


def test_what_happened_elsewhere_lends_no_place() -> None:
    text = (
        "Jets bombed a clinic, residents said.\n\n{} jets bombed a bridge in Homs on Monday.\n\n"
        "Helicopters bombed a mill in Raqqa on Monday. Guns shelled a school in Raqqa on Monday."
    )
    other = claim(text.format("Elsewhere,"), "bombed").place
    same = claim(text.format("In the city,"), "bombed").place
    assert other is None or other.name != "Homs"
    assert same is not None
    assert same.name == "Homs"


def test_a_plane_that_crashed_made_no_air_strike() -> None:
    text = "A military transport plane crashed at the airport of Goma on Monday, killing eleven people."
    assert all(one.kind != "airstrike" for one in coded(text).claims)


def test_whoever_denies_an_attack_has_named_no_culprit() -> None:
    text = (
        "The minister said that neither Kigali nor its allies had bombed the camp near Goma.\n\n"
        "The attack killed nine people, he said."
    )
    assert claim(text, "attack").actor is None
    blamed = text.replace("neither Kigali nor its allies", "Kigali")
    assert claim(blamed, "attack").actor is not None


def test_an_attempt_to_blame_blames_nobody() -> None:
    text = "The ministry spoke of attempts to blame Kenyan planes for the attack."
    assert claim(text, "attack").actor is None
    assert claim("The ministry blamed Kenyan planes for the attack.", "attack").actor is not None


def test_an_official_does_not_serve_the_state_that_they_accuse() -> None:
    text = (
        "Ethiopian jets bombed Adwa, and Ethiopian guns shelled it.\n\n"
        'The State House in Nairobi was angry. "We hold the government of Ethiopia responsible for the air strikes," '
        "said Peter Oduya, the deputy foreign minister."
    )
    sources = [one for found in coded(text).claims for one in found.sources if one.name == "Peter Oduya"]
    assert sources
    assert all(one.country != "ETH" for one in sources)


def test_shots_from_the_ground_are_no_air_strike() -> None:
    text = "Jets bombed the hospital in Taiz on Monday. Gunmen fired from its garden on Monday, an officer said."
    record = coded(text)
    by_trigger = {one.trigger.text: one.id for one in record.claims}
    assert not any({by_trigger["bombed"], by_trigger["fired"]} <= set(event.claims) for event in record.events)


def test_an_attack_is_the_one_told_of_its_target_and_not_the_last() -> None:
    text = (
        "Jets bombed a convoy near Idlib on Monday. Helicopters bombed a clinic in Homs on Tuesday. "
        "A monitor called the attack on the convoy a crime."
    )
    record = coded(text)
    first, second, later = (one.id for one in record.claims if one.trigger.text in ("bombed", "attack"))
    together = next(event.claims for event in record.events if later in event.claims)
    assert first in together
    assert second not in together
