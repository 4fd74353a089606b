"""The place with a name that a noun without one lies in or stands for: "the town", "the country", "a camp"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from sayso.claims.elsewhere import hosts, sets_a_scene
from sayso.language import Parse
from sayso.places.model import Toponym

# Within how many sentences the name of a place answers to "the town".
FAR = 40
# What a noun for a place takes up: features of GeoNames, or their first letters.
_ANSWERS = {
    **dict.fromkeys(("country", "nation", "kingdom", "republic"), frozenset(("PCLI",))),
    **dict.fromkeys(("province", "governorate", "state", "region", "oblast"), frozenset(("ADM1", "RGN"))),
    **dict.fromkeys(("town", "city", "village", "settlement"), frozenset(("PPL",))),
    "capital": frozenset(("PPLC",)),
}


class Anchors:
    """The places of one document by sentence (``named``), asked for nouns.

    ``countries`` has a mention of each country by its code, ``spoken_from`` the first tokens of places that are only
    where someone speaks, ``beside`` those of places that something only lies opposite to.
    """

    def __init__(
        self,
        parse: Parse,
        named: Mapping[int, Sequence[Toponym]],
        countries: Mapping[str | None, Toponym],
        spoken_from: Set[int],
        beside: Set[int],
    ) -> None:
        self.parse = parse
        self._all = named
        self._of_country = countries
        self._spoken_from = spoken_from
        self._beside = beside

    def of(self, token: int, main: Toponym | None, last: Toponym | None) -> Toponym | None:
        """The place that a noun without a name lies in: "the country" where most happens, "the town" last named,
        "a camp" where its sentence or the last event is; else the nearest place.

        ``main`` is the country in which most of the text happens, ``last`` the place of the last event told.
        """
        parse, sentence = self.parse, self.parse.sentence_of[token]
        asked = _ANSWERS.get(parse.lemmas[token], frozenset()) if parse.tags[token] == "NN" else frozenset()
        if "PCLI" in asked:
            country = self._country_here(token, sentence) or self._country_before(sentence) or main
            if country is not None:
                return country
        # "Drones hit a town in X": a town that is told of for the first time is none of those named before.
        here = self._in_sentence(token, sentence) if asked and not self._is_definite(token) else None
        if here is not None and asked.isdisjoint((here.place.feature or "PPL", (here.place.feature or "PPL")[:3])):
            return here
        if asked and (found := self._nearest(token, sentence, asked, main)):
            if "PPL" in asked or main is None or found.place.country == main.place.country:
                return found
        if "PPLC" in asked and main is not None:
            return main  # "the capital" that the text does not name is no other town
        if self._counts_two(token) and (found := self._pair(sentence, token)):
            return found
        if (here := self._in_sentence(token, sentence)) is not None:
            return here
        if parse.tags[token] == "NNS" and parse.lemmas[token] in _ANSWERS and main is not None and last is not None:
            if last.place.country != main.place.country:
                return main  # several towns lie where the text is, rather than where the last event was
        return last or main or self._nearest(token, sentence, frozenset(), main)

    def _is_definite(self, token: int) -> bool:
        return any(self.parse.deps[child] in ("det", "poss") and self.parse.lowers[child] not in ("a", "an")
                   for child in self.parse.children[token])  # fmt: skip

    def _in_sentence(self, token: int, sentence: int) -> Toponym | None:
        """The place of the same sentence in which something may happen that stands nearest, those before first."""
        here = [
            other
            for other in self._all.get(sentence, ())
            if other.role == "location"
            and other.first not in self._beside
            and not (other.place.feature == "PPLC" and other.first in self._spoken_from)
            and sets_a_scene(other)
            and hosts(self.parse, other)
            and not (other.first > token and self.parse.lowers[other.first - 1] in ("into", "onto"))
        ]
        if not here:
            return None
        best = min(here, key=lambda other: (other.first > token, abs(other.first - token)))
        owned = (other for other in here if self.parse.heads[best.last - 1] == other.last - 1)
        if self.parse.deps[best.last - 1] == "poss":
            return next(owned, best)  # "Sudan's North Kordofan"
        return best

    def _counts_two(self, token: int) -> bool:
        """Whether a noun is "both countries" or "the two cities"."""
        return self.parse.tags[token] == "NNS" and any(
            self.parse.lowers[child] in ("both", "two") for child in self.parse.children[token]
        )

    def _pair(self, sentence: int, token: int) -> Toponym | None:
        """The first of the two places, of a kind that a plural noun asks for, that were last named together."""
        asked = _ANSWERS.get(self.parse.lemmas[token])
        if asked is None:
            return None
        for number in range(sentence, max(-1, sentence - FAR), -1):
            named = [one for one in self._all.get(number, ()) if one.first < token and self._answers(one, asked)]
            for one, other in pairwise(named):
                if other.first == one.last + 1 and self.parse.lowers[one.last] == "and" and one.place.country:
                    return one
        return None

    def _nearest(
        self, token: int, sentence: int, asked: frozenset[str], main: Toponym | None
    ) -> Toponym | None:
        """The last place named before a token that is of a kind asked for, else the next one after it in the country
        that the text is about (``main``).
        """
        for number in (*range(sentence, max(-1, sentence - FAR), -1), *range(sentence, sentence + FAR)):
            fitting = [
                one
                for one in self._all.get(number, ())
                if one.place.country is not None
                and one.first not in self._beside
                and not ("PPL" in asked and one.first in self._spoken_from)
                and self._answers(one, asked)
                and (number != sentence or one.first != token)
                and (one.first < token or main is None or one.place.country == main.place.country)
            ]
            if fitting:
                before = [one for one in fitting if one.first < token]
                return max(before, key=lambda one: one.first) if before else fitting[0]
        return None

    def _answers(self, toponym: Toponym, asked: frozenset[str]) -> bool:
        if not asked:
            return toponym.role == "location" and sets_a_scene(toponym)
        feature = toponym.place.feature or "PPL"
        return feature in asked or feature[:3] in asked

    def _country_before(self, sentence: int) -> Toponym | None:
        """The country that the sentence before names last as a place, which "the country" goes on about."""
        before = [
            one
            for one in self._all.get(sentence - 1, ())
            if one.role == "location" and one.place.feature == "PCLI" and sets_a_scene(one)
        ]
        return before[-1] if before else None

    def _country_here(self, token: int, sentence: int) -> Toponym | None:
        """The country in which all places lie that the sentence names before a token, where it is one."""
        before = [one for one in self._all.get(sentence, ()) if one.first < token and one.role == "location"]
        found = {one.place.country for one in before if sets_a_scene(one)}
        return self._of_country.get(found.pop()) if len(found) == 1 else None
