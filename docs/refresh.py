"""Rewrites the command outputs that the documentation shows: ``python docs/refresh.py`` (``make docs``).

A page marks an output with a comment that names the command, and a fenced block follows:

    <!-- output of: sayso kinds -->
    ```text
    ...
    ```

A trailing ``| head -N`` in the comment keeps the first N lines. The tests compare what is shown with what comes.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))

BLOCK = re.compile(
    r"(<!-- output of: sayso (?P<command>[^|>]*?)(?: \| head -(?P<head>\d+))? -->\n```\w*\n)"
    r"(?P<shown>(?:(?!```).)*?)\n?```",
    re.DOTALL,
)


def outcome(command: str, head: str | None = None) -> str:
    """What a command prints, 80 columns wide and without colours, run from the project's folder."""
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "sayso", *shlex.split(command)],
        cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=True,
    )  # fmt: skip
    lines = [line.rstrip() for line in done.stdout.strip("\n").splitlines()]
    return "\n".join(lines[: int(head)] if head else lines)


def refreshed(page: str) -> str:
    """The page with every marked output as it is now."""
    return BLOCK.sub(lambda found: f"{found[1]}{outcome(found['command'], found['head'])}\n```", page)


def main() -> None:
    """Rewrites all pages."""
    for path in PAGES:
        text = path.read_text(encoding="utf-8")
        new = refreshed(text)
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"refreshed {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
