"""Slots of claims end to end: who suffered, when it was, how many there were and who says so."""

from __future__ import annotations

from functools import cache

import pytest

from sayso import Coder
from sayso.record import Claim

PUBLISHED = "2017-05-10"  # a Wednesday


@cache
def coder() -> Coder:
    return Coder()


def claim(text: str, trigger: str) -> Claim:
    record = coder().code(text, published=PUBLISHED)
    return next(found for found in record.claims if trigger in found.trigger.text)


@pytest.mark.parametrize(
    ("text", "trigger", "target"),
    [
        ("Karim Dalo faces a federal charge of murder.", "charge", "Karim Dalo"),
        ("Airwars says 433 civilians met their deaths under bombs in May.", "met their deaths", "433 civilians"),
        ("A school sheltering families had taken a direct hit from a barrel bomb.", "hit", "A school sheltering families"),
        ("At least 12 soldiers lost their lives in an ambush near Karvel.", "ambush", "At least 12 soldiers"),
        ("In May 40 soldiers lost their lives in the battle of Karvel.", "lost their lives", "40 soldiers"),
        ("The gunman took the lives of two officers.", "took the lives", "two officers"),
        ("Dalo's shooting shocked the town of Karvel.", "shooting", "Dalo"),
        ("The rebels called for the president to resign.", "called", "the president"),
        ("The rebels called for the governor to be sacked.", "called", None),
        ("Police shot and wounded fleeing villagers in Karvel.", "shot", "villagers"),
        ("The officer, who shot a boy and has been charged with murder, fled.", "charged", "The officer"),
        ("Troops set fire to the market.", "set fire", "the market"),
        ("Kidnappers killed a trader they took hostage.", "took hostage", "a trader"),
        ("The soldiers were surrounded and taken prisoner.", "taken", "The soldiers"),
        ("Dalo was rushed to a hospital in Karvel.", "rushed", "Dalo"),
        ("Youths roamed the streets and smashed windows.", "roamed", None),
        ("The war on the Sunrise Brigade has cost 4,000 lives.", "war", "the Sunrise Brigade"),
        ("The battle for the port has flared again.", "battle", "the port"),
        ("The killing by police of a student set off riots.", "killing", "a student"),
    ],
)
def test_target(text: str, trigger: str, target: str | None) -> None:
    found = claim(text, trigger).target
    assert (found.text if found else None) == target


@pytest.mark.parametrize(
    ("text", "trigger", "actor"),
    [
        ("The gunman took the lives of two officers.", "took the lives", "The gunman"),
        ("The killing by police of a student set off riots.", "killing", "police"),
        ("The captives were freed by nightfall.", "freed", None),
        ("The soldiers were surrounded and taken prisoner.", "taken", None),
    ],
)
def test_actor(text: str, trigger: str, actor: str | None) -> None:
    found = claim(text, trigger).actor
    assert (found.text if found else None) == actor


@pytest.mark.parametrize(
    ("text", "trigger", "first", "last"),
    [
        ("The town was shelled a fortnight ago.", "shelled", "2017-04-26", "2017-04-26"),
        ("Planes have bombed the town for a fortnight.", "bombed", "2017-04-26", "2017-05-10"),
        ("Rockets hit Karvel overnight.", "hit", "2017-05-09", "2017-05-10"),
        ("The army flew 41 sorties in the 24 hours to Thursday morning.", "sorties", "2017-05-03", "2017-05-04"),
        ("It was the worst shelling of the town since the riots of 2008.", "shelling", None, None),
        ("Aid has run short, and a convoy was set upon on Monday by a mob.", "set upon", "2017-05-08", "2017-05-08"),
        ("A man was charged on Monday in the slaying of a doctor in Karvel.", "slaying", None, None),
    ],
)
def test_when(text: str, trigger: str, first: str | None, last: str | None) -> None:
    found = claim(text, trigger).when
    assert ((found.first, found.last) if found else (None, None)) == (first, last)


def test_distance_without_a_day_is_not_lent_to_what_the_text_dates() -> None:
    text = (
        "Rebels attacked Karvel on 4 March 2017. A student was shot dead eight days ago. "
        "The rebels bombed the market. They killed nine people."
    )
    record = coder().code(text)
    days = {found.trigger.text: found.when.first for found in record.claims if found.when}
    assert days["bombed"] == days["killed"] == "2017-03-04"


@pytest.mark.parametrize(
    ("text", "trigger", "counts"),
    [
        ("Nobody was killed in the shelling of Karvel.", "shelling", [("killed", 0, 0)]),
        ("No one was hurt when a bomb exploded in Karvel.", "exploded", [("injured", 0, 0)]),
        ("Gunmen have killed more than a hundred people in Karvel.", "killed", [("killed", 100, None)]),
        ("At least 12 soldiers lost their lives in an ambush.", "ambush", [("killed", 12, None)]),
        ("At least 40 houses were gutted by rebels.", "gutted", [("struck", 40, None)]),
        ("The blast shook Karvel and 14 people were treated for burns.", "treated", [("injured", 14, 14)]),
        ("Soldiers wrested 70 villages from the rebels.", "wrested", [("captured", 70, 70)]),
        ("Half a million people fled the shelling of Karvel.", "fled", [("displaced", 500000, 500000)]),
        ("Rebels abducted a boy of 12 and his father.", "abducted", []),
        ("Several dozen people fled.", "fled", [("displaced", 24, None)]),
        ("Six commuters burned to death in a bus hit by a shell.", "burned", [("killed", 6, 6)]),
        ("One protester threw a petrol bomb at police.", "threw", []),
    ],
)
def test_counts(text: str, trigger: str, counts: list[tuple[str, int | None, int | None]]) -> None:
    assert [(found.what, found.low, found.high) for found in claim(text, trigger).counts] == counts


@pytest.mark.parametrize(
    ("text", "trigger", "sources"),
    [
        ("By the count of the Karvel Monitor, the army carried out 300 raids.", "raids", ["the Karvel Monitor"]),
        ("By the agency's reckoning the battle has killed 189 people.", "killed", ["the agency"]),
        ('The mayor issued a statement: "Our town was attacked by bandits."', "attacked", ["The mayor"]),
        ('The mayor said in a statement: "Our town was attacked by bandits."', "attacked", ["The mayor"]),
        ("A man stabbed two soldiers, the jury was told.", "stabbed", ["the jury"]),
        ("A soldier was killed by bombs during the attack, an inquest heard.", "attack", ["an inquest"]),
        ("Masked youths threw stones at police, who responded with tear gas.", "threw", []),
    ],
)
def test_sources(text: str, trigger: str, sources: list[str]) -> None:
    assert [source.text for source in claim(text, trigger).sources] == sources


def test_an_agent_is_not_that_of_another_clause() -> None:
    text = "Soldiers besieged Karvel. Water has been cut for a week and bakeries are guarded by teenagers with rifles."
    found = claim(text, "cut").actor
    assert found is None or "teenagers" not in found.text
