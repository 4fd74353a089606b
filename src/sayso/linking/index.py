"""Events of a collection that grows: new mentions redo the events near them, and the result is that of a full run.

Precise mentions, which have a day and a spot of their own, make events; a vague one joins the event that it fits best
and never holds two events together. Vague mentions that fit none make events among themselves. Whatever changes is
confined to a *pool*: mentions that strong pairs connect, precise ones and vague ones apart. New mentions touch some
pools; those are made again from their members alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from sayso.linking.attach import attached
from sayso.linking.blocks import Blocks
from sayso.linking.columns import PRECISE_DAYS, UNKNOWN, Array, Columns
from sayso.linking.events import Event, Pair, State, Update, changed, events_of, sorted_pair
from sayso.linking.groups import FAR, components, grouped
from sayso.linking.mention import Mention
from sayso.linking.packed import MARGIN, MOST, Pairs, strong
from sayso.linking.pairs import LINKED
from sayso.linking.scoring import scored
from sayso.linking.shelf import Reader, Shelf, Shelved, WrittenAnew, read


class Index:
    """The mentions of a collection with their events. ``must`` and ``cannot`` are a reviewer's pairs of claim ids."""

    def __init__(self, must: Iterable[Pair] = (), cannot: Iterable[Pair] = ()) -> None:
        self._columns = Columns()
        self._blocks = Blocks(self._columns)
        self._must, self._cannot = _pairs(must), _pairs(cannot)
        self._pool: NDArray[np.int64] = np.empty(0, np.int64)
        self._group: NDArray[np.int64] = np.empty(0, np.int64)
        self._attached: NDArray[np.bool_] = np.empty(0, bool)
        self._best: NDArray[np.int16] = np.empty(0, np.int16)
        self._joined: NDArray[np.int64] = np.empty((0, 2), np.int64)
        self._plans: NDArray[np.int64] = np.empty((0, 2), np.int64)
        self._shelved = Shelved()

    def __len__(self) -> int:
        return len(self._columns)

    def events(self) -> tuple[Event, ...]:
        """All events, sorted by id."""
        return self._events(np.arange(len(self)))

    def events_with(self, claims: Iterable[str]) -> tuple[Event, ...]:
        """The events of some claims, sorted by id, without the reasons that joined them."""
        numbers = self._numbers_of(claims)
        if not numbers:
            return ()
        state = self._state()
        return events_of(self._columns, state, state.whole(np.array(numbers, np.int64)), (), reasoned=False)

    def planned(self, homes: Collection[int]) -> dict[int, set[int]]:
        """For each of some events, by their ``home``, those that speak of it as planned or that it was planned as."""
        return self._state().planned(homes)

    def ids(self, homes: Collection[int]) -> dict[int, str]:
        """The ids of some events by their ``home``."""
        return self._state().ids(homes)

    def has(self, document: str) -> bool:
        """Whether a mention of this document is here."""
        return document in self._columns.documents

    def size(self) -> tuple[int, int]:
        """How many claims are in how many events."""
        heads = np.zeros(len(self), bool)
        heads[self._group] = True
        return int(self._columns.claims.sizes().sum()), int(heads.sum())

    def update(
        self,
        mentions: Iterable[Mention] = (),
        *,
        gone: Iterable[str] = (),
        must: Iterable[Pair] | None = None,
        cannot: Iterable[Pair] | None = None,
    ) -> Update:
        """Adds mentions of new documents, drops ``gone`` documents, and takes a reviewer's pairs, where given, anew.

        A document that was coded again is both gone and new. Raises ValueError where a new document is there already.
        """
        fresh_mentions, leaving = list(mentions), frozenset(gone)
        for mention in fresh_mentions:
            if mention.document in self._columns.documents and mention.document not in leaving:
                raise ValueError(f"Document {mention.document} is there already: name it as gone, too.")
        old = self._state()
        fresh, numbers = self._drop(leaving)
        fresh = np.union1d(fresh, self._add(fresh_mentions))
        other: set[Pair] = set()
        if must is not None:
            other |= self._must ^ _pairs(must)
            self._must = _pairs(must)
        if cannot is not None:
            other |= self._cannot ^ _pairs(cannot)
            self._cannot = _pairs(cannot)
        arrived = {claim for mention in fresh_mentions for claim in mention.claims}
        other |= {pair for pair in self._must | self._cannot if not arrived.isdisjoint(pair)}
        fresh = np.union1d(fresh, self._borne_on(other))
        looked_at = self._redo(fresh)
        members, no_more = changed(old, self._state(), looked_at, numbers)
        return Update(self._events(members), no_more)

    def shelve(self, shelf: Shelf, *, anew: bool = False) -> None:
        """Keeps the index on a shelf: what is new since it was there, or all of it. See Index.from_shelf."""
        state: dict[str, Array] = {
            "pool": self._pool.astype(np.int32), "group": self._group.astype(np.int32), "best": self._best,
            "attached": self._attached, "joined": self._joined.astype(np.int32), "plans": self._plans.astype(np.int32),
        }  # fmt: skip
        self._shelved.write(shelf, self._columns, self._blocks, state, anew)

    @classmethod
    def from_shelf(cls, shelf: Reader, must: Iterable[Pair] = (), cannot: Iterable[Pair] = ()) -> Index:
        """The index that was kept there, with the reviewer's pairs of that time; it goes on reading from there.

        Raises KeyError where there is none; and WrittenAnew, later calls too, where another run wrote it in between.
        """
        index = cls(must, cannot)
        index._shelved, state = read(shelf, index._columns, index._blocks)
        if len(state["group"]) != len(index):
            raise WrittenAnew("another run wrote to it")
        index._pool, index._group = state["pool"].astype(np.int64), state["group"].astype(np.int64)
        index._best, index._attached = state["best"].copy(), state["attached"].copy()
        index._joined, index._plans = state["joined"].astype(np.int64), state["plans"].astype(np.int64)
        return index

    def fill(self, mentions: Iterable[Mention]) -> None:
        """Takes the mentions of a whole collection, a stream of any length, into an index that is empty."""
        if len(self):
            raise ValueError("The index is not empty: use update.")
        self._redo(self._add(mentions))

    def _add(self, mentions: Iterable[Mention]) -> NDArray[np.int64]:
        """Takes in new mentions; returns those to look at."""
        before = len(self)
        rows = self._columns.add(mentions)
        if len(self) > MOST:
            raise ValueError(f"An index holds {MOST:,} mentions at most.")
        added = np.arange(before, len(self))
        self._pool, self._group = np.concatenate([self._pool, added]), np.concatenate([self._group, added])
        self._attached = np.concatenate([self._attached, np.zeros(len(added), bool)])
        self._best = np.concatenate([self._best, np.zeros(len(added), np.int16)])
        self._shelved.add(len(added))
        return self._blocks.add(rows)

    # -- what changes ------------------------------------------------------------------------------------------------

    def _drop(self, gone: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
        """Drops documents. Returns the mentions to look at again and all new numbers by old, None where none is new."""
        documents = [self._columns.documents[name] for name in sorted(set(gone)) if name in self._columns.documents]
        if not documents:
            return np.empty(0, np.int64), None
        dropped = np.isin(self._columns.whole("document"), documents)
        touched = np.isin(self._pool, self._pool[dropped]) | np.isin(self._group, self._group[dropped])
        touched[self._plans[dropped[self._plans].any(axis=1)]] = True
        pairs, _ = scored(self._columns, self._blocks, np.flatnonzero(dropped))
        for i, j, score, _ in pairs.parts():
            touched[i[score >= LINKED]] = touched[j[score >= LINKED]] = True
        there = np.zeros(len(self._columns.documents), bool)
        there[self._columns.whole("document")[~dropped]] = True
        numbers = self._columns.keep(~dropped)
        tipped = self._blocks.keep(numbers, np.where(there, np.cumsum(there) - 1, -1))
        kept = ~dropped
        self._shelved.drop(kept)
        self._attached, self._best = self._attached[kept], self._best[kept]
        self._pool = _relabelled(self._pool[kept], np.zeros(len(self), bool))
        self._group = _relabelled(self._group[kept], self._attached)
        self._joined, self._plans = _renumbered(self._joined, numbers), _renumbered(self._plans, numbers)
        return np.union1d(numbers[touched & kept], tipped), numbers

    def _borne_on(self, pairs: Iterable[Pair]) -> NDArray[np.int64]:
        """The mentions that a reviewer's pairs bear on, with all that they are tied to."""
        numbers = self._numbers_of({claim for pair in pairs for claim in pair})
        if not numbers:
            return np.empty(0, np.int64)
        near = np.isin(self._pool, self._pool[numbers]) | np.isin(self._group, self._group[numbers])
        return np.flatnonzero(near)

    def _home(self, claims: Iterable[str]) -> dict[str, int]:
        """The numbers of the mentions of some claims, of those that are here."""
        wanted = set(claims)
        return self._columns.claims.numbers(wanted) if wanted else {}

    def _numbers_of(self, claims: Iterable[str]) -> list[int]:
        return sorted(set(self._home(claims).values()))

    def _numbers(self, pairs: Iterable[Pair]) -> list[tuple[int, int]]:
        given = list(pairs)
        home = self._home(claim for pair in given for claim in pair)
        found = {(home[a], home[b]) for a, b in given if a in home and b in home and home[a] != home[b]}
        return sorted((min(pair), max(pair)) for pair in found)

    # -- making events anew ------------------------------------------------------------------------------------------

    def _redo(self, fresh: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Makes the events near some mentions anew; returns which mentions were looked at."""
        size = len(self)
        looked_at = np.zeros(size, bool)
        if not len(fresh):
            return looked_at
        must, cannot = self._numbers(self._must), self._numbers(self._cannot)
        anchors = self._columns.is_precise().copy()
        anchors[[number for pair in must for number in pair]] = True
        reach = np.zeros(size, bool)
        reach[fresh] = True
        pairs, planned = scored(self._columns, self._blocks, fresh)
        self._best[fresh] = 0
        before = self._best.copy()
        pairs.raise_best(self._best)
        # What found a better pair may let go of others that were strong until now, of whatever side the new one is.
        risen = (self._best != before) & (self._best > LINKED + MARGIN) & ~reach
        pairs = self._all_pairs(risen, pairs, reach)
        reach |= risen
        reach, pairs = self._widen(reach, anchors, pairs, must)
        made = reach & anchors
        self._make(made, pairs, must, cannot)
        looked_at |= reach

        # Vague mentions: those that are fresh, and those with a tie to an event that was made again.
        loose = reach & ~anchors
        for i, j, score, _ in pairs.parts():
            loose[i[(score >= LINKED) & made[j]]] = True
            loose[j[(score >= LINKED) & made[i]]] = True
        loose &= ~anchors
        while more := [n for a, b in cannot for n, far in ((a, b), (b, a)) if loose[far] and not (loose | anchors)[n]]:
            loose[more] = True  # which of two that must stay apart comes first is decided for both at once
        pairs = self._all_pairs(loose, pairs, reach)
        self._attach(loose, pairs, anchors, cannot)
        # Those that no event takes make events among themselves.
        wide, pairs = self._widen(loose, ~anchors, pairs, [], known=loose | reach, among=~anchors)
        self._make(wide & ~anchors & ~self._attached, pairs, [], cannot)
        looked_at |= wide

        touched = np.zeros(size, bool)
        touched[fresh] = True
        kept = ~(touched[self._plans[:, 0]] | touched[self._plans[:, 1]])
        looked_at[self._plans[~kept].ravel()] = True
        looked_at[planned.ravel()] = True
        self._plans = np.concatenate([self._plans[kept], planned])
        return looked_at

    def _all_pairs(
        self, wanted: NDArray[np.bool_], pairs: Pairs, known: NDArray[np.bool_], among: NDArray[np.bool_] | None = None
    ) -> Pairs:
        """The pairs, and those of wanted mentions whose pairs are not known yet; of these only pairs ``among`` some."""
        more = np.flatnonzero(wanted & ~known)
        if not len(more):
            return pairs
        fresh, _ = scored(self._columns, self._blocks, more, among)
        return Pairs.of([pairs.packed, fresh.packed])

    def _widen(
        self,
        reach: NDArray[np.bool_],
        side: NDArray[np.bool_],
        pairs: Pairs,
        must: Sequence[tuple[int, int]],
        known: NDArray[np.bool_] | None = None,
        among: NDArray[np.bool_] | None = None,
    ) -> tuple[NDArray[np.bool_], Pairs]:
        """Widens what is reached to whole pools of one side (precise or vague), and merges pools that pairs tie.

        Adds the pairs of what is new, ``among`` some mentions where these are given.
        """
        known = reach if known is None else known
        i, j = pairs.ends(lambda part: side[part[0]] & side[part[1]] & strong(part, self._best))
        # Pools are named by a member; a pair ties the pools of its two mentions.
        size = len(self)
        ties = np.array([pair for pair in must if side[pair[0]]], np.int32).reshape(-1, 2)
        own = np.flatnonzero(side & (self._pool != np.arange(size))).astype(np.int32)
        i = np.concatenate([i, ties[:, 0], own])
        j = np.concatenate([j, ties[:, 1], self._pool[own].astype(np.int32)])
        linked = components(size, i, j)
        del i, j
        pools = np.zeros(size, bool)
        pools[linked[reach & side]] = True
        wide = (pools[linked] & side) | reach
        self._pool[wide & side] = linked[wide & side]
        return wide, self._all_pairs(wide, pairs, known, among)

    def _make(
        self, members: NDArray[np.bool_], pairs: Pairs, must: Sequence[tuple[int, int]], cannot: list[tuple[int, int]]
    ) -> None:
        """Groups some mentions by the pairs among them; each of their groups so far is dissolved."""
        numbers = np.flatnonzero(members)
        self._group[numbers] = numbers
        self._attached[numbers] = False
        stale = members[self._joined[:, 0]] | members[self._joined[:, 1]]
        self._joined = self._joined[~stale]
        inside = pairs.where(lambda part: members[part[0]] & members[part[1]])
        joined = []
        held = [pair for pair in must if members[pair[0]] and members[pair[1]]]
        for group, why in grouped(inside, self._best, self._bounds(), self._columns["order"], held, cannot):
            self._group[group] = min(group)
            joined += why
        if joined:
            self._joined = np.concatenate([self._joined, np.array(joined, np.int64)])

    def _attach(
        self, loose: NDArray[np.bool_], pairs: Pairs, anchors: NDArray[np.bool_], cannot: Sequence[tuple[int, int]]
    ) -> None:
        """Gives each loose mention to the event of precise ones that it fits best on the whole, if any."""
        numbers = np.flatnonzero(loose)
        self._group[numbers] = numbers
        self._attached[numbers] = False
        # Vague mentions that had been joined with a loose one are made anew as members of its pool.
        stale = loose[self._joined[:, 0]] | loose[self._joined[:, 1]]
        found = attached(loose, anchors, pairs, self._group, self._columns["order"], cannot)
        self._group[found.mentions] = found.groups
        self._attached[found.mentions] = True
        self._joined = np.concatenate([self._joined[~stale], found.why])

    def _bounds(self) -> tuple[Array, Array]:
        """First and last days of mentions that are dated well enough to bind."""
        first, last = self._columns.whole("first"), self._columns.whole("last")
        dated = (first != UNKNOWN) & (last - first < PRECISE_DAYS)
        return np.where(dated, first, -FAR), np.where(dated, last, FAR)

    # -- what there is -----------------------------------------------------------------------------------------------

    def _state(self) -> State:
        return State.of(self._columns, self._group, self._joined, self._plans)

    def _events(self, members: Array) -> tuple[Event, ...]:
        return events_of(self._columns, self._state(), members, set(self._numbers(self._must)))


def _pairs(pairs: Iterable[Pair]) -> frozenset[Pair]:
    return frozenset(sorted_pair(a, b) for a, b in pairs)


def _relabelled(labels: NDArray[np.int64], last: NDArray[np.bool_]) -> NDArray[np.int64]:
    """The labels of groups, each replaced by the lowest of its members, by one of the ``last`` where it has no other."""
    size = len(labels)
    _, where = np.unique(labels, return_inverse=True)
    where = where.reshape(-1)
    lowest = np.full(size, 2 * size, np.int64)
    np.minimum.at(lowest, where, np.arange(size) + last * size)
    return lowest[where] % max(size, 1)


def _renumbered(pairs: NDArray[np.int64], numbers: NDArray[np.int64]) -> NDArray[np.int64]:
    """Pairs with new numbers, without those of which one is gone (-1)."""
    out = numbers[pairs]
    return out[(out >= 0).all(axis=1)]
