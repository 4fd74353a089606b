"""What a claim was lent by others of its text, and whether it can be its own.

A mention that names no day or nobody takes them from the event that it stands near. Only with places and statuses
known does it show that the lender told of something else: a day from another province, a culprit from a denial.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sayso.record import Claim, Place


def without_the_denied(claims: Sequence[Claim]) -> list[Claim]:
    """The claims without the actors that they were lent by denials: whoever denies an attack has named no culprit."""
    denied = [claim for claim in claims if claim.status == "denied" and claim.actor is not None]
    if not denied:
        return list(claims)
    return [
        replace(claim, actor=None, co_actors=()) if claim.status == "asserted" and _is_denied(claim, claims) else claim
        for claim in claims
    ]


def _is_denied(claim: Claim, claims: Sequence[Claim]) -> bool:
    actor = claim.actor
    if actor is None or not _is_lent(claim):
        return False
    lenders = [
        one for one in _told_at(actor.start, claims)
        if one.actor is not None and one.actor.overlaps(actor) and not _is_lent(one)
    ]  # fmt: skip
    return bool(lenders) and all(one.status == "denied" for one in lenders)


def _is_lent(claim: Claim) -> bool:
    """Whether the actor stands by another event of the text."""
    frame = claim.why.get("arguments")
    return isinstance(frame, dict) and str(frame.get("actor", "")).startswith("same event")


def has_anothers_day(claim: Claim, claims: Sequence[Claim]) -> bool:
    """Whether the day of a claim is that of what the text tells further on, all of it in another part of the country.

    A list of attacks in several towns may give their common day last, so that this is no mistake for certain.
    """
    when, place = claim.when, claim.place
    if when is None or when.start is None or when.start < claim.evidence.end or place is None:
        return False
    places = [
        one.place for one in _told_at(when.start, claims) if one.place is not None and one.evidence.overlaps(one.place)
    ]
    return bool(places) and all(other_part(place, other) for other in places)


def _told_at(offset: int, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of the sentence at an offset."""
    return [claim for claim in claims if claim.evidence.start <= offset < claim.evidence.end]


def other_part(one: Place, other: Place) -> bool:
    """Whether two places lie in different countries, or in different provinces of one."""
    if one.country is None or other.country is None:
        return False
    if one.country != other.country:
        return True
    return one.admin1 is not None and other.admin1 is not None and one.admin1 != other.admin1
