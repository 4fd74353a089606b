"""Judgements and values in words, for lists, pages and the history of a claim."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import shorten
from typing import Any

from sayso.judgements import Judgement, Thread

NOTHING = "nothing"
_QUOTED = 90


def slot_in_words(slot: str, value: Any) -> str:
    """A slot's value, JSON as in the record, in a few words.

    >>> slot_in_words("when", {"first": "2015-10-12", "last": "2015-10-13", "text": "Monday"})
    '2015-10-12 to 2015-10-13'
    """
    if value is None or value == []:
        return NOTHING
    if slot in ("hedged", "background"):
        return "yes" if value else "no"
    if slot in ("kind", "status"):
        return str(value).replace("_", " ")
    if slot in ("trigger", "evidence", "basis"):
        text = str(value["text"])
        return text if text[:1] in "“\"«„‘" else f"“{text}”"
    if slot in ("actor", "target"):
        more = ", ".join(part for part in (value.get("type"), value.get("country")) if part)
        return f"{value['name']} ({more})" if more else str(value["name"])
    if slot == "place":
        return ", ".join(part for part in (value["name"], value.get("admin1"), value.get("country")) if part)
    if slot == "when":
        first, last = value.get("first"), value.get("last")
        if first is None and last is None:
            return f"“{value.get('text')}”, no date"
        return str(first) if first == last else f"{first or '…'} to {last or '…'}"
    if slot == "counts":
        return ", ".join(f"{_range(one)} {one['what']}" for one in value)
    if slot == "sources":
        return " < ".join(one["name"] for one in value)
    return str(value.get("name") if isinstance(value, Mapping) else value)


def _range(count: Mapping[str, Any]) -> str:
    low, high = count.get("low"), count.get("high")
    if low == high:
        return str(low) if low is not None else "?"
    if high is None:
        return f"at least {low}"
    return f"at most {high}" if low is None else f"{low} to {high}"


def entry_in_words(entry: Judgement, log: Mapping[str, Judgement] | None = None) -> str:
    """What an entry of the log says. ``log`` has entries by their ids: what was undone is told in words where it is there.

    >>> entry_in_words(Judgement(1, "j1", "c1", "edit", {"slot": "kind", "value": "airstrike"}, "Ana", ""))
    'set kind to airstrike'
    """
    value = entry.value
    about = value if isinstance(value, Mapping) else {}
    match entry.action:
        case "accept":
            return "accepted"
        case "reject":
            return "rejected"
        case "edit" if "slot" in about:
            told = slot_in_words(about["slot"], about.get("value"))
            return f"emptied {about['slot']}" if told == NOTHING else f"set {about['slot']} to {told}"
        case "restore":
            return f"restored {about['slot']}" if "slot" in about else "took everything back to the coder's values"
        case "add":
            return "added the claim"
        case "merge" | "split":
            names = "; ".join(map(_other_in_words, about.get("others", ())))
            return f"same event as {names}" if entry.action == "merge" else f"other event than {names}"
        case "note":
            return f"noted: {value}"
        case "undo":
            undone = (log or {}).get(about.get("judgement", ""))
            if undone is None or undone.action == "undo":
                return f"undid {about.get('judgement')}"
            return f"undid: {entry_in_words(undone)}"
        case "move":
            return f"tied to the claim {about.get('claim')}"
        case "blind":
            return f"began a blind round of {', '.join(about.get('reviewers', ()))}"
        case "done":
            return "finished the blind round"
        case "open":
            return "ended the blind round"
    return entry.action


def _other_in_words(other: Mapping[str, Any]) -> str:
    """A claim that is named beside another: its kind and the first words of its sentence, else its id."""
    anchor = other.get("anchor")
    if not isinstance(anchor, Mapping) or not isinstance(anchor.get("evidence"), Mapping):
        return str(other.get("subject"))
    words = " ".join(str(anchor["evidence"].get("text")).split())
    return f"{slot_in_words('kind', anchor.get('kind'))}, “{shorten(words, _QUOTED, placeholder='…')}”"


def opinion_in_words(thread: Thread) -> str:
    """What is decided about a claim, in a line."""
    opinion = thread.opinion
    told = [f"{opinion.verdict} by {opinion.verdict_by}"] if opinion.verdict else []
    if opinion.added is not None:
        told.append(f"added by {opinion.added.by}")
    told += [f"{slot}: {slot_in_words(slot, edit.value)} ({edit.by})" for slot, edit in opinion.edits.items()]
    told += [f"note: {note.value} ({note.by})" for note in thread.notes]
    if thread.disputed:
        told.append(f"disputed: {', '.join(sorted(thread.disputed))}")
    alone = "judged in a blind round" if any(thread.blind.values()) else "joined with or parted from another claim"
    return "; ".join(told) or alone
