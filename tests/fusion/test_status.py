"""Each status and each flag of a slot, on reports built by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fusion.samples import (
    KREMLIN,
    KYIV,
    MARKET,
    MINISTRY,
    MONITOR,
    POSITIONS,
    REBELS,
    RESIDENTS,
    RUSSIA,
    SURGEON,
    UKRAINE,
    relay,
    told,
)
from sayso.fusion import Dossier, Slot, Told, build


def fused(*claims: Told) -> Dossier:
    return build("e1", claims)


def slot(found: Dossier, name: str) -> Slot:
    one = found.slot(name)
    assert one is not None
    return one


def test_what_nobody_is_named_for_is_unattributed_however_many_print_it() -> None:
    found = fused(*(told(f"d{n}", f"Paper {n}") for n in range(5)))
    assert found.status == "unattributed"
    assert slot(found, "target").status == "unattributed"


def test_one_source_in_forty_outlets_is_one_origin() -> None:
    found = fused(*(told(f"d{n}", f"Paper {n}", sources=[MINISTRY], target=POSITIONS) for n in range(40)))
    assert (found.status, found.origins, found.kappa, found.outlets, found.documents) == ("single-origin", 1, 1, 40, 40)
    assert [node.label for node in found.chain.nodes if node.bottleneck] == ["Russia"]


def test_a_spokesman_and_his_ministry_are_one_origin() -> None:
    found = fused(told("a", "Paper A", sources=[MINISTRY]), told("b", "Paper B", sources=[KREMLIN]))
    assert (found.status, found.origins) == ("single-origin", 1)


def test_two_sources_of_one_side_corroborate() -> None:
    found = fused(told("a", "Paper A", sources=[RESIDENTS]), told("b", "Paper B", sources=[SURGEON]))
    assert (found.status, found.kappa, found.parties) == ("corroborated", 2, ("victims' side",))


def test_sources_of_two_sides_are_cross_party() -> None:
    found = fused(told("a", "Paper A", sources=[MONITOR]), told("b", "Paper B", sources=[SURGEON]))
    assert (found.status, found.parties) == ("cross-party", ("neutral", "victims' side"))


def test_an_admission_is_marked_and_lifts_what_is_corroborated() -> None:
    own = ("Igor Konashenkov", None, "state-military", "RUS", "speaker", "admitted")
    found = fused(told("a", "Paper A", sources=[own]), told("b", "Paper B", sources=[SURGEON]))
    value = slot(found, "actor").values[0]
    assert value.admission
    assert value.status == "cross-party"
    assert not fused(told("a", "Paper A", actor=REBELS, sources=[("rebels", None, "rebel", "SYR", "speaker", "said")])
                     ).slots[0].values[0].admission  # fmt: skip


def test_two_origins_through_one_relay_pass_a_bottleneck() -> None:
    wire = relay("Northern Wire")
    found = fused(
        told("a", "Paper A", sources=[MONITOR, wire]),
        told("b", "Paper B", sources=[SURGEON, wire]),
    )
    assert (found.origins, found.kappa, found.status) == (2, 1, "single-origin")
    occurred = slot(found, "occurred").values[0]
    assert occurred.bottlenecks == ("Northern Wire",)
    assert [node.label for node in found.chain.nodes if node.bottleneck] == ["Northern Wire"]


def test_two_names_of_one_agency_are_one_relay() -> None:
    found = fused(
        told("a", "Paper A", sources=[MONITOR, relay("AFP")]),
        told("b", "Paper B", sources=[SURGEON, relay("Agence France-Presse")]),
    )
    assert (found.origins, found.kappa) == (2, 1)


def test_an_agency_that_a_text_credits_is_a_relay() -> None:
    found = fused(
        told("a", "Paper A", sources=[MONITOR], credit="Reuters"),
        told("b", "Paper B", sources=[SURGEON], credit="Reuters"),
    )
    assert (found.origins, found.kappa) == (2, 1)


def test_a_third_party_that_denies_makes_it_contested() -> None:
    denied = told("b", "Paper B", actor=None, status="denied", sources=[MONITOR])
    found = fused(told("a", "Paper A", sources=[SURGEON]), denied)
    occurred = slot(found, "occurred")
    assert found.denied
    assert occurred.contested
    assert not occurred.denied_by_accused
    assert occurred.agreed is None
    assert [(one.kind, one.by_accused) for one in found.contradictions] == [("denial", False)]


def test_a_denial_by_the_accused_is_kept_apart() -> None:
    found = fused(
        told("a", "Paper A", sources=[SURGEON]),
        told("b", "Paper B", sources=[MONITOR]),
        told("c", "Paper C", status="denied", sources=[KREMLIN]),
    )
    actor = slot(found, "actor")
    assert actor.denied_by_accused
    assert not actor.contested
    assert not found.contested
    assert actor.agreed is None
    assert slot(found, "occurred").denied_by_accused
    assert found.status == "cross-party"
    (one,) = found.contradictions
    assert (one.kind, one.slot, one.by_accused, one.other.parties) == ("denial", "actor", True, ("side of Russia",))


def test_an_event_may_hold_while_its_perpetrator_is_contested() -> None:
    found = fused(
        told("a", "Paper A", sources=[SURGEON]),
        told("b", "Paper B", sources=[KYIV]),
        told("c", "Paper C", actor=UKRAINE, sources=[MINISTRY]),
    )
    actor = slot(found, "actor")
    assert actor.contested
    assert actor.agreed is None
    assert found.status == "cross-party"
    assert found.kappa == 3
    assert slot(found, "occurred").agreed == "it happened"
    kinds = [(one.kind, one.by_accused) for one in found.contradictions]
    assert kinds == [("perpetrator", True)]
    assert "contested" in found.title


def test_the_accused_who_strike_there_and_blame_others_for_this_are_contested() -> None:
    found = fused(
        told("a", "Paper A", sources=[SURGEON]),
        told("b", "Paper B", sources=[MONITOR]),
        told("c", "Paper C", target=POSITIONS, sources=[MINISTRY]),  # they were there, and hit something else
        told("d", "Paper D", actor=UKRAINE, sources=[MINISTRY]),
    )
    actor = slot(found, "actor")
    assert actor.contested
    assert actor.agreed is None
    (one,) = [one for one in found.contradictions if one.kind == "perpetrator"]
    assert one.by_accused
    assert one.other.parties == ("side of Russia",)
    assert "side of Russia" not in one.one.parties


def test_words_for_one_actor_contradict_nothing() -> None:
    warplanes = ("warplanes", "warplanes", None, "unknown", None)
    found = fused(told("a", "Paper A", sources=[SURGEON]), told("b", "Paper B", actor=warplanes, sources=[MONITOR]))
    actor = slot(found, "actor")
    assert not actor.contested
    assert actor.agreed == "Russian Air Force"


def test_another_targets_identity_is_a_contradiction() -> None:
    found = fused(
        told("a", "Paper A", target=POSITIONS, sources=[MINISTRY]),
        told("b", "Paper B", target=MARKET, sources=[SURGEON]),
    )
    target = slot(found, "target")
    assert target.contested
    (one,) = [one for one in found.contradictions if one.kind == "target"]
    assert {one.one.value, one.other.value} == {"market", "militant positions"}
    assert {party for side in (one.one, one.other) for party in side.parties} == {"side of Russia", "victims' side"}


def test_what_one_source_names_together_is_no_contradiction() -> None:
    found = fused(
        told("a", "Paper A", target=POSITIONS, co_targets=[MARKET], sources=[MONITOR]),
        told("b", "Paper B", target=MARKET, sources=[SURGEON]),
    )
    assert not slot(found, "target").contested


def test_who_admits_the_strike_and_denies_its_target_denies_the_target_alone() -> None:
    found = fused(
        told("a", "Paper A", target=POSITIONS, sources=[MINISTRY]),
        told("b", "Paper B", sources=[SURGEON]),
        told("c", "Paper C", status="denied", sources=[KREMLIN]),
    )
    assert not slot(found, "actor").denied_by_accused
    assert slot(found, "target").denied_by_accused
    assert slot(found, "actor").agreed == "Russian Air Force"


@pytest.mark.parametrize(("one", "other", "contested"), [
    ((5, 5), (9, 9), True), ((5, None), (9, 9), False), ((5, 7), (7, 9), False), ((None, 4), (5, 5), True),
])  # fmt: skip
def test_figures_contradict_where_they_do_not_overlap(
    one: tuple[int | None, int | None], other: tuple[int | None, int | None], contested: bool
) -> None:
    found = fused(
        told("a", "Paper A", killed=one, sources=[MONITOR]), told("b", "Paper B", killed=other, sources=[SURGEON])
    )
    assert slot(found, "killed").contested is contested
    assert bool([one for one in found.contradictions if one.kind == "counts"]) is contested


def test_figures_for_different_people_do_not_contradict() -> None:
    found = fused(
        told("a", "Paper A", killed=(40, 40), who="militants", sources=[MINISTRY]),
        told("b", "Paper B", killed=(12, 12), who="civilians", sources=[SURGEON]),
    )
    assert not slot(found, "killed").contested


def test_figures_for_the_people_of_two_nations_do_not_contradict_and_the_lesser_is_a_part() -> None:
    found = fused(
        told("a", "Paper A", killed=("2 Britons", 2), sources=[MINISTRY]),
        told("b", "Paper B", killed=("170 Afghans", 170), sources=[SURGEON]),
    )
    killed = slot(found, "killed")
    assert not killed.contested
    assert (killed.low, killed.best, killed.high) == (170, 170, 170)
    assert killed.agreed == "170"
    assert not [one for one in found.changes if one.before]


def test_figures_for_the_people_of_one_nation_contradict() -> None:
    found = fused(
        told("a", "Paper A", killed=("40 Ukrainian soldiers", 40), sources=[MINISTRY]),
        told("b", "Paper B", killed=("9 Ukrainians", 9), sources=[SURGEON]),
    )
    assert slot(found, "killed").contested


def test_a_figure_is_nobody_who_was_struck() -> None:
    found = fused(told("a", "Paper A", target=("525", "525", None, "unknown", None), sources=[MONITOR]))
    assert found.slot("target") is None


def test_a_hall_without_a_name_is_no_other_place() -> None:
    hall = ("the hall", None, 38.9, -77.0, None, 1)
    found = fused(told("a", "Paper A", sources=[MONITOR]), told("b", "Paper B", place=hall, sources=[SURGEON]))
    assert not slot(found, "place").contested


def test_a_family_and_its_relatives_in_one_paper_are_one_voice() -> None:
    family = ("Family", None, "civilians", None, "speaker", "said")
    relatives = ("their relatives", None, "civilians", None, "speaker", "said")
    found = fused(told("a", "Paper A", sources=[family]), told("a", "Paper A", sources=[relatives], words="too"))
    assert found.origins == 1


def test_a_toll_that_rises_is_an_update() -> None:
    found = fused(
        told("a", "Paper A", killed=(5, 5), sources=[SURGEON]),
        told("b", "Paper B", killed=(9, 9), sources=[MONITOR], published="2022-05-06"),
    )
    killed = slot(found, "killed")
    assert not killed.contested
    assert (killed.low, killed.best, killed.high) == (9, 9, 9)
    assert [(one.before, one.after) for one in killed.updates] == [("5", "9")]
    assert [value.superseded for value in killed.values] == [False, True]
    assert "update" in [one.kind for one in found.changes]


def test_the_other_sides_higher_figure_is_no_update() -> None:
    found = fused(
        told("a", "Paper A", killed=(5, 5), sources=[MINISTRY]),
        told("b", "Paper B", killed=(90, 90), sources=[KYIV], published="2022-05-06"),
    )
    killed = slot(found, "killed")
    assert killed.contested
    assert (killed.low, killed.high) == (5, 90)


def test_a_source_that_corrects_itself_downwards_is_an_update() -> None:
    found = fused(
        told("a", "Paper A", killed=(50, 50), sources=[SURGEON]),
        told("b", "Paper B", killed=(31, 31), sources=[SURGEON], published="2022-05-06"),
    )
    killed = slot(found, "killed")
    assert (killed.low, killed.best, killed.high) == (31, 31, 31)
    assert not killed.contested


def test_low_best_high_take_nothing_away() -> None:
    found = fused(
        told("a", "Paper A", killed=(5, 5), sources=[MONITOR]),
        told("b", "Paper B", killed=(5, None), sources=[SURGEON]),
        told("c", "Paper C", killed=(8, 12), sources=[KYIV]),
    )
    killed = slot(found, "killed")
    assert (killed.low, killed.best, killed.high) == (5, 5, 12)
    assert killed.rule
    five = killed.values[0]
    assert (five.display, five.kappa, {one.origin_name for one in five.statements}) == (
        "at least 5", 2, {"Rivers Monitor", "Amal Haddad"}
    )  # fmt: skip


def test_who_denies_later_what_they_said_has_taken_it_back() -> None:
    found = fused(
        told("a", "Paper A", sources=[MONITOR]),
        told("b", "Paper B", sources=[SURGEON]),
        told("c", "Paper C", actor=None, status="denied", sources=[MONITOR], published="2022-05-09"),
    )
    assert found.retracted
    assert slot(found, "occurred").retracted
    assert (found.origins, found.kappa) == (1, 1)


def test_a_claim_that_a_document_no_longer_makes_is_shown_and_not_counted() -> None:
    found = fused(told("a", "Paper A", sources=[MONITOR], withdrawn=True), told("b", "Paper B", sources=[SURGEON]))
    assert found.retracted
    assert found.origins == 1
    assert {one.stance for one in slot(found, "occurred").values[0].statements} == {"asserted", "withdrawn"}


def test_a_place_too_far_away_is_another_place() -> None:
    far = ("Odesa", 698_740, 46.48, 30.72, "Odesa", 1)
    found = fused(told("a", "Paper A", sources=[MONITOR]), told("b", "Paper B", place=far, sources=[SURGEON]))
    assert slot(found, "place").contested
    assert [one.kind for one in found.contradictions] == ["place"]


def test_a_province_does_not_contradict_its_town() -> None:
    wide = ("Kharkiv Oblast", 706_482, 49.5, 36.5, "Kharkiv", 4)
    found = fused(told("a", "Paper A", sources=[MONITOR]), told("b", "Paper B", place=wide, sources=[SURGEON]))
    place = slot(found, "place")
    assert not place.contested
    assert place.agreed == "Kharkiv"
    assert (found.lat, found.where_prec) == (49.98, 1)


def test_what_is_hedged_is_shown_and_not_counted() -> None:
    found = fused(
        told("a", "Paper A", sources=[SURGEON], hedged=True, words="it was alleged"),
        told("b", "Paper B", sources=[MONITOR]),
    )
    assert (found.origins, found.documents) == (1, 2)
    assert [one.counted for one in slot(found, "occurred").values[0].statements] == [False, True]


def test_a_probable_claim_and_an_accusation_count() -> None:
    accused = ("the Ukrainian army", "mil-ukr", "state-military", "UKR", "speaker", "accused")
    found = fused(
        told("a", "Paper A", sources=[MONITOR], hedged=True, words="probably"),
        told("b", "Paper B", sources=[accused], hedged=True),
    )
    assert found.origins == 2


def test_a_hedge_on_who_did_it_leaves_the_event() -> None:
    alleged = ("alleged Russian jets", "Russian Air Force", "air-rus", "state-military", "RUS")
    found = fused(told("a", "Paper A", actor=alleged, killed=(5, 5), sources=[SURGEON]))
    assert slot(found, "actor").values[0].reports == 0
    assert slot(found, "killed").values[0].reports == 1


def test_a_headline_in_the_outlets_voice_is_its_sources() -> None:
    found = fused(
        told("a", "Paper A", target=None), told("a", "Paper A", sources=[MONITOR]),
        told("b", "Paper B", target=None), told("b", "Paper B", sources=[MONITOR]),
    )  # fmt: skip
    assert (found.origins, found.kappa) == (1, 1)


def test_officials_of_a_headline_are_those_whom_the_text_names() -> None:
    def both(title: bool) -> Dossier:
        nobody = ("officials", None, "state-government", "UKR", "speaker", "say")
        above = told("a", "Paper A", sources=[nobody])
        head = above.claim.evidence.text if title else "Blast in Kharkiv"
        below = told("a", "Paper A", sources=[MONITOR], title=head)
        return fused(replace(above, title=head), below)

    assert {one.origin for one in both(True).slots[0].values[0].statements} == {"actor:rivers-monitor"}
    assert len({one.origin for one in both(False).slots[0].values[0].statements}) == 2


def test_history_retold_by_many_is_one_voice() -> None:
    retold = [told(f"d{n}", f"Paper {n}", background=True, published="2022-09-01") for n in range(6)]
    assert fused(*retold).origins == 1
    assert fused(told("a", "Paper A", sources=[MONITOR]), *retold).origins == 1


def test_a_state_agencys_own_word_is_its_states() -> None:
    found = fused(told("a", "TASS"), told("b", "Paper B", sources=[MINISTRY]))
    assert found.origins == 1


def test_a_group_left_unnamed_may_be_the_one_that_is_named() -> None:
    unnamed = ("rights group", None, "international", None, "speaker", "said")
    found = fused(told("a", "Paper A", sources=[MONITOR]), told("b", "Paper B", sources=[unnamed]))
    assert found.origins == 1


def test_allies_are_one_party() -> None:
    minsk = ("the Belarusian army", "mil-blr", "state-military", "BLR", "speaker", "said")
    found = fused(told("a", "Paper A", sources=[MINISTRY]), told("b", "Paper B", sources=[minsk]))
    assert (found.kappa, found.parties) == (2, ("side of Russia",))


def test_plans_and_tolls_are_linked_and_not_merged() -> None:
    plan = told("p", "Paper P", status="planned", sources=[KREMLIN], published="2022-05-01")
    toll = told("t", "Paper T", kind="toll", actor=None, target=None, killed=(300, 300), sources=[MONITOR])
    found = build("e1", [told("a", "Paper A", killed=(5, 5), sources=[SURGEON]), plan], related={"e2": [toll]})
    assert [(one.event, one.relation) for one in found.related] == [("e1", "planned"), ("e2", "toll")]
    assert slot(found, "killed").high == 5
    assert found.documents == 1


def test_what_was_published_before_the_day_does_not_report_it() -> None:
    early = told("a", "Paper A", day=None, sources=[MINISTRY], published="2022-04-20")
    found = fused(early, told("b", "Paper B", sources=[SURGEON]))
    assert found.documents == 1


def test_copies_are_folded() -> None:
    found = fused(*(told(f"d{n}", f"Paper {n}", sources=[MONITOR], lineage="l1") for n in range(3)))
    (report,) = found.reports
    assert report.document == "d0"
    assert [document for document, _, _ in report.copies] == ["d1", "d2"]
    assert (found.documents, found.origins) == (3, 1)
    (node,) = [node for node in found.chain.nodes if node.kind == "report"]
    assert node.documents == ("d0", "d1", "d2")


def test_every_word_shown_stands_in_its_quote() -> None:
    found = fused(told("a", "Paper A", killed=(5, 5), sources=[MONITOR]), told("b", "Paper B", sources=[SURGEON]))
    for one in (saying for part in found.slots for value in part.values for saying in value.statements):
        assert one.quote.text[one.words.start : one.words.end] == one.words.text


def test_sides_are_seen_from_the_event() -> None:
    both = told("a", "Paper A", actor=RUSSIA, target=("Ukrainian troops", "Military of Ukraine", "mil-ukr",
                                                      "state-military", "UKR"), sources=[KYIV])  # fmt: skip
    assert fused(both).parties == ("side of Ukraine",)
    assert fused(told("a", "Paper A", sources=[KYIV])).parties == ("victims' side",)


def test_a_title_says_once_what_was_struck_and_where() -> None:
    def of(target: str, place: str) -> str:
        words = (target, target.removeprefix("the "), None, "object", None)
        return build("e", [told("d1", target=words, place=(place, 7, 50.0, 36.2, None, 2))]).title

    assert of("the roof", "the roof").startswith("Airstrike on roof by")
    assert "at the old mill" in of("the roof", "the old mill")
    assert "in Kharkiv" in of("the roof", "Kharkiv")
