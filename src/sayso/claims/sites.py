"""The places of one sentence and what it costs to go from an event to each of them, by the codebook's table.

A site is a toponym that is used as a location, a country or town that is struck ("strikes against Iraq"), or a noun
for a place without a name ("the town", "a clinic").
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sayso.claims.model import Arguments, Trigger
from sayso.claims.site_costs import Costs, is_verbal
from sayso.language import Parse
from sayso.places.model import Toponym

_SETTLEMENT, ADMIN1, _FUZZY, COUNTRY = 2, 4, 5, 6
SEAS = frozenset(("SEA", "OCN", "GULF", "STRT"))
_DOUBTFUL = 0.4  # a score below which a namesake may be meant
_SURE = 0.8  # a score from which a name within that of a building tells where it stands
_OUT = 99.0
# Prepositions by which a text tells where something was said, met on or agreed.
_SAID_THERE = frozenset(("in", "at", "near", "inside", "outside", "within", "across", "aboard"))
_ORIGIN = frozenset(("be", "hail", "originate"))
_BEFORE_OR_AFTER = frozenset({"before", "after"})
_LENGTHS = frozenset({"day", "week", "month", "year"})
_CLAUSES = frozenset(("acl", "relcl", "xcomp"))


@dataclass(frozen=True, slots=True)
class Site:
    """Something that the text uses as a place: a toponym, or a noun for a place that takes a toponym's
    coordinates, maybe of one within its own name (``within``).
    """

    head: int
    toponym: Toponym | None
    within: Toponym | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The site that an event's own sentence gives it, with the cost of the way."""

    head: int
    toponym: Toponym | None
    cost: float
    within: Toponym | None = None


def nearest(parse: Parse, trigger: Trigger, arguments: Arguments, sites: Sequence[Site], costs: Costs) -> Found | None:
    reached, opened = _reach(parse, trigger, costs)
    most = costs.most_verbal if is_verbal(trigger, costs) and trigger.sense not in costs.orders else costs.most
    best: Found | None = None
    for site in sites:
        if trigger.first <= site.head < trigger.last and (site.toponym is None or site.toponym.place.geonameid is None):
            continue  # the event itself, or its name: "Office Shooting"
        cost = _cost(parse, trigger, site, reached, opened, arguments, costs)
        if cost <= most and (best is None or (cost, site.head) < (best.cost, best.head)):
            best = Found(site.head, site.toponym, cost, site.within)
    return best


def outside_quote(parse: Parse, place: int, event: int) -> bool:
    """Whether a place is named in a quotation that the event stands outside of: 'he fired, shouting "Remember X!"'."""
    at, told = parse.starts[place], parse.starts[event]
    number = bisect_right(parse.quotes, at, key=lambda quote: quote.start) - 1
    if number < 0 or at >= parse.quotes[number].end:
        return False
    return not parse.quotes[number].start <= told < parse.quotes[number].end


def head_of(parse: Parse, toponym: Toponym) -> int:
    for token in range(toponym.last - 1, toponym.first - 1, -1):
        if not toponym.first <= parse.heads[token] < toponym.last:
            return token
    return toponym.last - 1


def extent(toponym: Toponym) -> int:
    """How wide the place itself is, as a precision; a name that the gazetteer lacks is a town's, whatever the
    division or country that it is only known to lie in, and a sea is a scene as a region is.
    """
    if toponym.place.feature in SEAS:
        return _FUZZY
    return toponym.place.precision if toponym.place.feature is not None else _SETTLEMENT


def is_struck(parse: Parse, trigger: Trigger, head: int) -> bool:
    """Whether a name is the object of the trigger: "bombed Iraq", "strikes against Iraq"."""
    above = parse.heads[head]
    if parse.deps[head] == "dobj":
        return above == trigger.head
    if parse.deps[head] != "pobj" or parse.lowers[above] not in ("against", "on", "upon", "at", "of"):
        return False
    return parse.heads[above] == trigger.head


