"""Arguments across sentences: pronouns, and what one mention of an event lends to another."""

from __future__ import annotations

from functools import cache

import pytest

from sayso.actors import ActorBook, DocumentActors
from sayso.claims.completion import document_arguments
from sayso.claims.coreference import resolve
from sayso.claims.frames import FrameTable
from sayso.claims.model import Arguments, Trigger
from sayso.codebook.weapons import WeaponLexicon
from sayso.language import Parse, Parser
from sayso.record import Entity


@cache
def parser() -> Parser:
    return Parser()


@cache
def parse(text: str) -> Parse:
    return parser().parse(text)


@cache
def book() -> ActorBook:
    return ActorBook.load()


def arguments(text: str, triggers: list[tuple[str, str]], speaker: str | None = None) -> list[Arguments]:
    """The arguments of triggers given as (word, kind), each at its next place in the text."""
    tokens = parse(text)
    found, start = [], 0
    for word, kind in triggers:
        start = text.index(word, start)
        at = tokens.token_at(start)
        assert at is not None
        found.append(Trigger(at, at + 1, at, kind, "test", nominal=tokens.tags[at].startswith("N")))
        start += len(word)
    speakers: list[Entity | None] = [None] * len(found)
    if speaker is not None:
        begin = text.index(speaker)
        speakers = [Entity(begin, begin + len(speaker), speaker, speaker, None, "unknown")] * len(found)
    actors = DocumentActors(book(), tokens)
    return list(document_arguments(tokens, found, actors, WeaponLexicon.load(), None, speakers))


def words(entity: object) -> str | None:
    return getattr(entity, "text", None)


PRONOUNS = [
    ("The army said it had shelled the port.", "it ", "army"),
    ("Rebels took the bridge on Monday. They burned two houses.", "They", "Rebels"),
    ("The commander met elders. He promised aid.", "He", "commander"),
    ("The forces may move their guns.", "their", "forces"),
    ("Police stopped the marchers but let them pray.", "them", "marchers"),
    ("The militia left. It had held the town for a year. It also held the mine.", "It also", "militia"),
]


@pytest.mark.parametrize(("text", "pronoun", "noun"), PRONOUNS)
def test_pronouns(text: str, pronoun: str, noun: str) -> None:
    tokens = parse(text)
    at = tokens.token_at(text.index(pronoun))
    assert at is not None
    found = resolve(tokens, at, FrameTable.load().nouns)
    assert found is not None and tokens.words[found] == noun


def test_an_expletive_stands_for_nothing() -> None:
    text = "The army left. It is feared that shells hit the school."
    tokens = parse(text)
    at = tokens.token_at(text.index("It "))
    assert at is not None and resolve(tokens, at, FrameTable.load().nouns) is None


def test_a_definite_noun_takes_what_the_event_had_before() -> None:
    text = "Turkish jets bombed the village of Sirin on Friday. Residents fled. The strikes went on for an hour."
    first, again = arguments(text, [("bombed", "airstrike"), ("strikes", "airstrike")])
    assert words(first.actor) == words(again.actor) == "Turkish jets"
    assert again.target == first.target
    assert again.frame["actor"].startswith("same event")


def test_another_event_takes_nothing() -> None:
    text = "Turkish jets bombed the village of Sirin on Friday. Another strike was reported in the north."
    _, other = arguments(text, [("bombed", "airstrike"), ("strike", "airstrike")])
    assert other.actor is None and other.target is None


def test_deaths_take_the_actor_of_the_attack_before_them() -> None:
    text = "Government forces shelled a market in Taiz. At least nine shoppers were killed."
    _, deaths = arguments(text, [("shelled", "shelling"), ("killed", "killing")])
    assert words(deaths.actor) == "Government forces" and words(deaths.target) == "At least nine shoppers"


def test_the_dead_of_a_clash_were_killed_by_the_other_side() -> None:
    text = "The gunman clashed with police near the station. The gunman was killed."
    _, death = arguments(text, [("clashed", "armed_clash"), ("killed", "killing")])
    assert words(death.actor) == "police"


def test_who_killed_a_named_person_is_told_once() -> None:
    text = (
        "Friends mourned Sami Daher, who was killed in March. He had taught at the school for years. "
        "His pupils came too. Masked gunmen killed Sami Daher at his door."
    )
    first, _ = arguments(text, [("killed", "killing"), ("killed", "killing")])
    assert words(first.actor) == "Masked gunmen"


def test_who_is_called_by_the_deed_in_the_sentence_did_it() -> None:
    (wounds,) = arguments("Two guards were wounded and the attackers fled.", [("wounded", "armed_attack")])
    assert words(wounds.actor) == "the attackers"


def test_the_gunman_did_not_shoot_himself() -> None:
    (death,) = arguments("The gunman was shot dead.", [("shot", "armed_attack")])
    assert death.actor is None


def test_a_month_before_the_year_is_the_same_event_another_town_is_not() -> None:
    text = "Amal Ruiz was shot dead by Karim Daoud. He was tried for the March 1995 killing of Ruiz."
    _, again = arguments(text, [("shot", "killing"), ("killing", "killing")])
    assert words(again.actor) == "Karim Daoud"
    text = "Karim Daoud attacked a bank. The mayor recalled the Taiz and Aden attacks."
    _, other = arguments(text, [("attacked", "armed_attack"), ("attacks", "armed_attack")])
    assert other.actor is None


def test_a_threat_without_an_actor_is_the_speaker() -> None:
    text = "“There will be war,” the commander said."
    (threat,) = arguments(text, [("war", "threat")], speaker="the commander")
    assert words(threat.actor) == "the commander" and threat.frame["actor"] == "speaker"


def test_one_side_of_a_campaign_is_its_actor_throughout() -> None:
    text = (
        "Saudi jets bombed Sanaa on Monday. The Saudi air force bombed Taiz on Tuesday. "
        "Saudi planes bombed Aden on Wednesday. Doctors spoke of fear. Schools closed. Shops closed. "
        "Airstrikes hit a bakery."
    )
    found = arguments(text, [("bombed", "airstrike")] * 3 + [("Airstrikes", "airstrike")])
    assert words(found[-1].actor) == "Saudi planes"


def test_every_span_is_verbatim() -> None:
    text = (
        "“Jets – ours – hit the\u00a0camp,” said Gen. Ömer 🚀 Kaya. He’d vowed it; his men’s guns fired shells at them."
    )
    for found in arguments(text, [("hit", "airstrike"), ("vowed", "threat"), ("fired", "shelling")]):
        for value in (found.actor, found.target, found.weapon):
            assert value is None or text[value.start : value.end] == value.text
