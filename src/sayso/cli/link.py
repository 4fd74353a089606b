"""``sayso link``: the claims of a case become events, and each event gets its dossier."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.case import CaseName
from sayso.cli.console import messages, plain
from sayso.cli.options import Codebook

if TYPE_CHECKING:
    from sayso.store import View

EXAMPLES = """**Examples**

`sayso link syria.sayso`

`sayso link syria.sayso --codebook my-tables/` reads your own `outlets.csv` and `sides_alliances.csv` too.
"""
Pairs = list[tuple[str, str]]


def link(
    case: CaseName,
    anew: Annotated[bool, typer.Option("--anew", help="Fuse events that did not change too.")] = False,
    codebook: Codebook = None,
) -> None:
    """Join the claims of a case to events across documents, and count who stands behind each.

    What reviewers merged or split stays so. Run it again after documents were added: events that did not change are
    left alone, and the result is that of a first run.
    """
    from sayso import __version__
    from sayso.fusion import Tables
    from sayso.store import link_case, open_case

    with open_case(case) as opened:
        must, cannot = reviewed(opened.view)
        with _bar() as progress:
            done = link_case(
                opened, must=must, cannot=cannot, made_by=f"sayso {__version__}", tables=Tables.load(codebook),
                anew=anew, progress=progress,
            )  # fmt: skip
        name = plain(opened.name)
    told = f"{name}: {done.claims} claims in {done.events} events; {done.moved} claims moved, {done.fused} events fused"
    messages().print(f"{told}, {done.gone} gone." if done.gone else f"{told}.", markup=False)


def reviewed(view: View) -> tuple[Pairs, Pairs]:
    """The pairs of claims that reviewers joined, and those that they kept apart."""
    if find_spec("sayso.review") is not None:
        from importlib import import_module

        must, cannot = import_module("sayso.review").links(view)
        return list(must), list(cannot)
    last: dict[tuple[str, str], str] = {}
    for row in view.judgements():
        if row["action"] in ("merge", "split"):
            one, other = sorted(row["value"]["claims"])
            last[one, other] = row["action"]  # the later word holds
    return (
        [pair for pair, action in sorted(last.items()) if action == "merge"],
        [pair for pair, action in sorted(last.items()) if action == "split"],
    )


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
