"""Synthetic documents and records."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sayso.documents import Document
from sayso.record import (
    AcledCode,
    Claim,
    Codes,
    Count,
    DocumentEvent,
    Entity,
    Place,
    PloverCode,
    Record,
    Source,
    Span,
    UcdpCode,
    Weapon,
    When,
    identified,
)
from sayso.store import Received

TIME = "2026-01-02T03:04:05+00:00"


def received(text: str, source: str = "given.txt", raw: bytes | None = None, **about: Any) -> Received:
    """A document as it might come in."""
    document = {name: about.pop(name) for name in ("id", "published", "outlet", "url", "title") if name in about}
    return Received(
        Document(text, **document), text.encode() if raw is None else raw, source, about.pop("at", TIME), **about
    )


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def claim(text: str, words: str, document: str, **slots: Any) -> Claim:
    """A claim whose trigger is ``words``; slots name the words that fill them."""
    trigger = span(text, words)
    start = text.rfind(".", 0, trigger.start) + 1
    start += len(text[start:]) - len(text[start:].lstrip())
    end = text.find(".", trigger.end)
    end = len(text) if end < 0 else end + 1
    given: dict[str, Any] = {"kind": "shelling", "confidence": 0.8}
    for slot in ("actor", "target"):
        if slot in slots:
            words_, name, id_, type_, country = slots.pop(slot)
            at = span(text, words_)
            given[slot] = Entity(at.start, at.end, at.text, name, id_, type_, country)
    if "place" in slots:
        words_, name, number, lat, lon, country, admin1 = slots.pop("place")
        at = span(text, words_)
        given["place"] = Place(at.start, at.end, at.text, name, number, lat, lon, country, admin1, "P.PPL", 1, 0.9)
    if "when" in slots:
        words_, first, last, precision = slots.pop("when")
        at = span(text, words_)
        given["when"] = When(at.text, at.start, at.end, first, last, precision)
    if "weapon" in slots:
        at = span(text, slots.pop("weapon"))
        given["weapon"] = Weapon(at.start, at.end, at.text, at.text.rstrip("s"))
    if "killed" in slots:
        words_, low, high = slots.pop("killed")
        given["counts"] = (Count("killed", low, high, "civilians", span(text, words_)),)
    if "sources" in slots:
        links = []
        for words_ in slots.pop("sources"):
            at = span(text, words_)
            links.append(Source(at.start, at.end, at.text, at.text.removeprefix("the "), None))
        given["sources"] = tuple(links)
    given.update(slots)
    made = Claim(id="", trigger=trigger, evidence=Span(start, end, text[start:end]), **given)
    return identified(made, document)


DUMA = (
    "Government artillery shelled the market of Duma on Monday, killing 12 civilians, the Relief Monitor said. "
    "State television denied that artillery had hit Harasta."
)
CODES = Codes(
    PloverCode("ASSAULT", "heavy-weapons", ("military", "human_rights")),
    AcledCode("Explosions/Remote violence", "Shelling/artillery/missile attack"),
    UcdpCode(3),
    "194",
)


def duma(document: str = "duma-1", **about: Any) -> Record:
    """A record with two claims: one asserted and full, one denied and spare."""
    first = claim(
        DUMA, "shelled", document,
        actor=("Government artillery", "Syrian Army", "SYR-ARMY", "state-military", "SYR"),
        target=("the market", "market", None, "object", None),
        place=("Duma", "Duma", 170_654, 33.57, 36.4, "SYR", "Rif-dimashq"),
        when=("Monday", "2015-10-12", "2015-10-12", 1), killed=("12 civilians", 12, 12),
        sources=["the Relief Monitor"], codes=CODES, confidence=0.9,
    )  # fmt: skip
    second = claim(
        DUMA, "hit", document, place=("Harasta", "Harasta", 169_000, 33.56, 36.37, "SYR", "Rif-dimashq"),
        sources=["State television"], status="denied", hedged=True, confidence=0.6,
    )  # fmt: skip
    given = {"published": "2015-10-13", "outlet": "Levant Wire", "title": "Market of Duma shelled", **about}
    return Record(
        id=document, text=DUMA, claims=(first, second), made_by="sayso 1",
        events=(DocumentEvent("e1", (first.id,)), DocumentEvent("e2", (second.id,))), **given,
    )  # fmt: skip


HODEIDAH = "A coalition jet bombed a warehouse in Hodeidah on 3 March 2018, a port official said."


def hodeidah(document: str = "hod-1", **about: Any) -> Record:
    """A record with one claim."""
    one = claim(
        HODEIDAH, "bombed", document, kind="airstrike",
        actor=("A coalition jet", "Saudi-led coalition", "COALITION", "state-military", "SAU"),
        target=("a warehouse", "warehouse", None, "object", None),
        place=("Hodeidah", "Al Ḩudaydah", 79_415, 14.8, 42.95, "YEM", "Al Hudaydah"),
        when=("3 March 2018", "2018-03-03", "2018-03-03", 1), sources=["a port official"],
    )  # fmt: skip
    outlet = '=HYPERLINK("http://x.example")'  # a formula, should a spreadsheet take it for one
    given = {"published": "2018-03-05", "outlet": outlet, "url": "https://n.example/h", **about}
    return Record(id=document, text=HODEIDAH, claims=(one,), made_by="sayso 1", **given)


def recoded(record: Record, made_by: str = "sayso 2") -> Record:
    """The same document as a later version would code it: one claim fewer."""
    return replace(record, claims=record.claims[:1], events=record.events[:1], made_by=made_by)
