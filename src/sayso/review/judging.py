"""One person's work on a case: accept, edit, reject, add, join, part, undo.

In a blind round its reviewers see the coder's claims and their own judgements, nothing of each other's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sayso.errors import CaseError, InputError
from sayso.judgements import (
    ROUND,
    SLOTS,
    Anchor,
    Judgement,
    Reviewed,
    State,
    anchor_of,
    overlay,
    slots_of,
)
from sayso.judgements.fold import effective, seen_by
from sayso.query import Filter
from sayso.record import Claim, Record, from_dict, identified, to_dict
from sayso.review.values import checked
from sayso.store import Case, Entry, refresh_events

_LONGEST_NAME = 80
_LONGEST_NOTE = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim as one reviewer sees it: the record, what stands, and the hash that their next judgement builds on."""

    record: Record
    reviewed: Reviewed
    hash: str

    @property
    def claim(self) -> Claim:
        """The claim as it stands."""
        return self.reviewed.claim

    @property
    def subject(self) -> str:
        """What the log calls the claim: the id that it had when it was judged first."""
        thread = self.reviewed.thread
        return thread.subject if thread is not None else self.claim.id

    @property
    def anchor(self) -> Anchor:
        """Where the claim stands in this text."""
        coded = self.reviewed.coded or self.reviewed.claim
        return anchor_of(coded, self.record.id, self.record.text)


