"""The language layer keeps offsets: paragraphs, the parser's copy, quotations, restored case, tokens."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.language import Parser, find_quotes, for_parser, paragraphs
from sayso.language.layout import LONGEST_PIECE, Paragraph, dateline_end, is_hard_wrapped, pieces
from sayso.language.quotes import LONGEST_UNCLOSED
from sayso.language.truecase import in_capitals, restore_case

ODD = "😀👩‍🚒e\u0301ﬁİßǅﷺسلمى\u202e\u200d\u00ad\u2028\u2029\x0b\x0c\x85\x1c\r\n\t\u00a0“”„«»‘’``''\"'.!? "
TEXTS = st.text(st.one_of(st.sampled_from(ODD), st.characters(exclude_categories=["Cs"])), max_size=300)


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


# --- paragraphs -------------------------------------------------------------------------------------------------


@given(TEXTS)
def test_paragraphs_hold_every_word_once_and_in_order(text: str) -> None:
    found = paragraphs(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert "".join("".join(text[p.start : p.end].split()) for p in found) == "".join(text.split())
    for paragraph in found:
        assert text[paragraph.start : paragraph.end] == text[paragraph.start : paragraph.end].strip()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_ends_of_both_kinds_part_paragraphs(end: str) -> None:
    text = f"Shells hit Taiz.{end}{end}Four people died.{end}A clinic burned.{end}"
    assert [text[p.start : p.end] for p in paragraphs(text)] == [
        "Shells hit Taiz.", "Four people died.", "A clinic burned.",
    ]  # fmt: skip


def test_hard_wrapped_lines_stay_one_paragraph() -> None:
    wrapped = (
        "The army said on Tuesday that its aircraft had struck a\nconvoy of pick-up trucks in the desert east of the\n"
        "oasis, and that nobody in the convoy had got away with\ntheir lives.\n\nResidents saw smoke.\n"
    )
    assert is_hard_wrapped(wrapped)
    assert len(paragraphs(wrapped)) == 2


@given(TEXTS.filter(str.strip), st.integers(1, 400))
def test_pieces_of_a_long_paragraph_join_to_the_whole(text: str, times: int) -> None:
    long = " ".join([text.replace("\n", " ")] * times)
    for paragraph in paragraphs(long):
        parts = pieces(long, paragraph)
        assert parts[0][0] == paragraph.start
        assert parts[-1][1] == paragraph.end
        assert all(a[1] == b[0] for a, b in itertools.pairwise(parts))
        assert all(0 < end - start <= LONGEST_PIECE for start, end in parts)


# --- the copy for the parser ------------------------------------------------------------------------------------


@given(TEXTS)
def test_the_parsers_copy_has_the_same_length(text: str) -> None:
    copy = for_parser(text)
    assert len(copy) == len(text)
    assert not set(copy) & set("“”„«»‘’\u00ad\u202e\r\x0b")
    assert len(restore_case(copy, paragraphs(text))) == len(text)


@given(TEXTS)
def test_the_parsers_copy_of_the_copy_is_the_copy(text: str) -> None:
    assert for_parser(for_parser(text)) == for_parser(text)


# --- quotations -------------------------------------------------------------------------------------------------


def _quoted(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in find_quotes(text, paragraphs(text))]


@given(TEXTS)
def test_quotations_never_overlap_nor_leave_their_paragraph(text: str) -> None:
    found = paragraphs(text)
    quotes = find_quotes(text, found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(quotes))
    for quote in quotes:
        assert any(p.start <= quote.start < quote.end <= p.end for p in found)


@pytest.mark.parametrize(
    ("opening", "closing"), [("“", "”"), ('"', '"'), ("„", "”"), ("«", "»"), ("``", "''"), ("``", '"')]
)
def test_every_house_style_of_quotation_is_found(opening: str, closing: str) -> None:
    said = f"{opening}We saw smoke over the port,{closing}"
    again = f"{opening}Then came a blast.{closing}"
    assert _quoted(f"{said} a fisherman said. {again}") == [said, again]


def test_a_stray_mark_does_not_swallow_the_rest() -> None:
    text = "The mayor said “the bridge is gone.\n\nThe army denied it. “We were not there,” it said."
    assert _quoted(text)[-1] == "“We were not there,”"
    long = "“It began at dawn. " + "The shelling went on all day and into the night. " * 200
    assert len(_quoted(long)[0]) < LONGEST_UNCLOSED < len(long)


def test_a_quotation_that_the_next_paragraph_reopens_runs_on() -> None:
    text = "She said: “They came at night.\n\n“They took my brother.” Then she left."
    first, second = find_quotes(text, paragraphs(text))
    assert (first.closed, first.runs_on) == (False, True)
    assert (second.closed, second.runs_on) == (True, False)


def test_apostrophes_and_inches_do_not_open_quotations() -> None:
    assert _quoted("The rebels' camp wasn't theirs; the soldiers' rockets hit O'Hara's farm.") == []


# --- capitals ---------------------------------------------------------------------------------------------------


def test_capitals_are_restored_paragraph_by_paragraph() -> None:
    text = "ARMY SHELLS TOWN NEAR THE BORDER ON MONDAY\n\nThe UN and NATO condemned the shelling."
    restored = restore_case(text, paragraphs(text))
    assert restored == "Army shells town near the border on Monday\n\nThe UN and NATO condemned the shelling."


def test_names_in_capitals_keep_a_capital() -> None:
    text = (
        "GUERRILLAS OF THE KARO LIBERATION FRONT [KLF] KILLED COLONEL WALDEMAR QUISPE NEAR BOGOTA.  THE KARO LIBERATION "
        "FRONT SAID COLOMBIAN TROOPS HAD FIRED ON THE KLF."
    )
    restored = restore_case(text, paragraphs(text), lambda word: word not in ("karo", "waldemar", "quispe"))
    assert restored == (
        "Guerrillas of the Karo Liberation Front [KLF] killed Colonel Waldemar Quispe near Bogota.  The Karo Liberation "
        "Front said Colombian troops had fired on the KLF."
    )


def test_names_that_are_words_too_are_names_beside_a_name() -> None:
    text = "ANGEL CASTRO AND ORLANDO RIVERA WERE SHOT. AN ANGEL STOOD ON THE TOMB OF GEN DEAN QUISPE."
    restored = restore_case(text, paragraphs(text), lambda word: word != "quispe")
    assert restored == "Angel Castro and Orlando Rivera were shot. An angel stood on the tomb of Gen Dean Quispe."


def test_a_word_that_the_parser_does_not_know_is_a_name(parser: Parser) -> None:
    parse = parser.parse("THE GUNMEN WHO WOUNDED AMBASSADOR XIMENO QUIROGA WERE ARRESTED YESTERDAY BY POLICEMEN.")
    assert [word for word in parse.words if word[:1].isupper()] == ["The", "Ambassador", "Ximeno", "Quiroga"]


def test_short_capitals_are_left_alone() -> None:
    assert not in_capitals("UN, NATO, USA")
    assert restore_case("UN: NATO HIT", paragraphs("UN: NATO HIT")) == "UN: NATO HIT"


# --- the parse --------------------------------------------------------------------------------------------------


@settings(max_examples=25, deadline=None)
@given(TEXTS)
def test_every_token_stands_where_the_parse_says(parser: Parser, text: str) -> None:
    parse = parser.parse(text)
    readable = for_parser(text)
    assert len(parse.words) == len(parse.tags) == len(parse.heads) == len(parse.starts) == len(parse.ends)
    for word, start, end in zip(parse.words, parse.starts, parse.ends, strict=True):
        assert end - start == len(word)
        assert text[start:end] == word or readable[start:end].lower() == word.lower()
    assert list(parse.starts) == sorted(parse.starts)
    assert [first for first, _ in parse.sentences] == sorted({first for first, _ in parse.sentences})
    for token, head in enumerate(parse.heads):
        assert parse.sentence_of[token] == parse.sentence_of[head]


def test_the_parse_of_a_text_does_not_depend_on_its_neighbours(parser: Parser) -> None:
    texts = [
        "Rebels shelled the town of Salma on Monday, the army said.",
        "",
        "“We fled 😀,” said a farmer.\n\nSoldiers burned سلمى and left.",
        "MORTARS HIT THE CAPITAL ON SUNDAY NIGHT, KILLING FOUR PEOPLE",
    ]
    alone = [parser.parse(text) for text in texts]
    together = list(parser.pipe(texts))
    assert [parse.text for parse in together] == texts
    for one, other in zip(alone, together, strict=True):
        assert (one.words, one.heads, one.deps, one.starts) == (other.words, other.heads, other.deps, other.starts)


def test_a_text_longer_than_a_piece_is_parsed_whole(parser: Parser) -> None:
    sentence = "Mortar fire hit the old quarter and wounded six people. "
    text = sentence * 250
    parse = parser.parse(text)
    assert len(text) > 2 * LONGEST_PIECE
    assert parse.words.count("Mortar") == 250
    assert parse.span(len(parse) - 2, len(parse)).text == "people."


def test_lemmas_come_from_the_models_tables(parser: Parser) -> None:
    parse = parser.parse("Rebels were fleeing; soldiers shot at them and children cried.")
    lemma = dict(zip(parse.words, parse.lemmas, strict=True))
    assert (lemma["were"], lemma["fleeing"], lemma["shot"], lemma["children"], lemma["cried"]) == (
        "be", "flee", "shoot", "child", "cry",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("KHARTOUM, May 2 (Reuters) - Fighters shelled a post.", "Fighters shelled a post."),
        ("KABUL, Afghanistan — A bomb killed four.", "A bomb killed four."),
        ("Kyiv, Ukraine (CNN) - Missiles hit Odesa.", "Missiles hit Odesa."),
        ("(AP) -- “We ran,” he said.", "“We ran,” he said."),
        ("SAN SALVADOR, 5 JAN 90 (AFP) -- [TEXT] THE ARMY SAID", "[TEXT] THE ARMY SAID"),
        ("Aleppo - Warplanes came back.", "Aleppo - Warplanes came back."),
        ("NATO - the alliance - said so.", "NATO - the alliance - said so."),
        ("Al-Qaeda - The group fled.", "Al-Qaeda - The group fled."),
    ],
)
def test_a_dateline_is_no_part_of_the_first_sentence(text: str, rest: str) -> None:
    whole = Paragraph(0, len(text))
    assert text[dateline_end(text, whole) :] == rest
    assert [text[start:end] for start, end in pieces(text, whole)][-1] == rest


@pytest.mark.parametrize(
    "line",
    ["https://example.org/news/26-men-arrested-in-harim-148985", "www . example . org / news / bomb - kills - 4"],
)
def test_a_web_address_is_not_read(parser: Parser, line: str) -> None:
    text = f"{line}\nA bomb killed two men."
    assert [parser.parse(text).span(first, last).text for first, last in parser.parse(text).sentences] == [
        "A bomb killed two men."
    ]
    assert not parser.parse(line).sentences


def test_a_sentence_with_a_web_address_is_read(parser: Parser) -> None:
    text = "www.example.org says two men died."
    assert parser.parse(text).words[-2] == "died"