def generic(
    parse: Parse, first: int, last: int, named: Mapping[int, Toponym], costs: Costs
) -> Iterator[tuple[int, Toponym | None]]:
    """Nouns for a place without a toponym of their own, each with the one that stands within its phrase.

    Behind a preposition of place ("at a clinic", "in Kabul University"), or "the town" as subject or object. A
    location in the phrase is the place itself; "the Turkish embassy" is not in Turkey.
    """
    for token in range(first, last):
        lower = parse.lowers[token]
        tag = parse.tags[token]
        if token in named or not (tag[:2] == "NN" or (tag == "JJ" and parse.deps[token] == "pobj")):
            continue
        lemma = lower if tag == "NNP" else parse.lemmas[token]
        if lemma not in costs.nouns:
            continue
        dep = parse.deps[token]
        if dep == "pobj":
            cost = costs.prepositions.get(parse.lowers[parse.heads[token]], 9.0)
            aimed = parse.lowers[parse.heads[token]] == "against" and lemma in costs.settled and _definite(parse, token)
            if cost > (0.1 if tag == "NNP" else 0.6) and not aimed:  # but "sorties against the city"
                continue
        elif not (_definite(parse, token) or (dep == "dobj" and lemma in costs.settled)) or not (
            (dep in ("nsubj", "nsubjpass", "dobj") and lemma in costs.settled)
            or (dep == "dobj" and parse.lemmas[parse.heads[token]] in costs.territorial)
        ):
            continue
        start, end = parse.subtree(token)
        inner = [named[within] for within in range(start, end) if within in named]
        if not any(toponym.role == "location" for toponym in inner):
            yield token, next((name for name in inner if extent(name) < COUNTRY and name.place.score >= _SURE), None)


def owns(parse: Parse, token: int, costs: Costs) -> bool:
    """Whether a noun is ground that belongs to who acts: "its southern border area", "their territory"."""
    if parse.lemmas[token] not in costs.owned:
        return False
    return any(parse.lowers[child] in ("its", "their") for child in parse.children[token] if parse.deps[child] == "poss")


def _definite(parse: Parse, token: int) -> bool:
    return any(parse.lowers[child] == "the" for child in parse.children[token] if parse.deps[child] == "det")


def is_beside(parse: Parse, head: int, words: frozenset[str]) -> bool:
    """Whether a site is only what something else lies beside: "opposite the Thai province of Surin"."""
    node = head
    while parse.heads[node] != node and (
        parse.deps[node] in ("pobj", "compound", "nmod", "appos") or parse.lowers[node] == "of"
    ):
        node = parse.heads[node]
        if parse.lowers[node] in words:
            return True
        if parse.deps[node] == "prep" and parse.lowers[node] != "of":
            return False
    return False


def _reach(parse: Parse, trigger: Trigger, costs: Costs) -> tuple[dict[int, float], dict[int, float]]:
    """The cost of every word above the trigger, itself included; and the same for phrases that open a sentence.

    "In Homs, activists said troops had ...": what stands first sets the scene for the clauses below it.
    """
    reached, opened = {trigger.head: 0.0}, {trigger.head: 0.0}
    node, cost, open_cost = trigger.head, 0.0, 0.0
    while parse.heads[node] != node:
        step = costs.up.get(parse.deps[node], costs.up["default"])
        cost += step
        open_cost += min(step, costs.fronted)
        node = parse.heads[node]
        reached[node], opened[node] = cost, open_cost
    return reached, opened


def _opens(parse: Parse, site: Site, above: int) -> bool:
    """Whether a place stands before the subject of the verb that it hangs on, and is no capital where one speaks."""
    if site.toponym is not None and site.toponym.place.feature == "PPLC":
        return False
    subject = parse.child(above, ("nsubj", "nsubjpass", "expl"))
    return subject is not None and site.head < parse.phrase(subject)[0]


