"""The bundled reports."""

from __future__ import annotations

import json
from importlib import resources

from sayso.documents import Document


def reports() -> tuple[Document, ...]:
    """The reports in the order of their publication."""
    lines = (resources.files("sayso.demo") / "reports.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(Document(**json.loads(line)) for line in lines)
