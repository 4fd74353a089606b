"""``sayso review``: the next claims to judge, judging them, the log, agreement and gold."""

from __future__ import annotations

import getpass
import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from sayso.cli.case import CaseName, FilterWords, Form
from sayso.cli.case_rows import RowForm
from sayso.cli.console import Exit, messages, output, plain
from sayso.cli.options import Filtered, Gazetteer

if TYPE_CHECKING:
    from sayso.query import Filter
    from sayso.review import Item, Reviewer
    from sayso.store import Case

EXAMPLES = """**Examples**

`sayso review syria.sayso kind:airstrike`

`sayso review syria.sayso --accept c0f3a2b1c4d5e6f7 --by Ana`

`sayso review syria.sayso --edit c0f3a2b1c4d5e6f7 --set place.geonameid=169577 --set killed=10..12 --by Ana`

`sayso review syria.sayso --gold gold.jsonl`
"""
_ID = "Id of a claim."


def register(app: typer.Typer) -> None:
    """Puts the command on the command line."""
    app.command("review", cls=Filtered, epilog=EXAMPLES)(review)


def _claim(name: str, help_: str) -> Any:
    return typer.Option(name, metavar="CLAIM", help=help_, show_default=False, rich_help_panel="Judging")


def review(
    case: CaseName,
    filter_: FilterWords = None,
    by: Annotated[
        str | None, typer.Option(metavar="NAME", envvar="SAYSO_REVIEWER", help="Who judges.", show_default="your login")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", "-n", min=1, help="Claims or entries at most.")] = 20,
    form: Form = None,
    accept: Annotated[list[str] | None, _claim("--accept", "The claim is right as shown.")] = None,
    reject: Annotated[list[str] | None, _claim("--reject", "The text makes no such claim.")] = None,
    edit: Annotated[str | None, _claim("--edit", "Set slots of the claim, with --set; the rest is right as shown.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="SLOT=VALUE", help="See docs/review.md.", show_default=False, rich_help_panel="Judging"),
    ] = None,
    restore: Annotated[str | None, _claim("--restore", "Back to the coder's values; with --set SLOT=, one slot.")] = None,
    note: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="CLAIM TEXT", help="Keep a remark.", show_default=False, rich_help_panel="Judging"),
    ] = None,
    add: Annotated[
        str | None,
        typer.Option(metavar="DOCUMENT", help="Add a claim that was missed, with --set kind=, trigger=, ….",
                     show_default=False, rich_help_panel="Judging"),
    ] = None,
    merge: Annotated[list[str] | None, _claim("--merge", "Give it twice or more: claims of one event.")] = None,
    split: Annotated[list[str] | None, _claim("--split", "The first is of another event than the rest.")] = None,
    undo: Annotated[
        str | None,
        typer.Option(metavar="JUDGEMENT|last", help="Take a judgement back.", show_default=False, rich_help_panel="Judging"),
    ] = None,
    move: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="SUBJECT CLAIM", help="Tie judgements that match no claim to one.", show_default=False,
                     rich_help_panel="Judging"),
    ] = None,
    log: Annotated[bool, typer.Option("--log", help="List every judgement.")] = False,
    orphans: Annotated[bool, typer.Option("--orphans", help="List judgements that match no claim any more.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Verify the chain of the log.")] = False,
    expect: Annotated[
        str | None, typer.Option(metavar="HASH", help="With --verify: the hash noted before must be in the chain.")
    ] = None,
    agreement: Annotated[bool, typer.Option("--agreement", help="Krippendorff's alpha between reviewers.")] = False,
    blind: Annotated[
        str | None, typer.Option(metavar="NAME,NAME", help="Begin a round in which they do not see each other.",
                                 rich_help_panel="Blind round")
    ] = None,
    done: Annotated[
        bool, typer.Option("--done", help="You have finished the blind round.", rich_help_panel="Blind round")
    ] = False,
    end: Annotated[
        bool, typer.Option("--open", help="End the blind round for all.", rich_help_panel="Blind round")
    ] = False,
    gold: Annotated[Path | None, typer.Option(metavar="FILE", help="Write documents reviewed in full as gold.")] = None,
    partial: Annotated[bool, typer.Option("--partial", help="With --gold: also documents reviewed in part.")] = False,
    take_gold: Annotated[Path | None, typer.Option(metavar="FILE", help="Judge the claims by gold.")] = None,
    gazetteer: Gazetteer = None,
) -> None:
    """List the claims most worth a look, and judge them. Judgements are a log; nothing that was coded is changed."""
    from sayso.query import Filter
    from sayso.review import Reviewer
    from sayso.store import open_case

    if set_ and not (edit or add or restore):
        raise typer.BadParameter("It goes with --edit, --add or --restore.", param_hint="--set")
    picked = Filter.parse(filter_ or [])
    writes = (accept, reject, edit, restore, note, add, merge, split, undo, move, blind, done, end, take_gold)
    with open_case(case, read_only=not any(writes)) as opened:
        person = Reviewer(opened, by or getpass.getuser())
        shown = form or (RowForm.table if sys.stdout.isatty() else RowForm.jsonl)
        if any(writes):
            values = _pairs(set_)
            for claim in accept or ():
                _say(f"{claim} accepted", person.accept(claim))
            for claim in reject or ():
                _say(f"{claim} rejected", person.reject(claim))
            if edit:
                _edit(person, edit, values, gazetteer)
            if restore:
                for slot in values or {None: ""}:
                    _say(f"{restore} restored", person.restore(restore, slot))
            if note:
                _say(f"noted with {note[0]}", person.note(*note))
            if add:
                _add(person, add, values)
            if merge:
                _say("one event", person.merge(merge))
            if split:
                _say("different events", person.split(split))
            if undo:
                gone = person.undo(None if undo == "last" else undo)
                _say(f"undone: {gone.action} {gone.subject}", gone.id)
            if move:
                _say("tied", person.move(*move))
            if blind:
                _say("a blind round begins", person.begin_blind(blind.split(","), str(picked)))
            if done:
                messages().print("Finished; " + ("the round is over." if person.finish() else "others are still at it."))
            if end:
                _say("the blind round is over", person.open())
            if take_gold:
                _take(opened, take_gold, person.name)
        elif verify or expect:
            _verify(opened, expect)
        elif gold:
            _gold(opened, gold, picked, partial)
        elif log:
            _log(person, shown, limit)
        elif orphans:
            _orphans(opened, shown)
        elif agreement:
            _agreement(opened, shown)
        else:
            _queue(opened, picked, person.name, shown, limit)


