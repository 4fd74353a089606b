"""What the coder makes of sentences written for the project: every kind in the words that news uses for it.

    python -m evals.probe                     recall of each kind, and the false alarms
    python -m evals.probe --kind deployment   the sentences of one kind that are missed or misread

`data/probe.txt` marks the claims of each sentence as ``{kind:words}``. Each sentence is read by itself and as the last
one of a report on a conflict; those that report no claim, by themselves and in a report on a quiet town.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sayso import Coder
from sayso.documents import Document
from sayso.record import Record

SENTENCES = Path(__file__).with_name("data") / "probe.txt"
_MARK = re.compile(r"\{([a-z_]+):([^}]*)\}")

WAR = (
    "The rebels control much of the northern province, where the insurgency began six years ago. Soldiers man the "
    "checkpoints on the roads, and militiamen hold the hills above them. Civilians travel in the mornings, when the "
    "guerrillas are said to rest. Diplomats say that neither the army nor the insurgents can win, and that the "
    "ceasefire of last spring is a memory. In the capital the markets are full, but soldiers stand at every corner, "
    "and the barracks are ringed with sandbags. The militia draws its recruits from the villages of the plain. Its "
    "fighters are young, poor and far from home. The war is never far away, people here say; one gets used to it."
)
PEACE = (
    "The town lies on a wide river, and its mills were once the largest of the region. Most of its people now work in "
    "offices and shops, or take the train to the city. The old market hall has been turned into a library, and on "
    "weekends musicians play in the square in front of it. In autumn the orchards around the town are full of "
    "visitors who pick apples and buy cider. The school has six hundred pupils and a choir. The mayor, a former "
    "teacher, has held her post for eight years. People here are proud of the new swimming pool, which was paid for "
    "by a lottery, and of the bread of the bakery at the bridge, which is sold as far away as the coast."
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its text without marks, and its claims, each a kind with the stretches that may be its trigger."""

    text: str
    claims: dict[str, tuple[tuple[int, int], ...]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was found in one sentence: the claims with the kind each was given (None: missed), and the triggers that
    no mark explains."""

    sentence: Sentence
    given: dict[str, str | None]
    more: tuple[tuple[str, str], ...]


def sentences(path: Path = SENTENCES) -> list[Sentence]:
    """The sentences of a file of marked lines."""
    out = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        text, at = "", 0
        claims: dict[str, tuple[tuple[int, int], ...]] = {}
        for mark in _MARK.finditer(line):
            text += line[at : mark.start()]
            span = (len(text), len(text) + len(mark[2]))
            claims[mark[1]] = (*claims.get(mark[1], ()), span)
            text += mark[2]
            at = mark.end()
        out.append(Sentence(text + line[at:], claims))
    return out


def outcome(sentence: Sentence, record: Record) -> Outcome:
    """The claims of a text that ends with the sentence, against its marks.

    As the scorer has it, a claim is found where its words are, or where the sentence has one of its kind.
    """
    offset = len(record.text) - len(sentence.text)
    found = [
        (claim.trigger.start - offset, claim.trigger.end - offset, claim.kind)
        for claim in record.claims
        if claim.trigger.start >= offset
    ]
    given: dict[str, str | None] = {}
    explained = set()
    for kind, spans in sentence.claims.items():
        over = [item for item in found if any(item[0] < end and start < item[1] for start, end in spans)]
        right = [item for item in over if item[2] == kind] or [item for item in found if item[2] == kind]
        given[kind] = kind if right else over[0][2] if over else None
        explained.update(right[:1] or over[:1])
    more = tuple((item[2], sentence.text[item[0] : item[1]]) for item in found if item not in explained)
    return Outcome(sentence, given, more)


def read(coder: Coder, frame: str, probes: Sequence[Sentence]) -> Iterator[Outcome]:
    """The outcomes of sentences that each stand behind ``frame``."""
    texts = (f"{frame}\n\n{probe.text}" if frame else probe.text for probe in probes)
    documents = (Document(text, published="2024-05-14") for text in texts)
    for probe, record in zip(probes, coder.pipe(documents), strict=True):
        yield outcome(probe, record)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints recall by kind, or what is missed of one kind."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    options.add_argument("--kind", help="show what is missed of this kind; 'none' shows the false alarms")
    options.add_argument("--file", type=Path, default=SENTENCES)
    chosen = options.parse_args(arguments)
    told = [probe for probe in sentences(chosen.file) if probe.claims]
    quiet = [probe for probe in sentences(chosen.file) if not probe.claims]
    coder = Coder()
    alone, within = list(read(coder, "", told)), list(read(coder, WAR, told))
    idle = [*read(coder, "", quiet), *read(coder, PEACE, quiet)]
    if chosen.kind:
        for name, outcomes in (("alone", alone), ("in a report", within)):
            for each in outcomes:
                if chosen.kind in (*each.given, "all") and any(kind != right for right, kind in each.given.items()):
                    print(f"{name:12} {each.given} {each.sentence.text}")
                elif chosen.kind == "more" and each.more:
                    print(f"{name:12} {each.more} {each.sentence.text}")
        for each in idle:
            if chosen.kind == "none" and each.more:
                print(each.more, each.sentence.text)
        return 0
    _table(alone, within)
    print(f"{'not expected':20} {sum(len(o.more) for o in alone):4} {sum(len(o.more) for o in within):4}")
    print(f"false alarms: {sum(bool(each.more) for each in idle)} of {len(idle)} sentences without a claim")
    return 0


def _table(alone: Sequence[Outcome], within: Sequence[Outcome]) -> None:
    rows: dict[str, Counter[str]] = {}
    for name, outcomes in (("alone", alone), ("within", within)):
        for each in outcomes:
            for kind, got in each.given.items():
                row = rows.setdefault(kind, Counter())
                row["all"] += name == "alone"
                row[name] += got == kind
                row["found"] += got is not None and name == "within"
    for kind, row in sorted(rows.items()):
        print(f"{kind:18} {row['all']:4}  alone {row['alone']:4}  in a report {row['within']:4}  ({row['found']} found)")
    total = sum(rows.values(), Counter[str]())
    print(
        f"{'all':18} {total['all']:4}  alone {total['alone'] / total['all']:.3f}"
        f"  in a report {total['within'] / total['all']:.3f}  ({total['found'] / total['all']:.3f} found)"
    )


if __name__ == "__main__":
    raise SystemExit(main())
