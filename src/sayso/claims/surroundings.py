"""What the text around a word is about: the places of the events told there, else the places that it only names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.claims.model import Trigger
from sayso.language import Parse
from sayso.places.model import Toponym

_COUNTRY = 6
_DEFINITE = frozenset(("the", "this", "that", "these", "those"))
_BAD_SCORE = 0.4


@dataclass(frozen=True, slots=True)
class Told:
    """An event that its own sentence places: where, by which toponym, and the cost of the way there."""

    trigger: Trigger
    toponym: Toponym
    cost: float


class Surroundings:
    """The places of one document, to be asked what the text around a token is about."""

    def __init__(
        self,
        parse: Parse,
        places: Sequence[Toponym],
        told: Sequence[Told],
        weights: Mapping[str, float],
        families: Mapping[str, str],
        verbal: frozenset[str],
    ) -> None:
        self.parse = parse
        self.places = places
        self.told = told
        self.weights = weights
        self.families = families
        self.verbal = verbal
        self._events = Counter(event.toponym.place.name for event in told if event.trigger.kind not in verbal)
        self._named = Counter(toponym.place.name for toponym in places)
        self._worth = [self._by_itself(toponym) for toponym in places]

    def _by_itself(self, toponym: Toponym) -> float:
        """What speaks for a place wherever one asks from."""
        weigh, parse, place = self.weights, self.parse, toponym.place
        worth = weigh["events"] * min(4, self._events[place.name]) + weigh["named"] * min(6, self._named[place.name])
        before = parse.lowers[toponym.first - 1] if toponym.first else ""
        if before == "the" and toponym.first > 1:
            before = parse.lowers[toponym.first - 2]
        if before in ("in", "at", "near", "outside", "inside", "on", "across"):
            worth += weigh["in"]
        elif before in ("from", "to", "with", "by"):
            worth -= weigh["from"]
        if parse.sentence_of[toponym.first] < 4:
            worth += weigh["opening"]
        if place.precision >= _COUNTRY:
            worth -= weigh["country"]
        if place.type == "demonym":
            worth -= weigh["demonym"]
        if 0.0 < place.score < _BAD_SCORE:
            worth -= weigh["doubtful"]
        return worth

    def about(self, token: int, kind: str) -> Toponym | None:
        """The place that an event of a kind at a token most likely shares; None where the text has no place.

        Near counts more than far, before more than after, an event of the same family more than another. "The
        attack" is the one that the text is about, however far away it was told.
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
        return None if best is None else best[2]

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
