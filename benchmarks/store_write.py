"""What keeping records in a case adds to coding them.

    python benchmarks/store_write.py
"""

from __future__ import annotations

import tempfile
import time
from dataclasses import replace
from pathlib import Path

from sayso.coder import Coder
from sayso.demo.reports import reports
from sayso.store import Received, open_case

_ROUNDS = 60


def main() -> None:
    """Prints the share of the time, and the time for a document."""
    coder = Coder()
    given = [
        replace(report, id=f"{report.id}-{number}", url=None, text=f"{report.text}\n\nReport {number}.")
        for number in range(_ROUNDS)
        for report in reports()
    ]
    list(coder.pipe(given[:3]))
    codings = []
    for _ in range(2):
        started = time.process_time()
        records = list(coder.pipe(given))
        codings.append(time.process_time() - started)
    coding = min(codings)

    def write(name: str) -> float:
        with tempfile.TemporaryDirectory() as folder, open_case(Path(folder) / name, create=True) as case:
            # The documents are there already when they are coded.
            case.writer.add([Received(one, one.text.encode(), "bench", "2026-01-01T00:00:00+00:00") for one in given])
            started = time.process_time()
            for at in range(0, len(records), 64):
                case.writer.write(records[at : at + 64])
            return time.process_time() - started

    # The least of some runs of each: on a busy machine any one of them may take much longer.
    writing = min(write(f"{number}.sayso") for number in range(6))
    claims = sum(len(record.claims) for record in records)
    words = sum(len(record.text.split()) for record in records)
    print(f"{len(records)} documents, {words} words, {claims} claims: coding {coding:.2f} s, writing {writing:.2f} s")
    print(f"writing adds {100 * writing / coding:.1f} % ({1000 * writing / len(records):.2f} ms a document)")


if __name__ == "__main__":
    main()
