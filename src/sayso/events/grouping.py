"""Which claims of one document are mentions of one event.

Conservative: two claims are one event only where nothing that both of them state differs and something ties them
together. A pair that is left apart costs a reader a second look; a pair that is wrongly joined hides an event.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from sayso.claims.frames import FrameTable
from sayso.language import Parse
from sayso.record import Claim, DocumentEvent, Entity, Place, When

# How many claims back a claim may refer, unless they share both a named actor and a named target.
NEAR = 8
# How many events back are looked at, and how many of the latest mentions of each, so that long texts cost no more.
WINDOW = 100
LATEST = 20
# How many events back a bare mention of one kind may refer.
NEXT = 3
# Place precision (UCDP's where_prec) up to which one place means one spot: exact or near.
SETTLEMENT = 2
UNKNOWN = 7
# Time precision (UCDP's date_prec) up to which a stretch tells events apart: a month.
_MONTH = 4
_FURTHER = frozenset({"another", "other", "second", "third", "fourth", "further", "more", "new", "separate", "similar"})
_DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
_DEFINITE_OPENINGS = frozenset({"the ", "both", "thes", "thos"})
_NUMERALS = {
    word: str(number)
    for number, word in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_PEOPLE = frozenset({"civilians", "political", "journalist", "medical", "state-government", "international"})
_VIOLENCE = "violence"
_FROM_THE_AIR = frozenset({"airstrike", "drone_strike"})
_SHOTS = frozenset("fire fires fired firing shoot shoots shot shots shooting gunfire".split())
_SMALL = frozenset({"of", "the", "a", "an", "in", "and", "at", "on", "from", "to", "for"})
# Kinds that say what another event of the same family did: deaths in a strike, damage by a blast.
_OUTCOMES = frozenset({"killing", "property_damage"})
# Families whose claims are speech or standing states: the same words about the same people are rarely one event.
_APART = frozenset({"other", "demand", "threat", "accusation", "refusal", "support", "toll"})


def group_claims(parse: Parse, claims: Sequence[Claim], frames: FrameTable | None = None) -> tuple[DocumentEvent, ...]:
    """The events of a document, each with the ids of the claims that mention it, in text order.

    Every claim belongs to exactly one event; most events have one claim.
    """
    table = frames or FrameTable.load()
    groups: list[_Group] = []
    of_family: dict[str, list[int]] = {}
    for claim in claims:
        family = table.frame(claim.kind).family
        home = None if family in _APART else _home(parse, claim, groups, of_family.get(family, ()), family)
        if home is None:
            home = _Group()
            of_family.setdefault(family, []).append(len(groups))
            groups.append(home)
        home.add(claim)
    return tuple(
        DocumentEvent(f"e{group.claims[0].id[1:]}", tuple(claim.id for claim in group.claims)) for group in groups
    )


class _Parties:
    """Who stands in one slot of a group's claims, so coarsely that one look tells who can't be among them."""

    __slots__ = ("first", "keys", "last")

    def __init__(self) -> None:
        self.keys: set[str] = set()
        self.first, self.last = 0, 0

    def add(self, entity: Entity | None) -> None:
        if entity is None:
            return
        self.first = min(self.first, entity.start) if self.keys else entity.start
        self.last = max(self.last, entity.end)
        self.keys |= _keys(entity)

    def may_hold(self, entity: Entity, keys: set[str]) -> bool:
        """Whether ``_same_entity`` may be true of an entity, whose keys are given, and one that was added."""
        return not self.keys.isdisjoint(keys) or (entity.start < self.last and self.first < entity.end)


class _Group:
    """The claims of one event, which are all of one family."""

    __slots__ = ("actors", "claims", "targets")

    def __init__(self) -> None:
        self.claims: list[Claim] = []
        self.actors, self.targets = _Parties(), _Parties()

    def add(self, claim: Claim) -> None:
        self.claims.append(claim)
        self.actors.add(claim.actor)
        self.targets.add(claim.target)


def _keys(entity: Entity) -> set[str]:
    """What two entities that ``_same_entity`` holds for one share, unless their spans overlap."""
    name = entity.name.casefold()
    return {name, f"#{entity.id}" if entity.id else name, *(word.rstrip("s") for word in name.split())}


def _home(parse: Parse, claim: Claim, groups: Sequence[_Group], alike: Sequence[int], family: str) -> _Group | None:
    """The nearest group that a claim is a further mention of; ``alike`` are the numbers of those of its family."""
    actor, target = claim.actor, claim.target
    # What is further back than NEAR is tied by actor and target alone.
    reach = WINDOW if actor is not None and target is not None else NEAR
    numbers = alike[bisect_left(alike, len(groups) - reach) :]
    if not numbers:
        return None
    actors = _keys(actor) if actor is not None else set()
    targets = _keys(target) if target is not None else set()
    bare = family == _VIOLENCE and _is_bare(claim) and not _is_new(parse, claim)
    recalled = family == _VIOLENCE and _refers_back(parse, claim)
    best: tuple[int, int] | None = None
    found = None
    for number in numbers:
        known = groups[number]
        distance = len(groups) - number
        if distance > NEAR and actor is not None and target is not None:
            if not (known.actors.may_hold(actor, actors) and known.targets.may_hold(target, targets)):
                continue
        group = known.claims[-LATEST:]
        if bare and distance <= NEXT and (best is None or best[0] == 0) and _happened(claim) == _happened(group[-1]):
            # "The explosions were heard for miles": no words of its own tell it from the attack just told.
            best, found = (0, number), known
        if any(not _compatible(claim, other, recalled) for other in group):
            continue
        tie = max(_tie(parse, claim, other, distance) for other in group)
        if tie < 2 and any(claim.background != other.background for other in group):
            continue  # history is told apart from the news unless it names the same people
        if tie and (best is None or (tie, number) > best):
            best, found = (tie, number), known
    return found


def _compatible(claim: Claim, other: Claim, recalled: bool = False) -> bool:
    """Whether no slot that both claims fill tells them apart; ``recalled``: "the attack", of whatever it hit."""
    if _happened(claim) != _happened(other):
        return False
    if claim.kind != other.kind and not {claim.kind, other.kind} & _OUTCOMES and not _general(claim, other):
        return False
    return (
        _same_entity(claim.actor, other.actor) is not False
        and (
            _same_entity(claim.target, other.target) is not False
            or bool({claim.kind, other.kind} & _OUTCOMES)
            or (recalled and _person_and_thing(claim.target, other.target))
        )
        and not (_own_place(claim) and _own_place(other) and _same_place(claim.place, other.place) is False)
        and not (_own_time(claim) and _own_time(other) and _same_time(claim.when, other.when) is False)
        and not _counts_differ(claim, other)
    )


def _own_place(claim: Claim) -> bool:
    """Whether the sentence itself names the place: one that was lent from elsewhere tells no events apart."""
    return claim.place is not None and claim.evidence.overlaps(claim.place)


def _own_time(claim: Claim) -> bool:
    when = claim.when
    if when is None or when.start is None or when.end is None:
        return False
    return claim.evidence.start <= when.start < claim.evidence.end


def _is_bare(claim: Claim) -> bool:
    """Whether a claim says neither who nor whom nor with what nor when nor how many."""
    return not (claim.actor or claim.target or claim.weapon or claim.when or claim.counts)


def _happened(claim: Claim) -> bool:
    return claim.status in ("asserted", "denied")


def _general(claim: Claim, other: Claim) -> bool:
    """ "The attack" may be any kind of attack that was told before; shots that somebody fired are none from the air."""
    for one, two in ((claim, other), (other, claim)):
        if one.kind in _FROM_THE_AIR and two.kind == "armed_attack" and _SHOTS & set(two.trigger.text.casefold().split()):
            return False
    return "armed_attack" in (claim.kind, other.kind)


def _tie(parse: Parse, claim: Claim, other: Claim, distance: int) -> int:
    """How strongly two compatible claims are tied together; 0 for not at all."""
    actors = _same_entity(claim.actor, other.actor)
    targets = _same_entity(claim.target, other.target)
    if actors and targets and (_same_place(claim.place, other.place) or _same_time(claim.when, other.when)):
        return 4
    if distance > NEAR:
        return 0
    if _refers_back(parse, claim):
        return 4 if targets else 3  # "the attack on the convoy" is the one told of a convoy, not the one told last
    if targets:
        return 2
    same_place = _same_place(claim.place, other.place)
    if same_place and actors and _same_time(claim.when, other.when):
        return 2
    spot = claim.place is not None and _is_spot(claim.place) and same_place
    if spot and claim.kind == other.kind and _holds(claim.when, other.when):
        return 2  # "last month", "on April 20": at one spot, the day is of that month
    if claim.kind == other.kind and distance <= NEXT and not _is_new(parse, claim):
        bare = claim.target is None or other.target is None
        if bare and (actors or claim.actor is None or other.actor is None):
            return 1  # the next words about such an event, with nothing against its being the same one
    if spot and not _is_new(parse, claim):
        return 1  # at one settlement with nothing against it: how a report comes back to its event
    if claim.kind == other.kind and actors and distance <= NEXT and not _is_new(parse, claim):
        return 1
    if _neighbours(parse, claim, other) and not _is_new(parse, claim):
        # What the same sentence or the next says of violence is the same violence, unless it is set apart.
        apart = parse.sentence_of[_token(parse, claim)] - parse.sentence_of[_token(parse, other)]
        if apart == 0 or (distance == 1 and bool({claim.kind, other.kind} & _OUTCOMES)):
            return 1
    return 0


def _token(parse: Parse, claim: Claim) -> int:
    token = parse.token_at(claim.trigger.start)
    assert token is not None  # a trigger is verbatim
    return token


def _refers_back(parse: Parse, claim: Claim) -> bool:
    """Whether the trigger is a definite noun: "the attack"."""
    tokens = parse.tokens_in(claim.trigger)
    if not tokens or parse.tags[tokens[-1]][0] != "N":
        return False
    first = parse.phrase(tokens[-1])[0]
    return parse.lowers[first] in _DEFINITE


def _is_new(parse: Parse, claim: Claim) -> bool:
    """Whether the words announce a further event: "another strike", "a second blast"."""
    tokens = parse.tokens_in(claim.trigger)
    if not tokens or parse.tags[tokens[-1]][0] != "N":
        return False
    first, last = parse.phrase(tokens[-1])
    return any(parse.lowers[token] in _FURTHER for token in range(first, last))


def _neighbours(parse: Parse, claim: Claim, other: Claim) -> bool:
    one, two = parse.token_at(other.trigger.start), parse.token_at(claim.trigger.start)
    return one is not None and two is not None and parse.sentence_of[two] - parse.sentence_of[one] <= 1


def _same_entity(one: Entity | None, two: Entity | None) -> bool | None:
    """True where both are one, False where they differ, None where that can't be told."""
    if one is None or two is None:
        return None
    if one.overlaps(two) or (one.id is not None and one.id == two.id) or one.name.casefold() == two.name.casefold():
        return True
    if one.id is not None and two.id is not None:
        return False
    names = one.name.casefold().split(), two.name.casefold().split()
    if names[0][-1].rstrip("s") == names[1][-1].rstrip("s"):
        return True
    if (one.text[:4].casefold() in _DEFINITE_OPENINGS) and set(names[0]) & set(names[1]) - _SMALL:
        return True  # "two Spanish engineers ... the two Spaniards" share a word, "the engineers" too
    if _is_proper(one) and _is_proper(two) and not set(names[0]) & set(names[1]):
        return False
    if one.type == two.type or "unknown" in (one.type, two.type):
        return None
    # "A senator ... the politician": what people are called tells nothing, a thing is nobody and a side not another.
    return None if one.type in _PEOPLE and two.type in _PEOPLE else False


