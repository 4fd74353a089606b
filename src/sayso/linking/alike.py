"""How many weighted words documents have in common, for millions of pairs of them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sayso.linking.columns import WEIGHT_ONE, Array, Columns

_BYTE, _LOW = np.uint64(8), np.uint64(255)
# Words of a document are looked up in so many slots by the low bits of their hashes; two of one slot are sorted instead.
_SLOTS = 1 << 13
_AT_ONCE = 16_384


def alike(c: Columns, one: Array, other: Array) -> NDArray[np.int64]:
    """The share of weighted words that documents have in common, by their sketches, in hundredths.

    Quick where pairs with the same first document stand together.
    """
    out = np.zeros(len(one), np.int64)
    words = c["words"]
    seen, number = np.zeros(len(words), bool), np.empty(len(words), np.int64)
    for start in range(0, len(one), _AT_ONCE):
        left, right = one[start : start + _AT_ONCE], other[start : start + _AT_ONCE]
        new = np.ones(len(left), bool)
        new[1:] = left[1:] != left[:-1]
        row = np.cumsum(new) - 1
        asking = words[left[new]]
        slots = _slots(asking)
        slots[asking == 0] = _SLOTS  # no word: a slot that nobody looks into
        table = np.zeros((len(asking), _SLOTS + 1), np.uint8)
        at = np.arange(len(asking))[:, None]
        table[at, slots] = np.arange(1, words.shape[1] + 1, dtype=np.uint8)
        clash = ((table[at, slots] != np.arange(1, words.shape[1] + 1)) & (asking != 0)).any(axis=1)
        table[:, _SLOTS] = 0

        seen[right] = True
        documents = np.flatnonzero(seen)
        seen[documents] = False
        number[documents] = np.arange(len(documents))
        place = number[right]
        asked = words[documents]
        wanted = _slots(asked)
        wanted[asked == 0] = _SLOTS
        position = np.take(table.reshape(-1), (row * (_SLOTS + 1))[:, None] + wanted[place])
        pair, column = np.nonzero(position)
        mine = asking[row[pair], position[pair, column].astype(np.int64) - 1]
        theirs = asked[place[pair], column]
        same = (mine >> _BYTE) == (theirs >> _BYTE)
        product = ((mine & _LOW) * (theirs & _LOW)).astype(np.int64)[same]
        shared = np.bincount(pair[same], product, len(left)).astype(np.int64)
        some = np.flatnonzero(clash[row])
        if len(some):
            shared[some] = _sorted_out(words[left[some]], words[right[some]])
        out[start : start + _AT_ONCE] = shared * 100 // WEIGHT_ONE**2
    return out


def _slots(words: Array) -> NDArray[np.int64]:
    slots: NDArray[np.int64] = ((words >> _BYTE) & np.uint64(_SLOTS - 1)).astype(np.int64)
    return slots


def _sorted_out(one: Array, other: Array) -> NDArray[np.int64]:
    both = np.concatenate([one, other], axis=1)
    both.sort(axis=1)
    # A word that both have stands twice in a row; its weights are the low byte.
    same = (both[:, 1:] >> _BYTE) == (both[:, :-1] >> _BYTE)
    row, at = np.nonzero(same)
    product = (both[row, at] & _LOW).astype(np.int64) * (both[row, at + 1] & _LOW).astype(np.int64)
    return np.bincount(row, product, len(same)).astype(np.int64)
