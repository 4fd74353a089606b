"""What the text around a word is about: the places of the events told there, else the places that it only names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.claims.model import Trigger
from sayso.claims.sites import COUNTRY, extent
from sayso.language import Parse
from sayso.places.model import Toponym

_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_BAD_SCORE = 0.4
_BEFORE_A_NAME = frozenset(("the", "of", "town", "city", "village", "province", "district", "region", "state"))


@dataclass(frozen=True, slots=True)
class Told:
    """An event that its own sentence places: where, by which toponym, and the cost of the way there."""

    trigger: Trigger
    toponym: Toponym
    cost: float


def is_spoken_from(parse: Parse, toponym: Toponym, speech: frozenset[str]) -> bool:
    """Whether a place is only where someone speaks: "told reporters in Moscow", "at a briefing in Geneva"."""
    node = toponym.last - 1
    for _ in range(6):
        above = parse.heads[node]
        if above == node:
            return False
        if above < toponym.first or above >= toponym.last:
            if parse.lemmas[above] in speech:
                return parse.deps[node] in ("prep", "npadvmod", "advmod", "pobj")
            if parse.tags[above].startswith("V"):
                return False
        node = above
    return False


class Surroundings:
    """The places of one document, to be asked what the text around a token is about."""

    def __init__(
        self,
        parse: Parse,
        toponyms: Sequence[Toponym],
        places: Sequence[Toponym],
        told: Sequence[Told],
        weights: Mapping[str, float],
        families: Mapping[str, str],
        verbal: frozenset[str],
        speech: frozenset[str],
    ) -> None:
        self.parse = parse
        self.toponyms = toponyms
        self.places = [place for place in places if not is_spoken_from(parse, place, speech)]
        kept = {place.first for place in self.places}
        self.told = [event for event in told if event.toponym.first in kept]
        self.weights = weights
        self.families = families
        self.verbal = verbal
        self._events = Counter(event.toponym.place.name for event in told if event.trigger.kind not in verbal)
        self._named = Counter(toponym.place.name for toponym in self.places)
        self._worth = [self._by_itself(toponym) for toponym in self.places]

    def _by_itself(self, toponym: Toponym) -> float:
        """What speaks for a place wherever one asks from."""
        weigh, parse, place = self.weights, self.parse, toponym.place
        worth = weigh["events"] * min(4, self._events[place.name]) + weigh["named"] * min(6, self._named[place.name])
        # "in the town of X" stands behind "in".
        token = toponym.first - 1
        while token > 0 and parse.lowers[token] in _BEFORE_A_NAME:
            token -= 1
        before = parse.lowers[token] if token >= 0 else ""
        if before in ("in", "at", "near", "outside", "inside", "on", "across"):
            worth += weigh["in"]
        elif before in ("from", "to", "with", "by"):
            worth -= weigh["from"]
        if parse.sentence_of[toponym.first] < 4:
            worth += weigh["opening"]
        if extent(toponym) >= COUNTRY:
            worth -= weigh["country"]
        if place.type == "demonym":
            worth -= weigh["demonym"]
        if 0.0 < place.score < _BAD_SCORE:
            worth -= weigh["doubtful"]
        return worth

    def about(self, token: int, kind: str) -> Toponym | None:
        """The place that an event of a kind at a token most likely shares; None where the text has no place.

        Near counts more than far, before more than after, an event of the same family more than another. "The
        attack" is the one that the text is about, however far away it was told; of another event that is told far from
        any place the text tells no more than the country.
        """
        weigh, parse = self.weights, self.parse
        sentence = parse.sentence_of[token]
        paragraph = parse.paragraph_of_sentence[sentence]
        family = self.families.get(kind, kind)
        main = weigh["main"] if self._is_definite(token) else 0.0
        by_token = {toponym.first: number for number, toponym in enumerate(self.places)}
        best: tuple[float, int, Toponym] | None = None

        def offer(worth: float, toponym: Toponym) -> None:
            nonlocal best
            there = parse.sentence_of[toponym.first]
            away = sentence - there if there <= sentence else weigh["after"] * (there - sentence) + 1
            worth += self._worth[by_token[toponym.first]] + weigh["near"] / (1.0 + weigh["decay"] * away)
            worth += main * min(4, self._events[toponym.place.name])
            if parse.paragraph_of_sentence[there] == paragraph:
                worth += weigh["paragraph"]
            if best is None or (worth, toponym.first) > best[:2]:
                best = (worth, toponym.first, toponym)

        for event in self.told:
            worth = -weigh["cost"] * event.cost
            if event.trigger.kind not in self.verbal:
                worth += weigh["event"]
            if self.families.get(event.trigger.kind, event.trigger.kind) == family:
                worth += weigh["family"]
            offer(worth, event.toponym)
        for toponym in self.places:
            offer(0.0, toponym)
        if best is None:
            return None
        away = sentence - parse.sentence_of[best[2].first]
        if family == "general":
            return self._country_of(best[2], token) or best[2]
        return best[2]

    def _country_of(self, toponym: Toponym, token: int) -> Toponym | None:
        """The mention of a place's country nearest to a token, as far as the text names the country at all."""
        named = [
            (other.role != "location", abs(other.first - token), number)
            for number, other in enumerate(self.toponyms)
            if extent(other) == COUNTRY and other.place.country == toponym.place.country
        ]
        return self.toponyms[min(named)[2]] if named else None

    def _is_definite(self, token: int) -> bool:
        parse = self.parse
        return parse.tags[token].startswith("N") and any(
            parse.lowers[child] in _DEFINITE for child in parse.children[token] if parse.deps[child] == "det"
        )

    def beside(self, trigger: Trigger) -> Toponym | None:
        """The place of the nearest other event of the same sentence."""
        sentence = self.parse.sentence_of[trigger.head]
        near = [
            (abs(event.trigger.head - trigger.head), number)
            for number, event in enumerate(self.told)
            if self.parse.sentence_of[event.trigger.head] == sentence
        ]
        return self.told[min(near)[1]].toponym if near else None
