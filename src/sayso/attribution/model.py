"""What the attribution layer hands on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sayso.record import Attribution, Source, Span


@dataclass(frozen=True, slots=True)
class Speech:
    """One attribution of content to a source, with everything a claim inside it inherits.

    ``content`` are token ranges (exclusive ends). ``sources`` is this attribution's own part of the chain, nearest
    to the event first (usually one link, two for "X said, according to R"); links of attributions that enclose
    this one are not in it. ``cue`` is the head token of the cue, None for a quotation that only continues.
    ``cue_class`` names the class of the cue lexicon (neutral, committed, distancing, denial, ...). ``hedged``
    tells that the outlet keeps its distance; ``polarity`` is "-" where the source denies the content.
    ``basis`` is the stated evidence. ``why`` names the rule. ``nested`` tells that it stands inside the content of
    another one.
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
    nested: bool = False


class Speeches(tuple[Speech, ...]):
    """The speeches of a document, with an index from tokens to the speeches that hold them."""

    _around: dict[int, list[int]]

    def __new__(cls, speeches: Iterable[Speech] = ()) -> Speeches:
        self = super().__new__(cls, tuple(speeches))
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
