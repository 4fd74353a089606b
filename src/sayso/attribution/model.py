"""What the attribution layer hands on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sayso.attribution.grounds import Ground, grounds_of
from sayso.record import Attribution, Source, Span


@dataclass(frozen=True, slots=True)
class Speech:
    """One attribution of content to a source, with everything a claim inside it inherits.

    ``content`` are token ranges (exclusive ends). ``sources`` is this attribution's own part of the chain, nearest
    to the event first (usually one link, two for "X said, according to R"); links of attributions that enclose
    this one are not in it. ``cue`` is the head token of the cue, None for a quotation that only continues.
    ``cue_class`` names the class of the cue lexicon (neutral, committed, distancing, denial, ...). ``hedged``
    tells that the outlet keeps its distance; ``polarity`` is "-" where the source denies the content.
    ``basis`` is the stated evidence. ``why`` names the rule. ``shown`` is False for
    what only chains use: an attribution inside the content of another one, or a bare noun ("reports of").
    ``noun`` tells that the cue is a noun.
    """

    attribution: Attribution
    content: tuple[tuple[int, int], ...]
    sources: tuple[Source, ...]
    cue: int | None
    cue_class: str
    hedged: bool = False
    polarity: str = "+"
    basis: Span | None = None
    why: str = ""
    shown: bool = True
    noun: bool = False


class Speeches(tuple[Speech, ...]):
    """The speeches of a document, with an index from tokens to the speeches that hold them."""

    _starts: list[int]
    _ends: list[int]
    _owners: list[int]
    _reach: list[int]
    _grounds: Mapping[int, Sequence[Ground]]

    def __new__(
        cls, speeches: Iterable[Speech] = (), grounds: Mapping[int, Sequence[Ground]] | None = None
    ) -> Speeches:
        self = super().__new__(cls, tuple(speeches))
        self._grounds = grounds or {}
        pieces = sorted((*piece, number) for number, speech in enumerate(self) for piece in speech.content)
        # Flat lists of numbers: a list for each token would cost the garbage collector more than the search saves.
        self._starts = [first for first, _, _ in pieces]
        self._ends = [last for _, last, _ in pieces]
        self._owners = [number for _, _, number in pieces]
        self._reach = list(accumulate(self._ends, max))
        return self

    def around(self, token: int) -> Sequence[int]:
        """The numbers of the speeches whose content holds a token, in text order."""
        found = []
        at = bisect_right(self._starts, token) - 1
        while at >= 0 and self._reach[at] > token:
            if self._ends[at] > token:
                found.append(self._owners[at])
            at -= 1
        return sorted(set(found)) if len(found) > 1 else found

    def basis(self, sentence: int, token: int) -> tuple[int, int] | None:
        """The tokens of what a sentence says that an event rests on ("by means of radar"), None for nothing."""
        return grounds_of(self._grounds.get(sentence, ()), token)
