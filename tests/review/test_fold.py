"""The state follows from the log alone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.judgements import ROUND, Anchor, Judgement, fold
from sayso.judgements.fold import effective, seen_by
from sayso.record import Span

SUBJECTS = ("c1", "c2", "c3")
SLOTS = ("kind", "status", "hedged")


def anchor(subject: str) -> Anchor:
    return Anchor(subject, "d1", "0" * 64, "shelling", Span(0, 3, "hit"), Span(0, 9, "hit Salma"))


def entry(number: int, subject: str, action: str, value: Any = None, by: str = "Ana") -> Judgement:
    return Judgement(number, f"j{number}", subject, action, value, by, f"t{number}",
                     None if subject == ROUND else anchor(subject))  # fmt: skip


@st.composite
def logs(draw: st.DrawFn) -> list[Judgement]:
    out: list[Judgement] = []
    for number in range(1, draw(st.integers(0, 14)) + 1):
        action = draw(st.sampled_from(
            ["accept", "reject", "edit", "restore", "note", "merge", "split", "undo", "blind", "done", "open"]
        ))  # fmt: skip
        by = draw(st.sampled_from(["Ana", "Ben", "Caro"]))
        subject = draw(st.sampled_from(SUBJECTS))
        value: Any = None
        if action == "edit":
            value = {"slot": draw(st.sampled_from(SLOTS)), "value": draw(st.sampled_from(["x", "y"]))}
        elif action == "restore" and draw(st.booleans()):
            value = {"slot": draw(st.sampled_from(SLOTS))}
        elif action in ("merge", "split"):
            value = {"others": [{"subject": draw(st.sampled_from(SUBJECTS))}]}
        elif action == "note":
            value = "look"
        elif action == "accept":
            value = {"kind": "shelling"}
        elif action == "undo":
            value = {"judgement": f"j{draw(st.integers(1, max(1, number - 1)))}"}
        elif action == "blind":
            value = {"reviewers": ["Ana", "Ben"]}
        if action in ("blind", "done", "open"):
            subject = ROUND
        out.append(entry(number, subject, action, value, by))
    return out


@given(logs())
@settings(deadline=None)
def test_replaying_gives_the_same_state(log: list[Judgement]) -> None:
    assert fold(log) == fold(list(log))
    # Entries that were undone may as well not be there.
    assert fold(log) == fold(effective(log))


@given(logs(), st.data())
@settings(deadline=None)
def test_undo_takes_back_exactly_what_it_names(log: list[Judgement], data: st.DataObject) -> None:
    counted = effective(log)
    if not counted:
        return
    gone = data.draw(st.sampled_from(counted))
    undo = entry(90, gone.subject, "undo", {"judgement": gone.id})
    assert fold([*log, undo]) == fold([one for one in counted if one is not gone])
    redo = entry(91, gone.subject, "undo", {"judgement": undo.id})
    assert fold([*log, undo, redo]) == fold(log)


@given(logs(), st.data())
@settings(deadline=None)
def test_judgements_of_different_things_may_come_in_any_order(log: list[Judgement], data: st.DataObject) -> None:
    alone = [one for one in log if one.action in ("accept", "reject", "edit")]
    first: dict[tuple[str, str], Judgement] = {}
    for one in alone:  # one judgement a thing: verdict or slot of a claim
        first.setdefault((one.subject, one.value["slot"] if one.action == "edit" else "verdict"), one)
    things = list(first.values())
    assert fold(things) == fold(data.draw(st.permutations(things)))


def test_the_later_of_two_judgements_counts() -> None:
    log = [entry(1, "c1", "accept", {}), entry(2, "c1", "reject", by="Ben")]
    assert fold(log).threads["c1"].label == "rejected"
    assert fold([log[1], log[0]]).threads["c1"].label == "accepted"
    log.append(entry(3, "c1", "edit", {"slot": "kind", "value": "airstrike"}))
    assert fold(log).threads["c1"].label == "rejected"
    log.append(entry(4, "c1", "accept", {}))
    assert fold(log).threads["c1"].label == "edited"
    assert fold(log).threads["c1"].opinion.by == ("Ana",)
    log.append(entry(5, "c1", "restore"))
    assert fold(log).threads["c1"].label is None


def test_of_merge_and_split_the_later_counts_whichever_is_named_first() -> None:
    merge = entry(1, "c2", "merge", {"others": [{"subject": "c1"}, {"subject": "c3"}]})
    split = entry(2, "c1", "split", {"others": [{"subject": "c2"}]})
    assert [(one.one, one.other, one.must) for one in fold([merge, split]).pairs] == [
        ("c1", "c2", False), ("c2", "c3", True),
    ]  # fmt: skip


def test_entries_that_make_no_sense_have_no_effect() -> None:
    for action, value in (("edit", None), ("edit", {"slot": "colour", "value": "red"}), ("merge", {"others": 3}),
                          ("add", {}), ("restore", "all"), ("accept", "yes"), ("dance", None), ("undo", 7)):  # fmt: skip
        thread = fold([entry(1, "c1", action, value)]).threads.get("c1")
        assert thread is None or thread.label is None
    assert fold([entry(1, ROUND, "blind", {"reviewers": "Ana"})]).round is None


BLIND = entry(1, ROUND, "blind", {"reviewers": ["Ana", "Ben"]})
KIND = {"slot": "kind", "value": "airstrike"}


def test_a_blind_round_applies_nothing_until_both_are_done() -> None:
    log = [BLIND, entry(2, "c1", "accept", {}), entry(3, "c1", "reject", by="Ben"), entry(4, ROUND, "done")]
    state = fold(log)
    assert state.threads["c1"].label is None
    assert seen_by(state, "Ana").threads["c1"].label == "accepted"
    assert seen_by(state, "Ben").threads["c1"].label == "rejected"
    assert seen_by(state, "Caro").threads["c1"].label is None
    assert all(not one.blind for one in seen_by(state, "Ana").threads.values())
    over = fold([*log, entry(5, ROUND, "done", by="Ben")])
    assert over.round is None
    assert over.threads["c1"].label == "disputed"
    assert over.threads["c1"].disputed == {"verdict"}
    settled = fold([*log, entry(5, ROUND, "done", by="Ben"), entry(6, "c1", "reject", by="Caro")])
    assert settled.threads["c1"].label == "rejected"


def test_what_both_say_holds_and_the_rest_is_disputed() -> None:
    log = [
        BLIND, entry(2, "c1", "edit", KIND), entry(3, "c1", "edit", KIND, by="Ben"), entry(4, "c1", "accept", {}),
        entry(5, "c1", "accept", {}, by="Ben"), entry(6, "c1", "edit", {"slot": "status", "value": "denied"}, by="Ben"),
        entry(7, "c2", "accept", {}), entry(8, ROUND, "done"), entry(9, ROUND, "done", by="Ben"),
    ]  # fmt: skip
    one, two = fold(log).threads["c1"], fold(log).threads["c2"]
    assert one.disputed == {"status"}
    assert one.opinion.edits["kind"].by == "Ana, Ben"
    assert two.disputed == {"verdict"}  # Ben has not judged it
    decided = fold([*log, entry(10, "c1", "restore", {"slot": "status"}, by="Caro")]).threads["c1"]
    assert decided.label == "edited"


@given(logs())
@settings(deadline=None)
def test_names_in_a_blind_round_do_not_matter(log: list[Judgement]) -> None:
    swapped = {"Ana": "Ben", "Ben": "Ana", "Caro": "Caro"}
    other = fold([replace(one, by=swapped[one.by]) for one in log])
    state = fold(log)
    assert {name: one.label for name, one in state.threads.items()} == {
        name: one.label for name, one in other.threads.items()
    }
