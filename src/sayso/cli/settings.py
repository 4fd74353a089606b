"""Settings from TOML files: a flag wins over the environment, that over ./sayso.toml, that over the user's own file.

# sayso.toml
model = "en_core_web_md"
gazetteer = "places.gazetteer"
codebook = "my-codebook"
outlet = "Example Times"
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from sayso.errors import InputError

# The settings, and the commands that take them.
_GAZETTEER = tuple(f"gazetteer {command}" for command in ("build", "add", "list", "info", "remove", "search"))
SETTINGS = {
    "model": ("code", "demo", "doctor", "explain", "places", "sources"),
    "gazetteer": ("code", "demo", "doctor", "places", "sources", *_GAZETTEER),
    "codebook": ("code", "demo", "doctor", "kinds", "places", "sources"),
    "outlet": ("code",),
}


def user_file() -> Path:
    """The user's own settings file."""
    from platformdirs import user_config_path

    return user_config_path("sayso", appauthor=False) / "sayso.toml"


def defaults() -> dict[str, Any]:
    """Default values of the options of each command, from both files, nested as commands are. Raises InputError."""
    values: dict[str, str] = {}
    for path in (user_file(), Path("sayso.toml")):
        if path.is_file():
            values |= _read(path)
    out: dict[str, Any] = {}
    for name, value in values.items():
        for command_path in SETTINGS[name]:
            options = out
            for command in command_path.split():
                options = options.setdefault(command, {})
            options[name] = value
    return out


def _read(path: Path) -> dict[str, str]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: {error}.", "Mend the settings file, or move it away.") from error
    for name, value in data.items():
        if name not in SETTINGS or not isinstance(value, str):
            raise InputError(
                f"{path}: {name!r} is no setting.", f"Settings are strings, and these: {', '.join(SETTINGS)}."
            )
    # A relative path in a settings file counts from that file's folder.
    return {
        name: str(path.parent / value) if name in ("gazetteer", "codebook") else value for name, value in data.items()
    }
