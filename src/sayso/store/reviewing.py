"""Judgements in the case: reading the log, adding to it, and the rows of claims as reviewers left them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, func, insert, select

from sayso.errors import CaseError, Conflict
from sayso.judgements import (
    ROUND,
    Anchor,
    Judgement,
    Overlay,
    Reviewed,
    Round,
    State,
    broken,
    content_hash,
    fold,
    overlay,
)
from sayso.judgements.entry import canonical
from sayso.record import Claim, Record, to_dict
from sayso.store import tables as t

_CHUNK = 900


@dataclass(frozen=True, slots=True)
class Entry:
    """A judgement that is to be added: see sayso.judgements for actions and values.

    ``expect`` is the hash of the last entry about the subject that its author has seen ("" where there was none):
    where there is another by now, it is not added. None adds it in any case. ``among`` says whose entries count for
    that: in a blind round a reviewer's own.
    """

    subject: str
    action: str
    value: Any = None
    anchor: Anchor | None = None
    expect: str | None = None
    among: str | None = None


def log_rows(
    connection: Connection, *, documents: Sequence[str] | None = None, only: Any = None
) -> Iterator[dict[str, Any]]:
    """The log, oldest first, as it is kept; of some documents (and of the case as a whole) only, where asked.

    ``only`` is a condition on the rows.
    """
    query = select(t.judgements).order_by(t.judgements.c.seq)
    if only is not None:
        query = query.where(only)
    if documents is None:
        for row in connection.execution_options(yield_per=1_000).execute(query).mappings():
            yield dict(row)
        return
    found: dict[int, dict[str, Any]] = {}
    parts: list[Any] = [t.judgements.c.document.is_(None)]
    parts += [t.judgements.c.document.in_(documents[at : at + _CHUNK]) for at in range(0, len(documents), _CHUNK)]
    for part in parts:
        found.update({row["seq"]: dict(row) for row in connection.execute(query.where(part)).mappings()})
    yield from (found[seq] for seq in sorted(found))


def round_of(connection: Connection) -> tuple[Round, int] | None:
    """The blind round that is on, and the number of the entry that began it."""
    rows = [Judgement.from_row(opened(row)) for row in log_rows(connection, only=t.judgements.c.subject == ROUND)]
    going = fold(rows).round
    return None if going is None else (going, max(row.seq for row in rows if row.action == "blind"))


def opened(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the log with value and anchor as objects."""
    return {**row, "value": json.loads(row["value"]), "anchor": json.loads(row["anchor"]) if row["anchor"] else None}


def state_of(connection: Connection, documents: Sequence[str] | None = None) -> State | None:
    """What the log says about some documents, or about all; None where it is empty."""
    if connection.execute(select(t.judgements.c.seq).limit(1)).scalar_one_or_none() is None:
        return None
    return fold(Judgement.from_row(opened(row)) for row in log_rows(connection, documents=documents))


def append(connection: Connection, entries: Iterable[Entry], *, by: str, at: str, first: int) -> list[str]:
    """Adds entries to the end of the chain, inside a transaction that holds the case's lock; returns their ids.

    Raises Conflict where an entry expects another state of its subject.
    """
    before = _head(connection)
    rows, names = [], []
    for seq, entry in enumerate(entries, first):
        if entry.expect is not None:
            _check(connection, entry, by)
        value, anchor = canonical(entry.value), canonical(to_dict(entry.anchor)) if entry.anchor else None
        name = "j" + hashlib.sha256(
            json.dumps([seq, before, entry.subject, entry.action, value, by, at, anchor]).encode()
        ).hexdigest()[:16]  # fmt: skip
        digest = content_hash(before, name, entry.subject, entry.action, value, by, at, anchor)
        rows.append({
            "seq": seq, "id": name, "subject": entry.subject, "action": entry.action, "value": value, "by": by,
            "at": at, "document": entry.anchor.document if entry.anchor else None, "anchor": anchor,
            "previous": before, "hash": digest,
        })  # fmt: skip
        names.append(name)
        before = digest
    if rows:
        connection.execute(insert(t.judgements), rows)
    return names


