"""Chains of sources on the project's own sentences.

usage: python evals/chains.py [--set tune|aside|all] [--errors] [FILE]

FILE (tests/data/chains.jsonl) holds short texts about varied conflicts, each with one event word, the chain of its
sources (nearest to the event first), whether the outlet hedges, whether the source denies, hedged slots and basis;
tests/data/README.md tells of its two readings.
Every third text ("set": "aside") was put aside before the rules were tuned on the others.

A source is right where its span overlaps or its name is equal; a chain is right where all of its sources are, in
order.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from sayso.attribution import CueLexicon, find_speeches
from sayso.claims.chains import chain_of
from sayso.claims.hedges import hedged, slot_hedges
from sayso.claims.model import Trigger
from sayso.claims.status import status_of
from sayso.language import Parse, Parser
from sayso.record import Source, Span

FILE = Path(__file__).parent.parent / "tests" / "data" / "chains.jsonl"


def trigger_at(parse: Parse, span: Span) -> Trigger:
    """A trigger on the words of a span, its head the token that hangs on something outside."""
    tokens = parse.tokens_in(span)
    heads = parse.heads
    head = next((token for token in tokens if heads[token] == token or heads[token] not in tokens), tokens[0])
    return Trigger(tokens[0], tokens[-1] + 1, head, "other", "given", nominal=parse.tags[head][:1] == "N")


def same_source(wanted: dict[str, Any], found: Source) -> bool:
    """Whether a found source is the one wanted: its span overlaps, or its name is equal."""
    if wanted["start"] < found.end and found.start < wanted["end"]:
        return True
    names = {wanted["text"].lower(), wanted.get("name", wanted["text"]).lower()}
    return bool(names & {found.name.lower(), found.text.lower()})


def evaluate(rows: list[dict[str, Any]]) -> tuple[dict[str, tuple[int, int]], list[str]]:
    """Right and all, figure by figure, and a line on every text that went wrong."""
    lexicon = CueLexicon.load()
    counts: dict[str, tuple[int, int]] = {}
    errors = []

    def count(name: str, right: bool) -> bool:
        done, total = counts.get(name, (0, 0))
        counts[name] = (done + right, total + 1)
        return right

    for row, parse in zip(rows, Parser().pipe(row["text"] for row in rows), strict=True):
        trigger = trigger_at(parse, Span(**row["trigger"]))
        chain = chain_of(parse, trigger, find_speeches(parse, lexicon=lexicon))
        hedge = chain.hedged or hedged(parse, trigger, denied=chain.denied)
        denied = chain.denied or (bool(chain.sources) and status_of(parse, trigger).status == "denied")
        sources, basis = row["sources"], row["basis"]
        right = len(sources) == len(chain.sources) and all(map(same_source, sources, chain.sources))
        outlet = "doubts" if hedge else "reports" if chain.sources else "asserts"
        fine = count("chain exact", right)
        fine &= count("hedged", row["hedged"] == hedge)
        fine &= count("denied", row["denied"] == denied)
        fine &= count("stance of the outlet", row["stance"]["outlet"] == outlet)
        fine &= count("hedged slots", tuple(row["hedged_slots"]) == slot_hedges(parse, trigger))
        found = chain.basis
        same = found is not None and basis is not None and found.start < basis["end"] and basis["start"] < found.end
        if basis or found:
            fine &= count("basis", same)
        count("all right", fine)
        if not fine:
            given = [(source.text, source.name) for source in chain.sources]
            errors.append(
                f"{row['id']} {row['text']!r} [{row['trigger']['text']}]\n    wanted"
                f" {[source['text'] for source in sources]} hedged {row['hedged']} denied {row['denied']}"
                f" basis {basis and basis['text']}\n    found  {given} hedged {hedge} denied {denied}"
                f" basis {found and found.text} ({chain.why}/{chain.cue_class})"
            )
    return counts, errors


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=FILE)
    parser.add_argument("--set", choices=("tune", "aside", "all"), default="all")
    parser.add_argument("--errors", action="store_true", help="show every text that went wrong")
    args = parser.parse_args()
    rows = [json.loads(line) for line in args.file.read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if args.set in ("all", row["set"])]
    counts, errors = evaluate(rows)
    if args.errors:
        print("\n".join(errors))
    for name, (right, total) in counts.items():
        print(f"{name:22} {100 * right / total:6.2f}  ({right}/{total})")


if __name__ == "__main__":
    main()
