"""Misses and false alarms of claims on any gold file, sorted by cause, with the evidence side by side.

    python -m evals.errors --shared ../shared                       the causes, counted
    python -m evals.errors --cause "wrong kind" --limit 20          twenty of one cause
    python -m evals.errors --gold my_gold.jsonl --slot actor        where a slot went wrong

The gold is a JSONL of {"id", "text", "published", "claims"} as in the document record. Claims are matched as the
scorer does it: triggers that overlap, else the same kind on the same sentence. Exit code 2 where there is no gold.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SLOTS = ("actor", "target", "weapon", "place", "when", "counts", "sources", "basis")
FLAGS = ("status", "hedged", "background")


@dataclass(frozen=True, slots=True)
class Mistake:
    """One error: its cause, the document, and the claims on both sides (None: there is none)."""

    cause: str
    document: str
    gold: dict[str, Any] | None
    found: dict[str, Any] | None


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the causes of error, or the errors of one cause."""
    options = _options(arguments)
    if not options.gold.is_file():
        print(f"There is no gold at {options.gold}: name a file with --gold, or its folder with --shared.")
        return 2
    mistakes = [mistake for mistake in _mistakes(options.gold) if _wanted(mistake, options)]
    causes: dict[str, list[Mistake]] = defaultdict(list)
    for mistake in mistakes:
        causes[mistake.cause].append(mistake)
    if options.cause is None and options.slot is None:
        for cause, listed in sorted(causes.items(), key=lambda item: (-len(item[1]), item[0])):
            print(f"{len(listed):5}  {cause}")
        return 0
    for mistake in mistakes[: options.limit]:
        print("\n".join(_side_by_side(mistake)))
    print(f"{len(mistakes)} in all, {min(len(mistakes), options.limit)} shown")
    return 0


def _mistakes(path: Path) -> Iterator[Mistake]:
    from sayso import Coder
    from sayso.documents import Document
    from sayso.record import to_dict

    with path.open(encoding="utf-8") as lines:
        gold = [json.loads(line) for line in lines if line.strip()]
    documents = (Document(doc["text"], id=doc["id"], published=doc.get("published")) for doc in gold)
    for doc, record in zip(gold, Coder().pipe(documents), strict=True):
        found = [to_dict(claim) for claim in record.claims]
        yield from compare(doc["id"], doc["claims"], found)


