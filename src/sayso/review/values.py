"""From what a person enters to the value of a slot, with its words in the text.

    kind, status            one of the words of the record
    hedged, background      yes, no
    trigger, evidence, basis, weapon, actor, target, place
                            words of the text: the place where they stand nearest to the trigger is meant
    when                    a day, month, year or range
    killed, injured, …      a number or a range: 12, 10..15, 10..
    sources                 words of the text, nearest to the event first, " < " between two
    SLOT.name, SLOT.type, SLOT.id, SLOT.country, SLOT.text, place.geonameid
                            one part of an entity or a place; an id of the registry or the gazetteer brings the rest

An empty value, or "none", empties a slot.
"""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from sayso.errors import InputError, RecordError, SaysoError
from sayso.judgements import SLOTS
from sayso.query.fields import day_range, flag, number_range
from sayso.record import ACTOR_TYPES, COUNT_KINDS, KINDS, STATUSES, Claim, to_dict
from sayso.record.codec import field_from_dict
from sayso.review.lookup import actor_by_id, place_by_number

_PARTS = {
    "actor": ("text", "name", "id", "type", "country"),
    "target": ("text", "name", "id", "type", "country"),
    "place": ("text", "name", "geonameid", "country"),
    "weapon": ("text", "name"),
    "when": ("text",),
}
_ONE_OF = {"kind": KINDS, "status": STATUSES}
_NEEDED = ("kind", "trigger", "evidence", "status", "hedged", "background")


def value_of(claim: Claim, text: str, given: Mapping[str, str], gazetteer: Path | None = None) -> dict[str, Any]:
    """The slots that some input sets, as JSON of the record. Raises InputError.

    ``given`` maps names such as ``place``, ``actor.type`` or ``killed`` to what was entered; numbers of places are
    those of ``gazetteer``, or of the built-in one.
    """
    out: dict[str, Any] = {}
    for name in given:
        slot, _, part = name.partition(".")
        if slot not in SLOTS and slot not in COUNT_KINDS:
            raise InputError(f"There is no slot {slot!r}.", f"It is one of {', '.join((*SLOTS, *COUNT_KINDS))}.")
        if part and part not in _PARTS.get(slot, ()):
            raise InputError(f"A {slot} has no {part!r}.", f"It has {', '.join(_PARTS.get(slot, ())) or 'no parts'}.")
    counts = {name: entered for name, entered in given.items() if name in COUNT_KINDS}
    if counts:
        out["counts"] = _counts(claim, text, counts)
    for slot in SLOTS:
        own = {name.partition(".")[2]: entered.strip() for name, entered in given.items() if _slot(name) == slot}
        if own:
            out[slot] = _value(slot, own, claim, text, gazetteer)
    return out


def checked(slot: str, value: Any, text: str) -> Any:
    """The value, if the slot can have it and its words stand in the text. Raises InputError."""
    if slot not in SLOTS:
        raise InputError(f"There is no slot {slot!r}.", f"It is one of {', '.join(SLOTS)}.")
    if value is None and slot in _NEEDED:
        raise InputError(f"The {slot} of a claim can't be empty.", "Reject the claim where the text makes none.")
    try:
        found = field_from_dict(Claim, slot, value)
    except (RecordError, TypeError) as error:
        raise InputError(f"The {slot} can't be read: {error}", "See docs/record.md.") from error
    allowed = _ONE_OF.get(slot)
    if allowed and found not in allowed:
        raise InputError(f"{found!r} is no {slot}.", f"It is one of {', '.join(allowed)}.")
    if slot in ("actor", "target") and found is not None and found.type not in ACTOR_TYPES:
        raise InputError(f"{found.type!r} is no type of an actor.", f"It is one of {', '.join(ACTOR_TYPES)}.")
    for words in _spans(value):
        if text[words["start"] : words["end"]] != words["text"]:
            raise InputError(f"The text does not say {words['text'][:60]!r} there.", "Mark the words in the text.")
    return to_dict(found)


