"""``sayso link``: the claims of a case become events, and each event gets its dossier."""

from __future__ import annotations

from typing import Annotated

import typer

from sayso.cli.case import CaseName
from sayso.cli.console import messages, plain
from sayso.cli.options import Codebook

EXAMPLES = """**Examples**

`sayso link syria.sayso`

`sayso link syria.sayso --codebook my-tables/` reads your own `outlets.csv` and `sides_alliances.csv` too; a folder
`syria.tables` beside the case is read by itself.
"""


def link(
    case: CaseName,
    anew: Annotated[bool, typer.Option("--anew", help="Fuse events that did not change too.")] = False,
    full: Annotated[
        bool, typer.Option("--full", help="Go through all claims, not only those near what changed.")
    ] = False,
    codebook: Codebook = None,
) -> None:
    """Join the claims of a case to events across documents, and count who stands behind each.

    What reviewers merged or split stays so. Run it again after documents were added: only events near them are made
    anew, and the result is that of a first run.
    """
    from sayso import __version__
    from sayso.fusion import Tables
    from sayso.store import link_case, open_case

    made_by = f"sayso {__version__}"
    if codebook is not None:
        made_by, anew = f"{made_by} with tables of one's own", True  # what they say may have changed
    with open_case(case) as opened:
        with _bar() as progress:
            tables = None if codebook is None else Tables.load(codebook)
            done = link_case(opened, made_by=made_by, tables=tables, anew=anew, full=full, progress=progress)
        name = plain(opened.name)
        numbers = opened.view.numbers()
    told = f"{name}: {done.claims} claims in {done.events} events; {done.moved} claims moved, {done.fused} events fused"
    messages().print(f"{told}, {done.gone} gone." if done.gone else f"{told}.", markup=False)
    waiting = numbers["documents"] - numbers["coded"] - numbers["uncodable"]
    if waiting > 0:
        what = "1 document is" if waiting == 1 else f"{waiting} documents are"
        messages().print(f"{what} not coded yet and left out. Run: sayso update {name}", markup=False)


class _bar:  # noqa: N801 - used like a function, with "with"
    """A bar on standard error while events are fused; nothing where there is no terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        console = messages()
        self._bar = Progress(
            TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn(), console=console,
            disable=not console.is_terminal, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("linking", total=None)

    def __enter__(self) -> _bar:
        self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def __call__(self, done: int, total: int) -> None:
        self._bar.update(self._task, description="fusing events", total=total, completed=done)
