"""Where an event happened that its own sentence does not place: the scene that the text around it has set.

A careful reader keeps a scene in mind. An event of the same sentence shares its place; else the last event of the
same family, as long as the text goes on about it; else the last town or division that something was said to be in.
"The attack" is the one that the text tells of, however far back. A country is a scene only where nothing finer is.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sayso.claims.anchors import Anchors
from sayso.claims.elsewhere import aside_of, hosts, in_matter, is_spoken_from, sets_a_scene
from sayso.claims.episodes import goes_on
from sayso.claims.model import Trigger
from sayso.claims.site_costs import Costs
from sayso.claims.sites import COUNTRY, SEAS, extent, head_of, is_beside, is_long_apart, outside_quote
from sayso.language import Parse
from sayso.places.model import Toponym
from sayso.places.relative import is_mark
from sayso.record import Place

# How many sentences back an event is taken up: pointed at ("the attack"), told in the simple past, else; how many ahead
# it may be placed; and how many back a town that is only named sets the scene.
POINTED, BACK, NEXT, AHEAD, NAMED = 30, 3, 1, 3, 2
_DEFINITE = frozenset(("the", "this", "that", "these", "those", "its", "their", "his", "her", "both", "all"))
# Rules by which another sentence gives the place.
# What opens a sentence that goes over to another event.
_TURNS = frozenset(("elsewhere", "separately"))
_OTHER = frozenset(("another", "separate"))
_ELSEWHERE_TOLD = frozenset(("thread", "ahead", "before", "main"))
_MODALS = frozenset(("will", "would", "may", "might", "could", "'ll", "shall"))
_PAST_PASSIVE = frozenset(("was", "were"))
# Kinds of attack that ships and aircraft carry from the sea to the land.
_FROM_AFAR = frozenset(("airstrike", "drone_strike", "shelling"))


@dataclass(frozen=True, slots=True)
class Told:
    """An event with its place, by its own sentence or by what was told before.

    One that is only the matter of another ("arrested in connection with bombings in X") sets no scene but for what
    points back at it.
    """

    trigger: Trigger
    toponym: Toponym
    matter: bool = False


def _on_land(trigger: Trigger, place: Toponym) -> bool:
    """Whether a sea is no place for an event of the kind: ships in the Gulf are not what air raids are told to hit."""
    return place.place.feature in SEAS and trigger.kind in _FROM_AFAR


class Surroundings:
    """The scenes of one document, asked event by event in text order; ``tell`` keeps what was found.

    ``toponyms`` are all that the text names, ``places`` those that may be the place of an event, ``told`` the events
    that their own sentences place.
    """

    def __init__(
        self,
        parse: Parse,
        toponyms: Sequence[Toponym],
        places: Iterable[Toponym],
        told: Iterable[Told],
        costs: Costs,
        dateline: Toponym | None = None,
    ) -> None:
        self._dateline = dateline
        self.parse = parse
        self.families = costs.families
        verbal = self.verbal = costs.verbal
        self._aside, self._matters, self._leaving = costs.aside, costs.matters, costs.leaving
        self._named: dict[int, list[Toponym]] = {}
        self._marks: set[int] = set()
        spoken_from, beside = set[int](), set[int]()
        for place in places:
            if is_mark(parse, place):
                self._marks.add(place.first)
            elif is_beside(parse, head_of(parse, place), costs.beside):
                beside.add(place.first)
            elif is_spoken_from(parse, place, costs.speech):
                spoken_from.add(place.first)
            elif in_matter(parse, place.first, costs.matters):
                continue
            elif sets_a_scene(place):
                self._named.setdefault(parse.sentence_of[place.first], []).append(place)
        self._told: dict[int, list[Told]] = {}
        self._countries = Counter(
            place.place.country for named in self._named.values() for place in named if place.place.country is not None
        )
        most: dict[str, Counter[str]] = {}
        first: dict[tuple[str, str], Toponym] = {}
        for event in told:
            name, country = event.toponym.place.name, event.toponym.place.country
            family = self.family(event.trigger.kind)
            if event.toponym.first in self._marks:
                continue
            if event.toponym.first in spoken_from:
                if event.trigger.kind in verbal:
                    self._told.setdefault(parse.sentence_of[event.trigger.head], []).append(event)
                continue
            self._told.setdefault(parse.sentence_of[event.trigger.head], []).append(event)
            most.setdefault(family, Counter())[name] += 1
            first.setdefault((family, name), event.toponym)
            if country:
                self._countries[country] += 1
        self._main = {
            family: first[family, top[0][0]]
            for family, names in most.items()
            if len(top := names.most_common(2)) == 1 or top[0][1] > top[1][1]
        }
        self._thread: list[Told] = []
        self._ground: tuple[int, str, Place] | None = None
        self._met: Told | None = None
        self._all: dict[int, list[Toponym]] = {}
        self._of_country: dict[str | None, Toponym] = {}
        for toponym in toponyms:
            self._all.setdefault(parse.sentence_of[toponym.first], []).append(toponym)
            if toponym.place.feature == "PCLI":
                known = self._of_country.get(toponym.place.country)
                if known is None or (known.place.type == "demonym" and toponym.place.type != "demonym"):
                    self._of_country[toponym.place.country] = toponym
        self._anchors = Anchors(parse, self._all, self._of_country, spoken_from, beside)

    def tell_ground(self, trigger: Trigger, place: Place) -> None:
        """Keeps a place without a name ("the mosque") for the events told next."""
        if trigger.kind not in self.verbal:
            self._ground = (self.parse.sentence_of[trigger.head], self.family(trigger.kind), place)

    def ground_of(self, trigger: Trigger) -> Place | None:
        """The place without a name of the last event, where another of its family goes on and names no town."""
        if self._ground is None:
            return None
        sentence, family, place = self._ground
        near = self.parse.sentence_of[trigger.head] - sentence <= NAMED
        if near and family == self.family(trigger.kind) and self._named_beside(trigger, COUNTRY - 1) is None:
            return place
        self._ground = None
        return None

    def tell(self, trigger: Trigger, toponym: Toponym) -> None:
        """Keeps the place of an event for those told after it."""
        if toponym.first in self._marks:
            self._ground = None
        elif trigger.kind not in self.verbal:
            self._ground = None
            if not self._goes_beside(trigger):
                self._thread.append(Told(trigger, toponym, in_matter(self.parse, trigger.head, self._matters)))
        elif trigger.kind == "talks":
            self._met = Told(trigger, toponym) if extent(toponym) < COUNTRY else None

    def _is_aside(self, token: int, asking: int) -> bool:
        """Whether a token stands in a phrase that only says when or why, and what asks outside of it."""
        opener = aside_of(self.parse, token, self._aside)
        if opener is not None:
            return opener != aside_of(self.parse, asking, self._aside)
        return self._days_apart(token) and not self._days_apart(asking)

    def _days_apart(self, token: int) -> bool:
        """Whether a token stands in a clause about another day: "a week after rebels entered X"."""
        parse = self.parse
        path = (token, *parse.path_to_root(token))
        return any(parse.deps[above] == "advcl" and is_long_apart(parse, above) for above in path)

    def _goes_beside(self, trigger: Trigger) -> bool:
        """Whether an event only dates another of its sentence: the text goes on about that one."""
        sentence = self.parse.sentence_of[trigger.head]
        before = [event for event in self._thread[-1:] if self.parse.sentence_of[event.trigger.head] == sentence]
        return any(
            event.trigger.kind not in self.verbal and self._is_aside(trigger.head, event.trigger.head)
            for event in (*before, *self._told.get(sentence, ()))
        )

    def family(self, kind: str) -> str:
        """The family of kinds that share a scene."""
        return self.families.get(kind, kind)

    def of_event(self, trigger: Trigger) -> tuple[Toponym, str] | None:
        """The place that an event most likely shares, and the rule that says so; None where the text sets no scene.

        The rules in their order: sentence, thread (an event before, or a town named since), ahead, country, main (the
        place of most events of the family, where the mention goes on about what happened); whole for tolls: the
        country of most events.
        """
        sentence = self.parse.sentence_of[trigger.head]
        family = self.family(trigger.kind)
        toll = trigger.kind == "toll"
        # "The men would be handed over": what is to come has no place yet.
        to_come = any(self.parse.lowers[child] in _MODALS for child in self.parse.children[trigger.head])
        rules: tuple[tuple[str, Callable[[], Toponym | None]], ...] = (
            ("sentence", lambda: self._same_sentence(trigger, sentence, family, COUNTRY if toll else COUNTRY - 1)),
            ("thread", lambda: self._unless_abroad(trigger, self._taken_up(trigger, sentence, family))),
            ("ahead", lambda: self._ahead(sentence, family)),
            ("country", lambda: self._named_beside(trigger, COUNTRY)),
            ("before", lambda: self._country_before(sentence)),
            ("main", lambda: self._main.get(family) if goes_on(self.parse, trigger) else None),
            ("dateline", lambda: self._dateline if self._told_there(trigger) else None),
            ("whole", lambda: self.country_told() if toll else None),
        )
        return next(
            (
                (found, rule)
                for rule, find in rules
                if not (to_come and rule in _ELSEWHERE_TOLD)
                and (found := find()) is not None
                and not _on_land(trigger, found)
            ),
            None,
        )

    def _told_there(self, trigger: Trigger) -> bool:
        """Whether a text tells an event as one that it has told of: "the blast", or itself in the simple past."""
        if trigger.nominal:
            return self._points_back(trigger) and goes_on(self.parse, trigger)
        auxiliaries = {self.parse.lowers[child] for child in self.parse.children[trigger.head]}
        return self.parse.tags[trigger.head] == "VBD" or bool(auxiliaries & _PAST_PASSIVE)

    def _unless_abroad(self, trigger: Trigger, place: Toponym | None) -> Toponym | None:
        """A place told before, unless the event's own sentence names another country as the place of something."""
        own = self._named_beside(trigger, COUNTRY)
        return None if place is not None and own is not None and own.place.country != place.place.country else place

    def _same_sentence(self, trigger: Trigger, sentence: int, family: str, widest: int) -> Toponym | None:
        alike = [
            event
            for event in self._told.get(sentence, ())
            if self.family(event.trigger.kind) == family
            and not self._is_aside(event.trigger.head, trigger.head)
            and not outside_quote(self.parse, event.trigger.head, trigger.head)
        ]
        if alike:
            return min(alike, key=lambda event: abs(event.trigger.head - trigger.head)).toponym
        return self._named_beside(trigger, widest)

    def _named_beside(self, trigger: Trigger, widest: int) -> Toponym | None:
        """The place named nearest to an event in its sentence, no wider than a precision; countries last.

        Not where those who leave a place go: "the war sent thousands into X".
        """
        token, leaves = trigger.head, trigger.kind in self._leaving
        near = [
            place
            for place in self._named.get(self.parse.sentence_of[token], ())
            if extent(place) <= widest
            and hosts(self.parse, place)
            and not self._is_aside(place.first, token)
            and not outside_quote(self.parse, place.first, token)
            and not (leaves and self.parse.lowers[place.first - 1] in ("into", "onto"))
        ]
        return min(near, key=lambda place: (extent(place) >= COUNTRY, abs(place.first - token)), default=None)

    def _taken_up(self, trigger: Trigger, sentence: int, family: str) -> Toponym | None:
        """The place of the last event of the family, or of any event of the sentence before, or of a town named since."""
        pointing = self._points_back(trigger)
        reach = POINTED if pointing else BACK if goes_on(self.parse, trigger) else NEXT
        taken: Told | None = None
        for event in reversed(self._thread):
            there = self.parse.sentence_of[event.trigger.head]
            if sentence - there > reach or (taken is not None and there < self.parse.sentence_of[taken.trigger.head]):
                break
            akin = self.family(event.trigger.kind) == family
            if event.matter and not (pointing and akin):
                continue
            if not akin and (taken is not None or pointing or sentence - there > NEXT):
                continue
            if there == sentence and outside_quote(self.parse, event.trigger.head, trigger.head):
                continue
            taken = event
            if akin:
                break
        if taken is not None:
            return (
                None if pointing else self._named_since(self.parse.sentence_of[taken.trigger.head], sentence)
            ) or taken.toponym
        return self._named_since(sentence - NAMED - 1, sentence)

    def _named_since(self, after: int, sentence: int) -> Toponym | None:
        for number in range(sentence - 1, max(after, sentence - NAMED - 1), -1):
            for place in reversed(self._named.get(number, ())):
                if extent(place) < COUNTRY and hosts(self.parse, place):
                    return place
        return None

    def _country_before(self, sentence: int) -> Toponym | None:
        """The only country that the sentence before names as a place, where it names nothing finer."""
        before = [place for place in self._named.get(sentence - 1, ()) if hosts(self.parse, place)]
        countries = {place.place.country for place in before}
        return before[0] if len(countries) == 1 and extent(before[0]) >= COUNTRY else None

    def _ahead(self, sentence: int, family: str) -> Toponym | None:
        for number in range(sentence + 1, sentence + AHEAD + 1):
            if number < len(self.parse.sentences) and turns_elsewhere(self.parse, number):
                return None
            for event in self._told.get(number, ()):
                if self.family(event.trigger.kind) == family:
                    return event.toponym
        return None

    def _points_back(self, trigger: Trigger) -> bool:
        parse, head = self.parse, trigger.head
        if not parse.tags[head].startswith("N"):
            return False
        return any(parse.lowers[child] in _DEFINITE for child in parse.children[head] if child < head)

    def anchor(self, token: int) -> Toponym | None:
        """The place with a name that a noun for a place lies in or stands for; see ``Anchors.of``."""
        sentence = self.parse.sentence_of[token]
        last = next(
            (
                event.toponym
                for event in reversed(self._thread)
                if not event.matter
                and sentence - self.parse.sentence_of[event.trigger.head] <= BACK and event.toponym.place.country
            ),
            None,
        )
        lately = last or self._named_since(sentence - NAMED - 1, sentence) or self._dateline
        return self._anchors.of(token, self.country_told(), lately)

    def country_told(self) -> Toponym | None:
        """The country that most events and places of the text lie in, where the text names it."""
        main = self.main_country()
        return None if main is None else self._of_country.get(main)

    def main_country(self) -> str | None:
        """The code (ISO 3166 alpha-3) of the country that most events and places of the text lie in."""
        return next((country for country, _ in self._countries.most_common(1)), None)

    def country_beside(self, token: int) -> str | None:
        """The only country that a token's sentence names, in whatever role."""
        found = {
            one.place.country
            for one in self._all.get(self.parse.sentence_of[token], ())
            if one.place.feature == "PCLI" and one.place.type != "demonym"
        }
        return found.pop() if len(found) == 1 else None

    def country(self, code: str) -> Toponym | None:
        """A mention of a country (ISO 3166 alpha-3), its name rather than an adjective; None where there is none."""
        return self._of_country.get(code)

    def beside(self, trigger: Trigger) -> Toponym | None:
        """The place, finer than a country, of the nearest other event of the same sentence.

        Of talks also where those of the sentence before were held, and of people who met the dateline; but a telephone
        call is nowhere.
        """
        if trigger.sense == "phone":
            return None
        sentence = self.parse.sentence_of[trigger.head]
        near = [
            event
            for event in self._told.get(sentence, ())
            if extent(event.toponym) < COUNTRY and not outside_quote(self.parse, event.trigger.head, trigger.head)
        ]
        if near:
            return min(near, key=lambda event: abs(event.trigger.head - trigger.head)).toponym
        if trigger.kind != "talks":
            return None
        if self._met is None:
            told_there = not trigger.nominal and trigger.sense != "visit" and goes_on(self.parse, trigger)
            return self._dateline if told_there else None
        return self._met.toponym if sentence - self.parse.sentence_of[self._met.trigger.head] <= NEXT else None


def turns_elsewhere(parse: Parse, sentence: int) -> bool:
    """Whether a sentence goes over to something else: "Elsewhere, ...", "In a separate attack, ..."."""
    first, last = parse.sentences[sentence]
    opening = parse.lowers[first : min(first + 3, last)]
    return opening[0] in _TURNS or (opening[0] == "in" and bool(_OTHER & set(opening)))
