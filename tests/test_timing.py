"""When an event happened: which date is its own, and what is never taken for it."""

from __future__ import annotations

import pytest

from sayso import Coder
from sayso.claims.episodes import times_of
from sayso.claims.model import Trigger
from sayso.claims.timing import when_of
from sayso.dates import find_dates, resolve
from sayso.language import Parse, Parser
from sayso.record import When

PUBLISHED = "2015-10-14"  # a Wednesday


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def _trigger(parse: Parse, word: str, kind: str, after: int = 0) -> Trigger:
    head = next(token for token, text in enumerate(parse.words) if text == word and token >= after)
    return Trigger(head, head + 1, head, kind, "test", nominal=parse.tags[head].startswith("N"))


def _when(
    parser: Parser, text: str, word: str, kind: str = "airstrike", published: str | None = PUBLISHED
) -> When | None:
    parse = parser.parse(text)
    return when_of(parse, _trigger(parse, word, kind), find_dates(parse, published), published)


@pytest.mark.parametrize(
    ("text", "word", "first", "last"),
    [
        ("Jets bombed the town on Monday.", "bombed", "2015-10-12", "2015-10-12"),
        ("Monday's bombing killed four.", "bombing", "2015-10-12", "2015-10-12"),
        ("The army said on Tuesday that jets bombed the town on Sunday.", "bombed", "2015-10-11", "2015-10-11"),
        ("Jets bombed the town on Sunday, the army said on Tuesday.", "bombed", "2015-10-11", "2015-10-11"),
        ("The town has been shelled since 3 October.", "shelled", "2015-10-03", "2015-10-14"),
        ("The town was besieged from 4 May to 9 June.", "besieged", "2015-05-04", "2015-06-09"),
        ("Jets flew 40 sorties in the past 24 hours.", "sorties", "2015-10-13", "2015-10-14"),
        ("Four villages were bombed on 12 and 13 August.", "bombed", "2015-08-12", "2015-08-13"),
        ("The raid, which began on Monday, killed four.", "raid", "2015-10-12", "2015-10-12"),
        ("In its report for 6 October, the army confirmed strikes.", "strikes", "2015-10-06", "2015-10-06"),
        ("In 2009 rebels bombed the court.", "bombed", "2009-01-01", "2009-12-31"),
        ("The navy sank four boats in a 48-hour raid.", "sank", "2015-10-12", "2015-10-14"),
        ("Since the war began, more than four years ago, 900 have died.", "died", "2011-10-14", "2015-10-14"),
        ("Over the last few days, they made attempts to send arms.", "send", "2015-10-11", "2015-10-14"),
    ],
)
def test_a_date_of_the_event(parser: Parser, text: str, word: str, first: str, last: str) -> None:
    when = _when(parser, text, word)
    assert when is not None
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("Jets bombed the town, the army said on Monday.", "bombed"),
        ("The minister told reporters on Tuesday that jets bombed the town.", "bombed"),
        ("Jets bombed the town.", "bombed"),
        ("Troops shelled the village before last month's vote.", "shelled"),
        ("At 9 a.m., jets bombed the town.", "bombed"),
        ("Jets bombed an 11th century temple.", "bombed"),
        ("It was the deadliest bombing this year.", "bombing"),
        ("The town has been bombed since dawn.", "bombed"),
    ],
)
def test_a_date_that_is_not_the_event_s(parser: Parser, text: str, word: str) -> None:
    when = _when(parser, text, word)
    assert when is None or when.first is None


def test_without_a_publication_date_the_reason_is_kept_and_the_days_can_be_placed_later(parser: Parser) -> None:
    for text, first in (
        ("Jets bombed the town on Monday.", "2015-10-12"),
        ("The town has been bombed since Sunday.", "2015-10-11"),
        ("The town has been bombed since late 2014.", "2014-09-01"),
        ("Jets bombed it between 3 and 5 October.", "2015-10-03"),
    ):
        when = _when(parser, text, "bombed", published=None)
        assert when is not None
        assert (when.first, when.last) == (None, None)
        assert when.reason
        assert resolve(when, PUBLISHED) == _when(parser, text, "bombed")
        assert resolve(when, PUBLISHED).first == first


