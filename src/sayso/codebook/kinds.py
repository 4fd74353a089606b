"""The kinds of claim, with what each means: ``kinds.toml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sayso.codebook.files import read_tables
from sayso.errors import CodebookError
from sayso.record import KINDS


@dataclass(frozen=True, slots=True)
class KindInfo:
    """One kind. ``everyday`` tells that crime and accident reports use its words too."""

    kind: str
    family: str
    definition: str
    example: str
    everyday: bool


def read_kinds(extra: Path | None = None) -> Mapping[str, KindInfo]:
    """Every kind of the record, in the record's order. Raises CodebookError where one is missing or unknown.

    >>> read_kinds()["shelling"].family
    'violence'
    """
    tables = read_tables("kinds.toml", extra)
    wrong = sorted(set(tables) ^ set(KINDS))
    if wrong:
        raise CodebookError(
            f"kinds.toml and the record disagree on the kind {wrong[0]!r}.", "Write one table for each kind, no other."
        )
    return {
        kind: KindInfo(
            kind,
            str(tables[kind]["family"]),
            str(tables[kind]["definition"]),
            str(tables[kind]["example"]),
            bool(tables[kind]["everyday"]),
        )
        for kind in KINDS
    }


@lru_cache(maxsize=1)
def everyday_kinds() -> frozenset[str]:
    """The kinds whose words name no claim outside a report on conflict."""
    return frozenset(info.kind for info in read_kinds().values() if info.everyday)
