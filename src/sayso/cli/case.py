"""The commands that take a case: a file such as ``syria.sayso``, or the address of a PostgreSQL database."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.case_rows import RowForm, write_rows
from sayso.cli.console import Exit, gazetteer_progress, messages, output, plain
from sayso.cli.options import DEFAULT_MODEL, Codebook, Filtered, Gazetteer, Model

if TYPE_CHECKING:
    from sayso.ingest import Progress, Tally
    from sayso.record import Record
    from sayso.store import Case

CaseName = Annotated[str, typer.Argument(metavar="CASE", help="A file, or a postgresql:// address.")]
FilterWords = Annotated[
    list[str] | None,
    typer.Argument(metavar="[FILTER]...", help='Such as: kind:airstrike place:"Deir ez-Zor" when:2015-10 -status:denied'),
]
Form = Annotated[
    RowForm | None,
    typer.Option("--format", "-f", help="Default: table on a terminal, jsonl elsewhere.", show_default=False),
]
Limit = Annotated[int | None, typer.Option("--limit", "-n", min=1, help="Rows at most.", show_default=False)]
Explain = Annotated[bool, typer.Option("--explain", help="Say on standard error what the filter means.")]
_MOST_LISTED = 20
_LINKED_FIELDS = frozenset({"contested", "origins", "kappa", "corroboration"})  # known after `sayso link`
_CODED_AT_ONCE = 64  # documents, coded and written as one transaction

ADD_EXAMPLES = """**Examples**

`sayso add syria.sayso reports/ more.jsonl`

`sayso add syria.sayso https://news.example/feed.xml --code`
"""
CLAIMS_EXAMPLES = """**Examples**

`sayso claims syria.sayso kind:airstrike place:Idlib when:2015-10 source:SOHR`

`sayso claims syria.sayso 'killed:>=10' -f csv > many.csv`
"""
EXPORT_EXAMPLES = """**Examples**

`sayso export syria.sayso parquet -o claims.parquet place:Idlib`

