"""How long ``sayso link`` takes to link new documents in a large case: a case of generated claims, and some more.

    python -m benchmarks.link_case 100000 /tmp/large.sayso
    python -m benchmarks.link_case 1000000 postgresql://user@host/name

The claims are those of ``link_scale``. Their documents, links and index are written into the case straight, without
texts and records, which linking does not read again. The new documents are records of the case; what linking needs of
them is the generated mention in the place of the one read from a text. Events are not fused: that takes as long in a
small case. CPU seconds of this process, wall time beside them, and for each step.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from typing import Any
from unittest.mock import patch

from sqlalchemy import insert

from benchmarks.link_scale import CLAIMS_A_DAY, mentions
from sayso.linking import Index, Mention
from sayso.record import Claim, Record, Span
from sayso.store import Case, link_case, linked, linking, open_case
from sayso.store import tables as t
from sayso.store.migration_link_index import link_documents

_MADE_BY = "benchmark"


def fill(case: Case, number: int) -> None:
    """Makes the case as linking so many claims would leave it."""
    index = Index()
    started = time.process_time()
    index.fill(mentions(number))
    print(f"linked in {time.process_time() - started:.0f} s CPU", flush=True)
    event_of = {claim: event.id for event in index.events() for claim in event.claims}

    def write(connection: Any) -> None:
        everything = _rows(number, event_of)
        while some := list(islice(everything, 10_000)):
            for table in (t.documents, t.versions, t.records, t.claims, t.links, link_documents):
                rows = [row for rows in some for of, row in rows if of is table]
                connection.execute(insert(table), rows)
        names = ("documents", "versions", "records", "claims")
        connection.execute(insert(t.counters), [{"name": name, "next": number + 1} for name in names])
        index.shelve(linked.IndexRows(connection), anew=True)
        kept = linked.Kept(1, linking._made_from(_MADE_BY), 0, (), (), *index.size())
        linked.keep(connection, kept, [], anew=False)

    case.writer.link({}, _MADE_BY, write)


def _rows(number: int, event_of: dict[str, str]) -> Iterator[list[tuple[Any, dict[str, Any]]]]:
    claim = 0
    for seq, (name, told) in enumerate(groupby(mentions(number), lambda one: one.document), start=1):
        rows: list[tuple[Any, dict[str, Any]]] = [
            (t.documents, {"seq": seq, "id": name, "key": name, "lineage": seq, "version": seq, "record": seq}),
            (t.versions, {"seq": seq, "document": seq, "number": 1, "text_sha256": "", "text": "", "parts": "[]",
                          "extractor": ""}),
            (t.records, {"seq": seq, "version": seq, "made_by": "", "sha256": "", "written_at": "", "body": b""}),
            (link_documents, {"document": seq, "record": seq, "version": seq, "lineage": seq}),
        ]  # fmt: skip
        for position, mention in enumerate(told):
            claim += 1
            rows.append((t.links, {"claim": mention.id, "event": event_of[mention.id], "made_by": _MADE_BY}))
            rows.append((t.claims, {
                "seq": claim, "id": mention.id, "document": seq, "version": seq, "record": seq, "number": position,
                "event": event_of[mention.id], "kind": "shelling", "status": "asserted", "hedged": 0, "background": 0,
                "confidence": 1.0, "trigger_start": 0, "trigger_end": 0, "trigger_text": "", "evidence_start": 0,
                "evidence_end": 0, "evidence": "",
            }))  # fmt: skip
        yield rows


def add(case: Case, number: int, added: int) -> dict[str, list[Mention]]:
    """Writes the records of so many new claims; gives what linking would read from each."""
    day = max(1, number // CLAIMS_A_DAY) // 2
    told = {
        name: list(some)
        for name, some in groupby(mentions(added, seed=2, first_day=day, prefix="new"), lambda one: one.document)
    }
    span = Span(0, 6, "Shells")
    case.writer.write([
        Record(name, "Shells fell.", made_by="benchmark", claims=tuple(
            Claim(mention.id, "shelling", span, Span(0, 12, "Shells fell.")) for mention in some
        ))
        for name, some in told.items()
    ])  # fmt: skip
    return told


def measure(case: Case, told: dict[str, list[Mention]]) -> None:
    """Links the case; prints what it took."""

    def fused(some: Case, run: Any, *_: Any) -> int:
        some.writer.replace_events([], [], partial(linked.done, events=run.todo))
        return len(run.todo)

    with (
        patch("sayso.linking.mentions_of", lambda record: iter(told[record.id])),
        patch.object(linking, "_fuse", fused),
        patch.object(linking, "_link_all", lambda *_: print("all claims were linked")),
    ):
        started, wall = time.process_time(), time.perf_counter()
        done = link_case(case, made_by=_MADE_BY)
    print(
        f"{done.claims:,} claims in {done.events:,} events; {done.moved:,} moved, {done.fused:,} events to look at: "
        f"{time.process_time() - started:.2f} s CPU, {time.perf_counter() - wall:.2f} s, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB",
        flush=True,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints what linking the new documents took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int)
    parser.add_argument("case", help="a case that is not there yet, or one that this made before")
    parser.add_argument("--added", type=int, default=1_000)
    parser.add_argument("--make", action="store_true", help="only make the case")
    options = parser.parse_args(arguments)
    with open_case(options.case, create=True) as case:
        if not len(case):
            fill(case, options.size)
        if options.make:
            return
        told = add(case, options.size, options.added)
    with open_case(options.case) as case:
        measure(case, told)


if __name__ == "__main__":
    main()
