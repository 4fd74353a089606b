"""Judgements survive coding again and new versions of the article, or are listed."""

from __future__ import annotations

from dataclasses import replace

from case.samples import DUMA, claim, duma, received, span
from sayso.record import Claim, Record, identified, to_dict
from sayso.review import Reviewer, links, orphans
from sayso.store import Case

SHELLED, HIT = (one.id for one in duma().claims)


def again(record: Record, *claims: Claim, made_by: str = "sayso 2") -> Record:
    """The document as another version coded it."""
    named = tuple(identified(one, record.id) for one in claims)
    return replace(record, claims=named, events=(), made_by=made_by)


def the(case: Case, trigger: str) -> dict[str, object]:
    return next(dict(row) for row in case.claims("reviewed:yes,no,disputed") if row["trigger"] == trigger)


def test_a_claim_that_is_coded_otherwise_keeps_what_was_accepted(local: Case) -> None:
    local.writer.write([duma()])
    Reviewer(local, "Ana").accept(SHELLED)
    shelled, hit = duma().claims
    other = again(duma(), replace(shelled, actor=None, hedged=True, trigger=span(DUMA, "artillery shelled")), hit)
    assert other.claims[0].id != SHELLED
    local.writer.write([other])
    row = the(local, "shelled")
    assert (row["actor"], row["hedged"], row["reviewed"], row["reviewed_by"]) == ("Syrian Army", 0, "accepted", "Ana")
    assert row["claim"] == other.claims[0].id
    # The coder's own record says what it said.
    assert local.record("duma-1", "sayso 2").claims[0].actor is None
    assert local.check() == []
    # What is judged next goes into the same thread.
    Reviewer(local, "Ben").reject(other.claims[0].id)
    assert {entry["subject"] for entry in local.view.judgements()} == {SHELLED}
    local.writer.write([duma()])
    assert the(local, "shelled")["reviewed"] == "rejected"


def test_an_edit_survives_and_only_that_slot_is_the_reviewers(local: Case) -> None:
    local.writer.write([duma()])
    Reviewer(local, "Ana").edit(SHELLED, {"status": "denied"})
    shelled, hit = duma().claims
    local.writer.write([again(duma(), replace(shelled, hedged=True), hit)])
    row = the(local, "shelled")
    assert (row["status"], row["hedged"], row["reviewed"]) == ("denied", 1, "edited")
    assert row["reviewed_slots"] == '{"status": "Ana"}'


def test_a_rejection_is_of_a_kind_of_claim_and_does_not_pass_to_another(local: Case) -> None:
    local.writer.write([duma()])
    Reviewer(local, "Ana").reject(SHELLED)
    shelled, hit = duma().claims
    local.writer.write([again(duma(), replace(shelled, kind="property_damage"), hit)])
    assert the(local, "shelled")["reviewed"] is None
    (orphan,) = orphans(local.view)
    assert (orphan.thread.subject, orphan.slots) == (SHELLED, ())
    # Nothing is lost: coded as before, it is rejected again.
    local.writer.write([duma()])
    assert [row["trigger"] for row in local.claims()] == ["hit"]
    assert list(orphans(local.view)) == []


def test_what_matches_no_claim_can_be_tied_to_one(local: Case) -> None:
    local.writer.write([duma()])
    ana = Reviewer(local, "Ana")
    ana.reject(SHELLED)
    shelled, hit = duma().claims
    other = again(duma(), replace(shelled, kind="property_damage"), hit)
    local.writer.write([other])
    ana.move(SHELLED, other.claims[0].id)
    assert list(orphans(local.view)) == []
    assert the(local, "shelled")["reviewed"] == "rejected"
    ana.undo()
    assert len(list(orphans(local.view))) == 1


def test_a_new_version_of_the_article_keeps_judgements_of_sentences_that_stayed(local: Case) -> None:
    local.writer.add([received(DUMA, id="duma-1")])
    local.writer.write([duma()])
    place = to_dict(duma().claims[0].place) | {"name": "Douma", "geonameid": None}
    Reviewer(local, "Ana").edit(SHELLED, {"place": place}, accept=True)
    Reviewer(local, "Ana").accept(HIT)
    before = "Correction: an earlier version misspelt a name. "
    text = before + DUMA.replace("had hit Harasta", "had never hit Harasta")
    local.writer.add([received(text, id="duma-1")])
    moved = claim(text, "shelled", "duma-1", place=("Duma", "Duma", 170_654, 33.57, 36.4, "SYR", "Rif-dimashq"))
    local.writer.write([Record(id="duma-1", text=text, claims=(moved, claim(text, "hit", "duma-1")), made_by="sayso 2")])
    row = the(local, "shelled")
    assert (row["place"], row["actor"], row["reviewed"]) == ("Douma", "Syrian Army", "edited")
    record = local.record("duma-1")
    found = record.claims[0].place
    assert found is not None
    assert text[found.start : found.end] == "Duma"
    assert local.check() == []
    # The other sentence reads otherwise: whoever accepted it has not seen it.
    assert the(local, "hit")["reviewed"] is None
    (orphan,) = orphans(local.view)
    assert orphan.thread.subject == HIT