`sayso export syria.sayso archive -o case.zip`
"""


class SourceForm(StrEnum):
    """What sources hold; see sayso.ingest.sources.FORMS."""

    auto = "auto"
    text = "text"
    html = "html"
    json = "json"
    jsonl = "jsonl"
    csv = "csv"
    feed = "feed"
    urls = "urls"
    warc = "warc"
    pdf = "pdf"
    mail = "mail"
    mbox = "mbox"


def register(app: typer.Typer) -> None:
    """Puts the commands of a case on the command line."""
    app.command("add", epilog=ADD_EXAMPLES)(add)
    app.command("update")(update)
    app.command("claims", cls=Filtered, epilog=CLAIMS_EXAMPLES)(claims)
    app.command("events", cls=Filtered)(events)
    app.command("documents", cls=Filtered)(documents)
    # `sayso sources CASE FILTER` is reached through the command that also reads texts.
    app.command("export", cls=Filtered, epilog=EXPORT_EXAMPLES)(export)
    app.command("import")(import_)
    app.command("check")(check)


def add(
    case: CaseName,
    source: Annotated[
        list[str], typer.Argument(metavar="SOURCE...|-", help="Files, folders, web addresses; - is standard input.")
    ],
    form: Annotated[SourceForm, typer.Option("--from", help="What the sources hold; auto finds out.")] = SourceForm.auto,
    outlet: Annotated[str | None, typer.Option(metavar="NAME", help="Publisher, where a source does not say.")] = None,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Publication date, where a source does not say.")
    ] = None,
    text_column: Annotated[str, typer.Option(metavar="NAME", help="Column or key of the text.")] = "text",
    id_column: Annotated[str, typer.Option(metavar="NAME", help="Column or key of the id.")] = "id",
    published_column: Annotated[str, typer.Option(metavar="NAME", help="Column or key of the date.")] = "published",
    outlet_column: Annotated[str, typer.Option(metavar="NAME", help="Column or key of the outlet.")] = "outlet",
    url_column: Annotated[str, typer.Option(metavar="NAME", help="Column or key of the address.")] = "url",
    title_column: Annotated[str, typer.Option(metavar="NAME", help="Column or key of the title.")] = "title",
    follow: Annotated[bool, typer.Option(help="Fetch the articles that a feed names.")] = True,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from private addresses too: your own network.")
    ] = False,
    pause: Annotated[float, typer.Option(min=0.0, help="Seconds between two requests to one host.")] = 1.0,
    code: Annotated[bool, typer.Option("--code", help="Code the new documents at once.")] = False,
    model: Model = DEFAULT_MODEL,
    gazetteer: Gazetteer = None,
    codebook: Codebook = None,
) -> None:
    """Take documents into a case: text, HTML, JSON lines, tables, feeds, web pages, WARC, PDF, mail.

    The case is made where there is none. What is there already is not taken twice; a changed article is a new
    version. Run it again after an interruption: it goes on where it stopped.
    """
    from sayso.documents import Columns, Document, check_date
    from sayso.errors import BadDate
    from sayso.ingest import Options, ingest
    from sayso.ingest.web import Fetcher, Limits
    from sayso.store import open_case

    try:
        published = check_date(published)
    except BadDate as error:
        raise typer.BadParameter(str(error), param_hint="--published") from error
    columns = Columns(text_column, id_column, published_column, outlet_column, url_column, title_column)
    fetcher = Fetcher(limits=Limits(pause=pause), allow_private=allow_private)
    options = Options(form.value, columns, follow, fetcher)
    given = Document("", published=published, outlet=outlet)
    with _not_left_empty(case), open_case(case, create=True) as opened:
        with _bar() as progress:
            tally = ingest(opened, source, options, given=given, progress=progress)
        messages().print(f"{plain(opened.name)}: {tally}.", markup=False)
        _list(tally)
        failed = _code(opened, model, gazetteer, codebook) if code else 0
        if not code and tally.new + tally.versions:
            messages().print(f"Next: sayso update {plain(opened.name)} codes them.", markup=False)
    if tally.refused or failed:
        if tally.new + tally.versions + tally.same:
            raise typer.Exit(Exit.SOME_FAILED)
        raise typer.Exit(Exit.MISSING if any(one.missing for one in tally.refused) else Exit.FAILED)


def update(case: CaseName, model: Model = DEFAULT_MODEL, gazetteer: Gazetteer = None, codebook: Codebook = None) -> None:
    """Code the documents of a case that this version of Sayso has not coded yet; earlier records are kept."""
    from sayso.store import open_case

    with open_case(case) as opened:
        failed = _code(opened, model, gazetteer, codebook)
    if failed:
        raise typer.Exit(Exit.SOME_FAILED)


def claims(
    case: CaseName, filter_: FilterWords = None, form: Form = None, limit: Limit = None, explain: Explain = False
) -> None:
    """List the claims of a case that a filter picks."""
    _show(case, "claims", filter_, form, limit, explain)


def events(
    case: CaseName, filter_: FilterWords = None, form: Form = None, limit: Limit = None, explain: Explain = False
) -> None:
    """List the events that those claims tell of."""
    _show(case, "events", filter_, form, limit, explain)


def documents(
    case: CaseName, filter_: FilterWords = None, form: Form = None, limit: Limit = None, explain: Explain = False
) -> None:
    """List the documents of a case."""
    _show(case, "documents", filter_, form, limit, explain)


def sources(
    case: CaseName, filter_: FilterWords = None, form: Form = None, limit: Limit = None, explain: Explain = False
) -> None:
    """List the chains of sources behind those claims, with how many claims and documents have each."""
    _show(case, "sources", filter_, form, limit, explain)


def is_case(name: str) -> bool:
    """Whether an argument names a case: a PostgreSQL address, or a file that begins as SQLite files do."""
    if name.startswith(("postgresql://", "postgresql+")) or name.endswith(".sayso"):
        return True
    path = Path(name)
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\x00"


def export(
    case: CaseName,
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT",
            help="csv, jsonl, records, geojson, events, events-geojson, parquet, xlsx, hxl, acled, ucdp, plover, polecat, "
            "gdelt or archive.",
        ),
    ],
    filter_: FilterWords = None,
    out: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")] = ...,  # type: ignore[assignment]
) -> None:
    """Write what a filter picks in a format of the field, with a codebook and a README beside it."""
    from sayso.exports import export as write
    from sayso.query import Filter
    from sayso.store import open_case

    with open_case(case, read_only=True) as opened:
        written = write(opened, form, out, Filter.parse(filter_ or []))
    messages().print(f"{written.rows} rows in {', '.join(str(path) for path in written.files)}", markup=False)


def import_(
    case: CaseName, archive: Annotated[Path, typer.Argument(metavar="ARCHIVE", help="As `sayso export` writes it.")]
) -> None:
    """Take an archive into a case; the case is made where there is none."""
    from sayso.exports import import_archive
    from sayso.store import open_case

    with _not_left_empty(case), open_case(case, create=True) as opened:
        count = import_archive(opened, archive)
        messages().print(f"{plain(opened.name)}: {count} documents from {archive}.", markup=False)


def check(case: CaseName) -> None:
    """Verify a case: hashes, references, spans. Lists what is wrong, and exits with 1 where something is."""
    from sayso.store import open_case

    with open_case(case, read_only=True) as opened:
        faults = opened.check()
        numbers = opened.view.numbers() if not faults else {}
    for fault in faults:
        output().print(f"{plain(fault.where)}: {plain(fault.what)}")
    if faults:
        raise typer.Exit(Exit.FAILED)
    told = ", ".join(f"{count} {name}" for name, count in numbers.items())
    messages().print(f"{plain(opened.name)} is sound: {told}.", markup=False)


def _show(
    case: str, what: str, words: list[str] | None, form: RowForm | None, limit: int | None, explain: bool
) -> None:
    from sayso.query import Filter, sentence
    from sayso.store import open_case

    picked = Filter.parse(words or [])
    with open_case(case, read_only=True) as opened:
        if explain:
            console = messages()
            console.print(sentence(picked, what), markup=False)
            console.print(f"?{picked.address()}", markup=False)
        asked = what == "events" or any(one.field in _LINKED_FIELDS for one in picked.conditions)
        if asked and next(iter(opened.claims(limit=1)), None) and next(iter(opened.view.fused()), None) is None:
            name = plain(opened.name)
            messages().print(f"{name} is not linked yet: nothing is joined or counted. Run: sayso link {name}", markup=False)
        chosen = form or (RowForm.table if sys.stdout.isatty() else RowForm.jsonl)
        rows = getattr(opened, what)(picked, limit=limit)
        write_rows(_called(opened, rows) if (what, chosen) == ("documents", RowForm.table) else rows, what, chosen)


def _called(opened: Case, rows: Iterator[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Documents, those without a title by their first words."""
    while some := list(islice(rows, _CODED_AT_ONCE)):
        names = opened.view.called(row["document"] for row in some)
        yield from ({**row, "title": names[row["document"]]} for row in some)


