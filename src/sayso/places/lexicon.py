"""The words that the place rules read, loaded once from the codebook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sayso.codebook.files import read_tables
from sayso.places import tables
from sayso.places.folding import fold


@dataclass(frozen=True, slots=True)
class PlaceLexicon:
    """Word lists by their use, and the forms of demonyms and abbreviations.

    demonyms: surface form to code ("SY", "US.TX") or to the name of a region ("~Africa"); postal: two
    capitals to code; feature_heads: last word of a name to road, land or built; kinds: noun of a kind of
    place to the GeoNames classes and codes that fit it.
    """

    locative: frozenset[str]
    weak: frozenset[str]
    within: frozenset[str]
    kinds: dict[str, frozenset[str]]
    feature_heads: dict[str, str]
    organisation_heads: frozenset[str]
    titles: frozenset[str]
    acting_heads: frozenset[str]
    territorial: frozenset[str]
    armed: frozenset[str]
    ground: frozenset[str]
    never: frozenset[str]
    demonyms: dict[str, str]
    abbreviations: dict[str, str]
    postal: dict[str, str]
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
        return cls(
            locative=frozenset(words["prepositions"]["locative"]),
            weak=frozenset(words["prepositions"]["weak"]),
            within=frozenset(words["prepositions"]["within"]),
            kinds={noun: frozenset(fits.split()) for noun, fits in words["kinds"].items()},
            feature_heads={word: form for form, words in heads.items() for word in words},
            organisation_heads=frozenset(words["organisations"]["heads"]),
            titles=frozenset(words["people"]["titles"]),
            acting_heads=frozenset(words["actors"]["heads"]),
            territorial=frozenset(words["actors"]["territorial"]),
            armed=frozenset(words["actors"]["armed"]),
            ground=frozenset(words["actors"]["ground"]),
            never=frozenset(words["never"]["words"]),
            demonyms=demonyms,
            abbreviations=abbreviations,
            postal=postal,
            region_precision={fold(region.name): region.precision for region in tables.regions(extra)},
        )
