"""The user's own tables of a case: who owns which outlet, who fights beside whom.

A folder ``syria.tables`` beside the case ``syria.sayso`` is read without being named: its ``outlets.csv``,
``sides_alliances.csv`` and ``actors_groups.csv``, each after the built-in file of that name.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from sayso.store.engine import is_address

if TYPE_CHECKING:
    from sayso.fusion import Tables

SUFFIX = ".tables"


def folder_beside(case: str) -> Path | None:
    """The folder of tables beside a case that is a file; None where there is none.

    >>> folder_beside("no-such-case.sayso")
    """
    if is_address(case):
        return None
    folder = Path(case).with_suffix(SUFFIX)
    return folder if folder.is_dir() else None


def tables_of(case: str) -> Tables:
    """The tables that hold for a case. Raises CodebookError where the user's can't be read."""
    from sayso.fusion import Tables

    return Tables.load(folder_beside(case))


def marked(made_by: str, case: str) -> str:
    """``made_by`` with a mark of the tables beside the case, so that events are fused anew where these change."""
    folder = folder_beside(case)
    if folder is None:
        return made_by
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.csv")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return f"{made_by} with {folder.name} {digest.hexdigest()[:8]}"