def test_mentions_of_one_episode_share_its_day(parser: Parser) -> None:
    text = (
        "A bomb exploded in a market on Monday, killing six people. The attack was the worst this year. "
        "Two shops were destroyed. Officials fear more attacks. The ministry has condemned violence."
    )
    parse = parser.parse(text)
    triggers = [
        _trigger(parse, "exploded", "bombing"), _trigger(parse, "attack", "bombing"),
        _trigger(parse, "destroyed", "property_damage"), _trigger(parse, "attacks", "bombing"),
    ]  # fmt: skip
    times = times_of(parse, triggers, find_dates(parse, PUBLISHED), PUBLISHED)
    assert [when and when.first for when in times] == ["2015-10-12", "2015-10-12", "2015-10-12", None]
    assert times[2] is not None and times[2].text == "Monday"


def test_an_event_of_another_time_is_left_alone(parser: Parser) -> None:
    text = "Gunmen killed a judge on Monday. In 2009 rebels bombed the court. The bombing killed nine."
    parse = parser.parse(text)
    triggers = [
        _trigger(parse, word, kind)
        for word, kind in (("killed", "killing"), ("bombed", "bombing"), ("bombing", "bombing"))
    ]
    times = times_of(parse, triggers, find_dates(parse, PUBLISHED), PUBLISHED)
    assert times[0] is not None and times[0].first == "2015-10-12"
    assert times[1] is not None and times[1].first == "2009-01-01"
    assert times[2] is None or times[2].first != PUBLISHED


def test_the_day_of_publication_is_never_taken(parser: Parser) -> None:
    text = "Jets bombed the town. Rebels shelled the port. Six people died. The attack went on at dawn."
    parse = parser.parse(text)
    triggers = [_trigger(parse, word, "airstrike") for word in ("bombed", "shelled", "died", "attack")]
    times = times_of(parse, triggers, find_dates(parse, PUBLISHED), PUBLISHED)
    assert all(when is None or when.first is None for when in times)


@pytest.mark.parametrize(
    ("text", "trigger", "days"),
    [
        ("Rebels attacked the base on 3 March. Two days after the raid, jets bombed the town, killing six people.",
         "bombed", ("2015-03-05", "2015-03-05")),
        ("A week after rebels seized the dam on 2 May, jets bombed a village.", "bombed", ("2015-05-09", "2015-05-09")),
        ("Police arrested a mayor hours after troops shelled the town on Monday.", "arrested",
         ("2015-05-18", "2015-05-19")),
        ("From Monday to Thursday the army shelled the suburb.", "shelled", ("2015-05-11", "2015-05-14")),
    ],
)  # fmt: skip
def test_times_counted_from_another_event(coder: Coder, text: str, trigger: str, days: tuple[str, str]) -> None:
    claim = next(c for c in coder.code(text, published="2015-05-20").claims if c.trigger.text == trigger)
    assert claim.when is not None
    assert (claim.when.first, claim.when.last) == days


def test_a_time_counted_from_an_undated_event_is_null_with_the_reason(coder: Coder) -> None:
    text = "Shells hit the port on Tuesday. Ten people were killed in the two weeks after the election."
    claim = next(c for c in coder.code(text, published="2015-05-20").claims if c.kind == "killing")
    assert claim.when is not None
    assert claim.when.first is None
    assert claim.when.reason == "counted from an event that the text does not date"


def test_the_day_of_a_reaction_is_not_that_of_what_it_is_about(coder: Coder) -> None:
    text = "The president on Thursday condemned the bomb attacks on two hotels. The bombs killed 40 people."
    claims = coder.code(text, published="2015-05-23").claims
    assert all(claim.when is None for claim in claims if claim.kind == "bombing")


def test_a_headline_takes_the_day_of_the_lead(coder: Coder) -> None:
    text = "Car bomb kills 20 in Baghdad\n\nA car bomb killed 20 people at a bus station in Baghdad on Tuesday."
    days = {claim.when.first for claim in coder.code(text, published="2015-05-23").claims if claim.when}
    assert days == {"2015-05-19"}


def test_a_date_before_another_clause_is_the_first_clauses(coder: Coder) -> None:
    text = "Five rockets were fired at Homs airport on Monday and missile defences shot them down, an official said."
    days = {claim.trigger.text: claim.when for claim in coder.code(text, published="2015-05-20").claims}
    assert days["fired"] is not None
    assert days["fired"].first == "2015-05-18"


def test_a_plan_that_only_gives_the_time_lies_in_the_past(coder: Coder) -> None:
    text = (
        "As the minister prepared to speak in Homs on Tuesday, gunmen shot two guards. "
        "A vote is set for next Sunday. A day earlier, police had arrested six men."
    )
    claims = {claim.trigger.text: claim.when for claim in coder.code(text, published="2015-05-20").claims}
    assert claims["shot"] is not None
    assert claims["shot"].first == "2015-05-19"
    assert claims["arrested"] is not None
    assert claims["arrested"].first == "2015-05-18"


