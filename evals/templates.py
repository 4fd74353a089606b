"""Incident templates in the manner of MUC-4, built from the records of the coder.

The task of the Fourth Message Understanding Conference (1992) asks for one template per terrorist incident: who did
it, for which organisation, to what and to whom, with what. Its rules say what is no incident: fights between armed
sides and attacks on military targets, plans, what lies more than two months back, and violence told so vaguely that
neither who, nor whom, nor with what is said. A record's claims are narrower and wider than that, so they are chosen,
joined and put into the words of a template here; nothing is read off the text that the record does not hold.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sayso.record import Claim, Entity, Record, Span

INCIDENTS = {
    "airstrike": "attack", "drone_strike": "attack", "shelling": "attack", "chemical_attack": "attack",
    "armed_attack": "attack", "killing": "attack", "sexual_violence": "attack", "abuse": "attack",
    "shootdown": "attack", "bombing": "bombing", "suicide_bombing": "bombing", "abduction": "kidnapping",
}  # fmt: skip
# The more telling type names an incident that is told in the words of several.
TYPES = ("arson", "kidnapping", "bombing", "attack")
# What lies further back is history.
OLDEST = timedelta(days=62)
# Whoever bears arms is a military target unless he is hit by name.
ARMED = frozenset({"state-military", "rebel", "pro-government-militia"})
_FIRE = re.compile(r"\b(arson|burn\w*|torch\w*|fire|fires|ablaze|incendiar\w+|molotov\w*|set on fire)\b", re.I)
# Heads of noun phrases that name an organisation rather than those who belong to it.
_BODIES = frozenset(
    "army armies forces force front movement party battalion brigade militia police guard navy organization "
    "organisation cartel cartels government ministry faction coalition union alliance bloc command mafia group "
    "department extraditables".split()
)
_LEADING = re.compile(
    r"(?:(?:the|an?|this|that|these|those|some|several|many|few|all|any|both|other|another|his|her|its|their|our|my"
    r"|about|approximately|around|nearly|almost|over|at least|least|more than|up to|so-called|alleged"
    r"|unidentified'?s?) )+",
    re.I,
)
_NUMBER = re.compile(
    r"(?:(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens? of|hundreds of) )+", re.I
)
_AFTER = re.compile(
    r"\s+(?:in|at|on|near|from|with|who|that|which|where|whose|outside|inside|located|between|against|to|for|by|"
    r"during|after|before)\s.*|\s*[,\[(].*|\s*--.*",
    re.I,
)
_MEMBERS = re.compile(r"\b(?:members?|leaders?|units?|elements|troops|soldiers|guerrillas|terrorists|rebels|forces) of\b", re.I)
_SETTLEMENT = 2


@dataclass(slots=True)
class _Incident:
    """The claims that are one incident, and what tells it from others."""

    claims: list[tuple[str, Claim]] = field(default_factory=list)

    @property
    def type(self) -> str:
        """The incident type: that of most of its claims, the more telling one where two are as frequent."""
        kinds = Counter(kind for kind, _ in self.claims)
        return min(kinds, key=lambda kind: (-kinds[kind], TYPES.index(kind)))


def templates_of(record: Record) -> list[dict[str, Any]]:
    """The incident templates of a record: incident_type, perp_ind, perp_org, target, victim, weapon."""
    return [_template(incident, record.text) for incident in _incidents(record)]


def _incidents(record: Record) -> list[_Incident]:
    event_of = {claim: event.id for event in record.events for claim in event.claims}
    groups: dict[str, _Incident] = {}
    for claim in record.claims:
        kind = _incident_type(claim)
        if kind is not None and claim.status == "asserted":
            groups.setdefault(event_of.get(claim.id, claim.id), _Incident()).claims.append((kind, claim))
    out: list[_Incident] = []
    for incident in groups.values():
        if not _is_incident(incident, record.published):
            continue
        same = next((known for known in out if _one(known, incident)), None)
        if same is None:
            out.append(incident)
        else:
            same.claims.extend(incident.claims)
    return out


def _incident_type(claim: Claim) -> str | None:
    if claim.kind == "property_damage":
        words = f"{claim.trigger.text} {claim.weapon.text if claim.weapon is not None else ''}"
        return "arson" if _FIRE.search(words) else None
    return INCIDENTS.get(claim.kind)


def _is_incident(incident: _Incident, published: str | None) -> bool:
    claims = [claim for _, claim in incident.claims]
    if not any(claim.actor or claim.target or claim.weapon for claim in claims):
        return False
    if all(_is_general(claim) for claim in claims) and not any(_is_pinned(claim) for claim in claims):
        return False
    last = [claim.when.last for claim in claims if claim.when is not None and claim.when.last]
    if published and last and date.fromisoformat(max(last)) < date.fromisoformat(published) - OLDEST:
        return False
    targets = [claim.target for claim in claims if claim.target is not None]
    return not targets or not all(target.type in ARMED and not target.named for target in targets)


def _is_general(claim: Claim) -> bool:
    """Whether a claim speaks of many events at once: "attacks", "the murders"."""
    return str(claim.why.get("trigger", "")).startswith("noun") and claim.trigger.text.lower().endswith("s")


def _is_pinned(claim: Claim) -> bool:
    """Whether a claim says of one event when or where it was, or which person or thing was hit."""
    place, target = claim.place, claim.target
    return bool(
        (claim.when is not None and claim.when.first)
        or (place is not None and place.precision <= _SETTLEMENT)
        or (target is not None and (target.named or target.type == "object"))
    )


def _one(known: _Incident, other: _Incident) -> bool:
    """Whether nothing tells two incidents of one type apart."""
    if known.type != other.type:
        return False
    return not any(
        (a and b and not any(same(one, two) for one in a for two in b))
        for a, b, same in (
            (_days(known), _days(other), _meet),
            (_towns(known), _towns(other), str.__eq__),
            (_victims(known), _victims(other), _same_name),
            (_parties(known), _parties(other), str.__eq__),
        )
    )


def _days(incident: _Incident) -> list[tuple[str, str]]:
    whens = (claim.when for _, claim in incident.claims)
    return [(when.first, when.last) for when in whens if when is not None and when.first and when.last]


def _meet(one: tuple[str, str], two: tuple[str, str]) -> bool:
    return one[0] <= two[1] and two[0] <= one[1]


def _towns(incident: _Incident) -> list[str]:
    places = (claim.place for _, claim in incident.claims)
    return [place.name.casefold() for place in places if place is not None and place.precision <= _SETTLEMENT]


def _victims(incident: _Incident) -> list[str]:
    return [
        _plain(who.name)
        for _, claim in incident.claims
        for who in _with(claim.target, claim.co_targets)
        if who.named
    ]


def _parties(incident: _Incident) -> list[str]:
    return [claim.actor.id for _, claim in incident.claims if claim.actor is not None and claim.actor.id]


def _same_name(one: str, two: str) -> bool:
    return bool(set(one.split()) & set(two.split()))


def _with(entity: Entity | None, others: Sequence[Entity]) -> Iterable[Entity]:
    return others if entity is None else (entity, *others)


def _template(incident: _Incident, text: str) -> dict[str, Any]:
    fills: dict[str, list[str]] = {role: [] for role in ("perp_ind", "perp_org", "target", "victim", "weapon")}

    def add(role: str, words: str) -> None:
        if words and _plain(words) not in map(_plain, fills[role]):
            fills[role].append(words)

    for _, claim in incident.claims:
        for actor in _with(claim.actor, claim.co_actors):
            for role, words in _perpetrators(actor, text):
                add(role, words)
        for target in _with(claim.target, claim.co_targets):
            if target.type == "object":
                add("target", _thing(target))
            elif target.named:
                add("victim", _full_name(target, text))
        if claim.weapon is not None:
            add("weapon", _thing(claim.weapon))
    return {"incident_type": incident.type, **fills, "claims": [claim.id for _, claim in incident.claims]}


def _perpetrators(actor: Entity, text: str) -> Iterable[tuple[str, str]]:
    """The individual and the organisation that an actor's mention names."""
    words = _clean(actor)
    if _PRONOUN.fullmatch(words):
        words = ""
    if words.split()[-1:] and (words.split()[-1].lower() in _BODIES or _is_name_of(words, actor)):
        if not _MEMBERS.search(words):
            yield "perp_org", words
            return
    if words:
        yield "perp_ind", words
    if actor.org is not None:
        yield "perp_org", _one_line(actor.org)
    elif actor.id is not None and (name := _written(actor.name, text)):
        yield "perp_org", name


