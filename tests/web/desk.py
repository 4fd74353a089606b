"""A small case as a desk might have it, written down record by record: what coder and linker make of texts is not what
these tests are about."""

from __future__ import annotations

from typing import Any

from sayso.record import Claim, Count, Entity, Place, Record, Source, Span, When
from sayso.store import Case, link_case

_STRIKE = (
    ("desk-1", "2015-10-03", "Relief Monitor", "Airstrike hits trauma hospital in Kunduz",
     "American jets bombed a trauma hospital in Kunduz on Saturday, killing 22 people, Médecins Sans Frontières said.",
     ("American jets", "United States", "mil-usa", "USA"), 22, "Médecins Sans Frontières"),
    ("desk-2", "2015-10-04", "Coalition Desk", "Ministry blames Moscow for Kunduz strike",
     "Russian jets bombed a trauma hospital in Kunduz on Saturday, killing 40 people, the Interior Ministry said.",
     ("Russian jets", "Russia", "mil-rus", "RUS"), 40, "the Interior Ministry"),
    ("desk-4", "2015-10-07", "Capitol Wire", "What is known of the strike in Kunduz",
     "American jets bombed a trauma hospital in Kunduz on Saturday, killing 22 people, Amnesty International said.",
     ("American jets", "United States", "mil-usa", "USA"), 22, "Amnesty International"),
)  # fmt: skip
_KUNDUZ = (36.72896, 68.857)


def fill(case: Case) -> None:
    """Puts the reports into a case, and links them."""
    records = [_strike(*about) for about in _STRIKE]
    records.insert(2, _denial())
    records.append(_gain())
    case.writer.write(records, "desk")
    together = [claim.id for record in records[:4] for claim in record.claims if claim.kind == "airstrike"]
    apart = [claim.id for record in records for claim in record.claims if claim.kind != "airstrike"]
    link_case(
        case, must=[(together[0], other) for other in together[1:]],
        cannot=[(one, other) for place, one in enumerate(apart) for other in apart[place + 1 :] + together[:1]],
        made_by="desk",
    )  # fmt: skip


def _span(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def _at(text: str, words: str, **about: Any) -> dict[str, Any]:
    found = _span(text, words)
    return {"start": found.start, "end": found.end, "text": found.text, **about}


def _place(text: str, words: str = "Kunduz", name: str = "Kunduz", precision: int = 1) -> Place:
    lat, lon = _KUNDUZ
    return Place(
        **_at(text, words), name=name, geonameid=1135690, lat=lat, lon=lon, country="AFG", admin1="Kunduz", feature="P.PPLA",
        precision=precision, score=0.9,
    )  # fmt: skip


def _source(text: str, words: str, cue: str) -> Source:
    return Source(**_at(text, words), name=words.removeprefix("the "), cue=_span(text, cue))


def _strike(
    name: str, published: str, outlet: str, title: str, sentence: str, actor: tuple[str, str, str, str], killed: int, source: str
) -> Record:  # fmt: skip
    text = f"{title}\n\n{sentence}\nNobody else could be reached."
    words, actor_name, actor_id, country = actor
    when = _span(text, "Saturday")
    claim = Claim(
        f"c{name}", "airstrike", _span(text, "bombed"), _span(text, sentence),
        actor=Entity(**_at(text, words), name=actor_name, id=actor_id, type="state-military", country=country),
        target=Entity(**_at(text, "a trauma hospital"), name="trauma hospital", id=None, type="medical"),
        place=_place(text, f"{sentence[sentence.index('Kunduz') : sentence.index('Kunduz') + 6]}"),
        when=When(when.text, when.start, when.end, "2015-10-03", "2015-10-03", 1),
        counts=(Count("killed", killed, killed, None, _span(text, f"{killed} people")),),
        sources=(_source(text, source, "said"),), confidence=0.9,
    )  # fmt: skip
    return Record(name, text, published, outlet, f"https://{outlet.split()[0].lower()}.example/{name}", title, (claim,))


def _denial() -> Record:
    first = "Moscow denied that Russian jets had bombed the trauma hospital."
    second = "The charity said the strike killed 22 people on 3 October and demanded an inquiry."
    text = f"Officials deny the strike; charity blames them\n\n{first}\n{second}"
    when = _span(text, "3 October")
    moscow = Source(**_at(text, "Moscow"), name="Russia", cue=_span(text, "denied"), id="gov-rus", country="RUS")
    denied = Claim(
        "cdesk-3a", "airstrike", _span(text, "bombed"), _span(text, first),
        actor=Entity(**_at(text, "Russian jets"), name="Russia", id="mil-rus", type="state-military", country="RUS"),
        target=Entity(**_at(text, "the trauma hospital"), name="trauma hospital", id=None, type="medical"),
        place=_place(text, "the trauma hospital", "the trauma hospital", 2), status="denied", sources=(moscow,),
        when=When(None, None, None, "2015-10-03", "2015-10-03", 1), confidence=0.8,
    )  # fmt: skip
    told = Claim(
        "cdesk-3b", "airstrike", _span(text, "strike killed"), _span(text, second.partition(" and ")[0]),
        place=_place(text, "the trauma hospital", "the trauma hospital", 2),
        when=When(when.text, when.start, when.end, "2015-10-03", "2015-10-03", 1), hedged=True,
        counts=(Count("killed", 22, 22, None, _span(text, "22 people")),), sources=(_source(text, "The charity", "said"),),
        confidence=0.7,
    )  # fmt: skip
    demand = Claim(
        "cdesk-3c", "demand", _span(text, "demanded"), _span(text, second),
        actor=Entity(**_at(text, "The charity"), name="charity", id=None, type="medical"), confidence=0.5,
    )  # fmt: skip
    return Record("desk-3", text, "2015-10-04", "Kabul Courier", None, "Officials deny the strike", (denied, told, demand))


def _gain() -> Record:
    sentence = "Taliban fighters seized Kunduz on 28 September, police said."
    text = f"Kunduz falls\n\n{sentence}"
    when = _span(text, "28 September")
    place = text.index("Kunduz", 10)
    claim = Claim(
        "cdesk-5", "territory_gained", _span(text, "seized"), _span(text, sentence),
        actor=Entity(**_at(text, "Taliban fighters"), name="Taliban", id="reb-taliban", type="rebel", country="AFG"),
        place=Place(place, place + 6, "Kunduz", "Kunduz", 1135690, *_KUNDUZ, "AFG", "Kunduz", "P.PPLA", 1, 0.9),
        when=When(when.text, when.start, when.end, "2015-09-28", "2015-09-28", 1),
        sources=(_source(text, "police", "said"),), confidence=0.9,
    )  # fmt: skip
    return Record("desk-5", text, "2015-09-29", "Relief Monitor", None, "Kunduz falls", (claim,))
