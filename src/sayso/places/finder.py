"""Toponyms of a document: found, told apart from other names, resolved, and given their role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from sayso.codebook.files import read_tables
from sayso.language import Parse
from sayso.places.folding import fold
from sayso.places.gazetteer import Gazetteer
from sayso.places.lexicon import PlaceLexicon
from sayso.places.model import Entry, Toponym
from sayso.places.recognise import describe, is_region, judge
from sayso.places.resolve import Sense, make_senses, settle
from sayso.places.roles import role_of
from sayso.places.spans import Candidate, find_candidates
from sayso.record import Place

_PRECISION = {"PCLI": 6, "PCLH": 7, "ADM1": 4, "ADM2": 3, "ADM3": 3, "ADM4": 2, "CONT": 7, "RGN": 7, "STM": 5}


class PlaceFinder:
    """Finds and resolves the toponyms of parsed documents; reusable, loads its tables once."""

    def __init__(self, gazetteer: Gazetteer, codebook: Path | None = None) -> None:
        self.gazetteer = gazetteer
        self.lexicon = PlaceLexicon.load(codebook)
        tables: dict[str, Any] = read_tables("places_weights.toml", codebook)
        self.recognition: Mapping[str, float] = tables["recognition"]
        self.resolution: Mapping[str, float] = tables["resolution"]
        self.settings: Mapping[str, float] = tables["settings"]

    def find(self, parse: Parse, *, outlet_country: str | None = None) -> tuple[Toponym, ...]:
        """The toponyms of a document in text order, without overlaps.

        ``outlet_country`` (ISO 3166 alpha-3 or alpha-2) is weak evidence. Raises GazetteerError.
        """
        self.gazetteer.refresh()
        outlet = self.gazetteer.iso2(outlet_country) or outlet_country if outlet_country else None
        candidates = find_candidates(parse, self.lexicon, self.gazetteer)
        describe(parse, candidates, self.lexicon)
        judge(candidates, self.recognition)
        least = self.settings["recognition"]
        return self.resolve(
            parse, [candidate for candidate in candidates if candidate.chance >= least], outlet
        )

    def resolve(
        self, parse: Parse, candidates: Sequence[Candidate], outlet: str | None = None
    ) -> tuple[Toponym, ...]:
        """Resolves candidates that are taken for toponyms; ``outlet`` is alpha-2."""
        inside = _inside(parse, candidates)
        senses = make_senses(candidates, self.gazetteer, inside)
        settle(senses, self.resolution, rounds=int(self.settings["rounds"]), outlet=outlet)
        sense_of = {id(mention): sense for sense in senses for mention in sense.mentions}
        return tuple(self._toponym(parse, candidate, sense_of, inside) for candidate in candidates)

    def _toponym(
        self,
        parse: Parse,
        candidate: Candidate,
        sense_of: Mapping[int, Sense],
        inside: Mapping[int, Candidate],
    ) -> Toponym:
        span = parse.span(candidate.first, candidate.last)
        sense = sense_of[id(candidate)]
        match, score = sense.best
        kind = "demonym" if candidate.form == "demonym" else "toponym"
        if match is not None and score >= self.settings["resolution"]:
            entry = match.entry
            governs = entry.code in ("PCLI", "PPLC") or candidate.form == "abbreviation"
            place = Place(
                start=span.start,
                end=span.end,
                text=span.text,
                name=entry.name,
                geonameid=entry.geonameid,
                lat=entry.lat,
                lon=entry.lon,
                country=self.gazetteer.iso3(entry.country),
                admin1=self.gazetteer.admin1_name(entry),
                feature=entry.code,
                precision=self._precision(entry),
                score=round(score, 3),
                admin2=self.gazetteer.admin2_name(entry),
                type=kind,
                reason=None if entry.lat is not None else "the gazetteer has no coordinates for it",
            )
            return Toponym(
                candidate.first,
                candidate.last,
                place,
                role_of(parse, candidate, self.lexicon, governs=governs),
            )
        place = self._unresolved(
            span.start, span.end, span.text, candidate, sense_of, inside, bool(sense.entries)
        )
        return Toponym(
            candidate.first, candidate.last, place, role_of(parse, candidate, self.lexicon, governs=False)
        )

    def _unresolved(
        self,
        start: int,
        end: int,
        text: str,
        candidate: Candidate,
        sense_of: Mapping[int, Sense],
        inside: Mapping[int, Candidate],
        known: bool,
    ) -> Place:
        """A place without coordinates, in the division or country that the text puts it in."""
        region = inside.get(id(candidate)) or sense_of[id(candidate)].region
        match = sense_of[id(region)].best[0] if region is not None else None
        country = admin1 = None
        precision = 7
        reason = (
            "several places bear this name, and the text does not tell which"
            if known
            else "not in the gazetteer"
        )
        if match is not None:
            country = self.gazetteer.iso3(match.entry.country)
            precision = self._precision(match.entry)
            admin1 = self.gazetteer.admin1_name(match.entry)
            reason += f"; the text puts it in {match.entry.name}"
        return Place(
            start=start,
            end=end,
            text=text,
            name=text,
            geonameid=None,
            lat=None,
            lon=None,
            country=country,
            admin1=admin1,
            feature=None,
            precision=precision,
            score=0.0,
            reason=reason,
        )

    def _precision(self, entry: Entry) -> int:
        if entry.feature == "P":
            return 1
        known = _PRECISION.get(entry.code)
        if known is not None and entry.code not in ("RGN", "STM"):
            return known
        return self.lexicon.region_precision.get(fold(entry.name), known or 2)


def _inside(parse: Parse, candidates: Sequence[Candidate]) -> dict[int, Candidate]:
    """The region that the text puts a place in, by the place's id(): "X, Idlib province", "X in Latakia
    province".
    """
    out: dict[int, Candidate] = {}
    words, lowers = parse.words, parse.lowers
    for place, region in pairwise(candidates):
        gap = words[place.last : region.first]
        if not is_region(region) or len(gap) > 6 or not gap:
            continue
        middle = list(lowers[place.last : region.first])
        bare = [
            word
            for word in middle
            if word not in ("[", "(", "the", "northern", "southern", "eastern", "western")
        ]
        while bare and bare[0] in ("settlement", "town", "village", "city", "district", "area"):
            bare = bare[1:]
        if bare in ([","], ["in"], ["of"], []) and (bare or "(" in middle or "[" in middle):
            out[id(place)] = region
    return out
