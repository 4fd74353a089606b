"""Which place a name means, with the document as evidence.

Every name of a document (one sense a document) weighs its entries by population, by how the name belongs to
them, by the words around it, and by what the document's other names vote for: countries, divisions and
neighbourhoods. Votes and weights are settled in a few rounds. The scores are log weights; with the weight of
"none of these" they make a probability.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sayso.places.candidates import Candidate
from sayso.places.folding import fold, loose
from sayso.places.gazetteer import Gazetteer
from sayso.places.model import Entry, Match
from sayso.places.schema import BASE, PRIMARY

# Entries of a name beyond these many most populous are kept only where the document speaks for their country.
_ALWAYS, _MOST = 6, 24
_CELL = 1.5  # degrees
_SPOT = 0.6  # degrees
# Seas go by short names: "the Mediterranean", "the Gulf".
WATERS = frozenset(("SEA", "OCN", "GULF"))
# A place whose people nobody has counted is not one without people: it weighs as a small town.
_UNCOUNTED = 3_000.0
# A division is called after a town where more than one of so many of its people live.
_SEAT = 20
_CALLED_WATERS = frozenset(("sea", "ocean"))
# Regions of the world weigh as places of so many people: "the Middle East" is no hamlet in the Midwest.
_WORLD = 10_000_000.0
# And those of one country as places of so many: "the West Coast" is no province that is called so by the way.
_PART = 1_000_000.0


@dataclass(slots=True)
class Sense:
    """A name of the document with all its mentions, and the entries that it may mean."""

    key: str
    mentions: list[Candidate]
    entries: list[Match]
    fixed: bool = False
    within: set[str] = field(default_factory=set)  # codes of the divisions that the text puts it in
    region: Candidate | None = None  # the mention of such a division
    base: list[float] = field(default_factory=list)  # scores that do not depend on other names
    traits: list[list[tuple[str, float]]] = field(default_factory=list)
    chances: list[float] = field(default_factory=list)
    none: float = 1.0

    @property
    def best(self) -> tuple[Match | None, float]:
        """The likeliest entry and the probability that the name means that spot; (None, probability) for none.

        Entries at one spot (a town and the district that it names) speak for each other.
        """
        likely = sorted(range(len(self.chances)), key=lambda number: -self.chances[number])[:_ALWAYS]
        best, most = None, self.none
        for number in likely:
            entry = self.entries[number].entry
            chance = sum(self.chances[other] for other in likely if _one_spot(entry, self.entries[other].entry))
            if chance > most + 1e-9:
                best, most = number, chance
        return (None, self.none) if best is None else (self.entries[best], min(1.0, most))

    def at_spot(self, match: Match, mention: Candidate) -> Match:
        """Which of the entries at one spot a mention means: the town, or the division that bears its name.

        The division where words ask for it ("X province"), here or elsewhere in the text, and where a place is put
        in it ("Y, X"); else the town.
        """
        options = [
            other
            for other in self.entries
            if other is match or _one_spot(match.entry, other.entry) or _is_seat(other.entry, match.entry)
        ]
        towns = [
            option
            for option in options
            if option.entry.feature == "P"
            and (option.kind <= match.kind or _same_name(option.entry, match.entry))
        ]
        if len(options) == 1 or not towns:
            return match
        fits = mention.fits or next((other.fits for other in self.mentions if other.fits), frozenset())
        if fits:
            fitting = [option for option in options if option.entry.code in fits or option.entry.feature in fits]
            return fitting[0] if fitting else match
        if "container" in mention.features:
            return match
        return max(towns, key=lambda option: option.entry.population)


@dataclass(slots=True)
class Votes:
    """What the document's names speak for, by country, division and cell of the map."""

    countries: dict[str, float]
    divisions: dict[str, float]
    cells: dict[tuple[int, int], float]
    total: float


def _one_spot(one: Entry, other: Entry) -> bool:
    if one is other:
        return True
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None or one.country != other.country:
        return False
    return abs(one.lat - other.lat) < _SPOT and abs(one.lon - other.lon) < _SPOT


def _is_seat(town: Entry, division: Entry) -> bool:
    """Whether an entry is the town that the first-order division of its name is called after: Gao lies in Gao.

    It is not where next to nobody of the division lives there: Texas is no hamlet.
    """
    return (
        division.code == "ADM1"
        and town.feature == "P"
        and (town.country, town.admin1) == (division.country, division.admin1)
        and town.population * _SEAT > division.population
    )


def _same_name(town: Entry, division: Entry) -> bool:
    """Whether town and division bear one name but for its spelling: Ar Raqqah and Raqqa, not New York City."""
    return division.code == "ADM1" and loose(fold(town.name)) == loose(fold(division.name))


