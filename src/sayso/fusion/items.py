"""From claims to single values: what each voice says for each slot."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from sayso.codebook.words import word_list
from sayso.fusion.identity import entity_key, is_named, place_key
from sayso.fusion.joined import joined
from sayso.fusion.parties import EventSides, Sides
from sayso.fusion.voices import Voice
from sayso.record import Count, Entity, Place, Span

HAPPENED, DID_NOT = "yes", "no"
# An event of so many days; a figure over more than a week is not of it.
_DAYS, _WEEK = 3, 7
_NEVER = "\uffff"  # behind every time


@dataclass(frozen=True, slots=True)
class Item:
    """One voice's word for one value. ``about`` is the entity or place that it names; ``denies``: the voice says
    that it is not so; ``by_accused``: and is of the side that the value puts in the wrong."""

    voice: Voice
    slot: str
    key: str
    display: str
    words: Span
    counted: bool
    about: Entity | Place | None = None
    low: int | None = None
    high: int | None = None
    denies: bool = False
    by_accused: bool = False


def items_of(voices: Sequence[Voice], sides: Sides, event: EventSides) -> dict[str, list[Item]]:
    """The values that are said, by slot, each slot's in the order in which they were said."""
    slots: dict[str, list[Item]] = defaultdict(list)
    owned: dict[str, str] = {}
    accusers = _accusers(voices)
    for voice in voices:
        side = _owns(voice, sides, event)
        if side is not None and not _names_anothers(voice, voice.claim.actor, accusers):
            owned[side] = min(voice.time, owned.get(side, voice.time))
    places = _place_names(voices)
    for voice in voices:
        for item in _items(voice, sides, event, owned, places):
            slots[item.slot].append(uncounted(item) if _is_anothers(item, accusers) else item)
    slots["when"] = _as_first_said(slots["when"])
    for what, items in _figures(voices).items():
        slots[what] = items
    return {slot: _news_first(items) for slot, items in slots.items() if items}


def _accusers(voices: Sequence[Voice]) -> dict[str, list[Voice]]:
    """Document to its voices that give a source."""
    found: dict[str, list[Voice]] = defaultdict(list)
    for voice in voices:
        if voice.claim.sources:
            found[voice.told.document].append(voice)
    return found


def _is_anothers(item: Item, accusers: Mapping[str, Sequence[Voice]]) -> bool:
    """Whether a culprit is only another source's word: where one blames the army, and another counts those who died
    "in the attack", the second has blamed nobody."""
    if item.slot != "actor" or item.denies:
        return False
    return _names_anothers(item.voice, item.about, accusers)


def _names_anothers(voice: Voice, actor: Entity | Place | None, accusers: Mapping[str, Sequence[Voice]]) -> bool:
    if actor is None or voice.claim.evidence.holds(actor):
        return False
    said = [one for one in accusers.get(voice.told.document, ()) if one.claim.evidence.holds(actor)]
    return bool(said) and all(one.statement.origin != voice.statement.origin for one in said)


def _as_first_said(items: Sequence[Item]) -> list[Item]:
    """The days with those of a copy counted only where its original names none: "overnight" means the night before
    the original came out."""
    own = {item.voice.told.document for item in items}
    return [uncounted(item) if item.voice.copy and item.voice.statement.document in own else item for item in items]


def _news_first(items: Sequence[Item]) -> list[Item]:
    """The items with history counted only for values that nothing else bears out: it repeats what was news."""
    told = {(item.key, item.denies) for item in items if item.counted and not item.voice.history}
    return [uncounted(item) if item.voice.history and (item.key, item.denies) in told else item for item in items]


def _owns(voice: Voice, sides: Sides, event: EventSides) -> str | None:
    """The side that says that it acted itself."""
    if not voice.counted or voice.side is None or not event.same(voice.side, sides.side(voice.claim.actor)):
        return None
    return voice.side


def _place_names(voices: Sequence[Voice]) -> dict[str, str]:
    """Which place is meant by a name, by the reports that could tell; a name of two places is left open."""
    found: dict[str, set[str]] = defaultdict(set)
    for voice in voices:
        place = voice.claim.place
        if place is not None and place.geonameid is not None:
            for name in (place.text, place.name):
                found[name.casefold()].add(place_key(place))
    return {name: min(keys) for name, keys in found.items() if len(keys) == 1}


def places_named(voices: Sequence[Voice]) -> dict[str, frozenset[str]]:
    """The keys of the places that each document names for the event, in denials too."""
    names = _place_names(voices)
    found: dict[str, set[str]] = defaultdict(set)
    for voice in voices:
        place = voice.claim.place
        if place is not None:
            key = place_key(place)
            found[voice.told.document].add(names.get(place.text.casefold(), key) if place.geonameid is None else key)
    return {document: frozenset(keys) for document, keys in found.items()}


def _items(
    voice: Voice, sides: Sides, event: EventSides, owned: Mapping[str, str], places: Mapping[str, str]
) -> Iterator[Item]:
    claim = voice.claim
    if voice.stance == "denied":
        yield from _denial(voice, sides, event, owned)
        return
    counted = voice.counted
    yield Item(voice, "occurred", HAPPENED, "it happened", claim.trigger, counted)
    yield Item(voice, "kind", claim.kind, claim.kind.replace("_", " "), claim.trigger, counted)
    for actor in (claim.actor, *claim.co_actors):
        if actor is not None and is_named(actor):
            yield Item(voice, "actor", entity_key(actor), actor.name, actor, counted and not _doubted(voice), actor)
    for target in (claim.target, *claim.co_targets):
        if target is not None and is_named(target):
            yield Item(voice, "target", entity_key(target), target.name, target, counted, target)
    if claim.weapon is not None:
        yield Item(voice, "weapon", claim.weapon.name.casefold(), claim.weapon.name, claim.weapon, counted)
    if claim.place is not None:
        key = place_key(claim.place)
        if claim.place.geonameid is None:
            key = places.get(claim.place.text.casefold(), key)
        yield Item(voice, "place", key, claim.place.name, claim.place, counted, claim.place)
    when = claim.when
    if when is not None and when.first is not None and when.last is not None:
        shown = when.first if when.first == when.last else f"{when.first} to {when.last}"
        words = claim.trigger
        if when.start is not None and when.end is not None and when.text is not None:
            words = Span(when.start, when.end, when.text)
        yield Item(voice, "when", f"{when.first}/{when.last}", shown, words, counted)


