"""Events of a collection that grows: new mentions redo the events near them, and the result is that of a full run.

Precise mentions, which have a day and a spot of their own, make events; a vague one joins the event that it fits best
and never holds two events together. Vague mentions that fit none make events among themselves. Whatever changes is
confined to a *pool*: mentions that strong pairs connect, precise ones and vague ones apart. New mentions touch some
pools; those are made again from their members alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sayso.linking.blocks import Blocks
from sayso.linking.columns import PRECISE_DAYS, UNKNOWN, Array, Columns, distinct
from sayso.linking.groups import AGREE, FAR, MISSING, MOST, Pairs, components, grouped, pack, unpack
from sayso.linking.mention import Mention
from sayso.linking.pairs import LINKED, are_close, outcomes, reasons, total

# From this sum on, but for being planned, a planned and an occurred event are told to belong together.
PLANNED = 200
_WORD_OF_REVIEWER = "a reviewer's word"
_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a case: the claims that speak of it, sorted, and the reasons that joined them.

    ``plans`` are claims of this event and of others, in pairs, of which one speaks of it as planned and the other as
    having happened.
    """

    id: str
    claims: tuple[str, ...]
    why: tuple[str, ...] = ()
    plans: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Update:
    """What an update changed: events that are new or other than before, and ids of events that are no more."""

    events: tuple[Event, ...]
    gone: tuple[str, ...] = ()


