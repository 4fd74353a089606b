"""A case: one file, or one database on a server, with everything that is known in it.

    with open_case("syria.sayso", create=True) as case:
        case.writer.write(records)
        for claim in case.claims("kind:airstrike place:Idlib"):
            print(claim["evidence"])
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import DBAPIError

from sayso.errors import InputError, MissingData
from sayso.query import Filter
from sayso.record import Record
from sayso.store.check import Fault, check
from sayso.store.engine import explain, make_engine, shown
from sayso.store.migrations import migrate
from sayso.store.view import CLAIM_COLUMNS, Row, View
from sayso.store.writer import Writer

if TYPE_CHECKING:
    from sayso.fusion import Dossier


def open_case(case: str | Path, *, create: bool = False, read_only: bool = False) -> Case:
    """Opens a case: a file, or a PostgreSQL database by its address (``postgresql://user@host/name``).

    ``create`` makes one where there is none. An older case is brought up to date, after a backup beside it.
    Raises CaseError where there is none, NotACase where it is something else or damaged, NewerCase where a newer
    Sayso wrote it.
    """
    name = str(case)
    engine = make_engine(name, create=create, read_only=read_only)
    try:
        migrate(engine, name, create=create and not read_only)
    except DBAPIError as error:
        engine.dispose()
        raise explain(error, name) from error
    except BaseException:
        engine.dispose()
        raise
    return Case(name, engine)


class Case:
    """An open case. Iterating gives its current records; ``view`` reads, ``writer`` writes."""

    def __init__(self, name: str, engine: Any) -> None:
        self.name = shown(name)
        self._engine = engine

    @cached_property
    def view(self) -> View:
        """What reads."""
        return View(self._engine, self.name)

    @cached_property
    def writer(self) -> Writer:
        """What writes."""
        return Writer(self._engine, self.name)

    def __iter__(self) -> Iterator[Record]:
        return self.view.records()

    def __len__(self) -> int:
        return self.view.numbers()["documents"]

    def claims(self, filter_: Filter | str = "", **options: Any) -> Iterator[Row]:
        """The claims that a filter picks, as rows; see View.claims."""
        return self.view.claims(filter_, **options)

    def events(self, filter_: Filter | str = "", **options: Any) -> Iterator[Row]:
        """The events that those claims tell of."""
        return self.view.events(filter_, **options)

    def documents(self, filter_: Filter | str = "", **options: Any) -> Iterator[Row]:
        """The documents that a filter picks."""
        return self.view.documents(filter_, **options)

    def sources(self, filter_: Filter | str = "", **options: Any) -> Iterator[Row]:
        """The chains of sources behind those claims."""
        return self.view.sources(filter_, **options)

    def records(self, filter_: Filter | str = "") -> Iterator[Record]:
        """The current records of the documents that a filter picks."""
        return self.view.records(filter_)

    def dossier(self, event: str) -> Dossier:
        """Everything that is claimed of an event; see View.dossier."""
        return self.view.dossier(event)

    def record(self, document: str, made_by: str | None = None) -> Record:
        """The record of one document; see View.record."""
        return self.view.record(document, made_by)

    def check(self) -> list[Fault]:
        """Everything that is wrong with the case; empty where it is sound."""
        return list(check(self.view))

    def to_frame(self, filter_: Filter | str = "", *, what: str = "claims", library: str | None = None) -> Any:
        """Claims, events, documents or sources as a pandas or polars data frame, whichever is installed.

        ``library`` asks for one of the two. Raises MissingData where neither is there.
        """
        if what not in ("claims", "events", "documents", "sources"):
            raise InputError(f"There are no {what} in a case.", "Ask for claims, events, documents or sources.")
        if library not in (None, "pandas", "polars"):
            raise InputError(f"{library} is not known.", "Ask for pandas or polars.")
        rows = [{name: value for name, value in row.items() if name != "seq"} for row in getattr(self, what)(filter_)]
        columns = list(rows[0]) if rows else (list(CLAIM_COLUMNS) if what == "claims" else [])
        for name in (library,) if library else ("pandas", "polars"):
            try:
                module = __import__(str(name))
            except ImportError:
                continue
            if name == "polars":
                return module.DataFrame(rows, schema=columns, infer_schema_length=None)
            return module.DataFrame(rows, columns=columns)
        raise MissingData("Data frames need pandas or polars.", "Install one: pip install pandas.")

    def close(self) -> None:
        """Closes the case; the log of a file is folded into it, so that one file is left."""
        if "writer" in self.__dict__ and self.writer.wrote:
            self.writer.sample()
        self._engine.dispose()

    def __enter__(self) -> Case:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
