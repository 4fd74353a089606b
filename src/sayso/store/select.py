"""A filter as SQL.

SQLite's planner does not know how often a name occurs, so each condition that has an index is counted first, up to a
bound; PostgreSQL is asked what it expects. Where a page of claims will be found soon by walking all of them in order,
that is done; else the rarest condition leads, and the others are checked on its claims. The conditions of an index
are checked in the index.
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
from sayso.store.matching import match
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

# What the index of small columns tells of, and what few claims have and has an index of its own.
_FIGURES = frozenset({"killed", "injured"})
_RARE = frozenset({"weapon", "basis"})


@dataclass(frozen=True, slots=True)
class Plan:
    """How a filter is carried out: ``where`` is checked on the claims that ``lead`` gives, or whose numbers stand in
    ``driver`` in order; on all claims where neither is there. ``narrow`` is checked in the index of small columns."""

    where: ColumnElement[bool]
    lead: Select[Any] | None = None
    driver: Any = None
    narrow: ColumnElement[bool] | None = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One condition: how its claims are walked (None where there is no index for it), and how one is checked."""

    lead: Select[Any] | None
    check: ColumnElement[bool]
    terms: tuple[int, ...] = ()
    names: Any = None
    words: bool = False
    loose: bool = False  # whether the lead gives more claims than those that meet the check
    narrow: bool = False  # whether the index of small columns holds all that the check needs


