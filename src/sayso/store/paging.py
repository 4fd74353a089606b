"""The first page of a filter: the numbers of the first claims that meet it, found without looking at them all.

A condition that few claims meet is taken from its index whole, and the others are checked on its claims. Where there
is none, the claims are gone through in their order, some blocks at a time and ever more, until the page is full.
What the packed columns tell is checked first, then names and words, by whichever costs less: the index's entries for
those numbers, or a look at each claim that is left.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    Text,
    any_,
    cast,
    column,
    false,
    func,
    literal,
    not_,
    select,
)

from sayso.query import Condition, Filter
from sayso.store import packing
from sayso.store import tables as t
from sayso.store.packed_checks import PackedCheck, packed_check
from sayso.store.packing import Blocks, binary
from sayso.store.reviewing import any_rejected
from sayso.store.select import BOUND, WORDS_BOUND, WORDS_COST, Claims, Part

Seqs = NDArray[np.int64]

# A condition that so few claims meet is taken whole.
FEW = 20_000
# Of so few claims the rows are looked at at once.
_AT_ONCE = 256
# A look at one claim costs as much as reading so many entries of an index. SQLite's index of words goes through most
# of a word's entries for each, so there the claim's evidence is read.
_LOOK = 12
_LOOK_AT_WORDS = 20_000
_LOOK_AT_EVIDENCE = 120
# Claims that are checked in one statement: few at first, the page may be full soon.
_CHUNKS = (256, 1_024, 4_096)
# Blocks of one window; the last figure holds for all that follow.
_WINDOWS = (4, 32, 256)
# A condition is only counted up to this.
_COUNTED = {False: BOUND, True: WORDS_BOUND}


@dataclass(slots=True)
class _Listed:
    """A condition with an index: its claims can be listed. ``count`` is how many, None where they are many; then
    what was read so far, ``entries`` for so many numbers, tells how close they stand."""

    part: Part
    keep: bool
    count: int | None
    whole: Seqs | None = None
    entries: int = 0
    numbers: int = 0

    def expected(self, numbers: int, last: int) -> float:
        """How many claims it may have among so many numbers, of which the highest is ``last``."""
        if self.count is not None:
            return self.count * numbers / last
        return (self.entries / self.numbers if self.numbers else 0.5) * numbers


class Pages:
    """Finds pages in one transaction."""

    def __init__(self, connection: Connection, filter_: Filter, shows_rejected: bool) -> None:
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"
        if not self._sqlite:
            # Every statement is about few claims, known by number: PostgreSQL need not think of anything else.
            connection.exec_driver_sql(
                "SET LOCAL enable_mergejoin = off; SET LOCAL enable_seqscan = off; SET LOCAL jit = off"
            )
        self._claims = Claims(connection)
        self._packed: list[PackedCheck] = []
        self._small: list[Condition] = []  # the conditions behind these
        self._listed: list[_Listed] = []
        self._checks: list[ColumnElement[bool]] = []
        self._sort(filter_)
        if not shows_rejected and any_rejected(connection):
            out = t.claims.alias("rejected")
            self._checks.append(t.claims.c.seq.not_in(select(out.c.seq).where(out.c.reviewed == "rejected")))
        self._blocks = Blocks(connection, (name for check in self._packed for name in check.columns))

    def first(self, limit: int, after: int = 0) -> list[int]:
        """The first claims behind the claim ``after``."""
        found: list[int] = []
        for some, more in self._candidates(after):
            found += self._checked(some, limit - len(found), more)
            if len(found) >= limit:
                break
        return found[:limit]

    # ── what is asked ────────────────────────────────────────────────────────────────────────────────────────

    def _sort(self, filter_: Filter) -> None:
        claims = self._claims
        words = [one.values for one in filter_.conditions if one.field == "text" and not one.negated]
        parts = [(claims.text(words), True)] if words else []
        for condition in filter_.conditions:
            if condition.field == "text" and not condition.negated:
                continue
            packed = packed_check(condition)
            if packed is not None:
                self._packed.append(packed)
                self._small.append(condition)
            else:
                parts.append((claims.part(condition), not condition.negated))
        for part, keep in parts:
            if part.lead is None or part.loose or not (keep or part.names is not None or part.tells is not None):
                self._checks.append(_check(part, keep, self._sqlite))
                continue
            bound = _COUNTED[part.words]
            count = claims.count(part, bound)
            self._listed.append(_Listed(part, keep, None if count is None or count >= bound else count))
        self._listed.sort(key=lambda one: (one.count is None, one.count or 0))

    # ── which claims ─────────────────────────────────────────────────────────────────────────────────────────

    def _candidates(self, after: int) -> Iterator[tuple[Seqs, Sequence[Condition]]]:
        """Claims that may meet the filter, in order, and conditions that were not checked on them yet."""
        rarest = next((one for one in self._listed if one.keep), None)
        if rarest is not None and rarest.count is not None and self._cost(rarest.part, rarest.count) < FEW:
            some = self._list(rarest.part)
            some = some[some > after]
            rest = [one for one in self._listed if one is not rarest]
            if self._packed and len(some) > _AT_ONCE:
                for blocks in _spans(np.unique(some // packing.SIZE).tolist()):
                    inside = some[(some >= blocks[0] * packing.SIZE) & (some < (blocks[-1] + 1) * packing.SIZE)]
                    for chunk in self._among(self._fitting(blocks, inside), rest):
                        yield chunk, ()
            else:
                for chunk in self._among(some, rest):
                    yield chunk, self._small
            return
        for blocks in self._windows(after // packing.SIZE):
            inside = self._fitting(blocks, None)
            for chunk in self._among(inside[inside > after], self._listed):
                yield chunk, ()

    def _windows(self, start: int) -> Iterator[list[int]]:
        step = 0
        while start < self._blocks.count:
            size = _WINDOWS[min(step, len(_WINDOWS) - 1)]
            yield list(range(start, min(start + size, self._blocks.count)))
            start += size
            step += 1

    def _fitting(self, blocks: Sequence[int], inside: Seqs | None) -> Seqs:
        """Those claims of some blocks that meet what the packed columns tell; ``inside`` narrows them."""
        fits = self._blocks.window(blocks, ()).present()
        for check in self._packed:
            if not fits.any():
                break
            fits &= check.of(self._blocks.window(blocks, check.columns))
        if blocks[-1] - blocks[0] + 1 == len(blocks):
            starts = blocks[0] * packing.SIZE
            if inside is None:
                return np.flatnonzero(fits).astype(np.int64) + starts
            return np.compress(fits[inside - starts], inside)
        assert inside is not None
        order = np.searchsorted(np.array(blocks), inside // packing.SIZE)
        return np.compress(fits[order * packing.SIZE + inside % packing.SIZE], inside)

    def _among(self, some: Seqs, listed: Sequence[_Listed]) -> Iterator[Seqs]:
        """Those of some claims that the indexes give too. What would cost more by an index is checked on each."""
        looks: list[_Listed] = []
        numbers = int(some[-1] - some[0]) + 1 if len(some) else 0
        # What few claims have comes first: it leaves fewer to compare with.
        for entries, one in sorted(
            ((one.expected(numbers, self._blocks.last or 1), one) for one in listed), key=itemgetter(0)
        ):
            if not len(some):
                return
            if len(some) * self._look(one.part) < entries or (one.count is None and not self._windowed(one.part)):
                looks.append(one)
            else:
                has = np.isin(some, self._listed_between(one, int(some[0]), int(some[-1])), assume_unique=True)
                some = some[has if one.keep else ~has]
        step = 0
        while len(some):
            size = _CHUNKS[min(step, len(_CHUNKS) - 1)]
            chunk, some = some[:size], some[size:]
            for one in looks:
                chunk = self._looked_up(one, chunk)
            yield chunk
            step += 1

    def _cost(self, part: Part, count: int) -> int:
        """What it costs to list so many claims, in entries of an index: PostgreSQL reads the rows of words."""
        return count * WORDS_COST if part.words and not self._sqlite else count

    def _look(self, part: Part) -> int:
        """What a look at one claim costs, in entries of an index."""
        if part.words and self._sqlite:
            return _LOOK_AT_EVIDENCE if part.tells else _LOOK_AT_WORDS
        return _LOOK

    def _windowed(self, part: Part) -> bool:
        """Whether the index gives the claims between two numbers without going through the others."""
        return part.names is not None or (part.words and self._sqlite)

    def _listed_between(self, one: _Listed, first: int, last: int) -> Seqs:
        if one.whole is not None:
            return one.whole
        if one.count is not None and (one.count < FEW or not self._windowed(one.part)):
            one.whole = self._list(one.part)
            return one.whole
        assert one.part.lead is not None
        number = column("rowid") if one.part.words else t.claim_terms.c.claim
        found = self._numbers(one.part.lead.where(number >= first, number <= last))
        one.entries, one.numbers = one.entries + len(found), one.numbers + last - first + 1
        return found

    def _looked_up(self, one: _Listed, some: Seqs) -> Seqs:
        if not len(some):
            return some
        part = one.part
        if part.names is not None:
            pairs = t.claim_terms.c
            names = pairs.term.in_(part.names) if isinstance(part.names, tuple | Select) else pairs.term == any_(part.names)
            has = np.isin(some, self._numbers(select(pairs.claim.label("seq")).where(names, self._of(pairs.claim, some))))
            return some[has if one.keep else ~has]
        if part.words and not self._sqlite and part.lead is not None:
            return self._numbers(part.lead.where(self._of(column("seq", BigInteger), some)))
        if part.tells is not None:
            return self._read(part, one.keep, some)
        check = _check(part, one.keep, self._sqlite)
        return self._numbers(select(t.claims.c.seq).where(self._of(t.claims.c.seq, some), check))

    def _read(self, part: Part, keep: bool, some: Seqs) -> Seqs:
        """Those of some claims whose evidence has the words."""
        assert part.tells is not None
        has, open_ = [], []
        rows = self._connection.execute(select(t.claims.c.seq, t.claims.c.evidence).where(self._of(t.claims.c.seq, some)))
        for seq, evidence in rows:
            told = part.tells(evidence)
            if told is None:
                open_.append(seq)
            elif told is keep:
                has.append(seq)
        if open_:
            which = self._of(t.claims.c.seq, np.array(open_, dtype=np.int64))
            has += self._numbers(select(t.claims.c.seq).where(which, _check(part, keep, True))).tolist()
        return _ordered(np.array(has, dtype=np.int64))

    def _checked(self, some: Seqs, limit: int, more: Sequence[Condition]) -> list[int]:
        """The first of some claims that meet what has no index, and some more conditions."""
        checks = [*self._checks, *(_check(self._claims.part(one), not one.negated, self._sqlite) for one in more)]
        if not checks or not len(some):
            return [int(seq) for seq in some[:limit]]
        joined = t.claims.join(t.versions, t.versions.c.seq == t.claims.c.version) if more else t.claims
        query = select(t.claims.c.seq).select_from(joined).where(self._of(t.claims.c.seq, some), *checks)
        return list(self._connection.execute(query.order_by(t.claims.c.seq).limit(limit)).scalars())

    # ── lists of numbers ─────────────────────────────────────────────────────────────────────────────────────

    def _of(self, number: Any, some: Seqs) -> ColumnElement[bool]:
        """Whether a column is one of some numbers, however many."""
        if self._sqlite:
            listed = func.json_each(str(some.tolist())).table_valued("value")
            return number.in_(select(listed.c.value))  # type: ignore[no-any-return]
        return number == any_(literal(some.tolist(), ARRAY(BigInteger)))  # type: ignore[no-any-return]

    def _list(self, part: Part) -> Seqs:
        assert part.lead is not None
        return self._numbers(part.lead)

    def _numbers(self, query: Select[Any]) -> Seqs:
        """The numbers that a query gives, each once, in order; as one text, since a row for each costs more."""
        some = query.order_by(None).subquery()
        if not self._sqlite:
            sent = select(func.string_agg(func.int8send(some.c.seq), literal(b"")))
            compiled = sent.compile(self._connection, compile_kwargs={"render_postcompile": True})
            ((packed,),) = binary(self._connection, str(compiled), compiled.params)
            return _ordered(np.frombuffer(packed or b"", dtype=">i8").astype(np.int64))
        joined = self._connection.execute(select(func.aggregate_strings(cast(some.c.seq, Text), ","))).scalar_one()
        return _ordered(np.fromstring(joined or "", dtype=np.int64, sep=","))


def _ordered(numbers: Seqs) -> Seqs:
    """Each once, in order. An index mostly gives them so already."""
    if not (numbers[1:] > numbers[:-1]).all():
        numbers = np.sort(numbers)
        numbers = numbers[np.concatenate(([True], numbers[1:] != numbers[:-1]))]
    return numbers


def _check(part: Part, keep: bool, sqlite: bool) -> ColumnElement[bool]:
    """How one claim is checked. A value that is not there is not the value asked about."""
    if keep and not sqlite:
        return part.check
    # SQLite would look for the value in an index of its own, whatever few claims are asked about.
    there = func.coalesce(part.check, false())
    return there if keep else not_(there)


def _spans(blocks: Sequence[int]) -> Iterator[list[int]]:
    """Blocks some at a time: few at first."""
    start = step = 0
    while start < len(blocks):
        size = _WINDOWS[min(step, len(_WINDOWS) - 1)]
        yield list(blocks[start : start + size])
        start += size
        step += 1
