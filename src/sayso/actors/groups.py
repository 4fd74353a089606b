"""Role nouns: people, forces and bodies, and whose they are by the names and modifiers in the phrase."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.actors.model import Actor
from sayso.actors.naming import name_of
from sayso.actors.owners import affiliation
from sayso.actors.phrases import NounPhrase, belonging, linked_side, of_object, people_forces, side_of
from sayso.actors.reading import Reading
from sayso.actors.things import read_aircraft, read_country, read_thing

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors


# Plain members of a force stand for it: "soldiers opened fire".
_RANK_AND_FILE = frozenset({"soldier", "serviceman", "policeman", "police officer", "officer", "police"})
# Who heads a state: "the Turkish president" is the person whom the text calls so.
_RULERS = frozenset({"leader", "president", "premier", "prime minister", "chancellor", "king", "emir", "dictator"})


def read_role(actors: DocumentActors, phrase: NounPhrase) -> Reading | None:
    parse, role = actors.parse, phrase.role
    assert role is not None
    head = phrase.head
    if role.kind == "measure" or phrase.noun in actors.book.words["open_measures"]:
        inner = of_object(parse, head)
        below = actors.reading(inner) if inner is not None else None
        if below is not None and phrase.noun != "leader" and (role.kind == "measure" or below.actor.type != "object"):
            return Reading(below.actor, phrase.first, phrase.last, f"measure, {below.rule}", below.person)
        if role.kind == "measure":
            side = side_of(actors.book, phrase)
            people = side is not None or phrase.noun in actors.book.words["counts_people"]
            amount = parse.entity_label(head) in ("MONEY", "PERCENT", "QUANTITY", "DATE", "TIME")
            if inner is not None or amount or not people:
                return None
            return Reading(
                Actor(name_of(actors, phrase), None, side or "civilians"), phrase.first, phrase.last, "measure"
            )
    if phrase.noun == "head" and _bodily_head(actors, phrase):
        return None
    if role.kind == "none":
        return None
    if role.service == "country":
        return read_country(actors, phrase)
    if role.service == "air_craft":
        return read_aircraft(actors, phrase)
    if role.kind == "thing" and role.service not in ("air_force", "navy"):
        return read_thing(actors, phrase)
    return _group(actors, phrase)


def _bodily_head(actors: DocumentActors, phrase: NounPhrase) -> bool:
    """Whether a "head" is the part of a body: nothing says of what it is the head."""
    compound = any(actors.parse.deps[child] == "compound" for child in actors.parse.children[phrase.head])
    return of_object(actors.parse, phrase.head) is None and not phrase.mentions and not compound


def _group(actors: DocumentActors, phrase: NounPhrase) -> Reading | None:
    """People, forces and bodies: whose they are, by the names and modifiers in the phrase."""
    role = phrase.role
    assert role is not None
    side = side_of(actors.book, phrase)
    first, last = phrase.first, phrase.last
    owner = affiliation(actors, phrase)
    organisational = role.type not in ("civilians", "journalist", "medical", "criminal", "private-company")
    if owner is not None:
        actor, kind, person = owner
        if phrase.noun in actors.book.words["outsiders"]:
            return Reading(
                Actor(name_of(actors, phrase), None, role.type, actor.country), first, last, f"role {phrase.noun}"
            )
        if kind == "loyal" and role.type in ("rebel", "political"):
            loyal = Actor(name_of(actors, phrase), None, "pro-government-militia", actor.country)
            return Reading(loyal, first, last, f"{phrase.noun} loyal to {actor.name}")
        organised = kind in ("group", "force") and not person
        governing = role.kind == "body" and role.service in ("government", "ministry")
        if kind == "group" and governing and actor.type in ("rebel", "political"):
            ruler = Actor(name_of(actors, phrase), None, "state-government", actor.country)
            return Reading(ruler, first, last, f"{phrase.noun} of {actor.name}")
        if phrase.noun in _RULERS and side is None and (actor.id or "").startswith("gov-"):
            leading = Actor(name_of(actors, phrase), None, "state-government", actor.country)
            known = (
                actors.descriptions.state_leader(phrase, actor.country)
                if phrase.definite and not phrase.plural
                else None
            )
            return known or Reading(leading, first, last, "leader of a state")
        bandits = role.type == "criminal" and role.kind == "person" and actor.type == "rebel"
        if organised and (organisational or bandits or actor.type == role.type or role.kind == "thing"):
            return Reading(actor, first, last, f"{phrase.noun} of {actor.name}")
        if person and organisational:
            return _of_person(actors, phrase, actor, side)
        if kind == "adjective" and role.kind == "body" and not role.service and phrase.definite:
            known = actors.descriptions.description(phrase, side, actor.country)
            if known is not None:
                return known
        if actor.country is not None or actor.id is not None:
            found = _of_state(actors, phrase, actor, side)
            if found is not None:
                return found
    for mention in phrase.mentions:
        if mention.people is not None:
            forces = people_forces(mention.people, phrase)
            kind = forces or side or role.type
            if mention.linked:
                kind = side or "rebel" if role.armed else role.type
            return Reading(
                Actor(name_of(actors, phrase), None, kind, mention.people.country),
                first,
                last,
                f"people, {phrase.noun}",
            )
        if mention.linked and (role.armed or role.type == "rebel"):
            kind = side if side not in (None, "international") else linked_side(mention) or side or role.type
            leads = mention.actor.country if mention.linked == "led" and mention.actor is not None else None
            return Reading(
                Actor(name_of(actors, phrase), None, kind, leads), first, last, f"{mention.linked} {phrase.noun}"
            )
    if phrase.noun in actors.book.words["belongs_to"] and side is None:
        for inner in belonging(actors.parse, phrase.head):
            reading = actors.reading(inner) if actors.parse.lowers[actors.parse.heads[inner]] == "of" else None
            if reading is not None and reading.actor.type not in ("civilians", "object", "place", "unknown"):
                held = Actor(name_of(actors, phrase), None, reading.actor.type, reading.actor.country)
                return Reading(held, first, last, f"{phrase.noun} of {reading.actor.name}")
    if phrase.noun == "terrorist":
        name = f"unknown (labelled {actors.parse.lowers[phrase.head]})"
        return Reading(Actor(name, None, "rebel"), first, last, "label")
    found = actors.descriptions.description(phrase, side)
    if found is not None:
        return found
    return _by_context(actors, phrase, side)


def _by_context(actors: DocumentActors, phrase: NounPhrase, side: str | None) -> Reading | None:
    """A role noun that names nobody: a state's service in a document about one state, else its type alone."""
    role = phrase.role
    assert role is not None
    first, last = phrase.first, phrase.last
    kind = side or role.type
    country = actors.services.country_of(role.service, known=phrase.definite and not phrase.plural and role.kind != "thing")
    open_state = role.service and side in (None, "state-military", "state-police", "state-government")
    if open_state and country is not None and country in actors.book.states:
        bare = all(word in actors.book.words["front"] or word in actors.book.modifiers for word in phrase.modifiers)
        bare = bare and of_object(actors.parse, phrase.head) is None  # "units of the rebels" are no state's
        if bare and role.kind != "person":
            actor = _service(actors, phrase, country, side)
            if actor is not None:
                return Reading(actor, first, last, f"service {role.service} by context")
        if bare and phrase.plural and phrase.noun in _RANK_AND_FILE and side is None:
            return Reading(
                actors.book.service(country, role.service), first, last, f"service {role.service} by context"
            )
        name = name_of(actors, phrase)
        if bare and role.service and (phrase.plural or phrase.noun in ("police", *actors.book.words["branches"])):
            name = f"{actors.book.states[country].adjective} {name}"
        return Reading(Actor(name, None, kind, country if bare else None), first, last, f"role {phrase.noun}")
    name = name_of(actors, phrase)
    if role.type == "unknown" and role.kind == "person" and not name.startswith("unidentified"):
        name = f"unidentified {name}"
    return Reading(Actor(name, None, kind), first, last, f"role {phrase.noun}")


