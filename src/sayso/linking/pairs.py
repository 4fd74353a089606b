"""Whether two mentions are one event: a sum of reasons, each with its weight.

The weights are judgements, not fitted: date and place carry most, because reports of different events share their
vocabulary; a clash of days or of distant places outweighs everything else. They are kept in hundredths, so that sums
are exact. All comparisons work on whole arrays of pairs.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sayso.linking.alike import alike
from sayso.linking.columns import COUNTED, PRECISE_DAYS, UNKNOWN, Array, Columns, word_hash
from sayso.linking.mention import Mention, stem
from sayso.linking.portions import Portions
from sayso.record import KINDS

# Two mentions are linked from this sum on, in hundredths.
LINKED = 150
# How far from its coordinates a place of each UCDP precision may lie, in kilometres.
_REACH = np.array([0, 15, 40, 80, 200, 200, 1_000, 5_000], np.float32)
# How far apart two names may lie that speak of one spot, in kilometres.
_NEAR = 5.0
_EARTH_KM = 6371.0
# Kinds that say little about what happened: the same kind alone is no reason.
_VAGUE = ("other", "talks", "support", "demand", "threat", "accusation", "refusal", "killing")
# Shares of weighted words, in hundredths: from which two documents tell one story, below which they hardly do, and below
# which they do not.
SAME_STORY, LITTLE, OTHER_STORY = 30, 20, 10
# From this number on few events share a figure; and what is counted once and for all, not until the last was found.
_TELLING = 5
_AT_ONCE = np.array([COUNTED[what] for what in ("detained", "captured")], np.uint8)
# Days between a report that gives no day and another's event or report: what counts as close, and as long before.
_CLOSE, _LONG = 3, 30

# The outcomes of each comparison, in the order of their codes: what a reader sees and the weight in hundredths.
_OUTCOMES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "status": (("", 0), ("planned and occurred", -300), ("a toll joins no event", -2_000)),
    "kind": (
        ("", 0), ("same kind", 90), ("same general kind", 30), ("other family of kinds", -200),
        ("another deed", -100),
    ),
    "word": (("", 0), ("same word", 80)),
    "actor": (("", 0), ("same actor", 90), ("actor shares words", 60), ("other actor", -100), ("actor differs", -50)),
    "target": (
        ("", 0), ("same target", 90), ("target shares words", 90), ("other target", -100), ("target differs", -50),
    ),
    "days": (
        ("", 0), ("same days", 100), ("days overlap", 30), ("a day apart", -100), ("other days", -800),
        ("reported in the same days", 20), ("reported long apart", -80), ("reported before it happened", -400),
        ("same weekday", 30), ("a weekday apart", -100), ("another weekday", -300), ("same date", 80), ("another date", -300),
    ),
    "place": (
        ("", 0), ("same place", 100), ("same region", 40), ("inside the country", 10), ("inside the province", 40),
        ("near each other", 30), ("place differs", -60), ("too far apart", -500), ("other country", -600),
        ("in one neighbourhood", -30), ("another province", -150),
    ),
    "counts": (
        ("", 0), ("figures agree", 60), ("figures differ", -40), ("a telling figure agrees", 90),
        ("other figures", -100),
    ),
    "story": (("", 0), ("same story", 80), ("few words in common", -80), ("other story", -150)),
}  # fmt: skip
_WEIGHTS = {name: np.array([weight for _, weight in rows], np.int16) for name, rows in _OUTCOMES.items()}


@dataclass(frozen=True, slots=True)
class Score:
    """The sum and the reasons that make it."""

    value: float
    reasons: tuple[tuple[str, float], ...]


def score(one: Mention, other: Mention, *, same_story: bool | None = None) -> Score:
    """How strongly two mentions speak for one event. ``same_story``, where given, overrides what their words say."""
    columns = Columns()
    columns.add([replace(one, document="a"), replace(other, document="b")])
    codes = outcomes(columns, np.array([0]), np.array([1]))
    if same_story is not None:
        codes["story"][:] = 1 if same_story else 3
    reasons = tuple(
        (label, weight / 100)
        for name, found in codes.items()
        for label, weight in [_OUTCOMES[name][int(found[0])]]
        if weight
    )
    return Score(int(total(codes)[0]) / 100, reasons)


def total(codes: Mapping[str, Array]) -> NDArray[np.int16]:
    """The sums of pairs, in hundredths."""
    out = np.zeros(len(codes["kind"]), np.int16)
    for name, found in codes.items():
        out += _WEIGHTS[name][found]
    return out


def reasons(codes: Mapping[str, Array]) -> list[str]:
    """Each pair's reasons in words."""
    known: dict[tuple[int, ...], str] = {}
    out = []
    for row in zip(*(found.tolist() for found in codes.values()), strict=True):
        if row not in known:
            labels = (_OUTCOMES[name][code][0] for name, code in zip(codes, row, strict=True))
            known[row] = "; ".join(label for label in labels if label)
        out.append(known[row])
    return out


