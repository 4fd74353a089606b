"""Cost of the attribution layer: its share of the bare parse, and a page against a hundred pages.

    python benchmarks/attribution.py           about a minute
    python benchmarks/attribution.py --quick   ten pages instead of a hundred

Times are CPU seconds of one process with the garbage collector on, the best of some rounds that take turns. Exit code
1 where the layer costs more than its share, or where a page of a long document costs more than a page alone.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from itertools import cycle, islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.speed import made_up_texts

MOST_SHARE = 0.10  # of the bare parse
MOST_GROWTH = 1.20  # a page of the long document against a page alone
PAGE_WORDS = 500
ROUNDS = 5


def pages(number: int) -> str:
    """A text of so many pages, its paragraphs made up."""
    paragraphs = "\n\n".join(made_up_texts(40)).split("\n\n")
    out, words = [], 0
    for paragraph in islice(cycle(paragraphs), 100_000):
        out.append(paragraph)
        words += len(paragraph.split())
        if words >= number * PAGE_WORDS:
            break
    return "\n\n".join(out)


def main() -> int:
    """Prints the figures; 1 where a bar is missed."""
    from sayso.attribution import CueLexicon, find_speeches
    from sayso.language import Parser

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="ten pages instead of a hundred")
    options = parser.parse_args()
    reader, lexicon = Parser(), CueLexicon.load()
    texts = [pages(1), pages(10 if options.quick else 100)]
    reader.parse(texts[0])
    parsing = [float("inf")] * 2
    parses = []
    for number, text in enumerate(texts):
        start = time.process_time()
        parses.append(reader.parse(text))
        parsing[number] = (time.process_time() - start) / len(text.split())
    best = [float("inf")] * 2
    for _ in range(ROUNDS):
        for number, parse in enumerate(parses):
            # A page alone is coded as often as fits into the long document, so that both see as much collecting.
            times = max(1, len(parses[1]) // len(parses[0])) if number == 0 else 1
            gc.collect()
            start = time.process_time()
            for _ in range(times):
                find_speeches(parse, lexicon=lexicon)
            best[number] = min(best[number], (time.process_time() - start) / times / len(texts[number].split()))
    share, growth = best[1] / parsing[1], best[1] / best[0]
    for name, per_word, bare in zip(("one page", "long document"), best, parsing, strict=True):
        print(f"{name:14} attribution {1e6 * per_word:6.2f} us a word, parse {1e6 * bare:7.2f}")
    print(f"share of the parse {share:6.3f}  (at most {MOST_SHARE})")
    print(f"growth             {growth:6.3f}  (at most {MOST_GROWTH})")
    return int(share > MOST_SHARE or growth > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())
