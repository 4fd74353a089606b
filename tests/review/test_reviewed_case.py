"""What reviewers decide is what queries, exports and the archive give, on SQLite and PostgreSQL alike."""

from __future__ import annotations

import json
import sqlite3
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from case.samples import DUMA, duma, hodeidah, span
from sayso.errors import CaseError, Conflict, InputError
from sayso.exports import export, import_archive
from sayso.judgements import State
from sayso.record import to_dict
from sayso.review import Reviewer, value_of
from sayso.store import Case, link_case, open_case
from sayso.store.migrations import MIGRATIONS, migrate

SHELLED, HIT = (one.id for one in duma().claims)
BOMBED = hodeidah().claims[0].id


@pytest.fixture
def filled(case: Case) -> Case:
    case.writer.write([duma(), hodeidah()])
    return case


def triggers(case: Case, filter_: str = "") -> list[str]:
    return [row["trigger"] for row in case.claims(filter_)]


def test_rejected_claims_leave_every_view_but_the_one_that_asks(filled: Case, tmp_path: Path) -> None:
    Reviewer(filled, "Ana").reject(SHELLED)
    assert triggers(filled) == ["hit", "bombed"]
    assert triggers(filled, "kind:shelling") == ["hit"]
    assert triggers(filled, "actor:SYR-ARMY") == []
    assert triggers(filled, "reviewed:rejected") == ["shelled"]
    assert triggers(filled, f"claim:{SHELLED}") == ["shelled"]
    assert triggers(filled, "reviewed:yes") == ["shelled"]
    assert triggers(filled, "reviewed:no") == ["hit", "bombed"]
    assert triggers(filled, "reviewer:ana reviewed:rejected") == ["shelled"]
    assert filled.view.count() == 2
    assert [row["event"] for row in filled.events()] == ["e2", BOMBED]
    assert [row["claims"] for row in filled.documents()] == [1, 1]
    assert [row["document"] for row in filled.documents("actor:SYR-ARMY")] == []
    record = filled.record("duma-1")
    assert [claim.id for claim in record.claims] == [HIT]
    assert [event.id for event in record.events] == ["e2"]
    assert [len(one.claims) for one in filled] == [1, 1]
    assert filled.record("duma-1", "sayso 1") == duma()
    assert export(filled, "jsonl", tmp_path / "x.jsonl").rows == 2
    assert filled.view.claim(SHELLED)[1].id == SHELLED
    assert filled.check() == []


def test_edited_slots_are_the_reviewers_and_found_as_such(filled: Case) -> None:
    before = next(filled.claims("kind:shelling"))
    claim = duma().claims[0]
    values = value_of(claim, DUMA, {"kind": "airstrike", "actor.name": "Russian Air Force", "actor.type": "state-military",
                                    "killed": "10..12", "when": "2015-10-11"})  # fmt: skip
    Reviewer(filled, "Ana").edit(SHELLED, values)
    row = next(filled.claims('actor:"russian air force"'))
    assert row["claim"] == SHELLED
    assert row["seq"] == before["seq"]
    assert (row["kind"], row["killed_low"], row["killed_high"], row["first"]) == ("airstrike", 10, 12, "2015-10-11")
    assert (row["acled_sub_event_type"], row["plover_mode"]) == ("Air/drone strike", "aerial")
    assert (row["reviewed"], row["reviewed_by"]) == ("edited", "Ana")
    assert set(json.loads(row["reviewed_slots"])) == {"kind", "actor", "when", "counts"}
    assert triggers(filled, "actor:SYR-ARMY") == []
    assert triggers(filled, "kind:airstrike") == ["shelled", "bombed"]
    record = filled.record("duma-1")
    assert record.claims[0].why["reviewer"]["kind"] == "Ana"
    # The coder's record is as it was, and undoing gives it back.
    assert filled.record("duma-1", "sayso 1") == duma()
    for _ in range(4):
        Reviewer(filled, "Ana").undo()
    assert next(filled.claims("kind:shelling")) == before
    assert filled.check() == []


def test_a_sentence_that_is_edited_is_searched_as_it_reads_now(filled: Case) -> None:
    Reviewer(filled, "Ana").edit(HIT, {"evidence": to_dict(span(DUMA, "artillery had hit Harasta."))})
    assert triggers(filled, "television") == []
    assert triggers(filled, "artillery Harasta") == ["hit"]
    Reviewer(filled, "Ana").undo()
    assert triggers(filled, "television") == ["hit"]


