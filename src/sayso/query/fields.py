"""The fields that a filter may name, and the values that each takes."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sayso.errors import FilterError
from sayso.record import ACTOR_TYPES, KINDS, STATUSES

Type = Literal["name", "choice", "day", "number", "flag", "id", "text"]

CORROBORATION = ("unattributed", "single-origin", "corroborated", "cross-party")
REVIEWED = ("no", "yes", "accepted", "edited", "rejected", "added", "disputed")
HAS = ("actor", "target", "weapon", "place", "coordinates", "when", "source", "basis", "killed", "injured")
PARTS = ("body", "caption", "boilerplate", "credit", "byline", "heading")


@dataclass(frozen=True, slots=True)
class Field:
    """One field. ``type`` says how its values are read, ``of`` whether it speaks of claims or of documents.

    name: compared without case and accents, ``*`` stands for any letters. choice: one of ``choices``. day: a day,
    month, year or range. number: a number or range. flag: yes or no. id: compared exactly. text: words.
    """

    name: str
    type: Type
    phrase: str
    meaning: str
    choices: tuple[str, ...] = ()
    of: Literal["claim", "document"] = "claim"


FIELDS: dict[str, Field] = {
    field.name: field
    for field in (
        Field("kind", "choice", "of the kind {}", "what is claimed to have happened", KINDS),
        Field("actor", "name", "by {}", "who did it: name, registry id or country code"),
        Field("target", "name", "against {}", "whom or what it was done to: name, registry id or country code"),
        Field("weapon", "name", "with {}", "weapon or delivery platform"),
        Field("place", "name", "in {}", "where: place, first- or second-order division, country code"),
        Field("when", "day", "{}", "when the event happened; a claim whose range of days overlaps is meant"),
        Field("source", "name", "on the word of {}", "any link of the chain of sources"),
        Field("origin", "name", "first told by {}", "the first link of the chain of sources: whose word it is"),
        Field("outlet", "name", "published by {}", "the publisher of the document", (), "document"),
        Field("published", "day", "published {}", "day of publication", (), "document"),
        Field("status", "choice", "with the status {}", "asserted, denied, planned or hypothetical", STATUSES),
        Field("hedged", "flag", "hedged", "whether the claim is hedged"),
        Field("background", "flag", "told as background", "whether the claim is background"),
        Field("part", "choice", "in the {}", "part of the text: body, caption", PARTS),
        Field("actortype", "choice", "by an actor of the type {}", "type of the actor", ACTOR_TYPES),
        Field("targettype", "choice", "against a target of the type {}", "type of the target", ACTOR_TYPES),
        Field("killed", "number", "with {} killed", "people killed, by the claim's own figures"),
        Field("injured", "number", "with {} injured", "people injured, by the claim's own figures"),
        Field("confidence", "number", "with a confidence of {}", "probability that the claim is as coded, 0 to 1"),
        Field("whereprec", "number", "with a where_prec of {}", "UCDP's precision of the place, 1 exact to 7"),
        Field("dateprec", "number", "with a date_prec of {}", "UCDP's precision of the date, 1 day to 5"),
        Field("plover", "id", "coded {} in PLOVER", "PLOVER event, or event/mode"),
        Field("acled", "id", "coded {} in ACLED's scheme", "ACLED event type or sub-event type"),
        Field("cameo", "id", "coded {} in CAMEO", "CAMEO code; 19 means all of 19…"),
        Field("ucdp", "number", "of UCDP's type of violence {}", "1 state-based, 2 non-state, 3 one-sided"),
        Field("event", "id", "of the event {}", "id of an event"),
        Field("corroboration", "choice", "of events that are {}", "how far an event would hold; after sayso link",
              CORROBORATION),
        Field("contested", "flag", "of contested events", "whether independent origins contradict each other"),
        Field("origins", "number", "of events with {} origins", "independent origins behind an event"),
        Field("kappa", "number", "of events that would fall with {} parties",
              "how many parties would have to be wrong for an event to fall"),
        Field("claim", "id", "with the id {}", "id of a claim"),
        Field("document", "id", "in the document {}", "id of a document", (), "document"),
        Field("lang", "id", "in the language {}", "language of the document (ISO 639-1)", (), "document"),
        Field("has", "choice", "that state {}", "a value that must be there", HAS),
        Field("reviewed", "choice", "reviewed: {}", "what reviewers made of it; yes is anything decided", REVIEWED),
        Field("reviewer", "name", "judged by {}", "a person who judged the claim"),
        Field("text", "text", "with the words {}", "words of the evidence, or of the document; bare words mean this"),
    )
}

_DAY = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?\Z")
_BOUND = re.compile(r"(>=|<=|>|<)?(.+)\Z", re.DOTALL)


def day_range(value: str) -> tuple[str | None, str | None]:
    """First and last day of a value; None where it is open.

    >>> day_range("2015-02"), day_range("2015-02-03..2015-03"), day_range(">=2015")
    (('2015-02-01', '2015-02-28'), ('2015-02-03', '2015-03-31'), ('2015-01-01', None))
    """
    if ".." in value:
        low, high = value.split("..", 1)
        first, last = (_days(low)[0] if low else None), (_days(high)[1] if high else None)
        if first and last and first > last:
            raise FilterError(f"The range {value!r} ends before it starts.", "Write the earlier day first.")
        return first, last
    match = _BOUND.match(value)
    sign, rest = (match[1], match[2]) if match else (None, value)
    first, last = _days(rest)
    if sign == ">=":
        return first, None
    if sign == "<=":
        return None, last
    if sign == ">":
        return _shifted(last, 1), None
    if sign == "<":
        return None, _shifted(first, -1)
    return first, last


def _days(value: str) -> tuple[str, str]:
    match = _DAY.match(value)
    if not match:
        raise FilterError(f"{value!r} is not a day.", "Write 2015-10-12, 2015-10, 2015 or a range 2015-09..2015-11.")
    year, month, day = int(match[1]), match[2], match[3]
    try:
        if month is None:
            return f"{year:04}-01-01", f"{year:04}-12-31"
        length = monthrange(year, int(month))[1]
        if day is None:
            return f"{year:04}-{month}-01", f"{year:04}-{month}-{length:02}"
        if not 1 <= int(day) <= length:
            raise ValueError(day)
    except ValueError as error:
        raise FilterError(f"There is no day {value!r}.", "Check month and day.") from error
    return value, value


def _shifted(day: str, days: int) -> str:
    try:
        return (date.fromisoformat(day) + timedelta(days)).isoformat()
    except (OverflowError, ValueError) as error:
        raise FilterError(f"There is no day beyond {day}.", "Check the year.") from error


def number_range(value: str) -> tuple[float | None, bool, float | None, bool]:
    """Low bound, whether it counts itself, high bound, whether it counts itself.

    >>> number_range("5..20"), number_range(">3")
    ((5.0, True, 20.0, True), (3.0, False, None, True))
    """
    if ".." in value:
        low, high = value.split("..", 1)
        return (_number(low) if low else None), True, (_number(high) if high else None), True
    match = _BOUND.match(value)
    sign, rest = (match[1], match[2]) if match else (None, value)
    number = _number(rest)
    if sign in (">", ">="):
        return number, sign == ">=", None, True
    if sign in ("<", "<="):
        return None, True, number, sign == "<="
    return number, True, number, True


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError as error:
        raise FilterError(f"{value!r} is not a number.", "Write 5, 5..20, >=5 or <20.") from error
    if number != number or number in (float("inf"), float("-inf")):
        raise FilterError(f"{value!r} is not a number.", "Write 5, 5..20, >=5 or <20.")
    return number


def flag(value: str) -> bool:
    """Whether a flag's value means yes."""
    lowered = value.casefold()
    if lowered in ("yes", "true", "1"):
        return True
    if lowered in ("no", "false", "0"):
        return False
    raise FilterError(f"{value!r} is neither yes nor no.", "Write yes or no.")