def make_senses(candidates: Sequence[Candidate], gazetteer: Gazetteer, commas: Mapping[int, Candidate]) -> list[Sense]:
    """Groups candidates by name. ``commas``: the candidate that follows another after a comma, by the other's
    number.
    """
    senses: dict[tuple[str, str, str], Sense] = {}
    for candidate in candidates:
        number = (candidate.key, candidate.code, "fixed" if candidate.code else "")
        sense = senses.get(number)
        if sense is None:
            entries = list(candidate.matches)
            if candidate.code:
                entry = _coded(candidate.code, gazetteer)
                entries = [Match(entry, PRIMARY)] if entry else []
            sense = senses[number] = Sense(candidate.key, [], entries, fixed=bool(candidate.code))
        sense.mentions.append(candidate)
        region = commas.get(id(candidate))
        if region is not None:
            sense.within |= region_codes(region)
            sense.region = sense.region or region
    return list(senses.values())


def _coded(code: str, gazetteer: Gazetteer) -> Entry | None:
    if code.startswith("~"):
        found = gazetteer.lookup(code[1:])
        regions = [match.entry for match in found if match.entry.feature != "P"]
        return regions[0] if regions else None
    return gazetteer.division(code)


def region_codes(candidate: Candidate) -> set[str]:
    """The codes of the countries and first-order divisions that a candidate may mean."""
    if candidate.code:
        return {candidate.code}
    return {
        entry.country if entry.code == "PCLI" else f"{entry.country}.{entry.admin1}"
        for entry, *_ in candidate.matches
        if entry.code in ("PCLI", "ADM1")
    }


def settle(
    senses: Sequence[Sense], weights: Mapping[str, float], *, rounds: int = 3, outlet: str | None = None
) -> Votes:
    """Sets every sense's ``chances`` and ``none``; ``outlet`` is the alpha-2 code of the outlet's country."""
    named = _named_regions(senses)
    for sense in senses:
        if not sense.fixed:
            _prune(sense, named)
        _describe(sense, weights, outlet, named)
    votes = Votes({}, {}, {}, 0.0)
    for number in range(rounds):
        for sense in senses:
            # At first every namesake has its say, so that small towns that fit together can find each other.
            _weigh(sense, votes, weights, weights["first"] if number == 0 else 1.0)
        votes = _count(senses)
    for sense in senses:
        _weigh(sense, votes, weights)
    return votes


def _named_regions(senses: Iterable[Sense]) -> set[str]:
    named: set[str] = set()
    for sense in senses:
        for match in sense.entries[:_ALWAYS]:
            entry = match.entry
            if entry.code == "PCLI":
                named.add(entry.country)
            elif entry.code == "ADM1":
                named.add(f"{entry.country}.{entry.admin1}")
        named |= sense.within
    return named


def _prune(sense: Sense, named: set[str]) -> None:
    if len(sense.entries) <= _ALWAYS:
        return
    kept = sense.entries[:_ALWAYS]
    for match in sense.entries[_ALWAYS:]:
        entry = match.entry
        if (
            entry.feature not in "PA"
            or f"{entry.country}.{entry.admin1}" in named
            or (entry.country in named and len(kept) < _MOST)
        ):
            kept.append(match)
    sense.entries = kept


def _describe(sense: Sense, weights: Mapping[str, float], outlet: str | None, named: Collection[str] = ()) -> None:
    asked = [mention.fits for mention in sense.mentions if mention.fits]
    # "The Gulf" is a water, not the province of that name: land of one word goes without the article. What is called
    # a sea is one.
    watery = (
        all("the" in mention.features for mention in sense.mentions) or sense.key.rpartition(" ")[2] in _CALLED_WATERS
    ) and any(match.entry.code in WATERS for match in sense.entries)
    itself = {match.entry.country for match in sense.entries if match.entry.code == "PCLI"}
    sense.base, sense.traits = [], []
    for match in sense.entries:
        entry = match.entry
        code = entry.code
        people = (entry.population or _UNCOUNTED) + 10.0
        if code in ("RGN", "CONT"):
            people = max(people, _PART if entry.country else _WORLD)
        traits: list[tuple[str, float]] = [("people", math.log10(people))]
        if code == "PCLI":
            traits.append(("country", 1.0))
        elif code == "ADM1":
            traits.append(("admin1", 1.0))
        elif code == "ADM2":
            traits.append(("admin2", 1.0))
        elif entry.feature != "P":
            traits.append(("feature", 1.0))
        elif code == "PPLC":
            traits.append(("capital", 1.0))
            # Its country is named beside it, not by its own name: "Puerto Rico" does not speak for San Juan.
            if entry.country in named and entry.country not in itself:
                traits.append(("capital of named", 1.0))
        if match.kind == BASE:
            traits.append(("base", 1.0))
        elif match.kind != PRIMARY and code not in WATERS:
            traits.append(("alternate", 1.0))
        if len(sense.entries) == 1:
            traits.append(("only one", 1.0))
        if watery:
            traits.append(("fits", 1.0) if code in WATERS else ("fits not", 1.0))
        elif asked:
            fitting = sum(1 for fits in asked if entry.feature in fits or code in fits) / len(asked)
            traits.append(("fits", 1.0) if fitting >= 0.5 else ("fits not", 1.0))
        if sense.within:
            inside = entry.country in sense.within or f"{entry.country}.{entry.admin1}" in sense.within
            traits.append(("contained", 1.0) if inside and code != "PCLI" else ("contained not", 1.0))
        if outlet is not None and entry.country == outlet:
            traits.append(("outlet", 1.0))
        sense.traits.append(traits)
        sense.base.append(sum(weights.get(name, 0.0) * value for name, value in traits))