def _pairs(given: list[str] | None) -> dict[str | None, str]:
    out: dict[str | None, str] = {}
    for one in given or ():
        name, equals, value = one.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"{one!r} is not SLOT=VALUE.", param_hint="--set")
        out[name.strip()] = value
    return out


def _say(what: str, judgement: str) -> None:
    messages().print(f"{plain(what)} (judgement {plain(judgement)})", markup=False)


def _edit(person: Reviewer, claim: str, values: dict[str | None, str], gazetteer: Path | None) -> None:
    from sayso.review import value_of

    if not values:
        raise typer.BadParameter("Say what to set.", param_hint="--set")
    standing = person.standing(claim)
    given = {str(name): value for name, value in values.items()}
    slots = value_of(standing.claim, standing.record.text, given, gazetteer)
    names = person.edit(claim, slots, expect=standing.hash, accept=True)
    _say(f"{claim} set right", ", ".join(names))


def _add(person: Reviewer, document: str, values: dict[str | None, str]) -> None:
    from sayso.review.adding import claim_slots

    record, _ = person.case.view.reviewed(document)
    slots = claim_slots(record, {str(name): value for name, value in values.items()})
    _say("added", person.add(document, slots))


def _queue(case: Case, picked: Filter, name: str, form: RowForm, limit: int) -> None:
    from sayso.review import queue
    from sayso.review.queue import waiting

    items = queue(case.view, picked, reviewer=name, limit=limit)
    shown = ("kind", "status", "actor", "target", "place", "first", "killed_low", "sources", "evidence")
    if form is RowForm.table:
        _cards(items)
    else:
        _write(
            [{"claim": one.row["claim"], "score": one.score, "why": "; ".join(one.why),
              **{key: one.row[key] for key in shown}, "document": one.row["document"]} for one in items],
            form, (),
        )  # fmt: skip
    messages().print(f"{len(items)} of {waiting(case.view, picked, reviewer=name)} claims that nobody judged yet.")


def _cards(items: list[Item]) -> None:
    """A claim a block: its id, what it says, its sentence, and why it is next."""
    from rich.text import Text

    console = output()
    for one in items:
        row = one.row
        told = [str(row[name]) for name in ("status", "actor", "target", "place", "first", "sources") if row[name]]
        kind = row["kind"].replace("_", " ")
        console.print(Text.assemble((row["claim"], "bold"), "  ", (plain(" · ".join([kind, *told])), "cyan")))
        console.print(Text("  " + plain(row["evidence"])))
        why = plain("; ".join(one.why)) or "the next in order"
        console.print(Text(f"  Why now: {why} (priority {one.score:,})", style="dim"))


def _log(person: Reviewer, form: RowForm, limit: int) -> None:
    from sayso.review import entry_in_words

    entries = person.log()[-limit:]
    _write(
        [{"seq": one.seq, "judgement": one.id, "at": one.at, "by": one.by, "subject": one.subject, "action": one.action,
          "what": entry_in_words(one), "value": one.value, "hash": one.hash} for one in entries],
        form, ("judgement", "at", "by", "subject", "what"),
    )  # fmt: skip