class Reviewer:
    """Judges claims of a case under a name. Raises InputError for a name that can't be used."""

    def __init__(self, case: Case, name: str) -> None:
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME or not name.isprintable() or set(name) & set(",;<>"):
            raise InputError(
                "A reviewer needs a name, without commas, semicolons and angle brackets.", "Give one with --by NAME."
            )
        self.case = case
        self.name = name

    # ── seeing ───────────────────────────────────────────────────────────────────────────────────────────────

    def state(self) -> State:
        """The state as this person may see it."""
        return seen_by(self.case.view.review_state(), self.name)

    def blind(self) -> bool:
        """Whether this person is one of the reviewers of a blind round that is on."""
        going = self.case.view.review_state().round
        return going is not None and self.name in going.reviewers

    def standing(self, claim: str, state: State | None = None) -> Standing:
        """A claim by its id, as this person sees it. Raises CaseError where there is none."""
        document, _ = self.case.view.claim(claim)
        record, _ = self.case.view.reviewed(document)
        found = overlay(record, (state or self.state()).of_document(document))
        one = next((one for one in found.claims if one.claim.id == claim), None)
        if one is None:
            raise CaseError(f"There is no claim {claim} to judge.", "sayso review CASE lists what is next.")
        subject = one.thread.subject if one.thread is not None else claim
        return Standing(record, one, self.case.view.last_judgement(subject, self._among()))

    def log(self) -> list[Judgement]:
        """The entries that this person may see, oldest first; in a blind round not those of the others of it."""
        return visible(self.case, self.name)

    def history(self, subject: str) -> list[Judgement]:
        """The entries about one claim that this person may see."""
        return [entry for entry in self.log() if entry.subject == subject]

    # ── judging ──────────────────────────────────────────────────────────────────────────────────────────────

    def accept(self, claim: str, expect: str | None = None) -> str:
        """The claim is as it is shown. Later codings of the document do not change what was accepted."""
        standing = self.standing(claim)
        coded = standing.reviewed.coded
        return self._judge(standing, "accept", slots_of(coded) if coded is not None else None, expect)

    def reject(self, claim: str, expect: str | None = None) -> str:
        """The text makes no such claim."""
        return self._judge(self.standing(claim), "reject", None, expect)

    def edit(
        self, claim: str, values: Mapping[str, Any], expect: str | None = None, *, accept: bool = False
    ) -> list[str]:
        """Sets slots, values as JSON of the record; with ``accept`` the rest is as shown. All or none.

        Raises InputError for a value that the slot can't have or whose words the text does not hold.
        """
        standing = self.standing(claim)
        text = standing.record.text
        given = {slot: checked(slot, value, text) for slot, value in values.items()}
        entries = [
            Entry(standing.subject, "edit", {"slot": slot, "value": given[slot]}, standing.anchor)
            for slot in SLOTS
            if slot in given and given[slot] != to_dict(getattr(standing.claim, slot))
        ]
        if accept:
            coded = standing.reviewed.coded
            seen = slots_of(coded) if coded is not None else None
            entries.append(Entry(standing.subject, "accept", seen, standing.anchor))
        if entries:
            entries[0] = replace(entries[0], expect=expect, among=self._among())
        return write(self.case, entries, self.name)

    def restore(self, claim: str, slot: str | None = None, expect: str | None = None) -> str:
        """Takes a slot, or everything, back to the coder's values."""
        if slot is not None and slot not in SLOTS:
            raise InputError(f"There is no slot {slot!r}.", f"It is one of {', '.join(SLOTS)}.")
        return self._judge(self.standing(claim), "restore", None if slot is None else {"slot": slot}, expect)

    def note(self, claim: str, text: str) -> str:
        """Keeps a remark with the claim."""
        if not text.strip() or len(text) > _LONGEST_NOTE:
            raise InputError(f"A note has 1 to {_LONGEST_NOTE:,} characters.", "Write one.")
        return self._judge(self.standing(claim), "note", text.strip(), None)

    def add(self, document: str, slots: Mapping[str, Any]) -> str:
        """A claim that the coder missed: slots as JSON of the record, at least kind, trigger and evidence.

        Should the coder find it later, slots that were not given are the coder's. Returns the claim's id. Raises
        InputError where the text does not hold the words.
        """
        record, _ = self.case.view.reviewed(document)
        missing = [slot for slot in ("kind", "trigger", "evidence") if not slots.get(slot)]
        if missing:
            raise InputError(f"The claim has no {missing[0]}.", "Mark the words that name the event.")
        given = {slot: checked(slot, slots[slot], record.text) for slot in SLOTS if slot in slots}
        claim = identified(from_dict(Claim, {"id": "", "confidence": 1.0, **given}), document)
        _, seen = self.case.view.reviewed(document)
        if any(one.claim.id == claim.id and one.label != "rejected" for one in seen.claims):
            raise InputError("The case holds this claim already.", "Edit that one.")
        anchor = anchor_of(claim, document, record.text)
        write(self.case, [Entry(claim.id, "add", {"claim": given}, anchor)], self.name)
        return claim.id

    def merge(self, claims: Sequence[str]) -> str:
        """The claims speak of one event."""
        return self._pair("merge", claims)

    def split(self, claims: Sequence[str]) -> str:
        """The first claim speaks of another event than each of the rest."""
        return self._pair("split", claims)

    def move(self, subject: str, claim: str) -> str:
        """Ties judgements that match no claim any more to the claim that they are about."""
        thread = self.state().threads.get(subject)
        if thread is None:
            raise InputError(f"Nothing was judged under {subject}.", "sayso review CASE --orphans lists what is left over.")
        standing = self.standing(claim)
        if standing.reviewed.thread is not None and standing.reviewed.thread.judged:
            raise InputError(f"The claim {claim} has judgements of its own.", "Restore it first, or judge it by hand.")
        entry = Entry(subject, "move", {"claim": claim}, standing.anchor)
        return write(self.case, [entry], self.name)[0]

    def undo(self, judgement: str | None = None, expect: str | None = None) -> Judgement:
        """Takes an entry back, one's own last one where none is named; undoing an undo brings it back.

        Returns the entry that counts no more. Raises InputError where there is nothing to undo.
        """
        log = self.log()
        counted = {entry.id for entry in effective(log)}
        if judgement is None:
            own = [one for one in log if one.by == self.name and one.id in counted and one.subject != ROUND]
            entry = own[-1] if own else None
            if entry is None:
                raise InputError(f"{self.name} has judged nothing that could be undone.", "sayso review CASE --log.")
        else:
            found = [one for one in log if one.id == judgement]
            if not found:
                raise InputError(f"There is no judgement {judgement}.", "sayso review CASE --log lists them.")
            entry = found[0]
            if entry.subject == ROUND:
                raise InputError("The turns of a blind round can't be undone.", "--open ends the round.")
        undoing = Entry(entry.subject, "undo", {"judgement": entry.id}, entry.anchor, expect, self._among())
        write(self.case, [undoing], self.name)
        return entry

    # ── two reviewers ────────────────────────────────────────────────────────────────────────────────────────

    def begin_blind(self, reviewers: Sequence[str], filter_: str = "") -> str:
        """Begins a round in which reviewers judge without seeing each other's judgements until all have finished."""
        names = [Reviewer(self.case, name).name for name in reviewers]
        if len(set(names)) != len(names) or len(names) < 2:
            raise InputError("A blind round needs two reviewers or more, each once.", "Write --blind ANA,BEN.")
        if self.case.view.review_state().round is not None:
            raise InputError("A blind round is on already.", "Its reviewers finish it with --done; --open ends it.")
        Filter.parse(filter_)
        return write(self.case, [Entry(ROUND, "blind", {"reviewers": names, "filter": filter_})], self.name)[0]

    def finish(self) -> bool:
        """Says that one has finished the blind round. Returns whether it is over for all."""
        if not self.blind():
            raise InputError(f"{self.name} is in no blind round.", "sayso review CASE --log says who is.")
        write(self.case, [Entry(ROUND, "done")], self.name)
        return self.case.view.review_state().round is None

    def open(self) -> str:
        """Ends the blind round, whoever has finished."""
        if self.case.view.review_state().round is None:
            raise InputError("No blind round is on.", "Begin one with --blind ANA,BEN.")
        return write(self.case, [Entry(ROUND, "open")], self.name)[0]

    # ── underneath ───────────────────────────────────────────────────────────────────────────────────────────

    def _among(self) -> str | None:
        return self.name if self.blind() else None

    def _judge(self, standing: Standing, action: str, value: Any, expect: str | None) -> str:
        entry = Entry(standing.subject, action, value, standing.anchor, expect, self._among())
        return write(self.case, [entry], self.name)[0]

    def _pair(self, action: str, claims: Sequence[str]) -> str:
        state = self.state()
        found = [self.standing(claim, state) for claim in dict.fromkeys(claims)]
        if len(found) < 2:
            raise InputError(f"It takes two claims to {action}.", "Name their ids.")
        first, *rest = found
        others = [{"subject": one.subject, "anchor": to_dict(one.anchor)} for one in rest]
        return self._judge(first, action, {"others": others}, None)


