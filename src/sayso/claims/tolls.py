"""Tolls told from events: figures summed over a period belong to no single event.

"More than 200 people have been killed since March" names deaths, not one attack. A claim of killing or
displacement with a figure becomes a toll where its time is longer than an event lasts, or where a large figure
stands in the present perfect without any time of its own. Two figures of one sentence over one period are one toll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sayso.claims.model import Trigger
from sayso.language import Parse
from sayso.record import Claim, When

_SUMMED = frozenset({"killing", "displacement"})
_HARM = frozenset({"killed", "injured", "missing", "displaced"})
# An event that lasts longer than this many days is a period.
LONGEST_EVENT = 3
# A figure of this size in the present perfect sums up even where no period is named.
LARGE = 20


def is_toll(parse: Parse, trigger: Trigger, claim: Claim) -> bool:
    """Whether a claim gives a figure for a period rather than for an event."""
    if claim.kind not in _SUMMED or not any(count.what in _HARM for count in claim.counts):
        return False
    if claim.status != "asserted":
        return False
    if claim.when is not None:
        return _days(claim.when) > LONGEST_EVENT or _since(claim.when)
    largest = max((count.low or count.high or 0) for count in claim.counts)
    return largest >= LARGE and not trigger.nominal and _present_perfect(parse, trigger.head)


def join_tolls(claims: Sequence[Claim]) -> list[Claim]:
    """The claims with tolls of one sentence and one period joined on the first of them."""
    out: list[Claim] = []
    first_at: dict[tuple[int, str | None], int] = {}
    for claim in claims:
        if claim.kind != "toll":
            out.append(claim)
            continue
        key = (claim.evidence.start, claim.when.text if claim.when else None)
        at = first_at.setdefault(key, len(out))
        if at == len(out):
            out.append(claim)
        else:
            known = out[at]
            new = tuple(count for count in claim.counts if count not in known.counts)
            out[at] = replace(known, counts=known.counts + new)
    return out


def _days(when: When) -> int:
    if when.first is None or when.last is None:
        return 0
    return (date.fromisoformat(when.last) - date.fromisoformat(when.first)).days


def _since(when: When) -> bool:
    return (when.text or "").lower().startswith("since ")


def _present_perfect(parse: Parse, head: int) -> bool:
    aux = [parse.lowers[child] for child in parse.children[head] if parse.deps[child] in ("aux", "auxpass")]
    return ("have" in aux or "has" in aux or "'ve" in aux) and parse.tags[head] in ("VBN", "VBD")
