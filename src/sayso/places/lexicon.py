"""The words that the place rules read, loaded once from the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sayso.codebook.files import read_rows, read_tables
from sayso.places import tables
from sayso.places.folding import fold


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """Word lists by their use, and the forms of demonyms and abbreviations.

    demonyms: surface form to code ("SY", "US.TX") or to the name of a region ("~Africa"); postal: two
    capitals to code; feature_heads: last word of a name to road, land or built; namesakes: nouns for what bears the
    name of a place elsewhere; openers: words that open names of settlements; events: what happens at
    a place whose name stands before it; beside: what lies "of" a place ("north",
    "outskirts"); kinds: noun of a kind of place to the GeoNames classes and codes that fit it; several: the same by
    the noun's plural; others: names of organisations, armed groups, media and public persons.
    """

    locative: frozenset[str]
    weak: frozenset[str]
    within: frozenset[str]
    kinds: dict[str, frozenset[str]]
    several: dict[str, frozenset[str]]
    feature_heads: dict[str, str]
    namesakes: frozenset[str]
    openers: frozenset[str]
    events: frozenset[str]
    beside: frozenset[str]
    organisation_heads: frozenset[str]
    titles: frozenset[str]
    acting_heads: frozenset[str]
    territorial: frozenset[str]
    armed: frozenset[str]
    undergoing: frozenset[str]
    adjectives: frozenset[str]
    offices: frozenset[str]
    ground: frozenset[str]
    never: frozenset[str]
    demonyms: dict[str, str]
    abbreviations: dict[str, str]
    postal: dict[str, str]
    others: frozenset[str]
    region_precision: dict[str, int]

    @classmethod
    def load(cls, extra: Path | None = None) -> PlaceLexicon:
        """Reads the tables; ``extra`` is a user's folder of codebook files."""
        words = read_tables("places_words.toml", extra)
        demonyms: dict[str, str] = {}
        abbreviations: dict[str, str] = {}
        postal: dict[str, str] = {}
        for region in tables.regions(extra):
            demonyms.update(dict.fromkeys(region.demonyms, "~" + region.name))
        for division in tables.divisions(extra):
            demonyms.update(dict.fromkeys(division.demonyms, division.code))
            for form in division.abbreviations:
                abbreviations[form] = division.code
                abbreviations.setdefault(form.replace(" ", ""), division.code)
            if division.postal and division.code[:2] in ("US", "CA"):
                postal[division.postal] = division.code
        for country in tables.countries(extra):
            demonyms.update(dict.fromkeys(country.demonyms, country.iso2))
        heads = words["heads"]
        kinds = {noun: frozenset(fits.split()) for noun, fits in words["kinds"].items()}
        return cls(
            locative=frozenset(words["prepositions"]["locative"]),
            weak=frozenset(words["prepositions"]["weak"]),
            within=frozenset(words["prepositions"]["within"]),
            kinds=kinds,
            several={_plural(noun): fits for noun, fits in kinds.items()},
            namesakes=frozenset(words["namesakes"]["nouns"]),
            openers=frozenset(words["names"]["openers"]),
            events=frozenset(words["names"]["events"]),
            beside=frozenset((*words["relative"]["directions"], *words["relative"]["edges"])),
            feature_heads={word: form for form, words in heads.items() for word in words},
            organisation_heads=frozenset(words["organisations"]["heads"]),
            titles=frozenset(words["people"]["titles"]),
            acting_heads=frozenset(words["actors"]["heads"]),
            territorial=frozenset(words["actors"]["territorial"]),
            armed=frozenset(words["actors"]["armed"]),
            adjectives=frozenset(words["actors"]["adjectives"]),
            offices=frozenset(words["actors"]["offices"]),
            undergoing=frozenset(words["actors"]["undergoing"]),
            ground=frozenset(words["actors"]["ground"]),
            never=frozenset(words["never"]["words"]),
            demonyms=demonyms,
            abbreviations=abbreviations,
            postal=postal,
            others=_others(extra),
            region_precision={fold(region.name): region.precision for region in tables.regions(extra)},
        )


def _plural(noun: str) -> str:
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun[:-1] + "ies"
    return noun if noun.endswith("s") else noun + "s"


def _others(extra: Path | None) -> frozenset[str]:
    """Names of the actor tables that are no places, as they are spelled; governments may be named after theirs."""
    out: set[str] = set()
    for table in ("actors_groups.csv", "persons.csv"):
        for row in read_rows(table, extra):
            if row["type"] != "state-government" or table == "persons.csv":
                out.update(name for name in (row["name"], *row["aliases"].split("|")) if name and name[0] != "~")
    return frozenset(out)