@contextmanager
def _not_left_empty(case: str) -> Iterator[None]:
    """Takes away the file of a case that was begun here and holds nothing: a name misspelt leaves no case behind."""
    from sayso.errors import SaysoError
    from sayso.store import open_case

    path = Path(case)
    begun = not case.startswith("postgresql") and not path.exists()
    try:
        yield
    finally:
        if begun and path.is_file():
            with suppress(SaysoError):
                with open_case(case, read_only=True) as opened:
                    empty = not len(opened)
                if empty:
                    path.unlink()


def _list(tally: Tally) -> None:
    console = messages()
    lines = [f"{one.source}: {one.message}" for one in tally.refused]
    lines += [f"{document} is kept but can't be coded: {reason}" for document, reason in tally.uncoded]
    for line in lines[:_MOST_LISTED]:
        console.print(f"  {plain(line)}", markup=False)
    if len(lines) > _MOST_LISTED:
        console.print(f"  and {len(lines) - _MOST_LISTED} more.")


def _code(opened: Case, model: str, gazetteer: Path | None, codebook: Path | None) -> int:
    """Codes what is not coded yet; returns how many documents failed."""
    from sayso.coder import Coder

    with gazetteer_progress() as progress:
        coder = Coder(model, gazetteer=gazetteer, codebook=codebook, progress=progress)
    made_by = made_by_of(coder)
    coded = failed = 0
    batch: list[Record] = []
    for record in _watched(coder, opened, made_by):
        coded, failed = coded + 1, failed + (record.error is not None)
        batch.append(record)
        if len(batch) >= _CODED_AT_ONCE:  # before the next ones are asked for
            opened.writer.write(batch, made_by)
            batch = []
    opened.writer.write(batch, made_by)
    messages().print(f"{coded} documents coded, {failed} of them failed." if failed else f"{coded} documents coded.")
    return failed


def made_by_of(coder: object) -> str:
    """What a coder's records are marked with: the versions of Sayso and of the model."""
    from sayso.coder import made_by

    own = getattr(coder, "made_by", None)
    return str(own) if own else made_by(coder.parser.model)  # type: ignore[attr-defined]


def _watched(coder: object, opened: Case, made_by: str) -> Iterator[Record]:
    from dataclasses import replace

    pipe = coder.pipe  # type: ignore[attr-defined]
    before: list[str | None] = []
    while True:
        # What is written changes what is not coded yet, so the next ones are asked for when these are through.
        waiting = list(islice(opened.view.uncoded(made_by), _CODED_AT_ONCE))
        names = [document.id for document in waiting]
        if not waiting or names == before:  # the last ones are written when this ends
            return
        before = names
        for record in pipe(iter(waiting)):
            # The case finds by this mark what a version has coded.
            yield replace(record, made_by=made_by)


class _bar:  # noqa: N801 - used like a function, with "with"
    """A bar on standard error while documents come in: rate and time left; nothing where there is no terminal."""

    def __init__(self) -> None:
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        console = messages()
        self._bar = Bar(
            TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[told]}"), TimeRemainingColumn(),
            console=console, disable=not console.is_terminal, transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None, told="")

    def __enter__(self) -> Callable[[Progress], None]:
        self._bar.start()
        return self.report

    def __exit__(self, *_: object) -> None:
        self._bar.stop()

    def report(self, progress: Progress) -> None:
        """Shows how far the work is."""
        self._bar.update(
            self._task, total=None if progress.share is None else 1.0, completed=progress.share or 0.0,
            description=plain(progress.source)[:30], told=f"{progress.documents} documents, {progress.rate:.0f}/s",
        )  # fmt: skip
