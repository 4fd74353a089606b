"""Linking of claims across documents, on records built for the tests."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.linking import find_stories, link, mentions_of
from sayso.record import Claim, Count, Entity, Place, Record, Span, When, identified

SHELLED = "Rebels shelled the village of Marun on 3 May, killing four people."


def _record(
    id: str, text: str = SHELLED, *, day: str = "2015-05-03", place: str = "Marun", kind: str = "shelling",
    killed: int = 4, lat: float = 35.0,
) -> Record:  # fmt: skip
    trigger = Span.of(text, text.index("shell"), text.index("shell") + 7)
    target = text.index("the village")
    claim = Claim(
        id="", kind=kind, trigger=trigger, evidence=Span.of(text, 0, len(text)),
        actor=Entity(0, 6, text[:6], "rebels", None, "rebel"),
        target=Entity(target, target + 11, text[target : target + 11], "village", None, "object"),
        place=Place(0, 6, text[:6], place, hash_of(place), lat, 36.0, "SYR", "Idlib", "PPL", 1, 0.9),
        when=When(None, None, None, day, day, 1),
        counts=(Count("killed", killed, killed, None, Span.of(text, len(text) - 12, len(text) - 1)),),
    )  # fmt: skip
    return Record(id, text, claims=(identified(claim, id),))


def hash_of(name: str) -> int:
    return int(sum(ord(char) * 31**n for n, char in enumerate(name)) % 10**7)


def test_two_reports_of_one_shelling_are_one_event() -> None:
    events = link([_record("a"), _record("b")])
    assert [len(event.claims) for event in events] == [2]
    assert "same days" in events[0].why[0]


def _undated(record: Record, *, background: bool = False) -> Record:
    """The record with a second claim of its kind that gives no day."""
    more = replace(record.claims[0], trigger=Span.of(record.text, 0, 6), when=None, background=background)
    return replace(record, claims=(*record.claims, identified(more, record.id)))


def test_what_a_report_tells_without_a_day_is_of_its_only_day() -> None:
    day = date(2015, 5, 3).toordinal()
    assert [one.days for one in mentions_of(_undated(_record("a")))] == [(day, day)] * 2
    assert [one.days for one in mentions_of(_undated(_record("a"), background=True))] == [(day, day), None]


def test_a_report_of_two_days_leaves_the_rest_open() -> None:
    one, other = _record("a"), _record("a", day="2015-05-05")
    both = _undated(replace(one, claims=(*one.claims, *other.claims)))
    assert [mention.days is None for mention in mentions_of(both)].count(True) == 1


def test_another_day_or_a_distant_place_is_another_event() -> None:
    assert len(link([_record("a"), _record("b", day="2015-05-20")])) == 2
    assert len(link([_record("a"), _record("b", place="Tirmala", lat=37.0)])) == 2


def test_a_toll_never_joins_an_event() -> None:
    assert len(link([_record("a"), _record("b", kind="toll")])) == 2


def test_a_reviewers_word_holds() -> None:
    a, b, c = _record("a"), _record("b"), _record("c", day="2015-06-20")
    one, two, three = (record.claims[0].id for record in (a, b, c))
    apart = link([a, b, c], cannot=[(one, two)])
    assert all(not {one, two} <= set(event.claims) for event in apart)
    joined = link([a, b, c], must=[(one, three)])
    assert any({one, three} <= set(event.claims) for event in joined)


_DAYS = st.lists(st.sampled_from(["2015-05-03", "2015-05-04", "2015-05-20"]), min_size=2, max_size=7)


@given(st.integers(0, 10_000), _DAYS)
@settings(max_examples=40, deadline=None)
def test_order_does_not_matter(seed: int, days: list[str]) -> None:
    records = [_record(f"d{number}", day=day) for number, day in enumerate(days)]
    shuffled = list(records)
    random.Random(seed).shuffle(shuffled)
    assert link(records) == link(shuffled)
    assert sorted(claim for event in link(records) for claim in event.claims) == sorted(
        record.claims[0].id for record in records
    )


def test_stories_are_told_apart_by_names() -> None:
    texts = [
        "An earthquake of magnitude 6.1 hit the Aceh coast on Tuesday; Bener Meriah was worst hit.",
        "Aceh earthquake: rescuers reach Bener Meriah after the magnitude 6.1 quake.",
        "An earthquake of magnitude 5.2 hit Lorestan on Friday; Khorramabad felt it.",
        "Khorramabad counts the damage after the magnitude 5.2 earthquake in Lorestan.",
    ]
    assert find_stories(texts) == [0, 0, 1, 1]


def test_how_many_pairs_are_weighed_in_one_go_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    towns = ("Marun", "Tirmala", "Qasra", "Deir Hafa")
    texts = [
        f"Shells hit {towns[n % 4]} at dawn, {n % 4 + 11} people were killed near the {('mill', 'well')[n % 2]}."
        for n in range(24)
    ]
    for common in (400, 7):
        monkeypatch.setattr("sayso.linking.stories.COMMON", common)
        monkeypatch.setattr("sayso.linking.stories._AT_ONCE", 2_000_000)
        whole = find_stories(texts)
        assert len(set(whole)) == 4
        monkeypatch.setattr("sayso.linking.stories._AT_ONCE", 5)
        assert find_stories(texts) == whole


def test_a_place_from_sentences_away_speaks_for_one_event_but_not_against_it() -> None:
    def carried(record: Record) -> Record:
        claim = record.claims[0]
        assert claim.place is not None
        far = replace(claim.place, why={"place_of": "context thread"})
        return replace(record, claims=(identified(replace(claim, place=far), record.id),))

    here, there = _record("a"), _record("b", place="Tirmala", lat=37.0)
    assert len(link([here, there])) == 2
    assert len(link([here, carried(there)])) == 1
    assert link([here, carried(_record("b"))])[0].why[0].count("same place") == 1
