"""The command line: what each command is called; the commands themselves import what is heavy when they run."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from sayso.cli import (
    case,
    code,
    compare,
    demo,
    doctor,
    event,
    explain,
    gazetteer,
    kinds,
    link,
    places,
    review,
    serve,
    sources,
)
from sayso.cli.console import EXIT_CODES, Exit, stopped_by
from sayso.cli.options import Commands, Filtered
from sayso.cli.settings import defaults
from sayso.errors import SaysoError

app = typer.Typer(
    name="sayso",
    cls=Commands,
    help="On whose say-so? Attributed, geolocated claims from conflict reporting.",
    epilog=EXIT_CODES,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("code", epilog=code.EXAMPLES)(code.code)
app.command("demo", epilog=demo.EXAMPLES)(demo.demo)
app.command("doctor", epilog=doctor.EXAMPLES)(doctor.doctor)
app.command("explain", epilog=explain.EXAMPLES)(explain.explain)
app.command("kinds", epilog=kinds.EXAMPLES)(kinds.kinds)
app.command("places", epilog=places.EXAMPLES)(places.places)
app.command("serve", epilog=serve.EXAMPLES)(serve.serve)
app.command("sources", cls=Filtered, epilog=sources.EXAMPLES)(sources.sources)
app.add_typer(gazetteer.app, name="gazetteer")
case.register(app)
app.command("link", epilog=link.EXAMPLES)(link.link)
app.command("event", epilog=event.EXAMPLES)(event.event)
app.command("compare", epilog=compare.EXAMPLES)(compare.compare)
review.register(app)


def _version(asked: bool) -> None:
    if asked:
        from sayso import __version__

        typer.echo(f"sayso {__version__}")
        raise typer.Exit


@app.callback()
def _top(
    context: typer.Context,
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    context.default_map = defaults()


def main() -> None:
    """The entry point of ``sayso``: an error that Sayso raises on purpose ends as a message, never as a traceback."""
    try:
        app(prog_name="sayso")
    except (SaysoError, OSError, KeyboardInterrupt) as error:
        sys.exit(stopped_by(error))
    except SystemExit as stopped:
        if stopped.code == Exit.INTERRUPTED:  # Typer ends silently
            stopped_by(KeyboardInterrupt())
        raise
    sys.exit(Exit.OK)
