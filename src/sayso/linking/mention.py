"""What linking needs of one event of one document: the claims that mention it, boiled down to what can be compared.

A Mention is light enough to be kept beside the claims: ``to_row`` and ``from_row`` turn it into plain JSON values and
back, so that a case is linked without unpacking its records.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from sayso.claims.frames import FrameTable
from sayso.claims.lent import has_anothers_day, other_part
from sayso.linking.terms import Sketch, sketch
from sayso.record import Claim, Entity, Place, Record

_NO_WORDS = Sketch()
# People taken are one figure, whether a text calls them captured or detained.
_WHAT = {"captured": "detained"}
# Kinds of attack that a headline may leave open.
_ATTACKS = frozenset({"airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack"})
# How a claim got a place that its own sentence does not give: it may be another event's.
_FAR = ("context thread", "context ahead", "context story")
# UCDP's where_prec up to which a place is a spot.
SETTLEMENT = 2
# A line of more characters than this is no headline; so many lines may stand above the first paragraph.
_HEADLINE, _TOP_LINES = 150, 8
# The span of days, or (), the weekday and the day of the year, 0 where not known.
_Day = tuple[tuple[int, int] | tuple[()], int, int]
_NO_DAY: _Day = ((), 0, 0)
_TOLD = frozenset({"asserted", "denied"})

# Words that head a noun phrase without telling what it names.
_EMPTY = frozenset("the a an of and in at on for to by with from its their his her this that other others".split())
# Words for whoever it was, and for how many: two reports that say them may speak of anybody.
_ANYBODY = _EMPTY | frozenset(
    "people person persons man men woman women child children victim victims somebody someone resident residents local "
    "locals civilian civilians dead wounded injured about around almost nearly some several many few more most less than "
    "least over up dozens scores hundreds thousands dozen score hundred thousand one two three four five six seven eight "
    "nine ten eleven twelve twenty thirty forty fifty year-old old aged unidentified unknown".split()
)
# Parts that any building has: what came through a roof may have struck a school as well as a hall.
_PARTS = frozenset("roof roofs wall walls window windows door doors floor floors ceiling ceilings".split())
# What stands between a building and the town that it is in.
_WITHIN = frozenset({"in", "at", "near", "outside", "of"})
# A place called by one of these is water: no state's, and too wide to tell where in it.
_WATER = frozenset({"sea", "gulf", "ocean", "strait", "straits", "channel", "bay"})


@dataclass(frozen=True, slots=True)
class Spot:
    """Where: a resolved place, boiled down. ``precision`` is UCDP's where_prec; degrees are WGS 84."""

    name: str
    geonameid: int | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    precision: int


@dataclass(frozen=True, slots=True)
class Mention:
    """An event as one document gives it.

    ``claims`` are ids, the first is the mention's own; ``days`` the span of days as ordinals; ``places`` and
    parties may hold several, since claims of one event may say different things; ``counts`` are (what, low, high).
    ``seen`` is the day on which the document was published, ``sketch`` the words that tell it from others.
    ``weekday`` (1 Monday to 7) and ``yearday`` (month and day, 1206 for 6 December) are what is known of the day, in
    an undated report too; 0 where the text does not say.
    """

    id: str
    document: str
    claims: tuple[str, ...]
    kinds: frozenset[str]
    family: str
    stems: frozenset[str]
    status: str
    days: tuple[int, int] | None
    places: tuple[Spot, ...]
    actors: frozenset[str]
    targets: frozenset[str]
    actor_ids: frozenset[str]
    target_ids: frozenset[str]
    counts: tuple[tuple[str, int, int], ...]
    seen: int | None = None
    sketch: Sketch = _NO_WORDS
    weekday: int = 0
    yearday: int = 0


