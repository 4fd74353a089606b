"""Mentions as columns of numbers, so that millions of pairs are compared in one go.

Words and ids are kept as 32-bit hashes, sets of them in rows of fixed width padded with 0; what does not fit is left
out by a rule that depends on the mention alone (the longest words stay).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import count
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from sayso.linking.mention import Mention, Spot
from sayso.linking.portions import ClaimIds, Portions
from sayso.linking.terms import SIZE, Sketch
from sayso.record import COUNT_KINDS, KINDS

Array = NDArray[Any]

# A span of days up to this long tells an event from those of the days around it.
PRECISE_DAYS = 3
# UCDP's where_prec up to which a place is a spot, not a region.
SPOT = 2
# Stands for a day that is not known.
UNKNOWN = -1
# The weight 1 of a word, as it is kept beside the word's hash.
WEIGHT_ONE = 255

_KIND_BIT = {kind: 1 << number for number, kind in enumerate(KINDS)}
COUNTED = {what: number for number, what in enumerate(COUNT_KINDS, start=1)}
_STEMS, _IDS, _ACTOR_WORDS, _TARGET_WORDS, _PLACES, _COUNTS = 4, 3, 6, 8, 2, 3

# Columns of mentions: name, type, width (0: one value).
MENTION: tuple[tuple[str, Any, int], ...] = (
    ("order", np.int64, 0),  # a hash of the id: an order that does not depend on that of arrival
    ("document", np.int32, 0),
    ("family", np.uint32, 0),
    ("kinds", np.uint64, 0),
    ("unreal", np.bool_, 0),
    ("toll", np.bool_, 0),
    ("precise", np.bool_, 0),  # has a day and a spot of its own
    ("denied", np.bool_, 0),
    ("first", np.int32, 0),
    ("last", np.int32, 0),
    ("weekday", np.uint8, 0),
    ("yearday", np.int16, 0),
    ("stems", np.uint32, _STEMS),
    ("actor_ids", np.uint32, _IDS),
    ("target_ids", np.uint32, _IDS),
    ("actors", np.uint32, _ACTOR_WORDS),
    ("targets", np.uint32, _TARGET_WORDS),
    ("place", np.uint32, _PLACES),
    ("place_name", np.uint32, _PLACES),
    ("lat", np.float32, _PLACES),
    ("lon", np.float32, _PLACES),
    ("country", np.uint32, _PLACES),
    ("admin", np.uint32, _PLACES),
    ("where", np.uint8, _PLACES),
    ("counted", np.uint8, _COUNTS),
    ("low", np.int32, _COUNTS),
    ("high", np.int32, _COUNTS),
)
# Columns that are looked through as a whole; of others only some rows are asked for.
WHOLE = frozenset({"document", "toll", "precise", "first", "last", "seen"})
DOCUMENT: tuple[tuple[str, Any, int], ...] = (
    ("seen", np.int32, 0),
    ("words", np.uint64, SIZE),  # hash and weight of each word of the sketch, heaviest first
)


def word_hash(word: str) -> int:
    """A 32-bit hash of a word, the same on every machine, never 0."""
    return crc32(word.encode("utf-8", "surrogatepass")) or 1


def distinct(values: Array) -> Array:
    """The distinct values, sorted; several times as fast as numpy's own on packed pairs."""
    values = np.sort(values, axis=None)
    new = np.ones(len(values), bool)
    new[1:] = values[1:] != values[:-1]
    return values[new]