def outcomes(c: Columns, i: Array, j: Array) -> dict[str, Array]:
    """The outcome of every comparison for the pairs (i[n], j[n]), as codes."""
    codes = {
        "status": _status(c, i, j),
        "kind": _kind(c, i, j),
        "word": _share(c["stems"], i, j).astype(np.int8),
        "actor": _party(c, "actor_ids", "actors", i, j),
        "target": _party(c, "target_ids", "targets", i, j),
        "days": _days(c, i, j),
        "place": _places(c, i, j),
        "counts": _counts(c, i, j),
    }
    # Who denies an attack speaks of the one that others are said to have made as well.
    codes["actor"][(c["denied"][i] != c["denied"][j]) & (codes["actor"] >= 3)] = 0
    # Twenty pirates and thirty pirates, taken at once, are not the same pirates.
    codes["target"][(codes["counts"] == 4) & (codes["target"] <= 2)] = 0
    # Whose words are alike takes longest to tell: it is asked where it can decide.
    story = np.zeros(len(i), np.int8)
    some = np.flatnonzero(total(codes) >= LINKED - _WEIGHTS["story"][1])
    story[some] = _story(c, i[some], j[some])
    codes["story"] = story
    return codes


def are_close(codes: Mapping[str, Array]) -> NDArray[np.bool_]:
    """Which pairs are of the same days at the same place."""
    close: NDArray[np.bool_] = np.logical_and(codes["days"] == 1, codes["place"] == 1)
    return close


def _bits(kinds: Sequence[str]) -> np.uint64:
    return np.uint64(sum(1 << KINDS.index(kind) for kind in kinds))


_AIR_BITS, _GROUND_BITS = _bits(("airstrike", "drone_strike")), _bits(("armed_attack", "property_damage"))
_BY_HAND = np.array([word_hash(stem(word)) for word in ("shoot", "loot", "ransack", "plunder", "vandalise")], np.uint32)
_VAGUE_BITS, _TOLL_BIT, _OTHER_BIT = _bits(_VAGUE), _bits(("toll",)), _bits(("other",))


def _status(c: Columns, i: Array, j: Array) -> Array:
    kinds, unreal = c["kinds"], c["unreal"]
    out: Array = (unreal[i] != unreal[j]).astype(np.int8)
    out[((kinds[i] | kinds[j]) & _TOLL_BIT) != 0] = 2
    return out


def _kind(c: Columns, i: Array, j: Array) -> Array:
    one, other = c["kinds"][i], c["kinds"][j]
    shared = one & other
    out = np.where(c["family"][i] == c["family"][j], 0, 3).astype(np.int8)
    out[shared != 0] = 2
    out[(shared & ~_VAGUE_BITS) != 0] = 1
    # Shots that somebody fired, and what was looted, are not what came from the air.
    for here, there, numbers in ((one, other, j), (other, one, i)):
        some = np.flatnonzero(((here & _AIR_BITS) != 0) & ((there & ~_GROUND_BITS) == 0))
        out[some[np.isin(c["stems"][numbers[some]], _BY_HAND).any(axis=1)]] = 3
    # What is of no kind is told by its word alone.
    some = np.flatnonzero((one == _OTHER_BIT) & (other == _OTHER_BIT))
    out[some[~_share(c["stems"], i[some], j[some])]] = 4
    return out