def _is_long_apart(parse: Parse, verb: int) -> bool:
    """Whether a clause tells of another event, counted in days from this one: "a week after troops entered X"."""
    return any(
        parse.lowers[child] in _BEFORE_OR_AFTER
        and any(parse.deps[inner] == "npadvmod" and parse.lemmas[inner] in _LENGTHS for inner in parse.children[child])
        for child in parse.children[verb]
    )


def _opens_beside(parse: Parse, trigger: Trigger, verb: int, costs: Costs) -> bool:
    """Whether a participle right behind talks says when they are held, whatever the parser hangs it on.

    "A blow to the talks, due to open on Monday in Bonn": it is not the blow that opens.
    """
    if not trigger.nominal or parse.heads[verb] == trigger.head or parse.lemmas[verb] not in costs.held:
        return False
    behind = trigger.last + (trigger.last < verb and parse.words[trigger.last] == ",")
    return verb == behind and parse.tags[verb] in ("VBN", "JJ")


def _preposition_cost(parse: Parse, trigger: Trigger, preposition: str, attached: int, costs: Costs) -> float:
    if preposition == "for" and parse.lemmas[attached] in costs.bound:
        return 0.0
    if trigger.kind in costs.moving and preposition in costs.route:
        return costs.route_cost
    if trigger.kind in costs.leaving and preposition in ("from", "to", "into"):
        return 0.0 if preposition == "from" else 3.0
    if trigger.sense in costs.ruling and (
        preposition in ("to", "into") or (preposition == "from" and attached != trigger.head)
    ):
        return _OUT  # "deported to Kabul", "banned imports from Europe": neither is where it was done
    if preposition == "from" and trigger.kind in costs.asking and parse.lemmas[attached] in costs.acts:
        return 0.0  # "demanded his extradition from Cyprus"
    if preposition == "from" and parse.lemmas[attached] in _ORIGIN and attached != trigger.head:
        return _OUT  # "the man, who was from Leeds, was shot"
    if (
        preposition == "from"
        and trigger.kind not in costs.moving
        and attached != trigger.head
        and parse.tags[attached][:2] == "NN"
    ):
        return costs.origin
    if (trigger.kind in costs.striking or trigger.kind == "threat" or trigger.sense in costs.imposed) and (
        preposition in ("on", "against") and attached == trigger.head
    ):
        return 0.0
    if trigger.sense in costs.imposed and preposition in ("with", "to") and parse.lemmas[attached] in costs.trade:
        return 0.0  # "an embargo on trade with Iraq"
    return costs.prepositions.get(preposition, costs.prepositions["default"])


