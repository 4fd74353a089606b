"""Contested events as their reports come in, against what a careful reader makes of them.

    python -m evals.contested

Reports and truth: ``evals/data/contested_NAME.jsonl`` and ``.toml``, of each scenario two contested events of one
week with side events of the same days. The reports are coded, linked and fused. Every expectation of the truth is
printed as met or missed; exit code 1 where fewer hold than the floors say. Texts: written for Sayso from public
facts; Apache-2.0.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sayso import Claim, Coder
from sayso.fusion import Dossier, Slot
from sayso.ingest import ingest
from sayso.store import Case, link_case, open_case

DATA = Path(__file__).parent / "data"
# What must hold of each scenario, in points: claims of the truth found in their event, expectations met.
FLOORS: dict[str, dict[str, float]] = {
    "gaza": {"claims in their event": 92.0, "expectations met": 92.0},
    "donbas": {"claims in their event": 90.0, "expectations met": 95.0},
    "yemen": {"claims in their event": 86.0, "expectations met": 95.0},
    "kabul": {"claims in their event": 93.0, "expectations met": 91.0},
    "station_village": {"claims in their event": 94.0, "expectations met": 93.0},
    "hospital_convoy": {"claims in their event": 91.0, "expectations met": 75.0},
}


@dataclass(frozen=True, slots=True)
class Expectation:
    """One thing that the truth says: ``what`` it is, what was ``found``, and whether it holds."""

    event: str
    what: str
    found: str
    met: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """The expectations, and how many of the truth's claims lie in the event that holds most of them."""

    expectations: tuple[Expectation, ...]
    inside: int
    claims: int

    def figures(self) -> dict[str, float]:
        """Both figures in points."""
        met = sum(one.met for one in self.expectations)
        return {
            "claims in their event": 100 * self.inside / max(self.claims, 1),
            "expectations met": 100 * met / max(len(self.expectations), 1),
        }


def reports_of(scenario: str) -> Path:
    """The file of a scenario's reports."""
    return DATA / f"contested_{scenario}.jsonl"


def make_case(folder: Path, reports: Path) -> Case:
    """The reports coded and linked in a case of their own. The caller closes it."""
    case = open_case(folder / "contested.sayso", create=True)
    ingest(case, [str(reports)])
    case.writer.write(Coder().pipe(list(case.view.uncoded("evals"))), "evals")
    link_case(case, made_by="evals")
    return case


def _homes(case: Case) -> dict[str, list[tuple[Claim, str]]]:
    """The claims of each document with the event that each belongs to, in the order of the text."""
    event_of = {(str(row["document"]), str(row["claim"])): str(row["event"]) for row in case.claims()}
    return {
        record.id: [(claim, event_of.get((record.id, claim.id), "")) for claim in record.claims]
        for record in case.records()
    }


def events_at(homes: dict[str, list[tuple[Claim, str]]], texts: dict[str, str], document: str, words: str) -> set[str]:
    """The events of the claims whose trigger lies within these words of the document, or covers them, wherever they
    stand in it. Raises ValueError where the document does not hold them."""
    text, found, start = texts[document], set(), -1
    if words not in text:
        raise ValueError(f"{document} has no “{words}”")
    while (start := text.find(words, start + 1)) >= 0:
        end = start + len(words)
        found |= {event for claim, event in homes[document] if claim.trigger.start < end and start < claim.trigger.end}
    return found


