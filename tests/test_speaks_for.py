"""For whom a spokesman or an office speaks, and people who are named like outlets."""

from __future__ import annotations

import pytest

from sayso import Coder
from sayso.corroboration import principal
from sayso.documents import Document
from sayso.record import Source, from_dict, to_dict


def _sources(text: str) -> list[Source]:
    (record,) = Coder().pipe([Document(text, id="a", published="2023-10-18", outlet="Lenna Post")])
    return [claim.sources[0] for claim in record.claims if claim.sources]


@pytest.mark.parametrize(
    ("text", "party"),
    [
        ("A spokesman for Hezbollah, Adnan Haddad, said jets bombed a clinic in Tyre.", "actor:hezbollah"),
        ("Houthi military spokesman Adnan Haddad said jets bombed a camp in Marib.", "actor:houthis"),
        ("Airstrikes on Gaza City killed 70 people, the Hamas media office said.", "actor:hamas"),
        ("Jets bombed Izium, the Russian defence ministry's press service said.", "state:RUS"),
        ("Adnan Haddad, a resident, said jets bombed a clinic in Tyre.", "voice:adnan haddad"),
    ],
)
def test_whoever_speaks_for_a_group_is_the_group(text: str, party: str) -> None:
    assert {principal(source) for source in _sources(text)} == {party}


def test_a_hospital_that_a_group_runs_is_not_the_group() -> None:
    (source,) = _sources("The Hezbollah-run hospital said 3 people were killed in an airstrike on Tyre.")
    assert source.speaks_for is None


def test_a_person_named_like_an_outlet_is_a_person() -> None:
    text = "Israel bombed the hospital, a spokesman for Hamas, Dawoud Shehab, said. Shehab said jets bombed a school too."
    assert {(source.name, source.role) for source in _sources(text)} == {("Dawoud Shehab", "speaker")}


def test_the_outlet_of_that_name_stays_one() -> None:
    assert {source.role for source in _sources("Jets bombed a market in Idlib, Sputnik reported.")} == {"relay"}


def test_the_record_keeps_for_whom_a_source_speaks() -> None:
    source = Source(0, 5, "Adnan", "Adnan Haddad", None, speaks_for="hamas")
    assert from_dict(Source, to_dict(source)) == source
    assert "speaks_for" not in to_dict(Source(0, 5, "Adnan", "Adnan Haddad", None))
