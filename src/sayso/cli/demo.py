"""``sayso demo``: the bundled reports, coded, and what they agree and differ on."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import gazetteer_progress, messages, output, plain
from sayso.cli.options import DEFAULT_MODEL, Codebook, Gazetteer, Model, OutputForm, form_of

if TYPE_CHECKING:
    from rich.padding import Padding

    from sayso.coder import Coder
    from sayso.demo import Facet, Value
    from sayso.documents import Document
    from sayso.record import Record
    from sayso.web import Settings

EXAMPLES = """**Examples**

`sayso demo`

`sayso demo --format jsonl | head -1`

`sayso demo --text`
"""


def demo(
    form: Annotated[
        OutputForm | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, jsonl elsewhere.", show_default=False),
    ] = None,
    text: Annotated[bool, typer.Option("--text", help="Print the reports themselves and stop.")] = False,
    serve: Annotated[
        bool | None,
        typer.Option(
            "--serve/--no-serve", help="Open the workbench at the end. Default: on a terminal.", show_default=False
        ),
    ] = None,
    model: Model = DEFAULT_MODEL,
    gazetteer: Gazetteer = None,
    codebook: Codebook = None,
) -> None:
    """Code five bundled reports about one episode, offline, and compare what they claim.

    The reports are written for this demo from public facts about the airstrike on the hospital of Médecins Sans
    Frontières in Kunduz on 3 October 2015; their outlets do not exist.
    """
    from sayso.demo import reports

    documents = reports()
    if text:
        for document in documents:
            typer.echo(f"{document.outlet}, {document.published} (written for the demo)\n\n{document.text}")
        return

    from sayso.cli.writers import open_writer
    from sayso.coder import Coder

    with gazetteer_progress() as progress:
        coder = Coder(model, gazetteer=gazetteer, codebook=codebook, progress=progress).load()
    chosen = form_of(form, None, sys.stdout.isatty())
    if chosen is not OutputForm.table:
        with open_writer(chosen, None) as write:
            for record in coder.pipe(documents):
                write(record)
        return
    records = _tables(coder, documents)
    if serve if serve is not None else sys.stdout.isatty():
        from sayso.web import Settings

        _serve(records, coder, Settings(model=model, gazetteer=gazetteer, codebook=codebook))


def _serve(records: list[Record], coder: Coder, settings: Settings) -> None:
    """The same in the browser, from a case that is gone when the server stops."""
    import tempfile

    from sayso import __version__
    from sayso.cli.serve import run
    from sayso.coder import made_by
    from sayso.store import link_case, open_case

    with (
        tempfile.TemporaryDirectory(prefix="sayso-demo-") as folder,
        open_case(Path(folder) / "demo.sayso", create=True) as case,
    ):
        case.writer.write(records, made_by(coder.parser.model))
        link_case(case, made_by=f"sayso {__version__}")
        run(case, settings)


def _tables(coder: Coder, documents: tuple[Document, ...]) -> list[Record]:
    from rich.text import Text

    from sayso.cli.view import show
    from sayso.demo import compare, voices

    console = output()
    console.print(Text("Five reports written for this demo, from public facts, about the airstrike on the hospital in "
                       "Kunduz on 3 October 2015. Their outlets do not exist.", style="italic"))  # fmt: skip
    console.print()
    records = list(coder.pipe(documents))
    for record in records:
        show(record, console)
    console.print(Text("What the reports agree and differ on", style="bold"))
    for number, record in enumerate(records, 1):
        console.print(f"  [{number}] {plain(record.outlet or record.id)}, {record.published}")
    for facet in compare(records):
        console.print()
        console.print(Text.assemble((facet.question, "bold"), "  ", _verdict(facet)))
        for value in facet.values:
            console.print(_value(value, voices=not facet.agreed))
    console.print()
    console.print(Text("Who is cited", style="bold"))
    for value in voices(records):
        console.print(_value(value))
    messages().print("Next: sayso code YOUR-ARTICLE.txt --published YYYY-MM-DD")
    return records


def _verdict(facet: Facet) -> str:
    if facet.agreed:
        return "they agree"
    return "they differ" if len(facet.values) > 1 else "one report only"


def _value(value: Value, voices: bool = False) -> Padding:
    from rich.padding import Padding

    named = ", ".join(plain(voice) for voice in value.voices)
    numbers = "".join(f"[{number}]" for number in value.reports)
    return Padding(f"{plain(value.answer)} {numbers}{f', says {named}' if voices else ''}", (0, 0, 0, 2))
