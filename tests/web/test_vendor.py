"""The browser modules are the ones that the lock file names, and nothing else."""

from __future__ import annotations

import gzip
import hashlib
import tomllib
from pathlib import Path

from sayso.web.assets import Assets

_VENDOR = Path(__file__).parents[2] / "src/sayso/web/static/vendor"
_LICENCES = {"BSD-3-Clause", "ISC", "ISC; data: Natural Earth, public domain"}


def test_every_file_has_the_locked_hash_and_a_licence() -> None:
    packages = tomllib.loads((_VENDOR / "vendor.toml").read_text(encoding="utf-8"))["package"]
    locked = {path: file["sha256"] for package in packages for path, file in package["files"].items()}
    held = {path.relative_to(_VENDOR).as_posix(): path for path in _VENDOR.rglob("*") if path.is_file()}
    held.pop("vendor.toml")
    assert {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in held.items()} == locked
    assert {package["license"] for package in packages} <= _LICENCES
    notice = (_VENDOR.parents[4] / "NOTICE").read_text(encoding="utf-8")
    for package in packages:
        assert package["name"].split("-")[0] in notice, f"{package['name']} is missing in NOTICE"
        assert any("LICENSE" in path or "README" in path for path in package["files"])


def test_what_a_page_loads_is_small_enough() -> None:
    assets = Assets()

    def packed(*names: str) -> int:
        return sum(len(gzip.compress((_VENDOR.parent / name).read_bytes(), 9)) for name in names)

    d3 = [name for name in assets.import_map.split('"') if "/d3-" in name]
    plain = packed("app.css", "overview.css", "mark.svg", "js/overview.js", "js/brush.js", "js/map.js", "js/mapstyle.js",
                   "js/spread.js", "js/coarse.js",
                   *(name.split("/", 3)[3] for name in d3))  # fmt: skip
    world = packed("vendor/maplibre-gl/maplibre-gl.mjs", "vendor/maplibre-gl/maplibre-gl-worker.mjs",
                   "vendor/maplibre-gl/maplibre-gl.css", "vendor/world-atlas/countries-50m.json",
                   "vendor/topojson-client/feature.js")  # fmt: skip
    # 15 KB are left for the page itself.
    assert len(d3) == 9 and plain <= 45_000 and plain + world <= 885_000
