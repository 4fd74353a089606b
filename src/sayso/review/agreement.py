"""How far reviewers agree: Krippendorff's alpha for nominal values.

Klaus Krippendorff, Computing Krippendorff's Alpha-Reliability (2011). Alpha is 1 where all agree, 0 where they agree
as often as chance would have it, below 0 where less. Units that one reviewer alone has judged do not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from sayso.judgements import ROUND, SLOTS, Judgement, Opinion, State, Thread, fold, overlay, slots_of
from sayso.judgements.keys import slot_key
from sayso.store import Case

# The place of the trigger and the sentence are the coder's; reviewers rarely set them, so they would agree by default.
_COMPARED = tuple(slot for slot in SLOTS if slot not in ("trigger", "evidence"))


@dataclass(frozen=True, slots=True)
class Agreement:
    """What is compared: ``verdict`` or a slot. ``alpha`` is None where there is nothing to compare or all values are
    the same. ``units`` were judged by two reviewers or more; they agree wholly in ``same`` of them."""

    what: str
    alpha: float | None
    units: int
    same: int


def alpha(units: Iterable[Sequence[Hashable | None]]) -> float | None:
    """Krippendorff's alpha of nominal values: a unit is the values that the reviewers gave it, None where one gave none.

    None where it is not defined: fewer than two values to compare, or one value throughout.

    >>> round(alpha([("a", "a"), ("b", "b"), ("a", "b"), ("a", "a")]), 3)
    0.533
    """
    coincidences: Counter[tuple[Hashable, Hashable]] = Counter()
    for unit in units:
        values = Counter(value for value in unit if value is not None)
        number = sum(values.values())
        if number < 2:
            continue
        for one, first in values.items():
            for other, second in values.items():
                coincidences[one, other] += first * (second - (one == other)) / (number - 1)  # type: ignore[assignment]
    totals: Counter[Hashable] = Counter()
    for (one, _), count in coincidences.items():
        totals[one] += count
    whole = sum(totals.values())
    expected = whole * whole - sum(count * count for count in totals.values())
    if whole < 2 or not expected:
        return None
    observed = sum(count for (one, other), count in coincidences.items() if one != other)
    return 1 - (whole - 1) * observed / expected


def agreement(case: Case, reviewers: Sequence[str] = ()) -> tuple[tuple[str, ...], list[Agreement]]:
    """How far reviewers agree on the verdict and on each slot of the claims that two of them or more have judged.

    ``reviewers`` are those of the last blind round where none are named, and else everybody. While that round is on,
    there is nothing to compare.
    """
    entries = [Judgement.from_row(row) for row in case.view.judgements()]
    state = fold(entries)
    names = tuple(reviewers) or _of_last_round(entries) or tuple(sorted({one.by for one in entries if one.subject != ROUND}))
    if state.round is not None:
        return names, []
    opinions = _opinions(entries, state, names)
    verdicts: list[list[str | None]] = []
    values: dict[str, list[list[str | None]]] = {slot: [] for slot in _COMPARED}
    documents: dict[str, list[str]] = {}
    for subject in sorted(opinions):
        thread = state.threads.get(subject)
        if thread is not None and thread.anchors and sum(map(bool, opinions[subject].values())) > 1:
            documents.setdefault(thread.anchors[-1].document, []).append(subject)
    for document in sorted(documents):
        if not case.view.is_coded(document):
            continue
        record, _ = case.view.reviewed(document)
        for subject in documents[document]:
            unit: dict[str, list[str | None]] = {slot: [] for slot in _COMPARED}
            verdict: list[str | None] = []
            for name in names:
                opinion = opinions[subject].get(name) or Opinion()
                shown = None
                if opinion and opinion.verdict != "rejected":
                    alone = Thread(subject, state.threads[subject].anchors, opinion)
                    found = overlay(record, [alone]).claims
                    shown = next((one.claim for one in found if one.thread is not None), None)
                verdict.append((opinion.verdict if opinion.verdict == "rejected" else "kept") if opinion else None)
                held = slots_of(shown) if shown is not None else None
                for slot in _COMPARED:
                    unit[slot].append(slot_key(slot, held[slot]) if held is not None else None)
            verdicts.append(verdict)
            for slot in _COMPARED:
                values[slot].append(unit[slot])
    return names, [_compared("verdict", verdicts), *(_compared(slot, values[slot]) for slot in _COMPARED)]


def _compared(what: str, units: Sequence[Sequence[str | None]]) -> Agreement:
    shared = [[value for value in unit if value is not None] for unit in units]
    shared = [unit for unit in shared if len(unit) > 1]
    return Agreement(what, alpha(units), len(shared), sum(len(set(unit)) == 1 for unit in shared))


def _of_last_round(entries: Sequence[Judgement]) -> tuple[str, ...]:
    rounds = [one for one in entries if one.subject == ROUND and one.action == "blind"]
    return tuple(rounds[-1].value["reviewers"]) if rounds else ()


def _opinions(entries: Sequence[Judgement], state: State, names: Sequence[str]) -> dict[str, dict[str, Opinion]]:
    """What each reviewer decided on their own: in the blind round, or else by their own entries alone."""
    blind = {
        subject: {name: thread.blind[name] for name in names if name in thread.blind}
        for subject, thread in state.threads.items()
        if thread.blind
    }
    if blind:
        return blind
    out: dict[str, dict[str, Opinion]] = {}
    for name in names:
        # The name of the one who undoes is not asked: an entry that was taken back is nobody's opinion.
        own = fold(one for one in entries if one.subject != ROUND and (one.by == name or one.action == "undo"))
        for subject, thread in own.threads.items():
            if thread.opinion:
                out.setdefault(subject, {})[name] = thread.opinion
    return out
