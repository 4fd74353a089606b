"""What reviewers' merges and splits mean for the claims as they are now, and judgements that match no claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.judgements import Anchor, Overlay, Reviewed, State, Thread, overlay
from sayso.store import View


@dataclass(frozen=True, slots=True)
class Orphan:
    """Judgements that match no claim of their document as it is coded now.

    ``slots`` names single values whose words the text no longer has, where the claim itself is there; it is empty
    where the claim is gone.
    """

    thread: Thread
    anchor: Anchor | None
    slots: tuple[str, ...] = ()
    claim: str | None = None


def links(view: View) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(must, cannot): pairs of ids of current claims that reviewers joined, and that they kept apart; sorted.

    A claim that is coded anew keeps its pairs. One that is rejected has none.
    """
    state = view.review_state()
    if not state.pairs:
        return [], []
    subjects = {subject for pair in state.pairs for subject in (pair.one, pair.other)}
    now = current_claims(view, state, subjects)
    must: set[tuple[str, str]] = set()
    cannot: set[tuple[str, str]] = set()
    for pair in state.pairs:
        one, other = now.get(pair.one), now.get(pair.other)
        if one is not None and other is not None and one != other:
            (must if pair.must else cannot).add((min(one, other), max(one, other)))
    return sorted(must), sorted(cannot)


def current_claims(view: View, state: State, subjects: set[str]) -> dict[str, str]:
    """Subjects of the log to the ids of the claims that they are now; without those rejected or gone."""
    documents = sorted({
        state.threads[subject].anchors[-1].document
        for subject in subjects
        if subject in state.threads and state.threads[subject].anchors
    })  # fmt: skip
    out: dict[str, str] = {}
    for document in documents:
        if not view.is_coded(document):
            continue
        for one in _found(view, state, document).claims:
            if one.thread is not None and one.thread.subject in subjects and one.label != "rejected":
                out[one.thread.subject] = one.claim.id
    return out


def orphans(view: View) -> Iterator[Orphan]:
    """Every judgement that has no claim to stand on, by document and subject: none is ever lost."""
    state = view.review_state()
    paired = {subject for pair in state.pairs for subject in (pair.one, pair.other)}
    for thread in state.threads.values():
        if not thread.anchors and thread.judged:
            yield Orphan(thread, None)
    documents = sorted({thread.anchors[-1].document for thread in state.threads.values() if thread.anchors})
    for document in documents:
        if not view.is_coded(document):
            left: Iterable[Thread] = state.of_document(document)
            claims: Iterable[Reviewed] = ()
        else:
            found = _found(view, state, document)
            left, claims = found.orphans, found.claims
        for thread in left:
            if thread.judged or thread.subject in paired:
                yield Orphan(thread, thread.anchors[-1])
        for one in claims:
            if one.unplaced and one.thread is not None:
                yield Orphan(one.thread, one.thread.anchors[-1], one.unplaced, one.claim.id)


def _found(view: View, state: State, document: str) -> Overlay:
    """The claims of a document under the whole log: a pair may have been made from another document."""
    record, _ = view.reviewed(document)
    return overlay(record, state.of_document(document))
