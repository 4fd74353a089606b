"""Speed and memory of the whole coder beside the bare parse, as ratios.

    python benchmarks/speed.py                 about two minutes
    python benchmarks/speed.py --quick         a smoke test
    python benchmarks/speed.py --texts DIR     on the .txt files of a folder

Bare parse: the same model with tok2vec, parser and ner alone. Times are CPU seconds of one process, the best of some
rounds that take turns. Each ratio has a bar; exit code 1 where one is missed.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

LEAST_SPEED = 0.75  # of the bare parse's words per CPU second
MOST_MEMORY = 600.0  # MB of resident memory over a long stream
LONGEST_START = 1.5  # times the bare parser's start to its first result

_PLACES = "Aleppo Idlib Mosul Kunduz Taiz Goma Benghazi Donetsk Mopti Sittwe Maiduguri Gaza Tripoli Hodeidah".split()
_SIDES = (
    "government forces", "rebels", "the army", "Islamic State fighters", "coalition aircraft", "the Taliban",
    "soldiers", "gunmen", "the militia", "Russian warplanes",
)  # fmt: skip
_TEMPLATES = (
    "{side} shelled the outskirts of {place} on {day}, killing at least {n} people, residents said.",
    "A spokesman for {side} denied that its fighters had attacked the hospital in {place}.",
    "“We heard three explosions near the market,” a shopkeeper told reporters. “Then the shooting started.”",
    "{n} civilians were wounded when a car bomb exploded at a checkpoint south of {place}, according to police.",
    "The ministry said that {side} had withdrawn from the town after two weeks of fighting.",
    "Talks on a ceasefire are due to resume next month, but {side} threatened to boycott them.",
    "The agency, which provides food to families in {place}, said that prices had doubled since the spring.",
    "Hundreds of people marched through the centre of {place} to demand the release of detained journalists.",
    "The city, once known for its textile trade, has a population of about {n} thousand.",
    "Satellite images taken on {day} appear to show damage to a warehouse, analysts said.",
)


def made_up_texts(documents: int, seed: int = 7) -> list[str]:
    """Reports of about 220 words made from templates: dense conflict reporting with some plain news between."""
    chance = random.Random(seed)
    days = ("Monday", "Tuesday night", "Friday", "October 3", "the weekend")
    out = []
    for _ in range(documents):
        paragraphs = []
        for _ in range(6):
            sentences = [
                chance.choice(_TEMPLATES).format(
                    side=chance.choice(_SIDES), place=chance.choice(_PLACES), day=chance.choice(days),
                    n=chance.randint(3, 90),
                )
                for _ in range(2)
            ]  # fmt: skip
            paragraphs.append(" ".join(sentence[0].upper() + sentence[1:] for sentence in sentences))
        out.append("\n\n".join(paragraphs))
    return out


def words_in(texts: Sequence[str]) -> int:
    """White-space separated words."""
    return sum(len(text.split()) for text in texts)


def cpu_seconds(work: Callable[[], None]) -> float:
    """CPU seconds of this process that a piece of work takes."""
    started = time.process_time()
    work()
    return time.process_time() - started


def speed(texts: Sequence[str], rounds: int) -> tuple[float, float, float]:
    """Words per CPU second of the whole coder and of the bare parse, best of the rounds, and their ratio.

    The ratio is the median of the rounds' own: the two of a round run next to each other, so that what else the
    machine does falls on both.
    """
    from sayso.coder import Coder
    from sayso.documents import Document
    from sayso.language import load_model

    coder = Coder().load()
    bare = load_model()
    bare.select_pipes(enable=[name for name in ("tok2vec", "parser", "ner") if name in bare.pipe_names])

    def code() -> None:
        for record in coder.pipe(Document(text) for text in texts):
            if record.error:
                raise SystemExit(f"{record.id}: {record.error.message}")

    def parse() -> None:
        for _ in bare.pipe(texts, batch_size=48):
            pass

    warm = texts[: max(1, len(texts) // 10)]
    list(coder.pipe(Document(text) for text in warm))
    list(bare.pipe(warm))
    coded, parsed = [], []
    for _ in range(rounds):
        coded.append(cpu_seconds(code))
        parsed.append(cpu_seconds(parse))
    words = words_in(texts)
    ratio = statistics.median(bare / whole for whole, bare in zip(coded, parsed, strict=True))
    return words / min(coded), words / min(parsed), ratio


def memory(documents: int) -> float:
    """Peak resident memory (MB) of this process over a long stream of documents, all different."""
    from sayso.coder import Coder
    from sayso.documents import Document

    def stream() -> Iterator[Document]:
        for start in range(0, documents, 100):
            for number, text in enumerate(made_up_texts(min(100, documents - start), seed=start)):
                # Names that were never seen before: what is remembered by word must not grow without bound.
                yield Document(re.sub(r"\b(market|warehouse)\b", rf"\1 Q{start + number}x", text))

    for _ in Coder().pipe(stream()):
        pass
    return peak_memory()


def peak_memory() -> float:
    """Peak resident memory (MB) of this process since it started."""
    status = Path("/proc/self/status")
    if status.is_file():
        # What getrusage says on Linux takes in the process that started this one.
        return float(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024  # type: ignore[index]
    unit = 1024**2 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


_SENTENCE = "Rebels shelled the town of Salma on Monday, the army said."
_STARTS = {
    "coder": f"import sayso; print(len(sayso.Coder().code({_SENTENCE!r}).claims))",
    "bare": (
        "from sayso.language import load_model; nlp = load_model();"
        f"nlp.select_pipes(enable=['tok2vec', 'parser', 'ner']); print(len(nlp({_SENTENCE!r})))"
    ),
}


def starts(rounds: int) -> dict[str, float]:
    """Wall-clock seconds from starting Python to the first result, best of some rounds that take turns."""
    times: dict[str, list[float]] = {what: [] for what in _STARTS}
    # As an installed package has them, modules are compiled before: a run that is not timed does it where it is not.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, "-c", _STARTS["coder"]], env=environment, check=True, stdout=subprocess.DEVNULL)
    for _ in range(rounds):
        for what, code in _STARTS.items():
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], env=environment, check=True, stdout=subprocess.DEVNULL)
            times[what].append(time.perf_counter() - started)
    return {what: min(found) for what, found in times.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--texts", type=Path, help="folder of .txt files to measure the speed on")
    parser.add_argument("--quick", action="store_true", help="small numbers: does it run, are the ratios sane")
    parser.add_argument("--memory-only", type=int, metavar="DOCUMENTS", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.memory_only:
        print(f"{memory(options.memory_only):.1f}")
        return 0
    texts = made_up_texts(60 if options.quick else 400)
    if options.texts:
        texts = [path.read_text(encoding="utf-8") for path in sorted(options.texts.glob("*.txt"))]
        if not texts:
            parser.error(f"{options.texts} holds no .txt files")
    coded, parsed, ratio = speed(texts, 5)
    started = starts(4)
    documents = 500 if options.quick else 5_000
    # In a process of its own, which holds nothing else.
    measured = subprocess.run(
        [sys.executable, __file__, "--memory-only", str(documents)], check=True, capture_output=True, text=True
    )
    used = float(measured.stdout)
    rows = [
        ("speed, coder / bare parse", ratio, ratio >= LEAST_SPEED, f">= {LEAST_SPEED}",
         f"{coded:,.0f} / {parsed:,.0f} words per CPU second"),
        ("start, coder / bare parse", started["coder"] / started["bare"],
         started["coder"] / started["bare"] <= LONGEST_START, f"<= {LONGEST_START}",
         f"{started['coder']:.2f} / {started['bare']:.2f} s to the first result"),
        ("memory, used / allowed", used / MOST_MEMORY, used <= MOST_MEMORY, "<= 1",
         f"{used:.0f} / {MOST_MEMORY:.0f} MB over {documents:,} documents"),
    ]  # fmt: skip
    for name, ratio, held, bar, detail in rows:
        print(f"{name:<28}{ratio:6.2f}   bar {bar:<8}{'held  ' if held else 'MISSED'}  {detail}")
    return 0 if all(row[2] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