def _of_person(actors: DocumentActors, phrase: NounPhrase, actor: Actor, side: str | None) -> Reading | None:
    """ "Assad's forces", "Ranariddh's resistance forces": the forces of a person's state or movement."""
    role = phrase.role
    assert role is not None
    if actor.type in ("state-government", "state-military") and actor.country in actors.book.states and (
        role.service and side in (None, "state-military", "state-police")
    ):  # fmt: skip
        made = _service(actors, phrase, actor.country or "", side)
        if made is not None:
            return Reading(made, phrase.first, phrase.last, f"{phrase.noun} of {actor.name}")
    kind = side or (actor.type if role.armed and actor.type == "rebel" else role.type)
    name = name_of(actors, phrase)
    return Reading(Actor(name, None, kind, actor.country), phrase.first, phrase.last, f"{phrase.noun} of {actor.name}")


def _of_state(actors: DocumentActors, phrase: NounPhrase, actor: Actor, side: str | None) -> Reading | None:
    role = phrase.role
    assert role is not None
    iso3 = (actor.id or "")[-3:].upper() if (actor.id or "").startswith(("gov-", "mil-")) else actor.country or ""
    if role.service and iso3 in actors.book.states and side in (
        None, "state-military", "state-police", "state-government"
    ):  # fmt: skip
        made = _service(actors, phrase, iso3, side)
        if made is not None:
            rule = f"service {role.service}" if role.kind == "thing" else f"{role.service} of {made.country}"
            return Reading(made, phrase.first, phrase.last, rule)
    kind = side or role.type
    if role.armed and side is None and role.type == "rebel" and phrase.noun in ("fighter", "commander"):
        kind = "rebel"
    return Reading(
        Actor(name_of(actors, phrase), None, kind, actor.country), phrase.first, phrase.last, f"role {phrase.noun}"
    )


def _service(actors: DocumentActors, phrase: NounPhrase, iso3: str, side: str | None) -> Actor | None:
    """The state's force or office that a noun names; None where the noun names a person in it."""
    role = phrase.role
    assert role is not None
    service = role.service
    if service == "ministry":
        for word in reversed(phrase.modifiers):
            if word in actors.book.ministries:
                return actors.book.ministry(iso3, actors.book.ministries[word])
        for inner in belonging(actors.parse, phrase.head):
            word = actors.parse.lowers[inner]
            if word in actors.book.ministries:
                return actors.book.ministry(iso3, actors.book.ministries[word])
        return None
    if side == "state-police":
        return actors.book.service(iso3, "police")
    if service == "government" and role.kind == "person":
        return None
    if service == "government" and phrase.noun in actors.book.words["branches"]:
        return None
    if role.kind == "person" and role.service in ("military", "police") and not phrase.plural and phrase.noun not in (
        "police", "police force", "riot police", "gendarmerie"
    ):  # fmt: skip
        return None
    if phrase.noun.endswith(("official", "chief", "leader", "spokesman", "source", "agent")):
        return None
    if phrase.noun == "authority":
        government = actors.book.service(iso3, "government")
        return replace(government, name=f"{actors.book.states[iso3].adjective} authorities")
    return actors.book.service(iso3, service)