def _share(sets: Array | Portions, i: Array, j: Array) -> NDArray[np.bool_]:
    """Whether two sets of hashes share one."""
    a, b = sets[i], sets[j]
    out = np.zeros(len(i), bool)
    for n in range(sets.shape[1]):
        some = a[:, n] != 0
        if some.any():
            out |= some & (b == a[:, n : n + 1]).any(axis=1)
    return out


def _party(c: Columns, ids: str, words: str, i: Array, j: Array) -> Array:
    known = (c[words][i, 0] != 0) & (c[words][j, 0] != 0)
    both_ids = (c[ids][i, 0] != 0) & (c[ids][j, 0] != 0)
    out = np.where(known, np.where(both_ids, 3, 4), 0).astype(np.int8)
    some = np.flatnonzero(known)
    out[some[_share(c[words], i[some], j[some])]] = 2
    some = np.flatnonzero(known & both_ids)
    out[some[_share(c[ids], i[some], j[some])]] = 1
    return out


def _days(c: Columns, i: Array, j: Array) -> Array:
    a0, a1, b0, b1 = c["first"][i], c["last"][i], c["first"][j], c["last"][j]
    gap = np.maximum(a0 - b1, b0 - a1)
    long = np.maximum(a1 - a0, b1 - b0) > PRECISE_DAYS
    out = np.where(gap <= 0, np.where(long, 2, 1), np.where(gap == 1, 3, 4)).astype(np.int8)
    a_dated, b_dated = a0 != UNKNOWN, b0 != UNKNOWN
    undated = ~(a_dated & b_dated)
    out[undated] = 0
    some = np.flatnonzero(undated)
    if len(some):
        out[some] = _reported(c, i[some], j[some])
    return out


def _reported(c: Columns, i: Array, j: Array) -> Array:
    """Pairs of which one or both give no day: the days of the reports say what is possible."""
    seen, first, last = c["seen"], c["first"], c["last"]
    out = np.zeros(len(i), np.int8)
    a_seen, b_seen = seen[c["document"][i]], seen[c["document"][j]]
    a_dated, b_dated = first[i] != UNKNOWN, first[j] != UNKNOWN
    reported = (a_seen != UNKNOWN) & (b_seen != UNKNOWN)
    apart = np.abs(a_seen - b_seen)
    out[reported & (apart <= _CLOSE)] = 5
    out[reported & (apart > _LONG)] = 6
    for seen_on, dated, day0, day1 in ((a_seen, b_dated, first[j], last[j]), (b_seen, a_dated, first[i], last[i])):
        known = (seen_on != UNKNOWN) & dated
        out[known & (seen_on - day1 > _LONG)] = 6
        # A day of grace: a report may be dated by another clock than the event.
        out[known & (day0 > seen_on + 1)] = 7
    unreal = c["unreal"][i] | c["unreal"][j]
    out[unreal & (out == 7)] = 0
    # Of undated reports a weekday or a date without its year may be all that is known.
    a_weekday, b_weekday = c["weekday"][i].astype(np.int16), c["weekday"][j].astype(np.int16)
    known = (out == 0) & (a_weekday != 0) & (b_weekday != 0)
    apart = (a_weekday - b_weekday) % 7
    out[known] = np.where(apart == 0, 8, np.where((apart == 1) | (apart == 6), 9, 10))[known]
    a_date, b_date = c["yearday"][i], c["yearday"][j]
    known = ((out == 0) | (out >= 8)) & (a_date != 0) & (b_date != 0)
    out[known] = np.where(a_date == b_date, 11, np.where(np.abs(a_date - b_date) == 1, 9, 12))[known]
    return out


def _places(c: Columns, i: Array, j: Array) -> Array:
    """The best of the comparisons of any two places."""
    best = np.zeros(len(i), np.int8)
    weight = np.full(len(i), np.iinfo(np.int16).min, np.int16)
    for m in range(c["where"].shape[1]):
        for n in range(c["where"].shape[1]):
            both = np.flatnonzero((c["where"][i, m] > 0) & (c["where"][j, n] > 0))
            if not len(both):
                continue
            found = _place(c, i[both], j[both], m, n)
            weights = _WEIGHTS["place"][found]
            better = weights > weight[both]
            best[both[better]] = found[better]
            weight[both[better]] = weights[better]
    return best


