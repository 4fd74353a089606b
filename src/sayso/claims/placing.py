"""The place of one event: by syntax first, then by what the text around it is about.

Every toponym of the trigger's sentence that is used as a location, and every noun for a place ("the town", "a
clinic"), has a cost: what each step from the trigger to it costs in the codebook. The cheapest is the place.
Where none is cheap enough, events that are deeds take the place that the sentences before are about; words
(demands, talks) take none. Metonyms and demonyms are never places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sayso.claims.model import Arguments, Trigger
from sayso.claims.surroundings import Surroundings, Told
from sayso.codebook.files import read_tables
from sayso.language import Parse
from sayso.places.model import Toponym
from sayso.places.relative import relation_of
from sayso.record import Place

_SETTLEMENT, _ADMIN1, _COUNTRY = 2, 4, 6
_SURE = 0.9  # a score from which a name is believed by itself
_MANY = 3  # so many names of one country, and the document is about it
_DOUBTFUL = 0.4  # a score below which a namesake may be meant


@dataclass(frozen=True, slots=True)
class _Costs:
    most: float
    most_verbal: float
    far: float
    country: float
    region: float
    generic: float
    demonym: float
    doubtful: float
    up: Mapping[str, float]
    down: Mapping[str, float]
    prepositions: Mapping[str, float]
    leaving: frozenset[str]
    verbal: frozenset[str]
    own: frozenset[str]
    speech: frozenset[str]
    nouns: frozenset[str]
    kinds: frozenset[str]
    context: Mapping[str, float]
    families: Mapping[str, str]


@cache
def _costs() -> _Costs:
    tables: dict[str, Any] = read_tables("places_words.toml")
    placing = tables["placing"]
    return _Costs(
        most=placing["most"],
        most_verbal=placing["verbal"],
        far=placing["far"],
        country=placing["country"],
        region=placing["region"],
        generic=placing["generic"]["cost"],
        demonym=placing["demonym"],
        doubtful=placing["doubtful"],
        up=placing["up"],
        down=placing["down"],
        prepositions=placing["prepositions"],
        leaving=frozenset(placing["kinds"]["leaving"]),
        verbal=frozenset(placing["kinds"]["verbal"]),
        own=frozenset(placing["kinds"]["own"]),
        speech=frozenset(placing["kinds"]["speech"]),
        nouns=frozenset(placing["generic"]["nouns"]) | frozenset(tables["kinds"]),
        kinds=frozenset(tables["kinds"]),
        context=placing["context"],
        families={kind: name for name, kinds in placing["families"].items() for kind in kinds},
    )


@dataclass(frozen=True, slots=True)
class _Site:
    """Something that the text uses as a place: a toponym, or a noun for a place that takes a toponym's
    coordinates.
    """

    head: int
    toponym: Toponym | None


@dataclass(frozen=True, slots=True)
class _Found:
    """The site that an event's own sentence gives it, with the cost of the way."""

    head: int
    toponym: Toponym | None
    cost: float


def place_of(parse: Parse, trigger: Trigger, arguments: Arguments, toponyms: Sequence[Toponym]) -> Place | None:
    """The place of one event by itself; ``places_of`` knows more, since it sees a document's events
    together.
    """
    return places_of(parse, [(trigger, arguments)], toponyms)[0]


