"""Incident templates in the manner of MUC-4, built from the records of the coder.

The task of the Fourth Message Understanding Conference (1992) asks for one template per terrorist incident: who did
it, for which organisation, to what and to whom, with what. By its rules fights between armed sides and attacks on
military targets are no incidents, nor are plans, what lies more than two months back, and violence told so generally
that nothing of one event is said. A record's claims are both narrower and wider than that: here they are chosen,
joined and put into the words of a template. Nothing is read that the record does not hold.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from sayso.record import Claim, Entity, Record, Span

ROLES = ("perp_ind", "perp_org", "target", "victim", "weapon")
INCIDENTS = {
    "airstrike": "attack", "drone_strike": "attack", "shelling": "attack", "chemical_attack": "attack",
    "armed_attack": "attack", "killing": "attack", "sexual_violence": "attack", "abuse": "attack",
    "shootdown": "attack", "bombing": "bombing", "suicide_bombing": "bombing", "abduction": "kidnapping",
}  # fmt: skip
# The more telling type names an incident that is told in the words of several.
TYPES = ("arson", "kidnapping", "bombing", "attack")
OLDEST = timedelta(days=62)
# Whoever bears arms is a military target unless he is hit by name.
ARMED = frozenset({"state-military", "rebel", "pro-government-militia"})
_MILITARY = frozenset(
    "military army rebel rebels guerrilla guerrillas troops barracks garrison battalion brigade soldiers position "
    "positions patrol convoy".split()
)
# Place precision (UCDP's where_prec) up to which two places are two towns.
SETTLEMENT = 2

_FIRE = frozenset("arson burn burned burning burnt torch torched fire fires ablaze incendiary molotov molotovs".split())
# Last words of a mention that name an organisation rather than those who belong to it.
_BODIES = frozenset(
    "army armies forces force front movement party battalion brigade militia police guard navy organization "
    "organisation cartel cartels government ministry faction coalition union alliance bloc command mafia group "
    "department".split()
)
_MEMBERS = frozenset("member members leader leaders unit units elements".split())
_PRONOUNS = frozenset("i we he she it they who which that those these us them me you".split())
# What stands before and behind the words that a template holds of a mention.
_BEFORE = frozenset(
    "the a an this that these those some several many few all any both his her its their our my about approximately "
    "around nearly almost over at least more than up to so-called".split()
)
_NUMBERS = frozenset("one two three four five six seven eight nine ten eleven twelve dozen dozens hundreds".split())
_BEHIND = frozenset(
    "in at on near from with who that which where whose outside inside located between against to for by during after "
    "before --".split()
)
_AROUND = ".,;:()[]\"'"
_T = TypeVar("_T")


@dataclass(slots=True)
class _Incident:
    """The claims that are one incident, each with the type that it alone would have."""

    claims: list[tuple[str, Claim]] = field(default_factory=list)

    @property
    def type(self) -> str:
        kinds = Counter(kind for kind, _ in self.claims)
        return min(kinds, key=lambda kind: (-kinds[kind], TYPES.index(kind)))

    @property
    def days(self) -> list[tuple[str, str]]:
        whens = (claim.when for _, claim in self.claims)
        return [(when.first, when.last) for when in whens if when is not None and when.first and when.last]

    @property
    def towns(self) -> list[str]:
        places = (claim.place for _, claim in self.claims)
        return [place.name.casefold() for place in places if place is not None and place.precision <= SETTLEMENT]

    @property
    def victims(self) -> list[set[str]]:
        targets = (who for _, claim in self.claims for who in _both(claim.target, claim.co_targets))
        return [set(_plain(who.name).split()) for who in targets if who.named]

    @property
    def parties(self) -> list[str]:
        return [claim.actor.id for _, claim in self.claims if claim.actor is not None and claim.actor.id]


def predicted(record: Record) -> Mapping[str, Any]:
    """The line that the scorer reads for one document."""
    return {"id": record.id, "templates": templates_of(record)}


def templates_of(record: Record) -> list[dict[str, Any]]:
    """The incident templates of a record: the type, the fills of each role, and the ids of their claims."""
    return [_template(incident, record.text) for incident in _incidents(record)]


def _incidents(record: Record) -> list[_Incident]:
    event_of = {claim: event.id for event in record.events for claim in event.claims}
    combat = {claim.evidence.start for claim in record.claims if claim.kind == "armed_clash"}
    groups: dict[str, _Incident] = {}
    for claim in record.claims:
        kind = _type_of(claim)
        if claim.actor is None and claim.evidence.start in combat:
            continue  # who fell in a fight that the same sentence tells of
        if kind is not None and claim.status == "asserted":
            groups.setdefault(event_of.get(claim.id, claim.id), _Incident()).claims.append((kind, claim))
    out: list[_Incident] = []
    for incident in groups.values():
        if _is_incident(incident, record.published):
            same = next((known for known in out if _are_one(known, incident)), None)
            if same is None:
                out.append(incident)
            else:
                same.claims.extend(incident.claims)
    return _with_deaths(out)


def _type_of(claim: Claim) -> str | None:
    if claim.kind == "property_damage":
        words = f"{claim.trigger.text} {claim.weapon.text if claim.weapon is not None else ''}"
        return "arson" if _FIRE & set(words.lower().split()) else None
    return INCIDENTS.get(claim.kind)


def _is_incident(incident: _Incident, published: str | None) -> bool:
    claims = [claim for _, claim in incident.claims]
    if not any(claim.actor or claim.target or claim.weapon for claim in claims):
        return False
    if all(_is_general(claim) for claim in claims):
        return False
    last = [last for _, last in incident.days]
    if published and last and date.fromisoformat(max(last)) < date.fromisoformat(published) - OLDEST:
        return False
    targets = [claim.target for claim in claims if claim.target is not None]
    return not targets or not all(map(_is_armed, targets))


def _is_armed(target: Entity) -> bool:
    if target.type == "object":
        return not _MILITARY.isdisjoint(target.text.lower().split())
    return target.type in ARMED and not target.named


def _is_general(claim: Claim) -> bool:
    """Whether a claim speaks of many events at once, "attacks", and says neither when nor where nor who was hit."""
    if not (str(claim.why.get("trigger", "")).startswith("noun") and claim.trigger.text.lower().endswith("s")):
        return False
    when, place, target = claim.when, claim.place, claim.target
    return not (
        (when is not None and when.first)
        or (place is not None and place.precision <= SETTLEMENT)
        or (target is not None and (target.named or target.type == "object"))
    )


def _are_one(known: _Incident, other: _Incident) -> bool:
    """Whether two incidents are of one type and neither day nor town, victim nor party tells them apart."""
    return (
        known.type == other.type
        and _agree(known.days, other.days, lambda one, two: one[0] <= two[1] and two[0] <= one[1])
        and _agree(known.towns, other.towns, lambda one, two: one == two)
        and _agree(known.victims, other.victims, lambda one, two: not one.isdisjoint(two))
        and _agree(known.parties, other.parties, lambda one, two: one == two)
    )


def _agree(some: Sequence[_T], others: Sequence[_T], same: Callable[[_T, _T], bool]) -> bool:
    return not some or not others or any(same(one, two) for one in some for two in others)


def _with_deaths(incidents: list[_Incident]) -> list[_Incident]:
    """The incidents, each kidnapping with the killing of whom it took: that is one incident."""
    kidnappings = [incident for incident in incidents if incident.type == "kidnapping"]
    out = []
    for incident in incidents:
        taken = incident.type == "attack" and next(
            (one for one in kidnappings if any(a & b for a in one.victims for b in incident.victims)), None
        )
        if taken:
            taken.claims.extend(("kidnapping", claim) for _, claim in incident.claims)
        else:
            out.append(incident)
    return out


def _template(incident: _Incident, text: str) -> dict[str, Any]:
    fills: dict[str, list[str]] = {role: [] for role in ROLES}
    for role, words in _fills(incident, text):
        if words and _plain(words) not in map(_plain, fills[role]):
            fills[role].append(words)
    return {"incident_type": incident.type, **fills, "claims": [claim.id for _, claim in incident.claims]}


def _fills(incident: _Incident, text: str) -> Iterator[tuple[str, str]]:
    for _, claim in incident.claims:
        for actor in _both(claim.actor, claim.co_actors):
            yield from _perpetrators(actor, text)
        for target in _both(claim.target, claim.co_targets):
            if target.type == "object":
                yield "target", _core(target, numbered=False)
            elif target.named:
                yield "victim", _written(target.name, text) or _core(target)
        if claim.weapon is not None:
            yield "weapon", _core(claim.weapon, numbered=False)


def _both(entity: Entity | None, others: Sequence[Entity]) -> Iterable[Entity]:
    return others if entity is None else (entity, *others)


def _perpetrators(actor: Entity, text: str) -> Iterator[tuple[str, str]]:
    """The individuals and the organisation that an actor's mention names."""
    words = _core(actor).split()
    lower = [word.lower() for word in words]
    members = not _MEMBERS.isdisjoint(lower)
    of = lower.index("of") if "of" in lower[1:] else len(lower)
    if not members and (lower[of - 1] in _BODIES or _is_name_of(" ".join(words), actor)):
        yield "perp_org", " ".join(words)
        return
    if not set(lower) <= _PRONOUNS:
        # "Terrorists of the Karo Front": the front is the organisation.
        yield "perp_ind", " ".join(words if members or (actor.id is None and actor.org is None) else words[:of])
    if actor.org is not None:
        yield "perp_org", " ".join(actor.org.text.split())
    elif actor.id is not None:
        yield "perp_org", _written(actor.name, text)


