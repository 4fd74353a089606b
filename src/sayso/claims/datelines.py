"""Where a report was written: "CAIRO, Egypt (AP) --" before its first sentence."""

from __future__ import annotations

from collections.abc import Sequence

from sayso.language import Parse
from sayso.places.model import Toponym

_DASHES = frozenset(("-", "--", "\u2013", "\u2014", "_", "(", ":", "\u2015"))
# A dateline stands in one of the first paragraphs and is at most so many tokens long.
_PARAGRAPHS, _LONGEST = 4, 14


def dateline_of(parse: Parse, toponyms: Sequence[Toponym]) -> frozenset[int]:
    """The first tokens of the toponyms of a dateline: a city in capitals that opens a paragraph, and its country.

    Such a city is where the reporter was. It sets a scene, but no word of the sentence says that anything is there.
    """
    out: set[int] = set()
    for number, toponym in enumerate(toponyms):
        sentence = parse.sentence_of[toponym.first]
        if parse.paragraph_of_sentence[sentence] >= _PARAGRAPHS:
            break
        word = parse.text[parse.starts[toponym.first] : parse.ends[toponym.last - 1]]
        opens = parse.sentences[sentence][0] == toponym.first or parse.ends[toponym.first - 1] <= _start(parse, sentence)
        if not (opens and word.isupper() and len(word) >= 4):
            continue
        end = toponym.last
        while end < len(parse) and end < toponym.first + _LONGEST and parse.words[end] not in _DASHES:
            end += 1
        if end < len(parse) and parse.words[end] in _DASHES and _only_names(parse, toponym.last, end):
            out.add(toponym.first)
            out.update(other.first for other in toponyms[number + 1 : number + 3] if other.last <= end)
    return frozenset(out)


def _start(parse: Parse, sentence: int) -> int:
    return parse.paragraphs[parse.paragraph_of_sentence[sentence]].start


def _only_names(parse: Parse, first: int, last: int) -> bool:
    """Whether nothing but names, commas and a day stand between the city and the dash."""
    return all(
        parse.words[token][:1].isupper() or parse.words[token] in (",", ".", ";") or parse.words[token][:1].isdigit()
        for token in range(first, last)
    )
