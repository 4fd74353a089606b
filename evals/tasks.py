"""The evaluations: which gold, which scorer, and what others reach.

The gold files and the scorers are not part of the project (their texts are their publishers'); a folder that holds
them as ``gold/`` and ``evals/`` is named on the command line or in SAYSO_SHARED.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from evals.templates import predicted
from sayso import dumps
from sayso.documents import Document, check_date, day_of
from sayso.errors import BadDate
from sayso.record import Record


@dataclass(frozen=True, slots=True)
class Task:
    """One gold file and its scorer.

    ``fields`` maps fields of a Document to keys of a gold row. ``shown`` are the figures that the summary prints,
    each as "row stat" of the scorer's table, with what others reach on it ("" for none). ``line`` writes what the
    scorer reads for a document: its record, unless the task asks for something built from it. The gold of an ``own``
    task was written for the project and lies in ``evals/data``.
    """

    name: str
    scorer: str
    gold: tuple[str, ...]
    fields: Mapping[str, str]
    shown: Mapping[str, str]
    line: Callable[[Record], str] = dumps
    own: bool = False

    def document(self, row: Mapping[str, Any]) -> Document:
        """The gold row as the coder gets it: no field but these is ever seen by the coder."""
        values: dict[str, Any] = {field: row.get(key) or None for field, key in self.fields.items()}
        if published := values.get("published"):
            # A few gold dates are cut short or incomplete: those texts are coded without one.
            values["published"] = day_of(published) if _is_date(day_of(published)) else None
        return Document(row["text"], id=str(row["id"]), **values)


def _is_date(value: str) -> bool:
    try:
        check_date(value)
    except BadDate:
        return False
    return True


TASKS = (
    Task(
        "claims", "score_claims.py", ("claims_dev.jsonl",), {"published": "published"},
        {
            "detection F1": "two annotators 92.7",
            "detection+kind F1": "two annotators 86.0",
            "whole claim F1": "two annotators 67.0",
            "actor F1": "two annotators 92.8",
            "target F1": "two annotators 85.9",
            "place F1": "two annotators 93.0",
            "place country acc": "",
            "when F1": "two annotators 84.0",
            "weapon F1": "",
            "counts F1": "",
            "status acc": "two annotators 98.8",
            "hedged F1": "",
            "background acc": "",
            "sources F1": "",
            "chain exact acc": "two annotators 98.8",
            "basis F1": "",
        },
    ),
    Task(
        "attribution", "score_attribution.py", ("polnear_dev.jsonl",), {"published": "date", "outlet": "publisher"},
        {
            "source+content F1": "careful rules 56.3",
            "whole attribution F1": "careful rules 52.6, people among themselves 70.7",
        },
    ),
    Task(
        "places lgl", "score_places.py", ("lgl_dev.jsonl",), {"published": "date", "outlet": "domain"},
        {
            "recognition overlap F1": "CamCoder 65.4, Edinburgh 50.1",
            "Acc@161 acc": "most populous on gold spans 50",
            "Acc@161 recognised acc": "CamCoder 71.7, Edinburgh 81.9",
        },
    ),
    Task(
        "places trnews", "score_places.py", ("trnews_dev.jsonl",), {"published": "date", "outlet": "domain"},
        {
            "recognition overlap F1": "CamCoder 74.6, Edinburgh 61.2",
            "Acc@161 acc": "most populous on gold spans 59",
            "Acc@161 recognised acc": "CamCoder 82.4, Edinburgh 85.0",
        },
    ),
    Task(
        "dates", "score_dates.py", ("timebank.jsonl", "aquaint.jsonl"), {"published": "dct"},
        {
            "strict F1": "HeidelTime 81.3, SUTime 79.6 (platinum)",
            "relaxed F1": "HeidelTime 90.3, SUTime 90.3 (platinum)",
            "value F1": "HeidelTime 77.6, SUTime 67.4 (platinum)",
        },
    ),
    Task(
        "types case2021", "score_types.py", ("case2021_dev.jsonl",), {},
        {"weighted F1 F1": "best fine-tuned transformer 83.9", "macro F1 F1": ""},
    ),
    Task(
        "types plover", "score_types.py", ("plover_gsr_dev.jsonl",), {"published": "date"},
        {"event F1": "", "triple F1": "UniversalPetrarch about 38", "best claim: triple F1": ""},
    ),
    Task(
        "templates muc", "score_muc.py", ("muc_dev.jsonl",), {"published": "date"},
        {
            "relevance F1": "",
            "CEAF-REE F1": "GE 1992 52.4, FASTUS 1992 42.6 (test)",
            "template F1": "GE 1992 54.3, FASTUS 1992 45.2 (test)",
        },
        lambda record: json.dumps(predicted(record), ensure_ascii=False),
    ),
    Task(
        "reports seen", "score_claims.py", ("reports.jsonl",), {"published": "published"},
        {"detection+kind F1": "", "actor F1": "", "target F1": "", "sources F1": "", "chain exact acc": ""},
        own=True,
    ),
    Task(
        "reports aside", "score_claims.py", ("reports_aside.jsonl",), {"published": "published"},
        {"detection+kind F1": "", "actor F1": "", "target F1": "", "sources F1": "", "chain exact acc": ""},
        own=True,
    ),
)  # fmt: skip
