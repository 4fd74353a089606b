"""Stories: documents that report on one seminal event, found by the words that tell it from others.

Names and numbers weigh more than other words, since two earthquakes share a vocabulary but no places and figures.
Cosine of tf-idf vectors (words and word pairs), average link. A document is only compared with documents that share
a word which is rare in the collection, so the work grows with the documents and not with their pairs.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from sayso.linking.terms import terms

# Average cosine at which two groups of documents are one story.
SAME_STORY = 0.15
PAIR_WEIGHT = 0.5
# A word in more than this share of the documents tells nothing apart; in a large collection, a word in more than
# COMMON documents is not looked up (it still counts where two documents are compared).
EVERYWHERE = 0.5
COMMON = 400


def find_stories(texts: Sequence[str]) -> list[int]:
    """For each text the number of its story; stories are numbered by their first text.

    >>> find_stories(["Rebels shelled Marun on Monday.", "The shelling of Marun killed 3.", "Banks met in Oslo."])
    [0, 0, 1]
    """
    vectors = _vectors(texts)
    near = _similarities(vectors)
    groups = _average_link(len(texts), near)
    first = {member: min(group) for group in groups for member in group}
    numbers = {start: number for number, start in enumerate(sorted(set(first.values())))}
    return [numbers[first[member]] for member in range(len(texts))]


def _vectors(texts: Sequence[str]) -> list[dict[str, float]]:
    counts = [terms(text, PAIR_WEIGHT) for text in texts]
    spread = Counter(term for one in counts for term in one)
    number = len(texts)
    most = max(EVERYWHERE * number, 2)
    vectors = []
    for one in counts:
        vector = {
            term: (1 + math.log(weight) if weight > 1 else weight) * math.log((number + 1) / spread[term])
            for term, weight in one.items()
            if 1 < spread[term] <= most
        }
        length = math.sqrt(math.fsum(value * value for value in vector.values())) or 1.0
        vectors.append({term: value / length for term, value in sorted(vector.items())})
    return vectors


def _similarities(vectors: Sequence[Mapping[str, float]]) -> dict[int, dict[int, float]]:
    index: dict[str, list[int]] = defaultdict(list)
    for number, vector in enumerate(vectors):
        for term in vector:
            index[term].append(number)
    near: dict[int, dict[int, float]] = {number: {} for number in range(len(vectors))}
    for number, vector in enumerate(vectors):
        shared: dict[int, float] = defaultdict(float)
        common = []
        for term, value in vector.items():
            listed = index[term]
            if len(listed) > COMMON:
                common.append(term)
                continue
            for other in listed:
                if other < number:
                    shared[other] += value * vectors[other][term]
        for other in sorted(shared):
            value = shared[other] + math.fsum(vector[term] * vectors[other].get(term, 0.0) for term in common)
            near[number][other] = near[other][number] = value
    return near


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
