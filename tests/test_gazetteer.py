"""The gazetteer: names to places, from a file that is built once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.errors import GazetteerError, InputError, MissingData
from sayso.places import Gazetteer
from sayso.places.folding import fold, loose, within_edits
from sayso.places.search import search


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


@pytest.mark.parametrize(
    ("name", "entry", "country"),
    [
        ("Idlib", "Idlib", "SY"),
        ("Deir al-Zour", "Deir ez-Zor", "SY"),
        ("Dayr az-Zawr", "Deir ez-Zor", "SY"),
        ("KYIV", "Kyiv", "UA"),
        ("St. Louis", "St. Louis", "US"),
        ("حلب", "Aleppo", "SY"),
        ("Львів", "Lviv", "UA"),
        ("U.K.", "United Kingdom", "GB"),
        ("DRC", "Democratic Republic of the Congo", "CD"),
        ("W. Va.", "West Virginia", "US"),
    ],
)
def test_lookup_folds_spelling_script_and_transliteration(
    gazetteer: Gazetteer, name: str, entry: str, country: str
) -> None:
    assert (entry, country) in {(match.entry.name, match.entry.country) for match in gazetteer.lookup(name)}


def test_divisions_carry_ids_and_derived_centres(gazetteer: Gazetteer) -> None:
    division = gazetteer.division("SY.12")
    assert division is not None
    assert (division.geonameid, division.code) == (169387, "ADM1")
    assert division.lat is not None and 35 < division.lat < 36.6


def test_countries_have_both_codes(gazetteer: Gazetteer) -> None:
    assert gazetteer.iso3("SY") == "SYR"
    assert gazetteer.iso2("UKR") == "UA"
    assert gazetteer.iso3("XX") is None
    assert "IQ" in gazetteer.neighbours("SY")


def test_many_keys_at_once_equal_single_lookups(gazetteer: Gazetteer) -> None:
    names = ["Paris", "Nowhere Whatsoever", "Springfield", "Mosul"]
    found = gazetteer.by_keys(map(fold, names))
    assert set(found) == {"paris", "springfield", "mosul"}
    for key, matches in found.items():
        assert matches == gazetteer.lookup(key)


def test_fuzzy_finds_a_misspelt_name(gazetteer: Gazetteer) -> None:
    assert gazetteer.lookup("Jableeh") == () or gazetteer.lookup("Jableeh")[0].entry.country == "SY"
    assert "Latakia" in {match.entry.name for match in gazetteer.fuzzy("Latakkya", country="SY")}
    assert gazetteer.fuzzy("Xq") == ()


def test_a_missing_or_broken_file_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(MissingData, match="sayso gazetteer build"):
        Gazetteer(tmp_path / "none.sqlite")
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database at all" * 100)
    with pytest.raises(GazetteerError, match="sayso gazetteer build"):
        Gazetteer(broken)


def test_folding_drops_what_spellings_differ_in() -> None:
    assert fold("Al-Bāb") == fold("al bab") == "al bab"
    assert fold("Qala’at al-Madiq") == "qalaat al madiq"
    assert fold("...") == ""
    assert loose(fold("Al-Bāb")) == loose("bab")
    assert within_edits("hama", "homs", 1) is None


def test_search_refuses_an_empty_name_and_a_point_off_the_earth(gazetteer: Gazetteer) -> None:
    with pytest.raises(InputError, match="no name"):
        search(gazetteer, " ")
    with pytest.raises(InputError, match="no point on Earth"):
        search(gazetteer, "Kyiv", near="950,30")
    assert search(gazetteer, "Kyiv", near="50.4,30.5")[0].match.entry.country == "UA"


def test_capitals_by_country(gazetteer: Gazetteer) -> None:
    assert [found.name for code in ("ET", "SO", "SY") if (found := gazetteer.capital(code))] == [
        "Addis Ababa", "Mogadishu", "Damascus",
    ]  # fmt: skip
    assert gazetteer.capital("XX") is None
