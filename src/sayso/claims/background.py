"""The news of the day told from history and context."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sayso.claims.model import Trigger
from sayso.dates import FoundDate
from sayso.language import Parse

# An event further back than this many days before publication is not the news; one that ran longer sums up.
NEWS_DAYS = 7
FRESH_DAYS = 3
LONG_DAYS = 30
# What a text rarely reports as news of the day: standing relations and sums.
STANDING = frozenset(("toll", "support", "arms_supply"))
SPOKEN = frozenset(("threat", "accusation", "demand", "refusal", "talks"))


def is_background(
    parse: Parse, trigger: Trigger, status: str, published: str | None, dates: Sequence[FoundDate]
) -> tuple[bool, str]:
    """Whether an event is history or cumulative context, and the rule that says so."""
    if status in ("planned", "hypothetical"):
        return False, ""
    if trigger.kind == "toll":
        return True, "a toll"
    age = _age(parse, trigger, published, dates)
    if age is not None:
        return age
    verb = _finite(parse, trigger.head)
    auxiliaries = {parse.lowers[child] for child in parse.children[verb] if parse.deps[child] in ("aux", "auxpass")}
    if trigger.kind in STANDING:
        return True, "standing relation"
    if trigger.kind in SPOKEN:
        return False, ""
    if auxiliaries & {"has", "have", "'ve"} and parse.deps[verb] != "ccomp":
        return True, "perfect tense, no date"
    if parse.deps[verb] == "relcl":
        return True, "told in a relative clause, no date"
    return False, ""


def _finite(parse: Parse, token: int) -> int:
    node = token
    for _ in range(8):
        if parse.tags[node] in ("VBD", "VBZ", "VBP") or any(
            parse.deps[child] in ("aux", "auxpass") and parse.tags[child] != "TO" for child in parse.children[node]
        ):
            return node
        if parse.heads[node] == node:
            return node
        node = parse.heads[node]
    return node


def _age(
    parse: Parse, trigger: Trigger, published: str | None, dates: Sequence[FoundDate]
) -> tuple[bool, str] | None:
    """What the date nearest to the trigger in its sentence says; None where there is none."""
    if published is None or not dates:
        return None
    first, last = parse.sentences[parse.sentence_of[trigger.head]]
    near: tuple[int, FoundDate] | None = None
    for found in dates:
        if first <= found.first < last and found.when.last is not None:
            distance = abs(found.first - trigger.head)
            if near is None or distance < near[0]:
                near = distance, found
    if near is None:
        return None
    when = near[1].when
    end = date.fromisoformat(when.last) if when.last else None
    start = date.fromisoformat(when.first) if when.first else end
    if end is None or start is None:
        return None
    day = date.fromisoformat(published)
    words = near[1].expression.text
    if (day - end).days > NEWS_DAYS:
        return True, f"dated {words!r}"
    if (end - start).days > LONG_DAYS:
        return True, f"over {words!r}"
    if (day - end).days <= FRESH_DAYS and (end - start).days <= NEWS_DAYS:
        return False, f"dated {words!r}"
    return None
