"""Filters: parsed from a line, written back as a line or as the query part of an address.

    kind:airstrike actor:"Russian Air Force" place:Idlib when:2015-10 source:SOHR status:asserted
    kind:airstrike,shelling -status:denied killed:>=10 "barrel bombs"

Conditions stand side by side and all must hold; values with a comma between them are alternatives; ``-`` turns a
condition round. Words without a field are looked for in the text, a quoted phrase as it stands.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import parse_qsl, urlencode

from sayso.errors import FilterError
from sayso.query.fields import FIELDS, day_range, flag, number_range

_LONGEST = 4_000
_QUOTED = frozenset(',":\\')


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition: the field has one of the values, or with ``negated`` none of them."""

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def __post_init__(self) -> None:
        field = FIELDS.get(self.field)
        if field is None:
            close = get_close_matches(self.field, FIELDS, 1)
            hint = f"Did you mean {close[0]}?" if close else f"The fields are {', '.join(FIELDS)}."
            raise FilterError(f"There is no field {self.field!r} to filter by.", hint)
        if not self.values or not all(value.strip() for value in self.values):
            raise FilterError(f"The field {self.field!r} has no value.", f"Write {self.field}:VALUE.")
        if field.type == "choice":
            object.__setattr__(self, "values", tuple(_choice(value, field.choices) for value in self.values))
        for value in self.values:
            if "\0" in value:
                raise FilterError("A filter can't hold NUL characters.", "Take them out.")
            if field.type == "choice" and value not in field.choices:
                close = get_close_matches(value, field.choices, 1)
                hint = f"Did you mean {close[0]}?" if close else f"It is one of {', '.join(field.choices)}."
                raise FilterError(f"{value!r} is no {self.field}.", hint)
            if field.type == "day":
                day_range(value)
            elif field.type == "number":
                number_range(value)
            elif field.type == "flag":
                flag(value)

    def __str__(self) -> str:
        values = ",".join(_quoted(value, self.field == "text") for value in self.values)
        sign = "-" if self.negated else ""
        if self.field == "text" and len(self.values) == 1:
            return sign + values
        return f"{sign}{self.field}:{values}"


def _choice(value: str, choices: Collection[str]) -> str:
    """A choice as it is written, however its words are joined: "drone strike", "Drone-Strike"."""
    words = value.casefold().replace("_", " ").replace("-", " ").split()
    return next((name for name in ("_".join(words), "-".join(words)) if name in choices and value not in choices), value)


def _addressed(value: str) -> str:
    """In an address blanks part nothing; only what would be taken for another value is quoted."""
    return _quoted(value) if "," in value or value.startswith('"') else value


def _quoted(value: str, text: bool = False) -> str:
    plain = not _QUOTED & set(value) and not any(char.isspace() for char in value)
    if plain and not (text and value.startswith("-")):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that must all hold. ``str`` gives the line back in one agreed form."""

    conditions: tuple[Condition, ...] = ()

    @classmethod
    def parse(cls, line: str | Iterable[str]) -> Filter:
        """The filter of a line, or of the words of a command line. Raises FilterError.

        >>> str(Filter.parse('actor:"Russian Air Force"  kind:airstrike,shelling -status:denied hospital'))
        'actor:"Russian Air Force" kind:airstrike,shelling -status:denied hospital'
        """
        if not isinstance(line, str):
            line = " ".join(_shell_word(word) for word in line)
        if len(line) > _LONGEST:
            raise FilterError(f"The filter is longer than {_LONGEST:,} characters.", "Make it shorter.")
        return cls(tuple(_conditions(line)))

    @classmethod
    def from_address(cls, query: str) -> Filter:
        """The filter of the query part of an address; keys that are no field are passed over.

        >>> str(Filter.from_address("kind=airstrike&-place=Idlib&q=barrel+bombs&page=2"))
        'kind:airstrike -place:Idlib "barrel bombs"'
        """
        conditions = []
        for key, value in parse_qsl(query.lstrip("?"), keep_blank_values=False):
            negated = key.startswith("-")
            name = key[1:] if negated else key
            name = "text" if name == "q" else name
            if name in FIELDS:
                conditions.append(Condition(name, tuple(_values(value, 0, False)[0]), negated))
        return cls(tuple(conditions))

    def address(self) -> str:
        """The query part of an address: the inverse of from_address.

        >>> Filter.parse('kind:airstrike place:Idlib "barrel bombs"').address()
        'kind=airstrike&place=Idlib&q=barrel+bombs'
        """
        pairs = []
        for condition in self.conditions:
            name = "q" if condition.field == "text" else condition.field
            pairs.append(("-" * condition.negated + name, ",".join(map(_addressed, condition.values))))
        return urlencode(pairs)

    def __str__(self) -> str:
        return " ".join(str(condition) for condition in self.conditions)

    def __bool__(self) -> bool:
        return bool(self.conditions)

    def with_(self, field: str, *values: str) -> Filter:
        """This filter and one condition more, or other values of a field that it has already."""
        kept = tuple(one for one in self.conditions if one.field != field or one.negated)
        return Filter((*kept, Condition(field, values)))


def _shell_word(word: str) -> str:
    """A word of a command line, whose quotes the shell has taken: ``place:Deir ez-Zor`` is one value."""
    if '"' in word or not any(char.isspace() for char in word):
        return word
    if any(part.partition(":")[0].lstrip("-") in FIELDS for part in word.split()[1:] if ":" in part):
        return word  # a whole filter in one word
    sign = "-" if word.startswith("-") else ""
    name, colon, value = word[len(sign) :].partition(":")
    if colon and name in FIELDS:
        # Values that hold spaces are quoted again; commas between them still part alternatives.
        return f"{sign}{name}:{','.join(_quoted(part) for part in value.split(','))}"
    return sign + _quoted(word[len(sign) :])


def _conditions(line: str) -> Iterable[Condition]:
    at = 0
    while at < len(line):
        if line[at].isspace():
            at += 1
            continue
        negated = line[at] == "-" and at + 1 < len(line) and not line[at + 1].isspace()
        at += negated
        end = at
        while end < len(line) and (line[end].isalpha() or line[end] == "_"):
            end += 1
        if end > at and end < len(line) and line[end] == ":":
            name = line[at:end].lower()
            values, at = _values(line, end + 1, True)
            yield Condition(name, tuple(values), negated)
        else:
            value, at = _value(line, at, " ")
            yield Condition("text", (value,), negated)


def _values(line: str, at: int, stop_at_space: bool) -> tuple[list[str], int]:
    values = []
    while True:
        value, at = _value(line, at, " ," if stop_at_space else ",")
        values.append(value)
        if at < len(line) and line[at] == ",":
            at += 1
            continue
        return values, at


def _value(line: str, at: int, stops: str) -> tuple[str, int]:
    if at < len(line) and line[at] == '"':
        out = []
        at += 1
        while at < len(line) and line[at] != '"':
            if line[at] == "\\" and at + 1 < len(line):
                at += 1
            out.append(line[at])
            at += 1
        if at >= len(line):
            raise FilterError("A quotation mark is not closed.", 'Write "…" around a phrase.')
        return "".join(out), at + 1
    start = at
    while at < len(line) and line[at] not in stops and not (" " in stops and line[at].isspace()):
        at += 1
    return line[start:at], at
