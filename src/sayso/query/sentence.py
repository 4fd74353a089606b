"""A filter as a sentence in English."""

from __future__ import annotations

from sayso.query.fields import FIELDS, flag
from sayso.query.filter import Condition, Filter

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
# The order in which an English sentence tells: what, who, to whom, with what, where, when, on whose word.
_ORDER = tuple(FIELDS)


def sentence(filter_: Filter, what: str = "claims") -> str:
    """What a filter means.

    >>> print(sentence(Filter.parse('kind:airstrike actor:"Russian Air Force" place:Idlib when:2015-10 source:SOHR')))
    Claims of the kind airstrike, by Russian Air Force, in Idlib, in October 2015, on the word of SOHR.
    >>> print(sentence(Filter.parse("-place:Idlib,Hama killed:>=10 hedged:no")))
    Claims not in Idlib or Hama, not hedged, with at least 10 killed.
    >>> print(sentence(Filter()))
    All claims.
    """
    if not filter_.conditions:
        return f"All {what}."
    parts = [_part(one) for one in sorted(filter_.conditions, key=lambda one: _ORDER.index(one.field))]
    return f"{what[0].upper()}{what[1:]} {', '.join(parts)}."


def _part(condition: Condition) -> str:
    field = FIELDS[condition.field]
    if field.type == "flag":
        positive = flag(condition.values[0]) != condition.negated
        return field.phrase if positive else f"not {field.phrase}"
    values = " or ".join(_told(field.type, value) for value in condition.values)
    phrase = field.phrase.format(values)
    return f"not {phrase}" if condition.negated else phrase


def _told(kind: str, value: str) -> str:
    if kind == "day":
        return _day(value)
    if kind == "number":
        return _number(value)
    if kind == "choice":
        return value.replace("_", " ")
    return f"“{value}”" if kind == "text" else value


def _day(value: str) -> str:
    if ".." in value:
        low, high = value.split("..", 1)
        if not high:
            return f"from {_date(low)} on"
        return f"from {_date(low)} to {_date(high)}" if low else f"until {_date(high)}"
    for sign, words in ((">=", "from {} on"), ("<=", "until {}"), (">", "after {}"), ("<", "before {}")):
        if value.startswith(sign):
            return words.format(_date(value[len(sign) :]))
    return f"on {_date(value)}" if value.count("-") == 2 else f"in {_date(value)}"


def _date(value: str) -> str:
    parts = value.split("-")
    if len(parts) == 1:
        return parts[0]
    month = _MONTHS[int(parts[1]) - 1]
    return f"{month} {parts[0]}" if len(parts) == 2 else f"{int(parts[2])} {month} {parts[0]}"


def _number(value: str) -> str:
    if ".." in value:
        low, high = value.split("..", 1)
        if low and high:
            return f"{low} to {high}"
        return f"at least {low}" if low else f"at most {high}"
    for sign, words in ((">=", "at least {}"), ("<=", "at most {}"), (">", "more than {}"), ("<", "fewer than {}")):
        if value.startswith(sign):
            return words.format(value[len(sign) :])
    return value