def write(case: Case, entries: Sequence[Entry], by: str) -> list[str]:
    """Adds entries to the log, applies them, and brings the events of their claims up to date; returns their ids."""
    names = case.writer.judge_all(entries, by=by)
    subjects = {entry.subject for entry in entries}
    threads = case.view.review_state().threads
    if ROUND in subjects:
        subjects = set(threads)
    claims = subjects | {anchor.claim for name in subjects & threads.keys() for anchor in threads[name].anchors}
    refresh_events(case, case.view.events_of_claims(claims))
    return names


def visible(case: Case, name: str | None) -> list[Judgement]:
    """The log as somebody may see it: while a blind round is on, nobody sees what its other reviewers judge in it."""
    out: list[Judgement] = []
    going: tuple[int, frozenset[str]] | None = None
    over: list[Judgement] = []
    state = case.view.review_state()
    for row in case.view.judgements():
        entry = Judgement.from_row(row)
        if entry.subject == ROUND and entry.action == "blind":
            going = entry.seq, frozenset(entry.value["reviewers"])
            over = [*over, *out]
            out = []
        out.append(entry)
    if state.round is None or going is None:
        return [*over, *out]
    shown = [
        entry for entry in out if entry.subject == ROUND or entry.by not in going[1] or entry.by == name
    ]
    return [*over, *shown]

