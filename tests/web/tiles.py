"""The smallest PMTiles file that a map can draw: one vector tile, all of it water."""

from __future__ import annotations

import json
import struct

ATTRIBUTION = "&copy; <a href='https://maps.example' onclick='window.hacked=1'>A desk</a> <img src=x onerror='window.hacked=2'>"
_EXTENT = 4096


def _varint(value: int) -> bytes:
    out = bytearray()
    while True:
        out.append((value & 0x7F) | (0x80 if value > 0x7F else 0))
        value >>= 7
        if not value:
            return bytes(out)


def _field(number: int, body: bytes | int) -> bytes:
    """A field of a protocol buffer."""
    if isinstance(body, int):
        return _varint(number << 3) + _varint(body)
    return _varint(number << 3 | 2) + _varint(len(body)) + body


def _tile(layer: str) -> bytes:
    """A vector tile with one square that covers it."""
    square = (9, 0, 0, 26, 2 * _EXTENT, 0, 0, 2 * _EXTENT, 2 * _EXTENT - 1, 0, 15)  # moves, in zigzag
    feature = _field(3, 3) + _field(4, b"".join(map(_varint, square)))
    return _field(3, _field(15, 2) + _field(1, layer.encode()) + _field(2, feature) + _field(5, _EXTENT))


def archive(layer: str = "water") -> bytes:
    """A PMTiles archive, version 3, nothing packed."""
    tile = _tile(layer)
    metadata = json.dumps({"attribution": ATTRIBUTION, "vector_layers": [{"id": layer, "fields": {}}]}).encode()
    root = b"".join(map(_varint, (1, 0, 1, len(tile), 1)))
    data = 127 + len(root) + len(metadata)
    places = (127, len(root), 127 + len(root), len(metadata), data, 0, data, len(tile), 1, 1, 1)
    none, vector = 1, 1
    header = b"PMTiles\x03" + struct.pack("<11Q", *places) + bytes((1, none, none, vector, 0, 0))
    header += struct.pack("<4i", -1_800_000_000, -850_000_000, 1_800_000_000, 850_000_000) + struct.pack("<B2i", 0, 0, 0)
    return header + root + metadata + tile