def compare(case: Case, truth: dict[str, Any]) -> Outcome:
    """Everything that the truth says, against the case."""
    homes = _homes(case)
    texts = {record.id: record.text for record in case.records()}
    seen: list[Expectation] = []
    chosen: dict[str, str] = {}
    inside = claims = 0
    for event in truth["event"]:
        wanted = [(report, words, events_at(homes, texts, report, words))
                  for report, several in event["reports"].items() for words in several]  # fmt: skip
        chosen[event["name"]] = main = _most(home for _, _, home in wanted)
        missing = [f"{report} “{words}”" for report, words, home in wanted if main not in home]
        inside, claims = inside + len(wanted) - len(missing), claims + len(wanted)
        seen.append(
            Expectation(
                event["name"], f"whole: {len(wanted)} claims", f"without {', '.join(missing) or 'none'}", not missing
            )
        )
        others = sorted(
            {one for one, several in homes.items() for _, home in several if home == main} - set(event["reports"])
        )
        seen.append(Expectation(event["name"], "no other report", ", ".join(others) or "none", not others))
        seen.extend(_slots(event, case.dossier(main)))
    names = list(chosen)
    homes_apart = {one["name"]: events_at(homes, texts, one["report"], one["words"]) for one in truth["apart"]}
    seen.append(
        Expectation("both", "two events", str(len(set(chosen.values()))), len(set(chosen.values())) == len(names))
    )
    for name, own in homes_apart.items():
        rest = set(chosen.values()) | {
            event for other, several in homes_apart.items() if other != name for event in several
        }
        seen.append(
            Expectation(name, "an event of its own", "claimed" if own else "not claimed", bool(own) and not own & rest)
        )
    return Outcome(tuple(seen), inside, claims)


def _most(homes: Iterable[set[str]]) -> str:
    counted = Counter(event for home in homes for event in home if event)
    return min(counted, key=lambda event: (-counted[event], event)) if counted else ""


def _slots(event: dict[str, Any], dossier: Dossier) -> Iterator[Expectation]:
    name, (low, high) = event["name"], event["kappa"]
    yield Expectation(name, f"kappa {low} to {high}", str(dossier.kappa), low <= dossier.kappa <= high)
    contested = [slot.name for slot in dossier.slots if slot.contested]
    for one in event["contested"]:
        yield Expectation(name, f"{one} contested", "contested" if one in contested else "not", one in contested)
    beside = [one for one in contested if one not in event["contested"]]
    yield Expectation(name, "nothing else contested", ", ".join(beside) or "nothing", not beside)
    for one in event["denied_by_accused"]:
        slot = dossier.slot(one)
        denied = slot is not None and slot.denied_by_accused
        yield Expectation(name, f"{one} denied by the accused", "denied" if denied else "not", denied)
    for one, value in event["agreed"].items():
        found = _agreed(dossier.slot(one))
        yield Expectation(name, f"{one} agreed: {value}", found, value.casefold() in found.casefold())
    actor = dossier.slot("actor")
    says = (
        {value.value: {one.origin for one in value.statements if one.counted} for value in actor.values}
        if actor
        else {}
    )
    for value, origins in event["says"].items():
        missing = sorted(set(origins) - says.get(value, set()))
        yield Expectation(
            name, f"{value}, say {', '.join(origins)}", f"without {', '.join(missing) or 'none'}", not missing
        )


def _agreed(slot: Slot | None) -> str:
    return (slot.agreed or "no agreement") if slot else "no value"


def read_truth(scenario: str) -> dict[str, Any]:
    """The truth table of a scenario as it stands in the file."""
    with (DATA / f"contested_{scenario}.toml").open("rb") as opened:
        return tomllib.load(opened)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the expectations and the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="*", choices=[*FLOORS, []], help="those that are run; all where none is named")
    low = 0
    for scenario in parser.parse_args(arguments).scenario or FLOORS:
        floors = FLOORS[scenario]
        with tempfile.TemporaryDirectory() as folder, make_case(Path(folder), reports_of(scenario)) as case:
            outcome = compare(case, read_truth(scenario))
        print(f"{scenario}:")
        for one in outcome.expectations:
            print(f"{'met   ' if one.met else 'MISSED'}  {one.event:<9} {one.what:<58} found: {one.found}")
        for name, value in outcome.figures().items():
            low += value < floors[name]
            print(f"{name:<24}{value:6.1f}  floor {floors[name]:.1f}")
    return int(low > 0)


if __name__ == "__main__":
    sys.exit(main())
