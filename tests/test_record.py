"""Spans, records and their JSON: every span is verbatim, and nothing is lost on the way through JSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.errors import RecordError
from sayso.record import (
    AcledCode,
    Attribution,
    Claim,
    Codes,
    Count,
    DocumentEvent,
    Entity,
    Failure,
    Place,
    PloverCode,
    Record,
    Source,
    Span,
    TimeExpression,
    UcdpCode,
    Weapon,
    When,
    document_id,
    dumps,
    from_dict,
    identified,
    loads,
    to_dict,
)

# Characters that take one, two, three and four bytes in UTF-8, two units in UTF-16, or join with their neighbours.
_CHARACTERS = st.one_of(
    st.characters(exclude_categories=["Cs"]),
    st.sampled_from('😀🏳️‍🌈👩‍🚒ée\u0301ñﷺسلمى\u202e\u200d\u0000\r\n\t "\\'),
)
TEXTS = st.text(_CHARACTERS, min_size=1, max_size=80)


@st.composite
def texts_with_spans(draw: st.DrawFn, spans: int = 6) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    out = []
    for _ in range(spans):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        out.append(Span.of(text, start, end))
    return text, out


def _with(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


@st.composite
def records(draw: st.DrawFn) -> Record:
    text, (a, b, c, d, e, f) = draw(texts_with_spans())
    words = st.none() | TEXTS
    number = st.none() | st.integers(0, 10**9)
    place = Place(
        **_with(a), name=draw(TEXTS), geonameid=draw(number), lat=draw(st.none() | st.floats(-90, 90)),
        lon=None, country="SYR", admin1=draw(words), feature=draw(words), precision=draw(st.integers(1, 7)),
        score=draw(st.floats(0, 1)), reason=draw(words), why={"rule": draw(TEXTS)},
    )  # fmt: skip
    claim = Claim(
        id="", kind="airstrike", trigger=b, evidence=c,
        actor=Entity(**_with(d), name=draw(TEXTS), id=draw(words), type="rebel", country=None),
        weapon=Weapon(**_with(e), name=draw(TEXTS)) if draw(st.booleans()) else None,
        place=place if draw(st.booleans()) else None,
        when=draw(st.sampled_from([
            None, When(None, None, None, None, None, 5, reason="no publication date"),
            When(f.text, f.start, f.end, "2015-10-01", "2015-10-02", 2),
        ])),
        counts=(Count("killed", draw(number), draw(number), draw(words), a),),
        status="denied", hedged=draw(st.booleans()),
        sources=(Source(**_with(f), name=draw(TEXTS), cue=draw(st.sampled_from([None, a]))),),
        codes=draw(st.sampled_from([
            Codes(),
            Codes(PloverCode("ASSAULT", "aerial", ("military",)), AcledCode("Battles", "Armed clash"), UcdpCode(1)),
        ])),
        confidence=draw(st.floats(0, 1)), why={"rule": "x", "deep": {"n": [1, 2]}},
    )  # fmt: skip
    claim = identified(claim, "d1")
    return Record(
        id="d1", text=text, outlet=draw(words), claims=(claim,), places=(place,),
        dates=(TimeExpression(**_with(b), type="DATE", value="2015-10-12"),),
        attributions=(Attribution((a,), (), (b, c)),), events=(DocumentEvent("e1", (claim.id,)),),
        error=draw(st.sampled_from([None, Failure("NotEnglish", "no")])),
    )  # fmt: skip


@given(records())
def test_a_record_survives_json_exactly(record: Record) -> None:
    line = dumps(record)
    assert loads(line) == record
    assert dumps(loads(line)) == line
    assert "\n" not in line


@given(records())
def test_every_span_of_a_record_is_verbatim(record: Record) -> None:
    spans = list(record.spans())
    assert len(spans) >= 8
    assert all(record.text[span.start : span.end] == span.text for span in spans)
    # ... and in the JSON form too, for readers in other languages that count code points.
    for claim in json.loads(dumps(record))["claims"]:
        for span in (claim["trigger"], claim["evidence"], claim["actor"]):
            assert record.text[span["start"] : span["end"]] == span["text"]


@given(texts_with_spans(1), st.integers(-3, 3).filter(bool))
def test_a_span_that_is_not_verbatim_is_refused(text_and_span: tuple[str, list[Span]], shift: int) -> None:
    text, (span,) = text_and_span
    start, end = span.start + shift, span.end + shift
    if start < 0:
        with pytest.raises(RecordError):
            Span(start, end, span.text)
        return
    moved = Span(start, end, span.text)
    expected = text[start:end] == span.text
    try:
        Record("d", text, attributions=(Attribution((moved,), (), ()),))
    except RecordError:
        assert not expected
    else:
        assert expected


@pytest.mark.parametrize(("start", "end", "text"), [(0, 0, ""), (2, 1, "x"), (-1, 0, "x"), (0, 2, "x"), (0, 1, "👍🏽")])
def test_a_span_that_can_not_hold_its_words_is_refused(start: int, end: int, text: str) -> None:
    with pytest.raises(RecordError, match="code points"):
        Span(start, end, text)


def test_offsets_count_code_points_not_utf16_units_or_graphemes() -> None:
    text = "👩‍🚒 سلمى e\u0301tat hit"
    assert Span.of(text, text.index("hit"), len(text)).start == 15
    assert len(text.encode("utf-16-le")) // 2 == 20


@pytest.mark.parametrize("slot", ["trigger", "evidence", "actor", "target", "weapon", "place", "basis"])
def test_each_slot_of_a_claim_is_checked_against_the_text(slot: str) -> None:
    text = "Jets hit Salma."
    right, wrong = Span.of(text, 5, 8), Span(5, 8, "hot")
    extra: dict[str, Any] = {
        "actor": lambda: Entity(**_with(wrong), name="x", id=None, type="rebel"),
        "target": lambda: Entity(**_with(wrong), name="x", id=None, type="rebel"),
        "weapon": lambda: Weapon(**_with(wrong), name="x"),
        "place": lambda: Place(5, 8, "hot", "x", None, None, None, None, None, None, 6, 0.5),
    }
    good = Claim("c", "airstrike", right, right)
    Record("d", text, claims=(good,))
    bad = replace(good, **{slot: extra.get(slot, lambda: wrong)()})
    with pytest.raises(RecordError, match="Document d"):
        Record("d", text, claims=(bad,))


def test_counts_sources_cues_and_dates_are_checked_too() -> None:
    text = "Jets hit Salma."
    right, wrong = Span.of(text, 5, 8), Span(5, 8, "hot")
    good = Claim("c", "airstrike", right, right)
    bad = [
        replace(good, counts=(Count("killed", 1, 1, None, wrong),)),
        replace(good, sources=(Source(5, 8, "hit", "x", cue=wrong),)),
        replace(good, sources=(Source(5, 8, "hot", "x", cue=None),)),
        replace(good, when=When("hot", 5, 8, None, None, 1)),
    ]
    for claim in bad:
        with pytest.raises(RecordError):
            Record("d", text, claims=(claim,))


def _claim(**values: Any) -> Claim:
    text = "Jets hit Salma."
    return replace(Claim("", "airstrike", Span.of(text, 5, 8), Span.of(text, 0, 15)), **values)


def test_a_claims_id_depends_on_what_it_says_and_on_nothing_else() -> None:
    claim = identified(_claim(), "d1")
    assert claim.id.startswith("c")
    assert len(claim.id) == 17
    assert identified(claim, "d1") == claim
    assert (
        identified(_claim(confidence=0.9, why={"rule": "other"}, event="e", codes=Codes(cameo="19")), "d1").id
        == claim.id
    )
    assert identified(_claim(), "d2").id != claim.id
    assert identified(_claim(status="denied"), "d1").id != claim.id
    assert identified(_claim(hedged=True), "d1").id != claim.id


def test_a_claims_id_is_the_same_on_every_run() -> None:
    # A pinned value: it changes only where the format of ids changes, which existing case files would notice.
    assert identified(_claim(), "d1").id == "cb7dba7c03da249b6"
    assert document_id("Jets hit Salma.") == document_id("Jets hit Salma.", None)
    assert document_id("Jets hit Salma.") != document_id("Jets hit Salma.", "https://example.org")


def test_the_json_form_has_every_key_of_the_format() -> None:
    data = to_dict(Record("d", "Jets hit Salma.", claims=(_claim(),)))
    assert set(data) >= {
        "id", "published", "outlet", "url", "title", "text", "claims", "places", "dates", "attributions", "events",
    }  # fmt: skip
    assert set(data["claims"][0]) >= {
        "id", "kind", "trigger", "evidence", "actor", "target", "weapon", "place", "when", "counts", "status", "hedged",
        "background", "sources", "basis", "codes", "confidence", "why",
    }  # fmt: skip
    assert set(data["claims"][0]["codes"]) == {"plover", "acled", "ucdp", "cameo"}
    assert "error" not in data


def test_a_reader_passes_over_keys_it_does_not_know_and_names_those_it_misses() -> None:
    line = dumps(Record("d", "Jets hit Salma."))
    assert loads(line[:-1] + ',"mood":"sombre"}') == Record("d", "Jets hit Salma.")
    with pytest.raises(RecordError, match="'text'"):
        from_dict(Record, {"id": "d"})
    with pytest.raises(RecordError, match="not JSON"):
        loads("{")
    with pytest.raises(RecordError, match="JSON object"):
        loads("[]")
    with pytest.raises(RecordError, match="list"):
        loads('{"id": "d", "text": "x", "claims": {}}')
    with pytest.raises(RecordError, match="not of type"):
        loads('{"id": 4, "text": "x"}')


def test_a_list_that_is_null_is_no_record() -> None:
    with pytest.raises(RecordError, match="list"):
        from_dict(Record, {"id": "d", "text": "", "claims": None})


def test_two_records_never_share_what_may_be_changed() -> None:
    span = {"start": 0, "end": 1, "text": "x"}
    one = {"id": "c", "kind": "shelling", "trigger": span, "evidence": span}
    assert from_dict(Claim, one).why is not from_dict(Claim, one).why