def mentions_of(record: Record, frames: FrameTable | None = None) -> Iterator[Mention]:
    """The events of a record, in the order of the record; claims outside any event are events of their own."""
    if not record.claims:
        return
    table = frames or FrameTable.load()
    by_id = {claim.id: claim for claim in record.claims}
    grouped: set[str] = set()
    groups: list[list[Claim]] = []
    for event in record.events:
        members = [by_id[id] for id in event.claims if id in by_id]
        grouped.update(claim.id for claim in members)
        if members:
            groups.append(members)
    groups += [[claim] for claim in record.claims if claim.id not in grouped]
    headlines = _headlines(groups, record.text)
    seen = date.fromisoformat(record.published).toordinal() if record.published else None
    words = sketch(record.text)
    lent = frozenset(claim.id for claim in record.claims if has_anothers_day(claim, record.claims))
    day_of = _only_days([claim for claim in record.claims if claim.id not in lent])
    above = {id(group) for group in headlines.values()}
    for number, members in enumerate(groups):
        if id(members) not in above:
            yield _mention(record.id, members, headlines.get(number, ()), table, seen, words, day_of, record.places, lent)


def _headlines(groups: Sequence[Sequence[Claim]], text: str) -> dict[int, Sequence[Claim]]:
    """Number of an event of the lead to the event of the headline that it is: a headline has no room for a day or a
    name, so that by itself it could be about much else."""
    head, lead = _top(text)
    above = [group for group in groups if all(claim.trigger.end <= head for claim in group)]
    found: dict[int, Sequence[Claim]] = {}
    for headline in above:
        for number, group in enumerate(groups):
            if number not in found and head <= group[0].trigger.start < lead and _may_be_one(headline, group):
                found[number] = headline
                break
    return found


def _top(text: str) -> tuple[int, int]:
    """Where the headline ends, with what stands around it (a date, an address), and where the paragraph below ends."""
    head = start = 0
    for line in text.split("\n", _TOP_LINES)[:_TOP_LINES]:
        end = start + len(line)
        if len(line) > _HEADLINE or line.rstrip().endswith((".", "”", '"', "''")):
            return head, end
        head, start = end, end + 1
    return 0, 0  # a list, or verse


def _may_be_one(headline: Sequence[Claim], below: Sequence[Claim]) -> bool:
    """Whether claims of a headline and of the lead are of one kind, or the headline says less ("raid", "dozens killed")
    of what the lead tells in full, and nothing that both name tells them apart."""
    one, other = headline[0], below[0]
    deaths = one.kind == "killing" and any(count.what == "killed" for claim in below for count in claim.counts)
    if not (one.kind == other.kind or deaths or (one.kind == "armed_attack" and other.kind in _ATTACKS)) or (
        one.status in _TOLD
    ) != (other.status in _TOLD):
        return False
    for ours, theirs in ((one.actor, other.actor), (one.target, other.target)):
        if ours is not None and theirs is not None and ours.id and theirs.id and ours.id != theirs.id:
            return False
    days, known = {_day(claim) for claim in headline} - {_NO_DAY}, {_day(claim) for claim in below} - {_NO_DAY}
    return not days or not known or bool(days & known)


def _only_days(claims: Sequence[Claim]) -> dict[str, tuple[_Day, list[Place]]]:
    """Kind to the days of a document's claims of it, where those that name any all name the same, and to where they
    were: what the document goes on to say of that kind without a day is of those days, and no other event's. History
    stands apart."""
    found: dict[str, set[_Day]] = {}
    where: dict[str, list[Place]] = {}
    for claim in claims:
        day = _day(claim)
        if day != _NO_DAY and not claim.background and claim.status in _TOLD:
            found.setdefault(claim.kind, set()).add(day)
            if claim.place is not None:
                where.setdefault(claim.kind, []).append(claim.place)
    return {kind: (min(days), where.get(kind, [])) for kind, days in found.items() if len(days) == 1}


def _elsewhere(claims: Sequence[Claim], places: Sequence[Place]) -> bool:
    """Whether claims are of another part of a country, or another country, than all these places."""
    ours = [claim.place for claim in claims if claim.place is not None]
    pairs = [(one, other) for one in ours for other in places]
    return bool(pairs) and all(other_part(one, other) for one, other in pairs)