def test_a_value_whose_words_are_gone_is_listed(local: Case) -> None:
    text = "The army moved in. Rebels shelled Salma."
    one = claim(text, "shelled", "d")
    local.writer.write([Record(id="d", text=text, claims=(one,), made_by="1")])
    actor = {**to_dict(span(text, "The army")), "name": "army", "id": None, "type": "state-military", "country": None}
    Reviewer(local, "Ana").edit(one.id, {"actor": actor})
    changed = "The rebels moved in. Rebels shelled Salma."
    local.writer.write([Record(id="d", text=changed, claims=(claim(changed, "shelled", "d"),), made_by="1")])
    (orphan,) = orphans(local.view)
    assert (orphan.slots, orphan.claim) == (("actor",), claim(changed, "shelled", "d").id)


def test_an_added_claim_moves_with_its_sentence_and_melts_into_the_coders(local: Case) -> None:
    bare = replace(duma(), claims=duma().claims[1:], events=())
    local.writer.write([bare])
    slots = {
        "kind": "shelling", "trigger": to_dict(span(DUMA, "shelled")), "evidence": to_dict(duma().claims[0].evidence),
        "status": "asserted", "hedged": True,
    }  # fmt: skip
    added = Reviewer(local, "Ana").add("duma-1", slots)
    assert the(local, "shelled")["reviewed"] == "added"
    assert local.view.claim(added)[1].kind == "shelling"
    assert local.check() == []
    local.writer.write([again(duma(), *duma().claims)])
    assert [row["trigger"] for row in local.claims()] == ["shelled", "hit"]
    row = the(local, "shelled")
    assert (row["hedged"], row["reviewed"], row["actor"]) == (1, "added", "Syrian Army")
    # Without its sentence there is nowhere to put it.
    text = "State television denied that artillery had hit Harasta."
    local.writer.write([Record(id="duma-1", text=text, claims=(claim(text, "hit", "duma-1"),), made_by="3")])
    assert [orphan.thread.subject for orphan in orphans(local.view)] == [added]


def test_merges_and_splits_are_pairs_of_the_claims_as_they_are_now(local: Case) -> None:
    local.writer.write([duma(), duma("duma-2", url="https://n.example/2")])
    shelled, hit = duma().claims
    other, far = duma("duma-2").claims
    ana = Reviewer(local, "Ana")
    ana.merge([other.id, shelled.id])
    ana.split([hit.id, far.id])
    pair = (min(shelled.id, other.id), max(shelled.id, other.id))
    assert links(local.view) == ([pair], [(min(hit.id, far.id), max(hit.id, far.id))])
    coded = again(duma(), replace(shelled, hedged=True), hit)
    local.writer.write([coded])
    new = coded.claims[0].id
    assert links(local.view)[0] == [(min(new, other.id), max(new, other.id))]
    ana.reject(other.id)
    assert links(local.view)[0] == []
    # A claim that is gone takes the pair with it, and that is said.
    local.writer.write([again(duma(), hit, made_by="sayso 3")])
    assert [orphan.thread.subject for orphan in orphans(local.view)] == [shelled.id]


def test_a_document_that_is_not_in_the_case_has_orphans_only(local: Case, tmp_path: object) -> None:
    local.writer.write([duma()])
    Reviewer(local, "Ana").accept(SHELLED)
    rows = [dict(row) for row in local.view.judgements()]
    from sayso.store import open_case

    with open_case(f"{tmp_path}/other.sayso", create=True) as empty:
        empty.writer.restore_judgements(rows)
        assert [one.thread.subject for one in orphans(empty.view)] == [SHELLED]
        assert empty.check() == []
        empty.writer.write([duma()])
        assert list(orphans(empty.view)) == []
        assert next(empty.claims("reviewed:accepted"))["claim"] == SHELLED
