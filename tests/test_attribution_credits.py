"""The outlet that a text credits itself to, and what becomes of it in the record. Texts written for the project."""

from __future__ import annotations

import pytest

from sayso.attribution import CueLexicon, find_credit
from sayso.attribution.credits import outlet_name
from sayso.coder import Coder
from sayso.language import Parser
from sayso.record import dumps, loads

PARSER = Parser()
LEXICON = CueLexicon.load()
CODER = Coder(parser=PARSER)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("BEIRUT (AFP) - Rebels shelled a town on Monday.", "Agence France-Presse"),
        ("(AP) — Rebels shelled a town.", "Associated Press"),
        ("NAIROBI, August 21 (Xinhua) --\n\nPolice arrested six.", "Xinhua"),
        ("MOSCOW, October 12. /TASS/. Troops left.", "TASS"),
        ("PONCE, Puerto Rico (AP)_ Kidnappers left.", "Associated Press"),
        ("Jets Hit Town\n\nBy Jane Roe, Associated Press\n\nJets hit a town.", "Associated Press"),
        ("[Text] [Reuter] Managua, 3 Feb -- Rebels attacked.", "Reuters"),
        ("[AFP] [Text] San Miguel -- Rebels attacked a post.", "Agence France-Presse"),
        ("DAMASCUS, SANA – The army advanced.", "SANA"),
        ("Baghdad (IRNA) - Troops left.", "IRNA"),
        ("Rebels attacked a post.\n\n-- Reuters", "Reuters"),
        ("Rebels attacked a post.\n\n© 2020 AFP", "Agence France-Presse"),
        ("Rebels attacked a post.\n\nSource: Xinhua", "Xinhua"),
        # None of these credits anybody.
        ("Rebels attacked a post (AP photo) - in Goma.", None),
        ("The Army of the Poor (AP) - a group - attacked.", None),
        ("By Monday, Reuters had left the city.", None),
        ("The president told AP that troops left.", None),
        ("Rebels attacked a post, Reuters said.", None),
        ("", None),
    ],
)
def test_credits(text: str, name: str | None) -> None:
    found = find_credit(PARSER.parse(text), LEXICON)
    assert (found and found.name) == name
    if found is not None:
        assert text[found.start : found.end] == found.text and found.role == "relay"


def test_a_credit_gives_the_outlet_where_none_is_known_and_stands_in_no_chain() -> None:
    text = "KABUL (AP) — Gunmen killed two nurses, a doctor told The Associated Press."
    record = CODER.code(text)
    assert record.outlet == "Associated Press"
    assert record.credit is not None and record.credit.text == "AP"
    assert [[source.name for source in claim.sources] for claim in record.claims] == [["doctor"]]
    assert loads(dumps(record)) == record


def test_another_publisher_stays_and_the_credit_beside_it() -> None:
    text = "KABUL (AP) — Gunmen killed two nurses, a doctor told The Associated Press."
    record = CODER.code(text, outlet="The Karachi Courier")
    assert record.outlet == "The Karachi Courier"
    assert record.credit is not None and record.credit.name == "Associated Press"
    assert [[source.name for source in claim.sources] for claim in record.claims] == [["doctor", "Associated Press"]]


@pytest.mark.parametrize("given", ["AP", "apnews.com", "Associated Press", "the Associated Press"])
def test_a_publisher_is_known_by_any_of_its_names(given: str) -> None:
    record = CODER.code("Gunmen killed two nurses in Kabul, a doctor told The Associated Press.", outlet=given)
    expected = ["doctor", "Associated Press"] if given == "apnews.com" else ["doctor"]
    assert [source.name for source in record.claims[0].sources] == expected
    assert record.outlet == given


def test_an_unknown_publisher_keeps_its_name() -> None:
    assert outlet_name("The Karachi Courier", LEXICON) == "The Karachi Courier"
    assert outlet_name("www.reuters.com", LEXICON) == "Reuters"


def test_a_relay_is_carried_to_what_its_speaker_adds() -> None:
    text = "Rebels shelled Kutum, General Bakri told Sputnik. He added that nine men were killed. The army bombed Sake."
    chains = [[source.name for source in claim.sources] for claim in CODER.code(text).claims]
    assert chains == [["General Bakri", "Sputnik"], ["General Bakri", "Sputnik"], []]
