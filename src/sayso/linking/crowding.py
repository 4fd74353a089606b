"""What is no longer compared once a telling word has become too common to be looked up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sayso.linking.alike import alike
from sayso.linking.columns import Array, distinct
from sayso.linking.pairs import LITTLE
from sayso.linking.table import mixed

if TYPE_CHECKING:
    from sayso.linking.blocks import Blocks

_AT_ONCE = 100_000
# Documents that share so many words that are looked up are compared.
SHARED = 2


def lost(blocks: Blocks, keys: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The mentions of documents that shared the words of some blocks, which are full now, and too few others.

    All documents of these blocks say when they were published; a document meets those of its own span of days and of
    the spans before and after.
    """
    columns, found = blocks.columns, [np.empty(0, np.int64)]
    precise = columns.is_precise()
    for one, other in _pairs(blocks, keys):
        near = alike(columns, one, other) >= LITTLE
        one, other = one[near], other[near]
        few = _shared(blocks, one, other) < SHARED
        i, j = blocks.across(one[few], other[few])
        loose = ~(precise[i] & precise[j])
        found += [i[loose], j[loose]]
    return distinct(np.concatenate(found))


def _pairs(blocks: Blocks, keys: NDArray[np.uint64]) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64]]]:
    """Pairs of documents that have the word of one of the blocks, one of them in it."""
    table = blocks.tables["words"]
    for key in keys:
        members = table.of(np.array([key])).astype(np.int64)
        beside = []
        for word, _, span in blocks.words(members[:1]):
            if mixed(word, span)[0] == key:
                around = np.concatenate([mixed(word, span - 1), mixed(word, span + 1)])
                met = ~table.full(around) | np.isin(around, keys)  # until now
                beside.append(table.of(distinct(around[met])).astype(np.int64))
        others = distinct(np.concatenate([members, *beside]))
        rows = max(1, _AT_ONCE // max(len(others), 1))
        for start in range(0, len(members), rows):
            some = members[start : start + rows]
            one, other = np.repeat(some, len(others)), np.tile(others, len(some))
            apart = (one < other) | ((one > other) & ~np.isin(other, members))
            yield one[apart], other[apart]


def _shared(blocks: Blocks, one: Array, other: Array) -> NDArray[np.int64]:
    """How many words that are still looked up the documents of each pair share."""
    documents, where = np.unique(np.concatenate([one, other]), return_inverse=True)
    table = blocks.tables["words"]
    words = np.zeros((len(documents), 0), np.uint64)
    for word, there, span in blocks.words(documents):
        asked = np.where(there & ~table.full(mixed(word, span)), word, 0)
        words = np.concatenate([words, asked[:, None].astype(np.uint64)], axis=1)
    left, right = words[where[: len(one)]], words[where[len(one) :]]
    out = np.zeros(len(one), np.int64)
    for column in range(words.shape[1]):
        mine = left[:, column : column + 1]
        out += ((right == mine) & (mine != 0)).any(axis=1)
    return out
