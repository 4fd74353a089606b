"""What the attribution layer hands on."""

from __future__ import annotations

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
