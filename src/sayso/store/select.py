"""A filter as SQL.

The database's planner does not know how often a name occurs, so each condition that has an index is counted first, up
to a bound. Where a page of claims will be found soon by walking all of them in order, that is done; else the rarest
condition leads, and the others are checked on its claims. The conditions of an index are checked in the index.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    column,
    exists,
    false,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    table,
    text,
    true,
)

from sayso.documents.fold import folded, words
from sayso.query import FIELDS, Condition, Filter
from sayso.query.fields import day_range, flag, number_range
from sayso.store import tables as t
from sayso.store.migration_events import events
from sayso.store.tables import LONG

# Conditions are counted up to this number of claims.
BOUND = 60_000
# A condition that so few claims meet leads without more ado, and the others are not counted on.
RARE = (1_000, 8_000)
# The words of a text are counted less far: each one found costs more.
WORDS_BOUND = 20_000
# A condition on more values than this is checked through the claim, not through each value.
_MANY = 4
# The claims that one page needs; walking on to the last one costs no more than this share of a look at every claim.
_PAGE = 50

_HAS: dict[str, ColumnElement[bool]] = {
    "actor": t.claims.c.actor.is_not(None),
    "target": t.claims.c.target.is_not(None),
    "weapon": t.claims.c.weapon.is_not(None),
    "place": t.claims.c.place.is_not(None),
    "coordinates": t.claims.c.lat.is_not(None),
    "when": t.claims.c.first.is_not(None),
    "source": t.claims.c.sources.is_not(None),
    "basis": t.claims.c.basis.is_not(None),
    "killed": or_(t.claims.c.killed_low.is_not(None), t.claims.c.killed_high.is_not(None)),
    "injured": or_(t.claims.c.injured_low.is_not(None), t.claims.c.injured_high.is_not(None)),
}
_NUMBERS: dict[str, tuple[Any, Any]] = {
    "killed": (t.claims.c.killed_low, t.claims.c.killed_high),
    "injured": (t.claims.c.injured_low, t.claims.c.injured_high),
    "confidence": (t.claims.c.confidence, t.claims.c.confidence),
    "whereprec": (t.claims.c.where_prec, t.claims.c.where_prec),
    "dateprec": (t.claims.c.date_prec, t.claims.c.date_prec),
    "ucdp": (t.claims.c.ucdp_type_of_violence, t.claims.c.ucdp_type_of_violence),
}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a filter is carried out: ``where`` is checked on the claims that ``lead`` gives, or whose numbers stand in
    ``driver`` in order; on all claims where neither is there."""

    where: ColumnElement[bool]
    lead: Select[Any] | None = None
    driver: Any = None


@dataclass(frozen=True, slots=True)
class _Part:
    """One condition: how its claims are walked (None where there is no index for it), and how one is checked."""

    lead: Select[Any] | None
    check: ColumnElement[bool]
    terms: tuple[int, ...] = ()
    words: bool = False


