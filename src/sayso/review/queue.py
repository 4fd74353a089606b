"""What to look at first: claims by how unsure they are, times how much hangs on them.

Both are sums of whole numbers, set by hand and added up by the database: the order is the same on every machine, and
each part is told in words. Uncertainty: 100 less the confidence in percent, and for each doubt more. Impact: 100, and
for each reason more. The score is their product; of equal ones the earlier claim comes first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Integer, case, cast, func, or_, select

from sayso.judgements import State
from sayso.judgements.fold import seen_by
from sayso.query import Filter
from sayso.store import CLAIM_COLUMNS, View
from sayso.store import tables as t

HEDGED, NO_PLACE, VAGUE_PLACE, NO_DATE, VAGUE_DATE, DENIED = 15, 25, 10, 20, 5, 10
KILLED = ((100, 200), (10, 120), (1, 60))  # from so many killed on, so much impact
INJURED, CONTESTED, ALONE, BACKGROUND = 30, 100, 50, -50
# Kinds in which people are killed or maimed, whether the claim gives a figure or not.
_GRAVE = (
    "airstrike", "drone_strike", "shelling", "bombing", "suicide_bombing", "chemical_attack", "killing",
    "sexual_violence", "armed_attack", "abuse",
)  # fmt: skip
GRAVE = 40
_PROVINCE, _WEEK = 4, 3
_UNKNOWN_BELOW = 40  # percent


@dataclass(frozen=True, slots=True)
class Item:
    """A claim of the queue: its row, the score, and why it stands where it does."""

    row: Mapping[str, Any]
    score: int
    why: tuple[str, ...]


def queue(
    view: View, filter_: Filter | str = "", *, reviewer: str | None = None, limit: int | None = 20, after: int = 0
) -> list[Item]:
    """The next claims to judge among those that a filter picks: those that nobody judged, and those in dispute.

    In a blind round its reviewers get what they have not judged themselves, out of the round's own filter. ``after``
    passes over so many.
    """
    picked = Filter.parse(filter_) if isinstance(filter_, str) else filter_
    state = view.review_state()
    own = own_claims(state, reviewer)
    if own is not None and state.round is not None:
        picked = Filter((*picked.conditions, *Filter.parse(state.round.filter).conditions))
    c = t.claims.c
    with view.connect() as connection:
        about = _events().subquery("about")
        a = about.c
        # An event of one claim is not in there: told by one, and nothing to differ from.
        contested = case((or_(a.any_denied != a.all_denied, a.actors > 1, a.most_low > a.least_high), 1), else_=0)
        alone = case((func.coalesce(a.voices, 1) <= 1, 1), else_=0)
        chosen = view.picked(connection, picked, [c.seq, c.event]).where(_unjudged())
        if own:
            chosen = chosen.where(c.id.not_in(sorted(own)))
        some = chosen.add_columns(
            _doubt().label("doubt"), _weight().label("weight"), case((c.reviewed == "disputed", 0), else_=1).label("turn")
        ).subquery("some")  # fmt: skip
        score = some.c.doubt * (some.c.weight + contested * CONTESTED + alone * ALONE)
        first = (
            select(some.c.seq, some.c.turn, score.label("score"), contested.label("contested"), alone.label("alone"))
            .select_from(some.outerjoin(about, a.event == some.c.event))
            .order_by(some.c.turn, score.desc(), some.c.seq).limit(limit).offset(after)
        ).subquery("first")  # fmt: skip
        query = (
            select(*view.columns(), first.c.score, first.c.contested, first.c.alone, c.reviewed.label("label"))
            .select_from(
                first.join(t.claims, c.seq == first.c.seq).join(t.documents, t.documents.c.seq == c.document)
                .join(t.versions, t.versions.c.seq == c.version)
            )
            .order_by(first.c.turn, first.c.score.desc(), c.seq)
        )  # fmt: skip
        rows = [dict(row) for row in connection.execute(query).mappings()]
    return [Item({name: row[name] for name in CLAIM_COLUMNS}, row["score"], tuple(_why(row))) for row in rows]


def waiting(view: View, filter_: Filter | str = "", *, reviewer: str | None = None) -> int:
    """How many claims the queue holds."""
    picked = Filter.parse(filter_) if isinstance(filter_, str) else filter_
    own = own_claims(view.review_state(), reviewer)
    c = t.claims.c
    with view.connect() as connection:
        chosen = view.picked(connection, picked, [c.seq]).where(_unjudged())
        if own:
            chosen = chosen.where(c.id.not_in(sorted(own)))
        return connection.execute(select(func.count()).select_from(chosen.subquery())).scalar_one()


def own_claims(state: State, reviewer: str | None) -> set[str] | None:
    """The claims that a reviewer of a blind round has judged in it; None for anybody else."""
    if state.round is None or reviewer not in state.round.reviewers:
        return None
    return {
        anchor.claim
        for thread in state.threads.values()
        if thread.blind.get(reviewer)
        for anchor in thread.anchors
    } | {
        thread.subject for thread in seen_by(state, reviewer).threads.values() if thread.opinion.added is not None
    }


def _unjudged() -> Any:
    return or_(t.claims.c.reviewed.is_(None), t.claims.c.reviewed == "disputed")


def _events() -> Any:
    """What the claims of each event say together, for the events that have several; rejected ones are not asked."""
    c, v = t.claims.c, t.versions.c
    several = select(c.event).group_by(c.event).having(func.count() > 1).subquery("several")
    denied = case((c.status == "denied", 1), else_=0)
    return (
        select(
            c.event,
            func.count(func.distinct(func.coalesce(c.sources, v.outlet, ""))).label("voices"),
            func.min(denied).label("all_denied"), func.max(denied).label("any_denied"),
            func.count(func.distinct(c.actor)).label("actors"), func.max(c.killed_low).label("most_low"),
            func.min(func.coalesce(c.killed_high, c.killed_low)).label("least_high"),
        )
        .join(t.versions, v.seq == c.version)
        .where(c.event.in_(select(several.c.event)), or_(c.reviewed.is_(None), c.reviewed != "rejected"))
        .group_by(c.event)
    )  # fmt: skip


def _doubt() -> Any:
    c = t.claims.c
    return (
        100 - cast(func.round(c.confidence * 100), Integer)
        + case((c.hedged == 1, HEDGED), else_=0)
        + case((c.place.is_(None), NO_PLACE), (c.where_prec >= _PROVINCE, VAGUE_PLACE), else_=0)
        + case((c.first.is_(None), NO_DATE), (c.date_prec >= _WEEK, VAGUE_DATE), else_=0)
        + case((c.status == "denied", DENIED), else_=0)
    )  # fmt: skip


def _weight() -> Any:
    c = t.claims.c
    killed = func.coalesce(c.killed_high, c.killed_low, 0)
    return (
        100
        + case(*((killed >= number, weight) for number, weight in KILLED), else_=0)
        + case((func.coalesce(c.injured_high, c.injured_low, 0) > 0, INJURED), else_=0)
        + case((c.kind.in_(_GRAVE), GRAVE), else_=0)
        + case((c.background == 1, BACKGROUND), else_=0)
    )


def _why(row: Mapping[str, Any]) -> Iterator[str]:
    if row["label"] == "disputed":
        yield "the reviewers differ"
    percent = round(row["confidence"] * 100)
    if percent < 100 - _UNKNOWN_BELOW:
        yield f"the coder is unsure ({percent} %)"
    if row["hedged"]:
        yield "the text hedges it"
    if row["status"] == "denied":
        yield "it is denied"
    if row["place"] is None:
        yield "no place"
    elif (row["where_prec"] or 0) >= _PROVINCE:
        yield "only a rough place"
    if row["first"] is None:
        yield "no date"
    elif (row["date_prec"] or 0) >= _WEEK:
        yield "only a rough date"
    killed = row["killed_high"] if row["killed_high"] is not None else row["killed_low"]
    if killed:
        yield f"{killed} killed"
    injured = row["injured_high"] if row["injured_high"] is not None else row["injured_low"]
    if injured:
        yield f"{injured} injured"
    if row["kind"] in _GRAVE and not killed:
        yield "a grave kind of event"
    if row["contested"]:
        yield "accounts of the event differ"
    if row["alone"]:
        yield "told by one source only"
    if row["background"]:
        yield "background"
