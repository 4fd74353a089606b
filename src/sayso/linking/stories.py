"""Stories: documents that report on one seminal event, found by the words that tell it from others.

Names and numbers weigh more than other words, since two earthquakes share a vocabulary but no places and figures.
Cosine of tf-idf vectors (words and word pairs), average link. A document is only compared with documents that share
a word which is rare in the collection, and only documents that close pairs connect are grouped, so the work grows with
the documents and not with their pairs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sayso.linking.groups import components
from sayso.linking.terms import terms

# Average cosine at which two groups of documents are one story.
SAME_STORY = 0.15
PAIR_WEIGHT = 0.5
# A word in more than this share of the documents tells nothing apart; in a large collection, a word in more than
# COMMON documents is not looked up (it still counts where two documents are compared).
EVERYWHERE = 0.5
COMMON = 100
# Products of weights that are summed up in one go.
_AT_ONCE = 2_000_000


def find_stories(texts: Sequence[str]) -> list[int]:
    """For each text the number of its story; stories are numbered by their first text.

    >>> find_stories(["Rebels shelled Marun on Monday.", "The shelling of Marun killed 3.", "Banks met in Oslo."])
    [0, 0, 1]
    """
    vectors = _vectors(texts)
    one, other = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
    for left, right, value in _similar(vectors):
        one.append(left[value >= SAME_STORY])
        other.append(right[value >= SAME_STORY])
    # Groups of different components never average so much: they are left out of what average link goes through.
    label = components(len(texts), np.concatenate(one), np.concatenate(other))
    near: dict[int, dict[int, float]] = {}
    for left, right, value in _similar(vectors, lambda left, right: label[left] == label[right]):
        for a, b, share in zip(left.tolist(), right.tolist(), value.tolist(), strict=True):
            near.setdefault(a, {})[b] = near.setdefault(b, {})[a] = share
    groups = _average_link(len(texts), {number: near.get(number, {}) for number in range(len(texts))})
    first = {member: min(group) for group in groups for member in group}
    numbers = {start: number for number, start in enumerate(sorted(set(first.values())))}
    return [numbers[first[member]] for member in range(len(texts))]


@dataclass(frozen=True, slots=True)
class _Vectors:
    """Documents as rows of terms: ``term`` and ``value`` of each entry, those of a document from its ``start`` on.

    ``order`` sorts the entries by term, ``first`` is where a term's begin there, ``rank`` how many documents before
    that of an entry have its term, ``common`` which terms are in too many documents to be looked up.
    """

    start: NDArray[np.int64]
    term: NDArray[np.int64]
    value: NDArray[np.float64]
    document: NDArray[np.int64]
    order: NDArray[np.int64]
    first: NDArray[np.int64]
    rank: NDArray[np.int64]
    common: NDArray[np.bool_]


def _vectors(texts: Sequence[str]) -> _Vectors:
    hashes: list[NDArray[np.uint64]] = [np.empty(0, np.uint64)]
    weights: list[NDArray[np.float64]] = [np.empty(0, np.float64)]
    for text in texts:
        counts = terms(text, PAIR_WEIGHT)
        digests = b"".join(blake2b(term.encode("utf-8", "replace"), digest_size=8).digest() for term in counts)
        hashes.append(np.frombuffer(digests, "<u8"))
        weights.append(np.array([1 + math.log(weight) if weight > 1 else weight for weight in counts.values()]))
    document = np.repeat(np.arange(len(texts)), [len(one) for one in hashes[1:]])
    _, term, spread = np.unique(np.concatenate(hashes), return_inverse=True, return_counts=True)
    rarity = np.log((len(texts) + 1) / spread)
    kept = (spread[term] > 1) & (spread[term] <= max(EVERYWHERE * len(texts), 2))
    value = (np.concatenate(weights) * rarity[term])[kept]
    document, term = document[kept], term[kept]
    length = np.sqrt(np.bincount(document, value * value, len(texts)))
    order = np.lexsort((term, document))
    document, term, value = document[order], term[order], value[order] / length[document[order]]
    start = np.searchsorted(document, np.arange(len(texts) + 1))
    order = np.argsort(term, kind="stable")
    first = np.searchsorted(term[order], np.arange(len(spread)))
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order)) - first[term[order]]
    return _Vectors(start, term, value, document, order, first, rank, spread > COMMON)


def _similar(
    v: _Vectors, wanted: Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[np.bool_]] | None = None
) -> Iterator[tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]]:
    """Pairs of documents that share a rare term, the later one first, and their similarity; those wanted only."""
    steps = np.concatenate([[0], np.cumsum(np.where(v.common[v.term], 0, v.rank))])[v.start]
    at = 0
    while at < len(v.start) - 1:
        end = max(at + 1, int(np.searchsorted(steps, steps[at] + _AT_ONCE, "right")) - 1)
        entries = np.arange(v.start[at], v.start[end])
        entries = entries[~v.common[v.term[entries]]]
        entry, posting = _spread_out(entries, v.first[v.term[entries]], v.rank[entries])
        posting = v.order[posting]
        code = v.document[entry] << 32 | v.document[posting]
        value = v.value[entry] * v.value[posting]
        if wanted is not None:
            some = wanted(code >> 32, code & 0xFFFF_FFFF)
            code, value = code[some], value[some]
        pairs, where = np.unique(code, return_inverse=True)
        one, other = pairs >> 32, pairs & 0xFFFF_FFFF
        yield one, other, np.bincount(where, value, len(pairs)) + _common(v, one, other)
        at = end


def _common(v: _Vectors, one: NDArray[np.int64], other: NDArray[np.int64]) -> NDArray[np.float64]:
    """What the common terms add to the similarity of each pair."""
    out = np.zeros(len(one))
    if not v.common.any() or not len(one):
        return out
    mine = np.flatnonzero(v.common[v.term])
    number = len(v.common)
    key = v.document[mine] * number + v.term[mine]
    start = np.searchsorted(v.document[mine], np.arange(len(v.start)))
    sizes = start[one + 1] - start[one]
    ends = np.cumsum(sizes)
    at = 0
    while at < len(one):
        end = max(at + 1, int(np.searchsorted(ends, (ends[at - 1] if at else 0) + _AT_ONCE, "right")))
        pair, entry = _spread_out(np.arange(at, end), start[one[at:end]], sizes[at:end])
        asked = other[pair] * number + v.term[mine[entry]]
        found = np.minimum(np.searchsorted(key, asked), len(key) - 1)
        same = key[found] == asked
        product = v.value[mine[entry[same]]] * v.value[mine[found[same]]]
        out[at:end] = np.bincount(pair[same] - at, product, end - at)
        at = end
    return out


def _spread_out(
    items: NDArray[np.int64], first: NDArray[np.int64], sizes: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Each item once for each number from its first on, as many as its size says; and those numbers."""
    offset = np.arange(sizes.sum()) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    return np.repeat(items, sizes), np.repeat(first, sizes) + offset


def _average_link(size: int, near: dict[int, dict[int, float]]) -> list[list[int]]:
    """Groups by average link; documents that share nothing have similarity 0. Ties go to the earlier documents."""
    import heapq

    groups = {number: [number] for number in range(size)}
    heap = [(-value, a, b) for a in near for b, value in near[a].items() if a < b and value >= SAME_STORY]
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in groups or b not in groups or near[a].get(b) != -negative:
            continue
        left, right = len(groups[a]), len(groups[b])
        merged: dict[int, float] = {}
        for other in near[a].keys() | near[b].keys():
            if other in (a, b) or other not in groups:
                continue
            value = (near[a].get(other, 0.0) * left + near[b].get(other, 0.0) * right) / (left + right)
            merged[other] = value
            near[other].pop(b, None)
            near[other][a] = value
            if value >= SAME_STORY:
                heapq.heappush(heap, (-value, min(a, other), max(a, other)))
        groups[a] += groups.pop(b)
        near[a] = merged
        near.pop(b)
    return [sorted(group) for group in groups.values()]
