"""The queue, two reviewers, gold."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from case.samples import DUMA, claim, duma, hodeidah
from sayso.errors import InputError
from sayso.judgements import slots_of
from sayso.record import Record, to_dict
from sayso.review import Reviewer, agreement, alpha, gold, queue, take_gold, value_of
from sayso.review.adding import claim_slots
from sayso.review.judging import visible
from sayso.review.queue import waiting
from sayso.store import Case, open_case

SHELLED, HIT = (one.id for one in duma().claims)
BOMBED = hodeidah().claims[0].id


@pytest.fixture
def filled(case: Case) -> Case:
    case.writer.write([duma(), hodeidah()])
    return case


def test_the_queue_puts_first_what_is_unsure_and_matters(filled: Case) -> None:
    items = queue(filled.view)
    assert [item.row["claim"] for item in items] == [HIT, BOMBED, SHELLED]
    # 100 - 60 + hedged 15 + no date 20 + denied 10; 100 + grave 40 + one source 50; and so on.
    assert [item.score for item in items] == [85 * 190, 20 * 190, 10 * 310]
    assert items[0].why == (
        "the text hedges it", "it is denied", "no date", "a grave kind of event", "told by one source only",
    )  # fmt: skip
    assert items[2].why == ("12 killed", "told by one source only")
    assert queue(filled.view) == items
    assert [item.row["claim"] for item in queue(filled.view, "kind:airstrike")] == [BOMBED]
    assert [item.row["claim"] for item in queue(filled.view, limit=1, after=1)] == [BOMBED]
    Reviewer(filled, "Ana").accept(HIT)
    Reviewer(filled, "Ana").reject(SHELLED)
    assert [item.row["claim"] for item in queue(filled.view)] == [BOMBED]
    assert waiting(filled.view) == 1


def test_accounts_that_differ_raise_a_claim(filled: Case) -> None:
    before = {item.row["claim"]: item for item in queue(filled.view)}
    filled.writer.link({BOMBED: "x", HIT: "x"}, "linker")
    after = {item.row["claim"]: item for item in queue(filled.view)}
    assert "accounts of the event differ" in after[BOMBED].why
    assert "told by one source only" in before[BOMBED].why
    assert "told by one source only" not in after[BOMBED].why
    assert after[BOMBED].score > before[BOMBED].score
    assert after[SHELLED].score == before[SHELLED].score


# Klaus Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), examples A, B and C: rows are observers.
@pytest.mark.parametrize(
    ("observers", "expected"),
    [
        (("0100000010", "1110010000"), 0.095),
        (("aabbdcccedda", "babbbcccedddd"[:12]), 0.692),
        (("123321412...", "1233224125.3", ".33323422 51."[:9] + "51.", "1233244125" + "1."), 0.743),
    ],
)  # fmt: skip
def test_alpha_is_that_of_the_published_examples(observers: tuple[str, ...], expected: float) -> None:
    units = [tuple(None if value in ". " else value for value in unit) for unit in zip(*observers, strict=True)]
    found = alpha(units)
    assert found is not None
    assert round(found, 3) == expected


def test_alpha_at_its_bounds() -> None:
    assert alpha([("a", "a"), ("b", "b")]) == 1
    assert alpha([("a", "a"), ("a", "a")]) is None  # nothing varies
    assert alpha([("a", None), (None, None)]) is None
    found = alpha([("a", "b"), ("b", "a")])
    assert found is not None
    assert found < 0


def test_two_reviewers_do_not_see_each_other_until_both_are_done(filled: Case) -> None:
    ana, ben, caro = (Reviewer(filled, name) for name in ("Ana", "Ben", "Caro"))
    caro.begin_blind(["Ana", "Ben"], "place:SYR")
    with pytest.raises(InputError, match="already"):
        caro.begin_blind(["Ana", "Ben"])
    assert [item.row["claim"] for item in queue(filled.view, reviewer="Ana")] == [HIT, SHELLED]
    ana.reject(HIT, expect="")
    ana.edit(SHELLED, {"hedged": True}, accept=True, expect="")
    # Nothing of it is seen by Ben, applied to the claims, or in the log that he gets.
    assert ben.standing(HIT).reviewed.label is None
    assert ben.standing(HIT).hash == ""
    assert [item.row["claim"] for item in queue(filled.view, reviewer="Ben")] == [HIT, SHELLED]
    assert queue(filled.view, reviewer="Ana") == []
    assert {entry.by for entry in ben.log()} == {"Caro"}
    assert {entry.by for entry in visible(filled, None)} == {"Caro"}
    assert [row["trigger"] for row in filled.claims("place:SYR")] == ["shelled", "hit"]
    assert agreement(filled) == (("Ana", "Ben"), [])
    with pytest.raises(InputError, match="no judgement"):
        ben.undo(ana.log()[-1].id)
    # Ben's judgements of the same claims are no conflict.
    ben.accept(HIT, expect="")
    ben.edit(SHELLED, {"hedged": True}, accept=True, expect="")
    assert not ana.finish()
    assert ben.finish()
    assert filled.view.review_state().round is None
    rows = {row["trigger"]: row for row in filled.claims()}
    assert (rows["shelled"]["reviewed"], rows["shelled"]["hedged"]) == ("edited", 1)
    assert rows["shelled"]["reviewed_by"] == "Ana, Ben"
    assert [row["trigger"] for row in filled.claims("reviewer:ben")] == ["shelled"]
    assert rows["hit"]["reviewed"] == "disputed"
    first = queue(filled.view, reviewer="Caro")[0]
    assert (first.row["claim"], first.why[0]) == (HIT, "the reviewers differ")
    names, found = agreement(filled)
    table = {one.what: one for one in found}
    assert names == ("Ana", "Ben")
    assert (table["verdict"].units, table["verdict"].same) == (2, 1)
    assert (table["hedged"].units, table["hedged"].same) == (1, 1)
    caro.reject(HIT)
    assert [row["trigger"] for row in filled.claims("place:SYR")] == ["shelled"]
    assert filled.check() == []


def test_without_a_round_agreement_is_of_what_each_says(local: Case) -> None:
    local.writer.write([duma(), hodeidah()])
    ana, ben = Reviewer(local, "Ana"), Reviewer(local, "Ben")
    for name in (SHELLED, HIT, BOMBED):
        ana.accept(name)
    ben.edit(SHELLED, {"kind": "airstrike"}, accept=True)
    ben.reject(HIT)
    ben.accept(BOMBED)
    _, found = agreement(local)
    table = {one.what: one for one in found}
    assert (table["verdict"].units, table["verdict"].same) == (3, 2)
    assert (table["kind"].units, table["kind"].same) == (2, 1)
    assert table["actor"].alpha == 1
    ben.undo()
    assert {one.what: one.units for one in agreement(local)[1]}["verdict"] == 2
    with pytest.raises(InputError, match="no blind round"):
        ana.finish()


def test_gold_is_what_the_reviewers_left_and_reads_back(filled: Case, tmp_path: object) -> None:
    ana = Reviewer(filled, "Ana")
    ana.edit(SHELLED, value_of(duma().claims[0], DUMA, {"kind": "airstrike", "weapon": "artillery"}), accept=True)
    assert list(gold(filled)) == []  # the other claim of the document is not judged
    assert [len(one["claims"]) for one in gold(filled, partial=True)] == [1]
    ana.reject(HIT)
    added = ana.add("duma-1", claim_slots(duma(), {"kind": "killing", "trigger": "killing", "target": "12 civilians"}))
    (one,) = gold(filled)
    assert set(one) == {"id", "published", "text", "claims"}
    assert (one["id"], one["published"], one["text"]) == ("duma-1", "2015-10-13", DUMA)
    assert [claim["id"] for claim in one["claims"]] == [SHELLED, added]
    first = one["claims"][0]
    assert (first["kind"], first["weapon"]["text"], first["sources"][0]["name"]) == (
        "airstrike", "artillery", "Relief Monitor",
    )  # fmt: skip
    assert first["evidence"]["text"] == DUMA[first["evidence"]["start"] : first["evidence"]["end"]]
    # Another case, coded alike, is judged by it and gives the same gold.
    lines = [json.dumps(row) for row in gold(filled)]
    with open_case(f"{tmp_path}/other.sayso", create=True) as other:
        other.writer.write([duma(), hodeidah()])
        took = take_gold(other, [*lines, "", json.dumps({"id": "none", "text": "x", "claims": []})], by="Gold")
        assert (took.documents, took.edited, took.rejected, took.added, took.unknown) == (1, 1, 1, 1, ("none",))
        again = list(gold(other))
        assert [row["claims"] for row in again] == [one["claims"]]
        assert other.check() == []
        with pytest.raises(InputError, match="Line 1"):
            take_gold(other, ["{}"], by="Gold")


def test_sparse_gold_is_enough(local: Case) -> None:
    local.writer.write([duma()])
    keep = ("start", "end", "text", "name", "country")
    place = {key: value for key, value in to_dict(duma().claims[0].place).items() if key in keep}
    slots = {**slots_of(duma().claims[0]), "place": place}
    took = take_gold(local, [json.dumps({"id": "duma-1", "text": DUMA, "claims": [slots]})], by="Gold")
    assert (took.accepted + took.edited, took.rejected, took.added) == (1, 1, 0)


@pytest.mark.parametrize(
    ("given", "slot", "words"),
    [
        ({"actor": "State television", "actor.type": "journalist"}, "actor", "State television"),
        ({"actor.id": "mil-syr"}, "actor", "Military of Syria"),
        ({"target": "none"}, "target", None),
        ({"place": "Harasta", "place.country": "syr"}, "place", "Harasta"),
        ({"when": "2015-10"}, "when", "2015-10-01..2015-10-31"),
        ({"when": "2015-10-05..2015-10-11", "when.text": "Monday"}, "when", "2015-10-05..2015-10-11"),
        ({"sources": "State television < the Relief Monitor"}, "sources", "State television < Relief Monitor"),
        ({"sources": ""}, "sources", []),
        ({"killed": "12.."}, "counts", "12..None"),
        ({"killed": ">10"}, "counts", "11..None"),
        ({"killed": "none"}, "counts", ""),
        ({"injured": "12"}, "counts", "12..12 12..12"),
        ({"hedged": "yes"}, "hedged", True),
        ({"kind": "drone strike"}, "kind", "drone_strike"),
        ({"basis": "0:10"}, "basis", "Government"),
    ],
)
def test_what_is_entered_becomes_a_value(given: dict[str, str], slot: str, words: object) -> None:
    value = value_of(duma().claims[0], DUMA, given)[slot]
    if slot == "counts":
        assert " ".join(f"{one['low']}..{one['high']}" for one in value) == words
    elif slot == "when":
        assert f"{value['first']}..{value['last']}" == words
        assert value["precision"] == (4 if "when.text" not in given else 3)
    elif slot == "sources" and value:
        assert " < ".join(one["name"] for one in value) == words
    elif isinstance(value, dict):
        assert value.get("name", value["text"]) == words
        assert DUMA[value["start"] : value["end"]] == value["text"]
    else:
        assert value == words


@pytest.mark.parametrize(
    "given",
    [
        {"actor": "Rebels"}, {"colour": "red"}, {"actor.age": "3"}, {"when": "soon"}, {"hedged": "maybe"},
        {"actor.id": "nobody"}, {"place.geonameid": "x"}, {"killed": "many"}, {"weapon.name": "gun"},
        {"injured": "77"}, {"trigger": ""}, {"basis": "5:99999"}, {"when": ""} | {"when.text": "Monday"},
    ],
)  # fmt: skip
def test_what_can_not_be_meant_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(InputError):
        from sayso.review.values import checked

        bare = replace(duma().claims[0], weapon=None)
        for slot, value in value_of(bare, DUMA, given).items():
            checked(slot, value, DUMA)
            raise InputError(f"{slot}") if given == {"when": "", "when.text": "Monday"} and value is None else AssertionError


def test_a_new_claim_takes_the_sentence_of_its_words() -> None:
    text = "Rain fell. Rebels shelled Salma, aid workers said! Nobody was hurt."
    record = Record(id="d", text=text)
    slots = claim_slots(record, {"kind": "shelling", "trigger": "shelled", "actor": "Rebels", "actor.type": "rebel"})
    assert slots["evidence"]["text"] == "Rebels shelled Salma, aid workers said!"
    assert slots["actor"]["type"] == "rebel"
    whole = Record(id="d", text="Salma shelled", claims=())
    assert claim_slots(whole, {"kind": "shelling", "trigger": "shelled"})["evidence"]["text"] == "Salma shelled"
    for given in ({}, {"kind": "rain", "trigger": "shelled"}, {"kind": "shelling"}, {"kind": "shelling", "trigger": "x"}):
        with pytest.raises(InputError):
            claim_slots(record, given)
    known = Record(id="d", text=text, claims=(claim(text, "shelled", "d"),))
    marked = known.claims[0].evidence.text  # where the coder marked a sentence, it is that
    assert claim_slots(known, {"kind": "killing", "trigger": "hurt"})["evidence"]["text"] == marked