def order_hash(id: str) -> int:
    """A 63-bit hash of an id, the same on every machine."""
    return int.from_bytes(blake2b(id.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


class Columns:
    """Mentions and their documents as columns; numbers of rows are given in the order in which they came.

    ``columns["kinds"][rows]`` and so on are their values; ``claims`` has the ids of the claims of each mention.
    """

    def __init__(self) -> None:
        self._columns: dict[str, Array | Portions] = {
            name: np.empty((0, width) if width else 0, dtype) for name, dtype, width in MENTION + DOCUMENT
        }
        self.claims = ClaimIds()
        self.documents: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self.claims)

    def __getitem__(self, name: str) -> Array | Portions:
        return self._columns[name]

    def whole(self, name: str) -> Array:
        """A column as one array."""
        column = self._columns[name]
        return column[:] if isinstance(column, Portions) else column

    def load(self) -> None:
        """Reads all that lies outside memory."""
        for name in self._columns:
            self.whole(name)
        self.claims.load()

    def add(self, mentions: Iterable[Mention], chunk: int = 20_000) -> range:
        """Adds mentions; returns the numbers of their rows."""
        start = len(self)
        parts: list[dict[str, Array]] = []
        waiting: list[Mention] = []
        for mention in mentions:
            waiting.append(mention)
            if len(waiting) == chunk:
                parts.append(self._encode(waiting))
                waiting = []
        if waiting:
            parts.append(self._encode(waiting))
        for name, column in self._columns.items():
            found = [part.pop(name) for part in parts if name in part]
            if not found:
                continue
            if isinstance(column, Portions):
                column.append(np.concatenate(found))
            else:
                self._columns[name] = np.concatenate([column, *found])
        return range(start, len(self))

    def _encode(self, mentions: Sequence[Mention]) -> dict[str, Array]:
        fresh: list[Mention] = []
        numbers = []
        for mention in mentions:
            number = self.documents.get(mention.document)
            if number is None:
                number = self.documents[mention.document] = len(self.documents)
                fresh.append(mention)
            numbers.append(number)
        self.claims.append(mention.claims for mention in mentions)
        places = [_spots(mention.places) for mention in mentions]
        rows: dict[str, list[Any]] = {
            "order": [order_hash(m.id) for m in mentions],
            "document": numbers,
            "family": [word_hash(m.family) for m in mentions],
            "kinds": [sum(_KIND_BIT[kind] for kind in m.kinds) for m in mentions],
            "unreal": [m.status in ("planned", "hypothetical") for m in mentions],
            "toll": ["toll" in m.kinds for m in mentions],
            "precise": [_is_precise(m, spots) for m, spots in zip(mentions, places, strict=True)],
            "denied": [m.status == "denied" for m in mentions],
            "first": [m.days[0] if m.days else UNKNOWN for m in mentions],
            "last": [m.days[1] if m.days else UNKNOWN for m in mentions],
            "weekday": [m.weekday for m in mentions],
            "yearday": [m.yearday for m in mentions],
            "stems": [_hashes(m.stems, _STEMS) for m in mentions],
            "actor_ids": [_hashes(m.actor_ids, _IDS) for m in mentions],
            "target_ids": [_hashes(m.target_ids, _IDS) for m in mentions],
            "actors": [_hashes(m.actors, _ACTOR_WORDS) for m in mentions],
            "targets": [_hashes(m.targets, _TARGET_WORDS) for m in mentions],
            "place": [_padded([_place_hash(p) for p in spots], _PLACES) for spots in places],
            "place_name": [_padded([word_hash(p.name.casefold()) for p in spots], _PLACES) for spots in places],
            "lat": [_padded([np.nan if p.lat is None else p.lat for p in spots], _PLACES, np.nan) for spots in places],
            "lon": [_padded([np.nan if p.lon is None else p.lon for p in spots], _PLACES, np.nan) for spots in places],
            "country": [
                _padded([word_hash(p.country) if p.country else 0 for p in spots], _PLACES) for spots in places
            ],
            "admin": [_padded([_admin_hash(p) for p in spots], _PLACES) for spots in places],
            "where": [_padded([p.precision for p in spots], _PLACES) for spots in places],
        }
        counts = [[c for c in m.counts if c[0] in COUNTED][:_COUNTS] for m in mentions]
        top = 2**31 - 1
        rows["counted"] = [_padded([COUNTED[what] for what, _, _ in found], _COUNTS) for found in counts]
        rows["low"] = [_padded([min(low, top) for _, low, _ in found], _COUNTS) for found in counts]
        rows["high"] = [_padded([min(high, top) for _, _, high in found], _COUNTS) for found in counts]
        out = {name: np.array(rows[name], dtype) for name, dtype, _ in MENTION}
        if fresh:
            out["seen"] = np.array([UNKNOWN if m.seen is None else m.seen for m in fresh], np.int32)
            out["words"] = np.array([_words(m.sketch) for m in fresh], np.uint64)
        return out

    def keep(self, kept: NDArray[np.bool_]) -> NDArray[np.int64]:
        """Drops the mentions that are not kept, and documents without one; returns new numbers by old, -1 for none."""
        renumbered = np.where(kept, np.cumsum(kept) - 1, -1)
        documents = np.zeros(len(self.documents), bool)
        documents[self.whole("document")[kept]] = True
        new_document = np.where(documents, np.cumsum(documents) - 1, -1)
        for columns, there in ((MENTION, kept), (DOCUMENT, documents)):
            for name, _, _ in columns:
                column = self._columns[name]
                if isinstance(column, Portions):
                    column.keep(there)
                else:
                    self._columns[name] = column[there]
        self._columns["document"] = new_document[self.whole("document")].astype(np.int32)
        self.claims = self.claims.keep(kept)
        numbers = new_document.tolist()
        self.documents = {name: numbers[old] for name, old in self.documents.items() if numbers[old] >= 0}
        return renumbered

    def restore(self, columns: Mapping[str, Array | Portions], claims: ClaimIds, documents: Iterable[str]) -> None:
        """Puts back what was kept."""
        self._columns = {name: columns[name] for name in self._columns}
        self.claims = claims
        self.documents = dict(zip(documents, count()))

    def id(self, number: int) -> str:
        """The id of a mention."""
        return self.claims[number][0]

    def is_toll(self) -> NDArray[np.bool_]:
        """Which mentions are tolls."""
        return self.whole("toll")

    def is_precise(self) -> NDArray[np.bool_]:
        """Which mentions have a day and a spot of their own: these may hold an event together, others only join one."""
        return self.whole("precise")


def _is_precise(mention: Mention, spots: Sequence[Spot]) -> bool:
    dated = mention.days is not None and mention.days[1] - mention.days[0] < PRECISE_DAYS
    return dated and any(0 < spot.precision <= SPOT and spot.lat is not None for spot in spots)


def _hashes(words: Iterable[str], width: int) -> tuple[int, ...]:
    chosen = sorted(words, key=lambda word: (-len(word), word))[:width]
    return _padded([word_hash(word) for word in chosen], width)


def _padded(values: Sequence[Any], width: int, padding: Any = 0) -> tuple[Any, ...]:
    return (*values, *[padding] * (width - len(values)))


def _words(sketch: Sketch) -> tuple[int, ...]:
    pairs = zip(sketch.terms[:SIZE], sketch.weights[:SIZE], strict=True)
    return _padded([term << 8 | min(round(weight * WEIGHT_ONE), WEIGHT_ONE) for term, weight in pairs], SIZE)


def _spots(places: Sequence[Spot]) -> list[Spot]:
    """The most exact places."""
    return sorted(places, key=lambda p: (p.precision, p.lat is None, p.name, p.geonameid or 0))[:_PLACES]


def _place_hash(place: Spot) -> int:
    return word_hash(f"{place.geonameid}" if place.geonameid is not None else place.name.casefold())


def _admin_hash(place: Spot) -> int:
    return word_hash(f"{place.country}/{place.admin1}") if place.country and place.admin1 else 0
