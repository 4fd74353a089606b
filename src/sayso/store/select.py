"""A filter as SQL.

The database's planner does not know how often a name occurs, so the rarest condition is found first by counting
each one up to a bound; its rows are walked in order and every other condition is checked on them. The first page
then costs at most about as much as a walk over the rarest condition.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
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

from sayso.query import FIELDS, Condition, Filter
from sayso.query.fields import day_range, flag, number_range
from sayso.store import tables as t
from sayso.store.fold import folded, words

# A condition that holds for more claims than this does not lead the search.
BOUND = 60_000

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
    """How a filter is carried out: ``lead`` gives the numbers of the claims that ``where`` is checked on."""

    where: ColumnElement[bool]
    lead: Select[Any] | None


class Claims:
    """Turns filters into conditions on ``claims`` joined with ``versions`` and ``documents``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sqlite = connection.dialect.name == "sqlite"

    def plan(self, filter_: Filter) -> Plan:
        """The conditions, and the rarest of them where it is rare enough to lead."""
        parts: list[tuple[int, Select[Any] | None, ColumnElement[bool]]] = []
        for condition in filter_.conditions:
            lead, check = self._condition(condition)
            if condition.negated:
                # A value that is not there is not the value asked about.
                parts.append((BOUND, None, not_(func.coalesce(check, false()))))
                continue
            parts.append((self._count(lead) if lead is not None else BOUND, lead, check))
        best = min(range(len(parts)), key=lambda index: parts[index][0], default=None)
        if best is None or parts[best][0] >= BOUND:
            return Plan(and_(true(), *(part[2] for part in parts)), None)
        others = [part[2] for index, part in enumerate(parts) if index != best]
        return Plan(and_(true(), *others), parts[best][1])

    def _count(self, lead: Select[Any]) -> int:
        some = lead.limit(BOUND).subquery()
        return self._connection.execute(select(func.count()).select_from(some)).scalar_one()

    # Each condition gives a way to walk its claims (None where there is no index for it) and a check of one claim.

    def _condition(self, condition: Condition) -> tuple[Select[Any] | None, ColumnElement[bool]]:
        field, values = condition.field, condition.values
        if FIELDS[field].type == "name":
            return self._names(field, values)
        if field == "text":
            return self._text(values)
        if field in ("kind", "status"):
            columns = {"kind": t.claims.c.kind, "status": t.claims.c.status}
            return self._walk(columns[field].in_(values)), self._plain(columns[field]).in_(values)
        if field == "when":
            return self._days(values)
        if field == "published":
            return None, or_(*(_between(t.versions.c.published, *day_range(value)) for value in values))
        if field in ("hedged", "background"):
            return None, t.claims.c[field].in_([int(flag(value)) for value in values])
        if field in ("actortype", "targettype"):
            return None, t.claims.c[f"{field[:6]}_type" if field == "targettype" else "actor_type"].in_(values)
        if field in _NUMBERS:
            return self._numbers(field, values)
        if field == "has":
            return None, or_(*(_HAS[value] for value in values))
        return self._ids(field, values)

    def _plain(self, column_: Any) -> Any:
        """The column, with its index put out of SQLite's sight: the lead has been chosen already."""
        return column_.op("||")("") if self._sqlite and _is_text(column_) else column_

    @staticmethod
    def _walk(check: ColumnElement[bool]) -> Select[Any]:
        return select(t.claims.c.seq).where(check)

    def _names(self, field: str, values: Sequence[str]) -> tuple[Select[Any] | None, ColumnElement[bool]]:
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
            return self._walk(false()), false()
        chosen = sorted(set(ids))
        pairs = t.claim_terms.alias()
        held = pairs.c.term == chosen[0] if len(chosen) == 1 else pairs.c.term.in_(chosen)
        lead = select(t.claim_terms.c.claim.label("seq")).where(
            t.claim_terms.c.term == chosen[0] if len(chosen) == 1 else t.claim_terms.c.term.in_(chosen)
        )
        if len(chosen) > 1:
            lead = lead.distinct()
        return lead, exists().where(held, pairs.c.claim == t.claims.c.seq)

    def _text(self, values: Sequence[str]) -> tuple[Select[Any] | None, ColumnElement[bool]]:
        lead = match("claim_words", values, self._sqlite)
        if lead is None:
            return self._walk(false()), false()
        return lead, t.claims.c.seq.in_(lead)

    def _days(self, values: Sequence[str]) -> tuple[Select[Any] | None, ColumnElement[bool]]:
        checks: list[ColumnElement[bool]] = []
        plain: list[ColumnElement[bool]] = []
        for value in values:
            first, last = day_range(value)
            for into, start in ((checks, t.claims.c.first), (plain, self._plain(t.claims.c.first))):
                bounds: list[ColumnElement[bool]] = [start.is_not(None)]
                if first:
                    bounds.append(t.claims.c.last >= first)
                if last:
                    bounds.append(start <= last)
                into.append(and_(*bounds))
        return self._walk(or_(*checks)), or_(*plain)

    def _numbers(self, field: str, values: Sequence[str]) -> tuple[Select[Any] | None, ColumnElement[bool]]:
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
        return None, or_(*checks)

    def _ids(self, field: str, values: Sequence[str]) -> tuple[Select[Any] | None, ColumnElement[bool]]:
        if field == "document":
            inner = select(t.documents.c.seq).where(t.documents.c.id.in_(values))
            in_it = t.claims.c.document.in_(inner)
            return self._walk(in_it), in_it
        if field == "lang":
            return None, t.versions.c.language.in_(values)
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
        return (self._walk(check) if field in ("event", "claim") else None), check


def _plover(value: str) -> ColumnElement[bool]:
    event, _, mode = value.partition("/")
    same: ColumnElement[bool] = t.claims.c.plover_event == event.upper()
    return and_(same, t.claims.c.plover_mode == mode.lower()) if mode else same


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
            .where(text(f"{index} MATCH :query").bindparams(query=query))
            .order_by(column("rowid"))
        )
    query = " | ".join("(" + " <-> ".join(some) + (":*" if prefix else "") + ")" for some, prefix in phrases)
    found = table(index, column("seq"), column("words"))
    wanted = func.to_tsquery(literal_column("'simple'::regconfig"), literal(query))
    return select(found.c.seq).where(found.c.words.op("@@")(wanted))
