"""What a word costs in a long document: the whole coder, without the parse, from one page to a hundred.

    python benchmarks/length.py            about two minutes
    python benchmarks/length.py --quick    ten pages instead of a hundred

Times are CPU seconds of one process with the garbage collector on, the best of some rounds that take turns. Exit code
1 where a word of a longer document costs more than MOST_GROWTH times what it costs on one page.
"""

from __future__ import annotations

import argparse
import gc
import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.speed import made_up_texts

MOST_GROWTH = 1.20  # a word of a long document against one of a page alone
PAGE_WORDS = 500
ROUNDS = 5
PUBLISHED = "2015-10-12"

_GIVEN = "Adam Omar Lena Viktor Maria Chen Aisha David Pedro Ngozi Igor Salma Tariq Helen Jonas Rania Kofi Boris".split()
_FAMILY = "Haddad Kovac Mbeki Lindqvist Okafor Petrov Rahimi Silva Tanaka Weber Yilmaz Ortega Novak Jallow".split()
_ENDS = ("", "i", "ov", "ez", "son", "ani")
# What points back into the text, which is where a long document may cost more than its share.
_POINTING = (
    "{name}, a police officer in {town}, said the soldier had shot the man. The officer said the group blamed the "
    "army for the attack, and the ministry denied it.",
    "{name}, a commander of the militia, said his fighters had left {town} two days after the raid. The two men fled "
    "the country, the newspaper said. “We did not fire on the convoy,” {last} said. “They attacked us.”",
    "The Turkish leader condemned the bombings. {name}, who lost a brother in the blast in {town}, said the gunman "
    "had killed at least {n} people before the strikes began last week.",
    "The coalition said the explosions near {town} were under investigation. {last} had told reporters that the "
    "agency and the Syrian ministry knew of the shelling. The town was quiet on Sunday.",
)
_TOWNS = "Aleppo Idlib Mosul Kunduz Taiz Goma Benghazi Donetsk Mopti Sittwe Maiduguri Tripoli Hodeidah".split()


def pages(number: int, seed: int = 11) -> str:
    """A text of so many pages: every page is mixed alike and has persons of its own."""
    chance = random.Random(seed)
    out: list[str] = []
    for page in range(number):
        plain = "\n\n".join(made_up_texts(4, seed=1000 * seed + page)).split("\n\n")
        words = 0
        for turn in range(100):
            if turn % 3 == 2:
                last = chance.choice(_FAMILY) + chance.choice(_ENDS)
                name, town = f"{chance.choice(_GIVEN)} {last}", chance.choice(_TOWNS)
                told = _POINTING[turn // 3 % len(_POINTING)]
                out.append(told.format(name=name, last=last, town=town, n=chance.randint(3, 90)))
            else:
                out.append(plain[turn % len(plain)])
            words += len(out[-1].split())
            if words >= PAGE_WORDS:
                break
    return "\n\n".join(out)


def main() -> int:
    """Prints the figures; 1 where the bar is missed."""
    from sayso.coder import Coder
    from sayso.documents import Document

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="ten pages instead of a hundred")
    options = parser.parse_args()
    coder = Coder().load()
    lengths = (1, 10) if options.quick else (1, 10, 50, 100)
    documents = [Document(pages(number), published=PUBLISHED) for number in lengths]
    parses = [coder.parser.parse(document.text) for document in documents]
    best = [float("inf")] * len(lengths)
    for _ in range(ROUNDS):
        for number, (document, parse) in enumerate(zip(documents, parses, strict=True)):
            # A short text is coded as often as fits into the longest, so that all see as much collecting.
            times = lengths[-1] // lengths[number]
            gc.collect()
            start = time.process_time()
            for _ in range(times):
                coder.code_parse(document, parse)
            spent = time.process_time() - start
            best[number] = min(best[number], spent / times / len(document.text.split()))
    missed = False
    for pages_of_it, per_word in zip(lengths, best, strict=True):
        growth = per_word / best[0]
        missed = missed or growth > MOST_GROWTH
        print(f"{pages_of_it:4} pages {1e6 * per_word:7.2f} us a word, {growth:5.2f} times a page alone")
    print(f"at most {MOST_GROWTH}: {'MISSED' if missed else 'held'}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
