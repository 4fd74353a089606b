"""Candidate pairs: which mentions are worth comparing at all.

Four ways to meet, always within one family of kinds:

- two precise mentions of one day (or neighbouring days) in one neighbourhood;
- a mention that names only a province or a longer time, and any of that province and of one of its days;
- a mention with a spot but no day, and any of that very spot that happened, or was reported, in the days before its
  own report: news gives no day to what has just happened;
- a mention without a day or a spot of its own, and any of a document that shares telling words with its own and was
  published about then.

A block so full that it tells nothing is not looked through; mentions meet in finer blocks instead. Whether two mentions
are candidates depends on the blocks that both are in, and on nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from sayso.linking.alike import alike
from sayso.linking.columns import PRECISE_DAYS, SPOT, UNKNOWN, Array, Columns, distinct
from sayso.linking.crowding import SHARED, lost
from sayso.linking.pairs import LITTLE
from sayso.linking.table import Table, mixed
from sayso.linking.terms import LOOKED_UP

# Blocks with more members than this are too full to be looked through: mentions, documents.
FULL, COMMON = 2_000, 400
# A range of more days than this is not looked up by its days.
LONG_RANGE = 10
# The side of a cell, and how far over its border a mention is looked for, in degrees.
_CELL, _MARGIN = 0.25, 0.1
_DOCUMENTS_AT_ONCE = 1_000
# Documents are looked for among those published in the same days, so many together, and those before and after.
_SPAN = 4
_NONE = 1 << 20
# Askers times others whose shared words are counted in one go.
_CELLS = 1 << 26
# How many days back from its report what has no day of its own is looked for at its spot; marks the keys of spots.
_JUST_NOW, _HERE = 2, 1


def _cell(lat: Array, lon: Array) -> NDArray[np.uint64]:
    return mixed(np.floor(lat / _CELL), np.floor(lon / _CELL))


class Blocks:
    """The blocks of a collection. Mentions are given by their numbers in the columns."""

    def __init__(self, columns: Columns) -> None:
        self.columns = columns
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
        # Pairs of documents that tell of about the same, and which documents all of theirs are known of.
        self._met_before: tuple[NDArray[np.int64], NDArray[np.bool_]] | None = None

    def add(self, rows: range) -> NDArray[np.int64]:
        """Puts mentions, and the documents new with them, into their blocks.

        Returns the mentions that must be compared anew: these, and those of blocks that became too full.
        """
        mentions = np.arange(rows.start, rows.stop)
        known = len(self._start) - 1
        self._index_documents()
        documents = np.arange(known, len(self._start) - 1)
        fresh: list[Array] = [mentions]
        tipped = {name: self.tables[name].insert(*given) for name, given in self._found(mentions, documents).items()}
        if not rows.start:
            return mentions  # all are new: nothing that was compared before may have to be let go
        for name, keys in tipped.items():
            if name == "words" and self._is_dated(keys):
                fresh.append(lost(self, keys))
            else:
                fresh.append(self._shaken(name, self.tables[name].of(keys)))
        return distinct(np.concatenate(fresh))

    def _found(self, mentions: Array, documents: Array) -> dict[str, tuple[NDArray[np.uint64], Array]]:
        """The keys of some mentions and documents and their members, by table."""
        found: dict[str, list[tuple[NDArray[np.uint64], Array]]] = {}
        for name, keys, members in (*self._stored(mentions), *self._stored_words(documents)):
            found.setdefault(name, []).append((keys, members))
        return {
            name: (np.concatenate([keys for keys, _ in parts]), np.concatenate([members for _, members in parts]))
            for name, parts in found.items()
        }

    def _is_dated(self, keys: NDArray[np.uint64]) -> bool:
        """Whether the members of some blocks of words all say when they were published."""
        return bool((self.columns["seen"][self.tables["words"].of(keys)] != UNKNOWN).all())

    def keep(self, renumbered: NDArray[np.int64], documents: NDArray[np.int64]) -> NDArray[np.int64]:
        """Drops and renumbers, after the columns did; returns the mentions that must be compared anew."""
        tipped = self.renumber(renumbered, documents)
        fresh: list[Array] = [np.empty(0, np.int64)]
        fresh += [self._shaken(name, some) for name, some in tipped.items()]
        return distinct(np.concatenate(fresh))

    def renumber(self, renumbered: NDArray[np.int64], documents: NDArray[np.int64]) -> dict[str, NDArray[np.int32]]:
        """Drops and renumbers, after the columns did; returns by table the members of blocks that cease to be full."""
        self._index_documents()
        return {
            name: table.keep(documents if name in ("words", "ever") else renumbered)
            for name, table in self.tables.items()
        }

    def restore(self, tables: Mapping[str, tuple[NDArray[np.uint64], NDArray[np.int32]]], later: range) -> None:
        """Puts back the blocks of a kept collection, whose columns are there; ``later`` mentions are in none yet."""
        for name, (keys, members) in tables.items():
            self.tables[name].keys, self.tables[name].members = keys, members
        known = int(self.columns.whole("document")[: later.start].max(initial=-1)) + 1
        self._index_documents()
        if later:
            documents = np.arange(known, len(self._start) - 1)
            mentions = np.arange(later.start, later.stop)
            for name, given in self._found(mentions, documents).items():
                self.tables[name].insert(*given)

    def candidates(self, askers: Array, *, all_ask: bool = False) -> Iterator[tuple[Array, Array]]:
        """Pairs (i < j) worth comparing of which at least one is an asker; a pair may come more than once.

        ``all_ask``: all others are asked for, too, so that a pair that only one of its two finds may wait for that one.
        """
        askers = askers[~self.columns.is_toll()[askers]]
        document, family = self.columns["document"], self.columns["family"]
        for one, other in self._met(askers, all_ask):
            apart = (document[one] != document[other]) & (family[one] == family[other])
            i, j = np.minimum(one, other)[apart], np.maximum(one, other)[apart]
            if len(i):
                yield i.astype(np.int64), j.astype(np.int64)

    def _met(self, askers: Array, all_ask: bool) -> Iterator[tuple[Array, Array]]:
        precise = self.columns.is_precise()
        yield from self._at_spots(askers[precise[askers]], all_ask)
        regions, vague = self.tables["regions"], self.tables["vague"]
        keys, members = self._region_keys(askers)
        # Whoever asks, what counts is whether the block of all that are there is full.
        some = ~regions.full(keys)
        keys, members = keys[some], members[some]
        broad = ~precise[members]
        for table, some in ((regions, broad), (vague, ~broad)):
            yield from table.join(keys[some], members[some])
        yield from self._by_story(askers, precise, all_ask)

    def _at_spots(self, askers: Array, all_ask: bool) -> Iterator[tuple[Array, Array]]:
        yield from self._in_cells(askers, self.tables["spots"], self.tables["places"])
        if all_ask or not len(askers):
            return
        # A mention near the border of its cell looks over it, while the one that it finds there may not look back.
        spots, places = Table(FULL), Table(FULL)
        for keys, members, fine in self._spot_keys(askers, ask=False):
            spots.insert(keys, members)
            places.insert(fine, members)
        yield from self._in_cells(self._of_these_days(askers), spots, places)

    def _of_these_days(self, askers: Array) -> Array:
        """The other precise mentions that look for a day of one of these."""
        c = self.columns
        first, last = c.whole("first"), c.whole("last")
        start = int(first[askers].min())
        wanted = np.zeros(int(last[askers].max()) - start + 1, bool)
        for day in range(PRECISE_DAYS):
            days = first[askers] + day
            wanted[days[days <= last[askers]] - start] = True
        others = c.is_precise() & ~c.is_toll()
        others[askers] = False
        numbers = np.flatnonzero(others & (last >= start - 1) & (first < start + 1 + len(wanted)))
        near = np.zeros(len(numbers), bool)
        for day in range(-1, PRECISE_DAYS + 1):
            days = first[numbers] + day - start
            inside = (days >= 0) & (days < len(wanted)) & (days + start <= last[numbers] + 1)
            near[inside] |= wanted[days[inside]]
        return numbers[near]

    def _in_cells(self, askers: Array, found_in: Table, found_at: Table) -> Iterator[tuple[Array, Array]]:
        """Pairs of one day and neighbourhood; where either is crowded there, only those of one very place and kind.

        ``found_in`` and ``found_at`` hold those who are looked for, by neighbourhood and by very place.
        """
        c, spots, places = self.columns, self.tables["spots"], self.tables["places"]
        crowded, overcrowded = spots.crowded(len(c)), places.crowded(len(c))
        some_crowded = bool(crowded.any())
        for keys, members, fine in self._spot_keys(askers, ask=True):
            full = spots.full(keys) if some_crowded else np.zeros(len(keys), bool)
            for one, other in found_in.join(keys[~full], members[~full]):
                if some_crowded:
                    alone = ~(crowded[one] | crowded[other])
                    alike_in_all = (c["kinds"][one] == c["kinds"][other]) & ~(overcrowded[one] | overcrowded[other])
                    alike_in_all &= (c["place"][one][:, :, None] == c["place"][other][:, None, :]).any(axis=(1, 2))
                    kept = alone | alike_in_all
                    one, other = one[kept], other[kept]
                yield one, other
            full &= ~places.full(fine)
            for one, other in found_at.join(fine[full], members[full]):
                kept = ~(overcrowded[one] | overcrowded[other])
                yield one[kept], other[kept]

    def _by_story(self, askers: Array, precise: NDArray[np.bool_], all_ask: bool) -> Iterator[tuple[Array, Array]]:
        c = self.columns
        asking = distinct(c["document"][askers])
        is_asker = np.zeros(len(c), bool)
        is_asker[askers] = True
        for left, right in self._near(asking) if all_ask else self._known_near(asking):
            i, j = self.across(left, right)
            useful = (is_asker[i] | is_asker[j]) & ~(precise[i] & precise[j])
            yield i[useful], j[useful]

    def _near(self, asking: Array) -> Iterator[tuple[Array, Array]]:
        """The pairs of some documents and any that share telling words and tell of about the same, each pair once."""
        asks = np.zeros(len(self.columns.documents), bool)
        asks[asking] = True
        for start in range(0, len(asking), _DOCUMENTS_AT_ONCE):
            one, other = self._sharing(asking[start : start + _DOCUMENTS_AT_ONCE], asks)
            near = alike(self.columns, one, other) >= LITTLE
            one, other = one[near], other[near]
            yield np.minimum(one, other), np.maximum(one, other)

    def _sharing(self, some: Array, asks: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """(asker, other) for documents that share words, at least two, in the order of the askers."""
        row = np.zeros(len(asks), np.int64)
        row[some] = np.arange(len(some))
        there = np.zeros(len(asks), bool)
        met: list[tuple[Array, Array]] = []
        for one, other in self._share_word(some):
            # Where both ask, only the first is heard, so that each word that they share is counted once.
            heard = (one < other) | ((one != other) & ~asks[other])
            one, other = one[heard], other[heard]
            there[other] = True
            met.append((row[one], other))
        others = np.flatnonzero(there)
        if len(some) * len(others) > _CELLS and len(some) > 1:
            half = len(some) // 2
            parts = [self._sharing(some[:half], asks), self._sharing(some[half:], asks)]
            return np.concatenate([one for one, _ in parts]), np.concatenate([other for _, other in parts])
        column = np.cumsum(there) - 1
        shared = np.zeros(len(some) * len(others), np.uint8)
        for one_row, other in met:
            np.add.at(shared, one_row * len(others) + column[other], 1)
        found = np.flatnonzero(shared >= SHARED)
        return some[found // max(len(others), 1)].astype(np.int64), others[found % max(len(others), 1)]

    def _known_near(self, asking: Array) -> Iterator[tuple[Array, Array]]:
        """The same of documents of which several mentions ask, one after the other: what was found is kept until
        documents come or go."""
        met, known = self._met_before or (np.empty(0, np.int64), np.zeros(len(self.columns.documents), bool))
        found = [left << 32 | right for left, right in self._near(asking[~known[asking]])]
        met = distinct(np.concatenate([met, *found]))
        known[asking] = True
        self._met_before = met, known
        asks = np.zeros(len(known), bool)
        asks[asking] = True
        left, right = met >> 32, met & 0xFFFF_FFFF
        some = asks[left] | asks[right]
        yield left[some], right[some]

    def across(self, left: Array, right: Array) -> tuple[Array, Array]:
        """All pairs of a mention of one document and one of the other, tolls left out."""
        sizes_l, sizes_r = self._start[left + 1] - self._start[left], self._start[right + 1] - self._start[right]
        count = sizes_l * sizes_r
        offset = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count)
        wide = np.repeat(sizes_r, count)
        i = self._of_document[np.repeat(self._start[left], count) + offset // np.maximum(wide, 1)]
        j = self._of_document[np.repeat(self._start[right], count) + offset % np.maximum(wide, 1)]
        toll = self.columns.is_toll()
        kept = ~(toll[i] | toll[j])
        return i[kept], j[kept]

    def _index_documents(self) -> None:
        document = self.columns.whole("document")
        self._met_before = None
        self._of_document = np.argsort(document, kind="stable")
        self._start = np.concatenate([[0], np.cumsum(np.bincount(document, minlength=len(self.columns.documents)))])

    def _mentions_of(self, documents: Array) -> NDArray[np.int64]:
        sizes = self._start[documents + 1] - self._start[documents]
        offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
        found: NDArray[np.int64] = self._of_document[np.repeat(self._start[documents], sizes) + offset]
        return found

    def _stored(self, mentions: Array) -> Iterator[tuple[str, NDArray[np.uint64], Array]]:
        mentions = mentions[~self.columns.is_toll()[mentions]]
        precise = self.columns.is_precise()
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
        c, reach = self.columns, int(ask)
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
        c = self.columns
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
        for some, first, last, slot in self._just_told(mentions):
            for day in range(max(PRECISE_DAYS, _JUST_NOW + 1)):
                inside = first + day <= last
                here = some[inside]
                keys.append(mixed(_HERE, c["family"][here], first[inside] + day, c["place"][here, slot]))
                members.append(here)
        return np.concatenate(keys), np.concatenate(members)

    def _just_told(self, mentions: Array) -> Iterator[tuple[Array, Array, Array, int]]:
        """Mentions with a spot, the days on which they are looked for there, and which of their places it is."""
        c = self.columns
        seen = c["seen"][c["document"][mentions]]
        dated, reported = c["first"][mentions] != UNKNOWN, seen != UNKNOWN
        brief = dated & (c["last"][mentions] - c["first"][mentions] < PRECISE_DAYS)
        first = np.where(dated, c["first"][mentions], seen - _JUST_NOW)
        last = np.where(dated, c["last"][mentions], seen)
        for slot in range(c["place"].shape[1]):
            where = c["where"][mentions, slot]
            here = (brief | (~dated & reported)) & (where > 0) & (where <= SPOT)
            if slot:
                here &= c["place"][mentions, slot] != c["place"][mentions, 0]
            yield mentions[here], first[here], last[here], slot

    def _shaken(self, name: str, tipped: Array) -> Array:
        """The mentions whose candidates may change where the blocks of some members became full, or ceased to be."""
        if name == "ever" and (self.columns["seen"][tipped] != UNKNOWN).all():
            return np.empty(0, np.int64)  # only documents without a day look there
        if name == "words" and len(tipped):
            tipped = self._with_neighbours(tipped)
        return self._mentions_of(tipped) if name in ("words", "ever") else tipped

    def _with_neighbours(self, documents: Array) -> NDArray[np.int64]:
        """The documents with those that share a word of theirs and look for it in their blocks from another one."""
        table, ever = self.tables["words"], self.tables["ever"]
        undated = self.columns["seen"][documents] == UNKNOWN
        found: list[Array] = [documents]
        for word, there, span in self.words(documents):
            for step in (-1, 1):
                found.append(table.of(distinct(mixed(word, span + step)[there & ~undated])))
            found.append(ever.of(distinct(mixed(word)[there & undated])))
        return distinct(np.concatenate(found).astype(np.int64))

    def _stored_words(self, documents: Array) -> Iterator[tuple[str, NDArray[np.uint64], Array]]:
        for word, there, span in self.words(documents):
            yield "words", mixed(word, span)[there], documents[there]
            yield "ever", mixed(word)[there], documents[there]

    def _share_word(self, documents: Array) -> Iterator[tuple[Array, Array]]:
        """(asker, other) once for each telling word that they share, published about the same time or without a day.

        A document asks with a word only where its own block of that word is not full, so that it does not matter
        which of two documents asks.
        """
        table, ever = self.tables["words"], self.tables["ever"]
        dated = self.columns["seen"][documents] != UNKNOWN
        for word, there, span in self.words(documents):
            rare = there & ~ever.full(mixed(word))
            telling = there & dated & ~table.full(mixed(word, span))
            for step in (-1, 0, 1):
                yield from table.join(mixed(word, span + step)[telling], documents[telling])
            yield from ever.join(mixed(word)[rare & ~dated], documents[rare & ~dated])
            undated = mixed(word, np.full(len(word), _NONE))
            yield from table.join(undated[rare & dated], documents[rare & dated])

    def words(self, documents: Array) -> Iterator[tuple[Array, NDArray[np.bool_], Array]]:
        """Each looked-up word of documents, whether there is one, and when they were published."""
        c = self.columns
        seen = c["seen"][documents]
        span = np.where(seen != UNKNOWN, seen // _SPAN, _NONE)
        for number in range(LOOKED_UP):
            word = c["words"][documents, number] >> np.uint64(8)
            yield word, word != 0, span
