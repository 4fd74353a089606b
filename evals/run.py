"""Codes the development gold, scores it and holds the pinned floors.

    python -m evals --shared ../shared              everything, in a few minutes
    python -m evals --only claims --only dates      some tasks
    python -m evals --only claims --full            with the scorers' whole tables
    python -m evals --update                        raise floors to what was reached; a floor is never lowered

Predictions go to evals/out/. Exit codes: 0 all floors hold (or there is no gold), 1 a figure is below its floor,
2 wrong use.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.tasks import TASKS, Task

if TYPE_CHECKING:
    from sayso.coder import Coder

HERE = Path(__file__).resolve().parent
FLOORS = HERE / "floors.toml"

# A floor is set this far below what was reached, in points: a rule that mends five claims may cost one elsewhere, and
# figures move a little with the compiled parts of spaCy on another processor.
SLACK = 1.0

_FIGURE = re.compile(r"\b(P|R|F1|acc|AUC|ARI)\s+(-|\d+\.\d+)")


@dataclass(frozen=True, slots=True)
class Result:
    """What one task gave: the scorer's figures by "row stat", its table, documents that failed, seconds."""

    task: Task
    figures: dict[str, float]
    table: str
    failed: int
    documents: int
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the evaluations that the command line asks for."""
    options = _options(arguments)
    scorers, gold = options.shared / "evals", options.shared / "gold"
    if not gold.is_dir() or not scorers.is_dir():
        print(f"Evaluations skipped: no gold in {options.shared} (name its folder with --shared or SAYSO_SHARED).")
        return 0
    tasks = [
        task for task in TASKS if not options.only or task.name.split()[0] in options.only or task.name in options.only
    ]
    if not tasks:
        print(f"No such task; there are: {', '.join(task.name for task in TASKS)}.", file=sys.stderr)
        return 2
    from sayso.coder import Coder

    floors = read_floors()
    coder = Coder(gazetteer=options.gazetteer).load()
    results = []
    for task in tasks:
        folder = HERE / "data" if task.own else gold
        if missing := [name for name in task.gold if not (folder / name).is_file()]:
            print(f"{task.name}: skipped, {folder} has no {', '.join(missing)}")
            continue
        result = run(task, coder, folder, scorers)
        results.append(result)
        print(report(result, floors.get(task.name, {}), full=options.full), flush=True)
    if options.update:
        write_floors(raised(floors, results))
        print(f"Floors written to {FLOORS.name}.")
        return 0
    fallen = [f"{result.task.name}: {line}" for result in results for line in below(result, floors)]
    print(f"{len(fallen)} figures are below their floors." if fallen else "All floors hold.")
    for line in fallen:
        print(f"  {line}")
    return 1 if fallen else 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m evals", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent / "shared")),
        help="folder with gold/ and evals/ (default: SAYSO_SHARED, else ../shared)",
    )  # fmt: skip
    parser.add_argument("--only", action="append", default=[], metavar="TASK", help="a task, or a family of tasks")
    parser.add_argument("--full", action="store_true", help="print the scorers' whole tables")
    parser.add_argument("--update", action="store_true", help="raise the floors to what was reached")
    parser.add_argument("--gazetteer", type=Path, help="gazetteer file (default: the built-in one)")
    return parser.parse_args(arguments)


def run(task: Task, coder: Coder, gold: Path, scorers: Path) -> Result:
    """Codes the gold texts of a task and scores the records."""
    out = HERE / "out"
    out.mkdir(exist_ok=True)
    stem = task.name.replace(" ", "_")
    predictions, joined = out / f"{stem}.jsonl", out / f"{stem}.gold.jsonl"
    rows = list(chain.from_iterable(_rows(gold / name) for name in task.gold))
    started = time.perf_counter()
    failed = 0
    with predictions.open("w", encoding="utf-8") as stream:
        for record in coder.pipe(task.document(row) for row in rows):
            failed += record.error is not None
            stream.write(task.line(record) + "\n")
    seconds = time.perf_counter() - started
    gold_file = gold / task.gold[0]
    if len(task.gold) > 1:
        gold_file = joined
        gold_file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    scored = subprocess.run(
        [sys.executable, str(scorers / task.scorer), str(gold_file), str(predictions)],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    if scored.returncode:
        raise SystemExit(f"{task.scorer} failed on {task.name}: {scored.stderr.strip()}")
    return Result(task, figures(scored.stdout), scored.stdout, failed, len(rows), seconds)


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as stream:
        for line in stream:
            if line.strip():
                yield json.loads(line)


def figures(table: str) -> dict[str, float]:
    """The figures of a scorer's table by row and statistic; the first of rows of one name counts.

    >>> figures("value  P  90.00  R  80.00  F1  84.71  (8/9/10)\\nstatus  acc  -  (0/0)")
    {'value P': 90.0, 'value R': 80.0, 'value F1': 84.71}
    """
    out: dict[str, float] = {}
    for line in table.splitlines():
        name = re.split(r"\s{2,}", line.strip(), maxsplit=1)[0]
        if name.startswith("headline"):
            continue
        for statistic, value in _FIGURE.findall(line[line.find(name) + len(name) :]):
            if value != "-":
                out.setdefault(f"{name} {statistic}", float(value))
    return out


def report(result: Result, floors: dict[str, float], full: bool) -> str:
    """The summary of a task, as text."""
    lines = [f"\n{result.task.name}: {result.documents} documents, {result.failed} failed, {result.seconds:.0f} s"]
    if full:
        lines.append(result.table.rstrip())
        return "\n".join(lines)
    for name, reference in result.task.shown.items():
        value = result.figures.get(name)
        floor = floors.get(name)
        lines.append(
            f"  {name:<26}{f'{value:6.2f}' if value is not None else '     -'}"
            f"  {f'floor {floor:5.1f}' if floor is not None else '':<13}{reference}".rstrip()
        )
    return "\n".join(lines)


def read_floors() -> dict[str, dict[str, float]]:
    """The pinned floors: task, then figure, in points."""
    return tomllib.loads(FLOORS.read_text(encoding="utf-8")) if FLOORS.is_file() else {}


def below(result: Result, floors: dict[str, dict[str, float]]) -> Iterator[str]:
    """A line for every figure that is below its floor, or gone."""
    for name, floor in floors.get(result.task.name, {}).items():
        value = result.figures.get(name)
        if value is None or value < floor:
            yield f"{name} is {'missing' if value is None else f'{value:.2f}'}, floor {floor:.1f}"


def raised(floors: dict[str, dict[str, float]], results: Sequence[Result]) -> dict[str, dict[str, float]]:
    """The floors, each raised to just below what was reached, none lowered."""
    out = {task: dict(values) for task, values in floors.items()}
    for result in results:
        values = out.setdefault(result.task.name, {})
        for name in result.task.shown:
            if name in result.figures:
                values[name] = max(values.get(name, 0.0), round(max(0.0, result.figures[name] - SLACK), 1))
    return out


def write_floors(floors: dict[str, dict[str, float]]) -> None:
    """Writes floors.toml in the order of the tasks."""
    lines = ["# Figures on development gold that must not fall, in points. Raised by `python -m evals --update`."]
    for task in TASKS:
        if values := floors.get(task.name):
            lines += ["", f'["{task.name}"]', *(f'"{name}" = {value:.1f}' for name, value in values.items())]
    FLOORS.write_text("\n".join(lines) + "\n", encoding="utf-8")
