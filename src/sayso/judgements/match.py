"""Finding the claim that a judgement is about when the document was coded again, or its text changed.

Each claim belongs to one thread at most, the surest pairs first: the claim itself; in the same text, an overlapping
trigger of the same kind; an overlapping trigger of another kind, where the judgement brings the kind with it; in
another version of the article, the same sentence with the same trigger and kind. A sentence that reads otherwise is
not the one that was judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from sayso.judgements.entry import Anchor
from sayso.judgements.fold import Thread
from sayso.judgements.moving import text_hash
from sayso.record import Claim

_Test = Callable[[Thread, Anchor, Claim], bool]


def match(threads: Sequence[Thread], claims: Sequence[Claim], text: str) -> tuple[dict[int, Thread], list[Thread]]:
    """Threads of one document by the number of the claim that they are about, and those that match none."""
    digest = text_hash(text)
    found: dict[int, Thread] = {}
    left = sorted(threads, key=lambda thread: thread.subject)
    tests: list[tuple[_Test, bool | None]] = [
        (_is_it, None), (_same_trigger, True), (_other_kind, True), (_same_sentence, False), (_near_trigger, False),
    ]  # fmt: skip
    for test, same_text in tests:
        for thread in list(left):
            number = next(
                (
                    number
                    for anchor in reversed(thread.anchors)
                    if same_text is None or (anchor.text_sha256 == digest) == same_text
                    for number, claim in _nearest(anchor, claims)
                    if number not in found and test(thread, anchor, claim)
                ),
                None,
            )
            if number is not None:
                found[number] = thread
                left.remove(thread)
    return found, left


def _nearest(anchor: Anchor, claims: Sequence[Claim]) -> Iterable[tuple[int, Claim]]:
    """The claims, those whose trigger stands nearest to the anchor's first."""
    return sorted(enumerate(claims), key=lambda pair: (abs(pair[1].trigger.start - anchor.trigger.start), pair[0]))


def _kinds(thread: Thread, anchor: Anchor) -> set[str]:
    kinds = {anchor.kind}
    if "kind" in thread.opinion.edits:
        kinds.add(thread.opinion.edits["kind"].value)
    return kinds


def _is_it(_: Thread, anchor: Anchor, claim: Claim) -> bool:
    return anchor.claim == claim.id


def _same_trigger(thread: Thread, anchor: Anchor, claim: Claim) -> bool:
    return anchor.trigger.overlaps(claim.trigger) and claim.kind in _kinds(thread, anchor)


def _other_kind(thread: Thread, anchor: Anchor, claim: Claim) -> bool:
    opinion = thread.opinion
    knows = opinion.seen is not None or "kind" in opinion.edits or opinion.added is not None
    return knows and opinion.verdict != "rejected" and anchor.trigger.overlaps(claim.trigger)


def _same_sentence(thread: Thread, anchor: Anchor, claim: Claim) -> bool:
    return (
        _near_trigger(thread, anchor, claim)
        and claim.trigger.start - claim.evidence.start == anchor.trigger.start - anchor.evidence.start
    )


def _near_trigger(thread: Thread, anchor: Anchor, claim: Claim) -> bool:
    return (
        claim.kind in _kinds(thread, anchor)
        and claim.trigger.text == anchor.trigger.text
        and claim.evidence.text.split() == anchor.evidence.text.split()
    )