_PRONOUN = re.compile(r"(?:i|we|he|she|it|they|who|which|that|those|these|us|them|me|you)", re.I)


def _is_name_of(words: str, actor: Entity) -> bool:
    """Whether an organisation's mention is its own name or the letters that it is known by."""
    if actor.id is None or actor.id.startswith("person-"):
        return False
    plain, name = _plain(words), _plain(actor.name)
    initials = "".join(word[0] for word in name.split() if word not in ("of", "the", "and", "for"))
    return plain in name or plain == initials


def _full_name(person: Entity, text: str) -> str:
    """A person's full name where the text spells it out, else the mention."""
    return _written(person.name, text) or _clean(person)


def _written(name: str, text: str) -> str:
    """A name as the text writes it, '' where it does not."""
    found = re.search(r"\s+".join(map(re.escape, _plain(name).split())), _plain(text, keep_length=True), re.I)
    return " ".join(text[found.start() : found.end()].split()) if found else ""


def _thing(span: Span) -> str:
    return _NUMBER.sub("", _clean(span), count=1) if _NUMBER.match(_clean(span)) else _clean(span)


def _clean(span: Span) -> str:
    """A mention without its determiner and what follows its noun."""
    words = _one_line(span)
    words = _AFTER.sub("", words)
    return _LEADING.sub("", words + " ", count=1).strip() if _LEADING.match(words + " ") else words


def _one_line(span: Span) -> str:
    return " ".join(span.text.split())


def _plain(words: str, *, keep_length: bool = False) -> str:
    folded = "".join(unicodedata.normalize("NFD", char)[0] for char in words.casefold()) if keep_length else "".join(
        char for char in unicodedata.normalize("NFD", words.casefold()) if not unicodedata.combining(char)
    )
    return folded
