"""Candidate pairs and their scores, one stretch of time after the other, so that only scored pairs are held."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sayso.linking.blocks import Blocks
from sayso.linking.columns import UNKNOWN, Columns, distinct
from sayso.linking.packed import Pairs, pack
from sayso.linking.pairs import are_close, outcomes, total

# From this sum on, but for being planned, a planned and an occurred event are told to belong together.
PLANNED = 200
# Two mentions with this sum or less are as good as never compared, in hundredths.
MISSING = -150
# Mentions whose candidates are looked for together, candidates that are held, pairs that are compared in one go.
_ASKERS, _HELD, _AT_ONCE = 32_768, 16_000_000, 131_072


def scored(
    c: Columns, blocks: Blocks, askers: NDArray[np.int64], among: NDArray[np.bool_] | None = None
) -> tuple[Pairs, NDArray[np.int64]]:
    """All candidate pairs of some mentions with their scores, and pairs of a planned and an occurred event; only pairs
    ``among`` some mentions, where these are given."""
    packed: list[NDArray[np.int64]] = []
    planned = [np.empty(0, np.int64)]
    all_ask = len(askers) == len(c)
    for some in _in_time(c, askers):
        waiting: list[NDArray[np.int64]] = []
        held = 0
        for i, j in blocks.candidates(some, all_ask=all_ask):
            if among is not None:
                inside = among[i] & among[j]
                i, j = i[inside], j[inside]
            waiting.append(i << 32 | j)
            held += len(i)
            if held > _HELD:
                waiting = [distinct(np.concatenate(waiting))]
                held = len(waiting[0])
                if held > _HELD // 2:
                    _compare(c, waiting.pop(), packed, planned)
                    held = 0
        if waiting:
            code = np.concatenate(waiting)
            waiting.clear()
            _compare(c, distinct(code), packed, planned)
    plans = distinct(np.concatenate(planned))
    return Pairs.of(packed), np.stack([plans >> 32, plans & 0xFFFF_FFFF], axis=1)


def _in_time(c: Columns, askers: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """The mentions in portions, those of about the same days together: they share most of their candidates."""
    if len(askers) <= _ASKERS:
        return [askers]
    day = c["first"][askers]
    day = np.where(day != UNKNOWN, day, c["seen"][c["document"][askers]])
    askers = askers[np.argsort(day, kind="stable")]
    return [askers[start : start + _ASKERS] for start in range(0, len(askers), _ASKERS)]


def _compare(
    c: Columns, code: NDArray[np.int64], packed: list[NDArray[np.int64]], planned: list[NDArray[np.int64]]
) -> None:
    """Compares pairs (each two mentions in one number), and notes those that count."""
    for start in range(0, len(code), _AT_ONCE):
        part = code[start : start + _AT_ONCE]
        i, j = part >> 32, part & 0xFFFF_FFFF
        found = outcomes(c, i, j)
        score = total(found)
        plan = (found["status"] == 1) & (score + 300 >= PLANNED)
        planned.append(part[plan])
        real = (found["status"] == 0) & (score > MISSING)
        packed.append(pack(i[real], j[real], score[real], are_close(found)[real]))
