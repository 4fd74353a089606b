"""The place of one event: by syntax first, then by what the text around it is about.

Every toponym of the trigger's sentence that is used as a location, and every noun for a place ("the town", "a
clinic"), has a cost: what each step from the trigger to it costs in the codebook. The cheapest is the place.
Where none is cheap enough, events that are deeds take the place that the sentences before are about; words
(demands, talks) take none. Metonyms and demonyms are never places.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sayso.claims.datelines import dateline_of
from sayso.claims.episodes import goes_on
from sayso.claims.homes import at_home, at_targets_home, own_ground
from sayso.claims.model import Arguments, Trigger
from sayso.claims.site_costs import Costs, costs_table, is_verbal
from sayso.claims.sites import ADMIN1, COUNTRY, Found, Site, extent, generic, head_of, is_struck, nearest, outside_quote
from sayso.claims.surroundings import Surroundings, Told
from sayso.language import Parse
from sayso.places.model import Toponym
from sayso.places.relative import only_measures, relation_of
from sayso.record import Place

_SETTLEMENT = 2
_QUARTERS = frozenset(("north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest", "interior"))
_PLURAL = frozenset(("NNS", "NNPS"))
_SURE = 0.9  # a score from which a name is believed by itself
_OWN_SENTENCE = frozenset(("sentence", "country"))  # rules by which an event's own sentence places it
_MANY = 3  # so many names of one country, and the document is about it


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
    costs = costs_table()
    toponyms = [one if one.ground is None else replace(one, place=one.ground) for one in toponyms]
    toponyms = [
        one for number, one in enumerate(toponyms) if not number or not only_measures(parse, one, toponyms[number - 1])
    ]
    alone = _countries_alone(toponyms)
    datelines = dateline_of(parse, toponyms)
    places = [toponym for toponym in toponyms if toponym.role == "location" or toponym.first in datelines]
    at = {toponym.first: toponym for toponym in places}
    by_sentence: dict[int, list[Toponym]] = {}
    named = {token: toponym for toponym in toponyms for token in range(toponym.first, toponym.last)}
    for toponym in places:
        if toponym.first in datelines:
            continue
        by_sentence.setdefault(parse.sentence_of[toponym.first], []).append(toponym)
    acting: dict[int, list[Toponym]] = {}
    for toponym in toponyms:
        if toponym.role == "metonym":
            acting.setdefault(parse.sentence_of[toponym.first], []).append(toponym)
    found: list[Found | None] = []
    for trigger, arguments in events:
        sentence = parse.sentence_of[trigger.head]
        first, last = parse.sentences[sentence]
        sites = [
            Site(head_of(parse, toponym), toponym)
            for toponym in by_sentence.get(sentence, ())
            if not outside_quote(parse, toponym.first, trigger.head)
        ]
        if trigger.kind in costs.striking or trigger.sense in costs.imposed:
            sites += [
                Site(head_of(parse, toponym), toponym)
                for toponym in acting.get(sentence, ())
                if trigger.sense in costs.imposed
                or is_struck(parse, trigger, head_of(parse, toponym))
                or arguments.target_head == head_of(parse, toponym)
            ]
        sites += [Site(token, None, within) for token, within in generic(parse, first, last, named, costs)]
        found.append(nearest(parse, trigger, arguments, sites, costs))
    told = [
        Told(trigger, site.toponym)
        for (trigger, _), site in zip(events, found, strict=True)
        if site is not None and site.toponym is not None
    ]
    scenes = [
        toponym for toponym in places if not (toponym.place.precision <= _SETTLEMENT and toponym.place.country in alone)
    ]
    dateline = next((toponym for toponym in places if toponym.first in datelines), None)
    around = Surroundings(parse, toponyms, scenes, told, costs, dateline)
    fates: dict[tuple[str, str], Toponym] = {}
    for (trigger, arguments), site in zip(events, found, strict=True):
        victim = _victim(parse, arguments)
        if victim is not None and site is not None and site.toponym is not None and extent(site.toponym) <= ADMIN1:
            fates.setdefault((around.family(trigger.kind), victim), site.toponym)
    out: list[Place | None] = []
    for (trigger, arguments), site in zip(events, found, strict=True):
        if site is not None and site.toponym is not None:
            around.tell(trigger, site.toponym)
            place = _named(parse, site.toponym, at, f"syntax {site.cost:.1f}", costs)
            out.append(_doubted(place) if site.toponym.place.country in alone else place)
        elif site is not None:
            anchor = site.within or own_ground(parse, site.head, arguments, around, costs) or around.anchor(site.head)
            place = _unnamed(parse, site.head, anchor, f"syntax {site.cost:.1f}", costs)
            plural = parse.tags[site.head] in _PLURAL
            if plural and parse.child(site.head, ("nummod",)) is None:
                pass  # "from rooftops", "their homes": no one place that the text could go on about
            elif anchor is not None and anchor.role == "location" and not plural and parse.lemmas[site.head] in costs.kinds:
                around.tell(trigger, anchor)  # "the town" is the town that was named
            else:
                around.tell_ground(trigger, place)
            out.append(place)
        elif _stands_alone(trigger, costs) or (
            is_verbal(trigger, costs) and not _face_to_face(parse, trigger, arguments)
        ):
            beside = around.beside(trigger)
            out.append(None if beside is None else _named(parse, beside, at, "event", costs))
        elif (fate := fates.get((around.family(trigger.kind), _victim(parse, arguments) or ""))) is not None:
            around.tell(trigger, fate)
            out.append(_named(parse, fate, at, "same", costs))
        else:
            out.append(_by_scene(parse, trigger, arguments, around, named, at, costs))
    main = around.main_country()
    return [place if place is None or main is None else _in_country(place, main) for place in out]


def _face_to_face(parse: Parse, trigger: Trigger, arguments: Arguments) -> bool:
    """Whether a threat is made on the spot, as a deed is, to people: "they threatened her family", but no state."""
    target, head = arguments.target, arguments.target_head
    if trigger.kind != "threat" or trigger.nominal or target is None or head is None or target.country is not None:
        return False
    return parse.deps[head] == "dobj" and parse.heads[head] == trigger.head


def _victim(parse: Parse, arguments: Arguments) -> str | None:
    """The surname of the person that an event befell, where the text names them: what befell them did so once."""
    head = arguments.target_head
    if head is None or parse.tags[head] != "NNP" or parse.entity_label(head) != "PERSON":
        return None
    return parse.lowers[head]


def _stands_alone(trigger: Trigger, costs: Costs) -> bool:
    """Whether only its own sentence places an event: its kind is one that texts speak of in general."""
    return trigger.kind in costs.own and trigger.kind not in costs.inflicted and trigger.sense not in costs.field


def _by_scene(
    parse: Parse,
    trigger: Trigger,
    arguments: Arguments,
    around: Surroundings,
    named: Mapping[int, Toponym],
    at: Mapping[int, Toponym],
    costs: Costs,
) -> Place | None:
    """Where an event is that its own sentence does not place: on the ground told of last, at home, in the scene."""
    ground = around.ground_of(trigger)
    if ground is not None:
        return replace(ground, why={**ground.why, "place_of": "context ground"})
    scene = around.of_event(trigger)
    general = trigger.kind in costs.inflicted and trigger.nominal and not goes_on(parse, trigger)
    if general and scene is not None and scene[1] not in _OWN_SENTENCE:
        return None  # "torture", of which texts speak in general
    home = at_home(parse, trigger, arguments, named, around, scene, costs)
    if home is not None:
        return _named(parse, home, at, "home", costs)
    if scene is None:
        struck = at_targets_home(parse, trigger, arguments, named, around, costs)
        return None if struck is None else _named(parse, struck, at, "home", costs)
    if trigger.sense in costs.deeds and scene[1] != "sentence":
        return None
    around.tell(trigger, scene[0])
    return _named(parse, scene[0], at, f"context {scene[1]}", costs)


def _doubted(place: Place) -> Place:
    """A settlement whose country only it speaks for, without the coordinates that may be a namesake's."""
    if place.precision > _SETTLEMENT or place.score >= _SURE:
        return place
    return replace(
        place, geonameid=None, lat=None, lon=None, country=None, admin1=None, admin2=None, feature=None,
        reason="nothing else in the text speaks for the country of the place of this name",
    )  # fmt: skip


