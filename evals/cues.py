"""Cues of reported speech: how many of those that people marked are found, and how many found ones they marked.

    python evals/cues.py --gold ../shared/gold/polnear_dev.jsonl [--errors 20]

The gold is a JSONL of {"id", "text", "attributions": [{"source", "cue", "content"}]}, each a list of spans. A cue of
reported speech is one with a verb of speaking proper (SPEAKING). A gold cue is found where an attribution of the record
has its head among its words; a found one is right where its head stands in any gold cue. Exit code 2 where there is
no gold.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sayso.attribution import CueLexicon, find_speeches
from sayso.language import Parse, Parser
from sayso.record import Span

SPEAKING = frozenset(
    "say tell add report announce claim state declare note explain write tweet warn insist argue acknowledge confirm"
    " deny admit allege assert maintain reply respond continue".split()
)


@dataclass(slots=True)
class Counts:
    """``right`` and ``wrong`` cues found, ``missed`` gold cues, and the sentences of both kinds of error."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)


def tokens_of(parse: Parse, spans: Sequence[Any]) -> set[int]:
    """The tokens of spans, which are [start, end, text] or objects."""
    out: set[int] = set()
    for span in spans:
        start, end = (span["start"], span["end"]) if isinstance(span, dict) else span[:2]
        out.update(parse.tokens_in(Span.of(parse.text, start, end)))
    return out


def count(parse: Parse, attributions: Sequence[dict[str, Any]], lexicon: CueLexicon, counts: Counts) -> None:
    """Add one document."""
    wanted = [tokens_of(parse, attribution.get("cue") or []) for attribution in attributions]
    marked = set().union(*wanted)
    heads = {speech.cue for speech in find_speeches(parse, lexicon=lexicon) if speech.shown and speech.cue is not None}
    for head in sorted(heads):
        if parse.lemmas[head] in SPEAKING:
            counts.right += head in marked
            if head not in marked:
                counts.wrong += 1
                counts.errors.append(f"wrong  {parse.words[head]}: {_sentence(parse, head)}")
    for tokens in wanted:
        speaks = any(parse.lemmas[token] in SPEAKING and parse.tags[token][:1] == "V" for token in tokens)
        if speaks and not tokens & heads:
            counts.missed += 1
            counts.errors.append(f"missed {parse.words[min(tokens)]}: {_sentence(parse, min(tokens))}")


def _sentence(parse: Parse, token: int) -> str:
    return " ".join(parse.sentence_span(parse.sentence_of[token]).text.split())[:200]


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints precision and recall."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, required=True)
    parser.add_argument("--errors", type=int, default=0, help="show so many errors")
    options = parser.parse_args(arguments)
    if not options.gold.is_file():
        print(f"There is no gold at {options.gold}.", file=sys.stderr)
        return 2
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    counts, lexicon = Counts(), CueLexicon.load()
    for row, parse in zip(rows, Parser().pipe(row["text"] for row in rows), strict=True):
        count(parse, row["attributions"], lexicon, counts)
    print("\n".join(counts.errors[: options.errors]), end="\n" if options.errors else "")
    found, all_marked = counts.right + counts.wrong, counts.right + counts.missed
    print(f"reported-speech cues  P {100 * counts.right / max(found, 1):.1f}  R {100 * counts.right / max(all_marked, 1):.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
