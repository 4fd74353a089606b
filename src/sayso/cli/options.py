"""Options that several commands take."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand, TyperGroup

_TURNED = re.compile(r"-[a-z]{2,}:")  # a condition turned round: -status:denied

Model = Annotated[str, typer.Option("--model", envvar="SAYSO_MODEL", metavar="NAME", help="spaCy model that parses.")]
Gazetteer = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        envvar="SAYSO_GAZETTEER",
        exists=True,
        dir_okay=False,
        metavar="FILE",
        help="Gazetteer file; else the built-in.",
    ),
]
NewGazetteer = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer", envvar="SAYSO_GAZETTEER", dir_okay=False, metavar="FILE",
        help="Gazetteer file, built first where there is none; else the one in the cache folder.",
    ),
]  # fmt: skip
Codebook = Annotated[
    Path | None,
    typer.Option(
        "--codebook",
        envvar="SAYSO_CODEBOOK",
        exists=True,
        file_okay=False,
        metavar="FOLDER",
        help="Your lexicons and tables.",
    ),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of standard output.")
]


# How a wrong value is told, in place of the words of the library that finds it.
_TOLD = (
    ("Value error, ", ""),
    ("Input should be a valid integer, unable to parse string as an integer", "it must be a whole number."),
    ("Input should be a valid number, unable to parse string as a number", "it must be a number."),
    ("Input should be greater than or equal to ", "it must be at least "),
    ("Input should be less than or equal to ", "it must be at most "),
)


class Commands(TyperGroup):
    """The commands together: what is wrong with an option's value is told in plain words."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            for theirs, ours in _TOLD:
                if error.message.startswith(theirs):
                    error.message = ours + error.message.removeprefix(theirs)
            if error.message[-1:].isalnum():
                error.message += "."
            raise


class Filtered(TyperCommand):
    """A command that ends in a filter: ``-status:denied`` is a condition of it, not an option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        options, rest = args[:end], args[end + 1 :]
        turned = [word for word in options if _TURNED.match(word)]
        if not turned:
            return super().parse_args(ctx, args)
        return super().parse_args(ctx, [*(word for word in options if word not in turned), "--", *turned, *rest])


class InputForm(StrEnum):
    """What input files hold; see sayso.documents.FORMATS."""

    auto = "auto"
    text = "text"
    jsonl = "jsonl"
    csv = "csv"


class OutputForm(StrEnum):
    """How records are written."""

    table = "table"
    jsonl = "jsonl"
    csv = "csv"


DEFAULT_MODEL = "en_core_web_sm"  # as sayso.language.DEFAULT_MODEL, which would bring the parser's code with it


def form_of(asked: OutputForm | None, path: Path | None, terminal: bool) -> OutputForm:
    """The output format: as asked, else by the file's suffix, else a table for a terminal and JSON lines for a pipe."""
    if asked is not None:
        return asked
    if path is not None:
        return {".csv": OutputForm.csv, ".txt": OutputForm.table}.get(path.suffix.lower(), OutputForm.jsonl)
    return OutputForm.table if terminal else OutputForm.jsonl
