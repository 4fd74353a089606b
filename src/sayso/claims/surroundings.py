"""Where an event happened that its own sentence does not place: the scene that the text around it has set.

A careful reader keeps a scene in mind. An event of the same sentence shares its place; else the last event of the
same family, as long as the text goes on about it; else the last town or division that something was said to be in.
"The attack" is the one that the text tells of, however far back. A country is a scene only where nothing finer is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sayso.claims.episodes import goes_on
from sayso.claims.model import Trigger
from sayso.claims.sites import COUNTRY, extent
from sayso.language import Parse
from sayso.places.model import Toponym

# How many sentences back an event is taken up without being pointed at, how many ahead it may be placed, and how many
# back a town sets the scene of what no event before it is like.
BACK, AHEAD, NAMED = 3, 3, 2
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her", "both", "all"))
_DOUBTFUL = 0.4
_BEFORE_A_NAME = frozenset(("the", "town", "city", "village", "province", "district", "region", "state"))
_ELSEWHERE = frozenset(("from", "to", "toward", "towards", "by", "with", "for", "than", "like", "via", "against"))
# What a noun for a place takes up: features of GeoNames, or their first letters.
_ANSWERS = {
    **dict.fromkeys(("country", "nation", "kingdom", "republic"), frozenset(("PCLI",))),
    **dict.fromkeys(("province", "governorate", "state", "region", "oblast"), frozenset(("ADM1", "RGN"))),
    **dict.fromkeys(("town", "city", "village", "settlement", "capital"), frozenset(("PPL",))),
}
_SPEAKING_STEPS = 6


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its place, by its own sentence or by what was told before."""

    trigger: Trigger
    toponym: Toponym


