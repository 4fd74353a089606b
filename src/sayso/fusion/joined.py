"""Sums of the figures that a claim joins: "twelve staff and ten patients" are 22 dead."""

from __future__ import annotations

from collections.abc import Iterator

from sayso.fusion.counted import nations_in
from sayso.fusion.identity import phrase_character
from sayso.record import Claim, Count, Span

# What stands between two parts of a list, and before its last.
_COMMA, _AND = frozenset({",", "and", ", and"}), frozenset({"and", ", and"})


def joined(claim: Claim) -> Iterator[Count]:
    """The sums of a claim, each with the words from its first part to its last.

    Of people whom others may well count apart (those of a nation, soldiers and civilians) there is no sum, nor of
    those who are already in a figure ("among them three children").
    """
    run: list[Count] = []
    last = ""
    for count in claim.counts:
        between = _between(claim, run[-1], count) if run else ""
        if run and between in _COMMA and _adds(run[-1], count):
            run.append(count)
            last = between
            continue
        yield from _sum(claim, run, last)
        run, last = ([count] if _may_add(count) else []), ""
    yield from _sum(claim, run, last)


def _sum(claim: Claim, run: list[Count], last: str) -> Iterator[Count]:
    if len(run) < 2 or last not in _AND:
        return
    start, end = run[0].span.start, run[-1].span.end
    words = Span(start, end, claim.evidence.text[start - claim.evidence.start : end - claim.evidence.start])
    highs = [count.high for count in run if count.high is not None]
    high = sum(highs) if len(highs) == len(run) else None
    yield Count(run[0].what, sum(count.low or 0 for count in run), high, None, words)


def _between(claim: Claim, one: Count, other: Count) -> str:
    """The words between two figures; those outside the claim's sentence are of no list."""
    if not (claim.evidence.holds(one.span) and claim.evidence.holds(other.span)):
        return "?"
    begin = claim.evidence.start
    return " ".join(claim.evidence.text[one.span.end - begin : other.span.start - begin].split())


def _may_add(count: Count) -> bool:
    return count.what != "other" and count.low is not None and count.qualifier != "part" and not nations_in(count.span.text)


def _adds(one: Count, other: Count) -> bool:
    # "83 men, 28 women": men may be anybody, but soldiers are none of the civilians.
    same = len({phrase_character(count.span.text) for count in (one, other)} - {None}) <= 1
    return one.what == other.what and same and _may_add(other)
