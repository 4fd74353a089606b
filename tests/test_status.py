"""Status and background of events. Texts written for the project."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.claims.model import Trigger
from sayso.claims.status import StatusFound, status_of
from sayso.claims.triggers import find_triggers
from sayso.codebook.triggers import TriggerLexicon
from sayso.dates import find_dates
from sayso.language import Parse, Parser
from sayso.record import When


@cache
def parser() -> Parser:
    return Parser()


@cache
def lexicon() -> TriggerLexicon:
    return TriggerLexicon.load()


@cache
def parse(text: str) -> Parse:
    return parser().parse(text)


def found(text: str, word: str, published: str | None = None) -> StatusFound:
    tokens = parse(text)
    start = text.index(word)
    trigger = next(
        item
        for item in find_triggers(tokens, lexicon())
        if tokens.starts[item.first] < start + len(word) and start < tokens.ends[item.last - 1]
    )
    return status_of(tokens, trigger, published=published, dates=find_dates(tokens, published))


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("Rebels shelled the town on Monday.", "shelled", "asserted"),
        ("The army said it would shell the town on Monday.", "shell the", "planned"),
        ("The army will shell the town.", "shell", "planned"),
        ("The army plans to shell the town.", "shell", "planned"),
        ("Troops are preparing to attack the town.", "attack", "planned"),
        ("The general ordered strikes on the militant camp.", "strikes", "planned"),
        ("The army did not shell the town.", "shell", "denied"),
        ("No airstrikes were carried out by the army, the minister said.", "airstrikes", "denied"),
        ("Soldiers failed to capture the town from the rebels.", "capture", "denied"),
        ("The army could shell the town.", "shell", "hypothetical"),
        ("If rebels shell the town, the army is ready.", "shell", "hypothetical"),
        ("Villagers fear an attack by the militia.", "attack", "hypothetical"),
        ("An offensive would drive thousands from their homes, rebels warned.", "offensive", "hypothetical"),
        ("Rebels managed to seize the town.", "seize", "asserted"),
        # An infinitive with its own subject.
        ("The general wants his troops to seize the town.", "seize", "planned"),
        ("The raids will not force the rebels to flee.", "flee", "denied"),
        ("The shelling forced thousands to flee.", "flee", "asserted"),
        # A guess at what has happened is no mere thought; hope and fear of what will is.
        ("Rebels may have shelled the hospital.", "shelled", "asserted"),
        ("The mayor hopes that rebels will leave the town.", "leave", "hypothetical"),
        ("What villagers fear is that soldiers will shell the town.", "shell", "hypothetical"),
        # Gerunds under what is weighed and talked of.
        ("The cabinet is considering bombing the camp.", "bombing", "hypothetical"),
        ("The suspect had talked about killing the judge.", "killing", "hypothetical"),
        ("Officials warned that rebels were shelling the town.", "shelling", "asserted"),
        # Purposes and what is put ahead.
        ("The operation is designed to encircle the town.", "encircle", "planned"),
        ("Envoys prepared for talks scheduled for Friday.", "talks", "planned"),
        ("Talks scheduled for Friday were cancelled.", "Talks", "denied"),
        ("Any decision to expel the envoys must be agreed.", "expel", "hypothetical"),
        ("The king assured him the army would withdraw from the valley.", "withdraw", "planned"),
        # To say no is to refuse.
        ("The army will not allow rebels to return, the minister said.", "allow", "asserted"),
        ("Jets took off to bomb the rebel town.", "bomb", "asserted"),
        ("The army began to shell the town.", "shell", "asserted"),
        ("The rebels threatened to shell the town.", "threatened", "asserted"),
        ("The rebels rejected the ceasefire.", "rejected", "asserted"),
        ("More rebels are expected to be arrested in Kassala.", "arrested", "planned"),
        ("A protest is scheduled in Lusaka.", "protest", "planned"),
        ("We are going to bomb the bridge, the rebel said.", "bomb", "planned"),
        ("We are not going to bomb the bridge, the rebel said.", "bomb", "denied"),
        ("The army does not plan to attack Sake.", "attack", "denied"),
        ("The president gave no order to attack the rebel town.", "attack", "denied"),
        ("Troops are yet to capture the airport from the rebels.", "capture", "denied"),
        ("Peace talks between the rebels and the army were cancelled.", "talks", "denied"),
        ("Talks between the rebels and the army fell through.", "Talks", "denied"),
        ("The president urged the army to end the bombardment of the city.", "bombardment", "asserted"),
        ("Police deployed to prevent attacks on mosques.", "attacks", "hypothetical"),
        ("Police foiled an attack on a mosque.", "attack", "denied"),
        ("The general ordered a ceasefire in the province.", "ceasefire", "asserted"),
        ("The army would break the law by shelling the town.", "shelling", "hypothetical"),
        ("Air strikes could wreck the talks.", "strikes", "hypothetical"),
        ("The air strikes could wreck the talks.", "strikes", "asserted"),
        ("Rebels can attack the town at any time.", "attack", "hypothetical"),
        ("The army will fight on until rebels withdraw from Bunia.", "withdraw", "hypothetical"),
        ("It is unclear whether the jets bombed the village.", "bombed", "asserted"),
        ("It was not just an attack on the police.", "attack", "asserted"),
        ("The kidnappers kept their promise to kill the trader.", "kill", "asserted"),
        ("The report made no reference to strikes on the village.", "strikes", "denied"),
        ("The report made a reference to strikes on the village.", "strikes", "asserted"),
        ("The army did not carry out any strike on the clinic.", "strike", "denied"),
        ("The army knew of no civilians who were hurt.", "hurt", "denied"),
        ("The army knew of two civilians who were hurt.", "hurt", "asserted"),
        ("Diplomats want to stop any strike on the clinic.", "strike", "hypothetical"),
        ("The minister warned that shelling could trigger an exodus of refugees.", "exodus", "hypothetical"),
    ],
)
def test_status(text: str, word: str, status: str) -> None:
    assert found(text, word).status == status


@pytest.mark.parametrize(
    ("text", "word", "background"),
    [
        ("Rebels shelled the town on Monday.", "shelled", False),
        ("Rebels shelled the town in March 2014.", "shelled", True),
        ("Rebels shelled the town last year.", "shelled", True),
        ("The neighbouring kingdom has backed the militia.", "backed", True),
        ("The army will shell the town.", "shell", False),
        # Before the news, outside of reported speech.
        ("Two of the rebels who had attacked the convoy gave themselves up.", "attacked", True),
        ("The rebels had attacked the convoy with mortars.", "attacked", True),
        ("The governor said rebels had attacked the convoy with mortars.", "attacked", False),
        # A recent time stands against the perfect.
        ("Rebels have attacked the town in recent weeks.", "attacked", False),
        ("Rebels have attacked the town.", "attacked", False),  # what has just happened
        ("Rebels have repeatedly attacked the town.", "attacked", True),
        # Named only to say who somebody is, or what goes on.
        ("Police arrested a man suspected of involvement in the attack on the market.", "attack", True),
        ("A court jailed the officer responsible for the killings.", "killings", True),
        ("Police arrested a man after the attack on the market.", "attack", False),
        ("The mayor resigned. He gave no reason. His brother serves in the battle against the rebels.", "battle", True),
    ],
)
def test_background(text: str, word: str, background: bool) -> None:
    assert found(text, word, published="2016-05-10").background is background


def test_the_rule_is_named() -> None:
    assert "plan" in found("The army plans to shell the town.", "shell").why


def test_without_a_publication_date_no_day_makes_history() -> None:
    assert not found("Rebels shelled the town in March 2014.", "shelled").background


def test_a_trigger_at_the_root_of_a_fragment() -> None:
    tokens = parse("Shelling.")
    assert status_of(tokens, Trigger(0, 1, 0, "shelling", "test", nominal=True)).status == "asserted"


def test_an_event_with_a_day_to_come_is_planned() -> None:
    text = "Police arrested two men ahead of protests on 5 March 2021 in Lagos."
    assert found(text, "protests", "2021-03-03").status == "planned"
    assert found(text, "protests", "2021-03-08").status == "asserted"


@pytest.mark.parametrize(
    ("text", "word", "day", "background"),
    [
        # The day may stand in another sentence: the event's own time says whether it is news.
        ("Rebels shelled the town.", "shelled", "2016-05-08", False),
        ("Rebels shelled the town.", "shelled", "2016-03-02", True),
        # What a noun recalls is history sooner than what a verb tells.
        ("Rebels bombed the market.", "bombed", "2016-05-05", False),
        ("The president condemned the bombing of the market.", "bombing", "2016-05-05", True),
        ("The president condemned the bombing of the market.", "bombing", "2016-05-09", False),
    ],
)
def test_the_time_of_the_event_itself(text: str, word: str, day: str, background: bool) -> None:
    tokens = parse(text)
    trigger = next(item for item in find_triggers(tokens, lexicon()) if text.startswith(word, tokens.starts[item.head]))
    when = When(None, None, None, day, day, 1)
    assert status_of(tokens, trigger, published="2016-05-10", when=when).background is background