def _in_country(place: Place, country: str) -> Place:
    """A place of which the text does not tell the country, in the one (ISO 3166 alpha-3) where most of its events are.

    Not seas, and regions of several countries.
    """
    if place.country is not None or place.feature is not None or place.geonameid is not None:
        return place
    told = f"most of what the text tells of lies in {country}"
    return replace(
        place, country=country, precision=min(place.precision, COUNTRY),
        reason=told if place.reason is None else f"{place.reason}; {told}",
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
        if place.precision >= ADMIN1 or place.feature == "PPLC":
            sure.add(place.country)
    if max((len(found) for found in names.values()), default=0) < _MANY:
        return frozenset()
    return frozenset(country for country, found in names.items() if len(found) == 1 and country not in sure)


def _named(parse: Parse, toponym: Toponym, at: Mapping[int, Toponym], how: str, costs: Costs) -> Place:
    """The place of a toponym, its span widened to the phrase: "the town of X, Y province".

    ``at`` has the places by their first token.
    """
    first, last = toponym.first, toponym.last
    head = head_of(parse, toponym)
    above = parse.heads[head]
    if parse.deps[head] == "pobj" and parse.lowers[above] == "of" and parse.lemmas[parse.heads[above]] in costs.kinds:
        first = min(first, parse.phrase(parse.heads[above])[0])
    elif parse.deps[head] == "compound" and parse.lemmas[above] in costs.kinds and above == last:
        last = above + 1
    while (other := at.get(last + 1)) is not None:
        if (
            parse.words[last] == ","
            and (toponym.place.precision < other.place.precision or toponym.place.geonameid is None)
            and other.place.precision in (3, ADMIN1, COUNTRY)
            and other.place.country == toponym.place.country
        ):
            last = other.last
            if last < len(parse) and parse.lemmas[last] in costs.kinds:
                last += 1
        else:
            break
    place, why = toponym.place, {**toponym.place.why, "place_of": how}
    relation = relation_of(parse, toponym, at.get(toponym.last + 1))
    precision = place.precision
    if relation is not None:
        first, precision = min(first, relation.first), relation.precision
        why["relation"] = {"kind": relation.kind, "km": relation.km, "direction": relation.direction}
        why["anchor"] = {"name": place.name, "geonameid": place.geonameid}
    span = parse.span(first, last)
    return replace(place, start=span.start, end=span.end, text=span.text, precision=precision, why=why)


def _unnamed(parse: Parse, head: int, anchor: Toponym | None, how: str, costs: Costs) -> Place:
    """The place of a noun without a name: where the text around it is, as precise as that."""
    first, last = parse.phrase(head)
    for child in parse.children_by(head, ("prep",)):
        inner = parse.child(child, ("pobj",))
        if child > head and inner is not None and parse.entity_label(inner) in ("DATE", "TIME"):
            last = min(last, child)  # "two villages in late February"
    span = parse.span(first, last)
    if anchor is None:
        return Place(
            start=span.start, end=span.end, text=span.text, name=span.text, geonameid=None, lat=None, lon=None,
            country=None, admin1=None, feature=None, precision=7, score=0.0,
            reason="the text names no place for it", why={"place_of": how},
        )  # fmt: skip
    place = anchor.place
    same = parse.lemmas[head] in costs.kinds
    if parse.lemmas[head] in _QUARTERS:
        # "In the north": of the country that is told of, and at no spot in it.
        return replace(
            place, start=span.start, end=span.end, text=span.text, name=span.text, geonameid=None, lat=None, lon=None,
            admin1=None, admin2=None, feature=None, precision=COUNTRY, score=0.0,
            reason="a part of the country", why={"place_of": how},
        )  # fmt: skip
    if same and (named_from := _own_name(parse, head)) is not None:
        name = parse.span(named_from, head + 1).text
        return Place(
            start=span.start, end=span.end, text=span.text, name=name, geonameid=None, lat=None, lon=None,
            country=place.country, admin1=None, feature=None, precision=COUNTRY, score=0.0,
            reason="no place of this name is known", why={"place_of": how},
        )  # fmt: skip
    return replace(
        place, start=span.start, end=span.end, text=span.text, name=place.name if same else span.text,
        precision=place.precision if same else max(place.precision, _SETTLEMENT),
        geonameid=place.geonameid if same else None,
        why={"place_of": how, "anchor": {"name": place.name, "geonameid": place.geonameid}},
    )  # fmt: skip


def _own_name(parse: Parse, head: int) -> int | None:
    """The first token of a name that a noun for a place bears: "the Hiiran region" is none that was named before."""
    first = head
    opens = parse.sentences[parse.sentence_of[head]][0]
    while first > opens and parse.tags[first - 1] in ("NNP", "NNPS") and parse.words[first - 1][0].isupper():
        first -= 1
    return first if opens < first < head else None
