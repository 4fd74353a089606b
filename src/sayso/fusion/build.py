"""From the claims of one event to its dossier."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import cast

from sayso.fusion.chain import make_chain
from sayso.fusion.changes import changes
from sayso.fusion.identity import character
from sayso.fusion.items import HAPPENED, Item, items_of, places_named
from sayso.fusion.model import Dossier, Related, Report, Slot, Told, Value
from sayso.fusion.outlets import Outlets
from sayso.fusion.parties import EventSides, Sides
from sayso.fusion.related import relation_of
from sayso.fusion.slots import make_slots, precision
from sayso.fusion.title import title
from sayso.fusion.voices import Voice, accused_sides, voices
from sayso.record import Place

_AHEAD = ("planned", "hypothetical")


@dataclass(frozen=True, slots=True)
class Tables:
    """What fusion looks up: who belongs to whom, and who owns which outlet."""

    sides: Sides
    outlets: Outlets

    @classmethod
    def load(cls, extra: Path | None = None) -> Tables:
        """The built-in tables, and after them the user's files of the same names in the folder ``extra``."""
        return _tables(extra)


def build(
    event: str,
    told: Iterable[Told],
    *,
    lineages: Mapping[str, str] | None = None,
    related: Mapping[str, Sequence[Told]] | None = None,
    tables: Tables | None = None,
    drawn: bool = True,
) -> Dossier:
    """The dossier of an event.

    ``told`` are its claims with what is known of their documents; ``lineages`` says which documents are one text
    (document to any name of the text), over what ``told`` says itself. ``related`` are events that are linked to this
    one and not part of it, by id; one that is not ``drawn`` has no chain diagram. The result does not depend on the
    order of the claims.
    """
    book = tables or Tables.load()
    given = {one.claim.id: one if lineages is None else replace(one, lineage=lineages.get(one.document, one.lineage))
             for one in sorted(told, key=lambda one: (one.time, one.document, one.claim.id))}  # fmt: skip
    claims = _happened_claims(list(given.values()))
    sides = _sides(claims, book.sides)
    found = voices(claims, book.sides, sides, book.outlets)
    items = items_of(found, book.sides, sides)
    slots, contradictions = make_slots(items, book.sides, sides, places_named(found))
    by_name = {slot.name: slot for slot in slots}
    occurred = _happened(by_name.get("occurred"))
    kind = _kind(by_name.get("kind"), claims)
    first, last = _days(by_name.get("when"))
    place = _place(by_name.get("place"), items.get("place", ()))
    denials = [one for one in contradictions if one.kind == "denial" and one.slot == "occurred"]
    return Dossier(
        event=event,
        title=title(kind, slots, place.name if place else None, first, last),
        kind=kind,
        first=first,
        last=last,
        place=place.name if place else None,
        lat=place.lat if place else None,
        lon=place.lon if place else None,
        where_prec=place.precision if place else None,
        country=place.country if place else None,
        claims=len(claims),
        documents=len({one.document for one in claims}),
        outlets=len({one.outlet for one in claims if one.outlet}),
        origins=occurred.origins if occurred else 0,
        kappa=occurred.kappa if occurred else 0,
        parties=occurred.parties if occurred else (),
        status=occurred.status if occurred else "unattributed",
        contested=any(slot.contested for slot in slots),
        denied=any(not one.by_accused for one in denials) or (occurred is None and "occurred" in by_name),
        denied_by_accused=any(slot.denied_by_accused for slot in slots),
        retracted=any(slot.retracted for slot in slots),
        slots=slots,
        chain=make_chain(items.get("occurred", ()) if drawn else ()),
        reports=_reports(found),
        changes=changes(items, slots),
        contradictions=contradictions,
        related=_related(event, given.values(), claims, related or {}, book),
    )


def _happened_claims(given: list[Told]) -> list[Told]:
    """The claims that it happened or did not: without plans, and without what was published before the day."""
    told = [one for one in given if one.claim.status not in _AHEAD]
    days: dict[str, set[str]] = defaultdict(set)
    for one in told:
        when = one.claim.when
        if when is not None and when.first is not None and when.first == when.last:
            days[when.first].add(one.lineage or one.document)
    if days:
        day = min(days, key=lambda name: (-len(days[name]), name))
        eve = (date.fromisoformat(day) - timedelta(1)).isoformat()  # clocks differ by up to a day
        told = [one for one in told if not one.published or one.published >= eve] or told
    return told or given


