"""Figures and what they count, event by event."""

from __future__ import annotations

import pytest

from sayso.attribution import CueLexicon, find_speeches
from sayso.claims.counted_speakers import but_speakers
from sayso.claims.counts import find_counts
from sayso.claims.figures import find_figures
from sayso.claims.model import Arguments, Trigger
from sayso.language import Parse, Parser
from sayso.record import Count


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def _trigger(parse: Parse, word: str, kind: str) -> Trigger:
    head = next(token for token, text in enumerate(parse.words) if text == word)
    return Trigger(head, head + 1, head, kind, "test", nominal=parse.tags[head].startswith("N"))


def _counts(parser: Parser, text: str, word: str, kind: str, *others: tuple[str, str]) -> tuple[Count, ...]:
    parse = parser.parse(text)
    rivals = [_trigger(parse, other, its) for other, its in others]
    return find_counts(parse, _trigger(parse, word, kind), Arguments(), find_figures(parse), rivals)


@pytest.mark.parametrize(
    ("text", "word", "kind", "expected"),
    [
        ("A strike on the market killed 4 people.", "strike", "airstrike", [("killed", 4, 4)]),
        ("The shelling killed at least nine civilians.", "shelling", "shelling", [("killed", 9, None)]),
        ("The blast killed up to 30 worshippers.", "blast", "bombing", [("killed", None, 30)]),
        ("More than 1,200 soldiers have died.", "died", "toll", [("killed", 1200, None)]),
        ("Nearly 50 rebels were killed.", "killed", "killing", [("killed", 50, 50)]),
        ("Between 10 and 12 villagers were killed.", "killed", "killing", [("killed", 10, 12)]),
        ("Dozens of miners were killed.", "killed", "killing", [("killed", 24, None)]),
        ("Hundreds of families fled.", "fled", "displacement", [("displaced", 200, 999)]),
        ("Tens of thousands of villagers fled.", "fled", "displacement", [("displaced", 20000, 99999)]),
        ("Several hundred people fled.", "fled", "displacement", [("displaced", 300, None)]),
        ("Two dozen monks were arrested.", "arrested", "arrest", [("detained", 24, 24)]),
        ("Soldiers captured six fighters.", "captured", "arrest", [("captured", 6, 6)]),
        ("The rebels released 12 hostages.", "released", "release", [("released", 12, 12)]),
        ("Jets flew 40 sorties over the delta.", "sorties", "airstrike", [("sorties", 40, 40)]),
        ("Jets hit 53 militant targets.", "hit", "airstrike", [("struck", 53, 53)]),
        ("The raid destroyed three tanks.", "destroyed", "airstrike", [("struck", 3, 3)]),
        ("At least 82 were killed.", "killed", "killing", [("killed", 82, None)]),
        ("Gunmen opened fire, wounding three guards.", "fire", "armed_attack", [("injured", 3, 3)]),
        ("A family of five was killed by a mine.", "killed", "killing", [("killed", 5, 5)]),
        ("A Malian soldier was killed.", "killed", "killing", [("killed", 1, 1)]),
        ("Thousands of students marched.", "marched", "protest", [("other", 2000, 9999)]),
        ("Ten people were killed and 45 injured.", "killed", "killing", [("killed", 10, 10), ("injured", 45, 45)]),
        ("The bombing left 12 dead.", "bombing", "bombing", [("killed", 12, 12)]),
        ("A policeman and a bomb technician were killed.", "killed", "killing", [("killed", 2, 2)]),
        ("The mayor's mother and ten others were killed.", "killed", "killing", [("killed", 11, 11)]),
        ("Eleven people, none of them soldiers, died in the blast.", "blast", "bombing", [("killed", 11, 11)]),
        ("Ten of 12 hostages were released.", "released", "release", [("released", 10, 10)]),
        (
            "The bombings at two hotels, which have killed more than 250 people, shocked the city.",
            "bombings",
            "bombing",
            [("killed", 250, None)],
        ),
        ("The attack caused no injuries.", "attack", "armed_attack", [("injured", 0, 0)]),
    ],
)
def test_a_figure(parser: Parser, text: str, word: str, kind: str, expected: list[tuple[str, int, int]]) -> None:
    assert [(count.what, count.low, count.high) for count in _counts(parser, text, word, kind)] == expected


@pytest.mark.parametrize(
    ("text", "word", "kind"),
    [
        ("The strike came 20 kilometres from the border.", "strike", "airstrike"),
        ("The 34-year-old was killed.", "killed", "killing"),
        ("He was killed in 1998.", "killed", "killing"),
        ("The blast caused $5 million in damage.", "blast", "bombing"),
        ("The attack killed 12 percent of the herd.", "attack", "armed_attack"),
        ("He died on 12 March.", "died", "killing"),
        ("The third attack killed the mayor.", "attack", "armed_attack"),
        ("The mayor, 62, was killed.", "killed", "killing"),
        ("The victims, all of them over 60, were killed.", "killed", "killing"),
    ],
)
def test_what_is_left_out(parser: Parser, text: str, word: str, kind: str) -> None:
    assert _counts(parser, text, word, kind) == ()


def test_parts_stand_beside_the_whole(parser: Parser) -> None:
    counts = _counts(parser, "The strike killed nine people, including three children.", "strike", "airstrike")
    assert [(count.low, count.who, count.qualifier) for count in counts] == [(9, None, None), (3, "children", "part")]