def places_of(
    parse: Parse, events: Sequence[tuple[Trigger, Arguments]], toponyms: Sequence[Toponym]
) -> list[Place | None]:
    """Where each event of a document is said to have happened; None where the text gives no place for it.

    The span is the whole phrase ("the town of Mastumah"), the coordinates those of its toponym; ``why`` names
    the step that found it: syntax, event (another event of the text, told nearby), or context.
    """
    costs = _costs()
    alone = _countries_alone(toponyms)
    places = [toponym for toponym in toponyms if toponym.role == "location"]
    by_sentence: dict[int, list[Toponym]] = {}
    covered: set[int] = set()
    for toponym in toponyms:
        covered.update(range(toponym.first, toponym.last))
    for toponym in places:
        by_sentence.setdefault(parse.sentence_of[toponym.first], []).append(toponym)
    found: list[_Found | None] = []
    for trigger, arguments in events:
        sentence = parse.sentence_of[trigger.head]
        first, last = parse.sentences[sentence]
        sites = [_Site(_head(parse, toponym), toponym) for toponym in by_sentence.get(sentence, ())]
        sites += [_Site(token, None) for token in _generic(parse, first, last, covered, costs)]
        found.append(_nearest(parse, trigger, arguments, sites, costs))
    told = [
        Told(trigger, site.toponym, site.cost)
        for (trigger, _), site in zip(events, found, strict=True)
        if site is not None and site.toponym is not None
    ]
    scenes = [
        toponym
        for toponym in places
        if not (toponym.place.precision <= _SETTLEMENT and toponym.place.country in alone)
    ]
    around = Surroundings(parse, toponyms, scenes, told, costs.context, costs.families, costs.verbal, costs.speech)
    out: list[Place | None] = []
    for (trigger, _), site in zip(events, found, strict=True):
        if site is not None:
            how = f"syntax {site.cost:.1f}"
            if site.toponym is not None:
                named = _named(parse, site.toponym, places, how, costs)
                out.append(_doubted(named) if site.toponym.place.country in alone else named)
            else:
                out.append(_unnamed(parse, site.head, around.about(site.head, trigger.kind), how, costs))
            continue
        verbal = trigger.kind in costs.verbal or trigger.kind in costs.own
        focus = around.beside(trigger) if verbal else around.about(trigger.head, trigger.kind)
        how = "event" if verbal else "context"
        out.append(None if focus is None else _named(parse, focus, places, how, costs))
    return out


def _doubted(place: Place) -> Place:
    """A settlement whose country only it speaks for, without the coordinates that may be a namesake's."""
    if place.precision > _SETTLEMENT or place.score >= _SURE:
        return place
    return replace(
        place, geonameid=None, lat=None, lon=None, country=None, admin1=None, admin2=None, feature=None,
        reason="nothing else in the text speaks for the country of the place of this name",
    )  # fmt: skip


def _countries_alone(toponyms: Sequence[Toponym]) -> frozenset[str | None]:
    """Countries that one settlement alone speaks for in a document that is about others.

    A namesake: "Orange" in a report from Northern Ireland is no town in Texas. A country that the text names, or
    that its capital stands for, is never alone.
    """
    names: dict[str | None, set[str]] = {}
    sure: set[str | None] = set()
    for toponym in toponyms:
        place = toponym.place
        names.setdefault(place.country, set()).add(place.name)
        if place.precision >= _ADMIN1 or place.feature == "PPLC":
            sure.add(place.country)
    if max((len(found) for found in names.values()), default=0) < _MANY:
        return frozenset()
    return frozenset(country for country, found in names.items() if len(found) == 1 and country not in sure)


def _nearest(
    parse: Parse, trigger: Trigger, arguments: Arguments, sites: Sequence[_Site], costs: _Costs
) -> _Found | None:
    reached = _reach(parse, trigger, costs)
    most = costs.most_verbal if trigger.kind in costs.verbal else costs.most
    best: _Found | None = None
    for site in sites:
        if site.toponym is None and trigger.first <= site.head < trigger.last:
            continue
        cost = _cost(parse, trigger, site, reached, arguments, costs)
        if cost <= most and (best is None or (cost, site.head) < (best.cost, best.head)):
            best = _Found(site.head, site.toponym, cost)
    return best


def _head(parse: Parse, toponym: Toponym) -> int:
    for token in range(toponym.last - 1, toponym.first - 1, -1):
        if not toponym.first <= parse.heads[token] < toponym.last:
            return token
    return toponym.last - 1


def _generic(parse: Parse, first: int, last: int, covered: set[int], costs: _Costs) -> Iterator[int]:
    """Nouns for a place that stand behind a preposition of place and have no name under them."""
    for token in range(first, last):
        if (
            parse.lemmas[token] in costs.nouns
            and token not in covered
            and parse.tags[token] in ("NN", "NNS")
            and parse.deps[token] == "pobj"
            and costs.prepositions.get(parse.lowers[parse.heads[token]], 9.0) <= 0.6
        ):
            start, end = parse.subtree(token)
            if not any(inner in covered for inner in range(start, end)):
                yield token


def _reach(parse: Parse, trigger: Trigger, costs: _Costs) -> dict[int, float]:
    """The cost of every word above the trigger, the trigger itself included."""
    reached = {trigger.head: 0.0}
    node, cost = trigger.head, 0.0
    while parse.heads[node] != node:
        cost += costs.up.get(parse.deps[node], costs.up["default"])
        node = parse.heads[node]
        reached[node] = cost
    return reached


