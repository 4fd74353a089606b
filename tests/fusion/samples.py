"""Claims as reports of one event might make them, each with a sentence of its own that holds its words."""

from __future__ import annotations

from typing import Any

from sayso.fusion import Told
from sayso.record import Claim, Count, Entity, Place, Source, Span, When, identified

RUSSIA = ("Russian jets", "Russian Air Force", "air-rus", "state-military", "RUS")
UKRAINE = ("Ukrainian gunners", "Military of Ukraine", "mil-ukr", "state-military", "UKR")
REBELS = ("rebels", "rebels", None, "rebel", "SYR")
MARKET = ("a market", "market", None, "object", None)
POSITIONS = ("militant positions", "militant positions", None, "object", None)

MINISTRY = ("Igor Konashenkov", None, "state-military", "RUS", "speaker", "said")
KREMLIN = ("Dmitry Peskov", None, "state-government", "RUS", "speaker", "said")
MONITOR = ("Rivers Monitor", "rivers-monitor", "international", None, "speaker", "said")
RESIDENTS = ("residents", None, "civilians", None, "speaker", "said")
KYIV = ("the Ukrainian army", "mil-ukr", "state-military", "UKR", "speaker", "said")
SURGEON = ("Amal Haddad", None, "medical", None, "speaker", "said")


def told(document: str, outlet: str | None = "Courier", **given: Any) -> Told:
    """A claim of an airstrike in Kharkiv on 3 May 2022, unless ``given`` says otherwise.

    ``actor`` and ``target`` are as RUSSIA above or None, ``sources`` a list of links as MINISTRY above, ``killed``
    and ``injured`` a (low, high), ``place`` a (name, number, lat, lon, admin1, precision), ``day`` a day or None.
    """
    words: list[str] = []
    at = 0

    def put(text: str) -> Span:
        nonlocal at
        start = at
        words.append(text)
        at += len(text) + 1
        return Span(start, start + len(text), text)

    def entity(value: tuple[str, str, str | None, str, str | None] | None) -> Entity | None:
        if value is None:
            return None
        span = put(value[0])
        return Entity(span.start, span.end, span.text, *value[1:])

    kind = given.pop("kind", "airstrike")
    actor = entity(given.pop("actor", RUSSIA))
    trigger = put({"airstrike": "bombed", "shelling": "shelled"}.get(kind, kind.replace("_", " ")))
    target = entity(given.pop("target", MARKET))
    co_targets = tuple(one for value in given.pop("co_targets", ()) if (one := entity(value)) is not None)
    place = None
    where = given.pop("place", ("Kharkiv", 706_483, 49.98, 36.25, "Kharkiv", 1))
    if where is not None:
        put("in")
        span = put(where[0])
        place = Place(span.start, span.end, span.text, where[0], where[1], where[2], where[3],
                      given.pop("country", "UKR"), where[4], "PPL", where[5], 0.9)  # fmt: skip
    when = None
    day = given.pop("day", "2022-05-03")
    if day is not None:
        first, _, last = day.partition("/")
        span = put(f"on {day}")
        when = When(span.text, span.start, span.end, first, last or first, 1)
    counts = []
    who = given.pop("who", None)
    for what in ("killed", "injured", "displaced"):
        if what in given:
            low, high = given.pop(what)
            # A figure in words ("2 Britons") is said so, and is exact.
            span = put(low if isinstance(low, str) else f"{low} {what}")
            low = high if isinstance(low, str) else low
            counts.append(Count(what, low, high, who, span))
    links = []
    for name, id_, type_, country, role, cue in given.pop("sources", ()):
        span, said = put(name), put(cue) if cue else None
        links.append(
            Source(span.start, span.end, span.text, name.removeprefix("the "), said, id_, type_, country, role)
        )
    extra = given.pop("words", None)
    if extra:
        put(extra)
    text = " ".join(words)
    about = {name: given.pop(name, None) for name in ("title", "url", "lineage", "credit")}
    published, withdrawn = given.pop("published", "2022-05-04"), given.pop("withdrawn", False)
    claim = Claim(
        id="", kind=kind, trigger=trigger, evidence=Span(0, len(text), text), actor=actor, target=target, place=place,
        when=when, counts=tuple(counts), sources=tuple(links), co_targets=co_targets, **given,
    )  # fmt: skip
    return Told(identified(claim, document), document, outlet, published, withdrawn=withdrawn, **about)


def relay(name: str) -> tuple[str, None, None, None, str, str]:
    """A link of a chain that passes on."""
    return name, None, None, None, "relay", "according to"