def _is_name_of(words: str, actor: Entity) -> bool:
    """Whether an organisation's mention is its own name or the letters that it is known by."""
    if actor.id is None or actor.id.startswith("person-"):
        return False
    plain, name = _plain(words), _plain(actor.name)
    return plain in name or plain == "".join(word[0] for word in name.split() if word not in _BEFORE | {"of", "and"})


def _core(span: Span, *, numbered: bool = True) -> str:
    """A mention without its determiner and what follows its noun; without its number where that has no place."""
    words = span.text.split()
    while len(words) > 1 and (words[0].lower() in _BEFORE or (not numbered and _is_number(words[0]))):
        del words[0]
    for at, word in enumerate(words):
        if at and (word.lower() in _BEHIND or word[0] in "(["):
            return " ".join(words[:at])
        if word.endswith(","):
            return " ".join([*words[:at], word[:-1]])
    return " ".join(words)


def _is_number(word: str) -> bool:
    return word[0].isdigit() or word.lower() in _NUMBERS


def _written(name: str, text: str) -> str:
    """A name as the text writes it, '' where it does not; accents and line breaks make no difference."""
    words, wanted = text.split(), _plain(name).split()
    plain = [_plain(word.strip(_AROUND)) for word in words]
    for at in range(len(words) - len(wanted) + 1):
        if plain[at : at + len(wanted)] == wanted:
            return " ".join(words[at : at + len(wanted)]).strip(_AROUND)
    return ""


def _plain(words: str) -> str:
    letters = unicodedata.normalize("NFD", words.casefold())
    return " ".join("".join(char for char in letters if not unicodedata.combining(char)).split())
