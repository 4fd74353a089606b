"""Which claims a report on conflict makes of words that depend on what stands around them."""

from __future__ import annotations

from functools import cache

import pytest

from evals.probe import WAR
from sayso import Coder


@cache
def coder() -> Coder:
    return Coder()


def told(text: str, frame: str = WAR) -> list[tuple[str, str]]:
    """The kinds and triggers of a text that stands at the end of a report."""
    record = coder().code(f"{frame}\n\n{text}", published="2024-05-14")
    return [(claim.kind, claim.trigger.text) for claim in record.claims if claim.trigger.start > len(frame)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # one event, one claim
        ("Shops were smashed and looted in the port.", [("property_damage", "smashed")]),
        ("The army accused the rebels of using villagers as human shields.", [("abuse", "human shields")]),
        (
            "The attack in the port of Tarsa, where nine people were killed, shook the country.",
            [("armed_attack", "attack")],
        ),
        ("The army said it had repelled an attack by the rebels.", [("armed_clash", "repelled")]),
        ("Jets carried out twelve raids on Sunday.", [("airstrike", "raids")]),
        ("Gunmen hijacked a bus.", [("abduction", "hijacked")]),
        ("The minister said gangs had hijacked the movement.", []),
        # what is only allowed, sought or said of a sort of people
        ("The patrols are authorised to use force.", []),
        ("The ministry offered money for information leading to the arrest.", []),
        ("The bishop prayed for those who kill and maim.", []),
        # an insistence on what must be is a demand, one on what was is none
        ("The general insisted that his men had acted lawfully.", []),
        ("The envoy insisted that the roads must be opened.", [("demand", "insisted")]),
        # arguments through a clause with "for"
        ("The council called for both sides to open the roads.", [("demand", "called")]),
        # what is carried is no weapon used
        ("Pirates fired on a chemical tanker off the coast.", [("armed_attack", "fired")]),
    ],
)
def test_claims_of_a_sentence_in_a_report(text: str, expected: list[tuple[str, str]]) -> None:
    assert told(text) == expected


def test_words_split_at_a_hyphen_are_read_whole() -> None:
    assert ("offensive", "assault") in told("Diplomats fear a full-scale assault on the valley.")
    assert [kind for kind, _ in told("North Korea test-fired a ballistic missile into the sea.")] == ["other"]


def test_who_was_hurt_was_hurt_in_the_attack_that_the_text_is_about() -> None:
    lead = "Jets bombed the market of Tarsa. Warplanes also bombed the barracks of the army."
    assert told("A teacher was wounded.", lead) == [("airstrike", "wounded")]


def test_a_massacre_by_a_gang_is_news_of_conflict() -> None:
    text = (
        "At least 90 people were killed over the weekend in Haiti's capital in violence that a gang leader had ordered"
        " against old people whom he suspected of witchcraft, a United Nations official told reporters on Monday.\n\n"
        "The killings took place in a slum by the sea. A rights network said the gang boss had ordered the massacre after"
        " his child fell ill and died. It said that the victims were killed with machetes and knives, and that their"
        " bodies were burned.\n\nResidents who tried to leave were stopped by gunmen at checkpoints, and drivers who"
        " tried to rescue them were shot dead, a committee for peace in the slum said. The prime minister called it an"
        " act of barbarity. Kenya, which leads a mission of police officers in Haiti, said that it would send more men"
        " to the country before the end of the year, as the council had asked."
    )
    kinds = [claim.kind for claim in coder().code(text, published="2024-12-10").claims]
    assert kinds.count("killing") >= 4