def _orphans(case: Case, form: RowForm) -> None:
    from sayso.review import orphans
    from sayso.review.words import opinion_in_words

    found = [
        {"subject": one.thread.subject, "document": one.anchor.document if one.anchor else None,
         "what": opinion_in_words(one.thread), "slots": list(one.slots), "claim": one.claim,
         "trigger": one.anchor.trigger.text if one.anchor else None,
         "evidence": one.anchor.evidence.text if one.anchor else None}
        for one in orphans(case.view)
    ]  # fmt: skip
    _write(found, form, ("subject", "document", "what", "trigger", "evidence"))
    messages().print(f"{len(found)} judgements match no claim." if found else "Every judgement has its claim.")


def _verify(case: Case, expect: str | None) -> None:
    from sayso.judgements import Judgement

    breaks = list(case.view.judgement_breaks())
    for entry, what in breaks:
        output().print(f"{plain(entry)}: {plain(what)}")
    entries = [Judgement.from_row(row) for row in case.view.judgements()]
    if expect and not any(one.hash.startswith(expect) for one in entries):
        breaks.append((expect, "is not in the log"))
        output().print(f"{plain(expect)}: is not in the log; it was written anew or cut off")
    if breaks:
        raise typer.Exit(Exit.FAILED)
    last = entries[-1].hash if entries else "none"
    messages().print(f"{len(entries)} judgements, the chain holds. Hash of the last: {last}", markup=False)


def _agreement(case: Case, form: RowForm) -> None:
    from sayso.review import agreement

    names, found = agreement(case)
    _write(
        [{"what": one.what, "alpha": None if one.alpha is None else round(one.alpha, 3), "units": one.units,
          "same": one.same} for one in found],
        form, ("what", "alpha", "units", "same"),
    )  # fmt: skip
    messages().print(f"Reviewers: {', '.join(map(plain, names)) or 'none'}.", markup=False)
    if found:
        messages().print("units: claims that two or more of them judged; same: those on which all agree; alpha: 1 is full "
                         "agreement, 0 what chance gives.")  # fmt: skip
    else:
        messages().print("The blind round is still on.")


def _gold(case: Case, path: Path, picked: Filter, partial: bool) -> None:
    from sayso.exports.files import whole
    from sayso.review import gold as write

    documents = claims = 0
    with whole(path) as stream:
        for one in write(case, picked, partial=partial):
            stream.write(json.dumps(one, ensure_ascii=False) + "\n")
            documents, claims = documents + 1, claims + len(one["claims"])
    messages().print(f"{documents} documents with {claims} claims in {path}", markup=False)


def _take(case: Case, path: Path, name: str) -> None:
    from sayso.errors import UnreadableInput
    from sayso.review import take_gold

    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise UnreadableInput(f"{path} can't be read: {why}.", "Name a JSONL file of gold.") from error
    took = take_gold(case, lines, by=name)
    messages().print(
        f"{took.documents} documents: {took.accepted} claims accepted, {took.edited} set right, {took.rejected} "
        f"rejected, {took.added} added.", markup=False,
    )  # fmt: skip
    for one in took.unknown:
        messages().print(f"  {plain(one)} is not in the case with this text", markup=False)
    if took.unknown:
        raise typer.Exit(Exit.SOME_FAILED if took.documents else Exit.FAILED)


def _write(rows: Iterable[dict[str, Any]], form: RowForm, shown: tuple[str, ...]) -> None:
    rows = list(rows)
    writers: dict[RowForm, Callable[[], None]] = {
        RowForm.table: lambda: _table(rows, shown),
        RowForm.jsonl: lambda: _jsonl(rows),
        RowForm.csv: lambda: _csv(rows),
    }
    writers[form]()


def _jsonl(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


def _csv(rows: list[dict[str, Any]]) -> None:
    import csv

    from sayso.exports.files import neutral

    if rows:
        writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        for row in rows:
            flat = {key: json.dumps(value) if isinstance(value, (dict, list)) else value for key, value in row.items()}
            writer.writerow({key: neutral(value) for key, value in flat.items()})


def _table(rows: list[dict[str, Any]], shown: tuple[str, ...]) -> None:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False)
    for name in shown:
        table.add_column(name, overflow="fold" if name in ("claim", "why", "what", "judgement") else "ellipsis",
                         no_wrap=name not in ("why", "what"))  # fmt: skip
    for row in rows:
        table.add_row(*(Text("" if row[name] is None else plain(str(row[name]))) for name in shown))
    output().print(table)
