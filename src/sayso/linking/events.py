"""Events as they leave an index, and what of them changed between two of its states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sayso.linking.columns import Array, Columns, distinct
from sayso.linking.pairs import outcomes, reasons, total
from sayso.linking.portions import ClaimIds

Pair = tuple[str, str]
_WORD_OF_REVIEWER = "a reviewer's word"
_AT_ONCE = 200_000


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a case: the claims that speak of it, sorted, and the reasons that joined them.

    ``plans`` are claims of this event and of others, in pairs, of which one speaks of it as planned and the other as
    having happened. ``home`` is its number in the index that it comes from, until that is updated.
    """

    id: str
    claims: tuple[str, ...]
    why: tuple[str, ...] = ()
    plans: tuple[Pair, ...] = ()
    home: int = field(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Update:
    """What an update changed: events that are new or other than before, and ids of events that are no more."""

    events: tuple[Event, ...]
    gone: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """An event without its reasons; ``home`` is its number."""

    claims: tuple[str, ...]
    plans: tuple[Pair, ...]
    home: int


@dataclass(frozen=True, slots=True)
class State:
    """The groups of an index at one time: by number the group of each mention, pairs that joined them, and plans."""

    claims: ClaimIds
    group: NDArray[np.int64]
    joined: NDArray[np.int64]
    plans: NDArray[np.int64]

    @classmethod
    def of(cls, c: Columns, group: NDArray[np.int64], joined: NDArray[np.int64], plans: NDArray[np.int64]) -> State:
        """The state now; the claims of mentions that are there stay where they are."""
        return cls(c.claims, group.copy(), joined, plans)

    def whole(self, members: Array) -> NDArray[np.int64]:
        """All members of the groups of some."""
        return np.flatnonzero(self._inside(members))

    def planned(self, homes: Collection[int]) -> dict[int, set[int]]:
        """For each of some events, by their numbers, those that speak of it as planned or that it was planned as."""
        wanted = np.zeros(len(self.group), bool)
        wanted[list(homes)] = True
        ends = self.group[self.plans]
        found: dict[int, set[int]] = {home: set() for home in homes}
        for one, other in ends[(wanted[ends[:, 0]] | wanted[ends[:, 1]]) & (ends[:, 0] != ends[:, 1])].tolist():
            if one in found:
                found[one].add(other)
            if other in found:
                found[other].add(one)
        return found

    def ids(self, homes: Collection[int] | Array) -> dict[int, str]:
        """The ids of some events by their numbers."""
        wanted = np.zeros(len(self.group), bool)
        wanted[homes if isinstance(homes, np.ndarray) else sorted(homes)] = True
        members = np.flatnonzero(wanted[self.group])
        first: dict[int, str] = {}
        for number, home in zip(members.tolist(), self.group[members].tolist(), strict=True):
            claim = min(self.claims[number])
            first[home] = min(first.get(home, claim), claim)
        return {home: event_id((claim,)) for home, claim in first.items()}

    def outlines(self, members: Array) -> dict[str, Outline]:
        """The events of some mentions by id; the mentions make whole groups."""
        inside = self._inside(members)
        homes = self.group[members]
        order = np.argsort(homes, kind="stable")
        members, homes = members[order], homes[order]
        borders = np.flatnonzero(np.diff(homes)) + 1
        plans: dict[int, set[Pair]] = defaultdict(set)
        for pair, *both in self._told(self.plans[inside[self.plans[:, 0]] | inside[self.plans[:, 1]]]):
            for home in both:
                plans[home].add(pair)
        out = {}
        numbers = members.tolist()
        edges = [0, *borders.tolist(), len(numbers)] if numbers else []
        for start, end in pairwise(edges):
            home = int(homes[start])
            claims = tuple(sorted(claim for number in numbers[start:end] for claim in self.claims[number]))
            out[event_id(claims)] = Outline(claims, tuple(sorted(plans.get(home, ()))), home)
        return out

    def _inside(self, members: Array) -> NDArray[np.bool_]:
        """Which mentions are in the groups of some."""
        homes = np.zeros(len(self.group), bool)
        homes[self.group[members]] = True
        found: NDArray[np.bool_] = homes[self.group]
        return found

    def _told(self, pairs: NDArray[np.int64]) -> Iterator[tuple[Pair, int, int]]:
        """Pairs of mentions by their ids, and the groups of the two."""
        numbers = np.unique(pairs)
        ids = {number: self.claims[number][0] for number in numbers.tolist()}
        for (a, b), (one, other) in zip(pairs.tolist(), self.group[pairs].tolist(), strict=True):
            left, right = ids[a], ids[b]
            yield (left, right) if left <= right else (right, left), one, other


def event_id(claims: tuple[str, ...]) -> str:
    """The id of the event of some claims, sorted."""
    return "e" + blake2b(claims[0].encode(), digest_size=8).hexdigest()


def sorted_pair(a: str, b: str) -> Pair:
    """The pair, whichever way it was given."""
    return (a, b) if a <= b else (b, a)


def events_of(
    c: Columns, state: State, members: Array, must: Collection[tuple[int, int]], *, reasoned: bool = True
) -> tuple[Event, ...]:
    """The events of some mentions, whole events only, sorted by id. ``must`` are joined by a reviewer's word.

    Where they are not to be ``reasoned``, the reasons that joined them are left out.
    """
    outlines = state.outlines(members)
    wanted = np.zeros(len(state.group), bool)
    wanted[state.group[members]] = True
    joined = state.joined[wanted[state.group[state.joined[:, 0]]] & reasoned]
    why: dict[int, list[tuple[int, str, str]]] = defaultdict(list)
    for start in range(0, len(joined), _AT_ONCE):
        part = joined[start : start + _AT_ONCE]
        low, high = part.min(axis=1), part.max(axis=1)
        codes = outcomes(c, low, high)
        rows = zip(low.tolist(), high.tolist(), total(codes).tolist(), reasons(codes), strict=True)
        for home, (i, j, score, reason) in zip(state.group[low].tolist(), rows, strict=True):
            pair = min(c.id(i), c.id(j))
            if (i, j) in must:
                why[home].append((-(10**6), pair, _WORD_OF_REVIEWER))
            else:
                why[home].append((-score, pair, reason))
    events = [
        Event(id, one.claims, tuple(reason for _, _, reason in sorted(why[one.home])), one.plans, one.home)
        for id, one in outlines.items()
    ]
    return tuple(sorted(events, key=lambda event: event.id))


def changed(
    old: State, new: State, looked_at: NDArray[np.bool_], numbers: NDArray[np.int64] | None
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """The members of events that are not as before, and the ids of events that are no more. An event may be told that
    is as before.

    ``numbers`` are the new numbers of the mentions of ``old`` (None: the same as before); what was not looked at is as
    it was.
    """
    now = np.arange(len(old.group)) if numbers is None else numbers
    there = now >= 0
    # An event has changed where a mention's group bears another name, or mentions were joined or planned otherwise.
    moved = looked_at.copy()
    moved[now[there]] &= now[old.group[there]] != new.group[now[there]]
    for before, after in ((old.joined, new.joined), (old.plans, new.plans)):
        moved[_other_ends(before if numbers is None else numbers[before], after, looked_at)] = True
    near = np.zeros(len(new.group), bool)
    near[new.whole(np.flatnonzero(moved))] = True
    # So has an event that a mention joined, and so have the other parts of one that was broken up.
    touched = ~there
    touched[there] = near[now[there]]
    was = old.whole(np.flatnonzero(touched))
    left = now[was]
    near[left[left >= 0]] = True
    members = new.whole(np.flatnonzero(near))
    gone = set(old.ids(old.group[was]).values()) - set(new.ids(new.group[members]).values())
    return members, tuple(sorted(gone))


def _other_ends(before: NDArray[np.int64], after: NDArray[np.int64], looked_at: NDArray[np.bool_]) -> Array:
    """The mentions of pairs that only one of two lists has, and those whose other one is no more (-1)."""
    gone = (before[:, 0] < 0) | (before[:, 1] < 0)
    left = before[gone].ravel()
    codes: list[Array] = []
    for pairs in (before[~gone], after):
        some = pairs[looked_at[pairs[:, 0]] | looked_at[pairs[:, 1]]]
        codes.append(distinct(np.minimum(some[:, 0], some[:, 1]) << 32 | np.maximum(some[:, 0], some[:, 1])))
    single: Array = np.setxor1d(codes[0], codes[1], assume_unique=True)
    return np.concatenate([single >> 32, single & 0xFFFF_FFFF, left[left >= 0]])
