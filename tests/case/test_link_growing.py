"""A case that grows and is linked now and then holds what a full linking of all its claims gives; on both databases."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from case.samples import claim
from sayso.errors import SaysoError
from sayso.linking import WrittenAnew
from sayso.record import Record
from sayso.review import Reviewer
from sayso.store import Case, link_case
from sayso.store import linking as linking_of_cases

ACTORS = ("The army", "The rebels")
TARGETS = ("market", "school")
# The second lies over the border of a cell from the third, which does not see it.
PLACES = (("Duma", 170_654, 33.57, 36.4), ("Harim", 170_900, 35.24, 36.05), ("Selqin", 170_901, 35.36, 36.05))
STEPS = ("add", "add", "add", "code", "empty", "reject", "merge", "split", "undo", "link", "link")


def _record(random: Random, name: str, coder: str) -> Record:
    actor, target, place = random.choice(ACTORS), random.choice(TARGETS), random.choice(PLACES)
    day, killed = random.choice((12, 12, 13)), random.choice((3, 5))
    planned = random.random() < 0.2
    words = f"{actor} shelled the {target} of {place[0]} on {day} October, killing {killed} civilians, {coder} wrote."
    slots: dict[str, Any] = {"status": "planned"} if planned else {}
    if random.random() < 0.7:
        slots["place"] = (place[0], place[0], *place[1:], "SYR", "North")
    if random.random() < 0.7:
        slots["when"] = (f"{day} October", f"2015-10-{day}", f"2015-10-{day}", 1)
    one = claim(
        words, "shelled", name, actor=(actor, actor, None, "military", "SYR"),
        target=(f"the {target}", target, None, "object", None), killed=(f"{killed} civilians", killed, killed), **slots,
    )  # fmt: skip
    published = random.choice(("2015-10-13", "2015-10-14", None))
    return Record(id=name, text=words, published=published, claims=(one,), made_by=f"sayso {random.random()}")


def _holds(case: Case) -> tuple[list[Any], dict[str, str], dict[str, str]]:
    return (
        [dict(row) for row in case.view.fused()],
        case.view.claim_events(),
        {row["claim"]: row["event"] for row in case.view.links()},
    )


def _step(case: Case, random: Random, step: str, names: list[str]) -> None:
    ana = Reviewer(case, "Ana")
    claims = sorted(case.view.claim_events())
    if step == "add":
        new = [f"{random.randrange(10**9)}" for _ in range(random.randrange(1, 4))]
        case.writer.write([_record(random, name, "a reporter") for name in new])
        names += new
    elif step == "code" and names:  # the same text coded with other claims
        record = case.record(random.choice(names))
        other = _record(random, record.id, "a reporter")
        case.writer.write([replace(other, published=record.published)])
    elif step == "empty" and names:
        record = case.record(random.choice(names))
        case.writer.write([replace(record, claims=(), events=(), made_by=f"sayso {random.random()}")])
    elif step == "reject" and claims:
        ana.reject(random.choice(claims))
    elif step in ("merge", "split") and len(claims) > 1:
        with suppress(SaysoError):
            getattr(ana, step)(random.sample(claims, 2))
    elif step == "undo":
        with suppress(SaysoError):
            ana.undo()
    elif step == "link":
        link_case(case, made_by="test")


@given(seed=st.integers(0, 10**6), steps=st.lists(st.sampled_from(STEPS), min_size=6, max_size=16))
@settings(
    max_examples=8, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
def test_growing_gives_what_linking_everything_gives(case: Case, seed: int, steps: list[str]) -> None:
    random = Random(seed)
    names: list[str] = []
    link_case(case, made_by="test")
    for step in steps:
        _step(case, random, step, names)
    link_case(case, made_by="test")
    grown = _holds(case)
    again = link_case(case, made_by="test", full=True)
    assert _holds(case) == grown
    assert (again.moved, again.fused, again.gone) == (0, 0, 0)


@pytest.fixture
def only_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on no run may go through all claims."""

    def fail(*_: object) -> None:
        raise AssertionError("all claims were linked")

    monkeypatch.setattr(linking_of_cases, "_link_all", fail)