def _mention(
    document: str, claims: Sequence[Claim], headline: Sequence[Claim], frames: FrameTable, seen: int | None,
    words: Sketch, day_of: dict[str, tuple[_Day, list[Place]]], places: Sequence[Place],
    lent: frozenset[str],
) -> Mention:  # fmt: skip
    """The mention of an event by its claims; of a headline above it the words count, but not its loose places."""
    first, together = claims[0], [*claims, *headline]
    known = [day for claim in claims if claim.id not in lent and (day := _day(claim)) != _NO_DAY]
    if not known and not first.background and first.status in _TOLD and first.kind in day_of:
        day, where = day_of[first.kind]
        known = [] if _elsewhere(claims, where) else [day]
    days, weekday, yearday = min(known, key=_exactness) if known else _NO_DAY
    return Mention(
        id=first.id,
        document=document,
        claims=tuple(claim.id for claim in together),
        kinds=frozenset(claim.kind for claim in together),
        family=frames.frame(first.kind).family,
        stems=frozenset(stem(claim.trigger.text) for claim in together),
        status=first.status,
        days=days or None,
        places=tuple(dict.fromkeys(_spots(claims, places))),
        actors=_words(claim.actor for claim in claims),
        targets=frozenset(word for word in _words(claim.target for claim in claims) if _tells(word)),
        actor_ids=frozenset(claim.actor.id for claim in claims if claim.actor is not None and claim.actor.id),
        target_ids=frozenset(claim.target.id for claim in claims if claim.target is not None and claim.target.id),
        counts=tuple(
            dict.fromkeys(
                (_WHAT.get(count.what, count.what), count.low or 0, count.high if count.high is not None else 10**9)
                for claim in claims
                for count in claim.counts
            )
        ),
        seen=seen,
        sketch=words,
        weekday=weekday,
        yearday=yearday,
    )


def to_row(mention: Mention) -> list[Any]:
    """A mention as plain JSON values, the sketch left out: it belongs to the document (see Sketch)."""
    return [
        mention.id,
        mention.document,
        list(mention.claims),
        sorted(mention.kinds),
        mention.family,
        sorted(mention.stems),
        mention.status,
        list(mention.days) if mention.days else None,
        [[p.name, p.geonameid, p.lat, p.lon, p.country, p.admin1, p.precision] for p in mention.places],
        sorted(mention.actors),
        sorted(mention.targets),
        sorted(mention.actor_ids),
        sorted(mention.target_ids),
        [list(count) for count in mention.counts],
        mention.seen,
        mention.weekday,
        mention.yearday,
    ]


def from_row(row: Sequence[Any], words: Sketch | None = None) -> Mention:
    """The inverse of to_row, given the sketch of the document."""
    id, document, claims, kinds, family, stems, status, days, places, *rest = row
    actors, targets, actor_ids, target_ids, counts, seen, weekday, yearday = rest
    return Mention(
        id=id,
        document=document,
        claims=tuple(claims),
        kinds=frozenset(kinds),
        family=family,
        stems=frozenset(stems),
        status=status,
        days=(days[0], days[1]) if days else None,
        places=tuple(Spot(*place) for place in places),
        actors=frozenset(actors),
        targets=frozenset(targets),
        actor_ids=frozenset(actor_ids),
        target_ids=frozenset(target_ids),
        counts=tuple((what, low, high) for what, low, high in counts),
        seen=seen,
        sketch=words or _NO_WORDS,
        weekday=weekday,
        yearday=yearday,
    )


def stem(words: str) -> str:
    """What a trigger is about: the word that stands for its synonyms, else a crude stem of its last word.

    >>> stem("shelled"), stem("opened fire and shot"), stem("slaying"), stem("besieging")
    ('shell', 'shoot', 'kill', 'besieg')
    >>> stem("came under fire"), stem("set fire")
    ('shoot', 'burn')
    """
    last = words.lower().split()[-2:]
    word = last[-1] if last else ""
    known = _synonyms()
    return known.get("_".join(last)) or known.get(word) or known.get(_crude(word)) or _crude(word)


