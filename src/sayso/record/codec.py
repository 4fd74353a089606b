"""Records to JSON and back, exactly: ``loads(dumps(record)) == record``."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache, partial
from typing import Any, TypeVar, Union, get_args, get_origin

from sayso.errors import RecordError
from sayso.record.json_text import WRITERS, dataclass_writer
from sayso.record.layout import layout
from sayso.record.model import Record

T = TypeVar("T")
Read = Callable[[Any], Any]


def to_dict(value: Any) -> Any:
    """The JSON form of a record or of any part of one."""
    return json.loads(WRITERS[value.__class__](value))


def from_dict(cls: type[T], data: Any) -> T:
    """The inverse of to_dict. Missing keys take their defaults, keys that Sayso does not know are passed over.

    Raises RecordError where a needed key is missing or has a wrong shape.
    """
    kind: Any = cls
    made: T = _reader_of(kind)(data)
    return made


def field_from_dict(cls: Any, name: str, data: Any) -> Any:
    """The value of one field of a dataclass from its JSON form. Raises RecordError as from_dict does.

    >>> field_from_dict(Record, "title", "A day in Salma")
    'A day in Salma'
    """
    for field, hint, _, _ in layout(cls):
        if field == name:
            return _reader(hint)(data)
    raise RecordError(f"A {cls.__name__} has no {name!r}.", "See docs/record.md.")


@cache
def _reader_of(cls: Any) -> Read:
    """What makes a dataclass of its JSON form. It is made as source, as dataclasses make their own methods: a case is
    read as thousands of small values."""
    names: dict[str, Any] = {"cls": cls, "mapping": partial(_mapping, cls), "missing": partial(_missing, cls)}
    lines = ["if data.__class__ is not dict:", "    mapping(data)"]
    parts = {part.name: part for part in fields(cls)}
    for name, hint, _, default in layout(cls):
        names[f"read_{name}"] = _reader(hint)
        if default is MISSING:
            lines += [f"if {name!r} not in data:", f"    missing({name!r})", f"{name} = data[{name!r}]"]
            lines += [f"{test}: {name} = read_{name}({name})" for test in _tests(name, hint)]
            continue
        factory = parts[name].default_factory
        names[f"default_{name}"] = default if factory is MISSING else factory
        lines += [f"if {name!r} in data:", f"    {name} = data[{name!r}]"]
        lines += [f"    {test}: {name} = read_{name}({name})" for test in _tests(name, hint)]
        lines += ["else:", f"    {name} = default_{name}" + ("" if factory is MISSING else "()")]
    given = ", ".join(f"{name}={name}" for name in parts)
    body = "\n".join("    " + line for line in (*lines, f"return cls({given})"))
    exec(f"def read(data):\n{body}", names)  # the names are those of our own fields
    read: Read = names["read"]
    return read


def _tests(name: str, hint: Any) -> list[str]:
    """The condition on which a variable has to be read or checked: text, numbers and null as expected stay as they
    are."""
    unless = ""
    if get_origin(hint) in (Union, types.UnionType):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
        unless = f"{name} is not None"
    if hint in (str, int, bool):
        return [f"if {unless}{' and ' if unless else ''}{name}.__class__ is not {hint.__name__}"]
    return [f"if {unless or True}"]


def _mapping(cls: Any, data: Any) -> None:
    if not isinstance(data, Mapping):
        raise RecordError(f"A {cls.__name__} must be a JSON object, not {type(data).__name__}.", "See docs/record.md.")


def _missing(cls: Any, name: str) -> None:
    raise RecordError(f"A {cls.__name__} needs the key {name!r}.", "See docs/record.md.")


def _reader(hint: Any) -> Callable[[Any], Any]:
    """What reads the JSON form of a type; made once for each, since records hold thousands of values."""
    origin = get_origin(hint)
    if origin in (Union, types.UnionType):
        inner = _reader(next(arg for arg in get_args(hint) if arg is not type(None)))
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        return _tuple_reader(_reader(get_args(hint)[0]))
    if is_dataclass(hint) and isinstance(hint, type):
        # Only Codes may be null as a whole.
        return lambda data: hint() if data is None else from_dict(hint, data)
    if origin is not None or hint is Any or not isinstance(hint, type):
        return lambda data: data
    return _atom_reader(hint)


def _tuple_reader(item: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if not isinstance(data, list):
            raise RecordError(f"A list was expected, not {type(data).__name__}.", "See docs/record.md.")
        return tuple([item(one) for one in data])

    return read


def _atom_reader(hint: type) -> Callable[[Any], Any]:
    def read(data: Any) -> Any:
        if isinstance(data, hint) or (hint is float and isinstance(data, int) and not isinstance(data, bool)):
            return data
        raise RecordError(f"{data!r} is not of type {hint.__name__}.", "See docs/record.md.")

    return read


_write_bare = cache(lambda: dataclass_writer(Record, without="text"))


def dumps(record: Record) -> str:
    """One line of JSON, keys in the order of the format: the same record gives the same bytes."""
    return WRITERS[record.__class__](record)


def dumps_without_text(record: Record) -> str:
    """The same without the key ``text``, for a place that keeps the text already."""
    return _write_bare()(record)


def loads(line: str) -> Record:
    """The record of one JSON line. Raises RecordError where it is not one."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise RecordError(f"This is not JSON: {error}.", "A record is one JSON object a line.") from error
    return from_dict(Record, data)
