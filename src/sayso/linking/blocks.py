"""Candidate pairs: which mentions are worth comparing at all.

Three ways to meet, always within one family of kinds:

- two precise mentions of one day (or neighbouring days) in one neighbourhood;
- a mention that names only a province or a longer time, and any of that province and of one of its days;
- a mention without a day or a spot of its own, and any of a document that shares telling words with its own and was
  published about then.

A block so full that it tells nothing is not looked through; mentions meet in finer blocks instead. Whether two mentions
are candidates depends on the blocks that both are in, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sayso.linking.alike import alike
from sayso.linking.columns import PRECISE_DAYS, SPOT, UNKNOWN, Array, Columns, distinct
from sayso.linking.pairs import LITTLE
from sayso.linking.terms import LOOKED_UP

# Blocks with more members than this are too full to be looked through: mentions, documents.
FULL, COMMON = 2_000, 400
# A range of more days than this is not looked up by its days.
LONG_RANGE = 10
# The side of a cell, and how far over its border a mention is looked for, in degrees.
_CELL, _MARGIN = 0.25, 0.1
_PAIRS_AT_ONCE, _DOCUMENTS_AT_ONCE = 1_000_000, 1_000
# Documents are looked for among those published in the same days, so many together, and those before and after.
_SPAN = 4
_NONE = 1 << 20

_ODD = np.uint64(0x9E37_79B9_7F4A_7C15)
_SHIFT = np.uint64(29)


def mixed(*parts: Any) -> NDArray[np.uint64]:
    """One 64-bit key of several columns of whole numbers."""
    out: Any = np.uint64(0x51_7C_C1_B7_27_22_0A_95)
    with np.errstate(over="ignore"):
        for part in parts:
            out = (out ^ np.asarray(part).astype(np.int64).astype(np.uint64)) * _ODD
            out = out ^ (out >> _SHIFT)
    return np.atleast_1d(out)


def _cell(lat: Array, lon: Array) -> NDArray[np.uint64]:
    return mixed(np.floor(lat / _CELL), np.floor(lon / _CELL))


class Table:
    """Members by key, sorted; a block is the members of one key."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.keys: NDArray[np.uint64] = np.empty(0, np.uint64)
        self.members: NDArray[np.int32] = np.empty(0, np.int32)

    def insert(self, keys: NDArray[np.uint64], members: Array) -> NDArray[np.int32]:
        """Adds members; returns those of blocks that are full now and were not before."""
        order = np.argsort(keys, kind="stable")
        keys, members = keys[order], members[order].astype(np.int32)
        touched = distinct(keys)
        before = self.sizes(touched)
        at = np.searchsorted(self.keys, keys, "right")
        self.keys = np.insert(self.keys, at, keys)
        self.members = np.insert(self.members, at, members)
        tipped = touched[(before <= self.limit) & (self.sizes(touched) > self.limit)]
        return self.of(tipped)

    def keep(self, renumbered: NDArray[np.int64]) -> NDArray[np.int32]:
        """Drops and renumbers members; returns the new numbers of those whose blocks are no longer full."""
        numbers = renumbered[self.members]
        kept = numbers >= 0
        touched = distinct(self.keys[~kept])
        before = self.sizes(touched)
        self.keys, self.members = self.keys[kept], numbers[kept].astype(np.int32)
        return self.of(touched[(before > self.limit) & (self.sizes(touched) <= self.limit)])

    def sizes(self, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How many members each block has."""
        return np.searchsorted(self.keys, keys, "right") - np.searchsorted(self.keys, keys, "left")

    def of(self, keys: NDArray[np.uint64]) -> NDArray[np.int32]:
        """The members of blocks, each once."""
        if not len(keys):
            return np.empty(0, np.int32)
        _, found = next(self._chunks(keys, np.zeros(len(keys), np.int64), self.sizes(keys), 1 << 62))
        return distinct(found)

    def full(self, keys: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which blocks are too full to be looked through."""
        return self.sizes(keys) > self.limit

    def crowded(self, number: int) -> NDArray[np.bool_]:
        """Which of so many members are in any full block."""
        out = np.zeros(number, bool)
        borders = np.flatnonzero(self.keys[1:] != self.keys[:-1]) + 1
        starts, ends = np.concatenate([[0], borders]), np.concatenate([borders, [len(self.keys)]])
        big = np.flatnonzero(ends - starts > self.limit)
        for start, end in zip(starts[big].tolist(), ends[big].tolist(), strict=True):
            out[self.members[start:end]] = True
        return out

    def join(self, keys: NDArray[np.uint64], askers: Array) -> Iterator[tuple[Array, Array]]:
        """(asker, member) for each asker and each member of the block that it asks for, some at a time."""
        sizes = self.sizes(keys)
        asked = (sizes > 0) & (sizes <= self.limit)
        yield from self._chunks(keys[asked], askers[asked], sizes[asked], _PAIRS_AT_ONCE)

    def _chunks(
        self, keys: NDArray[np.uint64], askers: Array, sizes: NDArray[np.int64], most: int
    ) -> Iterator[tuple[Array, Array]]:
        first = np.searchsorted(self.keys, keys, "left")
        ends = np.cumsum(sizes)
        start = 0
        while start < len(keys):
            done = ends[start - 1] if start else 0
            stop = max(start + 1, int(np.searchsorted(ends, done + most, "right")))
            count = sizes[start:stop]
            offsets = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
            yield np.repeat(askers[start:stop], count), self.members[np.repeat(first[start:stop], count) + offsets]
            start = stop


class Blocks:
    """The blocks of a collection. Mentions are given by their numbers in the columns."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self.tables = {
            "spots": Table(FULL),
            "places": Table(FULL),
            "regions": Table(FULL),
            "vague": Table(FULL),
            "words": Table(COMMON),
            "ever": Table(COMMON),
        }
        self._start: NDArray[np.int64] = np.zeros(1, np.int64)
        self._of_document: NDArray[np.int64] = np.empty(0, np.int64)

    def add(self, rows: range) -> NDArray[np.int64]:
        """Puts mentions, and the documents new with them, into their blocks.

        Returns the mentions that must be compared anew: these, and those of blocks that became too full.
        """
        mentions = np.arange(rows.start, rows.stop)
        known = len(self._start) - 1
        self._index_documents()
        documents = np.arange(known, len(self._start) - 1)
        fresh: list[Array] = [mentions]
        for name, keys, members in (*self._stored(mentions), *self._stored_words(documents)):
            fresh.append(self._shaken(name, self.tables[name].insert(keys, members)))
        return distinct(np.concatenate(fresh))

    def keep(self, renumbered: NDArray[np.int64], documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Drops and renumbers, after the columns did; returns the mentions that must be compared anew."""
        self._index_documents()
        fresh: list[Array] = [np.empty(0, np.int64)]
        tipped = {
            name: table.keep(documents if name in ("words", "ever") else renumbered)
            for name, table in self.tables.items()
        }
        fresh += [self._shaken(name, some) for name, some in tipped.items()]
        return distinct(np.concatenate(fresh))

    def restore(self, tables: dict[str, tuple[Array, Array]]) -> None:
        """Puts back the blocks of a kept collection, whose columns are there."""
        for name, (keys, members) in tables.items():
            self.tables[name].keys, self.tables[name].members = keys, members
        self._index_documents()

    def candidates(self, askers: Array) -> Iterator[tuple[Array, Array]]:
        """Pairs (i < j) worth comparing of which at least one is an asker; a pair may come more than once."""
        askers = askers[~self._columns.is_toll()[askers]]
        document, family = self._columns["document"], self._columns["family"]
        for one, other in self._met(askers):
            apart = (document[one] != document[other]) & (family[one] == family[other])
            i, j = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
            if len(i):
                yield i.astype(np.int64), j.astype(np.int64)

    def _met(self, askers: Array) -> Iterator[tuple[Array, Array]]:
        precise = self._columns.is_precise()
        yield from self._at_spots(askers[precise[askers]])
        regions, vague = self.tables["regions"], self.tables["vague"]
        crowded = regions.crowded(len(self._columns))
        keys, members = self._region_keys(askers[~crowded[askers]])
        broad = ~precise[members]
        for table, some in ((regions, broad), (vague, ~broad)):
            for one, other in table.join(keys[some], members[some]):
                kept = ~crowded[other]
                yield one[kept], other[kept]
        yield from self._by_story(askers, precise)

    def _at_spots(self, askers: Array) -> Iterator[tuple[Array, Array]]:
        """Pairs of one day and neighbourhood; where either is crowded there, only those of one very place and kind."""
        c, spots, places = self._columns, self.tables["spots"], self.tables["places"]
        crowded, overcrowded = spots.crowded(len(c)), places.crowded(len(c))
        some_crowded = bool(crowded.any())
        for keys, members, fine in self._spot_keys(askers, ask=True):
            for one, other in spots.join(keys, members):
                if some_crowded:
                    alone = ~(crowded[one] | crowded[other])
                    alike_in_all = (c["kinds"][one] == c["kinds"][other]) & ~(overcrowded[one] | overcrowded[other])
                    alike_in_all &= (c["place"][one][:, :, None] == c["place"][other][:, None, :]).any(axis=(1, 2))
                    kept = alone | alike_in_all
                    one, other = one[kept], other[kept]
                yield one, other
            full = spots.full(keys) if some_crowded else np.zeros(len(keys), bool)
            for one, other in places.join(fine[full], members[full]):
                kept = ~(overcrowded[one] | overcrowded[other])
                yield one[kept], other[kept]

    def _by_story(self, askers: Array, precise: NDArray[np.bool_]) -> Iterator[tuple[Array, Array]]:
        c = self._columns
        asking = distinct(c["document"][askers])
        asks = np.zeros(len(c.documents), bool)
        asks[asking] = True
        is_asker = np.zeros(len(c), bool)
        is_asker[askers] = True
        for start in range(0, len(asking), _DOCUMENTS_AT_ONCE):
            met = [np.empty(0, np.int64)]
            some = asking[start : start + _DOCUMENTS_AT_ONCE]
            for one, other in self._share_word(some):
                # Where both ask, only the first is heard, so that each word that they share is counted once.
                heard = (one < other) | ((one != other) & ~asks[other])
                low, high = np.minimum(one, other)[heard], np.maximum(one, other)[heard]
                met.append(low.astype(np.int64) << 32 | high.astype(np.int64))
            pairs = np.sort(np.concatenate(met))
            again = np.flatnonzero(pairs[1:] == pairs[:-1])
            pairs = distinct(pairs[again])
            left, right = pairs >> 32, pairs & 0xFFFF_FFFF
            near = alike(c, left, right) >= LITTLE
            i, j = self._across(left[near], right[near])
            useful = (is_asker[i] | is_asker[j]) & ~(precise[i] & precise[j])
            yield i[useful], j[useful]

    def _across(self, left: Array, right: Array) -> tuple[Array, Array]:
        """All pairs of a mention of one document and one of the other, tolls left out."""
        sizes_l, sizes_r = self._start[left + 1] - self._start[left], self._start[right + 1] - self._start[right]
        count = sizes_l * sizes_r
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        wide = np.repeat(sizes_r, count)
        i = self._of_document[np.repeat(self._start[left], count) + offset // np.maximum(wide, 1)]
        j = self._of_document[np.repeat(self._start[right], count) + offset % np.maximum(wide, 1)]
        toll = self._columns.is_toll()
        kept = ~(toll[i] | toll[j])
        return i[kept], j[kept]

    def _index_documents(self) -> None:
        document = self._columns["document"]
        self._of_document = np.argsort(document, kind="stable")
        self._start = np.concatenate([[0], np.cumsum(np.bincount(document, minlength=len(self._columns.documents)))])

    def _mentions_of(self, documents: Array) -> NDArray[np.int64]:
        sizes = self._start[documents + 1] - self._start[documents]
        offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        found: NDArray[np.int64] = self._of_document[np.repeat(self._start[documents], sizes) + offset]
        return found

    def _stored(self, mentions: Array) -> Iterator[tuple[str, NDArray[np.uint64], Array]]:
        mentions = mentions[~self._columns.is_toll()[mentions]]
        precise = self._columns.is_precise()
        found = list(self._spot_keys(mentions[precise[mentions]], ask=False))
        if found:
            members = np.concatenate([some for _, some, _ in found])
            yield "spots", np.concatenate([keys for keys, _, _ in found]), members
            yield "places", np.concatenate([fine for _, _, fine in found]), members
        keys, members = self._region_keys(mentions)
        yield "regions", keys, members
        yield "vague", keys[~precise[members]], members[~precise[members]]

    def _spot_keys(
        self, mentions: Array, *, ask: bool
    ) -> Iterator[tuple[NDArray[np.uint64], Array, NDArray[np.uint64]]]:
        """Keys of day and neighbourhood, members, keys of day and very place."""
        c, reach = self._columns, int(ask)
        corners = ((-1, -1), (-1, 1), (1, -1), (1, 1)) if ask else ((0, 0),)
        for slot in range(c["where"].shape[1]):
            where = c["where"][mentions, slot]
            placed = mentions[(where > 0) & (where <= SPOT) & ~np.isnan(c["lat"][mentions, slot])]
            if not len(placed):
                continue
            lat, lon = c["lat"][placed, slot].astype(np.float64), c["lon"][placed, slot].astype(np.float64)
            cells = [_cell(lat + _MARGIN * a, lon + _MARGIN * b) for a, b in corners]
            for day in range(-reach, PRECISE_DAYS + reach):
                days = c["first"][placed] + day
                inside = days <= c["last"][placed] + reach
                family = c["family"][placed]
                fine = mixed(family, days, c["place"][placed, slot], c["kinds"][placed])
                for number, cell in enumerate(cells):
                    new = inside.copy()
                    for earlier in cells[:number]:
                        new &= cell != earlier
                    yield mixed(family, days, cell)[new], placed[new], fine[new]

    def _region_keys(self, mentions: Array) -> tuple[NDArray[np.uint64], Array]:
        """Keys of day and province, and their members."""
        c = self._columns
        keys, members = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        dated = mentions[(c["first"][mentions] != UNKNOWN) & (c["last"][mentions] - c["first"][mentions] < LONG_RANGE)]
        for slot in range(c["admin"].shape[1]):
            admin = c["admin"][dated, slot]
            known = admin != 0
            if slot:
                known &= admin != c["admin"][dated, 0]
            some = dated[known]
            for day in range(LONG_RANGE):
                days = c["first"][some] + day
                inside = days <= c["last"][some]
                if not inside.any():
                    break
                keys.append(mixed(c["family"][some], days, c["admin"][some, slot])[inside])
                members.append(some[inside])
        return np.concatenate(keys), np.concatenate(members)

    def _shaken(self, name: str, tipped: Array) -> Array:
        """The mentions whose candidates may change where the blocks of some members became full, or ceased to be."""
        if name == "ever" and (self._columns["seen"][tipped] != UNKNOWN).all():
            return np.empty(0, np.int64)  # only documents without a day look there
        if name == "words" and len(tipped):
            tipped = self._with_neighbours(tipped)
        return self._mentions_of(tipped) if name in ("words", "ever") else tipped

    def _with_neighbours(self, documents: Array) -> NDArray[np.int64]:
        """The documents with those that share a word of theirs and look for it in their blocks from another one."""
        table, ever = self.tables["words"], self.tables["ever"]
        undated = self._columns["seen"][documents] == UNKNOWN
        found: list[Array] = [documents]
        for word, there, span in self._words(documents):
            for step in (-1, 1):
                found.append(table.of(distinct(mixed(word, span + step)[there & ~undated])))
            found.append(ever.of(distinct(mixed(word)[there & undated])))
        return distinct(np.concatenate(found).astype(np.int64))

    def _stored_words(self, documents: Array) -> Iterator[tuple[str, NDArray[np.uint64], Array]]:
        for word, there, span in self._words(documents):
            yield "words", mixed(word, span)[there], documents[there]
            yield "ever", mixed(word)[there], documents[there]

    def _share_word(self, documents: Array) -> Iterator[tuple[Array, Array]]:
        """(asker, other) once for each telling word that they share, published about the same time or without a day.

        A document asks with a word only where its own block of that word is not full, so that it does not matter
        which of two documents asks.
        """
        table, ever = self.tables["words"], self.tables["ever"]
        dated = self._columns["seen"][documents] != UNKNOWN
        for word, there, span in self._words(documents):
            rare = there & ~ever.full(mixed(word))
            telling = there & dated & ~table.full(mixed(word, span))
            for step in (-1, 0, 1):
                yield from table.join(mixed(word, span + step)[telling], documents[telling])
            yield from ever.join(mixed(word)[rare & ~dated], documents[rare & ~dated])
            undated = mixed(word, np.full(len(word), _NONE))
            yield from table.join(undated[rare & dated], documents[rare & dated])

    def _words(self, documents: Array) -> Iterator[tuple[Array, NDArray[np.bool_], Array]]:
        """Each looked-up word of documents, whether there is one, and when they were published."""
        c = self._columns
        seen = c["seen"][documents]
        span = np.where(seen != UNKNOWN, seen // _SPAN, _NONE)
        for number in range(LOOKED_UP):
            word = c["words"][documents, number] >> np.uint64(8)
            yield word, word != 0, span