def is_spoken_from(parse: Parse, toponym: Toponym, speech: frozenset[str]) -> bool:
    """Whether a place is only where someone speaks: "told reporters in Moscow", "at a briefing in Geneva"."""
    node = toponym.last - 1
    for _ in range(_SPEAKING_STEPS):
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
    """The scenes of one document, asked event by event in text order; ``tell`` keeps what was found."""

    def __init__(
        self,
        parse: Parse,
        toponyms: Sequence[Toponym],
        places: Sequence[Toponym],
        told: Sequence[Told],
        families: Mapping[str, str],
        verbal: frozenset[str],
        speech: frozenset[str],
    ) -> None:
        self.parse = parse
        self.toponyms = toponyms
        self.families = families
        self.verbal = verbal
        self._named: dict[int, list[Toponym]] = {}
        for place in places:
            if not is_spoken_from(parse, place, speech):
                self._named.setdefault(parse.sentence_of[place.first], []).append(place)
        kept = {place.first for found in self._named.values() for place in found}
        # By its own sentence: known before the text is walked.
        self.told = [event for event in told if event.toponym.first in kept or event.toponym.role != "location"]
        self._thread: list[Told] = []

    def tell(self, trigger: Trigger, toponym: Toponym) -> None:
        """Keeps the place of an event for those told after it."""
        if trigger.kind not in self.verbal:
            self._thread.append(Told(trigger, toponym))

    def family(self, kind: str) -> str:
        """The family of kinds that share a scene."""
        return self.families.get(kind, kind)

    def of_event(self, trigger: Trigger) -> tuple[Toponym, str] | None:
        """The place that an event of a kind most likely shares; None where the text sets no scene for it."""
        parse = self.parse
        sentence = parse.sentence_of[trigger.head]
        family = self.family(trigger.kind)
        for step, found in (
            ("sentence", self._same_sentence(trigger, sentence, family)),
            ("thread", self._taken_up(trigger, sentence, family)),
            ("ahead", self._ahead(sentence, family)),
            ("country", self._country_of_sentence(trigger, sentence)),
            ("main", self._main(trigger, family)),
        ):
            if found is not None:
                return found, step
        return None

    def _same_sentence(self, trigger: Trigger, sentence: int, family: str) -> Toponym | None:
        near = [
            (self.family(event.trigger.kind) != family, abs(event.trigger.head - trigger.head), number)
            for number, event in enumerate(self.told)
            if self.parse.sentence_of[event.trigger.head] == sentence and event.trigger.kind not in self.verbal
        ]
        if near and not min(near)[0]:
            return self.told[min(near)[2]].toponym
        named = [
            (extent(place) >= COUNTRY, abs(place.first - trigger.head), number)
            for number, place in enumerate(self._named.get(sentence, ()))
            if self._sets_a_scene(place) and self._hosts(place)
        ]
        if named and not min(named)[0]:
            return self._named[sentence][min(named)[2]]
        return None

    def _country_of_sentence(self, trigger: Trigger, sentence: int) -> Toponym | None:
        near = [
            (abs(place.first - trigger.head), number)
            for number, place in enumerate(self._named.get(sentence, ()))
            if self._sets_a_scene(place) and self._hosts(place)
        ]
        return self._named[sentence][min(near)[1]] if near else None

    def _taken_up(self, trigger: Trigger, sentence: int, family: str) -> Toponym | None:
        """The place of the last event of the family, or of a town named since."""
        pointing = self._points_back(trigger)
        reach = BACK if goes_on(self.parse, trigger) else 1
        for event in reversed(self._thread):
            there = self.parse.sentence_of[event.trigger.head]
            if sentence - there > reach and not pointing:
                break
            if self.family(event.trigger.kind) != family:
                continue
            if not pointing:
                since = self._scene_since(there, sentence)
                if since is not None:
                    return since
            return event.toponym
        return self._scene_since(sentence - NAMED - 1, sentence)

    def _scene_since(self, after: int, sentence: int) -> Toponym | None:
        for number in range(sentence - 1, max(after, sentence - NAMED - 1), -1):
            for place in reversed(self._named.get(number, ())):
                if extent(place) < COUNTRY and self._sets_a_scene(place) and self._hosts(place):
                    return place
        return None

    def _ahead(self, sentence: int, family: str) -> Toponym | None:
        for event in self.told:
            away = self.parse.sentence_of[event.trigger.head] - sentence
            if 0 < away <= AHEAD and self.family(event.trigger.kind) == family:
                return event.toponym
        return None

    def _main(self, trigger: Trigger, family: str) -> Toponym | None:
        """The place of most events of the family."""
        counts = Counter(e.toponym.place.name for e in self.told if self.family(e.trigger.kind) == family)
        if not counts:
            return None
        name = counts.most_common(1)[0][0]
        return next(event.toponym for event in self.told if event.toponym.place.name == name)

    def _points_back(self, trigger: Trigger) -> bool:
        parse, head = self.parse, trigger.head
        if not parse.tags[head].startswith("N"):
            return False
        return any(parse.lowers[child] in _DEFINITE for child in parse.children[head] if child < head)

    def _sets_a_scene(self, place: Toponym) -> bool:
        return place.place.type != "demonym" and not 0.0 < place.place.score < _DOUBTFUL

    def _hosts(self, place: Toponym) -> bool:
        """Whether something may have happened at a place: not one that people come from, go to or belong to."""
        parse = self.parse
        token = place.first - 1
        while token > 0 and (
            parse.lowers[token] in _BEFORE_A_NAME
            or (parse.lowers[token] == "of" and parse.lowers[token - 1] in _BEFORE_A_NAME)
        ):
            token -= 1
        if token < 0 or parse.sentence_of[token] != parse.sentence_of[place.first]:
            return True
        before = parse.lowers[token]
        if before == "of":
            return parse.entity_label(token - 1) not in ("PERSON", "ORG")
        return before not in _ELSEWHERE and before != ","

    def anchor(self, token: int) -> Toponym | None:
        """The place that a noun without a name lies in: "the country" where most happens, "the town" last named,
        "a camp" where the last event was; else the nearest place.
        """
        single = self.parse.tags[token] == "NN"
        asked = _ANSWERS.get(self.parse.lemmas[token], frozenset()) if single else frozenset()
        sentence = self.parse.sentence_of[token]
        if "PCLI" in asked:
            return self._country_told() or self._nearest(token, sentence, asked)
        if asked and (found := self._nearest(token, sentence, asked)):
            return found
        here = [
            (place.first > token, abs(place.first - token), number)
            for number, place in enumerate(self._named.get(sentence, ()))
            if self._sets_a_scene(place) and self._hosts(place)
        ]
        if here:
            return self._named[sentence][min(here)[2]]
        for event in reversed(self._thread):
            if sentence - self.parse.sentence_of[event.trigger.head] <= BACK and event.toponym.place.country:
                return event.toponym
        return self._nearest(token, sentence, frozenset())

    def _nearest(self, token: int, sentence: int, asked: frozenset[str]) -> Toponym | None:
        """The last place named before a token that is of a kind asked for, else the next one after it."""
        best: tuple[int, int, int] | None = None
        for number, toponym in enumerate(self.toponyms):
            place = toponym.place
            if asked and not (place.feature in asked or (place.feature or "PPL")[:3] in asked):
                continue
            if not asked and (toponym.role != "location" or not self._sets_a_scene(toponym)):
                continue
            away = sentence - self.parse.sentence_of[toponym.first]
            key = (away if toponym.first < token else 3 - 2 * away, abs(toponym.first - token), number)
            best = key if best is None else min(best, key)
        return self.toponyms[best[2]] if best else None

    def _country_told(self) -> Toponym | None:
        """The country in which most events of the text are told, where the text names it."""
        counts = Counter(event.toponym.place.country for event in self.told if event.toponym.place.country)
        for country, _ in counts.most_common():
            for toponym in self.toponyms:
                if toponym.place.feature == "PCLI" and toponym.place.country == country:
                    return toponym
        return None

    def beside(self, trigger: Trigger) -> Toponym | None:
        """The place of the nearest other event of the same sentence."""
        sentence = self.parse.sentence_of[trigger.head]
        near = [
            (abs(event.trigger.head - trigger.head), number)
            for number, event in enumerate(self.told)
            if self.parse.sentence_of[event.trigger.head] == sentence
        ]
        return self.told[min(near)[1]].toponym if near else None
