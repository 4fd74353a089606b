"""What only a case in a file can meet: damage, foreign files, read-only folders, full disks, killed programs."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from case.samples import DUMA, duma, received
from sayso.errors import CaseError, NotACase
from sayso.store import Case, open_case


def test_a_missing_case_is_not_made_by_reading(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="There is no case"):
        open_case(tmp_path / "none.sayso")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(CaseError, match="There is no folder"):
        open_case(tmp_path / "no" / "none.sayso", create=True)
    with pytest.raises(CaseError, match="is a folder"):
        open_case(tmp_path)


@pytest.mark.parametrize("content", [b"just text", b"\0" * 5000, b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_case_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.sayso"
    path.write_bytes(content)
    with pytest.raises(NotACase):
        open_case(path, create=True)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE migrations (name TEXT)")
    connection.execute("CREATE TABLE claims (x TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(NotACase, match="another program"):
        open_case(path, create=True)


def test_a_damaged_case_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "case.sayso"
    with open_case(path, create=True) as case:
        case.writer.add([received(f"{DUMA} {n}", f"{n}") for n in range(300)])
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 20_000] = b"\xa5" * 20_000
    path.write_bytes(data)
    with open_case(path) as case:
        assert case.check() != []


def test_one_file_is_left_when_the_case_is_closed(local: Case, tmp_path: Path) -> None:
    local.writer.write([duma()])
    local.close()
    assert [path.name for path in tmp_path.iterdir()] == ["local.sayso"]


def test_tables_are_strict_and_references_held(local: Case) -> None:
    with local.view.connect() as connection:
        rows = connection.exec_driver_sql("SELECT name, strict FROM pragma_table_list WHERE type = 'table'").all()
        names = {row[0] for row in rows if row[1]}
        assert {"documents", "versions", "claims", "records", "claim_terms"} <= names
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar_one() == 1


def test_a_read_only_folder_is_read(tmp_path: Path) -> None:
    folder = tmp_path / "shared"
    folder.mkdir()
    with open_case(folder / "case.sayso", create=True) as case:
        case.writer.write([duma()])
    mounted = _mount("--bind", folder, folder) and _mount("-o", "remount,ro,bind", folder)
    if not mounted:
        if os.geteuid() == 0:
            pytest.skip("root writes everywhere, and nothing can be mounted here")
        folder.chmod(0o500)
    try:
        with open_case(folder / "case.sayso") as case:
            assert case.record("duma-1") == duma()
            with pytest.raises(CaseError, match="can't be written"):
                case.writer.add([received("Another text.")])
        with pytest.raises(CaseError, match="can't be written"):
            open_case(folder / "new.sayso", create=True)
    finally:
        if mounted:
            subprocess.run(["umount", str(folder)], check=True)
        folder.chmod(0o700)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    if not _mount("-t", "tmpfs", "-o", "size=3m", "none", folder):
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def _mount(*arguments: str | Path) -> bool:
    if shutil.which("mount") is None:
        return False
    return subprocess.run(["mount", *map(str, arguments)], capture_output=True).returncode == 0


def test_a_full_disk_leaves_the_case_intact(small_disk: Path) -> None:
    path = small_disk / "case.sayso"
    with open_case(path, create=True) as case:
        case.writer.write([duma()])
        kept = 0
        with pytest.raises(CaseError, match=r"no room|full"):
            for n in range(200):
                case.writer.add([received(os.urandom(20_000).hex(), f"{n}")])
                kept += 1
    with open_case(path) as case:
        assert case.record("duma-1") == duma()
        assert len(case) == kept + 1
        assert case.check() == []


def test_a_killed_writer_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "case.sayso"
    script = (
        "import sys; sys.path.insert(0, sys.argv[2])\n"
        "from case.samples import received, DUMA\n"
        "from sayso.store import open_case\n"
        "case = open_case(sys.argv[1], create=True)\n"
        "for n in range(100000):\n"
        "    case.writer.add([received(f'{DUMA} {n}-{k}', f'{n}-{k}') for k in range(7)]); print(n, flush=True)\n"
    )
    root = Path(__file__).parents[1]
    worker = subprocess.Popen([sys.executable, "-c", script, str(path), str(root)], stdout=subprocess.PIPE, text=True)
    assert worker.stdout is not None
    for _ in range(5):
        assert worker.stdout.readline()
    time.sleep(0.01)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    worker.stdout.close()
    with open_case(path) as case:
        assert len(case) >= 35
        assert len(case) % 7 == 0
        assert case.check() == []