class Claims:
    """Turns filters into conditions on ``claims`` joined with ``versions`` and ``documents``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"

    def plan(self, filter_: Filter) -> Plan:
        """The conditions, and the rarest of them where it is rare enough to lead."""
        parts: list[_Part] = []
        for condition in filter_.conditions:
            part = self._condition(condition)
            if condition.negated:
                # A value that is not there is not the value asked about.
                part = _Part(None, not_(func.coalesce(part.check, false())))
            parts.append(part)
        best = self._leader(parts)
        if best is None:
            return Plan(and_(true(), *(part.check for part in parts)))
        lead = parts[best]
        others = [part.check for place, part in enumerate(parts) if place != best]
        if len(lead.terms) == 1:
            driver = t.claim_terms.alias("driver")
            inside = []
            for place, part in enumerate(parts):
                # Names are checked in the index of names, before the claim itself is looked at.
                if place != best and part.terms and part.lead is not None:
                    others.remove(part.check)
                    inside.append(self._held(part.terms, driver.c.claim))
            return Plan(and_(driver.c.term == lead.terms[0], *inside, *others), None, driver)
        return Plan(and_(true(), *others), lead.lead)

    def walk(self, condition: Condition) -> Select[Any]:
        """The numbers of all claims that have one of the condition's values, whether or not it is negated."""
        part = self._condition(condition)
        if part.lead is not None:
            return part.lead.order_by(None)
        found = t.claims.join(t.versions, t.versions.c.seq == t.claims.c.version)
        return select(t.claims.c.seq).select_from(found).where(part.check)

    def _leader(self, parts: Sequence[_Part]) -> int | None:
        """The number of the condition whose claims are walked; None where all claims are."""
        if not any(part.lead is not None for part in parts):
            return None
        for bound in RARE:
            few = [(count, place) for place, part in enumerate(parts)
                   if (count := self._count(part, bound)) is not None and count < bound]  # fmt: skip
            if few:
                return min(few)[1]
        counts = [self._count(part, WORDS_BOUND if part.words else BOUND) for part in parts]
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
        some = part.lead.limit(bound).subquery()
        count = self._connection.execute(select(func.count()).select_from(some)).scalar_one()
        return None if part.words and count == bound else count

    def _held(self, ids: Sequence[int], claim: Any) -> ColumnElement[bool]:
        """Whether a claim has one of these names."""
        pairs = t.claim_terms.alias()
        if len(ids) == 1:
            return exists().where(pairs.c.term == ids[0], pairs.c.claim == claim)
        term = pairs.c.term + 0 if len(ids) > _MANY and self._sqlite else pairs.c.term
        return exists().where(term.in_(ids), pairs.c.claim == claim)

    def _condition(self, condition: Condition) -> _Part:
        field, values = condition.field, condition.values
        if FIELDS[field].type == "name":
            return self._names(field, values)
        if field == "text":
            return self._text(values)
        if field in ("kind", "status"):
            columns = {"kind": t.claims.c.kind, "status": t.claims.c.status}
            return _Part(self._walk(columns[field].in_(values)), self._plain(columns[field]).in_(values))
        if field == "when":
            return self._days(values)
        if field == "published":
            published = self._plain(t.versions.c.published)
            return _Part(None, or_(*(_between(published, *day_range(value)) for value in values)))
        if field in ("hedged", "background"):
            return _Part(None, t.claims.c[field].in_([int(flag(value)) for value in values]))
        if field == "part":
            return _Part(None, func.coalesce(t.claims.c.part, "body").in_(values))
        if field in ("actortype", "targettype"):
            return _Part(None, t.claims.c[field.replace("type", "_type")].in_(values))
        if field in ("corroboration", "contested", "origins", "kappa"):
            inside = t.claims.c.event.in_(_events(field, values))
            return _Part(self._walk(inside), inside)
        if field in _NUMBERS:
            return self._numbers(field, values)
        if field == "reviewed":
            check = or_(*(_reviewed(value) for value in values))
            return _Part(None if "no" in values else self._walk(check), check)
        if field == "has":
            return _Part(None, or_(*(_HAS[value] for value in values)))
        return self._ids(field, values)

    def _plain(self, column_: Any) -> Any:
        """The column, with its index put out of SQLite's sight: the lead has been chosen already."""
        return column_.op("||")("") if self._sqlite and _is_text(column_) else column_

    @staticmethod
    def _walk(check: ColumnElement[bool]) -> Select[Any]:
        return select(t.claims.c.seq).where(check)

    def _names(self, field: str, values: Sequence[str]) -> _Part:
        ids: list[int] = []
        for value in values:
            name = folded(value)
            matches: ColumnElement[bool] = t.terms.c.term == name
            if "*" in name:
                pattern = name.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("*", "%")
                matches = t.terms.c.term.like(pattern, escape="\\")
            ids.extend(
                self._connection.execute(select(t.terms.c.seq).where(t.terms.c.field == field, matches)).scalars()
            )
        if not ids:
            return _Part(self._walk(false()), false())
        chosen = tuple(sorted(set(ids)))
        pairs = t.claim_terms.c
        lead = select(pairs.claim.label("seq")).where(
            pairs.term == chosen[0] if len(chosen) == 1 else pairs.term.in_(chosen)
        )
        return _Part(lead, self._held(chosen, t.claims.c.seq), chosen)

    def _text(self, values: Sequence[str]) -> _Part:
        lead = match("claim_words", values, self._sqlite)
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
            near = [c.first >= _days_before(first, LONG)] if first else [c.first.is_not(None)]
            walked += [and_(c.long == 0, *near, *bounds), and_(c.long == 1, *bounds)]
            start = self._plain(c.first)
            plain.append(and_(start.is_not(None), *([c.last >= first] if first else []), *([start <= last] if last else [])))
        return _Part(self._walk(or_(*walked)), or_(*plain))

    def _numbers(self, field: str, values: Sequence[str]) -> _Part:
        low_column, high_column = _NUMBERS[field]
        checks = []
        for value in values:
            low, with_low, high, with_high = number_range(value)
            # A claim's figure is a range, open where one end is not known: it fits where it may be in the one asked.
            top, bottom = func.coalesce(high_column, low_column), func.coalesce(low_column, high_column)
            bounds: list[ColumnElement[bool]] = [or_(low_column.is_not(None), high_column.is_not(None))]
            if low is not None:
                bounds.append(top >= low if with_low else top > low)
            if high is not None:
                bounds.append(bottom <= high if with_high else bottom < high)
            checks.append(and_(*bounds))
        return _Part(None, or_(*checks))

    def _ids(self, field: str, values: Sequence[str]) -> _Part:
        if field == "document":
            inner = select(t.documents.c.seq).where(t.documents.c.id.in_(values))
            in_it = t.claims.c.document.in_(inner)
            return _Part(self._walk(in_it), in_it)
        if field == "lang":
            return _Part(None, t.versions.c.language.in_(values))
        makers: dict[str, Callable[[str], ColumnElement[bool]]] = {
            "event": lambda value: t.claims.c.event == value,
            "claim": lambda value: t.claims.c.id == value,
            "plover": _plover,
            "acled": lambda value: or_(
                t.claims.c.acled_sub_event_type == value, t.claims.c.acled_event_type == value
            ),
            "cameo": lambda value: func.substr(t.claims.c.cameo, 1, len(value)) == value,
        }
        checks: list[ColumnElement[bool]] = [makers[field](value) for value in values]
        check = or_(*checks)
        return _Part(None if field == "cameo" else self._walk(check), check)


