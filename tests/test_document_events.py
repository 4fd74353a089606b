"""Which claims of a document are mentions of one event."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sayso.events import group_claims
from sayso.language import Parser
from sayso.record import Claim, Count, Entity, Place, Span, When

TEXT = (
    "Jets struck the port of Aden on Monday. The strike killed nine guards. Nine guards died, a medic said. "
    "Another strike hit Aden. Jets struck Taiz on Friday. A blast shook the quay."
)
PARSE = Parser().parse(TEXT)


def entity(words: str, type: str = "unknown", id: str | None = None) -> Entity:
    start = TEXT.index(words)
    return Entity(start, start + len(words), words, words, id, type)


def place(name: str) -> Place:
    start = TEXT.index(name)
    return Place(start, start + len(name), name, name, None, None, None, "YEM", None, "PPL", 1, 1.0)


def when(word: str, day: str) -> When:
    start = TEXT.index(word)
    return When(word, start, start + len(word), day, day, 1)


def claim(number: int, kind: str, trigger: str, nth: int = 0, **slots: object) -> Claim:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(trigger, start + 1)
    token = PARSE.token_at(start)
    assert token is not None
    sentence = PARSE.sentence_span(PARSE.sentence_of[token])
    return replace(Claim(f"c{number}", kind, Span.of(TEXT, start, start + len(trigger)), sentence), **slots)  # type: ignore[arg-type]


FIRST = claim(1, "airstrike", "struck", actor=entity("Jets"), place=place("Aden"), when=when("Monday", "2020-01-06"))
BACK = claim(2, "airstrike", "strike", target=entity("nine guards", "civilians"))
DEATHS = claim(3, "killing", "died", target=entity("Nine guards", "civilians"))
FURTHER = claim(4, "airstrike", "strike", 1, place=place("Aden"))
ELSEWHERE = claim(
    5, "airstrike", "struck", 1, actor=entity("Jets"), place=place("Taiz"), when=when("Friday", "2020-01-10")
)


def grouped(*claims: Claim) -> list[tuple[str, ...]]:
    return [event.claims for event in group_claims(PARSE, claims)]


def test_a_definite_noun_is_the_event_before_it() -> None:
    assert grouped(FIRST, BACK) == [("c1", "c2")]


def test_deaths_belong_to_the_attack_with_their_victims() -> None:
    assert grouped(FIRST, BACK, DEATHS) == [("c1", "c2", "c3")]


def test_another_strike_at_another_place_is_another_event() -> None:
    assert grouped(FIRST, FURTHER) == [("c1",), ("c4",)]
    assert grouped(FIRST, ELSEWHERE) == [("c1",), ("c5",)]


def test_counts_that_contradict_keep_claims_apart() -> None:
    span = Span.of(TEXT, TEXT.index("nine guards"), TEXT.index("nine guards") + 11)
    nine, two = Count("killed", 9, 9, None, span), Count("killed", 2, 2, None, span)
    assert grouped(replace(FIRST, counts=(nine,)), replace(BACK, counts=(two,))) == [("c1",), ("c2",)]


def test_what_was_only_planned_is_not_what_happened() -> None:
    assert grouped(FIRST, replace(BACK, status="planned")) == [("c1",), ("c2",)]


def test_a_place_lent_from_elsewhere_keeps_no_claims_apart() -> None:
    lent = replace(BACK, place=place("Taiz"))  # its sentence names no place
    assert grouped(FIRST, lent) == [("c1", "c2")]
    named = replace(FURTHER, place=place("Taiz"), evidence=FIRST.evidence)
    assert grouped(replace(FIRST, place=None), named) == [("c1",), ("c4",)]


def test_a_bare_mention_is_the_attack_just_told() -> None:
    bare = claim(6, "shelling", "strike")
    assert grouped(FIRST, bare) == [("c1", "c6")]
    assert grouped(FIRST, claim(7, "shelling", "strike", 1)) == [("c1",), ("c7",)]  # "another strike"


def test_history_joins_the_news_only_with_the_same_people() -> None:
    assert grouped(BACK, replace(DEATHS, background=True)) == [("c2", "c3")]
    assert grouped(FIRST, replace(FURTHER, background=True, target=None)) == [("c1",), ("c4",)]


@given(st.lists(st.sampled_from([FIRST, BACK, DEATHS, FURTHER, ELSEWHERE]), unique_by=lambda item: item.id))
def test_every_claim_is_in_exactly_one_event(claims: list[Claim]) -> None:
    listed = [number for event in group_claims(PARSE, claims) for number in event.claims]
    assert sorted(listed) == sorted(item.id for item in claims)


def test_what_an_attack_recalled_hit_may_be_people_and_things() -> None:
    thing = replace(FIRST, target=entity("the port", "object"))
    assert grouped(thing, BACK) == [("c1", "c2")]
    # A further attack, by a verb, on people is not the one on a thing.
    people = replace(ELSEWHERE, place=None, when=None, target=entity("nine guards", "civilians"))
    assert grouped(thing, people) == [("c1",), ("c5",)]


def test_a_building_may_stand_in_the_town() -> None:
    town = replace(FIRST, place=replace(place("Aden"), geonameid=1))
    quay = replace(place("the quay"), precision=2)
    unnamed = replace(quay, why={"place_of": "object", "anchor": {"name": "Aden", "geonameid": 1}})
    assert grouped(town, claim(6, "airstrike", "blast", place=unnamed, actor=entity("Jets"))) == [("c1", "c6")]
    assert grouped(town, claim(6, "airstrike", "blast", place=quay, actor=entity("Jets"))) == [("c1",), ("c6",)]
