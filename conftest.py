"""Tests build the gazetteer once a checkout, and leave the user's own cache and settings alone."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent

os.environ.setdefault("SAYSO_CACHE", str(ROOT / ".pytest_cache" / "sayso"))
os.environ["XDG_CONFIG_HOME"] = str(ROOT / ".pytest_cache" / "config")
for name in ("SAYSO_MODEL", "SAYSO_GAZETTEER", "SAYSO_CODEBOOK", "NO_COLOR", "FORCE_COLOR"):
    os.environ.pop(name, None)
