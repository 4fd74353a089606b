"""``sayso kinds``: the kinds of claim."""

from __future__ import annotations

import typer

EXAMPLES = """**Examples**

`sayso kinds`
"""


def kinds() -> None:
    """List the kinds of claim that Sayso tells apart."""
    from sayso.record import KINDS

    for kind in KINDS:
        typer.echo(kind)
