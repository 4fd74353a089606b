"""Words in which long reports tell of war: towns and lines, fire, flight, the law and the words of states.

Each family stands with negative cases: the same words about other things, in the same report on a conflict.
"""

from __future__ import annotations

from functools import cache

import pytest

from evals.probe import PEACE, WAR
from sayso import Coder


@cache
def coder() -> Coder:
    return Coder()


def told(text: str, frame: str = WAR) -> list[str]:
    """The kinds that a text names as the end of a report."""
    record = coder().code(f"{frame}\n\n{text}", published="2024-05-14")
    return [claim.kind for claim in record.claims if claim.trigger.start > len(frame)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        # ground, lines and rings
        ("In two days the militia gobbled up half of the province.", "territory_gained"),
        ("The hill was yielded up to the army on Monday.", "territory_gained"),
        ("The rebels' front crumbled in a single night.", "territory_gained"),
        ("The soldiers fought their way into the market.", "offensive"),
        ("The soldiers breached the minefield on Monday.", "offensive"),
        ("The general's march on the capital began in April.", "offensive"),
        ("Militants fell upon a police post at dawn.", "armed_attack"),
        ("The enclave's water was cut on Tuesday.", "siege"),
        ("The noose around the town has been drawn tighter.", "siege"),
        # fire
        ("Gunners tipped 400 shells on the eastern quarters.", "shelling"),
        ("Howitzers thudded from the ridge all afternoon.", "shelling"),
        ("An ambulance was shot up on the coast road.", "armed_attack"),
        ("Arsonists set three houses on fire in the village.", "property_damage"),
        ("The bomb caused heavy damage.", "property_damage"),
        # the dead, the taken
        ("The snipers accounted for nine soldiers.", "killing"),
        ("Nine commuters burned to death in the bus.", "killing"),
        ("Gunmen carried off 17 women from the village.", "abduction"),
        ("The attacker was overpowered on the bridge.", "arrest"),
        # who moves and who runs
        ("Chad lent 500 soldiers to the cause.", "deployment"),
        ("The garrison was put to flight.", "withdrawal"),
        ("Some 30,000 people have spilled across the river.", "displacement"),
        ("Families have pitched tents among the olive trees.", "displacement"),
        ("Villagers took to the hills with their goats.", "displacement"),
        # hands that help, words that judge
        ("Volunteers doled out rice to the refugees.", "aid"),
        ("The minister disputed that account.", "refusal"),
        ("The minister branded the killers cowardly.", "accusation"),
        ("The rebels also requested that the army stay out of the valley.", "demand"),
        ("Diplomats haggled over the text of a resolution.", "talks"),
        ("A conversation between the two presidents lasted an hour.", "talks"),
        ("Officials warned of fresh threats to embassies in the region.", "threat"),
        ("The suspect appeared before a magistrate.", "other"),
        ("The rebels shelled a market in the old town.", "shelling"),
        ("Government jets struck a wedding in the hills.", "airstrike"),
        ("Goma fell to the rebels on Monday.", "territory_gained"),
    ],
)
def test_what_a_report_puts_in_pictures(text: str, kind: str) -> None:
    assert told(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The boys gobbled up half of the cake.",
        "The author yielded up the rights to her publisher.",
        "His patience crumbled in a single night.",
        "The girls danced their way into the market.",
        "The shopkeeper cut the bread.",
        "The waiter tipped the plates into a bin.",
        "The price of the car shot up.",
        "The farmers accounted for most of the vote.",
        "The nurse carried off the cups.",
        "The library lent 500 books to the school.",
        "Some milk was spilled across the table.",
        "The boy took to the piano.",
        "The actor appeared before a full house.",
        "A man got out of his car to buy bread.",
        "She has never heard of the singer.",
        "Rising rates pummelled stocks and the currency.",
    ],
)
def test_the_same_words_about_other_things_are_no_claims(text: str) -> None:
    assert told(text) == []


def test_a_crime_that_somebody_is_charged_with_is_not_told_again() -> None:
    assert told("Two officers were charged with murder on Friday.") == ["sanction"]
    assert told("Two officers were charged with conspiracy to commit murder.") == ["sanction"]
    # who was murdered tells of it
    assert told("Two officers were charged with the murder of a judge.") == ["sanction", "killing"]


def test_riot_police_are_no_riot_where_they_open_a_sentence() -> None:
    assert "riot" not in told("Riot police stood at the street corners.")
    assert "riot" in told("A riot broke out at the street corners.")


def test_strikes_beside_protests_are_those_of_workers() -> None:
    assert set(told("There have been strikes and protests in the port for years.")) == {"protest"}
    assert set(told("There have been strikes and shelling in the port for years.")) == {"shelling"}


def test_volleys_of_petrol_bombs_are_a_riot() -> None:
    assert told("Youths hurled volleys of petrol bombs at the station.") == ["riot"]
    assert told("Gunners fired volleys of rockets at the station.") == ["shelling"]


def test_they_are_the_side_that_was_named_before() -> None:
    assert told("The soldiers hid in the forest. They entered the village at dawn.") == ["deployment"]
    assert told("The singers slept in the bus. They entered the village at dawn.") == []


def test_a_pronoun_in_the_phrase_that_it_stands_for_ends() -> None:
    assert told("The half of it that it had kept was it.") == []


def test_a_number_of_dead_is_a_claim_and_dead_alone_is_none() -> None:
    assert told("The hospital counted 12 dead on Friday.") == ["killing"]
    assert told("The dead lie in a cemetery on the hill.") == []


CRIME = (
    "A gunman shot at two police officers on Elm Street late on Monday, the sheriff said. One officer was wounded by a "
    "bullet in the arm and the other fired his pistol and hit the man, who had a rifle and a knife. The suspect, Henry "
    "Moss, 34, was arrested near the river by deputies. Detectives found a second gun and the warrant for his arrest in "
    "his room. Moss was charged with assault on an officer and was held in the county jail, an investigator said. He was "
    "convicted of robbery in 2011 and served four years. Neighbours said that they had heard three shots and seen a man "
    "who ran to the bridge with a weapon in his hand. A lawyer for Moss said he would ask the judge for bail on Friday."
)


def test_the_report_of_a_shooting_at_home_is_read_as_one() -> None:
    record = coder().code(CRIME, published="2024-05-14")
    kinds = {claim.kind for claim in record.claims}
    assert {"armed_attack", "arrest", "sanction"} <= kinds


def test_an_arrest_in_passing_is_none() -> None:
    assert told("A man was arrested at the fair. He was charged with theft.", PEACE) == []
