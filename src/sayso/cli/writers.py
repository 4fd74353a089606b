"""Writers of records: for people, as JSON lines, as a table of claims."""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sayso.cli.console import messages, no_room
from sayso.cli.options import OutputForm
from sayso.errors import InputError
from sayso.record import Claim, Record, Span, dumps

Write = Callable[[Record], None]

COLUMNS = (
    "document", "published", "outlet", "url", "title", "claim", "event", "kind", "status", "hedged", "background",
    "actor", "actor_id", "actor_type", "actor_country", "target", "target_id", "target_type", "target_country",
    "weapon", "place", "geonameid", "lat", "lon", "country", "admin1", "where_prec",
    "first", "last", "date_prec", "when_text",
    "killed_low", "killed_high", "injured_low", "injured_high", "counts",
    "sources", "cues", "basis", "plover_event", "plover_mode", "acled_event_type", "acled_sub_event_type",
    "ucdp_type_of_violence", "cameo", "confidence", "trigger_start", "trigger_end", "trigger",
    "evidence_start", "evidence_end", "evidence", "error",
)  # fmt: skip


@contextmanager
def open_writer(form: OutputForm, path: Path | None) -> Iterator[Write]:
    """A function that writes one record.

    A file takes its name when its last record is written; until then an older one of that name stays, and the new one
    is FILE.part, which is kept where the work is broken off. Raises InputError where the file can't be written.
    """
    with _opened(path) as file:
        stream = file.stream
        if form is OutputForm.csv:
            write = _csv(stream)
        elif form is OutputForm.jsonl:
            write = _jsonl(stream)
        else:
            write = _table(stream, path)

        def counted(record: Record) -> None:
            write(record)
            file.records += 1

        yield counted
        stream.flush()


@dataclass(slots=True)
class _File:
    stream: TextIO
    records: int = 0


@contextmanager
def _opened(path: Path | None) -> Iterator[_File]:
    if path is None or str(path) == "-":
        if hasattr(sys.stdout, "reconfigure"):
            sys.stdout.reconfigure(encoding="utf-8", newline="")
        yield _File(sys.stdout)
        return
    # A link leads to the file that is meant; a device or a pipe has no name to take.
    path = path.resolve() if path.is_symlink() else path
    whole = path.with_name(f"{path.name}.part") if path.is_file() or not path.exists() else path
    try:
        stream = whole.open("w", encoding="utf-8", newline="")
    except OSError as error:
        raise InputError(f"{path} can't be written: {error.strerror or error}.", "Choose another with -o.") from error
    file = _File(stream)
    try:
        with stream:
            yield file
        if whole is not path:
            if path.exists():
                shutil.copymode(path, whole)
            whole.replace(path)
    except BaseException as error:
        if whole is not path:
            _broken_off(whole, file.records)
        if no_room(error):
            raise InputError(f"{path} can't be written: {no_room(error)}.", "Free some room on its disk.") from error
        raise


def _broken_off(part: Path, records: int) -> None:
    if not records:
        part.unlink(missing_ok=True)
        return
    until = "The document" if records == 1 else f"The {records} documents"
    messages().print(f"Broken off. {until} written until then: {part}", markup=False)


def _jsonl(stream: TextIO) -> Write:
    def write(record: Record) -> None:
        stream.write(dumps(record) + "\n")
        stream.flush()

    return write


def _table(stream: TextIO, path: Path | None) -> Write:
    from rich.console import Console

    from sayso.cli.console import output
    from sayso.cli.view import show

    console = output() if path is None else Console(file=stream, width=100, highlight=False, emoji=False, markup=False)

    def write(record: Record) -> None:
        show(record, console)

    return write


def _csv(stream: TextIO) -> Write:
    rows = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    rows.writeheader()

    def write(record: Record) -> None:
        for row in claim_rows(record):
            rows.writerow(row)
        stream.flush()

    return write


def claim_rows(record: Record) -> Iterator[dict[str, object]]:
    """One row a claim; a document without claims, or with an error, is one row, so that documents add up."""
    document: dict[str, object] = {
        "document": record.id, "published": record.published, "outlet": record.outlet, "url": record.url,
        "title": record.title, "error": record.error.message if record.error else None,
    }  # fmt: skip
    if not record.claims:
        yield document
    events = {claim: event.id for event in record.events for claim in event.claims}
    for claim in record.claims:
        yield {**document, **_claim(claim), "event": claim.event or events.get(claim.id)}


def _claim(claim: Claim) -> dict[str, object]:
    row: dict[str, object] = {
        "claim": claim.id, "kind": claim.kind, "status": claim.status,
        "hedged": _yes(claim.hedged), "background": _yes(claim.background),
        "sources": " < ".join(source.name for source in claim.sources),
        "cues": " < ".join(source.cue.text if source.cue else "" for source in claim.sources),
        "basis": claim.basis.text if claim.basis else None,
        "weapon": claim.weapon.name if claim.weapon else None,
        "cameo": claim.codes.cameo, "confidence": f"{claim.confidence:.2f}",
        "counts": "; ".join(f"{count.what}: {count.span.text}" for count in claim.counts),
    }  # fmt: skip
    for slot, entity in (("actor", claim.actor), ("target", claim.target)):
        if entity:
            row |= {
                slot: entity.name, f"{slot}_id": entity.id, f"{slot}_type": entity.type,
                f"{slot}_country": entity.country,
            }  # fmt: skip
    if place := claim.place:
        row |= {
            "place": place.name, "geonameid": place.geonameid, "lat": place.lat, "lon": place.lon,
            "country": place.country, "admin1": place.admin1, "where_prec": place.precision,
        }  # fmt: skip
    if when := claim.when:
        row |= {"first": when.first, "last": when.last, "date_prec": when.precision, "when_text": when.text}
    for what in ("killed", "injured"):
        counts = [count for count in claim.counts if count.what == what]
        if counts:
            row |= {f"{what}_low": counts[0].low, f"{what}_high": counts[0].high}
    if plover := claim.codes.plover:
        row |= {"plover_event": plover.event, "plover_mode": plover.mode}
    if acled := claim.codes.acled:
        row |= {"acled_event_type": acled.event_type, "acled_sub_event_type": acled.sub_event_type}
    if ucdp := claim.codes.ucdp:
        row["ucdp_type_of_violence"] = ucdp.type_of_violence
    return row | _span("trigger", claim.trigger) | _span("evidence", claim.evidence)


def _span(name: str, span: Span) -> dict[str, object]:
    return {f"{name}_start": span.start, f"{name}_end": span.end, name: span.text}


def _yes(value: bool) -> str:
    return "true" if value else "false"
