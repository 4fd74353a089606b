"""The rows of the list: which events or claims stand on a page, and what is said of each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from sayso.query import Condition, Filter
from sayso.store import Case
from sayso.web.columns import Bools, Columns, Ints
from sayso.web.state import State

PAGE = 50


def total(columns: Columns, mask: Bools, unit: str) -> int:
    """How many events or claims a mask picks."""
    return int(mask.sum()) if unit == "claims" else int((columns.told_events(mask) > 0).sum())


def everything(columns: Columns, unit: str) -> int:
    """How many there are in the case; what reviewers rejected is not among them."""
    return total(columns, columns.standing, unit)


def ordered(columns: Columns, mask: Bools, state: State) -> Ints:
    """The picked events or claims by their places in the snapshot, in the order of the list."""
    if state.unit == "claims":
        found = np.flatnonzero(mask)
        if state.sort == "newest":
            return found[np.lexsort((found, -columns.first[found]))]
        if state.sort == "oldest":
            return found[np.lexsort((found, _unknown_last(columns.first[found])))]
        if state.sort == "confidence":
            return found[np.lexsort((found, -columns.numbers["confidence"][found]))]
        return found
    told = columns.told_events(mask)
    found = np.flatnonzero(told)
    first = columns.event_first[found]
    if state.sort == "newest":
        return found[np.lexsort((found, -first))]
    if state.sort == "oldest":
        return found[np.lexsort((found, _unknown_last(first)))]
    if state.sort == "claims":
        return found[np.lexsort((found, -told[found]))]
    return found[np.lexsort((found, -told[found], -columns.event_documents[found]))]


def _unknown_last(first: Ints) -> Ints:
    return np.where(first > 0, first, np.iinfo(np.int64).max)


def rows(case: Case, columns: Columns, chosen: Sequence[int], unit: str) -> list[dict[str, Any]]:
    """The rows of some events or claims, in the order given."""
    if not len(chosen):
        return []
    if unit == "claims":
        found = claim_rows(case, [int(columns.seq[number]) for number in chosen])
        return [found[int(columns.seq[number])] for number in chosen if int(columns.seq[number]) in found]
    ids = [columns.events[number] for number in chosen]
    told = {row["event"]: dict(row) for row in case.events(Filter((Condition("event", tuple(ids)),)))}
    return [told[one] for one in ids if one in told]


def claim_rows(case: Case, seqs: Sequence[int]) -> dict[int, dict[str, Any]]:
    """The rows of claims by their numbers."""
    return {row["seq"]: dict(row) for row in case.view.claims_numbered(seqs)}
