"""The state of a review, computed from the log alone.

``fold`` is a pure function: the same entries give the same state, wherever and whenever they are replayed. An undone
entry counts as if it had never been written, so undo takes back exactly what it names. Judgements of different
claims, and of different slots of one claim, may come in any order; of two judgements of one thing the later counts.

In a blind round the judgements of its reviewers are kept apart, and none of them is applied. When all have finished,
what they agree on holds; what they differ in is disputed until somebody decides it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sayso.judgements.entry import ROUND, Anchor, Judgement, well_formed
from sayso.judgements.keys import slot_key


@dataclass(frozen=True, slots=True)
class Edit:
    """A value as a reviewer set it: JSON as in the record, None for an empty slot. Its offsets are those of the text
    that ``anchor`` names."""

    value: Any
    by: str
    at: str
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is decided about one claim. ``verdict`` is accepted, rejected or None; ``seen`` the coder's slots as they
    were when the claim was accepted; ``added`` the slots of a claim that the coder missed."""

    verdict: str | None = None
    verdict_by: str | None = None
    verdict_at: str | None = None
    edits: Mapping[str, Edit] = field(default_factory=dict)
    seen: Edit | None = None
    added: Edit | None = None

    def __bool__(self) -> bool:
        return bool(self.verdict or self.edits or self.added)

    @property
    def label(self) -> str | None:
        """rejected, added, edited, accepted, or None where nothing is decided."""
        if self.verdict == "rejected":
            return "rejected"
        if self.added is not None:
            return "added"
        return "edited" if self.edits else self.verdict

    @property
    def by(self) -> tuple[str, ...]:
        """Whose decisions these are, each once, in the order of slots."""
        names = [self.added.by] if self.added else []
        names += [self.edits[slot].by for slot in sorted(self.edits)]
        names += [self.verdict_by] if self.verdict_by else []
        return tuple(dict.fromkeys(names))


_NOTHING = Opinion()


@dataclass(frozen=True, slots=True)
class Thread:
    """Everything that was decided about one claim, under the id that it had first.

    ``anchors`` are where it stood, the newest last; ``blind`` the opinions of a round by reviewer; ``disputed`` names
    what they differ in (``verdict`` and slots).
    """

    subject: str
    anchors: tuple[Anchor, ...] = ()
    opinion: Opinion = _NOTHING
    blind: Mapping[str, Opinion] = field(default_factory=dict)
    disputed: frozenset[str] = frozenset()
    notes: tuple[Edit, ...] = ()

    @property
    def label(self) -> str | None:
        """The word that the filter finds it by."""
        return "disputed" if self.disputed else self.opinion.label

    @property
    def judged(self) -> bool:
        """Whether anything is decided or noted that must not get lost."""
        return bool(self.opinion or self.disputed or self.notes or any(self.blind.values()))


@dataclass(frozen=True, slots=True)
class Pair:
    """Two claims, by subject in order, that are of one event (``must``) or of two."""

    one: str
    other: str
    must: bool
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Round:
    """A blind round. It is over when all its reviewers are done."""

    reviewers: tuple[str, ...]
    filter: str
    done: frozenset[str] = frozenset()

    @property
    def over(self) -> bool:
        """Whether all have finished."""
        return self.done >= frozenset(self.reviewers)


@dataclass(frozen=True, slots=True)
class State:
    """The state after a log: threads by subject, pairs of claims, and the blind round that is on, if any."""

    threads: Mapping[str, Thread] = field(default_factory=dict)
    pairs: tuple[Pair, ...] = ()
    round: Round | None = None

    def of_document(self, document: str) -> list[Thread]:
        """The threads that are anchored in a document, in the order of their subjects."""
        return [
            thread for _, thread in sorted(self.threads.items())
            if thread.anchors and thread.anchors[-1].document == document
        ]  # fmt: skip


