"""On whose say-so: chains of claims, denials, hedges, evidence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evals.chains import FILE, evaluate, trigger_at
from sayso.attribution import CueLexicon, find_speeches
from sayso.claims.chains import Chain, chain_of
from sayso.claims.hedges import hedged, slot_hedges
from sayso.coder import Coder
from sayso.language import Parser
from sayso.record import Span, to_dict


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="module")
def lexicon() -> CueLexicon:
    return CueLexicon.load()


def chain(parser: Parser, lexicon: CueLexicon, text: str, event: str) -> Chain:
    parse = parser.parse(text)
    start = text.index(event)
    trigger = trigger_at(parse, Span.of(text, start, start + len(event)))
    return chain_of(parse, trigger, find_speeches(parse, lexicon=lexicon))


def names(found: Chain) -> list[str]:
    return [source.name for source in found.sources]


@pytest.mark.parametrize(
    ("text", "event", "wanted"),
    [
        ("Rebels shelled Kutum.", "shelled", []),
        ("Rebels shelled Kutum, the army said.", "shelled", ["army"]),
        ("The UN said that residents reported that rebels shelled Kutum.", "shelled", ["residents", "UN"]),
        ("Rebels shelled Kutum, the army said, according to Sputnik.", "shelled", ["army", "Sputnik"]),
        ("The army said that, according to residents, rebels shelled Kutum.", "shelled", ["residents", "army"]),
        ("Reports of shelling in Kutum spread.", "shelling", ["Reports"]),
        ("The president ordered troops to storm the dam.", "storm", []),
        ("The army wants to retake Kutum.", "retake", []),
        ("The rebels promised to release the pilots.", "release", ["rebels"]),
        ("The army refused to withdraw.", "withdraw", []),
        ("The bishop condemned the killing of two monks.", "killing", ["bishop"]),
        ("Rebels shelled Kutum, the army said, as talks went on in Doha.", "talks", []),
        ("Hamas said it fired forty rockets.", "fired", ["Hamas"]),
    ],
)
def test_a_claim_hangs_on_those_whose_words_hold_it(
    parser: Parser, lexicon: CueLexicon, text: str, event: str, wanted: list[str]
) -> None:
    assert names(chain(parser, lexicon, text, event)) == wanted


def test_a_relay_passes_on_the_whole_quotation(parser: Parser, lexicon: CueLexicon) -> None:
    text = '"Jets hit a depot," Colonel Orlov said, according to Sputnik. "The depot was destroyed."'
    assert names(chain(parser, lexicon, text, "destroyed")) == ["Orlov", "Sputnik"]


def test_a_plain_sequence_of_speeches_will_do(parser: Parser, lexicon: CueLexicon) -> None:
    text = "Rebels shelled Kutum, the army said."
    parse = parser.parse(text)
    trigger = trigger_at(parse, Span.of(text, 7, 14))
    assert chain_of(parse, trigger, tuple(find_speeches(parse, lexicon=lexicon))).sources


def test_a_denial_is_of_the_claim_itself(parser: Parser, lexicon: CueLexicon) -> None:
    found = chain(parser, lexicon, "Pakistan denied bombing a camp in Kunar.", "bombing")
    assert found.denied and names(found) == ["Pakistan"] and not found.hedged
    assert not chain(parser, lexicon, "Pakistan confirmed bombing a camp in Kunar.", "bombing").denied
    assert not chain(parser, lexicon, "Pakistan did not deny bombing a camp in Kunar.", "bombing").denied


def test_who_denies_reports_denies_the_event(parser: Parser, lexicon: CueLexicon) -> None:
    found = chain(parser, lexicon, "The army dismissed reports that its planes bombed a wedding.", "bombed")
    assert found.denied and names(found) == ["army"] and not found.hedged
    found = chain(parser, lexicon, "The Kremlin denies French claims that its planes bombed a wedding.", "bombed")
    assert found.denied and names(found) == ["Kremlin"]


def test_slot_hedges_and_labels_reach_the_record() -> None:
    coder = Coder()
    (claim,) = coder.code("An alleged Israeli airstrike killed five people near Homs.").claims
    assert (claim.hedged, claim.hedged_slots) == (False, ("actor",))
    assert to_dict(claim)["hedged_slots"] == ["actor"]
    (claim,) = coder.code("An Israeli airstrike killed five people near Homs.").claims
    assert "hedged_slots" not in to_dict(claim)
    (claim,) = coder.code('The army said it killed "terrorists" in Afrin.').claims
    assert claim.target is not None and "terrorists" in claim.target.text and claim.target.id is None


@pytest.mark.parametrize(
    ("text", "event", "wanted"),
    [
        ('"They shot him," the Lagos Herald quoted Ade Bello as saying.', "shot", ["Ade Bello", "Lagos Herald"]),
        ("The general was quoted on state television as saying rebels fled.", "fled", ["general", "state television"]),
        ('"They shot him," Ade Bello said, quoted by Reuters.', "shot", ["Ade Bello", "Reuters"]),
        ("Two officials confirmed the capture to Reuters.", "capture", ["Two officials", "Reuters"]),
        ("Jets bombed a village, confirmed army spokesman Goran Petrov, killing two.", "bombed", ["Goran Petrov"]),
        ("Rebels fled, but according to residents, jets bombed a village.", "fled", []),
        ("Rebels fled, but according to residents, jets bombed a village.", "bombed", ["residents"]),
        ("There were reports of looting, an aid worker said.", "looting", ["aid worker"]),
        ("The army knows that rebels looted a clinic.", "looted", []),
        ("No group claimed responsibility for the bombing.", "bombing", []),
        ("If rebels attack the dam, engineers said, the delta would flood.", "attack", ["engineers"]),
        ("As he spoke to supporters on Monday, a boy was stabbed by a man, police said.", "stabbed", ["police"]),
        ("US intelligence believes that Iran supplied the missiles.", "supplied", ["US intelligence"]),
        ("Both sides reported heavy clashes that went on at night.", "clashes", ["Both sides"]),
        ('"He told me, \'They shot the driver,\'" the widow said.', "shot", ["He", "widow"]),
        ("Army: Rebels Shell Kutum. Nine people were killed.", "Shell", ["Army"]),
        ("Army: Rebels Shell Kutum. Nine people were killed.", "killed", []),
    ],
)
def test_chains_of_less_plain_reports(
    parser: Parser, lexicon: CueLexicon, text: str, event: str, wanted: list[str]
) -> None:
    assert names(chain(parser, lexicon, text, event)) == wanted


@pytest.mark.parametrize(
    ("text", "basis"),
    [
        ("Nine rebels were killed, the army said.", None),
        ("Satellite images show that Kutum was bombed.", "Satellite images"),
        ("The army said, citing drone footage, that the base was hit.", "drone footage"),
        ("Jets destroyed a depot that was found by means of space reconnaissance.", "space reconnaissance"),
        ("According to hospital records, forty people were killed.", "hospital records"),
        ("A video released by the group shows how forty people were killed.", "A video"),
        ("In footage shared online, soldiers can be seen as a bridge is hit.", "footage"),
        ("The moment the bridge was hit was caught on camera.", "camera"),
        ("The bridge was hit by a missile, satellite images showed.", "satellite images"),
        ("A correspondent for the agency saw nine people killed.", "A correspondent for the agency saw"),
        ("Residents heard jets before the bridge was hit.", "Residents heard"),
        ("Forty people were killed, according to a count kept by the monitor.", "a count"),
        ("In a video posted online, a commander says the bridge was hit.", None),
        ("The video of a wedding was posted before the bridge was hit.", None),
        ("The man who saw the film was killed.", None),
    ],
)
def test_evidence_is_the_basis(parser: Parser, lexicon: CueLexicon, text: str, basis: str | None) -> None:
    event = next(word for word in ("killed", "bombed", "hit", "destroyed") if word in text)  # the event
    found = chain(parser, lexicon, text, event).basis
    assert (found and found.text) == basis


@pytest.mark.parametrize(
    ("text", "event", "wanted", "slots"),
    [
        ("Nine miners were killed near Bria.", "killed", False, ()),
        ("Nine miners were reportedly killed near Bria.", "killed", True, ()),
        ("The group is said to have executed five men.", "executed", True, ()),
        ("The captain may have been abducted.", "abducted", True, ()),
        ("The captain may be abducted.", "abducted", False, ()),
        ("A suspected chemical attack killed nine.", "attack", True, ()),
        ("A suspected Boko Haram attack killed nine.", "attack", False, ("actor",)),
        ("An alleged Israeli airstrike killed nine.", "airstrike", False, ("actor",)),
        ("The bombing was blamed on a splinter group.", "bombing", True, ()),
        ("It was not clear whether the missile struck the ship.", "struck", True, ()),
        ("There was no claim of responsibility for the attack.", "attack", False, ()),
        ("Suspected rebels killed nine.", "killed", False, ("actor",)),
        ("Police killed nine suspected rebels.", "killed", False, ("target",)),
        ("Suspected smugglers shot a suspected informer.", "shot", False, ("actor", "target")),
        ("The town is reportedly empty and its mayor has fled.", "fled", False, ()),
        ("Asked whether his men shelled the town, the general laughed.", "shelled", False, ()),
        ("The gunman could have killed the guards.", "killed", True, ()),
        ("The army said it had taken Kutum, a claim the rebels denied.", "taken", True, ()),
    ],
)
def test_hedges_reach_what_they_govern(
    parser: Parser, lexicon: CueLexicon, text: str, event: str, wanted: bool, slots: tuple[str, ...]
) -> None:
    parse = parser.parse(text)
    start = text.index(event)
    trigger = trigger_at(parse, Span.of(text, start, start + len(event)))
    found = chain_of(parse, trigger, find_speeches(parse, lexicon=lexicon))
    assert (found.hedged or hedged(parse, trigger)) is wanted
    assert slot_hedges(parse, trigger) == slots


def test_the_projects_chain_sentences_hold_their_floor() -> None:
    rows = [json.loads(line) for line in Path(FILE).read_text(encoding="utf-8").splitlines()]
    assert len(rows) >= 120 and sum(row["set"] == "aside" for row in rows) * 3 == len(rows)
    for row in rows:
        for span in (row["trigger"], row["basis"], *row["sources"]):
            assert span is None or row["text"][span["start"] : span["end"]] == span["text"]
    counts, errors = evaluate(rows)
    right, total = counts["chain exact"]
    assert right / total >= 0.97, "\n".join(errors)