def _crude(word: str) -> str:
    for ending in ("ings", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            bare = word[: -len(ending)]
            # "nabbed" and "hitting" double what "nabs" and "hit" end in.
            return bare[:-1] if len(bare) > 3 and bare[-1] == bare[-2] and bare[-1] in "bdgmnprt" else bare
    return word


@cache
def _synonyms() -> dict[str, str]:
    data = (resources.files("sayso.linking") / "synonyms.txt").read_text(encoding="utf-8")
    rows = [line.split() for line in data.splitlines() if line and not line.startswith("#")]
    exact = {word: row[0] for row in reversed(rows) for word in row}
    return {_crude(word): first for word, first in exact.items()} | exact


def _spots(claims: Sequence[Claim], places: Sequence[Place]) -> Iterator[Spot]:
    """Where claims have it, as far as they name a place. "The prison" has its coordinates from what the text names
    around it, which may be another place unless that stands right behind ("the prison in Olenivka") or is the one
    town of the text."""
    for claim in claims:
        place = claim.place
        if place is None:
            continue
        if place.geonameid is not None or not place.name.islower():
            yield _spot(place)
        elif (town := _right_behind(claim, place, places) or _only_town(claim, places)) is not None:
            yield _spot(replace(town, precision=max(town.precision, place.precision)))


def _right_behind(claim: Claim, place: Place, places: Sequence[Place]) -> Place | None:
    """The place that the text names right behind another."""
    if not claim.evidence.holds(place):
        return None
    words = claim.evidence.text[place.end - claim.evidence.start :].split(maxsplit=1)
    if len(words) < 2 or words[0] not in _WITHIN:
        return None
    start = claim.evidence.end - len(words[1])
    return next((one for one in places if one.start == start and one.geonameid is not None), None)


def _only_town(claim: Claim, places: Sequence[Place]) -> Place | None:
    """The settlement of a text that names but one, not only in its dateline: that tells where it was written."""
    towns = [place for place in places if place.geonameid is not None and place.precision <= SETTLEMENT]
    if len({place.geonameid for place in towns}) != 1:
        return None
    return next((town for town in towns if town.start != claim.evidence.start and not town.text.isupper()), None)


def _spot(place: Place) -> Spot:
    words = place.name.lower().split()
    if str(place.why.get("place_of", "")).startswith(_FAR):
        # That it is the place of another report's claim speaks for one event; that it lies far off, for nothing.
        return Spot(place.name, place.geonameid, None, None, None, None, place.precision)
    if place.precision > SETTLEMENT and (words[-1] in _WATER or (words[0] in _WATER and "of" in words)):
        return Spot(place.name, place.geonameid, None, None, None, None, place.precision)
    precision = place.precision
    if place.geonameid is None and place.lat is None and place.feature is None and place.name[:1].isupper():
        precision = min(precision, SETTLEMENT)  # a village that no table has is still one spot, by its name
    return Spot(place.name, place.geonameid, place.lat, place.lon, place.country, place.admin1, precision)


def _day(claim: Claim) -> _Day:
    """What a claim says of its day: the span, and where that is not known or is one day, its weekday and date."""
    when = claim.when
    if when is None:
        return _NO_DAY
    if when.first is not None and when.last is not None:
        first, last = date.fromisoformat(when.first), date.fromisoformat(when.last)
        one = first == last
        return (
            (first.toordinal(), last.toordinal()),
            first.isoweekday() if one else 0,
            100 * first.month + first.day if one else 0,
        )
    # An expression that could not be placed for want of a day of publication; the hour does not matter.
    steps = [step for step in (when.value or "").split(" > ") if not step.startswith(("tod ", "clock "))]
    match steps[-1].split():
        case ["weekday", weekday, *_]:
            return (), int(weekday), 0
        case ["day", month, day, *_]:
            return (), 0, 100 * int(month) + int(day)
    return _NO_DAY


def _tells(word: str) -> bool:
    """Whether a word of a target tells it from others."""
    return word not in _ANYBODY and word not in _PARTS and not word[0].isdigit() and word[0].isalnum()


def _exactness(day: _Day) -> tuple[bool, int, _Day]:
    span = day[0]
    return not span, span[1] - span[0] if span else 0, day


def _words(entities: Iterator[Entity | None]) -> frozenset[str]:
    out: set[str] = set()
    for entity in entities:
        if entity is not None:
            for text in (entity.name, entity.text):
                out.update(word.strip(".,'’\"").lower() for word in text.split())
    return frozenset(word for word in out if word and word not in _EMPTY)
