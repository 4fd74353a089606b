"""Looking up what stands in one sentence without going through the document."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from operator import attrgetter
from typing import Any, TypeVar

T = TypeVar("T")
_FIRST: Any = attrgetter("first")


def within(items: Sequence[T], begin: int, end: int) -> Sequence[T]:
    """Those of ``items`` that begin at tokens ``begin`` to ``end`` (exclusive); they must stand in text order."""
    return items[bisect_left(items, begin, key=_FIRST) : bisect_left(items, end, key=_FIRST)]