def test_a_day_long_past_hangs_on_the_verb_in_the_past(coder: Coder) -> None:
    text = "He heads a team that is prosecuting the bombings which killed 224 people, including 12 guards, on Aug. 7, 1998."
    claims = coder.code(text, published="1999-10-08").claims
    assert {claim.when.first for claim in claims if claim.when} == {"1998-08-07"}


@pytest.mark.parametrize(
    ("text", "word", "kind", "first", "last"),
    [
        ("The union held a vigil for the men who fell in 1990, and thousands came to a rally Monday in the square.",
         "rally", "protest", "2015-10-12", "2015-10-12"),
        ("Troops have raided villages in the hills since a failed August uprising.", "raided", "armed_attack",
         "2015-08-01", "2015-10-14"),
        ("The minister condemned the invasion of Zubarah on 2 September.", "invasion", "offensive",
         "2015-09-02", "2015-09-02"),
        ("Observers welcomed the envoy's meeting this week with the rebels.", "meeting", "talks",
         "2015-10-12", "2015-10-14"),
        ("The parties will meet this week.", "meet", "talks", "2015-10-12", "2015-10-18"),
    ],
)  # fmt: skip
def test_ways_to_give_the_day(parser: Parser, text: str, word: str, kind: str, first: str, last: str) -> None:
    when = _when(parser, text, word, kind)
    assert when is not None
    assert (when.first, when.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("Police said on Tuesday they had arrested nine men.", "arrested", "arrest"),
        ("The general on Monday promised to withdraw from the valley.", "withdraw", "withdrawal"),
        ("The captors demanded a ransom, but the line went dead on Monday.", "demanded", "demand"),
    ],
)
def test_the_day_of_something_else(parser: Parser, text: str, word: str, kind: str) -> None:
    assert _when(parser, text, word, kind) is None


def test_a_day_that_opens_a_sentence_sets_the_scene_of_the_next(coder: Coder) -> None:
    text = "On May 7, the governor was giving a speech in the theatre. Hundreds were listening when a bomb exploded."
    claims = coder.code(text, published="2015-05-23").claims
    assert {claim.when.first for claim in claims if claim.kind == "bombing" and claim.when} == {"2015-05-07"}


def test_an_event_is_known_again_by_its_name(coder: Coder) -> None:
    text = (
        "Iraq invaded Kuwait on May 2. Oil prices rose. Traders were nervous and shops closed early. "
        "Aid groups say prices have doubled in the port. The invasion was condemned by its neighbours."
    )
    claims = coder.code(text, published="2015-05-23").claims
    days = {claim.trigger.text: claim.when.first for claim in claims if claim.when}
    assert days.get("invasion") == "2015-05-02"


def test_a_dateline_tells_the_headline_from_the_text(coder: Coder) -> None:
    text = "Car bomb kills 20 in Homs. DAMASCUS, Syria -- A car bomb killed 20 people in Homs on Tuesday."
    claims = coder.code(text, published="2015-05-23").claims
    assert [claim.when.first if claim.when else None for claim in claims][:2] == ["2015-05-19", "2015-05-19"]


def test_attacks_in_general_take_no_day(coder: Coder) -> None:
    text = "A gunman shot two guards in Homs on Tuesday. The rebels' attacks threaten the peace."
    claims = coder.code(text, published="2015-05-23").claims
    assert [claim.when is None for claim in claims if claim.trigger.text == "attacks"] == [True]


def test_the_day_under_a_title_is_the_reports_and_not_the_events(coder: Coder) -> None:
    text = (
        "Frigate stops pirate boats\nNovember 12, 2011\nThe navy has foiled an attack on two ships. The pirates fled."
    )
    claims = coder.code(text).claims
    assert claims
    assert {claim.when for claim in claims} == {None}
    relative = "Frigate stops pirate boats\nNovember 12, 2011\nThe navy foiled an attack on two ships on Thursday."
    days = {claim.when.first for claim in coder.code(relative).claims if claim.when}
    assert days == {"2011-11-10"}


def test_a_line_of_a_chronology_dates_what_stands_under_it(coder: Coder) -> None:
    text = (
        "How the siege unfolded\nMarch 3, 2014\nRebels shelled Harim and killed four men.\n"
        "March 5, 2014\nWarplanes bombed the bakery."
    )
    days = [claim.when.first if claim.when else None for claim in coder.code(text).claims if claim.kind != "siege"]
    assert days == ["2014-03-03", "2014-03-05"]