def test_only_documents_that_changed_are_read(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(1)
    case.writer.write([_record(random, f"d{number}", "a reporter") for number in range(8)])
    link_case(case, made_by="test")
    case.writer.write([_record(random, "e", "a reporter")])
    read: list[str] = []
    whole = type(case.view).records_of

    def noted(view: Any, documents: Any) -> Any:
        read.extend(documents)
        return whole(view, documents)

    monkeypatch.setattr(linking_of_cases, "_fuse", lambda *_: 0)
    monkeypatch.setattr(linking_of_cases, "_link_all", lambda *_: pytest.fail("all claims were linked"))
    monkeypatch.setattr(type(case.view), "records_of", noted)
    assert link_case(case, made_by="test").claims == 9
    assert read == ["e"]


def test_an_interrupted_run_goes_on(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(3)
    case.writer.write([_record(random, f"d{number}", "a reporter") for number in range(4)])
    link_case(case, made_by="test")
    case.writer.write([_record(random, f"e{number}", "a reporter") for number in range(4)])
    with monkeypatch.context() as patch:
        patch.setattr(linking_of_cases, "_fuse", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            link_case(case, made_by="test")
    monkeypatch.setattr(linking_of_cases, "_link_all", lambda *_: pytest.fail("all claims were linked"))
    assert link_case(case, made_by="test").fused > 0
    monkeypatch.undo()
    grown = _holds(case)
    again = link_case(case, made_by="test", full=True)
    assert (again.fused, _holds(case)) == (0, grown)


@pytest.mark.usefixtures("only_changes")
def test_without_an_index_all_is_linked(case: Case) -> None:
    case.writer.write([_record(Random(4), "d", "a reporter")])
    with pytest.raises(AssertionError, match="all claims"):
        link_case(case, made_by="test")


@pytest.mark.parametrize("made_by", ["test", "another version"])
def test_another_version_links_everything_anew(case: Case, monkeypatch: pytest.MonkeyPatch, made_by: str) -> None:
    case.writer.write([_record(Random(5), "d", "a reporter")])
    link_case(case, made_by="test")
    seen: list[str] = []
    whole = linking_of_cases._link_all

    def noted(*given: Any) -> Any:
        seen.append("all")
        return whole(*given)

    monkeypatch.setattr(linking_of_cases, "_link_all", noted)
    link_case(case, made_by=made_by)
    assert seen == (["all"] if made_by != "test" else [])


def test_what_another_run_wrote_anew_in_between_is_linked_from_the_start(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = Random(7)
    case.writer.write([_record(random, f"d{number}", "a reporter") for number in range(3)])
    link_case(case, made_by="test")
    case.writer.write([_record(random, "e", "a reporter")])

    def meanwhile(*_: Any) -> Any:
        raise WrittenAnew("by another run")

    with monkeypatch.context() as patch:
        patch.setattr(linking_of_cases, "_touched", meanwhile)
        link_case(case, made_by="test")
    grown = _holds(case)
    assert {"e"} <= {row["document"] for row in case.view.claims()}
    link_case(case, made_by="test", full=True)
    assert _holds(case) == grown


def test_an_index_of_another_run_is_not_written_over(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(6)
    case.writer.write([_record(random, f"d{number}", "a reporter") for number in range(3)])
    link_case(case, made_by="test")
    case.writer.write([_record(random, "e", "a reporter")])
    whole = linking_of_cases._touched

    def meanwhile(*given: Any) -> Any:
        monkeypatch.setattr(linking_of_cases, "_touched", whole)
        case.writer.write([_record(random, "f", "a reporter")])
        link_case(case, made_by="test")
        return whole(*given)

    monkeypatch.setattr(linking_of_cases, "_touched", meanwhile)
    link_case(case, made_by="test")
    with case.view.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM link_index")).scalar_one() == 0
    link_case(case, made_by="test")
    grown = _holds(case)
    link_case(case, made_by="test", full=True)
    assert _holds(case) == grown
