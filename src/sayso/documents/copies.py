"""Near-copies: runs of words outside quotations that two texts share.

Quotations are left out because independent reports quote the same statement word for word.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sayso.documents.fold import words

LENGTH = 5  # words
# Shingles whose hash is a multiple of this are kept in the case: enough to find candidates by.
SAMPLE = 8
# Of a text with no more shingles than this all are kept: a brief of thirty words would have three sampled, or two.
SHORT = 64
# A candidate shares this many sampled shingles; one shingle in this many texts is boilerplate and tells nothing.
FEWEST_SAMPLED = 3
COMMON = 64
# Near-copies share at least half of the shorter text's shingles, and at least this many.
CONTAINMENT = 0.5
FEWEST_SHARED = 15
# Two texts that credit the same agency are its copy at a smaller share.
CREDITED_CONTAINMENT = 0.25

_QUOTATION = re.compile(r"“[^”]{1,2000}”|\"[^\"\n]{1,2000}\"|«[^»]{1,2000}»")
_FACTOR = np.uint64(0x9E37_79B9_7F4A_7C15)
# Hashes of words that were seen, up to so many.
_known: dict[str, bytes] = {}
_MOST_KNOWN = 500_000
_BYTES = 8


class Stretch(Protocol):
    """A stretch of a text that is not its body."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


def body(text: str, parts: Sequence[Stretch] = ()) -> str:
    """The text without quotations and without the parts that are not body."""
    if parts:
        kept, at = [], 0
        for part in sorted(parts, key=lambda part: part.start):
            kept.append(text[at : max(at, part.start)])
            at = max(at, part.end)
        text = " \n".join([*kept, text[at:]])
    return _QUOTATION.sub(" \n", text)


def shingles(text: str) -> NDArray[np.uint64]:
    """Hashes of all runs of LENGTH words, each once, sorted; the same on every machine.

    >>> len(shingles("one two three four five six")), len(shingles("too short"))
    (2, 0)
    """
    return of_words(words(text).split())


def of_words(row_of_words: Sequence[str]) -> NDArray[np.uint64]:
    """The shingles of words that are folded already."""
    return np.unique(_runs(_numbers(digests(row_of_words))))


def digests(row_of_words: Sequence[str]) -> bytes:
    """The hashes of folded words, 8 bytes each, one after the other."""
    try:
        return b"".join(map(_known.__getitem__, row_of_words))
    except KeyError:
        return b"".join(map(_digest, row_of_words))


def sampled(texts: Sequence[bytes]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The part of the shingles of some texts that the case keeps, and the number of the text that each is of.

    The texts come as ``digests``. What comes out is sorted by shingle, then by text, each pair once.
    """
    hashes = _runs(_numbers(b"".join(texts)))
    owners = np.repeat(np.arange(len(texts)), [len(text) // _BYTES for text in texts])
    # A run that begins in one text and ends in the next is none.
    short = np.array([len(text) // _BYTES - LENGTH + 1 <= SHORT for text in texts], dtype=bool)
    kept = owners[: len(hashes)] == owners[LENGTH - 1 :]
    kept &= (hashes % np.uint64(SAMPLE) == 0) | short[owners[: len(hashes)]]
    hashes, owners = hashes[kept], owners[: len(kept)][kept]
    order = np.lexsort((owners, hashes))
    hashes, owners = hashes[order], owners[order]
    first = np.ones(len(hashes), dtype=bool)
    first[1:] = (hashes[1:] != hashes[:-1]) | (owners[1:] != owners[:-1])
    return hashes[first], owners[first]


def _numbers(row: bytes) -> NDArray[np.uint64]:
    return np.frombuffer(row, dtype=">u8").astype(np.uint64)


def _runs(row: NDArray[np.uint64]) -> NDArray[np.uint64]:
    if len(row) < LENGTH:
        return np.empty(0, dtype=np.uint64)
    size = len(row) - LENGTH + 1
    out = row[:size].copy()
    for offset in range(1, LENGTH):
        out *= _FACTOR
        out ^= row[offset : offset + size]
    out ^= out >> np.uint64(29)
    out *= _FACTOR
    out ^= out >> np.uint64(32)
    out >>= np.uint64(1)  # 63 bits: a signed column holds it
    return out


def _digest(word: str) -> bytes:
    known = _known.get(word)
    if known is not None:
        return known
    value = hashlib.blake2b(word.encode(), digest_size=_BYTES).digest()
    if len(_known) < _MOST_KNOWN:
        _known[word] = value
    return value


def near_copies(one: NDArray[np.uint64], two: NDArray[np.uint64], same_credit: bool = False) -> bool:
    """Whether one text is, in large part, a copy of the other."""
    shorter = min(len(one), len(two))
    shared = len(np.intersect1d(one, two, assume_unique=True))
    least = CREDITED_CONTAINMENT if same_credit else CONTAINMENT
    return shared >= FEWEST_SHARED and shared >= least * shorter
