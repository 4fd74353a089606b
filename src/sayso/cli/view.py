"""The terminal view of a record: each claim with its slots, its chain and its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from sayso.cli.console import plain
from sayso.record import Claim, Count, Entity, Place, Record, Source, When

if TYPE_CHECKING:
    from rich.console import Console

_PLACED = {
    1: "exact", 2: "near", 3: "district", 4: "province", 5: "area or line", 6: "country", 7: "international",
}  # fmt: skip
_STATUS_STYLE = {"denied": "red", "planned": "blue", "hypothetical": "magenta"}


def show(record: Record, console: Console) -> None:
    """Prints a record: a heading, then its claims in text order."""
    console.print(_heading(record))
    if record.error:
        console.print(Text(f"  could not be coded: {plain(record.error.message)}", style="red"))
        console.print()
        return
    for number, claim in enumerate(sorted(record.claims, key=lambda claim: claim.trigger.start), 1):
        show_claim(claim, number, console)
    if not record.claims:
        console.print("  No claims found.")
    console.print()


def show_claim(claim: Claim, number: int, console: Console) -> None:
    """Prints one claim."""
    console.print()
    title = Text.assemble((f"{number:>3}  ", "dim"), (claim.kind.replace("_", " "), "bold"))
    for mark in marks(claim):
        title.append(f" · {mark}", style=_STATUS_STYLE.get(mark, "yellow"))
    title.append(f"  {claim.id}", style="dim")
    console.print(title)
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column(overflow="fold")
    for name, value in slots(claim):
        grid.add_row(name, value)
    grid.add_row("words", evidence(claim, console.is_terminal))
    console.print(Padding(grid, (0, 0, 0, 5)))


def marks(claim: Claim) -> list[str]:
    """What a claim's heading says besides its kind: only what is not the plain case."""
    out = [] if claim.status == "asserted" else [claim.status]
    if claim.hedged:
        out.append("hedged")
    out.extend(f"{slot} hedged" for slot in claim.hedged_slots)
    if claim.background:
        out.append("background")
    return out


def slots(claim: Claim) -> Iterator[tuple[str, Text]]:
    """The filled slots of a claim in reading order, each as a name and its value."""
    who, whom = parties(claim.actor, claim.co_actors), parties(claim.target, claim.co_targets)
    if who or whom:
        yield "who", Text(f"{who or '(not said)'} → {whom}" if whom else who)
    if claim.weapon:
        yield "with", Text(plain(claim.weapon.text))
    if claim.place:
        yield "where", Text(place_words(claim.place))
    if claim.when:
        yield "when", Text(when_words(claim.when))
    for count in claim.counts:
        yield "count", Text(count_words(count))
    yield "source", Text(chain_words(claim.sources))
    if claim.basis:
        yield "basis", Text(plain(claim.basis.text))


def evidence(claim: Claim, styled: bool) -> Text:
    """The evidence with the trigger marked: underlined on a terminal, between asterisks elsewhere."""
    whole, trigger = claim.evidence, claim.trigger
    if not whole.holds(trigger):
        return Text(plain(whole.text))
    at = trigger.start - whole.start
    before, after = whole.text[:at], whole.text[at + len(trigger.text) :]
    return Text.assemble(
        _edge(before, right=True),
        (plain(trigger.text), "bold underline") if styled else f"*{plain(trigger.text)}*",
        _edge(after, left=True),
    )  # fmt: skip


def _edge(text: str, left: bool = False, right: bool = False) -> str:
    """Plain text that keeps a blank where it meets the trigger."""
    out = plain(text)
    return (" " if left and text[:1].isspace() else "") + out + (" " if right and text[-1:].isspace() else "")


def entity_words(entity: Entity | None) -> str:
    """The mention, and who is meant where that is more than the words say."""
    if entity is None:
        return ""
    words, name = plain(entity.text), plain(entity.name)
    known = entity.id and name.casefold() not in words.casefold()
    return f"{words} = {name}" if known else words


def parties(entity: Entity | None, company: tuple[Entity, ...]) -> str:
    """An actor or target with those named beside it."""
    return ", ".join(words for words in (entity_words(entity), *map(entity_words, company)) if words)


def place_words(place: Place) -> str:
    """The place, what it lies in, and how precise that is."""
    parts = [plain(place.name)]
    # A country needs no code behind its name.
    for wider in (place.admin1, place.country) if place.precision < 6 else ():
        if wider and plain(wider) not in parts:
            parts.append(plain(wider))
    out = ", ".join(parts)
    if place.lat is None or place.lon is None:
        return f"{out} (no coordinates{f': {plain(place.reason)}' if place.reason else ''})"
    return f"{out} ({_PLACED.get(place.precision, 'unknown')}, {place.lat:.2f} {place.lon:.2f})"


def when_words(when: When) -> str:
    """The days, and the words they come from."""
    words = f"“{plain(when.text)}”" if when.text else ""
    if when.first is None and when.last is None:
        return f"{words} (no date: {plain(when.reason or 'the text does not say')})".strip()
    days = when.first if when.first == when.last else f"{when.first or '?'} to {when.last or '?'}"
    return f"{days} {words}".strip()


def count_words(count: Count) -> str:
    """What was counted, the bounds and the words."""
    return f"{count.what} {figures(count)} “{plain(count.span.text)}”"


def figures(count: Count) -> str:
    """The bounds of a count.

    >>> from sayso.record import Span
    >>> figures(Count("killed", 9, None, None, Span(0, 1, "x")))
    '9 or more'
    """
    if count.low == count.high:
        return f"{count.low:,}" if count.low is not None else "unknown"
    if count.high is None:
        return f"{count.low:,} or more"
    if count.low is None:
        return f"{count.high:,} or fewer"
    return f"{count.low:,} to {count.high:,}"


def chain_words(sources: tuple[Source, ...]) -> str:
    """The chain of sources, nearest to the event first; no source is the outlet's own voice."""
    if not sources:
        return "the outlet itself"
    return " → ".join(plain(source.name) + (f" ({plain(source.cue.text)})" if source.cue else "") for source in sources)


def _heading(record: Record) -> Text:
    known = [plain(part) for part in (record.outlet, record.published, record.title) if part]
    heading = Text(plain(record.id), style="bold")
    if known:
        heading.append(" · " + " · ".join(known), style="not bold")
    if not record.error:
        n = len(record.claims)
        heading.append(f" · {n} claim{'' if n == 1 else 's'}", style="not bold")
    return heading
