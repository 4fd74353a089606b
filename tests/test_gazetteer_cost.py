"""What the gazetteer costs: the size of its file, lookups, imports, and resolution beside the parse.

Times are CPU seconds of this process, so that a busy machine does not fail them, and what the tests before have left
in memory is out of the garbage collector's way: walking it is no cost of the gazetteer's.
"""

from __future__ import annotations

import gc
import shutil
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sayso.language import Parser
from sayso.places import Gazetteer, PlaceFinder
from sayso.places.folding import fold
from sayso.places.gazetteer import default_path
from sayso.places.importer import add_table

LARGEST_FILE = 250 * 1024 * 1024
LEAST_LOOKUPS = 20_000  # a second
LONGEST_IMPORT = 10.0  # seconds, of 30,000 rows
LARGEST_SHARE = 0.10  # of the parse
TEXTS = (
    "Warplanes bombed the town of Mastumah in Idlib province on Monday, killing nine people, residents said. The "
    "governor of Hama denied that troops had left Salamiyah. In Damascus, a spokesman blamed rebels from Aleppo.",
    "Gunmen attacked a market in Gao on Tuesday. The army sent troops from Bamako and Mopti, officials said, and "
    "closed the road to Kidal. Niger and Burkina Faso offered help. At least 14 traders were wounded.",
    "Thousands marched through Istanbul and Ankara to protest at the arrest of a mayor. Turkish police fired tear gas "
    "near Taksim Square. Germany called in the ambassador, and the European Union urged restraint.",
)


@pytest.fixture(autouse=True)
def own_heap() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(scope="module")
def built() -> Path:
    Gazetteer.open().close()
    return default_path()


def test_the_file_is_small(built: Path) -> None:
    assert built.stat().st_size <= LARGEST_FILE


def test_lookups_are_fast(built: Path) -> None:
    connection = sqlite3.connect(built)
    keys = [fold(name) for (name,) in connection.execute("SELECT name FROM places ORDER BY id % 997, id LIMIT 20000")]
    connection.close()
    rate = 0.0
    for _ in range(3):
        gazetteer = Gazetteer(built)  # with nothing looked up yet
        started = time.process_time()
        found = sum(len(gazetteer.by_keys(keys[at : at + 50])) for at in range(0, len(keys), 50))  # as a document asks
        rate = max(rate, len(keys) / (time.process_time() - started))
        gazetteer.close()
        assert found >= 0.99 * len(keys)
    assert rate >= LEAST_LOOKUPS


def test_a_country_is_added_in_seconds(built: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(built, tmp_path / "gazetteer.sqlite"))
    rows = (
        f"{900100000 + n}\tHamlet {n}\tHamlet {n}\tTall {n},Kafr {n}\t{35 + n % 97 / 100}\t{36 + n % 89 / 100}\tP\tPPL"
        "\tSY\t\t12\t\t\t\t0\t\t100\t\t2020-01-02\n"
        for n in range(30_000)
    )
    path = tmp_path / "SY.txt"
    path.write_text("".join(rows), encoding="utf-8")
    started = time.process_time()
    assert add_table(file, path).rows == 30_000
    assert time.process_time() - started <= LONGEST_IMPORT


def test_resolution_adds_little_to_the_parse(built: Path) -> None:
    parser, finder = Parser(), PlaceFinder(Gazetteer(built))
    text = "\n\n".join(TEXTS * 8)
    finder.find(parser.parse(text))  # both are loaded and warm

    def cost(rounds: int = 3) -> tuple[float, float]:
        parsing = finding = float("inf")
        for _ in range(rounds):
            started = time.process_time()
            parse = parser.parse(text)
            parsed = time.process_time()
            finder.find(parse)
            parsing, finding = min(parsing, parsed - started), min(finding, time.process_time() - parsed)
        return parsing, finding

    parsing, finding = cost()
    assert finding <= LARGEST_SHARE * parsing
