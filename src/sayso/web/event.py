"""The page of an event: what reports agree on and what they contest, on whose word, and how it became known."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request, Response

from sayso.fusion import Saying, Value
from sayso.record import Span, to_dict
from sayso.store.events import dossier
from sayso.web.addresses import document_address, unsegment
from sayso.web.bench import Bench
from sayso.web.chain_svg import draw

router = APIRouter()

NAMES = {
    "occurred": "That it happened", "kind": "What happened", "actor": "Who did it", "target": "To whom",
    "weapon": "With what", "place": "Where", "when": "When", "killed": "Killed", "injured": "Injured",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Said:
    """One voice on a value, copies of its text folded under it. ``before``, ``words`` and ``after`` are the quote."""

    saying: Saying
    before: str
    words: str
    after: str
    address: str
    copies: tuple[Saying, ...]


@router.get("/events/{name}.json", tags=["data"], summary="The dossier of an event")
def event_json(bench: Bench, name: str) -> dict[str, Any]:
    """Every value that is claimed, by whom, how far it would hold, and the chain behind it."""
    found: dict[str, Any] = to_dict(dossier(bench.case.view, unsegment(name)))
    return found


@router.get("/events/{name}", include_in_schema=False)
def event(request: Request, bench: Bench, name: str) -> Response:
    """The dossier as a page."""
    found = dossier(bench.case.view, unsegment(name))
    disputed = found.disputed
    titles = bench.case.view.called(
        one for report in found.reports for one in (report.document, *(copy[0] for copy in report.copies))
    )
    return bench.page(
        request, "event.html", event=found, names=NAMES, said=said, drawing=draw(found.chain, titles), disputed=disputed,
        agreed=[slot for slot in found.agreed if slot not in disputed],
        unsettled=[slot for slot in found.slots if slot.agreed is None and slot not in disputed],
        titles=titles,
    )  # fmt: skip


def said(value: Value) -> list[Said]:
    """Who says a value: what counts first, then what is hedged or denied; copies behind their originals."""
    originals: list[Saying] = []
    copies: dict[tuple[str | None, str, str], list[Saying]] = defaultdict(list)
    for one in value.statements:
        if one.copy:
            copies[one.lineage, one.origin, one.stance].append(one)
        else:
            originals.append(one)
    out = [_said(one, copies.pop((one.lineage, one.origin, one.stance), [])) for one in _counted_first(originals)]
    for some in copies.values():  # the original says it otherwise
        out.append(_said(some[0], some[1:]))
    return out


def _counted_first(some: Sequence[Saying]) -> list[Saying]:
    """What counts before what does not, by day; each origin once before any is heard again."""
    heard: Counter[tuple[bool, str]] = Counter()
    keyed: list[tuple[bool, int, int, Saying]] = []
    for one in sorted(some, key=lambda one: (not one.counted, one.published or "9999", one.document, one.claim)):
        keyed.append((not one.counted, heard[one.counted, one.origin], len(keyed), one))
        heard[one.counted, one.origin] += 1
    return [one for *_, one in sorted(keyed, key=lambda key: key[:3])]


def _said(one: Saying, copies: Sequence[Saying]) -> Said:
    before, words, after = quote(one.quote, one.words)
    address = document_address(one.document, one.words.start, one.words.end, one.claim)
    return Said(one, before, words, after, address, tuple(copies))


def quote(whole: Span, words: Span) -> tuple[str, str, str]:
    """A quote parted at the words that carry the value; those may also stand outside of it."""
    if not whole.holds(words):
        return "", words.text, f" … {whole.text}" if whole.start >= words.end else ""
    at = words.start - whole.start
    return whole.text[:at], words.text, whole.text[at + len(words.text) :]

