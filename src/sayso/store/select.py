"""A filter as SQL.

SQLite's planner does not know how often a name occurs, so each condition that has an index is counted first, up to a
bound; PostgreSQL is asked what it expects. The rarest condition leads where it is rare, and the others are checked on
its claims; else all claims are looked at. The first page of a filter is found otherwise: see paging.py.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Select,
    and_,
    any_,
    column,
    exists,
    false,
    func,
    literal,
    not_,
    or_,
    select,
    true,
)

from sayso.documents.fold import folded
from sayso.query import FIELDS, Condition, Filter
from sayso.query.fields import day_range, flag, number_range
from sayso.store import tables as t
from sayso.store.conditions import (
    ACLED_EVENTS,
    HAS,
    NUMBERS,
    acled,
    between,
    days_before,
    of_events,
    of_versions,
    plover,
    reviewed,
)
from sayso.store.matching import match, reader_of
from sayso.store.tables import LONG

# Conditions are counted up to this number of claims.
BOUND = 60_000
# A condition that so few claims meet leads without more ado, and the others are not counted on.
RARE = (1_000, 8_000)
# The words of a text are counted less far: each one found costs more.
WORDS_BOUND = 20_000
WORDS_COST = 4
# A condition on more values than this is checked through the claim, not through each value.
_MANY = 4
# More names than these stand in a statement as a query: PostgreSQL takes long to plan a list.
_LISTED = 500
# The claims that one page needs; walking on to the last one costs no more than this share of a look at every claim.
_PAGE = 50

# What few claims have and has an index of its own.
_RARE = frozenset({"weapon", "basis"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How a filter is carried out: ``where`` is checked on the claims that ``lead`` gives; on all where it is None."""

    where: ColumnElement[bool]
    lead: Select[Any] | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One condition: how its claims are walked (None where there is no index for it), and how one is checked.

    ``names`` are the numbers of the names that it asks for, or where they are many a query or an array of them.
    """

    lead: Select[Any] | None
    check: ColumnElement[bool]
    names: Any = None
    words: bool = False
    loose: bool = False  # whether the lead gives more claims than those that meet the check
    tells: Callable[[str], bool | None] | None = None  # whether a claim's evidence has the words, where that can be told


class Claims:
    """Turns filters into conditions on ``claims`` joined with ``versions`` and ``documents``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"

    def plan(self, filter_: Filter) -> Plan:
        """The conditions, and the rarest of them where it is rare enough to lead."""
        # Words that must all be there are looked for together.
        wanted = [one.values for one in filter_.conditions if one.field == "text" and not one.negated]
        parts: list[Part] = [self.text(wanted)] if wanted else []
        for condition in filter_.conditions:
            if condition.field == "text" and not condition.negated:
                continue
            part = self.part(condition)
            if condition.negated:
                # A value that is not there is not the value asked about.
                part = Part(None, not_(func.coalesce(part.check, false())))
            parts.append(part)
        best = self._leader(parts)
        if best is None:
            return Plan(and_(true(), *(part.check for part in parts)))
        others = [part.check for place, part in enumerate(parts) if place != best or part.loose]
        return Plan(and_(true(), *others), parts[best].lead)

    def walk(self, condition: Condition) -> Select[Any]:
        """The numbers of all claims that have one of the condition's values, whether or not it is negated."""
        part = self.part(condition)
        if part.lead is not None and not part.loose:
            return part.lead.order_by(None)
        found = t.claims.join(t.versions, t.versions.c.seq == t.claims.c.version)
        return select(t.claims.c.seq).select_from(found).where(part.check)

    def _leader(self, parts: Sequence[Part]) -> int | None:
        """The number of the condition whose claims are walked; None where all claims are."""
        if not any(part.lead is not None for part in parts):
            return None
        for bound in RARE if self._sqlite else ():
            few = [(count, place) for place, part in enumerate(parts)
                   if (count := self.count(part, bound)) is not None and count < bound]  # fmt: skip
            if few:
                return min(few)[1]
        counts = [self.count(part, WORDS_BOUND if part.words else BOUND) for part in parts]
        if not self._sqlite:
            # A row of words is read whole where an entry of another index says it all.
            counts = [count * WORDS_COST if count and part.words else count
                      for part, count in zip(parts, counts, strict=True)]  # fmt: skip
        known = [(count, place) for place, count in enumerate(counts) if count is not None]
        return min(known)[1] if known and self._worth_leading(counts) else None

    def _worth_leading(self, counts: Sequence[int | None]) -> bool:
        """Whether walking the rarest condition costs less than walking all claims until a page is full."""
        total = self._connection.execute(select(func.max(t.claims.c.seq))).scalar_one() or 1
        share = 1.0
        for count in counts:
            share *= 0.3 if count is None else min(count / total, 1.0)
        rarest = min(count for count in counts if count is not None)
        return rarest < min(total, _PAGE / share if share else total)

    def count(self, part: Part, bound: int) -> int | None:
        """How many claims meet a condition, up to a bound; None where it has no index, or is words that too many have."""
        if part.lead is None:
            return None
        if not self._sqlite:
            return self._estimate(part.lead)
        some = part.lead.limit(bound).subquery()
        count = self._connection.execute(select(func.count()).select_from(some)).scalar_one()
        return None if part.words and count == bound else count

    def _estimate(self, lead: Select[Any]) -> int:
        """How many rows PostgreSQL expects, by the statistics that it keeps."""
        compiled = lead.order_by(None).compile(self._connection, compile_kwargs={"render_postcompile": True})
        found = self._connection.exec_driver_sql(f"EXPLAIN (FORMAT JSON) {compiled}", dict(compiled.params))
        return int(found.scalar_one()[0]["Plan"]["Plan Rows"])

    def _held(self, ids: Any, claim: Any) -> ColumnElement[bool]:
        """Whether a claim has one of these names, given as their numbers, or where they are many as a query or array."""
        pairs = t.claim_terms.alias()
        if isinstance(ids, tuple):
            term = pairs.c.term + 0 if len(ids) > _MANY and self._sqlite else pairs.c.term
            check: ColumnElement[bool] = term == ids[0] if len(ids) == 1 else term.in_(ids)
        else:
            check = (pairs.c.term + 0).in_(ids) if self._sqlite else pairs.c.term == any_(ids)
        found = select(pairs.c.term).where(check, pairs.c.claim == claim)
        # With an offset PostgreSQL looks each claim up rather than joining all that have the names.
        return exists(found if self._sqlite else found.offset(0))

    def part(self, condition: Condition) -> Part:
        """A condition, as if it were not negated."""
        field, values = condition.field, condition.values
        if FIELDS[field].type == "name":
            return self._names(field, values)
        if field == "text":
            return self.text([values])
        if field in ("kind", "status"):
            columns = {"kind": t.claims.c.kind, "status": t.claims.c.status}
            check = self._plain(columns[field]).in_(values)
            return Part(self._walk(columns[field].in_(values)), check)
        if field == "when":
            return self._days(values)
        if field == "published":
            days = [day_range(value) for value in values]
            published = self._plain(t.versions.c.published)
            lead = of_versions(or_(*(between(t.versions.c.published, *some) for some in days)))
            return Part(lead, or_(*(between(published, *some) for some in days)), loose=True)
        if field in ("hedged", "background"):
            return Part(None, t.claims.c[field].in_([int(flag(value)) for value in values]))
        if field == "part":
            return Part(None, func.coalesce(t.claims.c.part, "body").in_(values))
        if field in ("actortype", "targettype"):
            return Part(None, t.claims.c[field.replace("type", "_type")].in_(values))
        if field in ("corroboration", "contested", "origins", "kappa"):
            inside = t.claims.c.event.in_(of_events(field, values))
            return Part(self._walk(inside), inside)
        if field in NUMBERS:
            return self._numbers(field, values)
        if field == "reviewed":
            check = or_(*(reviewed(value) for value in values))
            return Part(None if "no" in values else self._walk(check), check)
        if field == "has":
            check = or_(*(HAS[value] for value in values))
            return Part(self._walk(check) if _RARE.issuperset(values) else None, check)
        return self._ids(field, values)

    def _plain(self, column_: Any) -> Any:
        """The column, with its index put out of SQLite's sight: the lead has been chosen already."""
        return column_.op("||")("") if self._sqlite and _is_text(column_) else column_

    @staticmethod
    def _walk(check: ColumnElement[bool]) -> Select[Any]:
        return select(t.claims.c.seq).where(check)

    def _names(self, field: str, values: Sequence[str]) -> Part:
        ids: list[int] = []
        named: list[ColumnElement[bool]] = []
        for value in values:
            name = folded(value)
            matches: ColumnElement[bool] = t.terms.c.term == name
            if "*" in name:
                pattern = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
                matches = t.terms.c.term.like(pattern, escape="\\")
            named.append(matches)
            ids.extend(
                self._connection.execute(select(t.terms.c.seq).where(t.terms.c.field == field, matches)).scalars()
            )
        if not ids:
            return Part(self._walk(false()), false())
        chosen: Any = tuple(sorted(set(ids)))
        if len(chosen) > _LISTED:
            if self._sqlite:
                chosen = select(t.terms.c.seq).where(t.terms.c.field == field, or_(*named))
                held: ColumnElement[bool] = t.claim_terms.c.term.in_(chosen)
            else:
                chosen = literal(list(chosen), ARRAY(BigInteger))
                held = t.claim_terms.c.term == any_(chosen)
            lead = select(t.claim_terms.c.claim.label("seq")).where(held)
            return Part(lead, self._held(chosen, t.claims.c.seq), names=chosen)
        pairs = t.claim_terms.c
        lead = select(pairs.claim.label("seq")).where(
            pairs.term == chosen[0] if len(chosen) == 1 else pairs.term.in_(chosen)
        )
        return Part(lead, self._held(chosen, t.claims.c.seq), names=chosen)

    def text(self, groups: Sequence[Sequence[str]]) -> Part:
        """Words of the evidence: those of one value of each group."""
        lead = match("claim_words", groups, self._sqlite)
        if lead is None:
            return Part(self._walk(false()), false())
        if self._sqlite:
            return Part(lead, exists(lead.where(column("rowid") == t.claims.c.seq).order_by(None)), words=True,
                        tells=reader_of(groups))  # fmt: skip
        return Part(lead, t.claims.c.seq.in_(lead), words=True)

    def _days(self, values: Sequence[str]) -> Part:
        c = t.claims.c
        walked: list[ColumnElement[bool]] = []
        plain: list[ColumnElement[bool]] = []
        for value in values:
            first, last = day_range(value)
            bounds: list[ColumnElement[bool]] = [c.last >= first] if first else []
            if last:
                bounds.append(c.first <= last)
            # A range that is not long and reaches the first day began at most LONG days before it.
            near = [c.first >= days_before(first, LONG)] if first else [c.first.is_not(None)]
            walked += [and_(c.long == 0, *near, *bounds), and_(c.long == 1, *bounds)]
            start = self._plain(c.first)
            plain.append(and_(start.is_not(None), *([c.last >= first] if first else []), *([start <= last] if last else [])))
        return Part(self._walk(or_(*walked)), or_(*plain))

    def _numbers(self, field: str, values: Sequence[str]) -> Part:
        low_column, high_column = NUMBERS[field]
        checks = []
        for value in values:
            low, with_low, high, with_high = number_range(value)
            # A claim's figure is a range, open where one end is not known: it fits where it may be in the one asked.
            top: Any = high_column
            bottom: Any = low_column
            if low_column is not high_column:
                top, bottom = func.coalesce(high_column, low_column), func.coalesce(low_column, high_column)
            bounds: list[ColumnElement[bool]] = [or_(low_column.is_not(None), high_column.is_not(None))]
            if low is not None:
                bounds.append(top >= low if with_low else top > low)
            if high is not None:
                bounds.append(bottom <= high if with_high else bottom < high)
            checks.append(and_(*bounds))
        return Part(None, or_(*checks))

    def _ids(self, field: str, values: Sequence[str]) -> Part:
        if field == "document":
            inner = select(t.documents.c.seq).where(t.documents.c.id.in_(values))
            in_it = t.claims.c.document.in_(inner)
            return Part(self._walk(in_it), in_it)
        if field == "lang":
            check: ColumnElement[bool] = t.versions.c.language.in_(values)
            return Part(of_versions(check), self._plain(t.versions.c.language).in_(values), loose=True)
        makers: dict[str, Callable[[str], ColumnElement[bool]]] = {
            "event": lambda value: t.claims.c.event == value,
            "claim": lambda value: t.claims.c.id == value,
            "plover": plover,
            "acled": acled,
            "cameo": lambda value: func.substr(t.claims.c.cameo, 1, len(value)) == value,
        }
        checks: list[ColumnElement[bool]] = [makers[field](value) for value in values]
        check = or_(*checks)
        if field == "cameo":
            return Part(None, check)
        broad = field == "acled" and not ACLED_EVENTS.isdisjoint(values)
        return Part(None if broad else self._walk(check), check)


def asks_for_rejected(filter_: Filter) -> bool:
    """Whether a filter speaks of review or names a claim: then rejected ones are not left out."""
    return any(condition.field in ("reviewed", "claim") for condition in filter_.conditions)


def _is_text(column_: Any) -> bool:
    return column_.type.python_type is str