def _denial(voice: Voice, sides: Sides, event: EventSides, owned: Mapping[str, str]) -> Iterator[Item]:
    """What a denial denies: the accused's own is kept apart; another's with a name denies that name, else the event.
    Who says that they struck a depot and denies striking a market denies the market alone; who owns up only later
    denied all of it."""
    claim = voice.claim
    counted = not claim.hedged
    actor, target = claim.actor, claim.target
    if voice.side is not None and owned.get(voice.side, _NEVER) <= voice.time and target is not None and is_named(target):
        yield Item(
            voice, "target", entity_key(target), target.name, target, counted, target, denies=True, by_accused=True
        )
        return
    if actor is not None and is_named(actor):
        accused = event.same(voice.side, sides.side(actor))
        for one in (actor, *claim.co_actors):
            yield Item(voice, "actor", entity_key(one), one.name, one, counted, one, denies=True, by_accused=accused)
        if accused:
            yield Item(voice, "occurred", HAPPENED, "it happened", claim.trigger, counted, denies=True, by_accused=True)
        return
    if event.is_accused(voice.side):
        yield Item(voice, "occurred", HAPPENED, "it happened", claim.trigger, counted, denies=True, by_accused=True)
        return
    yield Item(voice, "occurred", DID_NOT, "it did not happen", claim.trigger, counted)


def _doubted(voice: Voice) -> bool:
    """Whether a hedge holds back from who did it while the event stands: "a suspected rebel attack"."""
    claim, actor = voice.claim, voice.claim.actor
    if actor is None or not claim.evidence.holds(actor):
        return False
    before = claim.evidence.text[: actor.start - claim.evidence.start].casefold().split()
    if before and before[-1] in ("a", "an", "the"):
        before.pop()
    words = actor.text.casefold().split()
    return bool({*before[-1:], *words[:2]} & doubtful())


def _figures(voices: Sequence[Voice]) -> dict[str, list[Item]]:
    """The figures by what was counted: of several that one origin gives in one report, the largest, since the others
    break it down; those of a denial are what is denied and no figures."""
    totals: dict[tuple[str, str, str], Item] = {}
    spans = [span for voice in voices if (span := _days(voice)) is not None]
    of_days = bool(spans) and min(spans) <= _DAYS
    dated = {voice.told.document for voice in voices if (span := _days(voice)) is not None and span <= _DAYS}
    for voice in voices:
        if voice.stance == "denied" or (of_days and (_days(voice) or 0) > _WEEK and voice.told.document not in dated):
            continue  # what a month cost is no figure of one of its days; a report that gives the day knows it
        for count in (*voice.claim.counts, *joined(voice.claim)):
            if count.what == "other" or (count.low is None and count.high is None):
                continue
            item = _figure(voice, count)
            place = (count.what, voice.told.document, voice.statement.origin)
            held = totals.get(place)
            if held is None or _size(item) > _size(held):
                totals[place] = item
    slots: dict[str, list[Item]] = defaultdict(list)
    for (what, _, _), item in totals.items():
        slots[what].append(item)
    return {what: sorted(items, key=lambda item: item.voice.key) for what, items in slots.items()}


def _days(voice: Voice) -> int | None:
    when = voice.claim.when
    if when is None or when.first is None or when.last is None:
        return None
    return (date.fromisoformat(when.last) - date.fromisoformat(when.first)).days


def _figure(voice: Voice, count: Count) -> Item:
    low, high = count.low, count.high
    # "At least 12" and "12" are one figure: the words are the outlet's caution, not another count.
    exact = low is not None and high in (None, low)
    key = str(low) if exact else f"{'' if low is None else low}..{'' if high is None else high}"
    item = Item(voice, count.what, key, figure_words(low, high), count.span, voice.counted, None, low, high)
    return replace(item, display=" ".join(count.span.text.split()), key=f"about {key}") if is_vague(item) else item


def _size(item: Item) -> tuple[bool, int, int]:
    return item.counted, item.low or 0, item.high or 0


def figure_words(low: int | None, high: int | None) -> str:
    """A figure for people.

    >>> figure_words(9, None), figure_words(9, 12), figure_words(9, 9), figure_words(None, 12)
    ('at least 9', '9 to 12', '9', 'up to 12')
    """
    if low is None:
        return f"up to {high:,}" if high is not None else "unknown"
    if high is None:
        return f"at least {low:,}"
    return f"{low:,}" if low == high else f"{low:,} to {high:,}"


def is_vague(item: Item) -> bool:
    """Whether a figure is told without a number: "dozens"."""
    words = item.words.text.casefold()
    return not any(char.isdigit() for char in words) and bool(
        set(words.split()) & word_list("fusion.toml", "figures.vague")
    )


def uncounted(item: Item) -> Item:
    """The same word, shown and not counted."""
    return replace(item, counted=False)


@cache
def doubtful() -> frozenset[str]:
    """Hedges that do not commit."""
    return word_list("fusion.toml", "stance.doubtful")