def fold(entries: Iterable[Judgement]) -> State:
    """The state after some entries, oldest first."""
    log = list(entries)
    folder = _Folder()
    for entry in effective(log):
        if well_formed(entry):
            folder.take(entry)
    return folder.state()


def effective(log: Sequence[Judgement]) -> list[Judgement]:
    """The entries that count: neither undone nor an undo themselves."""
    undone: set[str] = set()
    out = []
    for entry in reversed(log):
        if entry.id in undone:
            continue
        if entry.action == "undo":
            if isinstance(entry.value, Mapping):
                undone.add(str(entry.value.get("judgement")))
        else:
            out.append(entry)
    return out[::-1]


def seen_by(state: State, name: str) -> State:
    """The state as one person sees it: while a blind round is on, one's own judgements over those made before it."""
    if state.round is None:
        return state
    threads = {}
    for subject, thread in state.threads.items():
        own = thread.blind.get(name) if name in state.round.reviewers else None
        if own is not None:
            opinion = thread.opinion
            thread = replace(thread, opinion=Opinion(
                own.verdict or opinion.verdict, own.verdict_by or opinion.verdict_by,
                own.verdict_at or opinion.verdict_at, {**opinion.edits, **own.edits},
                own.seen or opinion.seen, own.added or opinion.added,
            ))  # fmt: skip
        threads[subject] = replace(thread, blind={})
    return replace(state, threads=threads)


class _Folder:
    def __init__(self) -> None:
        self._threads: dict[str, Thread] = {}
        self._pairs: dict[tuple[str, str], Pair] = {}
        self._blind_pairs: dict[str, dict[tuple[str, str], Pair]] = {}
        self._round: Round | None = None

    def state(self) -> State:
        pairs = tuple(self._pairs[key] for key in sorted(self._pairs))
        return State(dict(sorted(self._threads.items())), pairs, self._round)

    def take(self, entry: Judgement) -> None:
        if entry.subject == ROUND:
            self._turn(entry)
            return
        thread = self._threads.get(entry.subject) or Thread(entry.subject)
        if entry.anchor is not None:
            thread = replace(thread, anchors=_later(thread.anchors, entry.anchor))
        blind = self._round is not None and entry.by in self._round.reviewers
        if entry.action in ("merge", "split"):
            self._pair(entry, self._blind_pairs.setdefault(entry.by, {}) if blind else self._pairs)
        elif entry.action == "note":
            thread = replace(thread, notes=(*thread.notes, Edit(entry.value, entry.by, entry.at)))
        elif blind:
            own = _decided(thread.blind.get(entry.by, _NOTHING), entry)
            thread = replace(thread, blind=dict(sorted({**thread.blind, entry.by: own}.items())))
        else:
            thread = replace(
                thread, opinion=_decided(thread.opinion, entry), disputed=_settled(thread.disputed, entry)
            )
        self._threads[entry.subject] = thread

    def _pair(self, entry: Judgement, pairs: dict[tuple[str, str], Pair]) -> None:
        for other in entry.value["others"]:
            subject = other["subject"]
            if subject == entry.subject:
                continue
            if other.get("anchor"):
                thread = self._threads.get(subject) or Thread(subject)
                self._threads[subject] = replace(thread, anchors=_later(thread.anchors, anchor_from(other["anchor"])))
            key = (min(entry.subject, subject), max(entry.subject, subject))
            pairs[key] = Pair(*key, entry.action == "merge", entry.by, entry.at)

    def _turn(self, entry: Judgement) -> None:
        """What begins, goes on or ends a blind round."""
        if entry.action == "blind":
            self._close()
            self._threads = {subject: replace(one, blind={}) for subject, one in self._threads.items()}
            self._round = Round(tuple(entry.value["reviewers"]), entry.value.get("filter") or "")
        elif self._round is not None and entry.action == "done" and entry.by in self._round.reviewers:
            self._round = replace(self._round, done=self._round.done | {entry.by})
            if self._round.over:
                self._close()
        elif entry.action == "open":
            self._close()

    def _close(self) -> None:
        if self._round is None:
            return
        names, self._round = self._round.reviewers, None
        for subject, thread in self._threads.items():
            if thread.blind:
                self._threads[subject] = _agreed(thread, names)
        kept = [self._blind_pairs.get(name, {}) for name in names]
        for key in sorted(set().union(*kept)):
            found = [pairs.get(key) for pairs in kept]
            first = found[0]
            if first is not None and all(one is not None and one.must == first.must for one in found):
                self._pairs[key] = first
        self._blind_pairs = {}