def _spans(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [span for item in value for span in _spans(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if isinstance(value.get("start"), int) and isinstance(value.get("end"), int) else []
    return own + [span for item in value.values() if isinstance(item, (dict, list)) for span in _spans(item)]


def _slot(name: str) -> str:
    return name.partition(".")[0]


def _value(slot: str, own: Mapping[str, str], claim: Claim, text: str, gazetteer: Path | None) -> Any:
    whole = own.get("", own.get("text"))
    if whole is not None and whole.casefold() in ("", "none") and slot not in _NEEDED:
        return [] if slot == "sources" else None
    if slot in _ONE_OF:
        return (whole or "").replace(" ", "_")
    if slot in ("hedged", "background"):
        try:
            return flag(whole or "")
        except SaysoError as error:
            raise InputError(f"{slot}: {error.message}", error.hint) from error
    if slot == "when":
        return _when(own, claim, text)
    if slot == "sources":
        return _sources(whole or "", claim, text)
    held = to_dict(getattr(claim, slot))
    base = find(text, whole, claim) if whole is not None else _bare(held)
    if slot in ("trigger", "evidence", "basis"):
        return base
    if base is None:
        raise InputError(f"The {slot} needs words of the text.", f"Give them with {slot}.text or mark them.")
    if slot == "weapon":
        return {**base, "name": own.get("name") or (held or {}).get("name") if whole is None else own.get("name") or whole}
    return _place(own, base, held, gazetteer) if slot == "place" else _entity(own, base, held)


def find(text: str, words: str, claim: Claim | None = None) -> dict[str, Any]:
    """Where words stand in the text, nearest to the claim's trigger; "12:20" are offsets. Raises InputError."""
    start, _, end = words.partition(":")
    if start.isdecimal() and end.isdecimal() and words not in text:
        first, last = int(start), int(end)
        if not 0 <= first < last <= len(text):
            raise InputError(f"The text has no words at {words}.", "Offsets count characters from 0.")
        return {"start": first, "end": last, "text": text[first:last]}
    near = claim.trigger.start if claim is not None else 0
    best = -1
    at = text.find(words) if words else -1
    while at >= 0:
        if best < 0 or abs(at - near) < abs(best - near):
            best = at
        at = text.find(words, at + 1)
    if best < 0:
        raise InputError(f"The text does not say {words[:60]!r}.", "Copy the words from the text.")
    return {"start": best, "end": best + len(words), "text": words}


def _bare(held: Any) -> dict[str, Any] | None:
    return {key: held[key] for key in ("start", "end", "text")} if held else None


def _entity(own: Mapping[str, str], base: dict[str, Any], held: Any) -> dict[str, Any]:
    if own.get("id"):
        actor = actor_by_id(own["id"])
        if actor is None:
            raise InputError(f"The registry has no actor {own['id']!r}.", "Search it by name.")
        return {**base, "name": actor.name, "id": actor.id, "type": actor.type, "country": actor.country}
    same = held is not None and base["text"] == held["text"]
    name = own.get("name") or (held["name"] if same else base["text"])
    known = held["id"] if same and name == held["name"] else None
    return {
        **base, "name": name, "id": known, "type": own.get("type") or (held["type"] if held else "unknown"),
        "country": own["country"].upper() or None if "country" in own else (held["country"] if same else None),
    }  # fmt: skip


def _place(own: Mapping[str, str], base: dict[str, Any], held: Any, gazetteer: Path | None) -> dict[str, Any]:
    if own.get("geonameid"):
        return {**base, **place_by_number(own["geonameid"], gazetteer)}
    if held is not None and base["text"] == held["text"] and not own.get("name"):
        return {**held, **base, "country": own.get("country") or held["country"]}
    return {
        **base, "name": own.get("name") or base["text"], "geonameid": None, "lat": None, "lon": None,
        "country": (own.get("country") or "").upper() or None, "admin1": None, "feature": None, "precision": 7,
        "score": 0.0, "reason": "a reviewer named it without a place of the gazetteer",
    }  # fmt: skip


def _when(own: Mapping[str, str], claim: Claim, text: str) -> dict[str, Any]:
    held = claim.when
    words: dict[str, Any] = {"start": None, "end": None, "text": None}
    if own.get("text"):
        words = find(text, own["text"], claim)
    elif held is not None:
        words = {"start": held.start, "end": held.end, "text": held.text}
    if not own.get(""):
        raise InputError("The date needs days.", "Write when=2015-10-12, 2015-10 or 2015-10-01..2015-10-05.")
    try:
        first, last = day_range(own[""])
    except SaysoError as error:
        raise InputError(error.message, error.hint) from error
    return {**words, "first": first, "last": last, "precision": _date_precision(first, last)}


def _date_precision(first: str | None, last: str | None) -> int:
    """UCDP's date_prec: 1 day, 2 two to six days, 3 week, 4 month, 5 longer."""
    if first is None or last is None:
        return 5
    start, end = date.fromisoformat(first), date.fromisoformat(last)
    days = (end - start).days + 1
    if days <= 7:
        return 1 if days == 1 else 2 if days < 7 else 3
    return 4 if days <= calendar.monthrange(start.year, start.month)[1] else 5


def _counts(claim: Claim, text: str, given: Mapping[str, str]) -> list[dict[str, Any]]:
    out = [to_dict(count) for count in claim.counts if count.what not in given]
    for what, entered in given.items():
        value, _, words = entered.partition(" in ")
        if value.strip().casefold() in ("", "none"):
            continue
        try:
            low, with_low, high, with_high = number_range(value.strip())
        except SaysoError as error:
            raise InputError(error.message, error.hint) from error
        held = next((count for count in claim.counts if count.what == what), None)
        if words.strip():
            span = find(text, words.strip(), claim)
        elif held is not None:
            span = to_dict(held.span)
        else:
            span = _number_words(claim, value.strip())
        out.append({
            "what": what, "low": None if low is None else int(low) + (not with_low),
            "high": None if high is None else int(high) - (not with_high),
            "who": held.who if held is not None else None, "span": span,
        })  # fmt: skip
    return out


def _number_words(claim: Claim, value: str) -> dict[str, Any]:
    evidence = claim.evidence
    for number in value.replace("..", " ").strip("<>=").split():
        at = evidence.text.find(number)
        if at >= 0:
            return {"start": evidence.start + at, "end": evidence.start + at + len(number), "text": number}
    raise InputError(
        f"The sentence does not write {value} in figures.", 'Name the words: killed="12 in twelve people".'
    )


def _sources(entered: str, claim: Claim, text: str) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for words in (part.strip() for part in entered.split("<")):
        held = next((source for source in claim.sources if words in (source.text, source.name)), None)
        if held is not None:
            out.append(to_dict(held))
            continue
        span = find(text, words, claim)
        name = span["text"]
        for article in ("the ", "a ", "an "):
            if name.casefold().startswith(article):
                name = name[len(article) :]
                break
        out.append({**span, "name": name, "cue": None})
    return out
