"""Taking sources into a case, in batches: killed at any moment and run again, it ends with the same case."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sayso.documents import Document
from sayso.ingest.found import Context, Refused, Seen
from sayso.ingest.sources import Options, files_of, is_address, read_source
from sayso.store import Case, Received

# A batch is written when it has this many documents or bytes, or when its first document has waited this long.
BATCH = 500
BATCH_BYTES = 16_000_000
BATCH_SECONDS = 2.0
# Messages that are kept word for word.
_MOST_LISTED = 1_000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the work is: documents so far, share of the bytes (None where it can't be known), documents a second
    and seconds left (None where that can't be known)."""

    documents: int
    share: float | None
    rate: float
    left: float | None
    source: str


@dataclass(slots=True)
class Tally:
    """What became of the documents: how many were new, new versions, there already; what was refused and why; what
    was kept although it can't be coded."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[Refused] = field(default_factory=list)
    uncoded: list[tuple[str, str]] = field(default_factory=list)

    @property
    def new(self) -> int:
        """Documents that the case did not hold."""
        return self.counts["new"]

    @property
    def versions(self) -> int:
        """New versions of documents that it held."""
        return self.counts["version"]

    @property
    def same(self) -> int:
        """Documents that it held as they came."""
        return self.counts["same"]

    def __str__(self) -> str:
        parts = [f"{self.new} new", f"{self.versions} new versions", f"{self.same} known already"]
        if self.counts["uncoded"]:
            parts.append(f"{self.counts['uncoded']} kept that can't be coded yet")
        if self.counts["refused"]:
            parts.append(f"{self.counts['refused']} refused")
        return ", ".join(parts)


def ingest(
    case: Case,
    sources: Sequence[str],
    options: Options | None = None,
    *,
    given: Document | None = None,
    progress: Callable[[Progress], Any] | None = None,
) -> Tally:
    """Takes the documents of sources into a case. ``given`` holds what is known of all of them."""
    options = options or Options()
    options = replace(options, previous=case.view.last_headers)
    context = Context(given or Document(""), lambda sha, source: bool(case.writer.seen({sha: source})))
    work = _Work(case, progress, _sizes(sources))
    for source in sources:
        for found in read_source(source, context, options):
            work.take(found)
        work.leave(source)
    work.write()
    return work.tally


def _sizes(sources: Sequence[str]) -> dict[str, int] | None:
    """Bytes of each file; None where a source's size can't be known before."""
    sizes = {}
    for source in sources:
        if source == "-" or is_address(source):
            return None
        for path in files_of(source):
            try:
                sizes[str(path)] = path.stat().st_size
            except OSError:
                continue
    return sizes


class _Work:
    def __init__(self, case: Case, progress: Callable[[Progress], Any] | None, sizes: dict[str, int] | None) -> None:
        self.tally = Tally()
        self._case, self._progress, self._sizes = case, progress, sizes
        self._batch: list[Received] = []
        self._bytes, self._begun = 0, 0.0
        self._documents, self._done, self._started = 0, 0.0, time.monotonic()
        self._inside: dict[str, int] = {}

    def take(self, found: Received | Refused | Seen) -> None:
        if isinstance(found, Refused):
            self.tally.counts["refused"] += 1
            if len(self.tally.refused) < _MOST_LISTED:
                self.tally.refused.append(found)
            return
        self._documents += 1
        if isinstance(found, Seen):
            self.tally.counts["same"] += 1
            self._tell(found.source, 0)
            return
        if not self._batch:
            self._begun = time.monotonic()
        self._batch.append(found)
        self._bytes += len(found.raw)
        self._tell(found.source, len(found.raw))
        if (
            len(self._batch) >= BATCH
            or self._bytes >= BATCH_BYTES
            or time.monotonic() - self._begun >= BATCH_SECONDS
        ):
            self.write()

    def write(self) -> None:
        """Writes what waits, as one transaction."""
        if not self._batch:
            return
        for received, added in zip(self._batch, self._case.writer.add(self._batch), strict=True):
            self.tally.counts[added.status] += 1
            if received.uncoded and added.status != "same":
                self.tally.counts["uncoded"] += 1
                if len(self.tally.uncoded) < _MOST_LISTED:
                    self.tally.uncoded.append((added.document, received.uncoded))
        self._batch, self._bytes = [], 0

    def leave(self, source: str) -> None:
        """A source has been read to its end."""
        if self._sizes is not None:
            for path in files_of(source):
                self._done += self._sizes.pop(str(path), 0)
            self._inside.clear()

    def _tell(self, source: str, size: int) -> None:
        if self._progress is None:
            return
        seconds = max(time.monotonic() - self._started, 1e-6)
        share = left = None
        if self._sizes is not None:
            self._inside[source] = self._inside.get(source, 0) + size
            inside = sum(min(done, self._sizes.get(name, done)) for name, done in self._inside.items())
            total = self._done + sum(self._sizes.values())
            share = min((self._done + inside) / total, 1.0) if total else None
            left = seconds / share - seconds if share else None
        self._progress(Progress(self._documents, share, self._documents / seconds, left, Path(source).name))
