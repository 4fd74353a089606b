"""The tables that turn a claim's kind and parties into the codes of other schemas.

``mappings_plover.csv``, ``mappings_acled.csv``, ``mappings_ucdp.csv`` and ``mappings_cameo.csv`` hold one rule a
row; the first that fits decides. ``kind`` and ``sense`` are those of the trigger, ``actor`` and ``target`` actor
types or groups of them (``mappings_groups.csv``), ``status`` the claim's. An empty cell asks for nothing; ``-`` asks
that there be no such party; several values stand apart by spaces.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sayso.codebook.files import read_rows
from sayso.errors import CodebookError
from sayso.record import ACTOR_TYPES, KINDS, STATUSES

SCHEMAS = ("plover", "acled", "ucdp", "cameo")


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One rule: what it asks for (None: anything) and the code that it gives, by column."""

    sense: frozenset[str] | None
    actor: frozenset[str] | None
    target: frozenset[str] | None
    status: frozenset[str] | None
    code: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class CodeTable:
    """The rows of each schema by kind, in the order in which they are tried."""

    rows: Mapping[str, Mapping[str, tuple[CodeRow, ...]]]

    @classmethod
    def load(cls, extra: Path | None = None) -> CodeTable:
        """Read the tables, the user's rows before the built-in ones. Raises CodebookError."""
        groups = {row["group"]: frozenset(row["types"].split()) for row in read_rows("mappings_groups.csv", extra)}
        return cls({schema: _read(schema, groups, extra) for schema in SCHEMAS})

    def find(
        self, schema: str, kind: str, sense: str, actor: str, target: str, status: str
    ) -> Mapping[str, str] | None:
        """The code of the first row that fits, None where the schema has no such event.

        ``actor`` and ``target`` are actor types, ``-`` for none.
        """
        for row in self.rows[schema].get(kind, ()):
            if (
                (row.sense is None or sense in row.sense)
                and (row.actor is None or actor in row.actor)
                and (row.target is None or target in row.target)
                and (row.status is None or status in row.status)
            ):
                return row.code
        return None


def _read(schema: str, groups: Mapping[str, frozenset[str]], extra: Path | None) -> Mapping[str, tuple[CodeRow, ...]]:
    file = f"mappings_{schema}.csv"
    built_in = len(read_rows(file))
    rows = read_rows(file, extra)
    out: dict[str, list[CodeRow]] = {}
    for row in rows[built_in:] + rows[:built_in]:
        asked = ("kind", "sense", "actor", "target", "status")
        code = {key: value for key, value in row.items() if key not in asked}
        compiled = CodeRow(
            _values(row["sense"], {}), _types(row["actor"], groups, file), _types(row["target"], groups, file),
            _known(row["status"], STATUSES, file), code,
        )  # fmt: skip
        for kind in row["kind"].split():
            if kind not in KINDS:
                raise CodebookError(f"{file} names an unknown kind {kind!r}.", "Run `sayso kinds` for the list.")
            out.setdefault(kind, []).append(compiled)
    return {kind: tuple(found) for kind, found in out.items()}


def _values(cell: str, groups: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    if not cell:
        return None
    out: set[str] = set()
    for part in cell.split():
        out |= groups.get(part, frozenset((part,)))
    return frozenset(out)


def _types(cell: str, groups: Mapping[str, frozenset[str]], file: str) -> frozenset[str] | None:
    found = _values(cell, groups)
    unknown = sorted((found or frozenset()) - {*ACTOR_TYPES, "-"})
    if unknown:
        raise CodebookError(f"{file} names an unknown actor type {unknown[0]!r}.", "See `sayso kinds` for the types.")
    return found


def _known(cell: str, allowed: tuple[str, ...], file: str) -> frozenset[str] | None:
    found = _values(cell, {})
    unknown = sorted((found or frozenset()) - set(allowed))
    if unknown:
        raise CodebookError(f"{file} names an unknown status {unknown[0]!r}.", f"Use {', '.join(allowed)}.")
    return found
