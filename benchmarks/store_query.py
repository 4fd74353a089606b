"""How fast a filter over many claims answers its first page, and how fast they are exported to Parquet.

    python benchmarks/store_query.py CASE [CLAIMS]       builds the case where there is none; CASE is a file or an address
"""

from __future__ import annotations

import hashlib
import random
import resource
import subprocess
import sys
import tempfile
import time
import zlib
from array import array
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

import numpy as np
from sqlalchemy.schema import CreateIndex

from sayso.errors import CaseError
from sayso.exports import export
from sayso.record import KINDS
from sayso.store import Case, open_case
from sayso.store import tables as t

PAGE = 50
_SHIFT = 1 << 32
FILTERS = (
    "",
    "kind:airstrike",
    "status:denied",
    'actor:"Group 7"',
    "actor:RUS",
    'place:"Village 12345"',
    "place:SYR",
    "when:2015-10",
    "when:2012..2018",
    "killed:>=10",
    "kind:siege status:hypothetical place:YEM hedged:yes",
    'kind:airstrike actor:"Group 3" place:SYR when:2015-10 source:"Source 17" status:asserted',
    "place:SYR actor:RUS -status:asserted background:yes killed:>40",
    'source:"Source 250" kind:airstrike,shelling',
    'outlet:"Outlet 9" published:2016-02',
    "market bombed",
    '"word77 word3"',
    "word1 place:YEM kind:siege",
    "has:killed confidence:>=0.99 whereprec:1",
    "plover:assault/aerial place:Province*",
    "place:Nowhere",
    # What few claims or none have, so that no walk ends early.
    "whereprec:9",
    "killed:>100000",
    "injured:>=1",
    "part:caption",
    "has:weapon",
    "lang:fr",
    "place:SYR lang:fr",
    "published:2016-02-03",
    "zzz",
    "market zzz",
    "status:denied status:planned",
    "when:2015-10 -kind:airstrike killed:>=50 confidence:>0.9",
    'actor:"Group 7" -place:SYR hedged:yes background:yes confidence:>0.99',
    "kind:siege whereprec:1 dateprec:1 confidence:>=0.999",
    "place:Province* when:2012-03-04 killed:>=50",
)
_COUNTRIES = ("SYR", "YEM", "AFG", "UKR", "NGA", "COD", "SOM", "MLI", "SDN", "MMR", "IRQ", "LBY")


