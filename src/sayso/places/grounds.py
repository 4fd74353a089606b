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
_SAYING = frozenset(("say", "tell", "announce", "add"))
# A dateline opens its sentence, or stands second in it ("DAKAR/GENEVA -"); what is shorter is an abbreviation.
_OPENING, _SHORT = 3, 3


class Grounds:
    """The located places of one document; ``toponyms`` are those that the gazetteer knows."""

    def __init__(self, parse: Parse, toponyms: Iterable[Toponym]) -> None:
        self._parse = parse
        known = [one for one in toponyms if one.place.country is not None]
        self._named = {one.place.country for one in known if one.place.precision >= _COUNTRY}
        self._located = [one for one in known if one.role == LOCATION and not self._is_dateline(one)]
        self._located = [one for one in self._located if not self._is_speakers(one)]
        self._only = self._only_state(known)

    def _is_dateline(self, one: Toponym) -> bool:
        """Whether a name in capitals opens its sentence: "DAKAR (Agency) -" says where the report was written."""
        parse = self._parse
        begin = parse.sentences[parse.sentence_of[one.first]][0]
        return one.first - begin <= _OPENING and len(parse.words[one.first]) > _SHORT and parse.words[one.first].isupper()

    def _is_speakers(self, one: Toponym) -> bool:
        """Whether a name says where somebody spoke: "In Geneva, the office said"."""
        parse = self._parse
        above = parse.heads[one.last - 1]
        return (
            parse.deps[one.last - 1] == "pobj"
            and parse.deps[above] == "prep"
            and parse.lemmas[parse.heads[above]] in _SAYING
            and one.place.country not in self._named
        )

    def _only_state(self, known: list[Toponym]) -> str | None:
        """The one state that the text names, in whatever form or by its capital; else that of its dateline."""
        named = {
            one.place.country for one in known
            if (one.place.precision >= _COUNTRY or one.place.feature == "PPLC") and not self._is_dateline(one)
        }  # fmt: skip
        states = named or {one.place.country for one in known if self._is_dateline(one)}
        return next(iter(states)) if len(states) == 1 else None

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
        return main or self._only
