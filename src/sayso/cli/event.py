"""``sayso event``: what the reports of one event agree on, what they contest, by whom and through whom."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Annotated

import typer

from sayso.cli.case import CaseName
from sayso.cli.console import output, plain
from sayso.cli.options import Codebook

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rich.console import Console
    from rich.text import Text

    from sayso.fusion import Chain, Contradiction, Dossier, Saying, Side, Value

EXAMPLES = """**Examples**

`sayso event syria.sayso e41f68d1d7adab0d4`

`sayso event syria.sayso e41f68 --json | jq '.slots[] | select(.contested) | .name'`
"""
_QUOTES = 3  # of one side, before the rest is counted
_LONGEST = 220  # characters of a quote on a terminal
_INDENT = 4
_GLUE = "\u00a0"
_COUNTED = re.compile(r"── [^─]*$")  # the number of reports at the end of a way: not parted
_STATUS = {
    "unattributed": "no report says whose word it is",
    "single-origin": "it all goes back to one source",
    "corroborated": "independent sources say so",
    "cross-party": "independent sources of different sides say so",
}


def event(
    case: CaseName,
    name: Annotated[
        str, typer.Argument(metavar="ID", help="Id of an event, the beginning of one, or the id of one of its claims.")
    ],
    as_json: Annotated[bool, typer.Option("--json", help="The whole dossier as one JSON object.")] = False,
    codebook: Codebook = None,
) -> None:
    """Show everything that is claimed of an event: what is agreed, what is contested, on whose word."""
    from sayso.fusion import Tables
    from sayso.record import to_dict
    from sayso.store import open_case

    with open_case(case, read_only=True) as opened:
        found = opened.view.dossier(opened.view.event_named(name), tables=None if codebook is None else Tables.load(codebook))
        called = {} if as_json else opened.view.called(report.document for report in found.reports)
    if as_json:
        typer.echo(json.dumps(to_dict(found), ensure_ascii=False, indent=1))
        return
    show(found, output(), called)


def show(found: Dossier, console: Console, called: Mapping[str, str] | None = None) -> None:
    """Prints a dossier. ``called`` says what its reports are called, where they have no titles too."""
    from rich.text import Text

    console.print(Text(plain(found.title), style="bold"))
    console.print(Text(f"{found.event} · {_number(found.claims, 'claim')} in {_number(found.documents, 'document')} "
                       f"of {_number(found.outlets, 'outlet')}", style="dim"))  # fmt: skip
    _hung(console, f"That it happened: {summary(found)}", bold="That it happened:")
    _slots(found, console)
    _contradictions(found, console)
    _figures(found, console)
    _chain(found.chain, console)
    _reports(found, console, called or {})
    _changes(found, console)
    _related(found, console)


def summary(found: Dossier) -> str:
    """How far the event itself would hold, in one line."""
    out = f"{found.status}, {_STATUS[found.status]}"
    if found.kappa:
        out += f"; {_number(found.origins, 'independent origin')}"
        out += f", {found.kappa} would have to be wrong" if found.kappa > 1 else ", one would have to be wrong"
        out += f" ({', '.join(found.parties)})" if found.parties else ""
    marks = [word for word, on in (("contested", found.contested), ("denied", found.denied),
                                   ("denied by the accused", found.denied_by_accused),
                                   ("taken back", found.retracted)) if on]  # fmt: skip
    return f"{out}. In dispute: {', '.join(marks)}." if marks else f"{out}."


def _hung(console: Console, words: str, *, style: str = "", bold: str = "") -> None:
    """Prints a paragraph whose lines after the first are indented."""
    from textwrap import wrap

    from rich.text import Text

    indent = " " * (_INDENT + len(words) - len(words.lstrip()))
    lines = wrap(words, max(console.width, 2 * _INDENT), subsequent_indent=indent, break_on_hyphens=False)
    text = Text("\n".join(lines).replace(_GLUE, " "), style=style)
    if bold:
        text.highlight_words([bold], "bold")
    console.print(text)


def _heading(console: Console, words: str) -> None:
    from rich.text import Text

    console.print()
    console.print(Text(words, style="bold underline" if console.is_terminal else "bold"))


def _slots(found: Dossier, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    for heading, slots in (
        ("Agreed", [slot for slot in found.slots if slot.agreed is not None and slot.name != "occurred"]),
        ("Not agreed", [slot for slot in found.slots if slot.agreed is None and slot.values]),
    ):
        if not slots:
            continue
        _heading(console, heading)
        table = Table.grid(padding=(0, 2))
        for slot in slots:
            values = [slot.values[0]] if slot.agreed is not None else slot.values
            for number, value in enumerate(values):
                shown = slot.agreed if slot.agreed is not None else value.display
                table.add_row(
                    Text(slot.name if number == 0 else "", style="dim"), Text(plain(shown or "")), _support(value)
                )
        console.print(table)


def _support(value: Value) -> Text:
    from rich.text import Text

    names = origins(value.statements)
    if not value.reports:
        deniers = [one for one in value.statements if one.stance == "denied"]
        words = f"denied by {origins(deniers)}" if deniers else f"held back: {names}"
        return Text(words, style="yellow")
    text = Text(f"{value.status}: {origins(one for one in value.statements if one.counted)}")
    if value.bottlenecks:
        text.append(f", all through {', '.join(plain(name) for name in value.bottlenecks)}", style="yellow")
    for word, on in (("denied by the accused", value.denied_by_accused), ("admitted", value.admission),
                     ("taken back", value.retracted), ("replaced by a later figure", value.superseded)):  # fmt: skip
        if on:
            text.append(f" · {word}", style="yellow")
    return text


def _contradictions(found: Dossier, console: Console) -> None:
    from rich.padding import Padding
    from rich.text import Text

    if not found.contradictions:
        return
    _heading(console, "Contradictions")
    quoted: set[tuple[str, str]] = set()
    for one in found.contradictions:
        console.print(Text.assemble((f"{one.slot}: ", "bold"), plain(one.note), (_weight(one), "dim")))
        for side in (one.one, one.other):
            again = (one.slot, side.value) in quoted
            quoted.add((one.slot, side.value))
            for indent, line in _side(side, again=again):
                console.print(Padding(line, (0, 0, 0, indent)))


def _weight(one: Contradiction) -> str:
    if one.kind == "denial" and one.by_accused:
        return " (the accused's own word: kept apart)"
    return "" if one.independent else " (the same sources on both sides)"


def _side(side: Side, *, again: bool) -> Iterator[tuple[int, Text]]:
    """The lines of one side of a contradiction, each with its indent; ``again`` where its words stand above."""
    from rich.text import Text

    above = " (quoted above)" if again else ""
    yield 2, Text.assemble((plain(side.value), "bold"), f" — {', '.join(side.parties)}", (above, "dim"))
    if again:
        return
    quotes = list({(one.origin, one.quote.text): one for one in side.statements if not one.copy}.values())
    for one in quotes[:_QUOTES]:
        yield 4, Text.assemble((_through(one), "dim"), f": “{shortened(one.quote.text)}”")
    if len(quotes) > _QUOTES:
        yield 4, Text(f"and {len(quotes) - _QUOTES} more", style="dim")


def _through(one: Saying) -> str:
    """Who says it, through whom, where."""
    where = plain(one.outlet or one.document)
    via = " < ".join(plain(name) for name in one.chain[1:])
    who = plain(one.origin_name)
    return f"{who}{f' through {via}' if via else ''} in {where}" if who != where else who


def _figures(found: Dossier, console: Console) -> None:
    from rich.text import Text

    slots = [slot for slot in found.slots if slot.rule is not None and slot.best is not None]
    if not slots:
        return
    _heading(console, "Figures")
    for slot in slots:
        console.print(Text(f"{slot.name}: low {slot.low}, best {slot.best}, high {slot.high}"))
        for update in slot.updates:
            _hung(console, f"  {update.day or 'later'}: {update.before} became {update.after} ({update.note}, "
                           f"{plain(update.by)})", style="dim")  # fmt: skip
    console.print(Text(slots[0].rule or "", style="dim"))


def _chain(chain: Chain, console: Console) -> None:
    from rich.text import Text

    if not chain.nodes:
        return
    _heading(console, "Through whom")
    for line in chain_lines(chain):
        _hung(console, _COUNTED.sub(lambda found: found[0].replace(" ", _GLUE), line))
    if any(node.bottleneck for node in chain.nodes):
        console.print(Text("◆ all of it, or the words of several, pass here", style="dim"))


def chain_lines(chain: Chain) -> Iterator[str]:
    """The diagram as lines of text: one for each way from a source to an outlet, with the number of its reports."""
    nodes = {node.id: node for node in chain.nodes}
    after: dict[str, list[str]] = {}
    denies = {(edge.source, edge.target) for edge in chain.edges if edge.denies}
    for edge in chain.edges:
        after.setdefault(edge.source, []).append(edge.target)
    into = {edge.target for edge in chain.edges}

    def label(name: str) -> str:
        node = nodes[name]
        mark = "◆ " if node.bottleneck else ""
        return f"{mark}{plain(node.label)}" + (f" ({node.party})" if node.party and node.level == 0 else "")

    def walk(name: str, before: str) -> Iterator[str]:
        onward = sorted(after.get(name, ()), key=lambda other: (nodes[other].level, nodes[other].label.casefold()))
        reports = [nodes[other] for other in onward if nodes[other].kind == "report"]
        others = [other for other in onward if nodes[other].kind != "report"]
        if reports:
            copies = sum(len(node.documents) - 1 for node in reports)
            counted = _number(len(reports), "report") + (f" + {_number(copies, 'copy', 'copies')}" if copies else "")
            yield f"{before} ── {counted}"
        for other in others:
            sign = " ─✗─ " if (name, other) in denies else " ─── "
            yield from walk(other, f"{before}{sign}{label(other)}")

    for node in chain.nodes:
        if node.id not in into:
            yield from walk(node.id, label(node.id))


def _reports(found: Dossier, console: Console, called: Mapping[str, str]) -> None:
    from rich.table import Table
    from rich.text import Text

    _heading(console, "Reports")
    table = Table.grid(padding=(0, 2))
    for report in found.reports:
        copies = ", ".join(plain(outlet or document) for document, outlet, _ in report.copies)
        title = plain(called.get(report.document) or report.title or "")
        table.add_row(
            Text(report.published or "no date", style="dim"), Text(plain(report.outlet or report.document)),
            Text.assemble(f"{title} " if title else "", (f"[{plain(report.document)}]", "dim"),
                          f" (copied by {copies})" if copies else ""),
        )  # fmt: skip
    console.print(table)


def _changes(found: Dossier, console: Console) -> None:
    from rich.table import Table
    from rich.text import Text

    if len(found.reports) < 2:
        return
    _heading(console, "What became known when")
    table = Table.grid(padding=(0, 2))
    for one in found.changes:
        before = f" (before: {plain(one.before)})" if one.before else ""
        table.add_row(Text(one.day or "no date", style="dim"), Text(one.kind), Text(f"{plain(one.what)}{before}"))
    console.print(table)


def _related(found: Dossier, console: Console) -> None:
    if not found.related:
        return
    _heading(console, "Linked, and not part of it")
    for one in found.related:
        said = plain(origins(one.statements))
        _hung(console, f"{one.relation}: {plain(one.title)} — {said} ({one.event})")


def origins(statements: Iterable[Saying]) -> str:
    """The names of those who say something, each party once, in order."""
    names: dict[str, str] = {}
    for one in statements:
        names.setdefault(one.origin, plain(one.origin_name))
    return ", ".join(dict.fromkeys(names.values()))


def shortened(text: str) -> str:
    """A quote that fits a few lines."""
    words = plain(text)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rsplit(" ", 1)[0] + " …"


def _number(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
