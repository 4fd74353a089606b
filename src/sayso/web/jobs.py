"""Work that takes longer than a request: taking documents in, coding them, linking. One job at a time, each told of
step by step."""

from __future__ import annotations

import queue
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from sayso.errors import SaysoError

# Jobs that are remembered, and steps that one job tells of.
_KEPT, _MOST_STEPS = 50, 5_000

State = Literal["waiting", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a job tells: ``kind`` is note, added, coded, error or end; ``address`` where it leads."""

    kind: str
    text: str
    address: str | None = None


@dataclass
class Job:
    """One piece of work. ``steps`` only grows; ``told`` is notified when it does."""

    id: str
    title: str
    work: Callable[[Job], None] = field(repr=False)
    state: State = "waiting"
    started: str = field(default_factory=lambda: datetime.now(UTC).isoformat(timespec="seconds"))
    steps: list[Step] = field(default_factory=list)

    def tell(self, text: str, kind: str = "note", address: str | None = None) -> None:
        """Says what is going on."""
        if len(self.steps) < _MOST_STEPS or kind == "end":
            self.steps.append(Step(kind, text, address))

    @property
    def errors(self) -> int:
        """How many documents failed or were refused."""
        return sum(step.kind == "error" for step in self.steps)

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be told."""
        return self.state in ("done", "failed")

    def as_dict(self) -> dict[str, Any]:
        """The job for JSON."""
        return {
            "id": self.id, "title": self.title, "state": self.state, "started": self.started, "errors": self.errors,
            "steps": [{"kind": step.kind, "text": step.text, "address": step.address} for step in self.steps],
        }  # fmt: skip


class Jobs:
    """Does jobs one after the other in a thread of its own."""

    def __init__(self) -> None:
        self._jobs: dict[str, Job] = {}
        self._waiting: queue.Queue[Job] = queue.Queue()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._number = 0

    def __iter__(self) -> Iterator[Job]:
        return iter(sorted(self._jobs.values(), key=lambda job: -int(job.id)))

    def get(self, name: str) -> Job | None:
        """A job by its id."""
        return self._jobs.get(name)

    def add(self, title: str, work: Callable[[Job], None]) -> Job:
        """Puts work at the end of the queue."""
        with self._lock:
            self._number += 1
            job = Job(str(self._number), title, work)
            self._jobs[job.id] = job
            for old in [one.id for one in self._jobs.values() if one.is_over][: max(len(self._jobs) - _KEPT, 0)]:
                del self._jobs[old]
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="sayso-jobs", daemon=True)
                self._thread.start()
        self._waiting.put(job)
        return job

    def _run(self) -> None:
        while True:
            job = self._waiting.get()
            with _told(job):
                job.work(job)


@contextmanager
def _told(job: Job) -> Iterator[None]:
    """Whatever happens is the end of this job, not of the thread."""
    job.state = "running"
    try:
        yield
    except SaysoError as error:
        job.tell(str(error), "error")
        job.tell("Stopped.", "end")
        job.state = "failed"
    except Exception as error:
        traceback.print_exc()
        job.tell(f"Sayso failed, please report it: {type(error).__name__}: {error}", "error")
        job.tell("Stopped.", "end")
        job.state = "failed"
    else:
        job.tell(f"Done, with {job.errors} errors." if job.errors else "Done.", "end")
        job.state = "done"
