"""Events of a case: their dossiers, and the table that is searched."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, bindparam, delete, insert, select

from sayso.errors import CaseError
from sayso.store import tables as t
from sayso.store.members import Documents, claims_of
from sayso.store.migration_events import events as table
from sayso.store.statements import chunks

if TYPE_CHECKING:  # fusion brings the registry and the graphs with it: a list of claims needs neither
    from sayso.fusion import Dossier, Tables, Told
    from sayso.store.view import View

# Plans and tolls that are looked through for one event.
_MOST = 200
# Raised whenever the same claims would give another row.
RULES = 3
# What a list of events shows of the table besides what it counts itself.
FUSED_COLUMNS = (
    "title", "status", "origins", "kappa", "parties", "contested", "denied_by_accused", "retracted", "killed_best",
    "injured_best", "lat", "lon", "where_prec",
)  # fmt: skip
WHOLE_COLUMNS = tuple(column.name for column in table.c)
_COLUMNS = tuple(column.name for column in table.c if column.name not in ("sha256", "made_by"))


def event_named(view: View, name: str) -> str:
    """The id of the event that a name means: its id, the beginning of one, or the id of one of its claims.

    Raises CaseError where there is none, or more than one.
    """
    with view.connect() as connection:
        c = t.claims.c
        exact = connection.execute(select(c.event).where((c.event == name) | (c.id == name)).limit(1)).scalar()
        if exact is not None:
            return str(exact)
        begins = [] if not name.isalnum() else list(
            connection.execute(
                select(c.event).where(c.event.like(f"{name}%")).distinct().order_by(c.event).limit(2)
            ).scalars()
        )  # fmt: skip
    if len(begins) == 1:
        return str(begins[0])
    if begins:
        raise CaseError(f"More than one event begins with {name}.", "Write more of its id.")
    raise CaseError(f"There is no event {name} in the case.", "sayso events CASE lists them.")


def dossier(view: View, event: str, tables: Tables | None = None) -> Dossier:
    """The dossier of one event of a case, with what is linked to it. Raises CaseError where there is none."""
    from sayso.fusion import build
    from sayso.fusion.related import linked_to

    told = claims_of(view, [event]).get(event)
    if not told:
        raise CaseError(f"There is no event {event} in the case.", "sayso events CASE lists them.")
    with view.connect() as connection:
        row = connection.execute(select(table).where(table.c.id == event)).one_or_none()
        names = _candidates(connection, row) if row is not None else []
    planned: list[str] = json.loads(row.related) if row is not None else []
    others = claims_of(view, [*names, *planned])
    chosen = dict.fromkeys((*(name for name in planned if name in others), *linked_to(told, others)))
    return build(event, told, related={name: others[name] for name in chosen}, tables=tables)


def _candidates(connection: Connection, row: Any) -> list[str]:
    """Plans and tolls of the same country around the days of an event."""
    if row.relation is not None or row.first is None or row.country is None:
        return []
    c = table.c
    ahead = (date.fromisoformat(row.first) - timedelta(31)).isoformat()
    query = select(c.id).where(
        c.relation.is_not(None), c.country == row.country, c.id != row.id, c.first <= row.last, c.last >= ahead
    ).order_by(c.first.desc(), c.id).limit(_MOST)  # fmt: skip
    return list(connection.execute(query).scalars())


def fingerprint(
    claims: Sequence[tuple[str, str]], documents: Documents, related: Sequence[str], tables: str, made_by: str,
    reviewed: Mapping[str, str], credits_: Mapping[str, str],
) -> str:  # fmt: skip
    """Changes whenever the row of an event with these claims (id and document, in order) would.

    ``reviewed`` has the marks of those claims that have one, ``credits_`` the agencies that documents credit.
    """
    parts = [
        [claim, document, documents.mark(document), credits_.get(document), reviewed.get(claim)]
        for claim, document in claims
    ]
    content = [RULES, tables, made_by, parts, list(related)]
    return hashlib.sha256(json.dumps(content, ensure_ascii=True).encode()).hexdigest()


def event_row(
    dossier: Dossier, told: Sequence[Told], planned: Sequence[str], sha256: str, made_by: str
) -> dict[str, Any]:
    """A dossier as the row of the table. ``planned`` are ids of events that linking told to be its plans."""
    from sayso.fusion.related import relation_of

    row: dict[str, Any] = {
        name: getattr(dossier, name)
        for name in ("title", "kind", "status", "first", "last", "place", "lat", "lon", "where_prec", "country",
                     "claims", "documents", "outlets", "origins", "kappa")
    }  # fmt: skip
    row["id"] = dossier.event
    row["parties"] = "; ".join(dossier.parties)
    for name in ("contested", "denied", "denied_by_accused", "retracted"):
        row[name] = int(getattr(dossier, name))
    for name in ("actor", "target"):
        slot = dossier.slot(name)
        best = slot.best_value if slot is not None else None
        row[name] = (slot.agreed if slot is not None else None) or (best.display if best is not None else None)
    for name in ("killed", "injured"):
        slot = dossier.slot(name)
        for part in ("low", "best", "high"):
            row[f"{name}_{part}"] = getattr(slot, part) if slot is not None else None
    row["slots"] = _json({
        slot.name: {
            "status": slot.status, "contested": slot.contested, "denied_by_accused": slot.denied_by_accused,
            "retracted": slot.retracted, "agreed": slot.agreed, "values": len(slot.values),
        }
        for slot in dossier.slots
    })  # fmt: skip
    row["figures"] = _json([
        {"what": slot.name, "figure": value.display, "low": value.low, "high": value.high, "origins": value.origins,
         "by": sorted({one.origin_name for one in value.statements if one.counted})}
        for slot in dossier.slots if slot.rule is not None
        for value in slot.values if value.reports and not value.superseded
    ])  # fmt: skip
    row["relation"] = relation_of([one.claim for one in told])
    row["related"] = _json(list(planned))
    row["sha256"], row["made_by"] = sha256, made_by
    return row


def replace_events(connection: Connection, rows: Sequence[Mapping[str, Any]], names: Collection[str]) -> None:
    """Writes the rows of some events, and takes out those of ``names`` that have none."""
    out = [{"which": name} for name in sorted({*names, *(row["id"] for row in rows)})]
    if out:
        connection.execute(delete(table).where(table.c.id == bindparam("which")), out)
    if rows:
        connection.execute(insert(table), [dict(row) for row in rows])


def fingerprints(connection: Connection) -> dict[str, str]:
    """Event to the fingerprint that its row was made with."""
    return {row.id: row.sha256 for row in connection.execute(select(table.c.id, table.c.sha256))}


def made_of(connection: Connection, events: Sequence[str]) -> dict[str, tuple[str, list[str]]]:
    """For those of some events that have a row: what made it, and the events that are linked to it."""
    query = select(table.c.id, table.c.made_by, table.c.related).where(
        table.c.id.in_(bindparam("some", expanding=True))
    )
    return {row.id: (row.made_by, list(json.loads(row.related))) for row in chunks(connection, query, events)}


def event_rows(connection: Connection, whole: bool = False) -> Iterator[Mapping[str, Any]]:
    """The table of events, one row an event, in the order of their ids; slots, figures and related as JSON.

    ``whole`` rows tell too what made them, and of what.
    """
    query = select(*(table.c if whole else [table.c[name] for name in _COLUMNS])).order_by(table.c.id)
    with connection.execution_options(yield_per=2_000).execute(query) as result:
        for row in result.mappings():
            yield dict(row)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
