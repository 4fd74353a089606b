"""Fetching a country's dump from GeoNames, resumable: what has arrived is kept and the rest asked for."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

from sayso.errors import GazetteerError

GEONAMES_URL = "https://download.geonames.org/export/dump/"
_BLOCK = 1 << 16
_TIMEOUT = 30


def dump_url(country: str) -> str:
    """The address of a country's dump; SAYSO_GEONAMES_URL names another server than GeoNames's."""
    base = os.environ.get("SAYSO_GEONAMES_URL", GEONAMES_URL)
    return f"{base.rstrip('/')}/{country.upper()}.zip"


def fetch(url: str, folder: Path, progress: Callable[[int, int | None], None] | None = None) -> Path:
    """Downloads ``url`` into ``folder`` and gives its path; a partial download beside it is continued.

    ``progress`` is called with the bytes that have arrived and the whole size, None where the server does not tell.
    Raises GazetteerError where the address is wrong, the network fails, or what arrived is no whole file.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise GazetteerError(f"{url} is no web address.", "Name a file, a country code or an http(s) address.")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (Path(parts.path).name or "download")
    partial = path.with_name(path.name + ".part")
    have = partial.stat().st_size if partial.is_file() else 0
    try:
        _append(url, partial, have, progress)
    except HTTPError as error:
        if error.code == 416 and have:
            # The server has no more to give: what is there is whole, or is from another edition. The check decides.
            pass
        else:
            raise GazetteerError(
                f"{url} can't be had: the server says {error.code}.", "Check the code or address."
            ) from error
    except (URLError, OSError) as error:
        reason = getattr(error, "reason", error)
        raise GazetteerError(f"{url} can't be had: {reason}.", "Run it again; what has arrived is kept.") from error
    if path.suffix == ".zip":
        _check_zip(partial, url)
    partial.replace(path)
    return path


def _append(url: str, partial: Path, have: int, progress: Callable[[int, int | None], None] | None) -> None:
    headers = {"User-Agent": "sayso"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with urlopen(Request(url, headers=headers), timeout=_TIMEOUT) as answer:
        if answer.status != 206:
            have = 0
        length = answer.headers.get("Content-Length")
        whole = have + int(length) if length is not None else None
        with partial.open("ab" if have else "wb") as file:
            while block := answer.read(_BLOCK):
                file.write(block)
                have += len(block)
                if progress is not None:
                    progress(have, whole)
    if whole is not None and have < whole:
        raise OSError(f"{have} of {whole} bytes arrived")


def _check_zip(path: Path, url: str) -> None:
    try:
        with zipfile.ZipFile(path) as archive:
            broken = archive.testzip()
    except zipfile.BadZipFile:
        broken = path.name
    if broken is not None:
        path.unlink(missing_ok=True)
        raise GazetteerError(f"What {url} sent is damaged.", "Run it again; the download starts anew.")