def build(case: Case, claims: int) -> None:
    """Writes the tables directly: coding a million claims would take days."""
    chance = random.Random(11)
    documents = max(claims // 7, 1)
    terms: dict[tuple[str, str], int] = {}
    pairs = array("q")

    def term(field: str, name: str, claim: int) -> None:
        pairs.append(terms.setdefault((field, name.lower()), len(terms) + 1) * _SHIFT + claim)

    body = zlib.compress(b"{}")
    digest = hashlib.sha256(b"{}").hexdigest()
    columns = [column.name for column in t.claims.c]
    kinds = sorted(KINDS, key=lambda _: chance.random())
    weights = [1 / (rank + 1) for rank in range(len(kinds))]
    first_day = date(2011, 1, 1)
    words = [f"word{n}" for n in range(3_000)]
    word_weights = list(accumulate(1 / (rank + 3) for rank in range(len(words))))
    kind_weights = list(accumulate(weights))

    def claim_rows() -> Iterator[tuple[Any, ...]]:
        for seq in range(1, claims + 1):
            document = (seq - 1) // 7 + 1 if seq <= documents * 7 else documents
            row: dict[str, Any] = dict.fromkeys(columns)
            kind = chance.choices(kinds, cum_weights=kind_weights)[0]
            group = int(chance.paretovariate(0.6)) % 900
            village = int(chance.random() ** 2 * 40_000)
            country = _COUNTRIES[village % 12]
            day = (first_day + timedelta(int(chance.random() * 5_000))).isoformat()
            source = int(chance.paretovariate(0.5)) % 2_000
            killed = int(chance.paretovariate(0.9)) if chance.random() < 0.3 else None
            trigger = "bombed" if chance.random() < 0.1 else "said"
            evidence = " ".join(chance.choices(words, cum_weights=word_weights, k=24)) + f" {trigger}"
            if chance.random() < 0.05:
                evidence += " market"
            row.update(
                seq=seq, id=f"c{seq:016x}", document=document, version=document, record=document, number=seq % 7,
                event=f"e{seq // 2:x}", kind=kind, hedged=int(chance.random() < 0.1),
                status=chance.choices(("asserted", "denied", "planned", "hypothetical"), (90, 4, 3, 3))[0],
                background=int(chance.random() < 0.15), confidence=round(chance.random(), 3),
                actor=f"Group {group}", actor_id=f"G{group}", actor_type="rebel",
                actor_country=("RUS", "USA", *_COUNTRIES)[group % 14], actor_text=f"group {group}",
                target="civilians", target_type="civilians", target_text="residents", place=f"Village {village}",
                place_text=f"Village {village}", geonameid=village, lat=village % 60 + 0.5, lon=village % 120 + 0.25,
                country=country, admin1=f"Province {village % 200}", feature="P.PPL", where_prec=1 + village % 6,
                first=day, last=day, date_prec=1, long=0, when_text="on Monday", killed_low=killed, killed_high=killed,
                sources=f"Source {source}", trigger_start=10, trigger_end=16, trigger_text=trigger,
                evidence_start=0, evidence_end=len(evidence), evidence=evidence,
                plover_event="ASSAULT", plover_mode="aerial" if kind == "airstrike" else "firearms",
            )  # fmt: skip
            term("actor", f"group {group}", seq)
            term("actor", f"g{group}", seq)
            term("actor", row["actor_country"], seq)
            term("target", "civilians", seq)
            term("place", f"village {village}", seq)
            term("place", f"province {village % 200}", seq)
            term("place", country, seq)
            term("source", f"source {source}", seq)
            term("origin", f"source {source}", seq)
            term("outlet", f"outlet {document % 300}", seq)
            yield tuple(row[name] for name in columns)

    with case.view.connect() as connection:
        cursor: Any = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
        postgres = connection.dialect.name == "postgresql"

        def put(table: str, names: Iterable[str], rows: Iterable[tuple[Any, ...]]) -> None:
            listed = list(names)
            quoted = ", ".join(f'"{name}"' for name in listed)
            if postgres:
                with cursor.copy(f"COPY {table} ({quoted}) FROM STDIN") as copy:
                    for row in rows:
                        copy.write_row(row)
            else:
                cursor.executemany(f"INSERT INTO {table} ({quoted}) VALUES ({', '.join('?' * len(listed))})", rows)

        later = _without_indexes(connection, cursor)
        empty = hashlib.sha256(b"").hexdigest()
        put("documents", ("seq", "id", "key", "lineage", "version", "record"),
            ((n, f"d{n}", f"id:d{n}", n, n, n) for n in range(1, documents + 1)))  # fmt: skip
        put("versions", ("seq", "document", "number", "text_sha256", "text", "published", "outlet", "language", "parts",
                         "extractor"),
            ((n, n, 1, empty, f"Text {n}.", f"2016-{n % 12 + 1:02}-{n % 28 + 1:02}", f"Outlet {n % 300}", "en", "[]", "x")
             for n in range(1, documents + 1)))  # fmt: skip
        put("records", ("seq", "version", "made_by", "sha256", "written_at", "body"),
            ((n, n, "bench", digest, "2026-01-01", body) for n in range(1, documents + 1)))  # fmt: skip
        put("claims", columns, claim_rows())
        put("terms", ("seq", "field", "term"), ((seq, field, name) for (field, name), seq in terms.items()))
        put("claim_terms", ("term", "claim"),
            (divmod(pair, _SHIFT) for pair in np.unique(np.frombuffer(pairs, dtype=np.int64)).tolist()))  # fmt: skip
        if postgres:
            cursor.execute("INSERT INTO claim_words SELECT seq, to_tsvector('simple', evidence) FROM claims")
        else:
            cursor.execute("INSERT INTO claim_words (rowid, words) SELECT seq, evidence FROM claims")
        for statement in later:
            cursor.execute(statement)
    case.writer.optimize()


def _without_indexes(connection: Any, cursor: Any) -> list[str]:
    """Drops what slows the filling of empty tables down; returns the statements that make it again."""
    later = []
    postgres = connection.dialect.name == "postgresql"
    if postgres:
        cursor.execute("SET session_replication_role = replica")  # references are not looked up row by row
        cursor.execute("DROP INDEX claim_words_gin")
        later.append("CREATE INDEX claim_words_gin ON claim_words USING gin (words)")
    else:
        cursor.execute("PRAGMA defer_foreign_keys = ON")
    for table in (t.claims, t.claim_terms):
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            later.append(str(CreateIndex(index).compile(connection)))
            cursor.execute(f"DROP INDEX {index.name}")
    return later


def main() -> None:
    """Builds the case where it is missing, and prints the times."""
    name = sys.argv[1]
    claims = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    try:
        case = open_case(name)
    except CaseError:
        started = time.perf_counter()
        case = open_case(name, create=True)
        build(case, claims)
        print(f"built {claims:,} claims in {time.perf_counter() - started:.0f} s")
    with case:
        times = []
        for filter_ in FILTERS:
            runs = []
            for _ in range(3):
                started, cpu = time.perf_counter(), time.process_time()
                rows = list(case.claims(filter_, limit=PAGE))
                used = (time.process_time() - cpu) * 1000
                runs.append((time.perf_counter() - started) * 1000)
            times.append(min(runs))
            told = f"{runs[0]:7.1f} ms first, {min(runs):7.1f} best of 3, {used:7.1f} CPU"
            print(f"{told}, {len(rows):3} rows  {filter_ or '(all)'}")
        print(f"slowest {max(times):.0f} ms")
    # In a program of its own: its memory is what an export takes.
    subprocess.run([sys.executable, __file__, name, "--export"], check=True)


def _peak() -> float:
    """The most memory that this program held, in MB. A child's ru_maxrss begins with its parent's; this does not."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def export_claims(name: str) -> None:
    """Prints how long an export to Parquet takes, and its memory."""
    with open_case(name) as case, tempfile.TemporaryDirectory() as folder:
        started, cpu = time.perf_counter(), time.process_time()
        done = export(case, "parquet", Path(folder) / "claims.parquet")
        seconds, used = time.perf_counter() - started, time.process_time() - cpu
        peak = _peak()
        print(f"Parquet: {done.rows:,} rows in {seconds:.1f} s ({used:.1f} s CPU), {peak:.0f} MB of memory")


if __name__ == "__main__":
    if sys.argv[2:3] == ["--export"]:
        export_claims(sys.argv[1])
    else:
        main()