class Index:
    """The mentions of a collection with their events. ``must`` and ``cannot`` are a reviewer's pairs of claim ids."""

    def __init__(self, must: Iterable[tuple[str, str]] = (), cannot: Iterable[tuple[str, str]] = ()) -> None:
        self._columns = Columns()
        self._blocks = Blocks(self._columns)
        self._home: dict[str, int] = {}
        self._must, self._cannot = _pairs(must), _pairs(cannot)
        self._pool: NDArray[np.int64] = np.empty(0, np.int64)
        self._group: NDArray[np.int64] = np.empty(0, np.int64)
        self._attached: NDArray[np.bool_] = np.empty(0, bool)
        self._best: NDArray[np.int16] = np.empty(0, np.int16)
        self._joined: NDArray[np.int64] = np.empty((0, 2), np.int64)
        self._plans: NDArray[np.int64] = np.empty((0, 2), np.int64)

    def __len__(self) -> int:
        return len(self._columns)

    def events(self) -> tuple[Event, ...]:
        """All events, sorted by id."""
        return self._events(np.arange(len(self)))

    def update(
        self,
        mentions: Iterable[Mention] = (),
        *,
        gone: Iterable[str] = (),
        must: Iterable[tuple[str, str]] | None = None,
        cannot: Iterable[tuple[str, str]] | None = None,
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
        changed: set[tuple[str, str]] = set()
        if must is not None:
            changed |= self._must ^ _pairs(must)
            self._must = _pairs(must)
        if cannot is not None:
            changed |= self._cannot ^ _pairs(cannot)
            self._cannot = _pairs(cannot)
        arrived = {claim for mention in fresh_mentions for claim in mention.claims}
        changed |= {pair for pair in self._must | self._cannot if not arrived.isdisjoint(pair)}
        fresh = np.union1d(fresh, self._borne_on(changed))
        return self._difference(old, self._redo(fresh), numbers)

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
        for number in rows:
            for claim in self._columns.claims[number]:
                self._home[claim] = number
        added = np.arange(before, len(self))
        self._pool, self._group = np.concatenate([self._pool, added]), np.concatenate([self._group, added])
        self._attached = np.concatenate([self._attached, np.zeros(len(added), bool)])
        self._best = np.concatenate([self._best, np.zeros(len(added), np.int16)])
        return self._blocks.add(rows)

    # -- what changes ------------------------------------------------------------------------------------------------

    def _drop(self, gone: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int64] | None]:
        """Drops documents. Returns the mentions to look at again and all new numbers by old, None where none is new."""
        documents = [self._columns.documents[name] for name in sorted(set(gone)) if name in self._columns.documents]
        if not documents:
            return np.empty(0, np.int64), None
        dropped = np.isin(self._columns["document"], documents)
        touched = np.isin(self._pool, self._pool[dropped]) | np.isin(self._group, self._group[dropped])
        touched[self._plans[dropped[self._plans].any(axis=1)]] = True
        pairs, _ = self._scored(np.flatnonzero(dropped))
        strong = pairs.score >= LINKED
        touched[pairs.i[strong]] = touched[pairs.j[strong]] = True
        for number in np.flatnonzero(dropped).tolist():
            for claim in self._columns.claims[number]:
                self._home.pop(claim, None)
        there = np.zeros(len(self._columns.documents), bool)
        there[self._columns["document"][~dropped]] = True
        numbers = self._columns.keep(~dropped)
        tipped = self._blocks.keep(numbers, np.where(there, np.cumsum(there) - 1, -1))
        self._home = {claim: int(numbers[number]) for claim, number in self._home.items()}
        kept = ~dropped
        self._attached, self._best = self._attached[kept], self._best[kept]
        self._pool = _relabelled(self._pool[kept], np.zeros(len(self), bool))
        self._group = _relabelled(self._group[kept], self._attached)
        self._joined, self._plans = _renumbered(self._joined, numbers), _renumbered(self._plans, numbers)
        return np.union1d(numbers[touched & kept], tipped), numbers

    def _borne_on(self, pairs: Iterable[tuple[str, str]]) -> NDArray[np.int64]:
        """The mentions that a reviewer's pairs bear on, with all that they are tied to."""
        numbers = sorted({self._home[claim] for pair in pairs for claim in pair if claim in self._home})
        if not numbers:
            return np.empty(0, np.int64)
        near = np.isin(self._pool, self._pool[numbers]) | np.isin(self._group, self._group[numbers])
        return np.flatnonzero(near)

    def _numbers(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
        home = self._home
        found = {(home[a], home[b]) for a, b in pairs if a in home and b in home and home[a] != home[b]}
        return sorted((min(pair), max(pair)) for pair in found)

    # -- making events anew ------------------------------------------------------------------------------------------

    def _redo(self, fresh: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Makes the events near some mentions anew; returns which mentions were looked at."""
        size = len(self)
        looked_at = np.zeros(size, bool)
        if not len(fresh):
            return looked_at
        must, cannot = self._numbers(self._must), self._numbers(self._cannot)
        anchors = self._columns.is_precise()
        anchors[[number for pair in must for number in pair]] = True
        reach = np.zeros(size, bool)
        reach[fresh] = True
        pairs, planned = self._scored(fresh)
        self._best[fresh] = 0
        for end in (pairs.i, pairs.j):
            np.maximum.at(self._best, end, pairs.score)
        reach, pairs = self._widen(reach, anchors, pairs, must)
        firm = anchors[pairs.i] & anchors[pairs.j]
        self._make(reach & anchors, pairs.where(firm), must, cannot)
        looked_at |= reach

        # Vague mentions: those that are fresh, and those with a tie to an event that was made again.
        strong = pairs.score >= LINKED
        made = reach & anchors
        loose = reach & ~anchors
        loose[pairs.i[strong & made[pairs.j]]] = True
        loose[pairs.j[strong & made[pairs.i]]] = True
        loose &= ~anchors
        while more := [n for a, b in cannot for n, far in ((a, b), (b, a)) if loose[far] and not (loose | anchors)[n]]:
            loose[more] = True  # which of two that must stay apart comes first is decided for both at once
        loose_pairs = self._all_pairs(loose, pairs, reach)
        self._attach(loose, loose_pairs, anchors, cannot)
        # Those that no event takes make events among themselves.
        wide, loose_pairs = self._widen(loose, ~anchors, loose_pairs, [], known=loose | reach)
        free = wide & ~anchors & ~self._attached
        among = free[loose_pairs.i] & free[loose_pairs.j]
        self._make(free, loose_pairs.where(among), [], cannot)
        looked_at |= wide

        touched = np.zeros(size, bool)
        touched[fresh] = True
        kept = ~(touched[self._plans[:, 0]] | touched[self._plans[:, 1]])
        for number in (*self._plans[~kept].ravel().tolist(), *planned.ravel().tolist()):
            looked_at[number] = True
        self._plans = np.concatenate([self._plans[kept], planned])
        return looked_at

    def _scored(self, askers: NDArray[np.int64]) -> tuple[Pairs, NDArray[np.int64]]:
        """All candidate pairs of some mentions with their scores, and pairs of a planned and an occurred event."""
        c = self._columns
        packed: list[NDArray[np.int64]] = [np.empty(0, np.int64)]
        planned = [np.empty((0, 2), np.int64)]
        waiting: list[NDArray[np.int64]] = []

        def empty() -> None:
            if not waiting:
                return
            code = distinct(np.concatenate(waiting))
            waiting.clear()
            for start in range(0, len(code), _AT_ONCE):
                part = code[start : start + _AT_ONCE]
                i, j = part >> 32, part & 0xFFFF_FFFF
                found = outcomes(c, i, j)
                score = total(found)
                plan = (found["status"] == 1) & (score + 300 >= PLANNED)
                planned.append(np.stack([i[plan], j[plan]], axis=1))
                real = (found["status"] == 0) & (score > MISSING)
                packed.append(pack(i[real], j[real], score[real], are_close(found)[real]))

        held = 0
        for i, j in self._blocks.candidates(askers):
            waiting.append(i << 32 | j)
            held += len(i)
            if held > 8 * _AT_ONCE:
                empty()
                held = 0
        empty()
        plans = np.unique(np.concatenate(planned), axis=0)
        return unpack(packed), plans

    def _all_pairs(self, wanted: NDArray[np.bool_], pairs: Pairs, known: NDArray[np.bool_]) -> Pairs:
        """The pairs, and those of wanted mentions whose pairs are not known yet."""
        more = np.flatnonzero(wanted & ~known)
        if not len(more):
            return pairs
        fresh, _ = self._scored(more)
        return unpack(pack(some.i, some.j, some.score, some.close) for some in (pairs, fresh))

    def _widen(
        self,
        reach: NDArray[np.bool_],
        side: NDArray[np.bool_],
        pairs: Pairs,
        must: Sequence[tuple[int, int]],
        known: NDArray[np.bool_] | None = None,
    ) -> tuple[NDArray[np.bool_], Pairs]:
        """Widens what is reached to whole pools of one side (precise or vague), and merges pools that pairs tie."""
        known = reach if known is None else known
        strong = pairs.strong(self._best) & side[pairs.i] & side[pairs.j]
        # Pools are named by a member; a pair ties the pools of its two mentions.
        size = len(self)
        ties = np.array([pair for pair in must if side[pair[0]]], np.int64).reshape(-1, 2)
        own = np.flatnonzero(side)
        i = np.concatenate([pairs.i[strong], ties[:, 0], own])
        j = np.concatenate([pairs.j[strong], ties[:, 1], self._pool[own]])
        linked = components(size, i, j)
        pools = np.zeros(size, bool)
        pools[linked[reach & side]] = True
        wide = (pools[linked] & side) | reach
        self._pool[wide & side] = linked[wide & side]
        return wide, self._all_pairs(wide, pairs, known)

    def _make(
        self, members: NDArray[np.bool_], pairs: Pairs, must: Sequence[tuple[int, int]], cannot: list[tuple[int, int]]
    ) -> None:
        """Groups some mentions by the pairs among them; each of their groups so far is dissolved."""
        numbers = np.flatnonzero(members)
        self._group[numbers] = numbers
        self._attached[numbers] = False
        stale = members[self._joined[:, 0]] | members[self._joined[:, 1]]
        self._joined = self._joined[~stale]
        inside = members[pairs.i] & members[pairs.j]
        first, last = self._bounds()
        joined = []
        held = [pair for pair in must if members[pair[0]] and members[pair[1]]]
        for group, why in grouped(pairs.where(inside), self._best, (first, last), self._columns["order"], held, cannot):
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
        stale = loose[self._joined[:, 0]] | loose[self._joined[:, 1]]
        # Vague mentions that had been joined with a loose one are made anew as members of its pool.
        self._joined = self._joined[~stale]
        forward, backward = loose[pairs.i] & anchors[pairs.j], loose[pairs.j] & anchors[pairs.i]
        one = np.concatenate([pairs.i[forward], pairs.j[backward]]).astype(np.int64)
        other = np.concatenate([pairs.j[forward], pairs.i[backward]])
        value = np.concatenate([pairs.score[forward], pairs.score[backward]]).astype(np.int64)
        if not len(one):
            return
        home = self._group[other]
        code, where = np.unique(one << 32 | home, return_inverse=True)
        # Only pairs that were compared count: precise mentions of one event agree among themselves, so that a clash
        # with it shows in all of them, while reports of other weeks and other words are no candidates at all.
        sizes = np.bincount(where, minlength=len(code))
        sums = np.bincount(where, value, len(code)).astype(np.int64)
        best_pair = np.full(len(code), -10_000, np.int64)
        np.maximum.at(best_pair, where, value)
        fits = (best_pair >= LINKED) & (sums >= AGREE * sizes)
        if not fits.any():
            return
        rank = self._columns["order"]
        lowest = np.full(len(self), np.iinfo(np.int64).max, np.int64)
        np.minimum.at(lowest, self._group[anchors], rank[anchors])
        average = sums * 1_000 // sizes
        order = np.lexsort((lowest[code & 0xFFFF_FFFF], -average, rank[code >> 32]))
        self._take(order[fits[order]], code, (one, other, value), cannot, rank)

    def _take(
        self,
        order: NDArray[np.int64],
        code: NDArray[np.int64],
        pairs: tuple[Array, Array, Array],
        cannot: Sequence[tuple[int, int]],
        rank: Array,
    ) -> None:
        one, other, value = pairs
        apart: dict[int, set[int]] = defaultdict(set)
        for a, b in cannot:
            apart[a].add(b)
            apart[b].add(a)
        taken: dict[int, int] = {}
        for number, home in zip((code[order] >> 32).tolist(), (code[order] & 0xFFFF_FFFF).tolist(), strict=True):
            if number in taken or any(self._group[far] == home for far in apart.get(number, ())):
                continue
            taken[number] = home
            if number in apart:
                self._group[number] = home
        mention = np.array(list(taken), np.int64)
        self._group[mention] = np.array(list(taken.values()), np.int64)
        self._attached[mention] = True
        # The pair that tells best why.
        inside = self._attached[one] & (self._group[one] == self._group[other]) & np.isin(one, mention)
        one, other, value = one[inside], other[inside], value[inside]
        best = np.lexsort((rank[other], -value, one))
        first = best[np.concatenate([[True], np.diff(one[best]) != 0])] if len(best) else best
        self._joined = np.concatenate([self._joined, np.stack([one[first], other[first]], axis=1)])

    def _bounds(self) -> tuple[Array, Array]:
        """First and last days of mentions that are dated well enough to bind."""
        first, last = self._columns["first"], self._columns["last"]
        dated = (first != UNKNOWN) & (last - first < PRECISE_DAYS)
        return np.where(dated, first, -FAR), np.where(dated, last, FAR)

    # -- what there is -----------------------------------------------------------------------------------------------

    def _state(self) -> _State:
        columns = self._columns
        return _State(columns.ids, columns.claims, self._group.copy(), self._joined, self._plans)

    def _difference(self, old: _State, looked_at: NDArray[np.bool_], numbers: NDArray[np.int64] | None) -> Update:
        """What changed since ``old``, whose mentions have these new numbers (None: the same as before)."""
        state = self._state()
        now = np.arange(len(old.group)) if numbers is None else numbers
        there = now >= 0
        # An event that a mention joined has changed, too, and so have the other parts of one that was broken up.
        near = np.zeros(len(self), bool)
        near[state.whole(np.flatnonzero(looked_at))] = True
        touched = ~there
        touched[there] = near[now[there]]
        was = np.isin(old.group, old.group[touched])
        near[now[was & there]] = True
        before, after = old.outlines(np.flatnonzero(was)), state.outlines(state.whole(np.flatnonzero(near)))
        changed = [outline for id, outline in after.items() if before.get(id) != outline]
        members = np.array([number for outline in changed for number in outline.members], np.int64)
        return Update(self._events(members), tuple(sorted(before.keys() - after.keys())))

    def _events(self, members: Array) -> tuple[Event, ...]:
        """The events of some mentions, whole events only, sorted by id."""
        state = self._state()
        outlines = state.outlines(members)
        mine = np.isin(self._group[self._joined[:, 0]], self._group[members])
        joined = self._joined[mine]
        why: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
        must = set(self._numbers(self._must))
        ids = self._columns.ids
        for start in range(0, len(joined), _AT_ONCE):
            part = joined[start : start + _AT_ONCE]
            low, high = part.min(axis=1), part.max(axis=1)
            codes = outcomes(self._columns, low, high)
            rows = zip(low.tolist(), high.tolist(), total(codes).tolist(), reasons(codes), strict=True)
            for home, (i, j, score, reason) in zip(self._group[low].tolist(), rows, strict=True):
                pair = min(ids[i], ids[j])
                if (i, j) in must:
                    why[home].append((-(10**6), pair, _WORD_OF_REVIEWER))
                else:
                    why[home].append((-score, pair, reason))
        events = [
            Event(id, outline.claims, tuple(reason for _, _, reason in sorted(why[outline.home])), outline.plans)
            for id, outline in outlines.items()
        ]
        return tuple(sorted(events, key=lambda event: event.id))


@dataclass(frozen=True, slots=True)
class _Outline:
    """An event without its reasons: enough to see whether it changed. ``home`` and ``members`` are numbers."""

    claims: tuple[str, ...]
    joined: frozenset[tuple[str, str]]
    plans: tuple[tuple[str, str], ...]
    home: int = field(compare=False)
    members: tuple[int, ...] = field(compare=False)


@dataclass(frozen=True, slots=True)
class _State:
    ids: list[str]
    claims: list[tuple[str, ...]]
    group: NDArray[np.int64]
    joined: NDArray[np.int64]
    plans: NDArray[np.int64]

    def whole(self, members: Array) -> Array:
        """All members of the groups of some."""
        return np.flatnonzero(np.isin(self.group, self.group[members]))

    def outlines(self, members: Array) -> dict[str, _Outline]:
        """The events of some mentions by id; the mentions make whole groups."""
        homes = self.group[members]
        order = np.argsort(homes, kind="stable")
        members, homes = members[order], homes[order]
        borders = np.flatnonzero(np.diff(homes)) + 1
        mine = np.isin(self.group[self.joined[:, 0]], homes)
        joined: dict[int, list[tuple[str, str]]] = defaultdict(list)
        for a, b in self.joined[mine].tolist():
            joined[int(self.group[a])].append(_sorted_pair(self.ids[a], self.ids[b]))
        plans: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for a, b in self.plans[np.isin(self.group[self.plans], homes).any(axis=1)].tolist():
            for number in (a, b):
                plans[int(self.group[number])].add(_sorted_pair(self.ids[a], self.ids[b]))
        out = {}
        numbers = members.tolist()
        edges = [0, *borders.tolist(), len(numbers)] if numbers else []
        for start, end in pairwise(edges):
            inside = numbers[start:end]
            home = int(homes[start])
            claims = tuple(sorted(claim for number in inside for claim in self.claims[number]))
            id = "e" + blake2b(claims[0].encode(), digest_size=8).hexdigest()
            out[id] = _Outline(
                claims, frozenset(joined.get(home, ())), tuple(sorted(plans.get(home, ()))), home, tuple(inside)
            )
        return out


def _pairs(pairs: Iterable[tuple[str, str]]) -> frozenset[tuple[str, str]]:
    return frozenset(_sorted_pair(a, b) for a, b in pairs)


def _sorted_pair(a: str, b: str) -> tuple[str, str]:
    return (a, b) if a <= b else (b, a)


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
