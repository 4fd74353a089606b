"""When two values of a slot are one, and when they can't both be right.

Most values that differ do not contradict each other: "Russia" and "warplanes", a town and its province, a market and
a bakery. Two contradict only where nothing could make both true: two known actors on different sides, an armed
position against a home, two places too far apart.
"""

from __future__ import annotations

from functools import cache

from sayso.codebook.words import word_list
from sayso.fusion.parties import ARMED_TYPES, STATE_TYPES, EventSides, Sides
from sayso.places.search import km
from sayso.record import Claim, Entity, Place

_PRONOUNS = frozenset("he him she her it they them we us i you who which that this these those one others".split())
_ARTICLES = ("the ", "a ", "an ", "its ", "their ", "his ", "her ")
# Words behind which a noun phrase only says more of what its head names.
_BEHIND = frozenset("of in at on near from for with by run that which who where belonging located used outside".split())
_CIVIL_TYPES = frozenset({"civilians", "medical", "journalist"})
# What an actor of unknown allegiance may be, besides the same.
_FACELESS = frozenset({"unknown", "international"})
# Kilometres within which two settlements may be one spot to two reports.
SPOT_KM = 25.0
_COUNTRY = 6  # UCDP's where_prec of a country
_DIVISION = 4  # and of a first-order division


def singular(word: str) -> str:
    """A word without its plural ending, crudely.

    >>> singular("militants"), singular("families"), singular("mosque"), singular("bus")
    ('militant', 'family', 'mosque', 'bus')
    """
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "sses", "xes")):
        return word[:-2]
    if word.endswith("s") and len(word) > 3 and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def words_of(text: str) -> tuple[str, ...]:
    """The words of a phrase, folded and in the singular."""
    return tuple(singular(word.strip(".,'’\"“”()")) for word in text.casefold().replace("-", " ").split())


def is_named(entity: Entity | None) -> bool:
    """Whether an entity says who: not a pronoun, nor a figure alone."""
    return (
        entity is not None and any(char.isalpha() for char in entity.name) and entity.name.casefold() not in _PRONOUNS
    )


def entity_key(entity: Entity) -> str:
    """What an actor or target is known by across reports: the state that it serves, its id, or its head noun."""
    if entity.type in STATE_TYPES and entity.country:
        return f"state:{entity.country}"
    if entity.id:
        return f"actor:{entity.id}"
    name = " ".join(entity.name.casefold().split())
    for article in _ARTICLES:
        name = name.removeprefix(article)
    if entity.named or (entity.type != "object" and entity.name[:1].isupper() and len(name.split()) > 1):
        return f"name:{name}"
    head = head_of(name)
    if entity.type == "civilians" and head in anybody():
        head = "civilian"
    return f"what:{head}"


def parties_of(claim: Claim) -> frozenset[str]:
    """What a claim's actor and target are known by across reports."""
    entities = (claim.actor, claim.target, *claim.co_actors, *claim.co_targets)
    return frozenset(entity_key(entity) for entity in entities if entity is not None)


def head_of(name: str) -> str:
    """The noun that a phrase is about, in the singular.

    >>> head_of("a trauma hospital run by charities"), head_of("members of the militia")
    ('hospital', 'member')
    """
    words = name.replace(",", " ").split()
    for number, word in enumerate(words):
        if word in _BEHIND and number:
            words = words[:number]
            break
    return singular(words[-1]) if words else name


_GUARDS = frozenset({"guard", "warden", "warder", "jailer"})


def character(entity: Entity) -> str | None:
    """Whether who or what was struck is "armed" or "civil"; None where it may be either."""
    if entity.type in ARMED_TYPES:
        # Guards are hurt together with those whom they guard, or the house: that makes it no camp.
        return None if entity.id is None and _GUARDS & set(words_of(entity.name)) else "armed"
    if entity.type in _CIVIL_TYPES:
        return "civil"
    return phrase_character(entity.name) or phrase_character(entity.text)


def phrase_character(phrase: str) -> str | None:
    """The same for words alone: "ISIS positions", "two schools"."""
    words = words_of(phrase)
    is_armed, is_civil = bool(armed() & set(words)), bool(civil() & set(words))
    if is_armed == is_civil:
        return None  # a military hospital, a village that is a stronghold
    return "armed" if is_armed else "civil"


def other_actor(one: Entity, two: Entity, sides: Sides, event: EventSides) -> bool:
    """Whether two actors can't both be the one who did it."""
    if entity_key(one) == entity_key(two):
        return False
    left, right = sides.side(one), sides.side(two)
    if left is not None and right is not None:
        return not event.same(left, right)
    if {one.type, two.type} & _FACELESS or one.type == "object" or two.type == "object":
        return False
    # One of them is not told by name: a state's force is no rebel, and civilians are neither.
    groups = tuple("state" if one_.type in STATE_TYPES else "civil" if one_.type in _CIVIL_TYPES else "group"
                   for one_ in (one, two))  # fmt: skip
    return groups[0] != groups[1] and "pro-government-militia" not in (one.type, two.type)


def other_target(one: Entity, two: Entity, sides: Sides, event: EventSides) -> bool:
    """Whether two descriptions of what was struck can't both be right: armed against civil, or two armed sides."""
    left, right = character(one), character(two)
    if left is None or right is None:
        return False
    if left != right:
        return True
    if left == "civil":
        return False
    ours, theirs = sides.side(one), sides.side(two)
    return ours is not None and theirs is not None and not event.same(ours, theirs)


def place_key(place: Place) -> str:
    """What a place is known by across reports."""
    return f"GEONAMES:{place.geonameid}" if place.geonameid is not None else f"name:{place.name.casefold()}"


def other_place(one: Place, two: Place) -> bool:
    """Whether two places can't both be where it happened."""
    if place_key(one) == place_key(two) or one.name.casefold() == two.name.casefold():
        return False
    if one.lat is None or two.lat is None:
        return False  # a name that no gazetteer knows may be anywhere
    if any(place.geonameid is None and place.name.islower() for place in (one, two)):
        return False  # "the hall" lies where the text makes it seem
    if one.country and two.country and one.country != two.country:
        return True
    wider = max(one.precision, two.precision)
    if wider >= _COUNTRY:
        return False
    if one.admin1 and two.admin1 and one.admin1 != two.admin1:
        return _apart(one, two) > SPOT_KM
    return wider < _DIVISION and _apart(one, two) > SPOT_KM


def _apart(one: Place, two: Place) -> float:
    if one.lat is None or one.lon is None or two.lat is None or two.lon is None:
        return 0.0
    return km((one.lat, one.lon), (two.lat, two.lon))


@cache
def armed() -> frozenset[str]:
    """Words that tell of an armed side."""
    return word_list("fusion.toml", "targets.armed")


@cache
def civil() -> frozenset[str]:
    """Words that tell of civilians."""
    return word_list("fusion.toml", "targets.civil")


@cache
def anybody() -> frozenset[str]:
    """Words for people that tell nobody apart."""
    return word_list("fusion.toml", "targets.anybody")