def _person_and_thing(one: Entity | None, two: Entity | None) -> bool:
    """Whether one is somebody and the other something: a blast hits the bus and the guards in it."""
    return one is not None and two is not None and (one.type == "object") != (two.type == "object")


def _is_proper(entity: Entity) -> bool:
    """Whether an entity has a name of its own, every word of it capitalised."""
    return all(word[:1].isupper() for word in entity.name.split())


def _same_place(one: Place | None, two: Place | None) -> bool | None:
    if one is None or two is None:
        return None
    if one.geonameid is not None and one.geonameid == two.geonameid:
        return True
    if one.name.casefold() == two.name.casefold():
        return True
    if one.country and two.country and one.country != two.country:
        return False
    if one.admin1 and two.admin1 and one.admin1 != two.admin1:
        return False
    if _is_site(one) != _is_site(two):
        return None  # the building may stand in the town
    # A town and its province agree; two towns don't.
    return None if max(one.precision, two.precision) >= 4 else False


def _is_site(place: Place) -> bool:
    """Whether a place is a thing without a name of its own, known at most by the town around it: "the embassy"."""
    return place.geonameid is None and place.why.get("place_of") is not None and "relation" not in place.why and (
        "anchor" in place.why or place.precision == UNKNOWN
    )


def _is_spot(place: Place) -> bool:
    """Whether a place is a settlement or less, also one that no table has and that only its name tells."""
    unknown = place.geonameid is None and place.lat is None and place.feature is None
    return place.precision <= SETTLEMENT or (unknown and place.name[:1].isupper())


def _holds(one: When | None, two: When | None) -> bool:
    """Whether one time is a stretch and the other lies in it."""
    if one is None or two is None:
        return False
    wide, narrow = (one, two) if one.precision > two.precision else (two, one)
    if not (wide.first and wide.last and narrow.first and narrow.last):
        return False
    return narrow.precision < wide.precision <= _MONTH and wide.first <= narrow.first and narrow.last <= wide.last


def _same_time(one: When | None, two: When | None) -> bool | None:
    if one is None or two is None or not (one.first and one.last and two.first and two.last):
        return None
    if one.first > two.last or two.first > one.last:
        return False
    return True if max(one.precision, two.precision) <= 2 else None


def _counts_differ(claim: Claim, other: Claim) -> bool:
    for count in claim.counts:
        for again in other.counts:
            if count.what == again.what and count.who == again.who:
                low, high = max(count.low or 0, again.low or 0), min(_top(count.high), _top(again.high))
                if low > high:
                    return True
    return False


def _top(value: int | None) -> int:
    return 10**9 if value is None else value
