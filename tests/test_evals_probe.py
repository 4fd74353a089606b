"""The probe: sentences written for the project, every kind in the words that news uses for it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from evals import probe
from sayso import Coder
from sayso.record import KINDS

FEWEST_A_KIND = 8
RECALL = 0.87
FALSE_ALARMS = 0.14
# Leads, headlines, court, police and sea reports, as desks write them today; a third of the sentences tell of no claim.
DESK = probe.SENTENCES.with_name("probe_desk.txt")
DESK_RECALL = 0.91
DESK_FALSE_ALARMS = 0.13


@cache
def coder() -> Coder:
    return Coder()


@cache
def told() -> tuple[probe.Sentence, ...]:
    return tuple(sentence for sentence in probe.sentences() if sentence.claims)


def test_every_kind_has_sentences() -> None:
    counted = {kind: sum(kind in sentence.claims for sentence in told()) for kind in KINDS}
    assert {kind: count for kind, count in counted.items() if count < FEWEST_A_KIND} == {}


def test_marks_are_read_with_their_place(tmp_path: Path) -> None:
    (tmp_path / "marked.txt").write_text("# a comment\n\nRebels {abduction:took} two men {abduction:hostage}.\n")
    (sentence,) = probe.sentences(tmp_path / "marked.txt")
    assert sentence.text == "Rebels took two men hostage."
    assert [sentence.text[start:end] for start, end in sentence.claims["abduction"]] == ["took", "hostage"]


@pytest.mark.parametrize("frame", ["", probe.WAR], ids=["alone", "in a report"])
def test_kinds_are_found_in_the_words_of_news(frame: str) -> None:
    outcomes = list(probe.read(coder(), frame, told()))
    right = sum(kind == given for each in outcomes for kind, given in each.given.items())
    assert right >= RECALL * sum(len(each.given) for each in outcomes)


def test_the_words_of_news_desks() -> None:
    sentences = probe.sentences(DESK)
    outcomes = list(probe.read(coder(), probe.WAR, [each for each in sentences if each.claims]))
    right = sum(kind == given for each in outcomes for kind, given in each.given.items())
    assert right >= DESK_RECALL * sum(len(each.given) for each in outcomes)
    quiet = [each for each in sentences if not each.claims]
    idle = [*probe.read(coder(), "", quiet), *probe.read(coder(), probe.PEACE, quiet)]
    assert sum(bool(each.more) for each in idle) <= DESK_FALSE_ALARMS * len(idle)


def test_the_same_words_elsewhere_are_no_claims() -> None:
    quiet = [sentence for sentence in probe.sentences() if not sentence.claims]
    outcomes = [*probe.read(coder(), "", quiet), *probe.read(coder(), probe.PEACE, quiet)]
    assert sum(bool(each.more) for each in outcomes) <= FALSE_ALARMS * len(outcomes)
