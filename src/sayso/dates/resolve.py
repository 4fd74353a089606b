"""Placing dates once the day of publication becomes known, without coding the text again."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar, overload

from sayso.dates.expression import date_precision, parse_chain, place
from sayso.dates.find import publication_day
from sayso.record import Claim, Record, TimeExpression, When, identified

T = TypeVar("T", When, Claim, Record)


@overload
def resolve(value: When, published: str) -> When: ...
@overload
def resolve(value: Claim, published: str) -> Claim: ...
@overload
def resolve(value: Record, published: str) -> Record: ...
def resolve(value: When | Claim | Record, published: str) -> When | Claim | Record:
    """The same when, claim or record with its relative dates placed by a publication date, ``YYYY-MM-DD``.

    A When that keeps no unresolved expression stays as it is. In a record, the claims whose dates change get their
    new content-hash ids, also inside the events of the document.
    """
    if isinstance(value, When):
        return _resolved(value, published)
    if isinstance(value, Claim):
        return value if value.when is None else replace(value, when=_resolved(value.when, published))
    renamed: dict[str, str] = {}
    claims = []
    for claim in value.claims:
        placed = resolve(claim, published)
        if placed.when != claim.when:
            placed = identified(placed, value.id)
        renamed[claim.id] = placed.id
        claims.append(placed)
    events = tuple(
        replace(event, claims=tuple(renamed.get(claim, claim) for claim in event.claims)) for event in value.events
    )
    dates = tuple(_expression(date, published) for date in value.dates)
    return replace(value, published=published, claims=tuple(claims), events=events, dates=dates)


def _expression(expression: TimeExpression, published: str) -> TimeExpression:
    day = publication_day(published)
    moment = place(parse_chain(expression.unresolved), day) if expression.unresolved else None
    return expression if moment is None else replace(expression, value=moment.value)


def _resolved(when: When, published: str) -> When:
    day = publication_day(published)
    if not when.value or day is None:
        return when
    pieces = [place(parse_chain(piece), day) for piece in when.value.split(" .. ")]
    moments = [piece for piece in pieces if piece is not None]
    if len(moments) != len(pieces) or not moments:
        return when
    first, last = min(m.first for m in moments), max(m.last for m in moments)
    precision = date_precision(first, last)
    return replace(when, first=first.isoformat(), last=last.isoformat(), precision=precision, reason=None)