class Claims:
    """Turns filters into conditions on ``claims`` joined with ``versions`` and ``documents``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"

    def plan(self, filter_: Filter, page: bool = False) -> Plan:
        """The conditions, and the rarest of them where it is rare enough to lead. ``page`` is for the first of many."""
        # Words that must all be there are looked for together.
        wanted = [one.values for one in filter_.conditions if one.field == "text" and not one.negated]
        parts: list[_Part] = [self._text(wanted)] if wanted else []
        for condition in filter_.conditions:
            if condition.field == "text" and not condition.negated:
                continue
            part = self._condition(condition)
            if condition.negated:
                # A value that is not there is not the value asked about.
                part = _Part(None, not_(func.coalesce(part.check, false())), narrow=part.narrow)
            parts.append(part)
        best = self._leader(parts)
        # SQLite has the claims of a lead at hand as soon as their entries in the index.
        apart = page and (best is None or not self._sqlite)
        small = [place for place, part in enumerate(parts) if apart and part.narrow and place != best]
        narrow = and_(*(parts[place].check for place in small)) if small else None
        if best is None and wanted and page and self._sqlite and parts[0].lead is not None:
            # The index of words gives its claims in order too, and fewer of them.
            found: Any = parts[0].lead
            driver: Any = found.with_only_columns(column("rowid").label("claim")).order_by(None).subquery("driver")
            return Plan(and_(true(), *(part.check for part in parts[1:])), driver=driver)
        if best is None:
            checks = [part.check for place, part in enumerate(parts) if place not in small]
            return Plan(and_(true(), *checks), narrow=narrow)
        lead = parts[best]
        others = [
            part.check for place, part in enumerate(parts) if (place != best or part.loose) and place not in small
        ]
        single = len(lead.terms) == 1
        if not single and (self._sqlite or not page):
            return Plan(and_(true(), *others), lead.lead, None, narrow)
        walked: Any = t.claim_terms.alias("driver")
        inside = [walked.c.term == lead.terms[0]] if single else []
        if not single:
            # PostgreSQL would rather walk all claims to fill a page than believe how few a lead has: it is made first.
            some: Any = lead.lead
            numbers = some.order_by(None).subquery()
            walked = select(numbers.c.seq.label("claim")).distinct().cte("lead").prefix_with("MATERIALIZED")
        for place, part in enumerate(parts):
            # Names are checked in the index of names, before the claim itself is looked at.
            if place != best and part.names is not None and part.lead is not None:
                others.remove(part.check)
                inside.append(self._held(part.names, walked.c.claim))
        return Plan(and_(true(), *inside, *others), None, walked, narrow)

    def walk(self, condition: Condition) -> Select[Any]:
        """The numbers of all claims that have one of the condition's values, whether or not it is negated."""
        part = self._condition(condition)
        if part.lead is not None and not part.loose:
            return part.lead.order_by(None)
        found = t.claims.join(t.versions, t.versions.c.seq == t.claims.c.version)
        return select(t.claims.c.seq).select_from(found).where(part.check)

    def _leader(self, parts: Sequence[_Part]) -> int | None:
        """The number of the condition whose claims are walked; None where all claims are."""
        if not any(part.lead is not None for part in parts):
            return None
        for bound in RARE if self._sqlite else ():
            few = [(count, place) for place, part in enumerate(parts)
                   if (count := self._count(part, bound)) is not None and count < bound]  # fmt: skip
            if few:
                return min(few)[1]
        counts = [self._count(part, WORDS_BOUND if part.words else BOUND) for part in parts]
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

    def _count(self, part: _Part, bound: int) -> int | None:
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

    def _condition(self, condition: Condition) -> _Part:
        field, values = condition.field, condition.values
        if FIELDS[field].type == "name":
            return self._names(field, values)
        if field == "text":
            return self._text([values])
        if field in ("kind", "status"):
            columns = {"kind": t.claims.c.kind, "status": t.claims.c.status}
            check = self._plain(columns[field]).in_(values)
            return _Part(self._walk(columns[field].in_(values)), check, narrow=True)
        if field == "when":
            return self._days(values)
        if field == "published":
            days = [day_range(value) for value in values]
            published = self._plain(t.versions.c.published)
            lead = of_versions(or_(*(between(t.versions.c.published, *some) for some in days)))
            return _Part(lead, or_(*(between(published, *some) for some in days)), loose=True)
        if field in ("hedged", "background"):
            return _Part(None, t.claims.c[field].in_([int(flag(value)) for value in values]), narrow=True)
        if field == "part":
            return _Part(None, func.coalesce(t.claims.c.part, "body").in_(values), narrow=True)
        if field in ("actortype", "targettype"):
            return _Part(None, t.claims.c[field.replace("type", "_type")].in_(values), narrow=True)
        if field in ("corroboration", "contested", "origins", "kappa"):
            inside = t.claims.c.event.in_(of_events(field, values))
            return _Part(self._walk(inside), inside)
        if field in NUMBERS:
            return self._numbers(field, values)
        if field == "reviewed":
            check = or_(*(reviewed(value) for value in values))
            return _Part(None if "no" in values else self._walk(check), check)
        if field == "has":
            check = or_(*(HAS[value] for value in values))
            return _Part(self._walk(check) if _RARE.issuperset(values) else None, check, narrow=_FIGURES.issuperset(values))
        return self._ids(field, values)

    def _plain(self, column_: Any) -> Any:
        """The column, with its index put out of SQLite's sight: the lead has been chosen already."""
        return column_.op("||")("") if self._sqlite and _is_text(column_) else column_

    @staticmethod
    def _walk(check: ColumnElement[bool]) -> Select[Any]:
        return select(t.claims.c.seq).where(check)

    def _names(self, field: str, values: Sequence[str]) -> _Part:
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
            return _Part(self._walk(false()), false())
        chosen: Any = tuple(sorted(set(ids)))
        if len(chosen) > _LISTED:
            if self._sqlite:
                chosen = select(t.terms.c.seq).where(t.terms.c.field == field, or_(*named))
                held: ColumnElement[bool] = t.claim_terms.c.term.in_(chosen)
            else:
                chosen = literal(list(chosen), ARRAY(BigInteger))
                held = t.claim_terms.c.term == any_(chosen)
            lead = select(t.claim_terms.c.claim.label("seq")).where(held)
            return _Part(lead, self._held(chosen, t.claims.c.seq), names=chosen)
        pairs = t.claim_terms.c
        lead = select(pairs.claim.label("seq")).where(
            pairs.term == chosen[0] if len(chosen) == 1 else pairs.term.in_(chosen)
        )
        return _Part(lead, self._held(chosen, t.claims.c.seq), chosen, chosen)

    def _text(self, groups: Sequence[Sequence[str]]) -> _Part:
        lead = match("claim_words", groups, self._sqlite)
        if lead is None:
            return _Part(self._walk(false()), false())
        if self._sqlite:
            return _Part(lead, exists(lead.where(column("rowid") == t.claims.c.seq).order_by(None)), words=True)
        return _Part(lead, t.claims.c.seq.in_(lead), words=True)

    def _days(self, values: Sequence[str]) -> _Part:
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
        return _Part(self._walk(or_(*walked)), or_(*plain), narrow=True)

    def _numbers(self, field: str, values: Sequence[str]) -> _Part:
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
        return _Part(None, or_(*checks), narrow=True)

    def _ids(self, field: str, values: Sequence[str]) -> _Part:
        if field == "document":
            inner = select(t.documents.c.seq).where(t.documents.c.id.in_(values))
            in_it = t.claims.c.document.in_(inner)
            return _Part(self._walk(in_it), in_it)
        if field == "lang":
            check: ColumnElement[bool] = t.versions.c.language.in_(values)
            return _Part(of_versions(check), self._plain(t.versions.c.language).in_(values), loose=True)
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
            return _Part(None, check, narrow=True)
        broad = field == "acled" and not ACLED_EVENTS.isdisjoint(values)
        return _Part(None if broad else self._walk(check), check)






def asks_for_rejected(filter_: Filter) -> bool:
    """Whether a filter speaks of review or names a claim: then rejected ones are not left out."""
    return any(condition.field in ("reviewed", "claim") for condition in filter_.conditions)




def _is_text(column_: Any) -> bool:
    return column_.type.python_type is str
