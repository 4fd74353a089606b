"""How fast documents come into a case, without coding: JSON lines of 400 words, pages of 100 KB.

    python benchmarks/store_ingest.py [DOCUMENTS] [PAGES]
"""

from __future__ import annotations

import json
import random
import sys
import tempfile
import time
from pathlib import Path

from sayso.ingest import ingest
from sayso.store import open_case

_COMMON = "the of and to in a that for was on as with his they at by from had were said would which their been".split()


def vocabulary(chance: random.Random, size: int = 20_000) -> list[str]:
    """Words that look like words, frequent ones first."""
    parts = ["ba", "ro", "mi", "ten", "sul", "ka", "der", "vi", "lon", "gre", "pas", "ho", "qui", "ster", "an", "el"]
    made = {"".join(chance.choices(parts, k=chance.randint(2, 4))) for _ in range(size)}
    return _COMMON + sorted(made, key=lambda word: (len(word), word))


def article(chance: random.Random, words: list[str], length: int) -> str:
    """Sentences of about 20 words, paragraphs of about three sentences."""
    weights = [1 / (rank + 5) for rank in range(len(words))]
    chosen = chance.choices(words, weights, k=length)
    out = []
    for at in range(0, length, 20):
        sentence = " ".join(chosen[at : at + 20]).capitalize() + "."
        out.append(sentence + ("\n\n" if at % 60 == 40 else " "))
    return "".join(out).strip()


def page(text: str, number: int) -> str:
    """An article in a page of about 100 KB, as news sites send them."""
    paragraphs = "".join(f"<p>{part}</p>" for part in text.split("\n\n"))
    menu = "".join(f'<li><a href="/section/{n}" class="menu menu-{n}">Section {n}</a></li>' for n in range(240))
    side = "".join(
        f'<div class="teaser small"><a href="/story/{n}"><img src="/i/{n}.jpg" alt=""><h3>Story {n}</h3></a></div>'
        for n in range(180)
    )
    script = "<script>" + f"var data_{number} = {{}};" * 3_600 + "</script>"
    return (
        f'<!doctype html><html lang="en"><head><title>Story {number} | Example News</title>{script}'
        '<meta property="article:published_time" content="2016-05-04T10:00:00Z">'
        f'<meta property="og:site_name" content="Example News"></head><body><nav><ul>{menu}</ul></nav>'
        f"<main><article><h1>Story {number}</h1>{paragraphs}</article></main><aside>{side}</aside>"
        "<footer>All rights reserved.</footer></body></html>"
    )


def main() -> None:
    """Prints documents a second for both."""
    documents = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    pages = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    chance = random.Random(7)
    words = vocabulary(chance)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (folder / "in.jsonl").open("w") as stream:
            for number in range(documents):
                about = {"id": f"n{number}", "outlet": f"Outlet {number % 40}", "published": "2016-05-04"}
                stream.write(json.dumps({"text": article(chance, words, 400), **about}) + "\n")
        (folder / "pages").mkdir()
        size = 0
        for number in range(pages):
            text = page(article(chance, words, 700), number)
            size += len(text)
            (folder / "pages" / f"{number:05}.html").write_text(text)
        for source, total in (("in.jsonl", documents), ("pages", pages)):
            with open_case(folder / f"{source}.sayso", create=True) as case:
                started, cpu = time.perf_counter(), time.process_time()
                tally = ingest(case, [str(folder / source)])
                seconds, used = time.perf_counter() - started, time.process_time() - cpu
                rates = f"{total / seconds:,.0f} documents a second, {total / used:,.0f} a CPU second"
                print(f"{source}: {rates} ({tally})")
        print(f"{size / max(pages, 1) / 1000:.0f} KB a page")


if __name__ == "__main__":
    main()