def _place(c: Columns, i: Array, j: Array, m: int, n: int) -> Array:
    vague = np.maximum(c["where"][i, m], c["where"][j, n])
    out = np.full(len(i), 6, np.int8)
    lat1, lon1, lat2, lon2 = c["lat"][i, m], c["lon"][i, m], c["lat"][j, n], c["lon"][j, n]
    located = ~(np.isnan(lat1) | np.isnan(lat2))
    distance = _km(lat1, lon1, lat2, lon2)
    far = distance > _REACH[c["where"][i, m]] + _REACH[c["where"][j, n]]
    out[located] = np.where(far[located], 7, np.where(distance[located] > _NEAR, 9, 5))
    admin = c["admin"][i, m]
    theirs = c["admin"][j, n]
    # What is told of one province did not happen in the town of another, though that may lie near.
    out[(vague == 4) & (out != 7) & (admin != 0) & (theirs != 0) & (admin != theirs)] = 10
    out[(vague == 4) & (admin != 0) & (admin == theirs)] = 4
    # A name that no table has is only known to be somewhere in the country.
    unknown = (c["place"][i, m] == c["place_name"][i, m]) | (c["place"][j, n] == c["place_name"][j, n])
    out[(vague >= 6) | (unknown & ~located)] = 3
    one, other = c["country"][i, m], c["country"][j, n]
    out[(one != 0) & (other != 0) & (one != other)] = 8
    same = (c["place"][i, m] == c["place"][j, n]) | (c["place_name"][i, m] == c["place_name"][j, n])
    # A name alone does not make one place of two that are known to lie far apart.
    same &= ~((out == 7) | (out == 8)) | (c["place"][i, m] == c["place"][j, n])
    out[same] = np.where(vague[same] <= 3, 1, 2)
    return out


def _km(lat1: Array, lon1: Array, lat2: Array, lon2: Array) -> Array:
    """Distances on the sphere, near enough for deciding what is close."""
    a, b = np.radians(lat1.astype(np.float64)), np.radians(lat2.astype(np.float64))
    wide = np.radians(lon2.astype(np.float64) - lon1)
    h = np.sin((b - a) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(wide / 2) ** 2
    distance: Array = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(h, 1.0)))
    return distance


def _counts(c: Columns, i: Array, j: Array) -> Array:
    """Figures that overlap speak for one event, the same large number more than "one killed"; figures that do not
    speak against it: mildly those that rise with the news, more so how many were taken or let go at once."""
    agree, common = np.zeros(len(i), bool), np.zeros(len(i), bool)
    telling, fixed = np.zeros(len(i), bool), np.zeros(len(i), bool)
    what, low, high = c["counted"], c["low"], c["high"]
    some = np.flatnonzero((what[i, 0] != 0) & (what[j, 0] != 0))
    one, other = i[some], j[some]
    for m in range(what.shape[1]):
        for n in range(what.shape[1]):
            both = (what[one, m] != 0) & (what[one, m] == what[other, n])
            common[some] |= both
            agree[some] |= both & (low[one, m] <= high[other, n]) & (low[other, n] <= high[one, m])
            telling[some] |= both & (low[one, m] >= _TELLING) & (low[one, m] == low[other, n])
            fixed[some] |= both & np.isin(what[one, m], _AT_ONCE)
    found: Array = np.where(telling, 3, np.where(agree, 1, np.where(common & fixed, 4, np.where(common, 2, 0)))).astype(
        np.int8
    )
    return found


def _story(c: Columns, i: Array, j: Array) -> Array:
    """Whether the documents of each pair tell one story; one document tells its own."""
    a, b = c["document"][i].astype(np.int64), c["document"][j].astype(np.int64)
    pairs, where = np.unique(np.minimum(a, b) << 32 | np.maximum(a, b), return_inverse=True)
    one, other = pairs >> 32, pairs & 0xFFFF_FFFF
    shared = alike(c, one, other)
    found = np.full(len(shared), 3, np.int8)
    found[shared >= OTHER_STORY] = 2
    found[shared >= LITTLE] = 0
    found[shared >= SAME_STORY] = 1
    found[(c["words"][one, 0] == 0) | (c["words"][other, 0] == 0)] = 0
    found[one == other] = 0
    told: Array = found[where.reshape(-1)]
    return told