def _cost(
    parse: Parse,
    trigger: Trigger,
    site: _Site,
    reached: Mapping[int, float],
    arguments: Arguments,
    costs: _Costs,
) -> float:
    node, cost = site.head, 0.0
    toponym = site.toponym
    if (
        toponym is not None
        and toponym.last == trigger.first
        and toponym.place.precision < _COUNTRY
        and parse.tags[trigger.head] in ("NN", "NNS", "VBG")
    ):
        # "the Kharkiv shelling": one noun phrase, though the parser often takes the second noun for a verb.
        return costs.down["compound"]
    preposition: str | None = None
    for _ in range(12):
        if node in reached:
            break
        dep = parse.deps[node]
        cost += costs.down.get(dep, costs.down["default"])
        above = parse.heads[node]
        if preposition is None and dep in ("pobj", "pcomp"):
            preposition = parse.lowers[above]
            added = costs.prepositions.get(preposition, costs.prepositions["default"])
            if trigger.kind in costs.leaving and preposition in ("from", "to", "into"):
                added = 0.0 if preposition == "from" else 0.6
            cost += added
        elif preposition is None and dep == "conj":
            pass
        if above == node:
            return 99.0
        node = above
    else:
        return 99.0
    if node in reached:
        cost += reached[node]
    if preposition is None and site.toponym is None:
        cost += 1.0
    cost += costs.far * abs(site.head - trigger.head)
    if arguments.target_head is not None and site.head == arguments.target_head:
        cost -= 0.2
    if site.toponym is None:
        cost += costs.generic
    elif site.toponym.place.type == "demonym":
        cost += costs.demonym
    elif 0.0 < site.toponym.place.score < _DOUBTFUL:
        cost += costs.doubtful
    elif site.toponym.place.precision >= _COUNTRY:
        cost += costs.country
    elif site.toponym.place.precision >= _ADMIN1:
        cost += costs.region
    return cost


def _named(parse: Parse, toponym: Toponym, places: Sequence[Toponym], how: str, costs: _Costs) -> Place:
    """The place of a toponym, its span widened to the phrase: "the town of X, Y province"."""
    first, last = toponym.first, toponym.last
    head = _head(parse, toponym)
    above = parse.heads[head]
    if parse.deps[head] == "pobj" and parse.lowers[above] == "of" and parse.lemmas[parse.heads[above]] in costs.kinds:
        first = min(first, parse.phrase(parse.heads[above])[0])
    elif parse.deps[head] == "compound" and parse.lemmas[above] in costs.kinds and above == last:
        last = above + 1
    for other in places:
        if (
            other.first == last + 1
            and parse.words[last] == ","
            and (toponym.place.precision < other.place.precision or toponym.place.geonameid is None)
            and other.place.precision in (3, _ADMIN1, _COUNTRY)
            and other.place.country == toponym.place.country
        ):
            last = other.last
            if last < len(parse) and parse.lemmas[last] in costs.kinds:
                last += 1
    place, why = toponym.place, {**toponym.place.why, "place_of": how}
    relation = relation_of(parse, toponym, places)
    precision = place.precision
    if relation is not None:
        first, precision = min(first, relation.first), relation.precision
        why["relation"] = {"kind": relation.kind, "km": relation.km, "direction": relation.direction}
        why["anchor"] = {"name": place.name, "geonameid": place.geonameid}
    span = parse.span(first, last)
    return replace(place, start=span.start, end=span.end, text=span.text, precision=precision, why=why)


def _unnamed(parse: Parse, head: int, anchor: Toponym | None, how: str, costs: _Costs) -> Place:
    """The place of a noun without a name: where the text around it is, as precise as that."""
    span = parse.span(*parse.phrase(head))
    if anchor is None:
        return Place(
            start=span.start, end=span.end, text=span.text, name=span.text, geonameid=None, lat=None, lon=None,
            country=None, admin1=None, feature=None, precision=7, score=0.0,
            reason="the text names no place for it", why={"place_of": how},
        )  # fmt: skip
    place = anchor.place
    same = parse.lemmas[head] in costs.kinds
    return replace(
        place, start=span.start, end=span.end, text=span.text, name=place.name if same else span.text,
        precision=place.precision if same else max(place.precision, _SETTLEMENT),
        geonameid=place.geonameid if same else None,
        why={"place_of": how, "anchor": {"name": place.name, "geonameid": place.geonameid}},
    )  # fmt: skip
