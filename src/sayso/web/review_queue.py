"""The queue as somebody works through it: its order is kept from claim to claim, so that the next one comes at once."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_, select

from sayso.query import Filter
from sayso.review import Item, queue
from sayso.review.queue import own_claims
from sayso.store import View
from sayso.store import tables as t

# Claims whose order is kept, those that are looked ahead, and the orders that are kept.
_HELD, _AHEAD, _ORDERS = 600, 200, 20
# After these a claim may be waiting again that was not.
_TURNS = ("undo", "restore", "move", "blind", "done", "open")


@dataclass(frozen=True, slots=True)
class _Order:
    mark: tuple[Any, ...]
    items: tuple[Item, ...]


class Queues:
    """The orders that are being worked through, by filter and, in a blind round, reviewer."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._lock = threading.Lock()
        self._held: dict[tuple[str, str | None], _Order] = {}

    def items(self, picked: Filter, reviewer: str) -> list[Item]:
        """The next claims to judge, the first ones of the queue; at most those that are looked ahead."""
        own = own_claims(self._view.review_state(), reviewer)
        key = str(picked), reviewer if own is not None else None
        mark = self._mark()
        with self._lock:
            order = self._held.get(key)
            left = self._left(order, own) if order is not None and order.mark == mark else []
            if order is None or order.mark != mark or (len(left) < _AHEAD and len(order.items) == _HELD):
                order = _Order(mark, tuple(queue(self._view, picked, reviewer=reviewer, limit=_HELD)))
                self._held.pop(key, None)
                while len(self._held) >= _ORDERS:
                    self._held.pop(next(iter(self._held)))
                self._held[key] = order
                left = list(order.items)
        return left[:_AHEAD]

    def _left(self, order: _Order, own: set[str] | None) -> list[Item]:
        """The items of an order that still wait."""
        c = t.claims.c
        names = [item.row["claim"] for item in order.items]
        query = select(c.id).where(c.id.in_(names), or_(c.reviewed.is_(None), c.reviewed == "disputed"))
        with self._view.connect() as connection:
            waiting = set(connection.execute(query).scalars()) - (own or set())
        return [item for item in order.items if item.row["claim"] in waiting]

    def _mark(self) -> tuple[Any, ...]:
        """Changes when claims came, or may wait again."""
        with self._view.connect() as connection:
            counted = connection.execute(
                select(t.counters.c.name, t.counters.c.next).where(t.counters.c.name.in_(("claims", "records")))
                .order_by(t.counters.c.name)
            ).all()  # fmt: skip
            turns = connection.execute(
                select(func.count()).select_from(t.judgements).where(t.judgements.c.action.in_(_TURNS))
            ).scalar_one()
        return (*(tuple(row) for row in counted), turns)
