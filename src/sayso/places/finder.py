"""Toponyms of a document: found, told apart from other names, resolved, and given their role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import Any

from sayso.codebook.files import read_tables
from sayso.language import Parse
from sayso.places.candidates import Candidate, echoes, with_capitals
from sayso.places.folding import fold
from sayso.places.gazetteer import Gazetteer
from sayso.places.grounds import Grounds
from sayso.places.lexicon import PlaceLexicon
from sayso.places.model import Entry, Match, Toponym
from sayso.places.recognise import describe, is_list, is_region, judge
from sayso.places.resolve import WATERS, Sense, Votes, by_country, evidence, make_senses, settle
from sayso.places.roles import LOCATION, is_capital, is_coast, role_of
from sayso.places.schema import PRIMARY
from sayso.places.spans import candidates_at, find_candidates
from sayso.record import Place

_PRECISION = {"PCLI": 6, "PCLH": 7, "ADM1": 4, "ADM2": 3, "ADM3": 3, "ADM4": 2, "CONT": 7, "RGN": 7, "STM": 5}
# A place of so many people is meant by any of its names as they are spelled, or as they are spelled loosely.
_KNOWN, _WELL_KNOWN = 10_000, 100_000
# A country lies on a river where their centres are so many degrees apart.
_RIVERSIDE = 12.0
# So many votes (about one a name) make a country the one that a text is about beyond doubt.
_SPOKEN_FOR = 2.0
_DIVISIONS = frozenset(("ADM1", "ADM2"))
_STATES = frozenset(("PCLI", "PPLC"))
# What may stand between a place and the region that holds it: "X settlement [in Y province]".
_BETWEEN = frozenset(("[", "(", "the", "northern", "southern", "eastern", "western", "central"))


@dataclass(frozen=True, slots=True)
class _Document:
    """What is known of one document while its toponyms are made."""

    parse: Parse
    inside: Mapping[int, Candidate]
    sense_of: Mapping[int, Sense]
    votes: Votes
    country: str | None  # the country that the document's names agree on
    least: Mapping[str, float]  # the scores from which a place is resolved
    sure: Mapping[str, set[str]]  # by country, the names that surely mean a place in it
    states: frozenset[str]  # the countries that the text names, or whose capitals it does


@dataclass(frozen=True, slots=True)
class Explained:
    """A toponym with why it was taken for one and what else it could be.

    ``features`` speak for or against a place name; ``options`` are entries with their probability and their
    evidence, the likeliest first; ``none`` is the probability of none of them.
    """

    toponym: Toponym
    chance: float
    features: tuple[str, ...]
    options: tuple[tuple[Match, float, tuple[str, ...]], ...]
    none: float


class PlaceFinder:
    """Finds and resolves the toponyms of parsed documents; reusable, loads its tables once."""

    def __init__(self, gazetteer: Gazetteer, codebook: Path | None = None) -> None:
        self.gazetteer = gazetteer
        self.lexicon = PlaceLexicon.load(codebook)
        tables: dict[str, Any] = read_tables("places_weights.toml", codebook)
        self.recognition: Mapping[str, float] = tables["recognition"]
        self.resolution: Mapping[str, float] = tables["resolution"]
        self.settings: Mapping[str, Any] = tables["settings"]

    def find(self, parse: Parse, *, outlet_country: str | None = None) -> tuple[Toponym, ...]:
        """The toponyms of a document in text order, without overlaps.

        ``outlet_country`` (ISO 3166 alpha-3 or alpha-2) is weak evidence. Raises GazetteerError.
        """
        candidates = self._accepted(parse)
        document = self._settled(parse, candidates, self._outlet(outlet_country))
        return self._toponyms(candidates, document)

    def resolve(
        self, parse: Parse, spans: Iterable[tuple[int, int]], *, outlet_country: str | None = None
    ) -> tuple[Toponym, ...]:
        """Resolves names at given token ranges (exclusive ends), as ``find`` does with those that it recognises."""
        self.gazetteer.refresh()
        candidates = candidates_at(parse, self.lexicon, self.gazetteer, spans)
        described = [candidate for candidate in candidates if candidate.matches]
        describe(parse, described, self.lexicon)
        document = self._settled(parse, candidates, self._outlet(outlet_country), "given")
        return self._toponyms(candidates, document)

    def explain(self, parse: Parse, *, outlet_country: str | None = None) -> tuple[Explained, ...]:
        """The toponyms of ``find``, each with its evidence and the entries that were weighed."""
        candidates = self._accepted(parse)
        document = self._settled(parse, candidates, self._outlet(outlet_country))
        out = []
        for candidate, toponym in zip(candidates, self._toponyms(candidates, document), strict=True):
            sense = document.sense_of[id(candidate)]
            ranked = sorted(range(len(sense.entries)), key=lambda number: -sense.chances[number])
            own = by_country(sense)
            options = []
            for number in ranked:
                reasons = [name for name, _ in sense.traits[number] if name != "people"] if sense.traits else []
                reasons += [name for name, value in evidence(sense, number, document.votes, own) if value > 0.05]
                options.append((sense.entries[number], round(sense.chances[number], 3), tuple(reasons)))
            out.append(
                Explained(
                    toponym, round(candidate.chance, 3), tuple(candidate.features),
                    tuple(options), round(sense.none, 3),
                )
            )  # fmt: skip
        return tuple(out)

    def _outlet(self, country: str | None) -> str | None:
        return (self.gazetteer.iso2(country) or country) if country else None

    def _accepted(self, parse: Parse) -> list[Candidate]:
        self.gazetteer.refresh()
        parse = with_capitals(parse, self.lexicon)
        candidates = find_candidates(parse, self.lexicon, self.gazetteer)
        describe(parse, candidates, self.lexicon)
        judge(candidates, self.recognition)
        least = self.settings["recognition"]
        accepted = [candidate for candidate in candidates if candidate.chance >= least]
        taken = {token for candidate in accepted for token in range(candidate.first, candidate.last)}
        again = list(echoes(parse, accepted, taken))
        if again:
            accepted = sorted([*accepted, *again], key=lambda candidate: candidate.first)
        return accepted

    def _settled(
        self, parse: Parse, candidates: Sequence[Candidate], outlet: str | None, least: str = "found"
    ) -> _Document:
        inside = _inside(parse, candidates)
        senses = make_senses(candidates, self.gazetteer, inside)
        votes = settle(senses, self.resolution, rounds=int(self.settings["rounds"]), outlet=outlet)
        sure: dict[str, set[str]] = {}
        states: set[str] = set()
        for sense in senses:
            found = sense.best[0]
            if found is not None and found.entry.code in _STATES:
                states.add(found.entry.country)
            # Near-namesakes must not vouch for each other.
            if found is not None and (sense.fixed or (found.kind == PRIMARY and not found.loose)):
                sure.setdefault(found.entry.country, set()).add(sense.key)
        sense_of = {id(mention): sense for sense in senses for mention in sense.mentions}
        agreed = self._agreed(senses, votes)
        return _Document(parse, inside, sense_of, votes, agreed, self.settings[least], sure, frozenset(states))

    def _agreed(self, senses: Sequence[Sense], votes: Votes) -> str | None:
        ranked = sorted(((vote, country) for country, vote in votes.countries.items() if country), reverse=True)
        if not ranked or ranked[0][0] < self.settings["country share"] * sum(votes.countries.values()):
            return None
        if len(ranked) > 1 and ranked[0][0] < self.settings["country lead"] * ranked[1][0]:
            return None
        country = ranked[0][1]
        backing = [best.entry for best, _ in (sense.best for sense in senses) if best and best.entry.country == country]
        # One town is not yet what a text is about.
        return country if len(backing) > 1 or any(entry.code == "PCLI" for entry in backing) else None

    def _toponyms(self, candidates: Sequence[Candidate], document: _Document) -> tuple[Toponym, ...]:
        """The toponyms of candidates: those that the gazetteer knows first, since they say where the others lie."""
        known = [self._toponym(candidate, document) for candidate in candidates]
        grounds = Grounds(document.parse, (toponym for toponym, resolved in known if resolved))
        out = []
        for candidate, (toponym, resolved) in zip(candidates, known, strict=True):
            if not resolved:
                country = grounds.country_of(candidate.first, self._iso3(document.country))
                toponym = replace(toponym, place=self._unresolved(candidate, document, country))
            out.append(toponym)
        return tuple(out)

    def _iso3(self, country: str | None) -> str | None:
        return self.gazetteer.iso3(country) if country else None

    def _toponym(self, candidate: Candidate, document: _Document) -> tuple[Toponym, bool]:
        """The toponym of a candidate, and whether the gazetteer knows its place."""
        sense = document.sense_of[id(candidate)]
        match, score = sense.best
        if match is not None and len(sense.entries) > 1:
            match = sense.at_spot(match, candidate)
        resolved = match is not None and score >= document.least["loose" if match.loose else "exact"]
        if resolved and match is not None and not self._believed(match, sense, document):
            resolved = False
        governs = candidate.form == "abbreviation" or (
            resolved and match is not None and match.entry.code in ("PCLI", "PPLC")
        )
        role = role_of(document.parse, candidate, self.lexicon, governs=governs)
        if match is not None and resolved:
            place = self._resolved(candidate, match.entry, score, document)
            if match.entry.code in WATERS and document.country is not None and is_coast(document.parse, candidate):
                coast = self._coast(candidate, place, document)
                return Toponym(candidate.first, candidate.last, place, role, coast), True
            if role == LOCATION and candidate.form == "demonym" and is_capital(document.parse, candidate):
                capital = self.gazetteer.capital(match.entry.country)
                if capital is not None:
                    ground = replace(self._resolved(candidate, capital, score, document), type="toponym")
                    return Toponym(candidate.first, candidate.last, place, role, ground), True
        else:
            place = self._unresolved(candidate, document, self._iso3(document.country))
        return Toponym(candidate.first, candidate.last, place, role), resolved

    def _believed(self, match: Match, sense: Sense, document: _Document) -> bool:
        """Whether a place is believed that bears the name only as another spelling of its own.

        A small place of which the gazetteer has the name by the way needs another name of the text in its country:
        a Syrian village that no table holds must not become its French near-namesake. A name that the text gives only
        to a road, a mosque or a brigade is held to that as well.
        """
        entry = match.entry
        if sense.fixed:
            return True
        lowers = document.parse.lowers
        if all(
            mention.last < len(lowers) and lowers[mention.last] in self.lexicon.namesakes for mention in sense.mentions
        ):
            # A road or mosque of this name: the place itself only where another name speaks for its country.
            others = {country for country, names in document.sure.items() if country and names - {sense.key}}
            if others and entry.country not in others:
                return False
        if entry.feature != "P":
            by_name = match.kind == PRIMARY and not match.loose
            return by_name or entry.code not in _DIVISIONS or not self._is_alone(entry, sense, document)
        divisions = {code.partition(".")[0] for code in sense.within if "." in code}
        if divisions and len(divisions) == len(sense.within) and entry.country not in divisions:
            if entry.population < _WELL_KNOWN:
                return False  # "the hamlet of X, Y province", where Y is in another country than this X
        stray = (
            document.country is not None
            and document.votes.countries[document.country] >= _SPOKEN_FOR
            and entry.country != document.country
            and entry.population < self.settings["stray"]
            and not sense.within
        )
        stray = stray or (entry.population < self.settings["hamlet"] and self._is_alone(entry, sense, document))
        if match.kind == PRIMARY and not match.loose and not stray:
            return True
        if not stray and entry.population >= (_WELL_KNOWN if match.loose else _KNOWN):
            return True
        return not document.sure.get(entry.country, frozenset()) <= {sense.key}

    def _is_alone(self, entry: Entry, sense: Sense, document: _Document) -> bool:
        """Whether a place is the only name in its country, of a text that names another country or its capital. Where
        it is a village, the one of this name that is meant may be one that no table holds."""
        if sense.within:
            return False
        return bool(document.states - {entry.country}) and document.sure.get(entry.country, set()) <= {sense.key}

    def _resolved(self, candidate: Candidate, entry: Entry, score: float, document: _Document) -> Place:
        span = document.parse.span(candidate.first, candidate.last)
        country = entry.country or (self._bank(entry, document) if entry.code == "STM" else None)
        return Place(
            start=span.start, end=span.end, text=span.text, name=entry.name, geonameid=entry.geonameid,
            lat=entry.lat, lon=entry.lon, country=self.gazetteer.iso3(country) if country else None,
            admin1=self.gazetteer.admin1_name(entry), feature=entry.code, precision=self._precision(entry),
            score=round(score, 3), admin2=self.gazetteer.admin2_name(entry),
            type="demonym" if candidate.form == "demonym" else "toponym",
            reason=None if entry.lat is not None else "the gazetteer has no coordinates for it",
        )  # fmt: skip

    def _coast(self, candidate: Candidate, sea: Place, document: _Document) -> Place:
        """The coast of a sea in the country that the text is about: somewhere there, at no spot."""
        return replace(
            self._unresolved(candidate, document, self._iso3(document.country)), name=sea.name, feature="CST", precision=5,
            reason="a coast of the country that the text is about",
        )  # fmt: skip

    def _bank(self, river: Entry, document: _Document) -> str | None:
        """The country near a river of several countries that the document speaks of most."""
        ranked = sorted(((-votes, country) for country, votes in document.votes.countries.items() if country))
        for _, country in ranked:
            entry = self.gazetteer.division(country)
            if entry is None or entry.lat is None or entry.lon is None or river.lat is None or river.lon is None:
                continue
            if abs(entry.lat - river.lat) <= _RIVERSIDE and abs(entry.lon - river.lon) <= _RIVERSIDE:
                return country
        return None

    def _unresolved(self, candidate: Candidate, document: _Document, country: str | None) -> Place:
        """A place without coordinates, in the division that the text puts it in, or else in ``country`` (alpha-3)."""
        span = document.parse.span(candidate.first, candidate.last)
        sense = document.sense_of[id(candidate)]
        region = document.inside.get(id(candidate)) or sense.region
        match = document.sense_of[id(region)].best[0] if region is not None else None
        entry = match.entry if match is not None else None
        reason = "not in the gazetteer"
        if sense.entries and sense.within:
            reason = "the gazetteer has this name only elsewhere"
        elif len(sense.entries) == 1:
            reason = "the gazetteer has this name only for a place that nothing else in the text speaks for"
        elif sense.entries:
            reason = "several places bear this name, and the text does not tell which"
        if entry is not None:
            reason += f"; the text puts it in {entry.name}"
        elif country is not None:
            entry = self.gazetteer.division(self.gazetteer.iso2(country) or country)
            if entry is not None:
                reason += f"; the text around it is about {entry.name}"
        return Place(
            start=span.start, end=span.end, text=span.text, name=span.text, geonameid=None, lat=None,
            lon=None, country=self.gazetteer.iso3(entry.country) if entry is not None else None,
            admin1=self.gazetteer.admin1_name(entry) if entry is not None else None,
            feature=None, precision=self._precision(entry) if entry is not None else 7, score=0.0,
            reason=reason,
        )  # fmt: skip

    def _precision(self, entry: Entry) -> int:
        if entry.feature == "P":
            return 1
        known = _PRECISION.get(entry.code)
        if known is not None and entry.code not in ("RGN", "STM"):
            return known
        return self.lexicon.region_precision.get(fold(entry.name), known or 2)


def _inside(parse: Parse, candidates: Sequence[Candidate]) -> dict[int, Candidate]:
    """The region that the text puts a place in, by the place's id(): "X, Idlib province", "X [in Y
    province]".
    """
    out: dict[int, Candidate] = {}
    for place, region in pairwise(candidates):
        gap = parse.lowers[place.last : region.first]
        if not gap or len(gap) > 6 or not is_region(region):
            continue
        kept = [word for word in gap if word not in _BETWEEN]
        while kept and kept[0] in (
            "settlement",
            "town",
            "village",
            "city",
            "district",
            "area",
            "neighborhood",
        ):
            kept = kept[1:]
        if kept == [","] and is_list(parse, place, region):
            continue
        if kept in ([","], ["in"], ["of"]) or (not kept and ("(" in gap or "[" in gap)):
            out[id(place)] = region
    return out
