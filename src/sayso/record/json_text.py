"""Records as JSON text, by a function made for each dataclass.

The standard library's encoder asks for a dictionary of every value, and a record holds a hundred of them: making
those costs more than the JSON. The functions here are made as source, as dataclasses make their own methods, and
give the same bytes as that encoder does.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from json.encoder import encode_basestring as _quoted
from typing import Any, get_args

from sayso.record.layout import layout

Write = Callable[[Any], str]

_MOST_FLOATS = 65_536


class _Writers(dict[type, Write]):
    """What writes a value, by its type; made when the first of them comes."""

    def __missing__(self, kind: type) -> Write:
        write = self[kind] = _general(kind)
        return write


def _general(kind: type) -> Write:
    if is_dataclass(kind):
        return dataclass_writer(kind)
    for base, write in _BASES:
        if issubclass(kind, base):
            return write
    raise TypeError(f"{kind.__name__} has no form in a record")


class _Floats(dict[float, str]):
    """Numbers as JSON, remembered: coordinates and scores repeat, and the shortest digits take long to find."""

    def __missing__(self, value: float) -> str:
        text = json.dumps(float(value))
        # 0.0 and -0.0 are one key with two texts; NaN is no key at all.
        if value and value == value:
            if len(self) >= _MOST_FLOATS:
                self.clear()
            self[value] = text
        return text


def _sequence(values: Any) -> str:
    return "[" + ",".join([WRITERS[value.__class__](value) for value in values]) + "]"


def _mapping(values: Mapping[Any, Any]) -> str:
    writers = WRITERS
    return "{" + ",".join([
        f"{_quoted(key if isinstance(key, str) else _key(key))}:{writers[value.__class__](value)}"
        for key, value in values.items()
    ]) + "}"  # fmt: skip


def _key(key: Any) -> str:
    """What the standard library makes of a key that is no text."""
    made: dict[str, None] = json.loads(json.dumps({key: None}))
    return next(iter(made))


def _truth(value: bool) -> str:
    return "true" if value else "false"


def _null(_: None) -> str:
    return "null"


_FLOATS = _Floats()
# As the standard library's encoder asks: a truth value is a number too.
_BASES: tuple[tuple[type, Write], ...] = (
    (str, _quoted), (type(None), _null), (bool, _truth), (int, int.__repr__), (float, _FLOATS.__getitem__), (list, _sequence),
    (tuple, _sequence), (Mapping, _mapping),
)  # fmt: skip
WRITERS = _Writers()


def _written(name: str, hint: Any) -> list[str]:
    """Source that turns a variable into its JSON: the type that is expected is tried first, any other is looked up."""
    other = f"W[{name}.__class__]({name})"
    if type(None) in get_args(hint):
        hint = next(arg for arg in get_args(hint) if arg is not type(None))
        other = f"'null' if {name} is None else {other}"
    if hint is str:
        return [f"{name} = quoted({name}) if {name}.__class__ is str else {other}"]
    if hint is float:
        return [f"{name} = floats[{name}] if {name}.__class__ is float else {other}"]
    if hint is int:  # a whole number is written by the pattern
        return [f"if {name}.__class__ is not int:", f"    {name} = {other}"]
    return [f"{name} = {other}"]


def dataclass_writer(cls: Any, without: str = "") -> Write:
    """The writer of a dataclass, in the order of its fields; those at their default that need not be there, and the
    field ``without``, are left out."""
    names: dict[str, Any] = {"W": WRITERS, "quoted": _quoted, "floats": _FLOATS}
    lines, pattern = [], ""
    for name, hint, optional, default in layout(cls):
        if name == without:
            continue
        lines.append(f"{name} = _whole.{name}")
        key = f'{"," if pattern else ""}"{name}":'
        if optional:
            # It brings its own comma, so a field that is always there must stand before it.
            assert pattern, f"{cls.__name__}.{name} would be its first field"
            names[f"default_{name}"] = default
            same = f"{name} is None" if default is None else f"{name} == default_{name}"
            lines += [f"if {same}:", f"    {name} = ''", "else:", f"    {name} = {key!r} + W[{name}.__class__]({name})"]
            pattern += f"{{{name}}}"
        else:
            lines += _written(name, hint)
            pattern += f"{key}{{{name}}}"
    body = "\n".join("    " + line for line in (*lines, f"return f'{{{{{pattern}}}}}'"))
    exec(f"def write(_whole):\n{body}", names)  # the names are those of our own fields
    write: Write = names["write"]
    return write
