"""What became known when: the first report, what each later one added or changed, the latest report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sayso.fusion.counted import are_apart
from sayso.fusion.items import Item, is_vague
from sayso.fusion.model import SLOTS, Change, ChangeKind, Slot
from sayso.fusion.voices import general_kinds
from sayso.record import Place

_TOLD = tuple(slot for slot in SLOTS if slot not in ("occurred", "weapon", "when"))
_SETTLEMENT = 2  # UCDP's where_prec: the nearest there is to a spot


def changes(items: Mapping[str, Sequence[Item]], slots: Sequence[Slot]) -> tuple[Change, ...]:
    """The changes in order of time; copies of an earlier report change nothing."""
    by_report: dict[tuple[str, str], list[Item]] = {}
    order = {slot: number for number, slot in enumerate((*_TOLD, *sorted(set(items) - set(_TOLD))))}
    for slot in sorted(items, key=lambda slot: (order.get(slot, 99), slot)):
        for item in items[slot]:
            if not item.voice.copy:
                by_report.setdefault((item.voice.time, item.voice.told.document), []).append(item)
    updates = {(one.slot, one.document, one.after): one for slot in slots for one in slot.updates}
    known: dict[str, dict[str, str]] = {}
    figures: dict[str, list[Item]] = {}
    out: list[Change] = []
    reports = sorted(by_report)
    for number, report in enumerate(reports):
        found = by_report[report]
        if number == 0:
            out.append(_change("first report", found[0], f"{_who(found[0])} is the first to report it"))
        for item in found:
            out += _news(item, known, figures, updates, first=number == 0)
        if number and number == len(reports) - 1:
            out.append(_change("latest report", found[0], f"{_who(found[0])} is the latest to report it"))
    told: dict[tuple[str, str], Change] = {}
    for one in out:  # a report that denies the event and who did it says so once
        told.setdefault((one.document, one.what), one)
    return tuple(told.values())


def _news(
    item: Item, known: dict[str, dict[str, str]], figures: dict[str, list[Item]],
    updates: Mapping[tuple[str, str, str], object], *, first: bool,
) -> Iterator[Change]:
    if item.denies or item.voice.stance in ("denied", "withdrawn"):
        key = f"{item.voice.stance} {item.key} {item.voice.statement.origin}"
        if key not in known.setdefault(item.slot, {}):
            known[item.slot][key] = item.display
            if item.voice.stance == "withdrawn":
                if item.slot == "occurred":
                    what = f"{item.voice.name} takes it back"
                    if item.voice.told.withdrawn:
                        what = f"{_who(item)} no longer reports it"
                    yield _change("withdrawal", item, what, item.slot)
            else:
                what = f"{item.voice.name} denies it"
                # Who is accused denies that they did it; of what was hit, the accused too deny one thing alone.
                if item.slot == "target" or (item.slot == "actor" and not item.by_accused):
                    what = f"{item.voice.name} denies that it was {item.display}"
                yield _change("denial", item, what, item.slot, None, item.display)
        return
    if item.slot in ("occurred", "weapon", "when") or not item.counted or _says_little(item):
        return
    values = known.setdefault(item.slot, {})
    if item.key in values or (values and is_vague(item)):
        return
    earlier = figures.setdefault(item.slot, [])
    before = next((other.display for other in reversed(earlier) if not are_apart(item, other)), None)
    values[item.key] = item.display
    if item.low is not None or item.high is not None:
        earlier.append(item)
    if first:
        return
    update = updates.get((item.slot, item.voice.told.document, item.display))
    kind: ChangeKind = "update" if update is not None else "new value"
    yield _change(kind, item, f"{item.slot}: {item.display}, {item.voice.name} says", item.slot, before, item.display)


def _says_little(item: Item) -> bool:
    """Whether a value only repeats another more vaguely: a killing, a province."""
    if item.slot == "kind":
        return item.key in general_kinds()
    if item.slot == "place" and isinstance(item.about, Place):
        return item.about.precision > _SETTLEMENT or item.about.geonameid is None
    return False


def _change(
    kind: ChangeKind, item: Item, what: str, slot: str | None = None, before: str | None = None,
    after: str | None = None,
) -> Change:  # fmt: skip
    told = item.voice.told
    return Change(told.published, kind, what, told.document, told.outlet, slot, before, after)


def _who(item: Item) -> str:
    return item.voice.told.outlet or "A report of no known outlet"
