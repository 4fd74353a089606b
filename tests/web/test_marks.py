"""Marking a text: nothing lost, nothing doubled, every code point under the layers that cover it."""

from __future__ import annotations

from html.parser import HTMLParser

import httpx
from hypothesis import given
from hypothesis import strategies as st

from sayso.record import Claim, Place, Record, Source, Span
from sayso.web.marks import LAYERS, Mark, paragraphs, pieces

_TEXTS = st.text(
    alphabet=st.one_of(st.characters(exclude_categories=["Cs"]), st.sampled_from("e\u0301👩‍👩‍👧‍👦🇸🇾قصف\u202e\n")),
    min_size=1, max_size=60,
)  # fmt: skip


@given(text=_TEXTS, data=st.data())
def test_pieces_cover_every_code_point_once_with_its_layers(text: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(text))
    marks = [
        Mark(min(pair), max(pair), layer, (f"c{number}",))
        for number, (pair, layer) in enumerate(
            data.draw(st.lists(st.tuples(st.tuples(ends, ends), st.sampled_from(LAYERS)), max_size=8))
        )
    ]
    found = list(pieces(text, marks, 0, len(text)))
    assert "".join(one.text for one in found) == text
    at = 0
    for one in found:
        for place in range(at, at + len(one.text)):
            covering = [mark for mark in marks if mark.start <= place < mark.end]
            assert set(one.layers) == {mark.layer for mark in covering}
            assert set(one.claims) == {claim for mark in covering for claim in mark.claims}
        at += len(one.text)


def _record(text: str, evidence: str, trigger: str, place: str, source: str) -> Record:
    def span(words: str) -> Span:
        start = text.index(words)
        return Span(start, start + len(words), words)

    whole, where, who = span(evidence), span(place), span(source)
    claim = Claim(
        "c1", "airstrike", span(trigger), whole,
        place=Place(where.start, where.end, where.text, "Aleppo", 1, 36.2, 37.1, "SYR", "Aleppo", "PPL", 1, 0.9),
        sources=(Source(who.start, who.end, who.text, "SANA", None),),
    )  # fmt: skip
    return Record("d", text, claims=(claim,))


def test_emoji_arabic_and_combining_characters_are_cut_where_they_are() -> None:
    text = "👩‍👩‍👧 first.\nقالت وكالة سانا إن الطائرات قصفت حلب 🇸🇾 e\u0301t Alep\u0301po.\nLast."
    record = _record(text, "الطائرات قصفت حلب 🇸🇾 e\u0301t", "قصفت", "حلب", "سانا")
    lines = paragraphs(record)
    assert [text[line.start : line.end] for line in lines] == text.split("\n")
    assert ["".join(one.text for one in line.pieces) for line in lines] == text.split("\n")
    marked = {layer: "".join(one.text for one in lines[1].pieces if layer in one.layers) for layer in LAYERS}
    assert marked == {"claims": "الطائرات قصفت حلب 🇸🇾 e\u0301t", "sources": "سانا", "places": "حلب", "dates": ""}
    assert [one.text for one in lines[1].pieces if one.trigger] == ["قصفت"]
    assert lines[1].claims == ("c1",) and lines[0].claims == ()


def test_the_stretch_asked_for_is_one_even_across_marks() -> None:
    text = "Jets hit Salma on Monday."
    found = list(pieces(text, [Mark(5, 8, "claims"), Mark(9, 14, "places")], 0, len(text), here=(7, 11)))
    assert "".join(one.text for one in found if one.here) == text[7:11]
    assert [one.text for one in found if one.anchor] == ["t"]


class _Text(HTMLParser):
    """The text of the paragraphs of an article's page."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.lines: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "p" and "data-start" in dict(attrs):
            self.inside = True
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "p":
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside:
            self.lines[-1] += data


def test_a_page_holds_the_text_of_its_article(client: httpx.Client) -> None:
    record = client.get("/documents/demo-3.json").json()
    page = _Text()
    page.feed(client.get("/documents/demo-3").text)
    assert page.lines == [line for line in record["text"].split("\n") if line]