def test_claims_are_added_and_taken_back(filled: Case) -> None:
    ana = Reviewer(filled, "Ana")
    slots = {"kind": "killing", "trigger": to_dict(span(DUMA, "killing")), "evidence": to_dict(duma().claims[0].evidence)}
    name = ana.add("duma-1", slots)
    assert triggers(filled, "reviewed:added") == ["killing"]
    assert triggers(filled, "kind:killing civilians") == ["killing"]
    assert [claim.id for claim in filled.record("duma-1").claims] == [SHELLED, HIT, name]
    assert filled.check() == []
    with pytest.raises(InputError, match="already"):
        ana.add("duma-1", slots)
    ana.edit(name, {"hedged": True})
    ana.undo()
    ana.undo()
    assert triggers(filled, "reviewed:added") == []
    assert filled.view.count() == 3
    with pytest.raises(InputError, match="does not say"):
        ana.add("duma-1", {**slots, "trigger": {"start": 0, "end": 4, "text": "Rain"}})


@pytest.mark.parametrize(
    ("slot", "value"),
    [
        ("kind", "rain"), ("kind", None), ("status", "true"), ("colour", "red"),
        ("trigger", {"start": 0, "end": 5, "text": "Rebel"}), ("trigger", {"start": 900, "end": 905, "text": "hello"}),
        ("actor", {"start": 0, "end": 10, "text": "Government", "name": "G", "id": None, "type": "weather"}),
        ("counts", "many"), ("hedged", "perhaps"), ("place", {"name": "Duma"}),
    ],
)  # fmt: skip
def test_a_value_that_a_slot_can_not_have_is_refused(local: Case, slot: str, value: Any) -> None:
    local.writer.write([duma()])
    with pytest.raises(InputError):
        Reviewer(local, "Ana").edit(SHELLED, {slot: value})
    assert list(local.view.judgements()) == []


def test_who_judged_meanwhile_is_told_and_nothing_is_lost(filled: Case) -> None:
    ana, ben = Reviewer(filled, "Ana"), Reviewer(filled, "Ben")
    seen = ana.standing(SHELLED)
    assert seen.hash == ""
    ben.accept(SHELLED, expect=ben.standing(SHELLED).hash)
    with pytest.raises(Conflict, match="by Ben"):
        ana.reject(SHELLED, expect=seen.hash)
    with pytest.raises(Conflict):
        ana.edit(SHELLED, {"hedged": True, "kind": "bombing"}, expect=seen.hash)
    ana.reject(HIT, expect=ana.standing(HIT).hash)  # another claim is another matter
    assert [row["action"] for row in filled.view.judgements()] == ["accept", "reject"]
    ana.reject(SHELLED, expect=ana.standing(SHELLED).hash)
    assert triggers(filled) == ["bombed"]
    assert filled.check() == []


def test_two_reviewers_at_once_lose_nothing_and_the_chain_holds(case: Case, address: str) -> None:
    case.writer.write([duma(f"d{number}", url=f"https://n.example/{number}") for number in range(6)])
    claims = [row["claim"] for row in case.claims()]
    failures: list[BaseException] = []
    refused: list[str] = []

    def work(name: str) -> None:
        try:
            with open_case(address) as own:
                person = Reviewer(own, name)
                for claim in claims:
                    try:
                        person.accept(claim, expect="")
                    except Conflict:
                        refused.append(claim)
                    person.note(claim, f"seen by {name}")
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Ana", "Ben")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    rows = list(case.view.judgements())
    assert sorted(refused) == sorted(claims)  # of each claim, one of the two came first
    assert [row["seq"] for row in rows] == list(range(1, 3 * len(claims) + 1))
    assert case.check() == []


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE judgements SET value = '{}' WHERE seq = 2",
        "UPDATE judgements SET \"by\" = 'Eve' WHERE seq = 1",
        "DELETE FROM judgements WHERE seq = 1",
        "DELETE FROM judgements WHERE seq = 3",
        "UPDATE judgements SET anchor = replace(anchor, 'shelled', 'shellad') WHERE seq = 1",
    ],
)
def test_check_finds_any_change_of_the_log(filled: Case, change: str) -> None:
    ana = Reviewer(filled, "Ana")
    ana.accept(SHELLED)
    ana.reject(HIT)
    ana.note(BOMBED, "who says so?")
    assert filled.check() == []
    with filled.view.connect() as connection:
        connection.execute(text(change))
    assert any(fault.where.startswith("judgements") for fault in filled.check())


def test_check_finds_a_claim_that_does_not_say_what_the_log_says(filled: Case) -> None:
    Reviewer(filled, "Ana").edit(SHELLED, {"hedged": True})
    with filled.view.connect() as connection:
        connection.execute(text("UPDATE claims SET hedged = 0"))
    assert [fault.what for fault in filled.check()] == ["does not carry its reviewed values"] * 2


