"""Records to JSON and back, exactly: ``loads(dumps(record)) == record``."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

from sayso.errors import RecordError
from sayso.record.model import Record

T = TypeVar("T")

# What JSON has a form for already.
_ATOMS = frozenset({str, int, float, bool, type(None)})

# Fields of ours beside the interchange format: written only where they say something.
_EXTRAS = {
    "reason", "unresolved", "value", "admin2", "why", "qualifier", "role", "error", "made_by", "event", "named", "org",
    "co_actors", "co_targets", "hedged_slots", "credit", "speaks_for",
}  # fmt: skip
_ALWAYS = {("Claim", "why"), ("TimeExpression", "value"), ("PloverCode", "event")}


@cache
def _layout(cls: Any) -> tuple[tuple[str, Any, bool, Any], ...]:
    """(field, type, whether it is left out when it has its default, default) of a dataclass."""
    hints = get_type_hints(cls)
    out = []
    for part in fields(cls):
        default = part.default
        if default is MISSING and part.default_factory is not MISSING:
            default = part.default_factory()
        optional = default is not MISSING and part.name in _EXTRAS and (cls.__name__, part.name) not in _ALWAYS
        if cls.__name__ == "Source" and part.name in ("id", "type", "country"):
            optional = True
        if cls.__name__ == "Place" and part.name == "type":
            optional = True
        out.append((part.name, hints[part.name], optional, default))
    return tuple(out)


def _writer(cls: type) -> Callable[[Any], dict[str, Any]]:
    """What gives the fields of a dataclass as they are, in order, those at their default left out.

    It is made as source, as dataclasses make their own methods: a record holds a hundred values, and a loop over the
    fields of each costs more than the JSON.
    """
    if issubclass(cls, Mapping):
        return dict
    if not is_dataclass(cls):
        raise TypeError(f"{cls.__name__} has no form in a record")
    lines, defaults = ["def write(value):", "    out = {}"], {}
    kind: Any = cls
    for name, _, optional, default in _layout(kind):
        if optional:
            defaults[f"default_{name}"] = default
            lines.append(f"    if value.{name} != default_{name}:")
        lines.append(f"    {'    ' if optional else ''}out[{name!r}] = value.{name}")
    made: dict[str, Any] = defaults
    exec("\n".join([*lines, "    return out"]), made)  # the names are those of our own fields
    write: Callable[[Any], dict[str, Any]] = made["write"]
    return write


_writers: dict[type, Callable[[Any], dict[str, Any]]] = {}


def _shallow(value: Any) -> dict[str, Any]:
    """The fields of a dataclass as they are, those at their default left out."""
    cls = value.__class__
    write = _writers.get(cls)
    if write is None:
        write = _writers[cls] = _writer(cls)
    return write(value)


def to_dict(value: Any) -> Any:
    """The JSON form of a record or of any part of one."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if kind is tuple or kind is list:
        return [to_dict(item) for item in value]
    if is_dataclass(kind) or isinstance(value, Mapping):
        return {key: to_dict(item) for key, item in _shallow(value).items()}
    return [to_dict(item) for item in value] if isinstance(value, (tuple, list)) else value


def from_dict(cls: type[T], data: Any) -> T:
    """The inverse of to_dict. Missing keys take their defaults, keys that Sayso does not know are passed over.

    Raises RecordError where a needed key is missing or has a wrong shape.
    """
    if not isinstance(data, Mapping):
        raise RecordError(f"A {cls.__name__} must be a JSON object, not {type(data).__name__}.", "See docs/record.md.")
    values: dict[str, Any] = {}
    kind: Any = cls
    for name, decode, needed in _readers(kind):
        if name in data:
            values[name] = decode(data[name])
        elif needed:
            raise RecordError(f"A {cls.__name__} needs the key {name!r}.", "See docs/record.md.")
    return cls(**values)


def field_from_dict(cls: Any, name: str, data: Any) -> Any:
    """The value of one field of a dataclass from its JSON form. Raises RecordError as from_dict does.

    >>> field_from_dict(Record, "title", "A day in Salma")
    'A day in Salma'
    """
    for field, hint, _, _ in _layout(cls):
        if field == name:
            return _reader(hint)(data)
    raise RecordError(f"A {cls.__name__} has no {name!r}.", "See docs/record.md.")


@cache
def _readers(cls: Any) -> tuple[tuple[str, Callable[[Any], Any], bool], ...]:
    """(field, what reads its JSON form, whether it must be there) of a dataclass."""
    return tuple((name, _reader(hint), default is MISSING) for name, hint, _, default in _layout(cls))


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


# Gives a dataclass to the encoder of the standard library, which goes on into it by itself.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_shallow, check_circular=False)


def dumps(record: Record) -> str:
    """One line of JSON, keys in the order of the format: the same record gives the same bytes."""
    return _ENCODER.encode(record)


def dumps_without_text(record: Record) -> str:
    """The same without the key ``text``, for a place that keeps the text already."""
    out = _shallow(record)
    del out["text"]
    return _ENCODER.encode(out)


def loads(line: str) -> Record:
    """The record of one JSON line. Raises RecordError where it is not one."""
    try:
        data = json.loads(line)
    except json.JSONDecodeError as error:
        raise RecordError(f"This is not JSON: {error}.", "A record is one JSON object a line.") from error
    return from_dict(Record, data)
