"""``sayso code``: texts in, records out."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.console import Exit, gazetteer_progress, messages, plain, to_file
from sayso.cli.options import DEFAULT_MODEL, Codebook, Gazetteer, InputForm, Model, Output, OutputForm, form_of
from sayso.documents import Columns, Document, check_date, read_documents
from sayso.errors import BadDate
from sayso.record import Record

if TYPE_CHECKING:
    from sayso.coder import Coder

EXAMPLES = """**Examples**

`sayso code article.txt --published 2015-10-12 --outlet "Example Times"`

`echo "Rebels shelled the town of Salma on Monday, the army said." | sayso code -`

`sayso code reports.jsonl -o records.jsonl`

`sayso code table.csv --text-column body --published-column date --format csv -o claims.csv`
"""

_TABLES = "Columns of a CSV or TSV file"

# So many failed documents are listed by name; the rest are counted.
_MOST_LISTED = 50


def code(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Text (one document a file), .jsonl, .csv; - reads stdin.")
    ],
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Publication date, YYYY-MM-DD; relative dates count from it."),
    ] = None,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Who published the text.")] = None,
    form: Annotated[
        OutputForm | None,
        typer.Option("--format", "-f", help="Default: table on a terminal, jsonl elsewhere.", show_default=False),
    ] = None,
    out: Output = None,
    model: Model = DEFAULT_MODEL,
    gazetteer: Gazetteer = None,
    codebook: Codebook = None,
    input_form: Annotated[
        InputForm, typer.Option("--from", help="What the files hold; auto goes by their suffix.")
    ] = InputForm.auto,
    text_column: Annotated[
        str, typer.Option(metavar="NAME", help="Column that holds the text.", rich_help_panel=_TABLES)
    ] = "text",
    id_column: Annotated[str, typer.Option(metavar="NAME", help="Column of the id.", rich_help_panel=_TABLES)] = "id",
    published_column: Annotated[
        str, typer.Option(metavar="NAME", help="Column of the publication date.", rich_help_panel=_TABLES)
    ] = "published",
    outlet_column: Annotated[
        str, typer.Option(metavar="NAME", help="Column of the outlet.", rich_help_panel=_TABLES)
    ] = "outlet",
    url_column: Annotated[
        str, typer.Option(metavar="NAME", help="Column of the address.", rich_help_panel=_TABLES)
    ] = "url",
    title_column: Annotated[
        str, typer.Option(metavar="NAME", help="Column of the title.", rich_help_panel=_TABLES)
    ] = "title",
) -> None:
    """Code news texts into attributed claims.

    Each document gives one record: its claims, with who did what to whom, where, when, and on whose say-so, and
    the words that say it. A document that can't be coded is listed, and its record holds the error.
    """
    try:
        published = check_date(published)
    except BadDate as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error
    columns = Columns(text_column, id_column, published_column, outlet_column, url_column, title_column)
    given = Document("", published=published, outlet=outlet)
    documents = read_documents(files, form=input_form.value, columns=columns, given=given)

    from sayso.cli.writers import open_writer
    from sayso.coder import Coder

    if "-" in files and sys.stdin.isatty():
        messages().print("Reading from the terminal; end with Ctrl-D.")
    chosen = form_of(form, out, sys.stdout.isatty())
    tally = Tally()
    with open_writer(chosen, out) as write:
        with gazetteer_progress() as progress:
            coder = Coder(model, gazetteer=gazetteer, codebook=codebook, progress=progress).load()
        for record in _watched(records(coder, documents), out is not None or to_file(sys.stdout)):
            tally.add(record)
            write(record)
    # The table says why a document failed where it stands.
    raise typer.Exit(tally.report(names=out is not None or chosen is not OutputForm.table))


def records(coder: Coder, documents: Iterable[Document | Record]) -> Iterator[Record]:
    """The records of documents, in order; what could not be read is a record already and keeps its place."""
    waiting: deque[Record | None] = deque()  # one entry a document: None where the coder has it

    def readable() -> Iterator[Document]:
        for document in documents:
            waiting.append(document if isinstance(document, Record) else None)
            if isinstance(document, Document):
                yield document

    for record in coder.pipe(readable()):
        while waiting and (unread := waiting.popleft()) is not None:
            yield unread
        yield record
    yield from (unread for unread in waiting if unread is not None)


def _watched(records: Iterator[Record], show: bool) -> Iterator[Record]:
    """The records, with their number and pace on standard error where that is a terminal."""
    console = messages()
    if not show or not console.is_terminal:
        yield from records
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    with Progress(SpinnerColumn(), TextColumn("{task.completed} documents"), TimeElapsedColumn(), console=console,
                  transient=True) as bar:  # fmt: skip
        task = bar.add_task("", total=None)
        for record in records:
            yield record
            bar.advance(task)


@dataclass(slots=True)
class Tally:
    """How many documents were coded, and which were not."""

    coded: int = 0
    failed: int = 0
    listed: list[str] = field(default_factory=list)

    def add(self, record: Record) -> None:
        """Counts a record."""
        if record.error is None:
            self.coded += 1
            return
        self.failed += 1
        if len(self.listed) < _MOST_LISTED:
            self.listed.append(f"{plain(record.id)}: {plain(record.error.message)}")

    def report(self, names: bool = True) -> Exit:
        """Says on standard error how many failed, and lists which, and gives the exit code."""
        if not self.failed:
            return Exit.OK
        console = messages()
        total = self.coded + self.failed
        console.print(
            f"{self.failed} of {total} document{'s' * (total > 1)} could not be coded{':' if names else '.'}",
            markup=False,
        )
        for line in self.listed if names else ():
            console.print(f"  {line}", markup=False)
        if names and self.failed > len(self.listed):
            console.print(f"  and {self.failed - len(self.listed)} more; each one's record holds its error.")
        return Exit.SOME_FAILED if self.coded else Exit.FAILED
