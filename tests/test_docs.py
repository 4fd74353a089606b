"""The documentation says what is so: outputs, links, versions, settings, keys. (Examples in it are doctests.)"""

from __future__ import annotations

import importlib.util
import re
import tomllib
from dataclasses import fields
from pathlib import Path
from types import ModuleType

import pytest

import sayso
from sayso.cli.settings import SETTINGS
from sayso.record import Claim, Record

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


def _refresh() -> ModuleType:
    spec = importlib.util.spec_from_file_location("refresh", ROOT / "docs" / "refresh.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


REFRESH = _refresh()
BLOCKS = [(path, found) for path in PAGES for found in REFRESH.BLOCK.finditer(path.read_text(encoding="utf-8"))]


@pytest.mark.parametrize(("path", "found"), BLOCKS, ids=[f"{path.name}: {found['command']}" for path, found in BLOCKS])
def test_shown_outputs_are_what_comes(path: Path, found: re.Match[str]) -> None:
    assert REFRESH.outcome(found["command"], found["head"]) == found["shown"], "run `make docs`"


def test_every_marked_output_is_found() -> None:
    marks = sum(path.read_text(encoding="utf-8").count("<!-- output of:") for path in PAGES)
    assert len(BLOCKS) == marks > 4


@pytest.mark.parametrize("path", PAGES, ids=[path.name for path in PAGES])
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#)([^)#]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_one_version_everywhere() -> None:
    hatch = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]
    assert hatch["version"]["path"] == "src/sayso/__init__.py"
    assert f"\nversion: {sayso.__version__}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    newest = re.search(r"^## (\S+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert newest is not None
    assert newest[1] == sayso.__version__


def test_every_setting_is_documented() -> None:
    page = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    for name in SETTINGS:
        assert re.search(rf"^{name} = ", page, re.MULTILINE), name


def test_every_key_of_a_claim_and_a_record_is_documented() -> None:
    page = (ROOT / "docs" / "record.md").read_text(encoding="utf-8")
    for name in [field.name for field in (*fields(Claim), *fields(Record))]:
        assert f"`{name}`" in page or f'"{name}"' in page, name


def test_the_readme_names_the_commands_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for command in re.findall(r"^    make (\w+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE):
        assert f"\n{command}:" in makefile


def test_the_project_speaks_of_no_machine() -> None:
    for path in PAGES:
        assert not re.search(r"/(work|home|root|tmp)/", path.read_text(encoding="utf-8")), path.name
