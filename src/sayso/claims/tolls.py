"""Tolls told from events: figures summed over a period belong to no single event.

"Some 200 people were killed between January and June" names deaths, not one attack. The trigger lexicon finds the
tolls that their own words show; here a claim of killing or displacement becomes one where its time shows it: a large
figure, over a period longer than an event lasts. A date that is only vague, and a small figure, make no toll: "three
soldiers were killed last week" tells of an event. Two figures of one sentence over one period are one toll.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sayso.record import Claim, When

_SUMMED = frozenset({"killing", "displacement"})
_HARM = frozenset({"killed", "injured", "missing", "displaced"})
# A time of more days than this is a period; a shorter one, up to a month, may date an event only vaguely.
LONGEST_EVENT = 31
# A figure below this may be one event's even over a period.
LARGE = 20
# So many deaths that the text puts on no day are those of a war.
VAST = 2000


def is_toll(claim: Claim) -> bool:
    """Whether a claim gives a figure for a period rather than for an event."""
    if claim.kind not in _SUMMED or claim.status != "asserted":
        return False
    largest = max((count.low or count.high or 0 for count in claim.counts if count.what in _HARM), default=0)
    if claim.when is None:
        return claim.kind == "killing" and largest >= VAST
    return largest >= LARGE and (_days(claim.when) > LONGEST_EVENT or _since(claim.when))


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
    if (when.text or "").lower().endswith(" ago") and "since" not in (when.value or ""):
        return 0  # "four years ago" is a day that is only rounded, not a period
    return (date.fromisoformat(when.last) - date.fromisoformat(when.first)).days


def _since(when: When) -> bool:
    return (when.text or "").lower().startswith("since ")
