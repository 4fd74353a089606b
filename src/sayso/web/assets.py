"""Style sheets, scripts and map data that come with the package: read once, packed once, named by their content."""

from __future__ import annotations

import gzip
import hashlib
import json
from base64 import b64encode
from dataclasses import dataclass
from functools import cached_property
from importlib import resources
from pathlib import Path

from fastapi import Request, Response

_TYPES = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".mjs": "text/javascript; charset=utf-8",
    ".json": "application/json", ".svg": "image/svg+xml",
}  # fmt: skip

# What the scripts import by name.
_MODULES = {
    "maplibre-gl": "vendor/maplibre-gl/maplibre-gl.mjs",
    "topojson-client": "vendor/topojson-client/feature.js",
    **{f"d3-{name}": f"vendor/d3-{name}/d3-{name}.min.mjs"
       for name in ("brush", "color", "dispatch", "drag", "ease", "interpolate", "selection", "timer", "transition")},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asset:
    """One file: its bytes, the same packed, and its type."""

    body: bytes
    packed: bytes
    type: str


class Assets:
    """Everything below ``static``, and nothing else: names that are not in it don't reach the file system."""

    def __init__(self) -> None:
        root = Path(str(resources.files("sayso.web") / "static"))
        self._paths = {
            path.relative_to(root).as_posix(): path
            for path in sorted(root.rglob("*"))
            if path.is_file() and path.suffix in _TYPES
        }
        digest = hashlib.sha256()
        for name, path in self._paths.items():
            digest.update(name.encode() + b"\0" + path.read_bytes())
        self.version = digest.hexdigest()[:12]
        self._held: dict[str, Asset] = {}

    def url(self, name: str) -> str:
        """The address of an asset; it changes when any asset does."""
        if name not in self._paths:
            raise KeyError(name)
        return f"/static/{self.version}/{name}"

    @cached_property
    def import_map(self) -> str:
        """The inline script that tells browsers where modules are."""
        found = {name: self.url(path) for name, path in _MODULES.items() if path in self._paths}
        return json.dumps({"imports": found}, separators=(",", ":"))

    @cached_property
    def policy(self) -> str:
        """The Content-Security-Policy: this server's own files and the import map, nothing else."""
        digest = b64encode(hashlib.sha256(self.import_map.encode()).digest()).decode()
        return (
            f"default-src 'none'; script-src 'self' 'sha256-{digest}'; style-src 'self'; img-src 'self' data: blob:; "
            "connect-src 'self'; worker-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
            "frame-ancestors 'none'"
        )

    def get(self, name: str) -> Asset | None:
        """An asset by its name."""
        if name not in self._held:
            path = self._paths.get(name)
            if path is None:
                return None
            body = path.read_bytes()
            self._held[name] = Asset(body, gzip.compress(body, 9, mtime=0), _TYPES[path.suffix])
        return self._held[name]


def respond(assets: Assets, request: Request, version: str, name: str) -> Response | None:
    """The answer for an asset; None where there is none of that name."""
    asset = assets.get(name)
    if asset is None:
        return None
    current = version == assets.version
    headers = {
        "cache-control": "public, max-age=31536000, immutable" if current else "no-cache",
        "vary": "accept-encoding",
    }
    if "gzip" in request.headers.get("accept-encoding", ""):
        return Response(asset.packed, media_type=asset.type, headers={**headers, "content-encoding": "gzip"})
    return Response(asset.body, media_type=asset.type, headers=headers)
