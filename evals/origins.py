"""Independent or not: groups of short reports made from the project's own sentences, labelled by how they were made.

    python -m evals.origins            the groups that rules may be tuned on, two thirds
    python -m evals.origins --held     the other third

Each group is the reports of one event: copies word for word, edited copies, reports of one briefing, of an outlet that
others cite, of unnamed people behind one agency, and reports that share nothing. Texts are coded, claims become
statements, and every pair of reports of a group is told dependent or independent. Exit code 1 below a floor.
Texts: written for Sayso; Apache-2.0.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from sayso import Coder, Record
from sayso.corroboration import Statement, dependence_classes, statement
from sayso.documents import Document
from sayso.documents.copies import body, near_copies, shingles

GROUPS = 162
# What must hold, in points: F1 of dependent pairs, precision of independent ones.
FLOORS = {"dependent F1": 92.0, "independent P": 97.0}

_TOWNS = ("Karbala", "Mopti", "Kunduz", "Marib", "Bentiu", "Sloviansk", "Maiduguri", "Idlib", "Baidoa")
_TARGETS = ("a market", "a school", "a clinic", "a fuel depot", "a bus station", "a bakery", "a mosque")
_PAPERS = ("Evening Courier", "Morning Ledger", "Daily Herald", "Gulf Post", "The Sentinel", "Northern Star", "City Tribune")
_AGENCIES = ("Reuters", "AFP", "The Associated Press", "Anadolu Agency")
_SPEAKERS = (
    ("Russia", "Igor Konashenkov", "Russian Defense Ministry spokesman Igor Konashenkov"),
    ("Turkey", "Hulusi Akar", "Turkish Defense Minister Hulusi Akar"),
    ("Israel", "Daniel Hagari", "Israeli military spokesman Daniel Hagari"),
)
_MONITORS = ("The Syrian Observatory for Human Rights", "Human Rights Watch", "Amnesty International", "Doctors Without Borders")
_CROWDS = ("residents", "witnesses", "local officials", "activists")
_FILLER = (
    "The road into the district stayed closed until nightfall while crews cleared broken glass and masonry.",
    "Telephone lines were down for most of the afternoon and shops along the main street kept their shutters closed.",
    "The quarter lies close to a river crossing that has changed hands several times since the spring.",
    "Schools will remain shut for the rest of the week, and buses were sent round by the ring road.",
    "Many families had only come back to the neighbourhood in the past month, after a long lull.",
    "Smoke could still be seen from the hills in the evening, and generators hummed at the edge of the square.",
    "Prices of flour and fuel had doubled in the days before, and queues formed early each morning.",
    "The weather had been clear all week, with little wind and good visibility over the plain.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Report:
    """A report and the class of reports that it depends on."""

    outlet: str
    text: str
    origin: str


def groups() -> Iterator[list[Report]]:
    """The labelled groups, the same ones always."""
    makers = (_verbatim, _edited, _briefing, _citing, _crowd, _apart)
    for number in range(GROUPS):
        yield makers[number % len(makers)](number)


def _fact(number: int, way: int = 0) -> str:
    town, target, dead = _TOWNS[number % 9], _TARGETS[number % 7], 3 + number % 11
    return (
        f"an airstrike on {target} in {town} killed {dead} people on Monday",
        f"warplanes bombed {target} in {town} on Monday, killing {dead} people",
        f"{dead} people were killed on Monday when jets struck {target} in {town}",
    )[way % 3]


def _filler(number: int, count: int = 2) -> str:
    return " ".join(_FILLER[(number * 3 + step * 5) % len(_FILLER)] for step in range(count))


def _capital(text: str) -> str:
    return text[0].upper() + text[1:]


def _paper(number: int, step: int) -> str:
    return _PAPERS[(number + step) % len(_PAPERS)]


def _monitor(number: int, outlet: str) -> Report:
    name = _MONITORS[number % len(_MONITORS)]
    return Report(outlet, f"{name} said {_fact(number, number + 1)}. {_filler(number + 5)}", f"monitor {name}")


def _agency_story(number: int) -> str:
    agency = _AGENCIES[number % len(_AGENCIES)]
    return (
        f"{_capital(_fact(number))}, a {agency} correspondent at the scene reported. {_filler(number, 3)} "
        f"{_FILLER[(number + 6) % len(_FILLER)]}"
    )


def _verbatim(number: int) -> list[Report]:
    text = _agency_story(number)
    return [Report(_paper(number, n), text, "story") for n in range(2)] + [_monitor(number, _paper(number, 2))]


def _edited(number: int) -> list[Report]:
    text = _agency_story(number)
    cut = f"{text.rsplit('. ', 1)[0]}. The council meets again on Thursday."
    return [
        Report(_paper(number, 0), text, "story"), Report(_paper(number, 1), cut, "story"),
        _monitor(number, _paper(number, 2)),
    ]  # fmt: skip


def _briefing(number: int) -> list[Report]:
    _, name, full = _SPEAKERS[number % len(_SPEAKERS)]
    return [
        Report(_paper(number, 0), f"{full} said {_fact(number)}. {_filler(number)}", "briefing"),
        Report(_paper(number, 1), f"{_capital(_fact(number, 1))}, according to {full}. {_filler(number + 1)}", "briefing"),
        Report(_paper(number, 2), f"“{_capital(_fact(number, 2))},” {name}, {full[: -len(name) - 1]}, told a briefing. "
               f"{_filler(number + 3)}", "briefing"),
        _monitor(number, _paper(number, 3)),
    ]  # fmt: skip


def _citing(number: int) -> list[Report]:
    agency = _AGENCIES[number % len(_AGENCIES)]
    return [
        Report(agency, f"{_capital(_fact(number))}. {_filler(number)}", "agency"),
        Report(_paper(number, 1), f"{_capital(_fact(number, 1))}, {agency} reported. {_filler(number + 1)}", "agency"),
        _monitor(number, _paper(number, 2)),
    ]


def _crowd(number: int) -> list[Report]:
    crowd, agency = _CROWDS[number % len(_CROWDS)], _AGENCIES[number % len(_AGENCIES)]
    return [
        Report(_paper(number, 0), f"{_capital(crowd)} told {agency} that {_fact(number)}. {_filler(number)}", "crowd"),
        Report(_paper(number, 1), f"{_capital(crowd)} told {agency} that {_fact(number, 1)}. {_filler(number + 1)}", "crowd"),
        _monitor(number, _paper(number, 2)),
    ]


def _apart(number: int) -> list[Report]:
    _, _, full = _SPEAKERS[number % len(_SPEAKERS)]
    return [
        Report(_paper(number, 0), f"{full} said {_fact(number)}. {_filler(number)}", "state"),
        _monitor(number, _paper(number, 1)),
        Report(_paper(number, 2), f"{_capital(_fact(number, 2))}. Our reporter counted the dead at the morgue. "
               f"{_filler(number + 1)}", "own"),
    ]  # fmt: skip


def statements(records: Sequence[Record]) -> list[Statement]:
    """One statement for each report: that of its first claim of violence, with the text that it copies."""
    runs = [shingles(body(record.text)) for record in records]
    lineage = list(range(len(records)))
    for a, b in combinations(range(len(records)), 2):
        if near_copies(runs[a], runs[b]):
            lineage = [lineage[a] if one == lineage[b] else one for one in lineage]
    out = []
    for record, text in zip(records, lineage, strict=True):
        sources = next((claim.sources for claim in record.claims if claim.place is not None), ())
        out.append(statement(record.id, record.outlet, sources, lineage=f"text {text}"))
    return out


def score(found: Sequence[tuple[bool, bool]]) -> dict[str, float]:
    """Figures in points from (dependent in truth, dependent as found) of all pairs."""
    both = sum(truth and told for truth, told in found)
    apart = sum(not truth and not told for truth, told in found)
    told, truth = sum(t for _, t in found), sum(t for t, _ in found)
    return {
        "dependent F1": 200 * both / max(told + truth, 1),
        "independent P": 100 * apart / max(len(found) - told, 1),
    }


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the figures and the groups that are told wrongly."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--held", action="store_true", help="the third that is held back")
    held = parser.parse_args(arguments).held
    chosen = [group for number, group in enumerate(groups()) if (number // 6 % 3 == 2) == held]
    coder, found = Coder(), []
    documents = [
        Document(report.text, id=f"{number}/{place}", outlet=report.outlet, published="2020-06-03")
        for number, group in enumerate(chosen)
        for place, report in enumerate(group)
    ]
    records = iter(list(coder.pipe(documents)))
    for group in chosen:
        given = statements([next(records) for _ in group])
        of_class = {n: number for number, members in enumerate(dependence_classes(given)) for n in members}
        for a, b in combinations(range(len(group)), 2):
            truth, told = group[a].origin == group[b].origin, of_class[a] == of_class[b]
            found.append((truth, told))
            if truth != told:
                print(f"{'dependent' if truth else 'independent'}: {given[a].origin} | {given[b].origin}: "
                      f"{group[a].text[:90]} | {group[b].text[:90]}")  # fmt: skip
    figures = score(found)
    for name, value in figures.items():
        print(f"{name:<16}{value:6.1f}  floor {FLOORS[name]:.1f}  ({len(chosen)} groups, {len(found)} pairs)")
    return int(any(value < FLOORS[name] for name, value in figures.items()))


if __name__ == "__main__":
    sys.exit(main())
