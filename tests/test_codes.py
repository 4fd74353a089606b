"""Codes in PLOVER, ACLED, UCDP and CAMEO, by kind, sense, parties and status."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from sayso.actors import ActorBook
from sayso.claims.codes import CodeTable, codes_of
from sayso.errors import CodebookError
from sayso.record import ACTOR_TYPES, KINDS, STATUSES, Entity

# Sub-event types of ACLED's public codebook.
SUB_EVENTS = {
    "Battles": {"Armed clash", "Government regains territory", "Non-state actor overtakes territory"},
    "Explosions/Remote violence": {
        "Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack",
        "Remote explosive/landmine/IED", "Grenade",
    },
    "Violence against civilians": {"Sexual violence", "Attack", "Abduction/forced disappearance"},
    "Protests": {"Peaceful protest", "Protest with intervention", "Excessive force against protesters"},
    "Riots": {"Violent demonstration", "Mob violence"},
    "Strategic developments": {
        "Agreement", "Arrests", "Change to group/activity", "Disrupted weapons use",
        "Headquarters or base established", "Looting/property destruction", "Non-violent transfer of territory",
        "Other",
    },
}  # fmt: skip
PLOVER = {
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "REJECT", "ACCUSE", "THREATEN",
    "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
}  # fmt: skip


@cache
def table() -> CodeTable:
    return CodeTable.load()


@cache
def book() -> ActorBook:
    return ActorBook.load()


def party(type: str) -> Entity:
    return Entity(0, 1, "x", "x", None, type)


@pytest.mark.parametrize(
    ("kind", "actor", "target", "sub_event"),
    [
        ("armed_attack", "rebel", "civilians", "Attack"),
        ("armed_attack", "rebel", "state-military", "Armed clash"),
        ("territory_gained", "state-military", "rebel", "Government regains territory"),
        ("territory_gained", "rebel", None, "Non-state actor overtakes territory"),
        ("airstrike", "state-military", "civilians", "Air/drone strike"),
        ("protest", "civilians", None, "Peaceful protest"),
    ],
)
def test_acled_depends_on_who_did_what_to_whom(kind: str, actor: str, target: str | None, sub_event: str) -> None:
    codes = codes_of(table(), book(), kind, party(actor), party(target) if target else None, "asserted")
    assert codes.acled is not None
    assert codes.acled.sub_event_type == sub_event


@pytest.mark.parametrize(
    ("actor", "target", "type_of_violence"),
    [
        ("state-military", "rebel", 1),
        ("rebel", "state-police", 1),
        ("rebel", "rebel", 2),
        ("rebel", "civilians", 3),
        ("state-military", "medical", 3),
        ("unknown", "state-military", 1),
        ("state-military", None, None),
        ("civilians", "state-police", None),
        (None, None, None),
    ],
)
def test_ucdp_type_of_violence(actor: str | None, target: str | None, type_of_violence: int | None) -> None:
    codes = codes_of(
        table(), book(), "shelling", party(actor) if actor else None, party(target) if target else None, "asserted"
    )
    assert codes.ucdp is not None
    assert codes.ucdp.type_of_violence == type_of_violence


def test_two_of_one_side_make_no_type_of_violence() -> None:
    army = Entity(0, 1, "x", "x", None, "state-military", "SYR")
    police = Entity(0, 1, "x", "x", None, "state-police", "SYR")
    codes = codes_of(table(), book(), "armed_clash", army, police, "asserted")
    assert codes.ucdp is not None and codes.ucdp.type_of_violence is None


def test_sense_tells_apart_what_a_kind_holds_together() -> None:
    grenade = codes_of(table(), book(), "bombing", None, None, "asserted", "grenade").acled
    planted = codes_of(table(), book(), "bombing", None, None, "asserted").acled
    assert grenade is not None and grenade.sub_event_type == "Grenade"
    assert planted is not None and planted.sub_event_type == "Remote explosive/landmine/IED"


def test_intention_is_agreement_or_threat_in_plover() -> None:
    aid = codes_of(table(), book(), "aid", party("international"), None, "planned").plover
    strike = codes_of(table(), book(), "airstrike", party("state-military"), None, "planned").plover
    assert aid is not None and aid.event == "AGREE"
    assert strike is not None and strike.event == "THREATEN"


def test_every_case_gives_codes_that_the_schemas_know() -> None:
    parties = [None, *(party(type) for type in ACTOR_TYPES)]
    for kind in KINDS:
        for actor in parties:
            for target in parties:
                for status in STATUSES:
                    codes = codes_of(table(), book(), kind, actor, target, status)
                    if codes.acled is not None:
                        assert codes.acled.sub_event_type in SUB_EVENTS[codes.acled.event_type]
                    if codes.plover is not None:
                        assert codes.plover.event in PLOVER
                    if codes.ucdp is not None:
                        assert codes.ucdp.type_of_violence in (1, 2, 3, None)


@pytest.mark.parametrize(
    "row", ["frobnication,,,,,ASSAULT,,", "killing,,rebels,,,ASSAULT,,", "killing,,,,sure,ASSAULT,,"]
)
def test_a_wrong_row_is_refused(tmp_path: Path, row: str) -> None:
    (tmp_path / "mappings_plover.csv").write_text(f"kind,sense,actor,target,status,event,mode,contexts\n{row}\n")
    with pytest.raises(CodebookError, match="mappings_plover"):
        CodeTable.load(tmp_path)


def test_the_users_row_wins(tmp_path: Path) -> None:
    (tmp_path / "mappings_plover.csv").write_text(
        "kind,sense,actor,target,status,event,mode,contexts\nkilling,,,,,COERCE,,\n"
    )
    codes = codes_of(CodeTable.load(tmp_path), book(), "killing", party("rebel"), party("civilians"), "asserted")
    assert codes.plover is not None and codes.plover.event == "COERCE"


def test_an_event_without_an_actor_has_no_plover_code() -> None:
    told = codes_of(table(), book(), "armed_clash", None, None, "asserted")
    assert told.plover is None
    assert told.acled is not None and told.acled.sub_event_type == "Armed clash"
    assert codes_of(table(), book(), "killing", None, party("civilians"), "asserted").plover is None
    assert codes_of(table(), book(), "armed_clash", party("rebel"), None, "asserted").plover is not None
