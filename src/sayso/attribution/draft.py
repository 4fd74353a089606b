"""What the rules build an attribution from, before it is a Speech."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sayso.language import Parse
from sayso.language.parse import CLAUSAL

Range = tuple[int, int]

# What is cut from the ends of a source or a content.
_EDGE = frozenset({",", ".", ";", ":", "-", "--", "–", "—", "(", ")", "[", "]", "and", "or", "but", " ", "\n"})


_SIDE_CLAUSES = frozenset({"relcl", "acl", "appos"})


@dataclass(frozen=True, slots=True)
class Link:
    """One more source beside the speaker: its head token, its range and the cue that ties it."""

    token: int
    source: Range
    cue: Range


@dataclass(slots=True)
class Draft:
    """One attribution in the making.

    ``head`` is the head token of the cue, ``cue`` its token range, ``speaker`` the head token of the source and
    ``source`` its range (both None where nobody is named). ``quoted`` tells that the content is, or ends with, a
    quotation, so that quotations that follow may belong to it. ``inner`` are sources nearer to the event than the
    speaker, ``outer`` relays behind it; ``owner`` is who stands behind a source that is a paper or a picture, and
    ``silent`` a source that is no voice at all; ``noun`` a cue that is a noun.
    """

    head: int
    cue: Range
    cls: str
    frame: str
    speaker: int | None = None
    source: Range | None = None
    content: list[Range] = field(default_factory=list)
    polarity: str = "+"
    basis: Range | None = None
    inner: tuple[Link, ...] = ()
    outer: tuple[Link, ...] = ()
    owner: Link | None = None
    silent: bool = False
    quoted: bool = False
    nested: bool = False
    noun: bool = False

    @property
    def span(self) -> Range:
        """The tokens from cue to source, whichever comes first."""
        if self.source is None:
            return self.cue
        return min(self.cue[0], self.source[0]), max(self.cue[1], self.source[1])


@dataclass(frozen=True, slots=True)
class Tree:
    """The parse with the reach of every token: ``left`` and ``right`` (exclusive) edge of what hangs on it."""

    parse: Parse
    left: Sequence[int]
    right: Sequence[int]

    @classmethod
    def of(cls, parse: Parse) -> Tree:
        """Both edges in two passes; exact where the tree has no crossing arcs, and close where it has."""
        heads = parse.heads
        left = list(range(len(heads)))
        right = list(range(1, len(heads) + 1))
        for token in range(len(heads) - 1, -1, -1):
            head = heads[token]
            if head < token and right[token] > right[head]:
                right[head] = right[token]
        for token, head in enumerate(heads):
            if head > token and left[token] < left[head]:
                left[head] = left[token]
        return cls(parse, left, right)

    def reach(self, token: int) -> Range:
        """Everything that hangs on a token, without punctuation and conjunctions at the ends."""
        return self.trim((self.left[token], self.right[token]))

    def phrase(self, noun: int) -> Range:
        """The noun phrase of a head: what hangs on it, up to the first clause, apposition or conjunct on the right."""
        parse = self.parse
        last = noun + 1
        for child in parse.children[noun]:
            if child > noun:
                if parse.deps[child] in CLAUSAL:
                    break
                last = max(last, self.right[child])
        for token in range(noun + 1, last):
            if parse.deps[token] in _SIDE_CLAUSES:
                last = max(noun + 1, self.left[token])
                break
        return self.left[noun], last

    def trim(self, part: Range) -> Range:
        """A range without punctuation and conjunctions at its ends; empty where nothing else is in it."""
        words = self.parse.lowers
        first, last = part
        while first < last and words[first] in _EDGE:
            first += 1
        while last > first and words[last - 1] in _EDGE:
            if words[last - 1] in (")", "]") and "(" in words[first:last]:
                break
            last -= 1
        return first, last


def without(part: Range, hole: Range) -> list[Range]:
    """A range with another one cut out of it."""
    first, last = part
    if hole[1] <= first or hole[0] >= last:
        return [part]
    return [piece for piece in ((first, hole[0]), (hole[1], last)) if piece[1] > piece[0]]