def _voting(sense: Sense) -> float:
    return math.sqrt(len(sense.mentions)) * (1.0 if sense.fixed else 0.8)


def _count(senses: Iterable[Sense]) -> Votes:
    countries: dict[str, float] = defaultdict(float)
    divisions: dict[str, float] = defaultdict(float)
    cells: dict[tuple[int, int], float] = defaultdict(float)
    total = 0.0
    for sense in senses:
        power = _voting(sense)
        total += power
        for match, chance in zip(sense.entries, sense.chances, strict=True):
            vote = power * chance
            if vote < 0.02:
                continue
            entry = match.entry
            countries[entry.country] += vote
            if entry.admin1:
                divisions[f"{entry.country}.{entry.admin1}"] += vote
                if entry.admin2:
                    divisions[f"{entry.country}.{entry.admin1}.{entry.admin2}"] += vote
                if entry.lat is not None and entry.lon is not None:
                    cells[int(entry.lat // _CELL), int(entry.lon // _CELL)] += vote
    return Votes(countries, divisions, cells, total)


def by_country(sense: Sense) -> dict[str, float]:
    """What the chances of a sense's entries come to in each country."""
    out: dict[str, float] = {}
    for match, chance in zip(sense.entries, sense.chances, strict=False):
        out[match.entry.country] = out.get(match.entry.country, 0.0) + chance
    return out


def evidence(sense: Sense, number: int, votes: Votes, own_countries: Mapping[str, float]) -> list[tuple[str, float]]:
    """What the other names of the document say for entry ``number`` of a sense.

    ``own_countries`` is what the sense itself says of each country (`by_country`).
    """
    entry = sense.entries[number].entry
    voting = _voting(sense)
    own = voting * sense.chances[number] if sense.chances else 0.0
    country = max(0.0, votes.countries.get(entry.country, 0.0) - voting * own_countries.get(entry.country, 0.0))
    rest = max(0.5, votes.total - voting)
    out = [("country share", country / rest), ("country votes", math.log1p(country))]
    if entry.admin1:
        division = max(0.0, votes.divisions.get(f"{entry.country}.{entry.admin1}", 0.0) - own)
        out += [("admin1 share", division / rest), ("admin1 votes", math.log1p(division))]
        if entry.admin2:
            second = votes.divisions.get(f"{entry.country}.{entry.admin1}.{entry.admin2}", 0.0) - own
            out.append(("admin2 votes", math.log1p(max(0.0, second))))
        if entry.lat is not None and entry.lon is not None:
            row, column = int(entry.lat // _CELL), int(entry.lon // _CELL)
            near = -own
            for north in (row - 1, row, row + 1):
                for east in (column - 1, column, column + 1):
                    near += votes.cells.get((north, east), 0.0)
            out.append(("cell votes", math.log1p(max(0.0, near))))
    return out


def _weigh(sense: Sense, votes: Votes, weights: Mapping[str, float], sharpness: float = 1.0) -> None:
    if sense.fixed:
        sense.chances, sense.none = [1.0] * len(sense.entries), 0.0
        return
    scores = []
    own_countries = by_country(sense)
    for number, base in enumerate(sense.base):
        score = base
        if votes.total:
            for name, value in evidence(sense, number, votes, own_countries):
                score += weights.get(name, 0.0) * value
        scores.append(score)
    if not scores:
        sense.chances, sense.none = [], 1.0
        return
    top = max(max(scores), weights["none"])
    powers = [math.exp(sharpness * (score - top)) for score in scores]
    rest = math.exp(sharpness * (weights["none"] - top))
    total = sum(powers) + rest
    sense.chances = [power / total for power in powers]
    sense.none = rest / total
