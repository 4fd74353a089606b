"""Consoles, exit codes, and errors as messages."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum
from typing import IO, TYPE_CHECKING, Any, TextIO, cast

from sayso.errors import InputError, MissingData, SaysoError

if TYPE_CHECKING:
    from rich.console import Console

    from sayso.coder import Progress

_FILLING = re.compile(" +\n")


class Exit(IntEnum):
    """What a command tells its caller."""

    OK = 0
    FAILED = 1
    USAGE = 2
    SOME_FAILED = 3
    MISSING = 4
    INTERRUPTED = 130


EXIT_CODES = (
    "Exit codes: 0 done · 1 failed · 2 wrong use · 3 some documents failed (listed) · "
    "4 model or data missing · 130 interrupted."
)


def messages() -> Console:
    """Standard error: progress, notes, errors."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def output() -> Console:
    """Standard output, for what people read. Without a terminal it is 80 columns wide, unless COLUMNS says more."""
    from rich.console import Console

    if sys.stdout.isatty():
        return Console(highlight=False, emoji=False, markup=False)
    return Console(highlight=False, emoji=False, markup=False, file=cast(IO[str], _Trimmed(sys.stdout)))


class _Trimmed:
    """A stream without the blanks that fill the lines of a table up to the width of a terminal."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def write(self, text: str) -> int:
        return self._stream.write(_FILLING.sub("\n", text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)


def to_file(stream: TextIO) -> bool:
    """Whether a stream is redirected to a file; in a pipe, what comes next may write to the terminal itself."""
    try:
        return stat.S_ISREG(os.fstat(stream.fileno()).st_mode)
    except (OSError, ValueError):
        return False


def plain(text: str) -> str:
    """Text that is safe to print: no control characters that a terminal would obey, white space as single blanks.

    >>> plain("Salma\\x1b[31m,\\n  Latakia")
    'Salma\\ufffd[31m, Latakia'
    """
    text = " ".join(text.split())
    if text.isprintable():
        return text
    return "".join("\ufffd" if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)


def no_room(error: BaseException) -> str | None:
    """What the system says where something can't be written because the disk is full or failed; None otherwise."""
    full = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO)
    return error.strerror if isinstance(error, OSError) and error.errno in full else None


def stopped_by(error: BaseException) -> Exit:
    """Says on standard error why a command stops, and gives its exit code."""
    if isinstance(error, BrokenPipeError):
        # The reader of the pipe has seen enough ("| head").
        _shut_output()
        return Exit.OK
    if no_room(error):
        _shut_output()
        complain(InputError(f"The output can't be written: {no_room(error)}.", "Free some room on its disk."))
        return Exit.FAILED
    if isinstance(error, KeyboardInterrupt):
        messages().print("Interrupted.")
        return Exit.INTERRUPTED
    if isinstance(error, SaysoError):
        complain(error)
        return Exit.MISSING if isinstance(error, MissingData) else Exit.FAILED
    raise error


def _shut_output() -> None:
    """Keeps Python from failing again as it closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(error: SaysoError) -> None:
    """An error and its hint, on standard error."""
    from rich.text import Text

    console = messages()
    console.print(Text.assemble(("Error: ", "bold red"), plain(error.message)))
    if error.hint:
        console.print(Text(f"       {plain(error.hint)}"))


@contextmanager
def gazetteer_progress() -> Iterator[Progress]:
    """A bar on standard error for what is built once; a single line where there is no terminal."""
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

    console = messages()
    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeElapsedColumn(),
        console=console, disable=not console.is_terminal,
    )  # fmt: skip
    task = None

    def report(label: str, share: float) -> None:
        nonlocal task
        if task is None:
            if not console.is_terminal:
                console.print("Building the gazetteer in the cache folder; this happens once ...")
            bar.start()
            task = bar.add_task("", total=1.0)
        bar.update(task, description=f"Building the gazetteer, once: {label}", completed=share)

    try:
        yield report
    finally:
        bar.stop()
