"""``sayso demo``: the bundled reports, coded, and what they agree and differ on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import gazetteer_progress, messages, output, plain
from sayso.cli.options import DEFAULT_MODEL, Codebook, Gazetteer, Model, OutputForm, form_of

if TYPE_CHECKING:
    from rich.padding import Padding

    from sayso.coder import Coder
    from sayso.demo import Facet, Value
    from sayso.documents import Document

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
    _tables(coder, documents)


def _tables(coder: Coder, documents: tuple[Document, ...]) -> None:
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


def _verdict(facet: Facet) -> str:
    if facet.agreed:
        return "they agree"
    return "they differ" if len(facet.values) > 1 else "one report only"


def _value(value: Value, voices: bool = False) -> Padding:
    from rich.padding import Padding

    named = ", ".join(plain(voice) for voice in value.voices)
    numbers = "".join(f"[{number}]" for number in value.reports)
    return Padding(f"{plain(value.answer)} {numbers}{f', says {named}' if voices else ''}", (0, 0, 0, 2))
