"""The frame table: which grammatical role fills which argument of which kind of event."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from sayso.codebook.files import read_rows, read_tables
from sayso.errors import CodebookError

_SLOTS = ("verb_actor", "verb_target", "noun_actor", "noun_target", "fill")


@dataclass(frozen=True, slots=True)
class Frame:
    """The roles of one kind, in order of preference; see the head of ``frames.toml`` for what each role means."""

    verb_actor: tuple[str, ...]
    verb_target: tuple[str, ...]
    noun_actor: tuple[str, ...]
    noun_target: tuple[str, ...]
    fill: tuple[str, ...]
    family: str


class FrameTable:
    """Frames by kind and trigger lemma, with the word lists that the roles use and the classes of common nouns."""

    def __init__(self, tables: Mapping[str, Any], nouns: Mapping[str, str]) -> None:
        self.words: dict[str, frozenset[str]] = {name: frozenset(words) for name, words in tables["settings"].items()}
        self.nouns = dict(nouns)
        self._frames: dict[tuple[str, str], Frame] = {}
        for kind, table in tables.items():
            if kind == "settings":
                continue
            self._frames[kind, ""] = _frame(_merged(tables, kind))
            for lemma in table.get("lemma", {}):
                self._frames[kind, lemma] = _frame(_merged(tables, f"{kind}.lemma.{lemma}"))

    @classmethod
    def load(cls, extra: Path | None = None) -> FrameTable:
        """The built-in table with the user's ``frames.toml`` and ``nouns.csv`` from the folder ``extra``."""
        return _read(extra) if extra else _built_in()

    def frame(self, kind: str, lemma: str = "") -> Frame:
        """The frame of a kind for a trigger lemma; kinds without one of their own take that of ``other``."""
        frames = self._frames
        return frames.get((kind, lemma)) or frames.get((kind, "")) or frames["other", ""]


def _merged(tables: Mapping[str, Any], path: str) -> dict[str, Any]:
    """The settings at a dotted path, over those of its own kind and of what it names with ``like``."""
    node: Any = tables
    merged: dict[str, Any] = {}
    parts = path.split(".")
    for number, part in enumerate(parts):
        try:
            node = node[part]
        except KeyError:
            raise CodebookError(f"frames.toml: there is no frame {path!r}.", "Mend the entry that names it.") from None
        if number == 0 or number == len(parts) - 1:
            like = node.get("like")
            if like is not None:
                merged.update(_merged(tables, like))
            merged.update({key: value for key, value in node.items() if key not in ("like", "lemma")})
    return merged


def _frame(merged: Mapping[str, Any]) -> Frame:
    slots = {slot: tuple(merged.get(slot, ())) for slot in _SLOTS}
    return Frame(**slots, family=str(merged.get("family", "other")))


def _read(extra: Path | None) -> FrameTable:
    nouns = {row["lemma"]: row["class"] for row in read_rows("nouns.csv", extra)}
    return FrameTable(read_tables("frames.toml", extra), nouns)


@cache
def _built_in() -> FrameTable:
    return _read(None)
