"""The mention that a claim gives: a person's own name, a thing without its place, the organisation behind an actor."""

from __future__ import annotations

from functools import cache

import pytest

from sayso import Coder
from sayso.record import Claim, Record, dumps, loads


@cache
def coder() -> Coder:
    return Coder()


def first(text: str, kind: str) -> tuple[Record, Claim]:
    record = coder().code(text)
    return record, next(claim for claim in record.claims if claim.kind == kind)


def test_a_person_is_the_name_without_the_office() -> None:
    record, claim = first("Gunmen killed Senator Mateo Rivas Ortega in the capital on Friday.", "killing")
    assert claim.target is not None
    assert (claim.target.text, claim.target.named) == ("Mateo Rivas Ortega", True)
    assert loads(dumps(record)) == record


def test_a_person_stays_with_the_organisation_before_the_name() -> None:
    _, claim = first("Gunmen abducted UN envoy Mateo Rivas Ortega in the capital on Friday.", "abduction")
    assert claim.target is not None
    assert (claim.target.text, claim.target.named) == ("UN envoy Mateo Rivas Ortega", True)


def test_described_people_are_not_named_and_things_are_neither() -> None:
    record, claim = first("Gunmen killed two farmers near the river on Friday.", "killing")
    assert claim.target is not None and claim.target.named is False
    assert '"named":false' in dumps(record)
    record, claim = first("Guerrillas attacked an electric power substation on Friday.", "armed_attack")
    assert claim.target is not None and claim.target.text == "an electric power substation"
    assert claim.target.named is None and '"named"' not in dumps(record)


@pytest.mark.parametrize(
    ("text", "organisation"),
    [
        ("Members of the FMLN attacked a police post on Monday.", "FMLN"),
        ("Guerrillas of the Karo Liberation Front attacked a police post on Monday.", "Karo Liberation Front"),
        ("The FMLN attacked a police post on Monday.", None),
        ("Unidentified men attacked a police post on Monday.", None),
    ],
)
def test_the_organisation_behind_an_actor(text: str, organisation: str | None) -> None:
    record, claim = first(text, "armed_attack")
    assert claim.actor is not None
    found = claim.actor.org
    assert (None if found is None else found.text.removeprefix("the ")) == organisation
    assert ('"org"' in dumps(record)) == (organisation is not None)
    assert loads(dumps(record)) == record


def test_where_a_thing_was_is_the_place_and_not_the_thing() -> None:
    _, claim = first("Masked men burned a bus in Aleppo on Monday.", "property_damage")
    assert claim.target is not None and claim.target.text == "a bus"
    assert claim.place is not None and claim.place.name == "Aleppo"


@pytest.mark.parametrize(
    ("text", "actor", "target"),
    [
        ("Police are investigating Morales's murder in the capital.", None, "Morales"),
        ("The cartel's murder of judges went on.", "The cartel", "judges"),
    ],
)
def test_the_possessor_of_one_killing_is_its_victim(text: str, actor: str | None, target: str) -> None:
    _, claim = first(text, "killing")
    assert (claim.actor and claim.actor.text, claim.target and claim.target.text) == (actor, target)


def test_the_place_of_took_place_is_no_target() -> None:
    _, claim = first("The attack took place on Monday, the army said.", "armed_attack")
    assert claim.target is None


def test_a_small_word_in_capitals_is_no_acronym_beside_names() -> None:
    record = coder().code(
        "GENERAL ALONSO QUIROGA IS AT THE FRONT AND GUERRILLAS ATTACKED A BRIDGE, THE ARMY SAID TODAY."
    )
    actors = [claim.actor.id for claim in record.claims if claim.actor is not None]
    assert actors and "islamic-state" not in actors


def test_one_sentence_tells_of_one_attack() -> None:
    record = coder().code("Gunmen killed a guard and wounded two drivers. The shooting lasted an hour.")
    assert len(record.events) == 1 and len(record.claims) > 1
