"""Adding tables to the gazetteer: what comes in, what is left out with a reason, and that nothing is half done."""

from __future__ import annotations

import gzip
import http.server
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.errors import GazetteerError, InputError, SaysoError, UnknownColumn
from sayso.places import Gazetteer, build
from sayso.places.download import fetch
from sayso.places.dumps import Flaw, Row, read_dump
from sayso.places.gazetteer import default_path
from sayso.places.importer import add_table, quarantined, remove_table, tables
from sayso.places.search import search


def row(
    number: int, name: str, lat: object, lon: object, country: str = "SY", *, others: str = "", admin1: str = "12"
) -> str:
    cells = [
        number,
        name,
        name,
        others,
        lat,
        lon,
        "P",
        "PPL",
        country,
        "",
        admin1,
        "",
        "",
        "",
        0,
        "",
        100,
        "",
        "2020-01-02",
    ]
    return "\t".join(map(str, cells)) + "\n"


GOOD = row(900000001, "Tall Zahrah", 35.8, 36.6, others="تل زهرة,Tell Zahra") + row(900000002, "Wadi Sarab", 35.5, 36.7)


@pytest.fixture(scope="module")
def built() -> Path:
    Gazetteer.open().close()
    return default_path()


@pytest.fixture
def file(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(built, tmp_path / "gazetteer.sqlite"))


def written(path: Path, text: str) -> Path:
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    elif path.suffix == ".zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("readme.txt", "About this dump.")
            archive.writestr(f"{path.stem}.txt", text)
    else:
        path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", ["SY.txt", "SY.txt.gz", "SY.zip"])
def test_a_dump_is_found_by_every_spelling_and_can_be_removed(file: Path, tmp_path: Path, name: str) -> None:
    added = add_table(file, written(tmp_path / name, GOOD))
    assert (added.name, added.rows, added.quarantined, added.dated) == ("SY", 2, 0, "2020-01-02")
    assert "GeoNames" in added.attribution
    gazetteer = Gazetteer(file)
    for spelling in ("Tall Zahrah", "tell zahra", "Tal Zahra", "تل زهرة"):
        assert [match.entry.geonameid for match in gazetteer.lookup(spelling)] == [900000001], spelling
    assert gazetteer.admin1_name(gazetteer.lookup("Wadi Sarab")[0].entry) == "Idlib"
    remove_table(file, "SY")
    gazetteer.refresh()
    assert gazetteer.lookup("Wadi Sarab") == ()
    assert [source.name for source in tables(file)] == ["built-in"]
    with pytest.raises(GazetteerError, match="no table"):
        remove_table(file, "SY")


def test_flawed_rows_are_quarantined_with_their_reason(file: Path, tmp_path: Path) -> None:
    bad = {
        "has 18 columns": "\t".join(["7"] * 18) + "\n",
        "not on Earth": row(900000010, "Far North", 91, 36),
        "repeats the geonameid": row(900000001, "Again", 35.1, 36.1),
        "a row of TR": row(900000011, "Over There", 37.0, 37.0, "TR"),
        "far outside SY": row(900000012, "Elsewhere", 0.25, 0.78),
        "10000 characters": row(900000013, "x" * 10_000, 35.1, 36.1),
        "no number": row(900000014, "Nowhere", "north", 36.1),
        "geonameid is no number": row(900000015, "Odd", 35.1, 36.1).replace("900000015", "nine", 1),
        "has no name": row(900000016, "", 35.1, 36.1),
        "no country code": row(900000017, "Stateless", 35.1, 36.1, "Syria"),
    }
    added = add_table(file, written(tmp_path / "SY.txt", GOOD + "".join(bad.values())))
    assert (added.rows, added.quarantined) == (2, len(bad))
    reasons = [flaw.reason for flaw in quarantined(file, "SY")]
    for words, reason in zip(bad, reasons, strict=True):
        assert words in reason


