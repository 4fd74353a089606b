"""What the codebook says of a kind: its meaning, the words that name it, and its codes in other schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso.codebook.codes import SCHEMAS, CodeRow, CodeTable
from sayso.codebook.kinds import KindInfo, read_kinds
from sayso.codebook.triggers import Entry, TriggerLexicon


@dataclass(frozen=True, slots=True)
class KindPage:
    """One kind in full. ``verbs`` and ``nouns`` name it under the conditions of the trigger lexicon.

    ``shared`` are words of several kinds, which name this one where weapon, actor or text tell so.

    ``codes`` holds the mapping rows of each schema in the order in which they are tried; the first that fits decides.
    """

    info: KindInfo
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    shared: tuple[str, ...]
    codes: Mapping[str, tuple[CodeRow, ...]]


def kind_pages(extra: Path | None = None) -> tuple[KindPage, ...]:
    """The pages of every kind in the record's order, with the user's rows. Raises CodebookError.

    >>> page = next(page for page in kind_pages() if page.info.kind == "shelling")
    >>> "mortar" in page.shared, page.codes["acled"][0].code["sub_event_type"]
    (True, 'Shelling/artillery/missile attack')
    """
    lexicon, table = TriggerLexicon.load(extra), CodeTable.load(extra)
    verbs, nouns = _by_kind(lexicon.verbs), _by_kind(lexicon.nouns)
    pages = []
    for kind, info in read_kinds(extra).items():
        families = [name for name, rows in lexicon.families.items() if any(row.kind == kind for row in rows)]
        own, named = verbs.get(kind, frozenset()), nouns.get(kind, frozenset())
        shared = frozenset[str]().union(*(words.get(name, ()) for name in families for words in (verbs, nouns)))
        codes = {schema: table.rows[schema].get(kind, ()) for schema in SCHEMAS}
        pages.append(KindPage(info, _listed(own), _listed(named), _listed(shared - own - named), codes))
    return tuple(pages)


def _by_kind(entries: Mapping[str, Sequence[Entry]]) -> dict[str, frozenset[str]]:
    """The words by the kind, or family of kinds, that a rule gives them."""
    found: dict[str, set[str]] = {}
    for rows in entries.values():
        for row in rows:
            found.setdefault(row.kind, set()).add(" ".join(row.words))
    return {kind: frozenset(words) for kind, words in found.items()}


def _listed(words: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(words))