def _sides(claims: Sequence[Told], sides: Sides) -> EventSides:
    """The sides of an event, from all of its claims."""
    accused = accused_sides(claims, sides)
    struck = [
        side
        for one in claims
        for target in (one.claim.target, *one.claim.co_targets)
        if target is not None and character(target) == "armed" and (side := sides.side(target)) is not None
    ]
    countries = Counter(one.claim.place.country for one in claims if one.claim.place and one.claim.place.country)
    country = min(countries, key=lambda name: (-countries[name], name), default=None)
    years = [one.claim.when.first[:4] for one in claims if one.claim.when and one.claim.when.first]
    years = years or [one.published[:4] for one in claims if one.published]
    year = min(years, default=None)
    return EventSides(sides, accused, struck, country, int(year) if year and year.isdigit() else None)


def _happened(slot: Slot | None) -> Value | None:
    if slot is None:
        return None
    return next((value for value in slot.values if value.value == HAPPENED), None)


def _kind(slot: Slot | None, claims: Sequence[Told]) -> str:
    if slot is not None and slot.best_value is not None:
        return slot.best_value.value
    kinds = Counter(one.claim.kind for one in claims)
    return min(kinds, key=lambda kind: (-kinds[kind], kind), default="other")


def _days(slot: Slot | None) -> tuple[str | None, str | None]:
    """The days that all share; else those of the best supported range."""
    if slot is None or slot.best_value is None:
        return None, None
    if slot.agreed is not None:
        first, _, last = slot.agreed.partition(" to ")
        return first, last or first
    first, _, last = slot.best_value.value.partition("/")
    return first, last


def _place(slot: Slot | None, items: Sequence[Item]) -> Place | None:
    """The most precise of the places of the best supported spot; where nothing contradicts it, of all of them."""
    if slot is None or slot.best_value is None:
        return None
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.key].append(item)
    keys = [value.value for value in slot.values if value.reports] or [slot.best_value.value]
    if slot.contested:
        keys = keys[:1]
    key = min(keys, key=lambda one: (precision(groups[one]), keys.index(one)))
    places = [cast(Place, item.about) for item in groups[key]]
    return min(places, key=lambda one: (one.lat is None, one.precision, -one.score, one.name))


def _reports(found: Sequence[Voice]) -> tuple[Report, ...]:
    """The texts about the event, in the order in which they came out, copies under their original."""
    originals: dict[str, list[Voice]] = defaultdict(list)
    for voice in found:
        originals[voice.statement.document].append(voice)
    out = []
    for document, group in originals.items():
        own = [voice for voice in group if voice.told.document == document]
        told = own[0].told
        copies = {voice.told.document: voice.told for voice in group if voice.told.document != document}
        out.append(
            Report(
                document, told.outlet, told.published, told.title, told.url,
                tuple(sorted(voice.claim.id for voice in own)), told.lineage,
                tuple((one.document, one.outlet, one.published)
                      for one in sorted(copies.values(), key=lambda one: (one.time, one.document))),
            )
        )  # fmt: skip
    return tuple(sorted(out, key=lambda one: (one.published or "9999", one.document)))


def _related(
    event: str, given: Iterable[Told], claims: Sequence[Told], related: Mapping[str, Sequence[Told]], book: Tables
) -> tuple[Related, ...]:
    """What is linked and not merged: other events, and what this event's own claims only plan."""
    members = {id(one) for one in claims}
    ahead = [one for one in given if id(one) not in members]
    groups = {event: ahead} if ahead else {}
    groups |= {name: list(some) for name, some in related.items() if name != event}
    out = []
    for name, some in sorted(groups.items()):
        sides = _sides(some, book.sides)
        found = voices(some, book.sides, sides, book.outlets)
        if not found:
            continue
        items = items_of(found, book.sides, sides)
        slots, _ = make_slots(items, book.sides, sides, places_named(found))
        by_name = {slot.name: slot for slot in slots}
        first, last = _days(by_name.get("when"))
        place = _place(by_name.get("place"), items.get("place", ()))
        kind = _kind(by_name.get("kind"), some)
        out.append(
            Related(
                name,
                relation_of([one.claim for one in some]) or "happened",
                title(kind, slots, place.name if place else None, first, last),
                tuple(voice.saying(voice.claim.trigger, voice.counted) for voice in found),
            )
        )
    return tuple(out)


@cache
def _tables(extra: Path | None) -> Tables:
    return Tables(Sides.load(extra), Outlets.load(extra))