def anchor_from(data: Mapping[str, Any]) -> Anchor:
    """An anchor from its JSON."""
    from sayso.record import from_dict

    return from_dict(Anchor, data)


def _later(anchors: tuple[Anchor, ...], new: Anchor) -> tuple[Anchor, ...]:
    return (*(one for one in anchors if one != new), new)


def _decided(opinion: Opinion, entry: Judgement) -> Opinion:
    """An opinion after one entry more."""
    value = entry.value
    if entry.action == "accept":
        seen = Edit(value, entry.by, entry.at, entry.anchor) if isinstance(value, Mapping) else None
        return replace(opinion, verdict="accepted", verdict_by=entry.by, verdict_at=entry.at, seen=seen)
    if entry.action == "reject":
        return replace(opinion, verdict="rejected", verdict_by=entry.by, verdict_at=entry.at, seen=None)
    if entry.action == "edit":
        edits = {**opinion.edits, value["slot"]: Edit(value["value"], entry.by, entry.at, entry.anchor)}
        return replace(opinion, edits=dict(sorted(edits.items())))
    if entry.action == "add":
        return replace(opinion, added=Edit(value["claim"], entry.by, entry.at, entry.anchor))
    if entry.action == "restore":
        slot = (value or {}).get("slot")
        if slot is None:
            return Opinion(added=opinion.added)
        seen = opinion.seen
        if seen is not None:
            seen = replace(seen, value={name: held for name, held in seen.value.items() if name != slot})
        return replace(opinion, edits={name: edit for name, edit in opinion.edits.items() if name != slot}, seen=seen)
    return opinion  # an action of a newer Sayso, or one that a program of the user's wrote


def _settled(disputed: frozenset[str], entry: Judgement) -> frozenset[str]:
    """What is still disputed once somebody who sees both sides has decided."""
    if entry.action in ("accept", "reject"):
        return frozenset()
    if entry.action in ("edit", "restore"):
        slot = (entry.value or {}).get("slot")
        return frozenset() if slot is None else disputed - {slot}
    return disputed


def _agreed(thread: Thread, reviewers: Sequence[str]) -> Thread:
    """A thread at the end of a blind round: what all say holds, what they differ in is disputed."""
    opinions = [thread.blind.get(name, _NOTHING) for name in reviewers]
    first, opinion = opinions[0], thread.opinion
    disputed: set[str] = set()
    if len({one.verdict for one in opinions}) > 1 or len({one.added is None for one in opinions}) > 1:
        disputed.add("verdict")
    elif first.verdict is not None:
        opinion = replace(
            opinion, verdict=first.verdict, verdict_by=", ".join(reviewers), verdict_at=first.verdict_at,
            seen=first.seen,
        )  # fmt: skip
    added = next((one.added for one in opinions if one.added is not None), None)
    if added is not None:
        opinion = replace(opinion, added=added)
    edits = dict(opinion.edits)
    for slot in sorted(set().union(*(one.edits for one in opinions))):
        given = [one.edits.get(slot) for one in opinions]
        values = {None if edit is None else slot_key(slot, edit.value) for edit in given}
        if len(values) == 1 and given[0] is not None:
            edits[slot] = replace(given[0], by=", ".join(reviewers))
        else:
            disputed.add(slot)
    return replace(thread, opinion=replace(opinion, edits=dict(sorted(edits.items()))), disputed=frozenset(disputed))
