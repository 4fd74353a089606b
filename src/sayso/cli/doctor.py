"""``sayso doctor``: is everything there that coding needs?"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import typer

from sayso.cli.console import Exit, output
from sayso.cli.options import DEFAULT_MODEL, Codebook, Gazetteer, Model
from sayso.errors import GazetteerError, MissingData, SaysoError

EXAMPLES = """**Examples**

`sayso doctor`

`sayso doctor --model en_core_web_md`
"""


def doctor(model: Model = DEFAULT_MODEL, gazetteer: Gazetteer = None, codebook: Codebook = None) -> None:
    """Check Python, the language model, the gazetteer, the codebook and the cache folder.

    Exit code 0 where everything is there, 4 where data or a model is missing, 1 where something else is wrong.
    """
    from rich.table import Table
    from rich.text import Text

    checks: list[tuple[str, Callable[[], str]]] = [
        ("Sayso", _sayso),
        ("Python", _python),
        ("model", lambda: _model(model)),
        ("codebook", lambda: _codebook(codebook)),
        ("gazetteer", lambda: _gazetteer(gazetteer)),
        ("settings", _settings),
    ]
    grid = Table.grid(padding=(0, 2))
    for overflow in ("ellipsis", "ellipsis", "fold"):
        grid.add_column(overflow=overflow)
    worst = Exit.OK
    for name, check in checks:
        try:
            verdict, found = Text("ok", style="green"), check()
        except SaysoError as error:
            verdict, found = Text("WRONG", style="bold red"), str(error)
            worst = Exit.MISSING if isinstance(error, MissingData) else worst or Exit.FAILED
        grid.add_row(verdict, Text(name, style="bold"), Text(found))
    output().print(grid)
    raise typer.Exit(worst)


def _sayso() -> str:
    from sayso import __version__

    return __version__


def _python() -> str:
    return f"{'.'.join(map(str, sys.version_info[:3]))}, {sys.executable}"


def _model(name: str) -> str:
    from sayso.language import load_model

    meta = load_model(name).meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def _codebook(folder: Path | None) -> str:
    from sayso.coder import Coder

    if folder is not None and not folder.is_dir():
        raise SaysoError(f"There is no folder {folder}.", "Name the folder that holds your tables.")
    coder = Coder(codebook=folder)
    _ = (coder.actors, coder.cues, coder.rules)
    return f"built in, and {folder}" if folder else "built in"


def _gazetteer(path: Path | None) -> str:
    from sayso.places.gazetteer import Gazetteer, default_path

    file = path or default_path()
    if not file.is_file() and path is None:
        _check_writable(file.parent)
        return f"not built yet; the first use builds it at {file}"
    gazetteer = Gazetteer(file)
    size = file.stat().st_size / 1_000_000
    gazetteer.close()
    return f"{file} ({size:.0f} MB{'' if gazetteer.is_current else '; of another version, built anew on next use'})"


def _check_writable(folder: Path) -> None:
    """Raises GazetteerError where a file can't be made in a folder that is there or can be made."""
    there = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
    if not os.access(there, os.W_OK | os.X_OK):
        raise GazetteerError(f"{folder} can't be written.", "Name a folder that you can write to with SAYSO_CACHE.")


def _settings() -> str:
    from sayso.cli.settings import user_file

    files = [str(path) for path in (user_file(), Path("sayso.toml")) if path.is_file()]
    return ", ".join(files) or f"none (./sayso.toml or {user_file()})"
