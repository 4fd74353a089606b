"""The contested scenario: its files agree with each other, and what is expected of the program is read rightly."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from evals import contested
from sayso.store import Case

SCENARIOS = sorted(contested.FLOORS)


def _texts(scenario: str) -> dict[str, str]:
    lines = contested.reports_of(scenario).read_text(encoding="utf-8").splitlines()
    return {row["id"]: row["text"] for row in map(json.loads, lines)}


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Case]]:
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(contested.make_case(tmp_path_factory.mktemp(name), contested.reports_of(name)))
            for name in SCENARIOS
        }


@pytest.fixture
def case(cases: dict[str, Case]) -> Case:
    return cases["gaza"]


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_every_report_belongs_to_one_event_or_to_a_side_event(scenario: str) -> None:
    truth, texts = contested.read_truth(scenario), _texts(scenario)
    told = [report for event in truth["event"] for report in event["reports"]] + [
        one["report"] for one in truth["apart"]
    ]
    assert sorted(set(told)) == sorted(texts)  # a side event may be told in a report of another
    events = [report for event in truth["event"] for report in event["reports"]]
    assert len(events) == len(set(events))
    assert len(texts) >= 20


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_the_words_of_the_truth_stand_in_the_reports(scenario: str) -> None:
    truth, texts = contested.read_truth(scenario), _texts(scenario)
    words = [
        (report, one) for event in truth["event"] for report, several in event["reports"].items() for one in several
    ]
    words += [(one["report"], one["words"]) for one in truth["apart"]]
    assert [pair for pair in words if pair[1] not in texts[pair[0]]] == []


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_what_must_hold_holds(scenario: str, cases: dict[str, Case]) -> None:
    outcome, floors = contested.compare(cases[scenario], contested.read_truth(scenario)), contested.FLOORS[scenario]
    assert {name: value for name, value in outcome.figures().items() if value < floors[name]} == {}


def test_an_expectation_can_be_missed(case: Case) -> None:
    truth = tomllib.loads(
        '[[event]]\nname = "hospital"\nkappa = [40, 50]\ncontested = ["weapon"]\ndenied_by_accused = ["target"]\n'
        'agreed = { when = "2023-10-13" }\n[event.reports]\ngz-16 = ["blast at"]\ngz-01 = ["airstrikes on"]\n'
        '[event.says]\n"state:ISR" = ["state:BRA"]\n'
        '[[apart]]\nname = "again"\nreport = "gz-16"\nwords = "blast at"\n'
    )
    outcome = contested.compare(case, truth)
    assert [one.what for one in outcome.expectations if one.met] == ["two events"]
    assert (outcome.inside, outcome.claims) == (1, 2)


def test_words_that_no_report_holds_are_refused() -> None:
    with pytest.raises(ValueError, match="gz-01 has no"):
        contested.events_at({"gz-01": []}, _texts("gaza"), "gz-01", "not there at all")


def test_the_program_prints_what_is_met_and_missed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert contested.main([]) == 0
    printed = capsys.readouterr().out
    assert "met     both      two events" in printed
    assert "claims in their event" in printed