def compare(document: str, gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> Iterator[Mistake]:
    """The mistakes of one document, in text order of the gold, false alarms last."""
    pairs = _matched(gold, found)
    for number, claim in enumerate(gold):
        other = found[pairs[number]] if number in pairs else None
        if other is None:
            yield Mistake(_cause_of_miss(claim, found), document, claim, _nearest(claim, found))
            continue
        if claim["kind"] != other["kind"]:
            yield Mistake(f"wrong kind: {claim['kind']} read as {other['kind']}", document, claim, other)
        for slot in SLOTS:
            cause = _slot_cause(slot, claim.get(slot), other.get(slot))
            if cause:
                yield Mistake(f"{slot}: {cause}", document, claim, other)
        for flag in FLAGS:
            if claim.get(flag) != other.get(flag):
                yield Mistake(f"{flag}: {claim.get(flag)} read as {other.get(flag)}", document, claim, other)
    taken = set(pairs.values())
    for number, claim in enumerate(found):
        if number not in taken:
            same = any(_overlap(claim["evidence"], other["evidence"]) for other in gold)
            where = "in a sentence with other claims" if same else "in a sentence without claims"
            yield Mistake(f"false alarm {where}", document, None, claim)


def _matched(gold: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[int, int]:
    candidates = []
    for number, one in enumerate(gold):
        for other_number, other in enumerate(found):
            same = one["kind"] == other["kind"]
            if _overlap(one["trigger"], other["trigger"]):
                candidates.append((10 + 5 * same, -number, -other_number))
            elif same and _overlap(one["evidence"], other["evidence"]):
                candidates.append((1, -number, -other_number))
    pairs: dict[int, int] = {}
    for _, number, other_number in sorted(candidates, reverse=True):
        if -number not in pairs and -other_number not in pairs.values():
            pairs[-number] = -other_number
    return pairs


def _cause_of_miss(claim: dict[str, Any], found: list[dict[str, Any]]) -> str:
    if any(_overlap(claim["evidence"], other["evidence"]) for other in found):
        return f"missed in a sentence with other claims: {claim['kind']}"
    return f"missed, nothing found in the sentence: {claim['kind']}"


def _nearest(claim: dict[str, Any], found: list[dict[str, Any]]) -> dict[str, Any] | None:
    return next((other for other in found if _overlap(claim["evidence"], other["evidence"])), None)


def _slot_cause(slot: str, gold: Any, found: Any) -> str | None:
    if slot == "when":
        days = [(value or {}).get("first") and (value["first"], value["last"]) for value in (gold, found)]
        gold, found = days
        return _difference(gold, found, gold == found)
    if slot == "counts":
        sets = [{(count["what"], count["low"], count["high"]) for count in value or []} for value in (gold, found)]
        return _difference(sets[0], sets[1], sets[0] == sets[1])
    if slot == "sources":
        gold, found = gold or [], found or []
        same = len(gold) == len(found) and all(_same(a, b) for a, b in zip(gold, found, strict=False))
        return _difference(gold, found, same)
    return _difference(gold, found, bool(gold and found and _same(gold, found)))


def _difference(gold: Any, found: Any, same: bool) -> str | None:
    if not gold and not found:
        return None
    if not found:
        return "not found"
    if not gold:
        return "found where there is none"
    return None if same else "another one found"


def _same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    names = [{(value.get("name") or "").casefold(), value["text"].casefold()} - {""} for value in (one, other)]
    return _overlap(one, other) or bool(names[0] & names[1])


def _overlap(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _wanted(mistake: Mistake, options: argparse.Namespace) -> bool:
    if options.slot is not None:
        return mistake.cause.startswith(f"{options.slot}:")
    return options.cause is None or mistake.cause.startswith(options.cause)


def _side_by_side(mistake: Mistake) -> list[str]:
    out = [f"{mistake.document}: {mistake.cause}"]
    for name, claim in (("gold", mistake.gold), ("found", mistake.found)):
        if claim is None:
            out.append(f"  {name:6} -")
            continue
        slots = [f"{slot} {_short(claim.get(slot))}" for slot in SLOTS if claim.get(slot)]
        flags = " ".join(str(claim.get(flag)) for flag in FLAGS)
        out.append(f"  {name:6} {claim['kind']} «{claim['trigger']['text']}» {flags}; {'; '.join(slots)}")
        if claim.get("why"):
            out.append(f"         why {json.dumps(claim['why'], ensure_ascii=False)}")
    evidence = (mistake.gold or mistake.found or {"evidence": {"text": ""}})["evidence"]["text"]
    return [*out, f"  words  {' '.join(evidence.split())}", ""]


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(_short(item) for item in value)
    if "what" in value:
        return f"{value['what']} {value['low']}-{value['high']}"
    if "first" in value:
        return f"{value['first']}..{value['last']}"
    return f"«{value['text']}»"


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", type=Path, default=Path(os.environ.get("SAYSO_SHARED", "../shared")))
    parser.add_argument("--gold", type=Path, help="any gold of claims; default: the development claims of --shared")
    parser.add_argument("--cause", help="only causes that begin so")
    parser.add_argument("--slot", choices=SLOTS + FLAGS, help="only this slot")
    parser.add_argument("--limit", type=int, default=20)
    options = parser.parse_args(arguments)
    options.gold = options.gold or options.shared / "gold" / "claims_dev.jsonl"
    return options


if __name__ == "__main__":
    sys.exit(main())
