"""Figures that count who speaks, not what happened: "wounding many, two witnesses and an officer said"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.attribution import Speech
from sayso.claims.figures import Figure
from sayso.language import Parse

# Frames of whole reports: who refuses to leave may be counted.
_TELLING = frozenset({"that", "according", "quote"})
# A source of more characters is a clause that was taken for one.
_LONGEST = 100


def but_speakers(parse: Parse, figures: Sequence[Figure], speeches: Iterable[Speech]) -> tuple[Figure, ...]:
    """The figures of a document without those that stand in the source of a speech."""
    spoken = [
        (span.start, span.end)
        for speech in speeches
        if speech.why in _TELLING
        for span in speech.attribution.source
        if span.end - span.start <= _LONGEST
    ]
    if not spoken:
        return tuple(figures)
    kept = []
    for figure in figures:
        start, end = parse.starts[figure.first], parse.ends[figure.last - 1]
        within = next((part for part in spoken if part[0] <= start and end <= part[1]), None)
        # A verb before it makes it a figure of its own: "a woman who had lost two sons said".
        if within is None or any(
            parse.tags[token][:1] == "V" and parse.starts[token] >= within[0]
            for token in range(parse.sentences[parse.sentence_of[figure.first]][0], figure.first)
        ):
            kept.append(figure)
    return tuple(kept)
