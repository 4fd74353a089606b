"""Odd input: no crash, no runaway quotation, every span verbatim, work linear in the length."""

from __future__ import annotations

import gc
import sys

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sayso.attribution import CueLexicon, find_speeches
from sayso.language import Parse, Parser

NEWS = "The army shelled the town on Monday. Residents fled to the hills. Forty people died. "
PARSER = Parser()
LEXICON = CueLexicon.load()


def longest_content(parse: Parse) -> int:
    return max((last - first for s in find_speeches(parse, lexicon=LEXICON) for first, last in s.content), default=0)


@pytest.mark.parametrize(
    "text",
    [
        'The mayor said: "We were hit at night. ' + NEWS * 10,
        "The mayor said: “We were hit at night.\n\n" + NEWS * 10,
        "The mayor said we were hit at night.” " + NEWS * 10,
        'The rebels fired a 4" mortar, the army said. ' + NEWS * 5 + 'Another 6" shell fell, police said.',
        '"' + NEWS * 10,
        "“" + NEWS * 10 + "”",
        "“”“”\"\"''``" + NEWS * 10,
    ],
)
def test_a_quotation_never_swallows_the_text(text: str) -> None:
    assert longest_content(PARSER.parse(text)) < 40


def test_five_hundred_quotations_have_five_hundred_speakers() -> None:
    text = " ".join(f'"Bomb {number} fell on the market," witness number {number} said.' for number in range(500))
    speeches = find_speeches(PARSER.parse(text), lexicon=LEXICON)
    names = [speech.sources[0].name for speech in speeches]
    assert names == [f"witness number {number}" for number in range(500)]


def test_a_transcript_gives_each_turn_its_speaker() -> None:
    text = "MODERATOR: What happened in Kidal?\n\nGEN. DIALLO: They attacked our convoy.\n\nMODERATOR: Who fired?"
    parse = PARSER.parse(text)
    turns = [
        (speech.sources[0].text, parse.span(*speech.content[0]).text)
        for speech in find_speeches(parse, lexicon=LEXICON)
        if speech.why == "label"
    ]
    assert turns == [
        ("MODERATOR", "What happened in Kidal?"),
        ("GEN. DIALLO", "They attacked our convoy"),
        ("MODERATOR", "Who fired?"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n \t\n",
        "said " * 1500,
        "1. Rebels take Goma\n2. Army bombs Bukavu\n3. UN: 400 killed\n4. Talks in Doha\n",
        'Place | Source | Killed\nIdlib | SOHR: "regime" | 4\nHoms | SANA: says "terrorists" | 7\n',
        '"""""" \' \' " said " said " " said ””“““ said: “',
        "According to. According to to according to",
        "He said that that that he said he said that",
        ": : : UN: : said :",
    ],
)
def test_odd_text_gives_a_result(text: str) -> None:
    parse = PARSER.parse(text)
    for speech in find_speeches(parse, lexicon=LEXICON):
        for first, last in speech.content:
            assert 0 <= first < last <= len(parse)


def calls(parse: Parse) -> int:
    """How many calls the layer makes on a text: its work, whatever the machine does meanwhile."""
    number = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal number
        number += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        find_speeches(parse, lexicon=LEXICON)
    finally:
        sys.setprofile(None)
    return number


@pytest.mark.parametrize("gap", [" ", "\n\n"])
def test_a_hundred_pages_cost_a_hundred_times_a_page(gap: str) -> None:
    text = (
        '"They bombed the market," Hassan told Reuters. According to the army, rebels said the strike, which killed'
        " five, was a mistake. The ministry denied it attacked Homs. Video shared by activists shows the strike."
    )
    page, book = (PARSER.parse(gap.join([text] * pages)) for pages in (4, 400))
    assert calls(book) / len(book) < 1.2 * calls(page) / len(page)


def test_what_is_kept_of_a_long_text_is_little_work_for_the_garbage_collector() -> None:
    parse = PARSER.parse("\n\n".join([NEWS] * 300))
    gc.collect()
    before = len(gc.get_objects())
    kept = find_speeches(parse, lexicon=LEXICON)
    assert (len(gc.get_objects()) - before) < len(parse) / 4 and kept is not None


WORDS = (
    "said told denied that according to the army rebels he who claimed attack responsibility for reports of show images"
    " Reuters cited by was bombed it appears MODERATOR , . : ( ) — “ ” `` '' \""
).split(" ")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from([*WORDS, "\n\n"]), max_size=60))
def test_any_string_of_cue_words_keeps_the_invariants(words: list[str]) -> None:
    parse = PARSER.parse(" ".join(words))
    speeches = find_speeches(parse, lexicon=LEXICON)
    for number, speech in enumerate(speeches):
        assert speech.content
        for first, last in speech.content:
            assert 0 <= first < last <= len(parse)
            assert number in speeches.around(first)
        for source in speech.sources:
            assert source.name
            assert parse.text[source.start : source.end] == source.text
    assert find_speeches(parse, lexicon=LEXICON) == speeches
