"""What the attribution layer hands on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

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

    _around: dict[int, list[int]]
    _grounds: Mapping[int, Sequence[Ground]]

    def __new__(
        cls, speeches: Iterable[Speech] = (), grounds: Mapping[int, Sequence[Ground]] | None = None
    ) -> Speeches:
        self = super().__new__(cls, tuple(speeches))
        self._grounds = grounds or {}
        around: dict[int, list[int]] = {}
        for number, speech in enumerate(self):
            for first, last in speech.content:
                for token in range(first, last):
                    around.setdefault(token, []).append(number)
        self._around = around
        return self

    def around(self, token: int) -> Sequence[int]:
        """The numbers of the speeches whose content holds a token."""
        return self._around.get(token, ())

    def basis(self, sentence: int, token: int) -> tuple[int, int] | None:
        """The tokens of what a sentence says that an event rests on ("by means of radar"), None for nothing."""
        return grounds_of(self._grounds.get(sentence, ()), token)
