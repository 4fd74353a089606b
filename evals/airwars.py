"""Incidents against the statements of the day: does what a ministry reported name the place, or its governorate?

    python -m evals.airwars --shared DIR                  how many incidents the statements of their day name
    python -m evals.airwars --shared DIR --list FILE      and how often that is what a reader says

The statements (``mod_statements_dev.jsonl``) are coded; those of the day of an incident (``airwars_syria_russia_dev.jsonl``)
name its place or governorate where a claim that is told as having happened lies there, or a toponym of theirs that no
claim only denies or supposes. A statement that strikes in a governorate were *not* reported names nothing. FILE is a
CSV of ``incident,named`` with yes or no, as a reader of the statements judges; exit code 1 below the floor.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from sayso import Coder, Record
from sayso.documents import Document
from sayso.places.folding import fold
from sayso.record import Claim, Place

STATEMENTS, INCIDENTS = "gold/mod_statements_dev.jsonl", "gold/airwars_syria_russia_dev.jsonl"
FLOOR = 90.0
# Spellings of one governorate, and the two that news calls by one name.
_GOVERNORATES = {
    "ar raqqah": "raqqa", "al raqqah": "raqqa", "raqqah": "raqqa", "hamah": "hama", "lattakia": "latakia",
    "al ladhiqiyah": "latakia", "dara": "daraa", "damascus governorate": "damascus", "rif dimashq": "damascus",
    "dimashq": "damascus", "deir al zor": "deir ez zor", "dayr az zawr": "deir ez zor", "dayr ez zawr": "deir ez zor",
}  # fmt: skip
_TOLD = frozenset({"asserted"})


def governorate(name: str | None) -> str:
    """One spelling for each governorate.

    >>> governorate("Dar'a"), governorate("Ar Raqqah"), governorate("Hama")
    ('daraa', 'raqqa', 'hama')
    """
    words = fold(name or "").split()
    plain = " ".join(words[:-1] if words[-1:] in (["governorate"], ["province"]) else words)
    return _GOVERNORATES.get(plain, plain)


def places_named(record: Record) -> list[Place]:
    """The places that a statement says something of: those of what is told as having happened, and its other toponyms
    but for those that it only names to say that nothing was reported there."""
    told = [claim for claim in record.claims if claim.status in _TOLD]
    unsaid = [claim for claim in record.claims if claim.status not in _TOLD]
    placed = [claim.place for claim in told if claim.place is not None and _by_syntax(claim)]
    found = list(placed)
    for place in record.places:
        in_unsaid = any(claim.place is not None and _by_syntax(claim) and claim.place.holds(place) for claim in unsaid)
        in_told = any(claim.evidence.holds(place) for claim in told)
        only_unsaid = any(claim.evidence.holds(place) for claim in unsaid) and not in_told
        if any(one.holds(place) for one in placed) or not (in_unsaid or only_unsaid):
            found.append(place)
    return found


def _by_syntax(claim: Claim) -> bool:
    """Whether the sentence itself puts a claim at its place; one taken from around it may be another claim's."""
    return bool(claim.place and claim.place.why.get("place_of", "").startswith("syntax"))


def names(places: Iterable[Place], incident: Mapping[str, Any]) -> bool:
    """Whether any of these is the incident's place, or lies in its governorate."""
    where, home = fold(incident["place"]), governorate(incident["governorate"])
    return any(
        where in (fold(place.name), fold(place.text)) or home in (governorate(place.admin1), governorate(place.text))
        for place in places
    )


def judge(
    coder: Coder, statements: Sequence[Mapping[str, Any]], incidents: Sequence[Mapping[str, Any]]
) -> dict[str, bool]:
    """Incident to whether that day's statements name it; incidents of a day without statements are left out."""
    texts = {(row["text"], max(row["incident_dates"])): row for row in statements}
    documents = [Document(text, id=str(n), published=day) for n, (text, day) in enumerate(texts)]
    by_day: dict[str, list[Place]] = {}
    for row, record in zip(texts.values(), coder.pipe(documents), strict=True):
        for day in row["incident_dates"]:
            by_day.setdefault(day, []).extend(places_named(record))
    return {row["id"]: names(by_day[row["date"]], row) for row in incidents if row["date"] in by_day}


def read_list(path: Path) -> dict[str, bool]:
    """A reader's judgements, incident to whether the day's statements name it."""
    with path.open(encoding="utf-8", newline="") as opened:
        return {row["incident"]: row["named"] == "yes" for row in csv.DictReader(opened)}


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as opened:
        yield from map(json.loads, opened)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints how many incidents are named, and against a list how often that is right, with what is not."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, required=True, help="the folder that holds gold/")
    parser.add_argument("--list", type=Path, help="judgements of a reader, CSV: incident,named")
    given = parser.parse_args(arguments)
    files = [given.shared / name for name in (STATEMENTS, INCIDENTS)]
    for path in files:
        if not path.exists():
            print(f"skipped: there is no {path}")
            return 0
    found = judge(Coder(), *(list(_rows(path)) for path in files))
    print(f"incidents on days with statements {len(found)}, named by them {sum(found.values())}")
    if given.list is None or not given.list.exists():
        print(f"skipped the comparison: {f'there is no {given.list}' if given.list else 'no --list was given'}")
        return 0
    read = read_list(given.list)
    wrong = [one for one in sorted(read) if found.get(one) != read[one]]
    for one in wrong:
        print(
            f"{one}: the statements {'name' if read[one] else 'do not name'} it, as coded they {_said(found.get(one))}"
        )
    accuracy = 100 * (len(read) - len(wrong)) / max(len(read), 1)
    print(f"accuracy {accuracy:.1f}  floor {FLOOR:.1f}  ({len(read)} checked, {sum(read.values())} of them named)")
    return int(accuracy < FLOOR)


def _said(found: bool | None) -> str:
    return {True: "do", False: "do not", None: "have no such incident"}[found]


if __name__ == "__main__":
    sys.exit(main())