def test_adding_again_replaces_and_keeps_what_the_built_in_table_knew(file: Path, tmp_path: Path) -> None:
    idlib = row(169389, "Idlib", 35.93, 36.63)
    for _ in range(2):
        add_table(file, written(tmp_path / "SY.txt", GOOD + idlib))
    assert [source.name for source in tables(file)] == ["built-in", "SY"]
    found = [match.entry for match in Gazetteer(file).lookup("Idlib") if match.entry.geonameid == 169389]
    assert len(found) == 1
    assert found[0].population > 50_000  # the dump gives none
    assert found[0].source > 1


def test_a_table_of_ones_own(file: Path, tmp_path: Path) -> None:
    own = written(
        tmp_path / "camps.csv",
        '\ufeffName,Latitude,Longitude,Country,Admin1\n"Rose Camp, north",35.9,36.5,Syria,Idlib\nLost,1,2,Narnia,\n',
    )
    added = add_table(file, own)
    assert (added.name, added.rows, added.quarantined) == ("camps", 1, 1)
    entry = Gazetteer(file).lookup("Rose Camp North")[0].entry
    assert (entry.geonameid, entry.country, entry.admin1, entry.lat) == (None, "SY", "12", 35.9)
    with pytest.raises(UnknownColumn, match="lat"):
        add_table(file, written(tmp_path / "bad.csv", "name,country\nX,SY\n"))


def test_divisions_and_alternate_names_files(file: Path, tmp_path: Path) -> None:
    add_table(
        file,
        written(tmp_path / "SY.txt", GOOD),
        admin1=written(
            tmp_path / "admin1CodesASCII.txt", "SY.99\tNew Province\tNew Province\t900000099\nXX.01\tNo\tNo\t1\n"
        ),
        alternates=written(
            tmp_path / "alternateNamesV2.txt", "1\t900000002\ten\tMirage Valley\n2\t900000002\tlink\thttps://x\n"
        ),
    )
    gazetteer = Gazetteer(file)
    assert gazetteer.lookup("Mirage Valley")[0].entry.name == "Wadi Sarab"
    assert gazetteer.lookup("https://x") == ()
    division = gazetteer.division("SY.99")
    assert division is not None and division.name == "New Province"


@pytest.mark.parametrize("name", ["SY.zip", "SY.txt.gz"])
def test_a_truncated_file_leaves_the_gazetteer_as_it_was(file: Path, tmp_path: Path, name: str) -> None:
    rows = "".join(
        row(900000100 + n, f"Place {n * 7919 % 10007}", 35 + n % 97 / 100, 36 + n % 89 / 100) for n in range(3000)
    )
    path = written(tmp_path / name, rows)
    path.write_bytes(path.read_bytes()[:-2000])
    with pytest.raises(GazetteerError, match="cut off or damaged"):
        add_table(file, path)
    assert [source.name for source in tables(file)] == ["built-in"]
    assert Gazetteer(file).lookup("Idlib")


def test_a_bomb_and_a_wrong_file_are_refused(file: Path, tmp_path: Path) -> None:
    bomb = tmp_path / "SY.zip"
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive,
        archive.open("SY.txt", "w") as out,
    ):
        for _ in range(300):
            out.write(b"\0" * (1 << 20))
    with pytest.raises(GazetteerError, match="swells"):
        add_table(file, bomb)
    with pytest.raises(GazetteerError, match="no GeoNames table"):
        add_table(file, written(tmp_path / "notes.txt", "Dear diary\n" * 50))
    with pytest.raises(GazetteerError, match="UTF-8"):
        latin = tmp_path / "SY.txt"
        latin.write_bytes(GOOD.encode() + "Zürich\n".encode("latin-1"))
        add_table(file, latin)
    with pytest.raises(GazetteerError, match="no usable row"):
        add_table(file, written(tmp_path / "SY.txt", row(1, "Elsewhere", 0.2, 0.7)))
    assert [source.name for source in tables(file)] == ["built-in"]