def restored(connection: Connection, rows: Sequence[Mapping[str, Any]], first: int) -> list[dict[str, Any]]:
    """Entries of another case as rows that follow this one's chain; those that are here already are left out.

    Where this log is empty and theirs is whole, they keep their hashes. Raises ValueError for an entry that is not as
    it was written.
    """
    held = set(connection.execute(select(t.judgements.c.id)).scalars())
    before = _head(connection)
    out: list[dict[str, Any]] = []
    for row in rows:
        value, anchor = canonical(row["value"]), canonical(row["anchor"]) if row.get("anchor") else None
        fields = row["id"], row["subject"], row["action"], value, row["by"], row["at"], anchor
        if row.get("hash") and content_hash(row["previous"], *fields) != row["hash"]:
            raise ValueError(f"the judgement {row['id']} is not as it was written")
        if row["id"] in held:
            continue
        held.add(row["id"])
        digest = content_hash(before, *fields)
        out.append({
            "seq": first + len(out), "id": row["id"], "subject": row["subject"], "action": row["action"],
            "value": value, "by": row["by"], "at": row["at"],
            "document": (row.get("anchor") or {}).get("document"), "anchor": anchor, "previous": before,
            "hash": digest,
        })  # fmt: skip
        before = digest
    return out


def breaks(connection: Connection) -> Iterator[tuple[str, str]]:
    """Where the chain does not hold: the entry, and what is wrong."""
    following = connection.execute(
        select(t.counters.c.next).where(t.counters.c.name == "judgements")
    ).scalar_one_or_none()
    for one in broken(log_rows(connection), following or 1):
        yield one.entry, one.what


def last_hash(connection: Connection, subject: str, among: str | None = None) -> str:
    """The hash of the last entry about a subject, "" where there is none; ``among`` counts one reviewer's only."""
    query = select(t.judgements.c.hash).where(t.judgements.c.subject == subject)
    if among is not None:
        query = query.where(t.judgements.c.by == among)
    return connection.execute(query.order_by(t.judgements.c.seq.desc()).limit(1)).scalar_one_or_none() or ""


def _head(connection: Connection) -> str:
    query = select(t.judgements.c.hash).order_by(t.judgements.c.seq.desc()).limit(1)
    return connection.execute(query).scalar_one_or_none() or ""


def _check(connection: Connection, entry: Entry, by: str) -> None:
    if last_hash(connection, entry.subject, entry.among) == entry.expect:
        return
    query = select(t.judgements.c.by, t.judgements.c.action).where(t.judgements.c.subject == entry.subject)
    last = connection.execute(query.order_by(t.judgements.c.seq.desc()).limit(1)).one_or_none()
    if last is None:
        raise CaseError("What the judgement was made on is no longer in the log.", "Look at the claim again.")
    who = "you" if last.by == by else last.by
    raise Conflict(
        f"The claim was judged by {who} ({last.action}) after you looked at it.",
        "Look at it as it is now; what you entered is not lost.",
    )


# ── claims as they stand after review ────────────────────────────────────────────────────────────────────────────


def reviewed_claims(record: Record, state: State | None) -> Overlay:
    """The claims of a record, with the judgements of its document laid over them where there are any."""
    return overlay(record, state.of_document(record.id) if state is not None else ())


REVIEWED = ("reviewed", "reviewed_by", "reviewed_slots")
_NOT_REVIEWED = (None, None, None)


def review_columns(one: Reviewed) -> dict[str, Any]:
    """The columns of ``claims`` that review fills."""
    return dict(zip(REVIEWED, review_values(one), strict=True))


def review_values(one: Reviewed) -> tuple[str | None, str | None, str | None]:
    """The values of the columns REVIEWED."""
    if not one.label and not one.slots:
        return _NOT_REVIEWED
    by = "; ".join(one.by) or None if one.label else None
    return one.label, by, json.dumps(dict(one.slots), ensure_ascii=False) if one.slots else None


def any_rejected(connection: Connection) -> bool:
    """Whether a claim of the case is rejected: if not, no query need leave any out."""
    query = select(t.claims.c.seq).where(t.claims.c.reviewed == "rejected").limit(1)
    return connection.execute(query).scalar_one_or_none() is not None


def rejected_in(connection: Connection) -> Any:
    """How many claims of a document are rejected, as a subquery on ``documents``; 0 where none of the case is."""
    if not any_rejected(connection):
        return 0
    c = t.claims.c
    return (
        select(func.count()).where(c.reviewed == "rejected", c.document == t.documents.c.seq).scalar_subquery()
    )


def kept(record: Record, state: State | None) -> tuple[Claim, ...]:
    """The claims of a record that stand: reviewed values, without those rejected."""
    return tuple(one.claim for one in reviewed_claims(record, state).claims if one.label != "rejected")
