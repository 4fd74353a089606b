"""In which country a name lies that the gazetteer does not know: where the places around it are.

Places say so, not those who act: "the Israeli army bombed the Salah al-Din road south of Gaza City" speaks of no road
in Israel, and a minister in London who tells of a school in Douma puts it in no other country than Douma's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sayso.language import Parse
from sayso.places.model import Toponym
from sayso.places.roles import LOCATION

_COUNTRY = 6
# A score from which a name is believed to be in its country whatever the text around it is about.
_SURE = 0.8


class Grounds:
    """The located places of one document; ``toponyms`` are those that the gazetteer knows."""

    def __init__(self, parse: Parse, toponyms: Iterable[Toponym]) -> None:
        self._parse = parse
        self._located = [one for one in toponyms if one.role == LOCATION and one.place.country is not None]

    def country_of(self, token: int, main: str | None) -> str | None:
        """The country of a name at ``token``; ``main`` is the one that all names of the text speak for, if any.

        What its sentence, its paragraph or else the whole text locates, ``main`` where that is among it. In a sentence
        the nearest town counts before a country. Names that may be namesakes count where nothing is in ``main``: then
        only those who act are of that country.
        """
        parse = self._parse
        at_home = any(one.place.country == main for one in self._located)
        located = [one for one in self._located if not at_home or one.place.score >= _SURE]
        sentence = parse.sentence_of[token]
        paragraph = parse.paragraph_of_sentence[sentence]
        beside = [one for one in located if parse.sentence_of[one.first] == sentence]
        around = [one for one in located if parse.paragraph_of_sentence[parse.sentence_of[one.first]] == paragraph]
        for places in (beside, around, located):
            found = Counter(one.place.country for one in places)
            if main in found:
                return main
            if places is beside and places:
                nearest = min(places, key=lambda one: (one.place.precision >= _COUNTRY, abs(one.first - token)))
                return nearest.place.country
            ranked = found.most_common(2)
            if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
                return ranked[0][0]
        return main