def test_two_imports_at_once_one_waits_for_its_turn_or_says_so(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sayso.places.schema.BUSY_SECONDS", 0.2)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(GazetteerError, match="Another import"):
        add_table(file, written(tmp_path / "SY.txt", GOOD))
    assert Gazetteer(file).lookup("Idlib"), "who reads is not kept out"
    other.execute("ROLLBACK")
    other.close()
    assert add_table(file, tmp_path / "SY.txt").rows == 2


def test_a_killed_import_leaves_the_gazetteer_whole(file: Path, tmp_path: Path) -> None:
    rows = "".join(row(900000100 + n, f"Place {n}", 35 + n % 97 / 100, 36 + n % 89 / 100) for n in range(20_000))
    path = written(tmp_path / "SY.txt", rows)
    code = (
        "import os, sys; from pathlib import Path; from sayso.places.importer import add_table\n"
        "add_table(Path(sys.argv[1]), Path(sys.argv[2]), progress=lambda n: os._exit(9))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(file), str(path)], env={**os.environ}, check=False)
    assert done.returncode == 9
    gazetteer = Gazetteer(file)
    assert gazetteer.lookup("Place 17") == ()
    assert gazetteer.lookup("Idlib")
    assert add_table(file, path).rows == 20_000


def test_reading_during_an_import_sees_the_old_then_the_new(file: Path, tmp_path: Path) -> None:
    rows = "".join(row(900000100 + n, f"Place {n}", 35 + n % 97 / 100, 36 + n % 89 / 100) for n in range(6000))
    gazetteer = Gazetteer(file)
    seen: list[int] = []

    def look(_: int) -> None:
        gazetteer.refresh()
        seen.append(len(gazetteer.lookup("Place 1")))

    add_table(file, written(tmp_path / "SY.txt", rows), progress=look)
    assert seen == [0]
    gazetteer.refresh()
    assert len(gazetteer.lookup("Place 1")) == 1


def test_no_space_left_is_said_and_undone(file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from sayso.places import schema

    connect = schema.connect

    def full(path: Path, *, write: bool = False) -> sqlite3.Connection:
        connection = connect(path, write=write)
        if write:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 2}")
        return connection

    rows = "".join(row(900000100 + n, f"Place {n}", 35 + n % 97 / 100, 36 + n % 89 / 100) for n in range(5000))
    monkeypatch.setattr(schema, "connect", full)
    with pytest.raises(GazetteerError, match="as it was"):
        add_table(file, written(tmp_path / "SY.txt", rows))
    monkeypatch.undo()
    assert [source.name for source in tables(file)] == ["built-in"]


def test_search_by_name_country_and_distance(file: Path, tmp_path: Path) -> None:
    add_table(file, written(tmp_path / "SY.txt", GOOD))
    gazetteer = Gazetteer(file)
    assert [hit.how for hit in search(gazetteer, "Tal Zahra", country="SYR")] == ["loose"]
    assert search(gazetteer, "Wadi Sarap", country="SY")[0].how == "fuzzy"
    near = search(gazetteer, "Tripoli", near="34.4,35.8", limit=1)[0]
    assert near.match.entry.country == "LB" and near.km is not None and near.km < 20
    assert search(gazetteer, "Tripoli", near="Benghazi", country="LY")[0].match.entry.country == "LY"
    with pytest.raises(InputError):
        search(gazetteer, "Paris", country="Atlantis")
    with pytest.raises(InputError):
        search(gazetteer, "Paris", near="Nowhere Whatsoever")


class _Server(http.server.SimpleHTTPRequestHandler):
    """Serves one folder, with ranges, and cuts the first answer short."""

    cut = 0

    def do_GET(self) -> None:
        path = Path(self.directory) / self.path.lstrip("/")
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        start = int(self.headers.get("Range", "bytes=0-").removeprefix("bytes=").removesuffix("-"))
        if start >= len(data):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(data) - start))
        self.end_headers()
        stop = start + type(self).cut if type(self).cut else len(data)
        type(self).cut = 0
        self.wfile.write(data[start:stop])

    def log_message(self, *_: object) -> None:
        """Nothing on standard error."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    folder = tmp_path / "served"
    folder.mkdir()
    with http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args: _Server(*args, directory=str(folder))
    ) as serving:
        thread = threading.Thread(target=serving.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{serving.server_port}", folder
        serving.shutdown()
        thread.join()


def test_a_download_is_resumed_and_checked(server: tuple[str, Path], tmp_path: Path) -> None:
    url, folder = server
    written(folder / "SY.zip", GOOD * 40)
    _Server.cut = 100
    with pytest.raises(GazetteerError, match="what has arrived is kept"):
        fetch(f"{url}/SY.zip", tmp_path / "down")
    assert (tmp_path / "down" / "SY.zip.part").stat().st_size == 100
    seen: list[int] = []
    path = fetch(f"{url}/SY.zip", tmp_path / "down", lambda have, whole: seen.append(have))
    assert path.read_bytes() == (folder / "SY.zip").read_bytes()
    assert seen[0] > 100
    with pytest.raises(GazetteerError, match="404"):
        fetch(f"{url}/XX.zip", tmp_path / "down")
    (folder / "bad.zip").write_bytes(b"no zip")
    with pytest.raises(GazetteerError, match="damaged"):
        fetch(f"{url}/bad.zip", tmp_path / "down")
    with pytest.raises(GazetteerError, match="no web address"):
        fetch("ftp://x/y.zip", tmp_path / "down")


def test_rows_are_streamed(tmp_path: Path) -> None:
    rows = list(read_dump(written(tmp_path / "SY.txt", GOOD + "\n" + "x\ty\n")))
    assert [type(item) for item in rows] == [Row, Row, Flaw]


SHARED = os.environ.get("SAYSO_SHARED")


@pytest.mark.skipif(SHARED is None, reason="SAYSO_SHARED does not name the folder with real country tables")
def test_real_tables_with_their_flaws(file: Path) -> None:
    folder = Path(str(SHARED)) / "gazetteer"
    syria = add_table(file, folder / "SY.txt.gz")
    assert (syria.rows, syria.quarantined) == (10_454, 0)
    gazetteer = Gazetteer(file)
    assert 164907 in {match.entry.geonameid for match in gazetteer.lookup("Salma")}
    assert [match.entry.geonameid for match in gazetteer.lookup("Mastumah")] == [173487]
    assert add_table(file, folder / "YE.txt.gz").quarantined == 54 + 63
    reasons = [flaw.reason for flaw in quarantined(file, "YE")]
    assert sum("far outside" in reason for reason in reasons) == 54
    assert sum("repeats" in reason for reason in reasons) == 63
    ukraine = add_table(file, folder / "UA.txt.gz")
    assert ukraine.quarantined == 2


def test_building_anew_keeps_the_tables_that_were_added(file: Path, tmp_path: Path) -> None:
    add_table(file, written(tmp_path / "SY.txt", GOOD + row(900000001, "Again", 35.1, 36.1)))
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE meta SET value = 'older' WHERE key = 'fingerprint'")
    connection.close()
    gazetteer = Gazetteer.open(file)
    assert gazetteer.is_current
    assert [match.entry.geonameid for match in gazetteer.lookup("tell zahra")] == [900000001]
    assert [(source.name, source.rows) for source in tables(file)][1:] == [("SY", 2)]
    assert len(quarantined(file, "SY")) == 1
    remove_table(file, "SY")
    gazetteer.refresh()
    assert gazetteer.lookup("tell zahra") == ()
    assert gazetteer.lookup("Idlib")


def test_a_build_clears_what_killed_builds_left(tmp_path: Path) -> None:
    old, running = tmp_path / ".building-old.sqlite", tmp_path / ".building-now.sqlite"
    old.touch()
    running.touch()
    os.utime(old, (0, 0))
    build._clear(tmp_path)
    assert not old.exists()
    assert running.exists()


def test_refused_table_says_why_its_first_row_was_left_out(file: Path, tmp_path: Path) -> None:
    far = tmp_path / "far.csv"
    far.write_text("name;lat;lon;country\nKhirbet;1;2;SY\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"Line 2: latitude 1\.0, longitude 2\.0 is far outside SY"):
        add_table(file, far)
    empty = tmp_path / "empty.csv"
    empty.touch()
    with pytest.raises(SaysoError, match="is empty"):
        add_table(file, empty)
