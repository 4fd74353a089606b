"""The place of one event: by syntax first, then by what the text around it is about.

Every toponym of the trigger's sentence that is used as a location, and every noun for a place ("the town", "a clinic"),
has a cost: what each step from the trigger to it costs in the codebook. The cheapest is the place. Where none is
cheap enough, events that are deeds take the place that the sentences before are about; words (demands, talks) take
none. Metonyms and demonyms are never places.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sayso.claims.model import Arguments, Trigger
from sayso.codebook.files import read_tables
from sayso.language import Parse
from sayso.places.model import Toponym
from sayso.record import Place

_SETTLEMENT, _ADMIN1, _COUNTRY = 2, 4, 6


@dataclass(frozen=True, slots=True)
class _Costs:
    most: float
    far: float
    country: float
    region: float
    generic: float
    up: Mapping[str, float]
    down: Mapping[str, float]
    prepositions: Mapping[str, float]
    leaving: frozenset[str]
    verbal: frozenset[str]
    nouns: frozenset[str]
    kinds: frozenset[str]


@cache
def _costs() -> _Costs:
    tables: dict[str, Any] = read_tables("places_words.toml")
    placing = tables["placing"]
    return _Costs(
        most=placing["most"],
        far=placing["far"],
        country=placing["country"],
        region=placing["region"],
        generic=placing["generic"]["cost"],
        up=placing["up"],
        down=placing["down"],
        prepositions=placing["prepositions"],
        leaving=frozenset(placing["kinds"]["leaving"]),
        verbal=frozenset(placing["kinds"]["verbal"]),
        nouns=frozenset(placing["generic"]["nouns"]) | frozenset(tables["kinds"]),
        kinds=frozenset(tables["kinds"]),
    )


@dataclass(frozen=True, slots=True)
class _Site:
    """Something that the text uses as a place: a toponym, or a noun for a place that takes a toponym's coordinates."""

    head: int
    toponym: Toponym | None


def place_of(parse: Parse, trigger: Trigger, arguments: Arguments, toponyms: Sequence[Toponym]) -> Place | None:
    """The place where this event is said to have happened; None where the text gives none.

    The span is the whole phrase ("the town of Mastumah"), the coordinates those of its toponym; ``why`` names the
    step that found it: syntax, sentence or context.
    """
    costs = _costs()
    places = [toponym for toponym in toponyms if toponym.role == "location" and toponym.place.type == "toponym"]
    sentence = parse.sentence_of[trigger.head]
    first, last = parse.sentences[sentence]
    sites = [_Site(_head(parse, toponym), toponym) for toponym in places if first <= toponym.first < last]
    covered = {token for toponym in toponyms for token in range(toponym.first, toponym.last)}
    sites += [_Site(token, None) for token in _generic(parse, first, last, covered, costs)]
    reached = _reach(parse, trigger, costs)
    best: tuple[float, int, _Site] | None = None
    for site in sites:
        if site.toponym is None and trigger.first <= site.head < trigger.last:
            continue
        cost = _cost(parse, trigger, site, reached, arguments, costs)
        if best is None or (cost, site.head) < best[:2]:
            best = (cost, site.head, site)
    if best is not None and best[0] <= costs.most:
        site = best[2]
        how = f"syntax {best[0]:.1f}"
        if site.toponym is not None:
            return _named(parse, site.toponym, places, how, costs)
        return _unnamed(parse, site.head, places, how, costs)
    if trigger.kind in costs.verbal:
        return None
    focus = _focus(parse, sentence, places)
    return None if focus is None else _named(parse, focus, places, "context", costs)


def _head(parse: Parse, toponym: Toponym) -> int:
    for token in range(toponym.last - 1, toponym.first - 1, -1):
        if not toponym.first <= parse.heads[token] < toponym.last:
            return token
    return toponym.last - 1


def _generic(parse: Parse, first: int, last: int, covered: set[int], costs: _Costs) -> Iterator[int]:
    for token in range(first, last):
        if (
            parse.lemmas[token] in costs.nouns
            and token not in covered
            and parse.tags[token] in ("NN", "NNS", "NNP")
            and parse.deps[token] in ("pobj", "dobj", "nsubjpass", "conj")
            and not any(child in covered for child in parse.children[token])
            and not any(
                grandchild in covered
                for child in parse.children[token]
                if parse.deps[child] == "prep"
                for grandchild in parse.children[child]
            )
        ):
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
    parse: Parse, trigger: Trigger, site: _Site, reached: Mapping[int, float], arguments: Arguments, costs: _Costs
) -> float:
    node, cost = site.head, 0.0
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
    elif site.toponym.place.precision >= _COUNTRY:
        cost += costs.country
    elif site.toponym.place.precision >= _ADMIN1:
        cost += costs.region
    return cost


def _focus(parse: Parse, sentence: int, places: Sequence[Toponym]) -> Toponym | None:
    """What the text before is about: near, often named, and specific; what follows only where nothing is before."""
    often: Counter[str] = Counter(toponym.place.name for toponym in places)
    paragraph = parse.paragraph_of_sentence[sentence]
    best: tuple[float, int] | None = None
    for number, toponym in enumerate(places):
        there = parse.sentence_of[toponym.first]
        away = sentence - there if there <= sentence else 2 * (there - sentence) + 1
        worth = 3.0 / (1.0 + away) + 0.25 * min(8, often[toponym.place.name])
        if parse.paragraph_of_sentence[there] == paragraph:
            worth += 0.3
        if toponym.place.precision >= _COUNTRY:
            worth -= 0.8
        if best is None or worth >= best[0]:
            best = (worth, number)
    return None if best is None else places[best[1]]


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
        if other.first == last + 1 and parse.words[last] == "," and other.place.precision > toponym.place.precision:
            last = other.last
            if last < len(parse) and parse.lemmas[last] in costs.kinds:
                last += 1
    span = parse.span(first, last)
    return replace(
        toponym.place, start=span.start, end=span.end, text=span.text, why={**toponym.place.why, "place_of": how}
    )


def _unnamed(parse: Parse, head: int, places: Sequence[Toponym], how: str, costs: _Costs) -> Place:
    """The place of a noun without a name: where the text around it is, as precise as that."""
    span = parse.span(*parse.phrase(head))
    anchor = _focus(parse, parse.sentence_of[head], places)
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
