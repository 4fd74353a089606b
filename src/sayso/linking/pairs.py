"""Whether two mentions are one event: a sum of reasons, each with its weight.

The weights are judgements, not fitted: date and place carry most, because reports of different events share their
vocabulary; a clash of days or of distant places outweighs everything else.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from sayso.linking.mention import Mention
from sayso.places.search import km
from sayso.record import Place

# Two mentions are linked from this sum on.
LINKED = 1.5
# How far from its coordinates a place of each UCDP precision may lie, in kilometres.
_REACH = {1: 15.0, 2: 40.0, 3: 80.0, 4: 200.0, 5: 200.0, 6: 1_000.0, 7: 5_000.0}
# Kinds that say little about what happened: the same kind alone is no reason.
_VAGUE = frozenset({"other", "talks", "support", "demand", "threat", "accusation", "refusal", "killing"})


@dataclass(frozen=True, slots=True)
class Score:
    """The sum and the reasons that make it."""

    value: float
    reasons: tuple[tuple[str, float], ...]


def score(one: Mention, other: Mention, *, same_story: bool | None = None) -> Score:
    """How strongly two mentions speak for one event. ``same_story`` is None where stories are not known."""
    reasons: list[tuple[str, float]] = []
    if "toll" in one.kinds or "toll" in other.kinds:
        return Score(-10.0, (("a toll joins no event", -10.0),))
    if (one.status in ("planned", "hypothetical")) != (other.status in ("planned", "hypothetical")):
        reasons.append(("planned and occurred", -3.0))
    shared = one.kinds & other.kinds
    if shared:
        reasons.append(("same kind", 0.3 if shared <= _VAGUE else 0.9))
    elif one.family != other.family:
        reasons.append(("other family of kinds", -2.0))
    if one.stems & other.stems:
        reasons.append(("same word", 0.8))
    reasons.append(_party("actor", one.actors, other.actors, one.actor_ids, other.actor_ids))
    reasons.append(_party("target", one.targets, other.targets, one.target_ids, other.target_ids))
    reasons.append(_days(one, other))
    reasons.append(_places(one, other))
    reasons.append(_counts(one, other))
    if same_story is not None:
        reasons.append(("same story", 0.8) if same_story else ("other story", -1.5))
    kept = tuple((reason, weight) for reason, weight in reasons if weight)
    return Score(math.fsum(weight for _, weight in kept), kept)


def _party(
    slot: str, one: frozenset[str], other: frozenset[str], one_ids: frozenset[str], other_ids: frozenset[str]
) -> tuple[str, float]:
    if not one or not other:
        return f"{slot} unknown", 0.0
    if one_ids & other_ids:
        return f"same {slot}", 0.9
    if one & other:
        return f"{slot} shares words", 0.9 if slot == "target" else 0.6
    if one_ids and other_ids:
        return f"other {slot}", -1.0
    return f"{slot} differs", -0.5


def _days(one: Mention, other: Mention) -> tuple[str, float]:
    if one.days is None or other.days is None:
        return "day unknown", 0.0
    gap = max(one.days[0] - other.days[1], other.days[0] - one.days[1])
    long = max(one.days[1] - one.days[0], other.days[1] - other.days[0])
    if gap <= 0:
        return ("same days", 1.0) if long <= 3 else ("days overlap", 0.3)
    if gap == 1:
        return "a day apart", -0.3
    return "other days", -8.0


def _places(one: Mention, other: Mention) -> tuple[str, float]:
    best = ("place unknown", 0.0)
    seen = False
    for a in one.places:
        for b in other.places:
            found = _place(a, b)
            if not seen or found[1] > best[1]:
                best, seen = found, True
    return best


def _place(one: Place, other: Place) -> tuple[str, float]:
    vague = max(one.precision, other.precision)
    if (one.geonameid is not None and one.geonameid == other.geonameid) or one.name.casefold() == other.name.casefold():
        return ("same place", 1.0) if vague <= 3 else ("same region", 0.4)
    if one.country and other.country and one.country != other.country:
        return "other country", -6.0
    if vague >= 6:
        return "inside the country", 0.1
    if vague == 4 and one.admin1 and one.admin1 == other.admin1:
        return "inside the province", 0.4
    if one.lat is not None and one.lon is not None and other.lat is not None and other.lon is not None:
        distance = km((one.lat, one.lon), (other.lat, other.lon))
        if distance > _REACH[one.precision] + _REACH[other.precision]:
            return "too far apart", -5.0
        return "near each other", 0.3
    return "place differs", -0.6


def _counts(one: Mention, other: Mention) -> tuple[str, float]:
    pairs = [
        (a, b) for a in one.counts for b in other.counts if a[0] == b[0]
    ]  # fmt: skip
    if not pairs:
        return "no common figure", 0.0
    if any(a[1] <= b[2] and b[1] <= a[2] for a, b in pairs):
        return "figures agree", 0.6
    return "figures differ", -0.4