def _cost(
    parse: Parse,
    trigger: Trigger,
    site: Site,
    reached: Mapping[int, float],
    opened: Mapping[int, float],
    arguments: Arguments,
    costs: Costs,
) -> float:
    node, cost = site.head, 0.0
    toponym = site.toponym
    if is_beside(parse, node, costs.beside):
        return _OUT
    if (
        toponym is not None
        and toponym.last == trigger.first
        and extent(toponym) < COUNTRY
        and parse.tags[trigger.head] in ("NN", "NNS", "NNP", "NNPS", "VBG")
    ):
        # "the Kharkiv shelling": one noun phrase, though the parser often takes the second noun for a verb.
        return costs.down["compound"]
    preposition: str | None = None
    attached = -1
    step = ""  # the last one, from the word that the way from the trigger comes down from
    for _ in range(12):
        if node in reached:
            break
        if trigger.kind in costs.met and _opens_beside(parse, trigger, node, costs):
            cost += costs.down["prep"]
            node = trigger.head
            break
        dep = step = parse.deps[node]
        above = parse.heads[node]
        if above == node or parse.lemmas[node] in costs.matters or (dep == "advcl" and _is_long_apart(parse, node)):
            return _OUT
        if trigger.kind in costs.met and dep in _CLAUSES and parse.lemmas[node] in costs.held:
            cost += costs.down["prep"]  # "talks set to resume in Belfast"
        elif dep in _CLAUSES and parse.lemmas[node] in costs.bound and trigger.kind in costs.moving:
            cost += costs.down["prep"]  # "bombers destined for Kenya were dispatched"
        elif dep == "nsubj" and parse.lemmas[above] in costs.undergoing:
            cost += costs.down["attr"]
        elif dep == "nsubj" and attached == node and preposition == "in" and above == trigger.head:
            cost += costs.down["nsubjpass"]  # "police in Nairobi arrested two men"
        else:
            cost += costs.down.get(dep, costs.down["default"])
        named = dep == "pobj" and parse.lowers[above] == "of" and parse.lemmas[parse.heads[above]] in costs.kinds
        if preposition is None and dep in ("pobj", "pcomp") and not named:  # "in the city of X" is "in X"
            preposition = parse.lowers[above]
            attached = parse.heads[above]
            cost += _preposition_cost(parse, trigger, preposition, attached, costs)
        node = above
    else:
        return _OUT
    if trigger.kind in costs.spoken and is_verbal(trigger, costs):
        said_there = preposition in _SAID_THERE and (attached == node or trigger.kind in costs.met)
        # "visited Ankara", "a trip to Cairo"; "sanctions on Iraq"
        reached_there = trigger.sense in costs.visits and (
            preposition in ("to", "into") or (preposition is None and step == "dobj")
        )
        imposed_there = trigger.sense in costs.imposed and (
            preposition in ("on", "against", "upon")
            or (preposition in ("with", "to") and parse.lemmas[attached] in costs.trade)
        )
        # "ordered all foreigners in Aden to assemble"
        ordered_there = (
            trigger.sense in costs.orders
            and node == trigger.head
            and (preposition in _SAID_THERE or preposition in ("to", "from"))
        )
        # "calls for a ceasefire in Aden", "the demand for his extradition from Cyprus"
        asked_there = (
            trigger.kind in costs.asking
            and node == trigger.head
            and parse.lemmas[attached] in costs.acts
            and (preposition in _SAID_THERE or preposition == "from")
        )
        # "threats against the city"
        menaced_there = trigger.kind == "threat" and preposition == "against" and attached == trigger.head and (
            toponym is None or extent(toponym) < COUNTRY
        )  # fmt: skip
        if not (said_there or reached_there or imposed_there or ordered_there or asked_there or menaced_there):
            return _OUT  # "talks in Geneva", but neither "urged Iran" nor "condemned its role in Syria"
    scene = node != trigger.head and attached == node and _opens(parse, site, node)
    cost += opened[node] if scene else reached[node]
    if toponym is None and parse.deps[site.head] == "dobj" and not _definite(parse, site.head):
        if trigger.kind not in costs.striking:
            return _OUT  # "bombed two towns"
    if preposition is None and toponym is None and parse.lemmas[site.head] not in costs.settled:
        if parse.deps[site.head] == "dobj" and trigger.kind not in costs.leaving:
            return _OUT  # "left the hotel"; "destroyed the hotel" says what, not where
        cost += 1.0
    cost += costs.far * abs(site.head - trigger.head)
    if arguments.target_head is not None and site.head == arguments.target_head:
        cost -= 0.2
    elif trigger.kind in costs.striking and toponym is not None and toponym.place.type == "demonym":
        target = arguments.target
        if target is not None and target.start <= parse.starts[site.head] < target.end:
            cost -= 0.6  # "hundreds of Kuwaiti oil wells": what is struck stands there
    if toponym is None:
        cost += costs.generic if parse.deps[site.head] == "pobj" else costs.settled_cost
        if owns(parse, site.head, costs):
            cost -= costs.generic
        elif parse.tags[site.head] == "NNS" or parse.lemmas[site.head] in costs.vague:
            cost += costs.vague_cost
    elif toponym.place.type == "demonym":
        cost += costs.demonym
    elif 0.0 < toponym.place.score < _DOUBTFUL:
        cost += costs.doubtful
    elif extent(toponym) >= COUNTRY:
        cost += costs.country
    elif extent(toponym) >= ADMIN1:
        cost += costs.region
    return cost