def test_an_archive_carries_judgements_exactly(filled: Case, tmp_path: Path) -> None:
    ana = Reviewer(filled, "Ana")
    ana.reject(HIT)
    ana.edit(SHELLED, {"hedged": True}, accept=True)
    ana.undo()
    ana.merge([SHELLED, BOMBED])
    export(filled, "archive", tmp_path / "a.zip")
    with open_case(tmp_path / "copy.sayso", create=True) as copy:
        import_archive(copy, tmp_path / "a.zip")
        export(copy, "archive", tmp_path / "b.zip")
        assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()
        assert list(copy.claims()) == list(filled.claims())
        assert list(copy.view.judgements()) == list(filled.view.judgements())
        assert copy.check() == []
        import_archive(copy, tmp_path / "a.zip")
        assert len(list(copy.view.judgements())) == 5
    # Into a case with judgements of its own, they are chained behind those.
    with open_case(tmp_path / "own.sayso", create=True) as own:
        own.writer.write([hodeidah()])
        Reviewer(own, "Ben").accept(BOMBED)
        export(filled, "archive", tmp_path / "c.zip", "place:Duma")
        import_archive(own, tmp_path / "c.zip")
        assert [row["by"] for row in own.view.judgements()] == ["Ben"] + ["Ana"] * 5
        assert triggers(own, "reviewed:rejected") == ["hit"]
        assert own.check() == []


def test_an_archive_whose_judgements_were_changed_is_refused(local: Case) -> None:
    local.writer.write([duma()])
    Reviewer(local, "Ana").accept(SHELLED)
    (row,) = local.view.judgements()
    with pytest.raises(ValueError, match="not as it was written"):
        local.writer.restore_judgements([{**row, "id": "j1", "by": "Eve"}])


def test_the_state_is_that_of_the_log_whoever_asks(filled: Case) -> None:
    assert filled.view.review_state() == State()
    Reviewer(filled, "Ana").accept(SHELLED)
    state = filled.view.review_state()
    assert state.threads[SHELLED].label == "accepted"
    assert [thread.subject for thread in state.of_document("duma-1")] == [SHELLED]
    with pytest.raises(CaseError, match="no claim"):
        Reviewer(filled, "Ana").accept("c000")
    for name in ("", "  ", "Ana, Ben", "x" * 99, "a\nb<"):
        with pytest.raises(InputError):
            Reviewer(filled, name)


def test_an_older_case_gets_its_chain(tmp_path: Path) -> None:
    name = str(tmp_path / "old.sayso")
    with open_case(name, create=True) as case:
        case.writer.write([duma()])
        for number in range(3):
            case.writer.judge("c1", "note", number, by="Ana")
    with sqlite3.connect(name) as raw:  # as a case was before
        raw.execute("DELETE FROM migrations WHERE name = '0003_review'")
        raw.execute("DROP INDEX claims_reviewed")
        raw.execute("DROP INDEX ix_judgements_document")
        for table, column in (("judgements", "document"), ("judgements", "anchor"), ("judgements", "previous"),
                              ("judgements", "hash"), ("claims", "reviewed"), ("claims", "reviewed_by"),
                              ("claims", "reviewed_slots")):  # fmt: skip
            raw.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    raw.close()
    with open_case(name) as case:
        assert [row["previous"] == "" for row in case.view.judgements()] == [True, False, False]
        assert case.check() == []
        Reviewer(case, "Ana").accept(SHELLED)
        assert case.check() == []
    assert (tmp_path / "old.sayso.before-0003_review").exists()


def test_the_migration_may_be_run_over_a_new_case(case: Case, address: str) -> None:
    case.writer.judge("c1", "note", "x", by="Ana")
    before = list(case.view.judgements())
    with case.view.connect() as connection:
        connection.execute(text("DELETE FROM migrations WHERE name = '0003_review'"))
    migrate(case._engine, address, create=False, steps=MIGRATIONS)
    assert list(case.view.judgements()) == before
    assert case.check() == []


def test_events_follow_what_reviewers_decide(filled: Case) -> None:
    link_case(filled, made_by="linker")
    (before,) = [row for row in filled.view.fused() if row["killed_best"] == 12]
    ana = Reviewer(filled, "Ana")
    ana.edit(SHELLED, value_of(duma().claims[0], DUMA, {"killed": "7"}))
    (row,) = [row for row in filled.view.fused() if row["id"] == before["id"]]
    assert row["killed_best"] == 7
    ana.reject(SHELLED)
    assert before["id"] not in {row["id"] for row in filled.view.fused()}
    again = link_case(filled, made_by="linker")
    assert (again.moved, again.fused, again.gone) == (0, 0, 0)


def test_a_merge_and_a_split_outlive_every_linking(case: Case) -> None:
    case.writer.write([duma(), duma("duma-2", url="https://n.example/2"), hodeidah()])
    one, other = SHELLED, duma("duma-2").claims[0].id
    link_case(case, made_by="linker")
    events = case.view.claim_events()
    assert events[one] == events[other] != events[BOMBED]
    ana = Reviewer(case, "Ana")
    ana.split([one, other])
    ana.merge([one, BOMBED])
    for _ in range(2):
        link_case(case, made_by="linker")
        events = case.view.claim_events()
        assert events[one] == events[BOMBED] != events[other]
