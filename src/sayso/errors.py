"""The one exception tree of Sayso. Every message says what went wrong and what to do next.

    SaysoError
    ├── InputError            the text, file or option given can't be used          (exit code 1)
    │   ├── UnreadableInput       a file is missing, empty, binary or not UTF-8
    │   ├── UnknownColumn         a table has no column of that name
    │   ├── NotEnglish            the text is in a language that can't be coded yet
    │   ├── BadDate               a date is impossible or not YYYY-MM-DD
    │   ├── FilterError           a filter can't be read
    │   └── FetchError            a web address can't or may not be fetched
    ├── MissingData           a model or a gazetteer is not installed or not built   (exit code 4)
    ├── CaseError             a case can't be opened, read or written
    │   ├── NotACase              the file or database is damaged, or not a case at all
    │   ├── NewerCase             a newer Sayso wrote the case
    │   └── Conflict              somebody else judged a claim meanwhile
    ├── CodebookError         a lexicon or code table, built in or the user's, is wrong
    ├── GazetteerError        a gazetteer file can't be read, built or changed
    └── RecordError           a document record breaks its own rules (a span, a value)
"""

from __future__ import annotations

__all__ = [
    "BadDate",
    "CaseError",
    "CodebookError",
    "Conflict",
    "FetchError",
    "FilterError",
    "GazetteerError",
    "InputError",
    "MissingData",
    "NewerCase",
    "NotACase",
    "NotEnglish",
    "RecordError",
    "SaysoError",
    "UnknownColumn",
    "UnreadableInput",
]


class SaysoError(Exception):
    """Base of everything that Sayso raises on purpose; ``hint`` says what to do next."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class InputError(SaysoError):
    """What the user gave can't be used."""


class UnreadableInput(InputError):
    """A file is missing, empty, binary or not UTF-8."""


class UnknownColumn(InputError):
    """A table has no column of the name asked for."""


class NotEnglish(InputError):
    """The text is in a language that can't be coded yet."""


class BadDate(InputError):
    """A date is impossible, or not written YYYY-MM-DD."""


class FilterError(InputError):
    """A filter names a field that there is not, or a value that it can't have."""


class FetchError(InputError):
    """A web address can't be fetched, or may not be."""


class CaseError(SaysoError):
    """A case can't be opened, read or written."""


class NotACase(CaseError):
    """The file or database is damaged, or not a case at all."""


class NewerCase(CaseError):
    """A newer Sayso wrote the case; this one would damage it."""


class Conflict(CaseError):
    """Somebody else judged a claim after its reviewer looked at it."""


class MissingData(SaysoError):
    """A language model or a gazetteer is not there."""


class CodebookError(SaysoError):
    """A lexicon or a code table is wrong; the message names file and entry."""


class GazetteerError(SaysoError):
    """A gazetteer file can't be read, built or changed."""


class RecordError(SaysoError):
    """A document record breaks its own rules."""
