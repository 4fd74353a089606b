"""Judgements that match no claim, and pairs of claims for linking."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sayso.judgements import Anchor, Reviewed, Thread
from sayso.store import View
from sayso.store.reviewed_pairs import found, links

__all__ = ["Orphan", "links", "orphans"]


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
            now = found(view, state, document)
            left, claims = now.orphans, now.claims
        for thread in left:
            if thread.judged or thread.subject in paired:
                yield Orphan(thread, thread.anchors[-1])
        for one in claims:
            if one.unplaced and one.thread is not None:
                yield Orphan(one.thread, one.thread.anchors[-1], one.unplaced, one.claim.id)
