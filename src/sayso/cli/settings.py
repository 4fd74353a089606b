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

from sayso.errors import InputError

# The settings, and the commands that take them.
SETTINGS = {
    "model": ("code", "demo", "doctor"),
    "gazetteer": ("code", "demo", "doctor"),
    "codebook": ("code", "demo", "doctor", "kinds"),
    "outlet": ("code",),
}


def user_file() -> Path:
    """The user's own settings file."""
    from platformdirs import user_config_path

    return user_config_path("sayso", appauthor=False) / "sayso.toml"


def defaults() -> dict[str, dict[str, str]]:
    """Default values of the options of each command, from both files. Raises InputError."""
    values: dict[str, str] = {}
    for path in (user_file(), Path("sayso.toml")):
        if path.is_file():
            values |= _read(path)
    out: dict[str, dict[str, str]] = {}
    for name, value in values.items():
        for command in SETTINGS[name]:
            out.setdefault(command, {})[name] = value
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