def _events(field: str, values: Sequence[str]) -> Select[Any]:
    """The ids of the events that meet a condition on events."""
    e = events.c
    if field == "corroboration":
        return select(e.id).where(e.status.in_(values))
    if field == "contested":
        return select(e.id).where(e.contested.in_([int(flag(value)) for value in values]))
    checks: list[ColumnElement[bool]] = []
    for value in values:
        low, with_low, high, with_high = number_range(value)
        bounds: list[ColumnElement[bool]] = []
        if low is not None:
            bounds.append(e[field] >= low if with_low else e[field] > low)
        if high is not None:
            bounds.append(e[field] <= high if with_high else e[field] < high)
        checks.append(and_(true(), *bounds))
    return select(e.id).where(or_(*checks))


def _plover(value: str) -> ColumnElement[bool]:
    event, _, mode = value.partition("/")
    same: ColumnElement[bool] = t.claims.c.plover_event == event.upper()
    return and_(same, t.claims.c.plover_mode == mode.lower()) if mode else same


def asks_for_rejected(filter_: Filter) -> bool:
    """Whether a filter speaks of review or names a claim: then rejected ones are not left out."""
    return any(condition.field in ("reviewed", "claim") for condition in filter_.conditions)


def _reviewed(value: str) -> ColumnElement[bool]:
    label = t.claims.c.reviewed
    if value == "no":
        return label.is_(None)
    return label.is_not(None) if value == "yes" else and_(label.is_not(None), label == value)


def _days_before(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) - timedelta(days)).isoformat()
    except OverflowError:
        return "0001-01-01"


def _is_text(column_: Any) -> bool:
    return column_.type.python_type is str


def _between(column_: Any, first: str | None, last: str | None) -> ColumnElement[bool]:
    bounds: list[ColumnElement[bool]] = [column_.is_not(None)]
    if first:
        bounds.append(column_ >= first)
    if last:
        bounds.append(column_ <= last)
    return and_(*bounds)


def match(index: str, values: Sequence[str], sqlite: bool) -> Select[Any] | None:
    """The rows of a full-text index that have all words of one of the values next to each other.

    ``*`` at the end of a value stands for any ending. None where no value holds a word.
    """
    phrases = [(words(value).split(), value.rstrip().endswith("*")) for value in values]
    phrases = [phrase for phrase in phrases if phrase[0]]
    if not phrases:
        return None
    if sqlite:
        query = " OR ".join('"' + " ".join(some) + '"' + ("*" if prefix else "") for some, prefix in phrases)
        return (
            select(column("rowid").label("seq"))
            .select_from(table(index))
            # Two conditions on words stand in one statement: each has its own parameter.
            .where(text(f"{index} MATCH :query").bindparams(bindparam("query", query, unique=True)))
            .order_by(column("rowid"))
        )
    query = " | ".join("(" + " <-> ".join(some) + (":*" if prefix else "") + ")" for some, prefix in phrases)
    found = table(index, column("seq"), column("words"))
    wanted = func.to_tsquery(literal_column("'simple'::regconfig"), literal(query))
    return select(found.c.seq).where(found.c.words.op("@@")(wanted))
