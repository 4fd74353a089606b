"""The other commands, and how values are worded for people."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from typer.testing import CliRunner, Result

from sayso.cli.app import app
from sayso.cli.console import plain
from sayso.cli.view import chain_words, evidence, figures, marks, place_words, show, when_words
from sayso.demo import Facet, Value, compare, reports, voices
from sayso.documents import check_date, check_text
from sayso.record import KINDS, Claim, Count, Entity, Place, Record, Source, Span, When, loads


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


# --- kinds ------------------------------------------------------------------------------------------------------


def test_kinds_in_each_format() -> None:
    lines = [json.loads(line) for line in run("kinds").stdout.splitlines()]
    rows = list(csv.DictReader(io.StringIO(run("kinds", "-f", "csv").stdout)))
    assert [line["kind"] for line in lines] == [row["kind"] for row in rows] == list(KINDS)
    assert [line["definition"] for line in lines] == [row["definition"] for row in rows]
    table = run("kinds", "-f", "table").stdout
    assert all(kind in table for kind in KINDS)
    assert lines[0]["example"] not in table


def test_a_kind_in_full_shows_example_words_and_codes() -> None:
    page = " ".join(run("kinds", "airstrike", "-f", "table").stdout.split())
    for part in ("airstrike (violence)", "Government jets bombed", "dive-bomb", "Air/drone strike", "otherwise 195"):
        assert part in page
    assert "Crime and accident reports" not in page
    assert "Crime and accident reports" in run("kinds", "arrest", "-f", "table").stdout
    assert "no such event" in run("kinds", "toll", "-f", "table").stdout


def test_the_mapping_rows_are_those_of_the_tables() -> None:
    (line,) = run("kinds", "bombing", "-f", "jsonl").stdout.splitlines()
    codes = json.loads(line)["codes"]
    assert set(codes) == {"plover", "acled", "ucdp", "cameo"}
    assert [row["if"] for row in codes["acled"]] == [{"sense": ["grenade"]}, {}]
    assert codes["acled"][1]["code"]["sub_event_type"] == "Remote explosive/landmine/IED"
    (row,) = csv.DictReader(io.StringIO(run("kinds", "bombing", "-f", "csv").stdout))
    assert row["acled"].startswith("Explosions/Remote violence, Grenade; ")
    assert "dynamite" in row["verbs"].split("|")
    assert "explode" in row["shared"].split("|")


def test_the_users_words_are_listed(tmp_path: Path) -> None:
    header = "lemma,subject,object,with,kind,sense,confidence\n"
    (tmp_path / "triggers_verbs.csv").write_text(header + "frobnicate,,,,siege,,0.9\n", encoding="utf-8")
    (line,) = run("kinds", "siege", "--codebook", str(tmp_path)).stdout.splitlines()
    assert "frobnicate" in json.loads(line)["verbs"]
    assert "frobnicate" not in run("kinds", "siege").stdout


def test_some_kinds_and_an_unknown_one() -> None:
    assert [json.loads(line)["kind"] for line in run("kinds", "toll", "siege").stdout.splitlines()] == ["siege", "toll"]
    result = run("kinds", "skirmish")
    assert result.exit_code == 2
    assert "skirmish" in result.stderr


# --- words for people -------------------------------------------------------------------------------------------


@given(st.text())
def test_printed_text_holds_nothing_that_a_terminal_obeys(text: str) -> None:
    out = plain(text)
    assert not any(ord(char) < 32 or 127 <= ord(char) < 160 for char in out)
    assert out == plain(out)


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [(9, 9, "9"), (9, None, "9 or more"), (None, 9, "9 or fewer"), (3, 12, "3 to 12"), (None, None, "unknown"),
     (250_000, None, "250,000 or more"), (0, 0, "0")],
)  # fmt: skip
def test_counts_are_worded_by_their_bounds(low: int | None, high: int | None, words: str) -> None:
    assert figures(Count("killed", low, high, None, Span(0, 1, "x"))) == words


def test_a_place_without_coordinates_says_why() -> None:
    place = Place(
        0, 5, "Salma", "Salma", None, None, None, "SYR", "Latakia", None, 4, 0.5, reason="not in the gazetteer"
    )
    assert place_words(place) == "Salma, Latakia, SYR (no coordinates: not in the gazetteer)"


def test_a_country_is_named_once() -> None:
    place = Place(0, 5, "Syria", "Syria", 163843, 35.0, 38.0, "SYR", None, "PCLI", 6, 1.0)
    assert place_words(place) == "Syria (country, 35.00 38.00)"


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (When("Monday", 0, 6, "2015-10-12", "2015-10-12", 1), "2015-10-12 “Monday”"),
        (When("last week", 0, 9, "2015-10-05", "2015-10-11", 3), "2015-10-05 to 2015-10-11 “last week”"),
        (When("Monday", 0, 6, None, None, 1, reason="no publication date"), "“Monday” (no date: no publication date)"),
        (When(None, None, None, "2015-10-12", "2015-10-12", 1), "2015-10-12"),
        (When("since 2011", 0, 10, "2011-01-01", None, 5), "2011-01-01 to ? “since 2011”"),
    ],
)
def test_dates_are_worded_with_their_words(when: When, words: str) -> None:
    assert when_words(when) == words


def test_a_chain_reads_from_the_event_outwards() -> None:
    konashenkov = Source(0, 1, "x", "Konashenkov", Span(0, 4, "said"))
    sputnik = Source(0, 1, "x", "Sputnik", Span(0, 12, "according to"), role="relay")
    assert chain_words((konashenkov, sputnik)) == "Konashenkov (said) → Sputnik (according to)"
    assert chain_words(()) == "the outlet itself"


def test_a_trigger_is_marked_without_colour_too() -> None:
    text = "On Monday\njets  hit Salma."
    claim = Claim("c", "airstrike", Span.of(text, 16, 19), Span.of(text, 0, len(text)))
    assert evidence(claim, styled=False).plain == "On Monday jets *hit* Salma."
    assert evidence(claim, styled=True).plain == "On Monday jets hit Salma."
    elsewhere = Claim("c", "airstrike", Span.of(text, 16, 19), Span.of(text, 0, 9))
    assert evidence(elsewhere, styled=False).plain == "On Monday"


def test_marks_name_only_what_is_not_the_plain_case() -> None:
    span = Span(0, 1, "x")
    assert marks(Claim("c", "toll", span, span)) == []
    odd = Claim("c", "toll", span, span, status="denied", hedged=True, background=True)
    assert marks(odd) == ["denied", "hedged", "background"]


@pytest.mark.parametrize("width", [20, 60, 120])
def test_markup_in_a_text_is_printed_as_it_is(width: int) -> None:
    text = "[bold]Jets[/bold] hit [/nonsense] :smile: Salma."
    claim = Claim("c", "airstrike", Span.of(text, 18, 21), Span.of(text, 0, len(text)))
    console = Console(file=io.StringIO(), width=width)
    show(Record("[red]id[/red]", text, claims=(claim,)), console)
    out = " ".join(console.file.getvalue().split())  # type: ignore[attr-defined]
    assert "[bold]Jets[/bold]" in out.replace(" ", "") or width == 20
    assert "[red]id[/red]" in out
    assert ":smile:" in out


# --- demo -------------------------------------------------------------------------------------------------------


def test_the_bundled_reports_can_be_coded_and_say_what_they_are() -> None:
    documents = reports()
    assert 4 <= len(documents) <= 5
    assert len({document.outlet for document in documents}) == len(documents)
    for document in documents:
        assert check_text(document.text)
        assert check_date(document.published) == document.published
        assert document.outlet is not None
        assert document.outlet.startswith("Demo ")
    shown = run("demo", "--text").stdout
    assert shown.count("(written for the demo)") == len(documents)
    assert all(document.text in shown for document in documents)


def _record(number: int, *claims: Claim) -> Record:
    return Record(f"r{number}", TEXT, claims=claims)


TEXT = "US jets struck the clinic in Kunduz on 2015-10-03 killing 9 or 22, the charity said, the army denied it."


def _claim(kind: str = "airstrike", actor: str = "", killed: int = 0, by: str = "", status: str = "asserted") -> Claim:
    span = Span.of(TEXT, 8, 14)
    return Claim(
        f"c{kind}{actor}{killed}{by}", kind, span, Span.of(TEXT, 0, len(TEXT)),
        actor=Entity(0, 7, "US jets", actor, None, "state-military") if actor else None,
        counts=(Count("killed", killed, killed, None, span),) if killed else (),
        sources=(Source(8, 14, "struck", by, None),) if by else (),
        status=status,
    )  # fmt: skip


def _facets(*records: Record) -> dict[str, Facet]:
    return {facet.question: facet for facet in compare(records)}


def test_what_reports_agree_and_differ_on_is_read_off_their_claims() -> None:
    facets = _facets(
        _record(1, _claim(actor="US", killed=9, by="charity")),
        _record(2, _claim(actor="US", by="army"), _claim("killing", killed=22, by="charity")),
        _record(3, _claim(actor="US", killed=22, by="ministry"), _claim(by="Taliban", status="denied")),
    )
    who = facets["Who carried out the airstrike?"]
    assert who.agreed
    assert who.values == (Value("US", (1, 2, 3), ("charity", "army", "ministry")),)
    killed = facets["How many were killed?"]
    assert not killed.agreed
    assert killed.values == (Value("22", (2, 3), ("charity", "ministry")), Value("9", (1,), ("charity",)))
    denied = facets["What is denied?"].values
    assert [(value.reports, value.voices) for value in denied] == [((3,), ("Taliban",))]


def test_a_denied_event_is_no_answer_to_who_did_it() -> None:
    facets = _facets(_record(1, _claim(actor="US", status="denied", by="US")), _record(2, _claim(killed=4)))
    assert "Who carried out the airstrike?" not in facets


def test_the_main_event_is_what_most_reports_claim() -> None:
    facets = _facets(
        _record(1, _claim("armed_clash", actor="A"), _claim("armed_clash", actor="B"), _claim(actor="US")),
        _record(2, _claim(actor="US")),
    )
    assert "Who carried out the airstrike?" in facets


def test_parts_of_a_toll_are_not_answers_of_their_own() -> None:
    whole = _claim(killed=22, by="charity")
    parts = tuple(Count("killed", n, n, None, Span.of(TEXT, 8, 14)) for n in (10, 22, 12))
    facets = _facets(_record(1, replace(whole, counts=parts)))
    assert [value.answer for value in facets["How many were killed?"].values] == ["22"]


def test_a_name_with_an_article_or_a_capital_is_the_same_voice() -> None:
    found = voices([_record(1, _claim(by="the charity"), _claim(by="The charity"), _claim(by="It"))])
    assert [value.answer for value in found] == ["the charity: 2 claims"]


def test_an_attack_on_the_same_thing_is_the_same_event() -> None:
    clinic = Entity(15, 25, "the clinic", "trauma clinic", None, "object")
    bus = Entity(15, 25, "the clinic", "bus", None, "object")
    facets = _facets(
        _record(1, replace(_claim(actor="US"), target=clinic), _claim()),
        _record(2, replace(_claim("armed_attack", actor="Russia"), target=replace(clinic, name="clinic"))),
        _record(3, replace(_claim("armed_attack", actor="Rebels"), target=bus), _claim()),
    )
    assert [value.answer for value in facets["Who carried out the airstrike?"].values] == ["US", "Russia"]
    assert [(value.answer, value.reports) for value in facets["What was hit?"].values] == [("clinic", (1, 2))]


def test_a_surname_is_the_voice_named_in_full() -> None:
    found = voices([_record(1, _claim(by="Votel")), _record(2, _claim(by="Joseph Votel"))])
    assert [(value.answer, value.reports) for value in found] == [("Joseph Votel: 2 claims", (1, 2))]


def test_nothing_to_compare_gives_nothing() -> None:
    assert compare([_record(1, _claim("talks")), _record(2)]) == ()
    assert compare([]) == ()


def test_voices_are_counted_without_the_outlets_own() -> None:
    found = voices([_record(1, _claim(by="charity"), _claim()), _record(2, _claim(by="charity"), _claim(by="army"))])
    assert [(value.answer, value.reports) for value in found] == [
        ("charity: 2 claims", (1, 2)),
        ("army: 1 claim", (2,)),
    ]


# --- doctor -----------------------------------------------------------------------------------------------------


def test_the_doctor_finds_what_coding_needs() -> None:
    result = run("doctor")
    assert result.exit_code == 0
    for name in ("Sayso", "Python", "model", "codebook", "gazetteer", "settings"):
        assert re.search(rf"^ok +{name} ", result.stdout, re.MULTILINE), name


def test_the_doctor_names_a_missing_model_and_a_wrong_gazetteer(tmp_path: Path) -> None:
    wrong = tmp_path / "places.sqlite"
    wrong.write_text("no database")
    result = run("doctor", "--model", "en_core_web_nothing", "--gazetteer", str(wrong))
    assert result.exit_code == 4
    assert re.findall(r"^WRONG +(\w+)", result.stdout, re.MULTILINE) == ["model", "gazetteer"]
    assert run("doctor", "--gazetteer", str(wrong)).exit_code == 1


def test_the_doctor_sees_a_cache_that_is_not_built_and_one_that_can_not_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SAYSO_CACHE", str(tmp_path / "cache" / "deep"))
    result = run("doctor")
    assert result.exit_code == 0
    assert "not built yet" in result.stdout
    assert not (tmp_path / "cache").exists(), "a check changes nothing"
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert run("doctor").exit_code == 1


# --- demo, with the real coder ----------------------------------------------------------------------------------


def test_the_demo_compares_its_reports() -> None:
    result = run("demo", "--format", "table")
    assert result.exit_code == 0
    compared = result.stdout.split("What the reports agree and differ on")[1]
    assert "How many were killed?  they differ" in compared
    assert re.search(r"^Where\?  they agree\n  Kunduz", compared, re.MULTILINE)
    assert re.search(r"^On which day\?  they agree\n  2015-10-03", compared, re.MULTILINE)
    records = [loads(line) for line in run("demo").stdout.splitlines()]
    assert [record.id for record in records] == [document.id for document in reports()]
    assert all(record.claims and record.error is None for record in records)