def test_each_event_has_its_own_figures(parser: Parser) -> None:
    text = "Shelling killed four people in the north, and a mine killed two soldiers in the south."
    one = _counts(parser, text, "Shelling", "shelling", ("mine", "bombing"))
    two = _counts(parser, text, "mine", "bombing", ("Shelling", "shelling"))
    assert [count.span.text for count in one] == ["four people"]
    assert [count.span.text for count in two] == ["two soldiers"]


def test_a_toll_that_rises_is_cumulative(parser: Parser) -> None:
    (count,) = _counts(parser, "The strike brought the death toll to 40.", "strike", "airstrike")
    assert (count.what, count.low, count.high, count.qualifier) == ("killed", 40, 40, "cumulative")


def test_a_corrected_figure_is_dropped(parser: Parser) -> None:
    counts = _counts(parser, "The strike killed not 12 but 9 people.", "strike", "airstrike")
    assert [count.low for count in counts] == [9]


def test_spans_hold_the_words_of_the_figure(parser: Parser) -> None:
    (count,) = _counts(parser, "✈️ The strike killed at least 14 غزة residents.", "strike", "airstrike")
    assert count.span.text.startswith("at least 14")
    assert count.qualifier == "at least"


def test_the_agent_of_a_killing_is_not_counted_among_the_dead(parser: Parser) -> None:
    counts = _counts(parser, "Two gunmen killed a priest.", "killed", "killing")
    assert ("killed", 2) not in [(count.what, count.low) for count in counts]


@pytest.mark.parametrize(
    ("text", "word", "kind", "expected"),
    [
        ("Three dead in market clashes", "clashes", "armed_clash", [("killed", 3)]),
        ("Two soldiers dead in rebel attack", "attack", "armed_attack", [("killed", 2)]),
        ("Guards beat two migrants to death.", "beat", "abuse", [("killed", 2)]),
        ("The bomb killed nine people - five of them nurses.", "bomb", "bombing", [("killed", 9), ("killed", 5)]),
        ("Seven of the 13 drones were shot down.", "shot", "shootdown", [("other", 7)]),
        ("The ministry revised the toll down from 12 to 9 after the blast.", "blast", "bombing", [("killed", 9)]),
    ],
)
def test_ways_to_put_it(parser: Parser, text: str, word: str, kind: str, expected: list[tuple[str, int]]) -> None:
    assert [(count.what, count.low) for count in _counts(parser, text, word, kind)] == expected


@pytest.mark.parametrize(
    ("text", "word", "kind", "expected"),
    [
        ("Dozens of shops were burned and looted.", "burned", "property_damage", [("struck", 24, None)]),
        ("Pirates attacked nearly 60 vessels.", "attacked", "armed_attack", [("struck", 60, 60)]),
        ("The gunman fired six shots.", "fired", "armed_attack", [("other", 6, 6)]),
        ("The town has 40 damaged houses.", "damaged", "property_damage", [("struck", 40, 40)]),
        ("Students marched over the killing of two farmers.", "marched", "protest", []),
        ("The dead included four children.", "dead", "killing", [("killed", 4, 4)]),
        ("Captain Musa Keita and Ibrahim Diallo, both 41, were killed.", "killed", "killing", [("killed", 2, 2)]),
        ("Several dozen men blocked the road and attacked the mayor.", "attacked", "riot", [("other", 36, None)]),
        ("More than 300 people gathered for a vigil.", "vigil", "protest", [("other", 300, None)]),
        ("The ministry offered a reward of up to $2 million.", "reward", "other", [("other", None, 2000000)]),
        (
            "Donors made a pledge of 30 million euros ($ 33 million).",
            "pledge",
            "support",
            [("other", 30000000, 30000000)],
        ),
        ("The ministry blew up bridges worth $2 million.", "blew", "property_damage", []),
    ],
)
def test_what_is_counted_of_whom(
    parser: Parser, text: str, word: str, kind: str, expected: list[tuple[str, int | None, int | None]]
) -> None:
    counts = _counts(parser, text, word, kind)
    assert [(count.what, count.low, count.high) for count in counts] == expected


def test_an_arrest_leaves_those_of_another_arrest(parser: Parser) -> None:
    text = "The officer has been jailed, while more than 400 protesters have been detained."
    assert _counts(parser, text, "jailed", "arrest", ("detained", "arrest")) == ()


def test_joined_results_belong_to_one_event(parser: Parser) -> None:
    text = "The blasts at two embassies in Nairobi and Cairo, which have killed 30 people and injured over 500, were claimed."
    counts = _counts(parser, text, "blasts", "bombing")
    assert ("injured", 500) in [(count.what, count.low) for count in counts]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("A bomb killed 12 recruits, wounding more than 20, two witnesses and a military officer said.", [12, 20]),
        ("Six protesters were arrested after refusing to leave the hotel, police said.", [6]),
        ("A bomb killed nine people, according to two medics.", [9]),
    ],
)
def test_who_speaks_is_no_figure_of_the_event(parser: Parser, text: str, kept: list[int]) -> None:
    parse = parser.parse(text)
    speeches = find_speeches(parse, lexicon=CueLexicon.load())
    assert [figure.low for figure in but_speakers(parse, find_figures(parse), speeches)] == kept


def test_a_part_counts_what_its_whole_does(parser: Parser) -> None:
    text = "A man had been killed and 12 people, including two children, wounded in an attack on a suburb."
    found = _counts(parser, text, "attack", "armed_attack")
    assert [(count.what, count.low) for count in found if count.low in (2, 12)] == [("injured", 12), ("injured", 2)]
