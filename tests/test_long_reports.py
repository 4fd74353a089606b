"""What long agency copy asks of a reader: whose weapon, which day, which village, whose government."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sayso import Coder
from sayso.documents import Document
from sayso.linking import mentions_of, score
from sayso.record import Claim, Record


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder().load()


def _record(coder: Coder, text: str, published: str, id: str = "a") -> Record:
    (record,) = coder.pipe([Document(text, id=id, published=published, outlet="Lenna Post")])
    return record


def _claim(record: Record, trigger: str, nth: int = 0) -> Claim:
    return [claim for claim in record.claims if claim.trigger.text == trigger][nth]


def _day(claim: Claim) -> str | None:
    return claim.when.first if claim.when is not None else None


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Israeli shells struck a school in Rafah on Sunday, medics said.", "Israel"),
        ("Police said a Turkish rocket had struck a house in Afrin.", "Turkey"),
        ("A clinic in Sanaa was hit by a Saudi missile on Friday.", "Saudi Arabia"),
        ("Nine people died when a rocket hit a clinic in Sanaa on Friday.", None),
    ],
)
def test_who_owns_a_missile_fired_it(coder: Coder, text: str, actor: str | None) -> None:
    found = {claim.actor.name if claim.actor else None for claim in _record(coder, text, "2022-04-10").claims}
    assert found == {actor}


def test_the_subject_of_a_headline_is_the_noun_behind_as(coder: Coder) -> None:
    (claim,) = _record(coder, "Dozens dead as missile hits hospital", "2022-04-10").claims
    assert claim.actor is None
    assert claim.target is not None and claim.target.text == "hospital"


def test_whom_soldiers_shot_dead(coder: Coder) -> None:
    record = _record(coder, "Residents of Goma have accused soldiers of shooting dead their neighbours.", "2022-04-10")
    (claim,) = record.claims
    assert claim.target is not None and claim.target.text.endswith("neighbours")


@pytest.mark.parametrize(
    ("text", "trigger", "day"),
    [
        ("On Sunday, shelling killed nine people in Kobane, the mayor said.", "shelling", "2022-04-10"),
        ("On Thursday, the ministry said, gunmen attacked a mosque in Kaduna.", "attacked", "2022-04-07"),
        ("Rebels shelled a hospital in Goma, Radio Okapi reported on Sunday.", "shelled", None),
        ("The killings were among the worst in the valley since the revolt began in 2015.", "killings", None),
    ],
)
def test_a_day_is_that_of_what_it_stands_with(coder: Coder, text: str, trigger: str, day: str | None) -> None:
    assert _day(_claim(_record(coder, text, "2022-04-11"), trigger)) == day


OLD_BELOW = """Rebels shelled Aden market, ministry says

The ministry on Friday blamed rebels for the missile strike on the market in Aden.

The strike was carried out from the hills, its spokesman said. He gave no proof. Traders fled.

The ministry recalled that on March 14 a missile killed 17 people in Taiz."""


def test_an_old_day_recalled_far_below_dates_nothing_above(coder: Coder) -> None:
    record = _record(coder, OLD_BELOW, "2022-04-08")
    assert {_day(claim) for claim in record.claims if claim.trigger.start < 140} <= {None, "2022-04-08"}
    assert _day(_claim(record, "killed")) == "2022-03-14"


WEEK_BEFORE = """Thirty soldiers were killed when militants attacked a post at Dori in Burkina Faso on Thursday, the army said.

