"""What reviewers' merges and splits mean for the claims as they are now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.judgements import Overlay, State, overlay

if TYPE_CHECKING:
    from sayso.store.view import View


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
        for one in found(view, state, document).claims:
            if one.thread is not None and one.thread.subject in subjects and one.label != "rejected":
                out[one.thread.subject] = one.claim.id
    return out


def found(view: View, state: State, document: str) -> Overlay:
    """The claims of a document under the whole log: a pair may have been made from another document."""
    record, _ = view.reviewed(document)
    return overlay(record, state.of_document(document))
