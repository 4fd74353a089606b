"""Documents come in: what is read, what is refused, and that a bad one never costs its neighbours."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sayso.documents import LONGEST_TEXT, Columns, Document, check_date, check_text, is_english, read_documents, refused
from sayso.errors import BadDate, InputError, NotEnglish, UnknownColumn, UnreadableInput
from sayso.record import Record, dumps, loads

GOOD = "Government shells hit the market of a town in the north on Monday, killing four people, a doctor said."


def _file(folder: Path, name: str, data: bytes | str) -> str:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return str(path)


def _read(*paths: str, **options: object) -> list[Document | Record]:
    return list(read_documents(paths, **options))  # type: ignore[arg-type]


def _error(found: Document | Record) -> str:
    assert isinstance(found, Record), f"{found!r} should have been refused"
    assert found.error is not None
    return found.error.message


# --- texts that pass --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD + "\n",
        GOOD.upper(),
        GOOD.lower(),
        GOOD.replace(". ", ".\r\n"),
        "One.\r\n\r\nTwo shells hit Taiz.\r\n",
        "\x0cRebels fire rockets at Aden airport\x07",
        "ROCKET FIRE KILLS 3 NEAR GOMA",
        "Taliban capture Ghazni",
        "Salma, سلمى in Arabic, was shelled on Monday, said Médecins Sans Frontières.",
        "Mortars hit <redacted> twice; losses were < 5 and > 2, the ministry said.",
        "The post read <b>attack</b>, and the army said that it had not seen it before.",
        "Le Monde reported that the French army struck a camp of the group near Kidal in the night.",
    ],
)
def test_plain_english_passes_unchanged(text: str) -> None:
    assert check_text(text) == text


# --- texts that are refused -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "error", "says"),
    [
        ("", UnreadableInput, "empty"),
        (" \r\n\t ", UnreadableInput, "empty"),
        ("Shelling", UnreadableInput, "single word"),
        ("ab\0cd ef", UnreadableInput, "NUL"),
        ("\x01\x02\x03\x04 binary \x05\x06", UnreadableInput, "control"),
        ("caf\ufffd \ufffd\ufffd \ufffd", UnreadableInput, "replacement"),
        ("half a \ud83d character", UnreadableInput, "surrogate"),
        ("<!DOCTYPE html><html><body>Shells hit Homs</body></html>", UnreadableInput, "HTML"),
        ("<p>Shells hit Homs.</p>\n<p>Four <b>died</b>.</p>", UnreadableInput, "HTML"),
        ("<div class='story'><a href='/x'>Shells</a> hit Homs<br/></div>", UnreadableInput, "HTML"),
        ("word " * (LONGEST_TEXT // 5 + 1), UnreadableInput, "1,000,000"),
        ("L'armée a bombardé la ville dans la nuit de lundi à mardi, ont indiqué des habitants.", NotEnglish, "French"),
        ("El ejército bombardeó la ciudad en la noche del lunes, según los vecinos de la zona.", NotEnglish, "Spanish"),
        ("Die Armee hat in der Nacht auf Montag die Stadt beschossen, wie Anwohner und der Sender mitteilten.",
         NotEnglish, "German"),
        ("قصفت الطائرات مدينة سلمى صباح يوم الاثنين وقتل أربعة أشخاص", NotEnglish, "Arabic"),
        ("Самолёты нанесли удар по городу Сальма утром в понедельник", NotEnglish, "Cyrillic"),
        ("政府军星期一炮击了该镇", NotEnglish, "Chinese"),
        ("Ordu pazartesi gecesi bir kasabayı bombaladı ve çok sayıda kişi yaralandı, dedi bu bölgedeki kaynaklar için.",
         NotEnglish, "Turkish"),
    ],
)  # fmt: skip
def test_what_can_not_be_coded_is_refused_with_a_hint(text: str, error: type[InputError], says: str) -> None:
    with pytest.raises(error, match=says) as caught:
        check_text(text)
    assert caught.value.hint.endswith("."), "an error says what to do next"


def test_a_language_without_a_word_list_is_told_by_the_lack_of_english_ones() -> None:
    basque = "Armadak herria bonbardatu zuen astelehen gauean eta lau pertsona hil ziren, bizilagunek esan dutenez " * 6
    assert not is_english(basque)


@given(st.text(max_size=200))
def test_any_text_is_either_passed_or_refused(text: str) -> None:
    try:
        assert check_text(text) is text
    except InputError as error:
        record = refused(Document(text), error)
        assert loads(dumps(record)) == record
        assert dumps(record).encode("utf-8")


def test_a_refused_document_keeps_what_is_known_of_it() -> None:
    record = refused(Document("Tak", id="7", published="2015-02-30", outlet="Paper", url="u", title="t"), BadDate("No"))
    assert (record.id, record.text, record.published, record.outlet, record.url, record.title) == (
        "7", "Tak", None, "Paper", "u", "t",
    )  # fmt: skip
    assert record.error is not None
    assert (record.error.type, record.error.message) == ("BadDate", "No")
    assert refused(Document("x \ud800"), UnreadableInput("No.")).text == ""


def test_a_fault_of_sayso_is_told_from_a_fault_of_the_text() -> None:
    record = refused(Document(GOOD), IndexError("7"))
    assert record.error is not None
    assert (record.error.type, "please report" in record.error.message) == ("IndexError", True)


@pytest.mark.parametrize("value", ["2015-02-30", "12.10.2015", "yesterday", "2015", ""])
def test_an_impossible_date_is_refused(value: str) -> None:
    with pytest.raises(BadDate, match="YYYY-MM-DD"):
        check_date(value)


def test_a_date_is_given_back_in_its_usual_form() -> None:
    assert check_date(" 2015-10-12 ") == "2015-10-12"
    assert check_date(None) is None


# --- plain text files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [GOOD, GOOD + "\n", "One.\r\nTwo.\r\n", "a\tb\x0cc", "عربي 😀 e\u0301\n"])
def test_a_text_file_is_read_unchanged(tmp_path: Path, text: str) -> None:
    (document,) = _read(_file(tmp_path, "report.txt", text))
    assert document == Document(text, id="report")


def test_a_byte_order_mark_is_not_part_of_the_text(tmp_path: Path) -> None:
    (document,) = _read(_file(tmp_path, "report.txt", b"\xef\xbb\xbfJets hit."))
    assert document == Document("Jets hit.", id="report")


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("latin.txt", "Médecins".encode("latin-1"), "not UTF-8 (byte 1)"),
        ("utf16.txt", "Jets hit".encode("utf-16"), "UTF-16"),
        ("report.pdf", b"%PDF-1.7 \xe2\xe3\xcf\xd3", "binary"),
        ("report.docx", b"PK\x03\x04\xff\xfe", "binary"),
        ("long.txt", b"x" * (4 * LONGEST_TEXT + 5), "longer than one document"),
    ],
)
def test_a_file_that_is_not_utf8_text_is_refused_by_name(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    good = _file(tmp_path, "good.txt", GOOD)
    bad = _file(tmp_path, name, data)
    first, second, third = _read(good, bad, good)
    assert isinstance(first, Document)
    assert says in _error(second)
    assert bad in _error(second)
    assert isinstance(third, Document), "the file behind a bad one is read"


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    missing, folder = _read(str(tmp_path / "no.txt"), str(tmp_path))
    assert "There is no file" in _error(missing)
    assert "is a folder" in _error(folder)


# --- JSON lines -------------------------------------------------------------------------------------------------


def test_json_lines_carry_what_is_known_of_each_text(tmp_path: Path) -> None:
    row = {"text": GOOD, "id": 7, "published": "2015-10-12", "outlet": "Paper", "url": "u", "title": "t", "more": [1]}
    path = _file(tmp_path, "reports.jsonl", json.dumps(row) + "\n\n" + json.dumps({"text": GOOD}) + "\n")
    assert _read(path) == [Document(GOOD, "7", "2015-10-12", "Paper", "u", "t"), Document(GOOD)]


def test_a_bad_line_does_not_cost_the_next(tmp_path: Path) -> None:
    good = json.dumps({"text": GOOD})
    bad = ["{not json", '"a string"', '{"title": "no text"}', '{"text": 4}', '{"text": "x", "url": 4}', "\xff"]
    lines = [good, *bad, good]
    path = _file(tmp_path, "reports.jsonl", b"\n".join(line.encode("latin-1") for line in lines))
    found = _read(path)
    assert [isinstance(item, Document) for item in found] == [True, *[False] * 6, True]
    for number in range(2, 8):
        assert f"reports.jsonl:{number}" in _error(found[number - 1])


def test_a_timestamp_gives_its_day(tmp_path: Path) -> None:
    path = _file(
        tmp_path, "a.jsonl", '{"text": "x", "published": "2015-10-12T08:30:00Z"}\n{"text": "y", "published": "May"}'
    )
    assert [document.published for document in _read(path)] == ["2015-10-12", "May"]


def test_what_is_given_for_all_fills_only_what_is_missing(tmp_path: Path) -> None:
    path = _file(tmp_path, "a.jsonl", '{"text": "x", "outlet": "Own"}\n{"text": "y"}\n')
    found = _read(path, given=Document("", published="2015-10-12", outlet="Given"))
    assert found == [Document("x", None, "2015-10-12", "Own"), Document("y", None, "2015-10-12", "Given")]


# --- tables -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_is_read_by_named_columns(tmp_path: Path, mark: str) -> None:
    header = f"nr{mark}body{mark}day"
    table = f'{header}\r\n1{mark}"Shells hit{mark}\r\nthen ""rockets""."{mark}2015-10-12\r\n2{mark}b{mark}\r\n'
    path = _file(tmp_path, "t.csv", table)
    found = _read(path, columns=Columns(text="body", id="nr", published="day"))
    assert found == [
        Document(f'Shells hit{mark}\r\nthen "rockets".', id="1", published="2015-10-12"),
        Document("b", id="2"),
    ]


def test_a_table_without_the_named_column_says_which_it_has(tmp_path: Path) -> None:
    path = _file(tmp_path, "t.csv", "body,day\nx,y\n")
    good = _file(tmp_path, "good.txt", GOOD)
    (refusal, after) = _read(path, good)
    assert "has no column 'text'" in _error(refusal)
    assert "'body', 'day'" in _error(refusal)
    assert "--text-column" in _error(refusal)
    assert isinstance(refusal, Record)
    assert refusal.error is not None
    assert refusal.error.type == UnknownColumn.__name__
    assert isinstance(after, Document)
    (refusal,) = _read(path, columns=Columns(text="body", outlet="paper"))
    assert "has no column 'paper'" in _error(refusal)


def test_an_empty_table_and_a_row_without_text(tmp_path: Path) -> None:
    assert "no column 'text'" in _error(_read(_file(tmp_path, "empty.csv", ""))[0])
    assert _read(_file(tmp_path, "t.csv", "id,text\n1,\n2\n")) == [Document("", id="1"), Document("", id="2")]


# --- standard input ---------------------------------------------------------------------------------------------


def _stdin(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))


def test_standard_input_is_one_text(monkeypatch: pytest.MonkeyPatch) -> None:
    _stdin(monkeypatch, GOOD.encode())
    assert _read("-") == [Document(GOOD)]


def test_standard_input_may_be_json_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    _stdin(monkeypatch, b'{"text": "a"}\n{"text": "b"}\n')
    assert _read("-") == [Document("a"), Document("b")]
    _stdin(monkeypatch, b"text\na\n")
    assert _read("-", form="csv") == [Document("a")]


def test_reading_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        lines = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
            Endless.lines += 1
            buffer[:14] = b'{"text": "a"}\n'
            return 14

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(Endless())))  # type: ignore[type-var]
    found = read_documents(["-"])
    assert [next(found) for _ in range(3)] == [Document("a")] * 3
    assert Endless.lines < 10_000
