"""Events of a case: linking, the table of events, filters, dossiers; on SQLite and on PostgreSQL alike."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from case.samples import DUMA, HODEIDAH, claim, duma, hodeidah, recoded
from sayso.errors import CaseError
from sayso.query import Filter, sentence
from sayso.record import DocumentEvent, Record, dumps, to_dict
from sayso.store import Case, link_case, open_case

DENIED = "The Syrian Army denied that it had shelled the market of Duma on Monday, state television said."
SEEN = "Amal Haddad said the Syrian Army shelled the market of Duma on Monday, killing 15 civilians."


def _report(document: str, words: str, outlet: str, source: tuple[str, ...], **slots: Any) -> Record:
    one = claim(
        words, "shelled", document,
        actor=("Syrian Army", "Syrian Army", "SYR-ARMY", "state-military", "SYR"),
        target=("the market", "market", None, "object", None),
        place=("Duma", "Duma", 170_654, 33.57, 36.4, "SYR", "Rif-dimashq"),
        when=("Monday", "2015-10-12", "2015-10-12", 1), sources=[*source], **slots,
    )  # fmt: skip
    return Record(id=document, text=words, outlet=outlet, published="2015-10-13", claims=(one,), made_by="sayso 1",
                  events=(DocumentEvent(f"e-{document}", (one.id,)),))  # fmt: skip


def reports() -> list[Record]:
    """One shelling told by a monitor and by a doctor, denied by the army; and an airstrike elsewhere."""
    return [
        recoded(duma()),
        _report("seen-1", SEEN, "Levant Post", ("Amal Haddad",), killed=("15 civilians", 15, 15)),
        _report("denied-1", DENIED, "State News", ("The Syrian Army",), status="denied"),
        hodeidah(),
    ]


def _rows(case: Case) -> list[dict[str, Any]]:
    return [dict(row) for row in case.view.fused()]


def _main(case: Case) -> str:
    """The event that the doctor tells of."""
    return str(next(row["event"] for row in case.claims("document:seen-1")))


def test_linking_joins_the_reports_of_one_event(case: Case) -> None:
    case.writer.write(reports())
    done = link_case(case, made_by="test")
    assert (done.claims, done.events) == (4, 2)
    (row,) = case.events(f"event:{_main(case)}")
    assert (row["documents"], row["origins"], row["kappa"], row["status"]) == (3, 2, 2, "corroborated")
    assert (row["contested"], row["denied_by_accused"], row["killed_best"]) == (1, 1, 12)
    assert row["title"].startswith("Shelling of market")


def test_linking_again_changes_nothing(case: Case) -> None:
    case.writer.write(reports())
    link_case(case, made_by="test")
    before, links = _rows(case), list(case.view.links())
    again = link_case(case, made_by="test")
    assert (again.moved, again.fused, again.gone) == (0, 0, 0)
    assert (_rows(case), list(case.view.links())) == (before, links)
    assert link_case(case, made_by="test", anew=True).fused == 2
    assert _rows(case) == before


def test_portions_give_what_one_run_gives(case: Case, tmp_path: Path) -> None:
    whole = reports()
    for record in reversed(whole):
        case.writer.write([record])
        link_case(case, made_by="test")
    with open_case(tmp_path / "at-once.sayso", create=True) as other:
        other.writer.write(whole)
        link_case(other, made_by="test")
        assert _rows(case) == _rows(other)


def test_only_events_that_changed_are_fused(case: Case) -> None:
    some = reports()
    case.writer.write(some[1:])
    link_case(case, made_by="test")
    case.writer.write(some[:1])
    done = link_case(case, made_by="test")
    assert 1 <= done.fused < done.events


def test_events_that_are_no_more_leave_the_table(case: Case) -> None:
    some = reports()
    case.writer.write(some)
    link_case(case, made_by="test")
    from dataclasses import replace

    case.writer.write([replace(some[3], claims=(), events=(), made_by="sayso 2")])
    done = link_case(case, made_by="test")
    assert (done.events, done.gone) == (1, 1)
    assert len(_rows(case)) == 1


def test_a_reviewers_word_survives_every_run(case: Case) -> None:
    case.writer.write(reports())
    link_case(case, made_by="test")
    seen, monitor = (next(case.claims(f"document:{name} kind:shelling"))["claim"] for name in ("seen-1", "duma-1"))
    raid = next(case.claims("document:hod-1"))["claim"]
    for _ in range(3):
        link_case(case, made_by="test", must=[(seen, raid)], cannot=[(monitor, seen)])
        of = case.view.claim_events()
        assert of[seen] == of[raid]
        assert of[seen] != of[monitor]


def test_filters_ask_about_events(case: Case) -> None:
    case.writer.write(reports())
    link_case(case, made_by="test")
    main = _main(case)

    def found(filter_: str) -> set[str]:
        return {row["event"] for row in case.events(filter_)}

    assert found("contested:yes") == {main}
    assert main not in found("contested:no")
    assert found("origins:>1") == found("kappa:>=2") == found("corroboration:corroborated") == {main}
    assert main not in found("-kappa:2")
    assert found("kappa:1..1 kind:airstrike") == {next(case.claims("document:hod-1"))["event"]}
    assert found("contested:yes kind:airstrike") == set()
    assert {row["document"] for row in case.documents("contested:yes")} == {"duma-1", "seen-1", "denied-1"}


def test_a_filter_on_events_is_said_in_words() -> None:
    assert sentence(Filter.parse("contested:yes origins:>1 corroboration:cross-party"), "events") == (
        "Events of events that are cross-party, of contested events, of events with more than 1 origins."
    )


def test_the_dossier_of_an_event(case: Case) -> None:
    case.writer.write(reports())
    link_case(case, made_by="test")
    found = case.dossier(_main(case))
    assert (found.kappa, found.documents) == (2, 3)
    actor = found.slot("actor")
    assert actor is not None
    assert actor.denied_by_accused
    killed = found.slot("killed")
    assert killed is not None
    assert (killed.low, killed.best, killed.high, killed.contested) == (12, 12, 15, True)
    assert {one.published for one in found.reports} == {"2015-10-13"}
    assert json.loads(json.dumps(to_dict(found)))["event"] == found.event


def test_events_are_found_by_the_beginning_of_an_id_or_by_a_claim(case: Case) -> None:
    case.writer.write(reports())
    link_case(case, made_by="test")
    main = _main(case)
    claim_id = next(case.claims("document:seen-1"))["claim"]
    assert case.view.event_named(main) == case.view.event_named(claim_id) == case.view.event_named(main[:9]) == main
    for wrong in ("nothing", "e%", ""):
        with pytest.raises(CaseError):
            case.view.event_named(wrong)
    with pytest.raises(CaseError):
        case.dossier("e0000")


def test_before_linking_events_have_no_counts(case: Case) -> None:
    case.writer.write(reports())
    rows = list(case.events())
    assert len(rows) == 4
    assert {row["kappa"] for row in rows} == {None}
    assert case.dossier(rows[0]["event"]).related == ()
    assert list(case.events("contested:yes")) == []


def test_copies_of_one_text_are_one_origin(case: Case) -> None:
    body = SEEN + " " + " ".join(f"Sentence number {n} of the report fills the page with words." for n in range(30))
    case.writer.write([
        _report(f"copy-{n}", body, f"Paper {n}", ("Amal Haddad",), killed=("15 civilians", 15, 15)) for n in range(4)
    ])  # fmt: skip
    link_case(case, made_by="test")
    found = case.dossier(str(next(case.claims())["event"]))
    assert (found.documents, found.origins, found.kappa) == (4, 1, 1)
    assert [len(report.copies) for report in found.reports] == [3]


def test_a_case_of_before_gets_the_table(tmp_path: Path) -> None:
    path = tmp_path / "old.sayso"
    with open_case(path, create=True) as old:
        old.writer.write([duma()])
        with old._engine.connect() as connection, connection.begin():
            connection.execute(text("DROP TABLE events"))
            connection.execute(text("DELETE FROM migrations WHERE name = '0002_events'"))
    with open_case(path) as renewed:
        assert len(list(renewed.events())) == 2
        assert link_case(renewed, made_by="test").events == 2
    assert (tmp_path / "old.sayso.before-0002_events").exists()


@pytest.fixture
def linked(local: Case) -> Iterator[Case]:
    local.writer.write(reports())
    link_case(local, made_by="test")
    yield local


def test_the_events_of_two_cases_have_the_same_ids(linked: Case, tmp_path: Path) -> None:
    with open_case(tmp_path / "again.sayso", create=True) as other:
        other.writer.write(list(reversed([*linked])))
        link_case(other, made_by="test")
        assert _rows(other) == _rows(linked)


def test_texts_hold_what_the_tests_say() -> None:
    assert all(word in DUMA + HODEIDAH + SEEN + DENIED for word in ("Duma", "Hodeidah"))
    assert dumps(duma()) == dumps(duma())