The assault came a week after nine villagers were killed in Djibo by men on motorcycles."""


def test_the_later_event_dates_the_earlier_and_stays_where_it_was(coder: Coder) -> None:
    record = _record(coder, WEEK_BEFORE, "2023-04-28")
    killed, assault = _claim(record, "killed"), _claim(record, "assault")
    assert (_day(killed), _day(assault)) == ("2023-04-20", "2023-04-27")
    assert assault.place is None or "Djibo" not in assault.place.text


def test_the_same_day_is_that_of_the_event_and_not_of_the_statement(coder: Coder) -> None:
    text = (
        "Soldiers killed nine people in Djibo on April 20. The minister said on Thursday that he condemned the killings. "
        "Two villages were also attacked on the same day, survivors said."
    )
    assert _day(_claim(_record(coder, text, "2023-04-29"), "attacked")) == "2023-04-20"


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("KINSHASA - Rebels attacked a post in eastern Congo on Thursday. The province borders Rwanda and Uganda. "
         "The government said nine soldiers were killed.", "COD"),
        ("Rebels attacked a post in eastern Congo on Thursday. Uganda sent troops. "
         "The government said nine soldiers were killed.", "UGA"),
    ],
)  # fmt: skip
def test_the_government_is_none_of_a_state_that_is_only_near(coder: Coder, text: str, country: str) -> None:
    source = _record(coder, text, "2023-04-24").claims[-1].sources[0]
    assert source.country == country


def test_an_official_is_not_of_the_state_across_the_border(coder: Coder) -> None:
    text = (
        "OUAGADOUGOU - Men killed nine villagers near the border with Mali on Thursday, said Lamine Diallo, a prosecutor in "
        "Burkina Faso. Burkina Faso has seen many attacks."
    )
    (source,) = _record(coder, text, "2023-04-24").claims[0].sources
    assert source.country != "MLI"


VILLAGE = """{dateline} - Soldiers killed {count} people in the village of Karma on April 20, {voice} said.

They demanded an inquiry. Burkina Faso's army did not comment."""


@pytest.mark.parametrize("dateline", ["OUAGADOUGOU", "DAKAR/GENEVA"])
def test_a_village_that_no_table_has_is_no_namesake_abroad(coder: Coder, dateline: str) -> None:
    text = VILLAGE.format(dateline=dateline, count=136, voice="survivors")
    place = _claim(_record(coder, text, "2023-04-29"), "killed").place
    assert place is not None
    assert (place.country, place.geonameid) == ("BFA", None)


def test_reports_of_such_a_village_meet_at_its_name(coder: Coder) -> None:
    one = _record(coder, VILLAGE.format(dateline="DAKAR", count=136, voice="survivors"), "2023-04-29")
    two = _record(coder, VILLAGE.format(dateline="OUAGADOUGOU", count=60, voice="a prosecutor"), "2023-04-24", "b")
    left, right = (next(iter(mentions_of(record))) for record in (one, two))
    assert ("same place", 1.0) in score(left, right).reasons
    moved = replace(right, places=tuple(replace(spot, name="Nouna") for spot in right.places))
    assert not {"same place", "same region", "place differs"} & dict(score(left, moved).reasons).keys()


def test_the_village_is_not_where_a_speaker_sits(coder: Coder) -> None:
    text = (
        "Soldiers shot nine people in the village of Nouna on Monday, survivors said.\n\n"
        "In Geneva, the U.N. human rights office said that at least 15 civilians may have been killed in the village."
    )
    place = _claim(_record(coder, text, "2023-05-04"), "killed").place
    assert place is not None and place.country == "BFA"


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        ("A missile hit a bus in Taiz on Friday. Rebels had fired the missile, the ministry said.", "shelling"),
        ("Jets bombed a bus in Taiz on Friday. Jets bombed a bridge too, the ministry said.", "airstrike"),
    ],
)
def test_a_strike_is_of_what_the_text_tells_of(coder: Coder, told: str, kind: str) -> None:
    record = _record(coder, f"{told}\n\nThe governor condemned the strike on Taiz.", "2022-04-10")
    assert _claim(record, "strike").kind == kind


def test_a_month_and_a_day_of_it_at_one_spot_are_one_event(coder: Coder) -> None:
    text = (
        "Soldiers executed at least 150 people in the village of Nouna last month, a rights group said.\n\n"
        "Soldiers killed 80 men in Nouna on April 20, it said."
    )
    record = _record(coder, text, "2023-05-04")
    one, two = _claim(record, "executed"), _claim(record, "killed")
    assert any({one.id, two.id} <= set(event.claims) for event in record.events)


def test_the_agency_at_the_end_of_a_text_is_its_credit(coder: Coder) -> None:
    text = "Shells hit a school in Goma on Friday, medics said.\n\nThe army denied it and said that nobody was hurt. (AFP)"
    credit = _record(coder, text, "2022-04-10").credit
    assert credit is not None and credit.text == "AFP"
