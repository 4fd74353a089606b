"""Who stands beside an actor or a target is kept."""

from __future__ import annotations

from sayso import Coder, dumps, loads


def test_both_who_were_hit_and_both_who_hit_are_kept() -> None:
    record = Coder().code("Russian and Syrian jets bombed rebel groups and ISIS near Homs on Monday, residents said.")
    claim = next(claim for claim in record.claims if claim.kind == "airstrike")
    assert claim.target is not None
    assert claim.target.text == "rebel groups"
    assert [(entity.text, entity.id) for entity in claim.co_targets] == [("ISIS", "islamic-state")]
    assert loads(dumps(record)) == record


def test_what_is_said_in_another_clause_keeps_no_company() -> None:
    record = Coder().code("Rebels shelled the town and the army said that it had withdrawn.")
    claim = next(claim for claim in record.claims if claim.kind == "shelling")
    assert claim.co_targets == ()


def test_the_names_behind_a_description_are_kept() -> None:
    record = Coder().code("Police freed three hostages, Anna Berg, Tom Hall and Li Wen, on Monday.")
    claim = next(claim for claim in record.claims if claim.kind == "release")
    assert claim.target is not None
    assert [claim.target.text, *(entity.text for entity in claim.co_targets)] == ["Anna Berg", "Tom Hall", "Li Wen"]
    assert all(entity.named for entity in claim.co_targets)
