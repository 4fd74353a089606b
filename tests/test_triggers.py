"""Triggers: which words of a text name events, of which kind, and which do not. Texts written for the project."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sayso.claims.model import Trigger
from sayso.claims.triggers import find_triggers
from sayso.codebook.kinds import read_kinds
from sayso.codebook.triggers import TriggerLexicon
from sayso.errors import CodebookError
from sayso.language import Parse, Parser
from sayso.record import KINDS


@cache
def parser() -> Parser:
    return Parser()


@cache
def lexicon() -> TriggerLexicon:
    return TriggerLexicon.load()


@cache
def parse(text: str) -> Parse:
    return parser().parse(text)


def triggers(text: str) -> tuple[Trigger, ...]:
    return find_triggers(parse(text), lexicon())


def kinds(text: str) -> list[str]:
    return [trigger.kind for trigger in triggers(text)]


def words(text: str) -> list[str]:
    return [parse(text).span(trigger.first, trigger.last).text for trigger in triggers(text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The army captured 40 fighters and two tanks.", "arrest"),
        ("Troops captured insurgents and several vehicles.", "arrest"),
        ("The army captured two tanks.", "other"),
        ("Rebels captured a town and 12 soldiers.", "territory_gained"),
        ("Fighters captured a military airport and three tanks.", "territory_gained"),
        ("The army captured a rebel stronghold.", "territory_gained"),
    ],
)
def test_what_is_captured_tells_the_kind(text: str, kind: str) -> None:
    assert kinds(text) == [kind]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Workers began a two-day strike that closed ports and airports.", "protest"),
        ("A nationwide strike closed the schools, and soldiers guarded the port.", "protest"),
        ("The army said the two-day strike on the port was over.", "airstrike"),
        ("He was charged over the bombing of a passenger jet.", "bombing"),
        ("Coalition jets went on with the bombing of Aleppo.", "airstrike"),
    ],
)
def test_strikes_and_bombings_of_other_kinds(text: str, kind: str) -> None:
    assert {"protest", "airstrike", "bombing"} & set(kinds(text)) == {kind}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Government jets bombed the harbour of Velmar on Monday.", "airstrike"),
        ("The air force carried out a strike on a rebel depot near Velmar.", "airstrike"),
        ("A drone strike killed two militants in the eastern desert.", "drone_strike"),
        ("The army shelled the town with mortars through the night.", "shelling"),
        ("Rebels fired rockets at the airport on Sunday.", "shelling"),
        ("A car bomb exploded outside the governor's office in Tarsa.", "bombing"),
        ("A bomber blew himself up at a checkpoint in Tarsa.", "suicide_bombing"),
        ("Chlorine was dropped on the suburb, medics said after the attack with chlorine gas.", "chemical_attack"),
        ("Soldiers clashed with insurgents in the hills on Friday.", "armed_clash"),
        ("Gunmen ambushed a bus on the road to Tarsa.", "armed_attack"),
        ("Gunmen opened fire on worshippers in the village.", "armed_attack"),
        ("Militants executed three villagers on Tuesday.", "killing"),
        ("Guards tortured detainees at the army base.", "abuse"),
        ("Soldiers raped women in the refugee camp.", "sexual_violence"),
        ("Armed men kidnapped two engineers near the oil field.", "abduction"),
        ("Police arrested twelve militants in the capital.", "arrest"),
        ("Rebel forces besieged the garrison for three weeks.", "siege"),
        ("Rebels seized the border town of Tarsa on Friday.", "territory_gained"),
        ("The army launched an offensive against the rebels in the north.", "offensive"),
        ("The government deployed 400 troops to the border.", "deployment"),
        ("The neighbouring state supplied rifles and rockets to the rebels.", "arms_supply"),
        ("Peacekeepers withdrew from the northern sector.", "withdrawal"),
        ("Forty rebels surrendered to the army at dawn.", "surrender"),
        ("The militants freed three hostages on Sunday.", "release"),
        ("The government and the rebels agreed to a ceasefire.", "agreement"),
        ("Thousands of villagers fled the fighting.", "displacement"),
        ("Thousands of demonstrators marched against the junta.", "protest"),
        ("Youths rioted in the capital after the soldiers left.", "riot"),
        ("The government threatened to bomb the rebel camps.", "threat"),
        ("The president accused the militia of bad faith.", "accusation"),
        ("The council demanded an end to the blockade.", "demand"),
        ("The rebels rejected the ceasefire proposal.", "refusal"),
        ("Rebel leaders met government envoys in Geneva.", "talks"),
        ("The militia shot down an army helicopter.", "shootdown"),
        ("Soldiers found a cache of mines and rifles in the forest.", "other"),
    ],
)
def test_kind_of_the_plain_case(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        # strike: labour is a protest at most, sport and weather are nothing
        "The striker hit the post twice and struck again in the second half of the match.",
        "The hurricane struck the coast and killed nine people in the storm.",
        # attack: verbal, on a plan, of the heart
        "He died of a heart attack at home in Ohio.",
        "The candidate attacked his rival's tax plan during the campaign for the election.",
        # fire, shoot, capture, seize, charge
        "The company fired its chief executive on Monday, and its shares fell.",
        "The director shot the film in two weeks.",
        "The novel captures the mood of a generation.",
        "Firefighters fought the blaze for hours.",
        # withdraw, surrender, deal, battle
        "The senator withdrew his bid for the nomination.",
        "The team surrendered a two-goal lead in the final game of the season.",
        "She spent a good deal of time on her legal battle.",
        # painted and staged
        "The museum shows a painting of the siege of the city and of the massacre that followed.",
        # agreement, talks, demand outside of conflict
        "The company reached an agreement with its supplier and demanded lower prices.",
        "Rocket Blasts Off From Steppe for Space Station.",
    ],
)
def test_other_senses_name_no_event(text: str) -> None:
    # Long enough that the text itself shows its domain.
    long = text + " The town council will meet again next week to talk about the budget for parks and schools." * 8
    assert kinds(long) == []


@pytest.mark.parametrize(
    "text",
    [
        "The minister met with pupils of a school in Velmar to talk about the war in Tarsa.",
        "Under this president the generals have been reduced to rubble, she joked.",
        "Families across the army town will kill a sheep for the holiday.",
        "The suspect fled the scene before police arrived.",
        "A lorry wreck on the coast road killed a passenger, police said.",
        "The museum of the fort offers blacksmithing demonstrations.",
        "Senators agreed on a budget that cuts school funds.",
        "Would it be a huge deal?",
        "There was more agreement among troops that the food should improve.",
        "The candidate attacked the ideology of the rebels in a speech.",
        "Carelessness has run amok in the army, the candidate said.",
        "The officer is struggling to demonstrate how donors shaped her views.",
        "The army blamed it on a fault in the wiring.",
    ],
)
def test_other_senses_name_no_event_in_a_report_on_war_either(text: str) -> None:
    war = "Rebels shelled the army base at Velmar on Monday. Soldiers clashed with militants at a checkpoint. "
    found = triggers(war + war + text)
    assert [trigger.kind for trigger in found if trigger.first >= len(parse(war + war))] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The airstrike killed four people in Tarsa.", ["airstrike"]),
        ("Four people were killed when a bomb exploded in Tarsa.", ["bombing"]),
        ("Two soldiers were killed and five wounded in an ambush near Tarsa.", ["armed_attack"]),
        ("Jets bombed and destroyed a depot in Tarsa.", ["airstrike"]),
        ("The army condemned the bombing of the mosque.", ["bombing"]),
        ("The council called for a ceasefire in Tarsa.", ["demand"]),
        ("The army began a campaign to retake the town of Tarsa.", ["offensive"]),
        ("Riot police stood by as soldiers shelled the suburb.", ["shelling"]),
        ("The militia has the capability to strike the capital.", []),
    ],
)
def test_one_claim_for_one_event(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("At least 4,000 troops are expected to be sent to the border.", "deployment"),
        ("The militants are suspected of abducting two engineers.", "abduction"),
        ("The envoy, Karim Haddad, arrived. Haddad met the rebel leader in Tarsa.", "talks"),
        ("The army has been massed along the frontier, and warships blocked trade with the island.", "siege"),
        ("Guards hurled two prisoners from a rooftop.", "killing"),
    ],
)
def test_arguments_are_found_through_the_verb_above(text: str, kind: str) -> None:
    war = "Rebels shelled the army base at Velmar on Monday. Soldiers clashed with militants at a checkpoint. "
    assert kind in kinds(war + text)


def test_a_brief_text_on_an_armed_group_is_a_report_on_conflict() -> None:
    brief = (
        "The government has asked for the party to be expelled from the talks, after the police said that they "
        "believe the guerrillas were behind two killings. The guerrillas have denied the killings. "
        + "It is late. "
        * 30
    )
    assert "killing" in kinds(brief)


def test_distinct_events_of_a_sentence_stay_apart() -> None:
    assert kinds("Rebels shelled the airport, kidnapped two pilots and fled the town.") == [
        "shelling", "abduction", "withdrawal",
    ]  # fmt: skip


def test_a_back_reference_without_news_is_dropped() -> None:
    text = "The army launched an offensive against rebels in Tarsa on Monday. Villagers spoke of the offensive."
    assert kinds(text) == ["offensive"]


def test_the_blast_takes_the_kind_of_the_known_event() -> None:
    text = (
        "A suicide bomber killed six soldiers in Tarsa. A second suicide bomber died at the gate. "
        "The blast wounded nine soldiers."
    )
    assert kinds(text)[-1] == "suicide_bombing"


def test_a_sum_over_a_period_is_a_toll() -> None:
    news = "Soldiers shelled the rebel town again on Monday, and militants fired rockets at the airbase in reply. " * 6
    assert kinds(news + "More than 900 civilians have been killed since January.")[-1] == "toll"
    told = kinds(news)
    assert kinds(news + "More than 900 civilians have been killed in air strikes since January.") == [*told, "toll"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Three soldiers killed in rebel raid", "raid"),
        ("Nine villagers killed near Tarsa", "killed"),
        ("Army Shells Rebel Town, Kills Nine", "Shells"),
        ("Rebels Seize Border Post: Army", "Seize"),
    ],
)
def test_headlines_without_auxiliaries(text: str, word: str) -> None:
    assert word in " ".join(words(text))


def test_particles_and_idioms_are_part_of_the_trigger() -> None:
    assert words("Troops pulled out of Tarsa on Monday.") == ["pulled out"]
    assert words("The convoy came under fire near Tarsa, the army said.") == ["came under fire"]


def test_everyday_crime_is_no_claim_outside_of_a_report_on_conflict() -> None:
    crime = "A man was arrested on Main Street after he stabbed his neighbour in a row over a fence."
    filler = " The county fair opens on Saturday with music, food and a parade for children and their parents." * 8
    assert kinds(crime + filler) == []


def test_every_trigger_names_its_rule_and_lies_in_the_text() -> None:
    text = "Rebels shelled Tarsa. The blast killed two. Police arrested a man over the attack."
    tokens = parse(text)
    found = triggers(text)
    assert found == tuple(sorted(found, key=lambda trigger: trigger.first))
    for trigger in found:
        assert trigger.first <= trigger.head < trigger.last <= len(tokens)
        assert trigger.rule.split()[0] in ("verb", "noun")
        assert trigger.kind in KINDS
        assert 0 < trigger.confidence < 1


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_a_kind_is_of_that_kind(kind: str) -> None:
    # A toll shows in a text that is long enough to tell of more than one event.
    news = "Rebels shelled the town of Velmar on Monday. The army said it would answer. " * 8 if kind == "toll" else ""
    assert kind in kinds(news + read_kinds()[kind].example)


def test_nothing_in_nothing() -> None:
    assert triggers("...") == ()


def test_kinds_are_those_of_the_record() -> None:
    assert tuple(read_kinds()) == KINDS


def test_the_users_rows_come_first(tmp_path: Path) -> None:
    (tmp_path / "triggers_verbs.csv").write_text(
        "lemma,subject,object,with,kind,sense,confidence\nfrobnicate,,,,shelling,,0.9\nshell,,,,armed_attack,,0.9\n"
    )
    mine = TriggerLexicon.load(tmp_path)
    tokens = parse("Troops shelled the town and frobnicated the bridge.")
    assert [trigger.kind for trigger in find_triggers(tokens, mine)] == ["armed_attack", "shelling"]


@pytest.mark.parametrize(
    "row", ["shell,,,,frobnication,,0.9", "shell,,,document:,shelling,,0.9", "shell,FROB,,,shelling,,0.9"]
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str) -> None:
    (tmp_path / "triggers_verbs.csv").write_text(f"lemma,subject,object,with,kind,sense,confidence\n{row}\n")
    with pytest.raises(CodebookError, match="verb shell"):
        TriggerLexicon.load(tmp_path)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Air force jets flew 12 sorties hitting nine rebel camps.", ["airstrike"]),
        ("Direct hits of guided bombs destroyed two rebel depots near Velmar.", ["airstrike"]),
        ("The air strike resulted in the destruction of a rebel depot.", ["airstrike"]),
        ("A Su-25 aircraft eliminated a command post of the militants.", ["airstrike"]),
    ],
)
def test_statements_of_a_defence_ministry(text: str, expected: list[str]) -> None:
    assert kinds(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "😀 Rebels shelled Tarsa 😀 and \u0642\u0635\u0641 Ve\u0301lmar on Monday.",
        "THE ARMY DENIED TODAY THAT GUERRILLAS SHELLED THE FARM NEAR TARSA, A SPOKESMAN SAID.",
    ],
)
def test_unusual_text_keeps_its_triggers(text: str) -> None:
    assert "shelling" in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("The rebels will not take part in the talks, their spokesman said.", "refusal", "take part"),
        ("The army will retaliate with force, the minister said.", "threat", "retaliate"),
        ("The envoy is expected to visit Baghdad and Tehran to discuss the war.", "talks", "visit"),
        ("Soldiers attacked and wounded three protesters near the barracks.", "armed_attack", "attacked"),
        ("The activist was found dead by soldiers in a ditch near the barracks.", "killing", "dead"),
        ("An angry mob torched a church in the suburb.", "property_damage", "torched"),
        ("Two soldiers died when their truck hit a landmine.", "bombing", "hit"),
        ("Seven people are being held by police over the bombing of the ministry.", "arrest", "held"),
        ("The suspect turned himself in to soldiers at the barracks.", "surrender", "turned himself in"),
    ],
)
def test_what_the_words_around_make_certain(text: str, kind: str, word: str) -> None:
    found = {parse(text).span(each.first, each.last).text: each.kind for each in triggers(text)}
    assert any(kind == given and set(word.split()) & set(words.split()) for words, given in found.items()), found


def test_a_state_of_siege_is_no_siege() -> None:
    told = kinds("The government declared a state of siege after rebels attacked the barracks.")
    assert "siege" not in told
    assert "sanction" in told


TALE = (
    " The square lies in the middle of the city, and on most evenings its cafes are full. People who were there said "
    "that they had heard nothing at first. Some thought of fireworks. A waiter said that he pushed his guests inside "
    "and put out the lights. A student hid behind a bus for an hour. By midnight the square was empty, and only the "
    "lamps of the ambulances could be seen. The mayor came at dawn and spoke to the people who had gathered there. "
    "Later in the morning the first flowers were laid at the fountain, and the shops stayed shut."
)


def test_a_text_that_opens_with_an_attack_reports_on_it() -> None:
    lead = "A gunman opened fire on police officers in the old town on Friday. The attack killed two of them."
    assert "armed_attack" in kinds(lead + TALE)
    told = triggers(lead + TALE + " Police arrested a man on Saturday.")
    assert "arrest" in [each.kind for each in told]
    assert "arrest" not in kinds("The town held its fair on Friday." + TALE + " Police arrested a man on Saturday.")


def test_a_text_on_relations_of_states_has_their_words_as_deeds() -> None:
    speech = (
        " The ministers of France and Italy spoke of fish. The French minister and the Italian ambassador drank tea, "
        "and the Italian government sent its regards. The president of France spoke of the sea, and the Italian prime "
        "minister spoke of boats. An official said that France and Italy were old friends."
    )
    assert "accusation" in kinds("France accused Italy of bad faith." + speech * 2)
    assert "accusation" not in kinds("A reader accused a shop of bad manners." + TALE * 2)
