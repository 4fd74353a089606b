"""How long ``sayso link`` takes to link new documents in a large case: a case of generated claims, and some more.

    python -m benchmarks.link_case 100000 /tmp/large.sayso
    python -m benchmarks.link_case 1000000 postgresql://user@host/name

The claims are those of ``link_scale``. Their documents, links, index and the rows of their events are written into the
case straight; a claim
is a sentence of its document, with who did it, to what, on which day, how many died, and who says so. The new
documents are records of the case; what linking needs of them is the generated mention in the place of the one read from
a text. Then the events that changed are fused and their rows written, as ``sayso link`` does; ``--linked`` leaves that
out. CPU seconds of this process, wall time beside them, of linking and of fusing.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby, islice
from typing import Any
from unittest.mock import patch

from sqlalchemy import insert

from benchmarks.link_scale import CLAIMS_A_DAY, mentions
from sayso.linking import Event, Index, Mention
from sayso.record import Claim, Count, Entity, Record, Source, Span, When
from sayso.store import Case, link_case, linked, linking, open_case
from sayso.store import tables as t
from sayso.store.coded import packed_record
from sayso.store.events import fingerprint
from sayso.store.members import Documents
from sayso.store.migration_events import events as fused_events
from sayso.store.migration_link_index import link_documents

_MADE_BY = "benchmark"
_OUTLETS = 60


def fill(case: Case, number: int) -> None:
    """Makes the case as linking so many claims would leave it."""
    index = Index()
    started = time.process_time()
    index.fill(mentions(number))
    print(f"linked in {time.process_time() - started:.0f} s CPU", flush=True)
    events = index.events()
    event_of = {claim: event.id for event in events for claim in event.claims}

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
        documents, planned = Documents(connection), linking._planned(events)
        home = {mention.id: mention.document for mention in mentions(number)}
        for start in range(0, len(events), 10_000):
            rows = [
                _fused(event, home, documents, planned.get(event.id, ())) for event in events[start : start + 10_000]
            ]
            connection.execute(insert(fused_events), rows)

    case.writer.link({}, _MADE_BY, write)


def _fused(event: Event, home: Mapping[str, str], documents: Documents, planned: Sequence[str]) -> dict[str, Any]:
    """The row of an event as fusion would leave it, as far as linking looks at it."""
    claims = [(claim, home[claim]) for claim in event.claims]
    return {
        "id": event.id, "title": "", "kind": "shelling", "status": "single-origin", "claims": len(claims),
        "documents": len(claims), "outlets": 1, "origins": 1, "kappa": 1, "parties": "", "contested": 0, "denied": 0,
        "denied_by_accused": 0, "retracted": 0, "slots": "{}", "figures": "[]",
        "related": json.dumps(list(planned), separators=(",", ":")), "made_by": _MADE_BY,
        "sha256": fingerprint(claims, documents, planned, linking._tables_digest(), _MADE_BY, {}, {}),
    }  # fmt: skip


def _rows(number: int, event_of: dict[str, str]) -> Iterator[list[tuple[Any, dict[str, Any]]]]:
    claim = 0
    for seq, (name, told) in enumerate(groupby(mentions(number), lambda one: one.document), start=1):
        mentioned = list(told)
        record = _record(name, mentioned)
        rows: list[tuple[Any, dict[str, Any]]] = [
            (t.documents, {"seq": seq, "id": name, "key": name, "lineage": seq, "version": seq, "record": seq}),
            (t.versions, {"seq": seq, "document": seq, "number": 1, "text_sha256": "", "text": record.text,
                          "parts": "[]", "extractor": "", "outlet": record.outlet, "published": record.published}),
            (t.records, {"seq": seq, "version": seq, "made_by": "", "sha256": "", "written_at": "",
                         "body": zlib.compress(packed_record(record), 1)}),
            (link_documents, {"document": seq, "record": seq, "version": seq, "lineage": seq}),
        ]  # fmt: skip
        for position, mention in enumerate(mentioned):
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
    case.writer.write([_record(name, some) for name, some in told.items()])
    return told


def _record(document: str, told: Sequence[Mention]) -> Record:
    """A document with a sentence for each claim."""
    text = ""
    claims = []
    for mention in told:
        start = len(text)

        def span(words: str) -> Span:
            nonlocal text
            begin = len(text)
            text += words
            return Span(begin, len(text), words)

        what = span(sorted(mention.stems)[0].capitalize() + "ing")
        text += " of "
        target = sorted(mention.targets)[0] if mention.targets else "houses"
        whom = span(f"a {target}")
        counts = []
        for kind, low, high in mention.counts:
            text += " killed "
            counts.append(Count(kind, low, high, None, span(str(low))))
        text += ", "
        speaker = sorted(mention.actors)[0] if mention.actors else "doctor"
        source = span(f"a {speaker} spokesman")
        cue = Span(len(text) + 1, len(text) + 5, "said")
        text += " said."
        evidence = Span(start, len(text), text[start:])
        text += " "
        day = date.fromordinal(mention.days[1]).isoformat() if mention.days else None
        claims.append(Claim(
            mention.id, min(mention.kinds), what, evidence,
            actor=Entity(what.start, what.end, what.text, name=speaker, id=speaker, type="rebel") if mention.actors else None,
            target=Entity(whom.start, whom.end, whom.text, name=target, id=None, type="object"),
            when=When(None, None, None, day, day, 1) if day else None,
            counts=tuple(counts), status=mention.status,
            sources=(Source(source.start, source.end, source.text, name=source.text, cue=cue, id=speaker),),
        ))  # fmt: skip
    outlet = f"Gazette {zlib.crc32(document.encode()) % _OUTLETS}"
    published = date.fromordinal(told[0].seen).isoformat() if told[0].seen else None
    return Record(document, text, published=published, outlet=outlet, claims=tuple(claims), made_by=_MADE_BY)


def measure(case: Case, told: dict[str, list[Mention]], *, fuse: bool = True) -> None:
    """Links the case; prints what it took."""
    fuse_all, fusing = linking._fuse, 0.0

    def fused(some: Case, run: Any, *rest: Any) -> int:
        nonlocal fusing
        begun = time.process_time()
        if fuse:
            done = fuse_all(some, run, *rest)
        else:
            some.writer.replace_events([], [], partial(linked.done, events=run.todo))
            done = len(run.todo)
        fusing = time.process_time() - begun
        return done

    with (
        patch("sayso.linking.mentions_of", lambda record: iter(told[record.id])),
        patch.object(linking, "_fuse", fused),
        patch.object(linking, "_link_all", lambda *_: print("all claims were linked")),
    ):
        started, wall = time.process_time(), time.perf_counter()
        done = link_case(case, made_by=_MADE_BY)
    print(
        f"{done.claims:,} claims in {done.events:,} events; {done.moved:,} moved, {done.fused:,} events to look at: "
        f"{time.process_time() - started:.2f} s CPU, of which fusing {fusing:.2f} s, {time.perf_counter() - wall:.2f} s, "
        f"peak {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20:.2f} GiB",
        flush=True,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Prints what linking the new documents took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("size", type=int)
    parser.add_argument("case", help="a case that is not there yet, or one that this made before")
    parser.add_argument("--added", type=int, default=1_000)
    parser.add_argument("--linked", action="store_true", help="do not fuse the events that changed")
    parser.add_argument("--make", action="store_true", help="only make the case")
    options = parser.parse_args(arguments)
    with open_case(options.case, create=True) as case:
        if not len(case):
            fill(case, options.size)
        if options.make:
            return
        told = add(case, options.size, options.added)
    with open_case(options.case) as case:
        measure(case, told, fuse=not options.linked)


if __name__ == "__main__":
    main()
