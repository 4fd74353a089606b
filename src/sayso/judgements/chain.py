"""Verifying the log: whatever was changed, taken out, put in or moved behind its back breaks the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sayso.judgements.entry import content_hash


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the chain does not hold: the entry, and what is wrong with it."""

    entry: str
    what: str


def broken(rows: Iterable[Mapping[str, Any]], following: int | None = None) -> Iterator[Broken]:
    """Every break of the chain. ``rows`` are the log in the order of ``seq``, value and anchor as they are kept.

    ``following`` is the number that the case would give the next entry: it tells where the end was cut off. A log
    that was written anew from some entry on holds together in itself; it is told by the hash of its last entry, noted
    elsewhere before.
    """
    before, number = "", 0
    for row in rows:
        number += 1
        name = f"{row['seq']} {row['id']}"
        if row["seq"] != number:
            yield Broken(name, f"follows {number - 1}: entries between them are missing or were moved")
            number = row["seq"]
        if (row["previous"] or "") != before:
            yield Broken(name, "does not follow the entry before it")
        found = content_hash(
            row["previous"] or "", row["id"], row["subject"], row["action"], row["value"], row["by"], row["at"],
            row["anchor"],
        )  # fmt: skip
        if found != row["hash"]:
            yield Broken(name, "is not as it was written")
        before = row["hash"] or ""
    if following is not None and following != number + 1:
        yield Broken("end", f"the log ends with {number}, but {following - 1} entries were written")
