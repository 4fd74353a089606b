"""Linking on ECB+: documents to stories, and claims to events, against pinned floors.

    python -m evals.linking --shared ../shared

Two figures, both CoNLL F1 by the scorer of the gold: documents put together by event, and those gold mentions that a
claim overlaps, put together by the claim's event (what no claim mentions is a matter of coding, not of linking).
Exit codes: 0 all floors hold, or there is no gold; 1 a figure is below its floor.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sayso import Coder, Record
from sayso.documents import Document
from sayso.linking import find_stories, link

HERE = Path(__file__).resolve().parent
GOLD = "ecbplus_dev.jsonl"
# In points, one below what was reached; they only go up.
FLOORS = {"stories CoNLL": 93.0, "claim mentions CoNLL": 75.9}
GOALS = {"stories CoNLL": 90.0, "claim mentions CoNLL": 76.0}


def main() -> int:
    """Codes, links and scores."""
    parser = argparse.ArgumentParser(prog="python -m evals.linking", description=__doc__.split("\n")[0])
    parser.add_argument(
        "--shared", type=Path, default=Path(os.environ.get("SAYSO_SHARED", HERE.parent.parent / "shared"))
    )
    shared = parser.parse_args().shared
    gold, scorer = shared / "gold" / GOLD, shared / "evals" / "score_linking.py"
    if not gold.is_file() or not scorer.is_file():
        print(f"Linking skipped: no {GOLD} in {shared} (name its folder with --shared or SAYSO_SHARED).")
        return 0
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    stories = find_stories([row["text"] for row in rows])
    records = list(Coder().pipe(Document(row["text"], id=row["doc_id"]) for row in rows))
    of_claim = {claim: event.id for event in link(records) for claim in event.claims}
    mentions, events = _mentions(rows, {record.id: record for record in records}, of_claim)
    figures = {
        "stories CoNLL": _conll(
            scorer,
            {row["doc_id"]: row["event_id"] for row in rows},
            {row["doc_id"]: str(story) for row, story in zip(rows, stories, strict=True)},
        ),
        "claim mentions CoNLL": _conll(scorer, mentions, events),
    }
    print(f"{len(rows)} documents, {len(of_claim)} claims, {len(mentions)} gold mentions that a claim overlaps")
    low = 0
    for name, figure in figures.items():
        low += figure < FLOORS[name]
        print(f"  {name:24} {figure:6.2f}  floor {FLOORS[name]:5.1f}  goal {GOALS[name]:.0f}")
    print(f"{low} figures are below their floors." if low else "All floors hold.")
    return 1 if low else 0


def _mentions(
    rows: list[dict[str, Any]], records: Mapping[str, Record], of_claim: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Gold cluster and our event of every gold event mention that a claim's trigger overlaps."""
    gold: dict[str, str] = {}
    ours: dict[str, str] = {}
    for row in rows:
        claims = records[row["doc_id"]].claims
        for mention in row["mentions"]:
            if mention["kind"] != "event" or not mention["validated"]:
                continue
            shared = [
                (min(claim.trigger.end, mention["end"]) - max(claim.trigger.start, mention["start"]), claim)
                for claim in claims
            ]
            most, claim = max(shared, key=lambda one: one[0], default=(0, None))
            if claim is not None and most > 0:
                name = f"{row['doc_id']} {mention['m_id']}"
                gold[name], ours[name] = str(mention["cluster"]), of_claim[claim.id]
    return gold, ours


def _conll(scorer: Path, gold: Mapping[str, str], ours: Mapping[str, str]) -> float:
    """CoNLL F1 of two partitions, in points."""
    with tempfile.TemporaryDirectory() as name:
        files = [Path(name) / "gold.json", Path(name) / "pred.json"]
        for path, given in zip(files, (gold, ours), strict=True):
            path.write_text(json.dumps(given), encoding="utf-8")
        done = subprocess.run(
            [sys.executable, str(scorer), *map(str, files)], capture_output=True, text=True, check=True
        )
    found = re.search(r"CoNLL F1: (\d+\.\d+)", done.stdout)
    if found is None:
        raise SystemExit(f"No figure in what {scorer.name} printed:\n{done.stdout}")
    return float(found[1])


if __name__ == "__main__":
    sys.exit(main())
