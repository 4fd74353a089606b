"""Countries, aircraft, things, places and whatever else a noun phrase may head."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sayso.actors.book import fold
from sayso.actors.model import Actor
from sayso.actors.naming import name_of, renamed
from sayso.actors.owners import owner_in
from sayso.actors.phrases import NounPhrase, of_object, side_of
from sayso.actors.reading import Reading

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

_PLACES = frozenset({"GPE", "LOC", "FAC"})
_OPEN_HEADS = frozenset({"CD", "DT", "JJ", "PDT", "JJS", "JJR", "WDT"})
_UNMANNED = frozenset({"drone", "uav", "unmanned aerial vehicle", "unmanned aircraft"})


def read_country(actors: DocumentActors, phrase: NounPhrase) -> Reading | None:
    """ "The country", "the Syrian state": a state by name or by what the document spoke of last."""
    inner = of_object(actors.parse, phrase.head)
    proper = actors.parse.tags[phrase.head] == "NNP" or (inner is not None and actors.parse.tags[inner] == "NNP")
    if phrase.noun == "state" and proper:
        return read_thing(actors, phrase)  # a part of a federation: "the state of Veracruz", "Kano State"
    for mention in phrase.mentions:
        if mention.actor is not None and not mention.linked and mention.kind not in ("group", "force"):
            return Reading(mention.actor, phrase.first, phrase.last, f"{phrase.noun} of {mention.actor.name}")
    if phrase.definite and not phrase.plural and (found := actors.descriptions.country(phrase)) is not None:
        return found
    kind = "state-government"
    return Reading(Actor(name_of(actors, phrase), None, kind), phrase.first, phrase.last, f"role {phrase.noun}")


def read_aircraft(actors: DocumentActors, phrase: NounPhrase) -> Reading | None:
    """Planes are an air force's where the phrase names whose or the type; a "bomber" without either is a person.

    A drone is its state's military's: every service flies them.
    """
    service = "military" if phrase.noun in _UNMANNED else "air_force"
    # "Su-24 bombers" are of a type, "60 drones" only so many.
    numbered = any(any(map(str.isdigit, word)) and any(map(str.isalpha, word)) for word in phrase.modifiers)
    for mention in phrase.mentions:
        if mention.actor is None or mention.linked:
            continue
        if mention.kind in ("group", "force"):
            return Reading(mention.actor, phrase.first, phrase.last, "service air_force")
        iso3 = (mention.actor.id or "")[-3:].upper()
        if iso3 in actors.book.states and phrase.noun != "pilot":
            return Reading(actors.book.service(iso3, service), phrase.first, phrase.last, f"service {service}")
    owner = owner_in(actors, phrase)
    if owner is not None and phrase.noun != "pilot":
        actor, _, _ = owner
        if (actor.id or "").startswith("gov-") and actor.country in actors.book.states:
            actor = actors.book.service(actor.country, service)
        if actor.id is not None:
            return Reading(actor, phrase.first, phrase.last, f"service {service}")
    if numbered and (found := actors.descriptions.air_force(phrase)) is not None:
        return found
    name = name_of(actors, phrase)
    if phrase.noun == "bomber" and not numbered:
        return Reading(Actor(name, None, "rebel"), phrase.first, phrase.last, "role bomber")
    if phrase.noun == "pilot":
        kind = "state-military" if {"military", "fighter", "force"} & set(phrase.modifiers) else "civilians"
        return Reading(Actor(name, None, kind), phrase.first, phrase.last, "role pilot")
    return Reading(Actor(name, None, "object"), phrase.first, phrase.last, "object")


def read_thing(actors: DocumentActors, phrase: NounPhrase) -> Reading:
    owner = owner_in(actors, phrase)
    name = name_of(actors, phrase)
    country = None
    rule = "object"
    inner = of_object(actors.parse, phrase.head)
    if inner is not None and actors.parse.tags[inner][:3] == "NNP" and inner not in actors.persons.at:
        first, last = actors.parse.phrase(inner)
        proper = " ".join(actors.parse.span(first, last).text.split())
        if phrase.noun in ("town", "city", "village", "district", "settlement", "neighbourhood", "neighborhood",
                           "suburb", "port", "island", "hamlet", "quarter"):  # fmt: skip
            name = proper
        elif phrase.noun in ("province", "governorate", "region", "county"):
            name = f"{proper} {actors.parse.lowers[phrase.head]}"
    elif inner is not None and inner in actors.persons.at:
        name = f"{name} of {actors.persons.at[inner].name}"
    if owner is not None:
        actor, first, last = owner
        country = actor.country
        rule = f"object of {actor.name}"
        if actor.id is not None and not actor.id.startswith("gov-"):
            name = renamed(actors, phrase, actor, first, last)
    return Reading(Actor(name, None, "object", country), phrase.first, phrase.last, rule)


def read_unknown(actors: DocumentActors, phrase: NounPhrase) -> Reading | None:
    """A head that no table knows: numbers, names that the model saw, other nouns by their form."""
    parse, head = actors.parse, phrase.head
    tag = parse.tags[head]
    first, last = phrase.first, phrase.last
    lower = parse.lowers[head]
    inner = of_object(parse, head)
    if tag in _OPEN_HEADS and inner is not None and (below := actors.reading(inner)) is not None:
        return Reading(below.actor, first, last, f"measure, {below.rule}", below.person)
    name = name_of(actors, phrase)
    label = parse.entity_label(head)
    country = next((m.actor.country for m in phrase.mentions if m.actor is not None), None)
    if tag == "CD":
        if label in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL"):
            return None
        return Reading(Actor(" ".join(parse.span(first, last).text.split()), None, "civilians"), first, last, "number")
    if tag in _OPEN_HEADS:
        if lower in ("this", "that", "these", "it", "what") or parse.deps[head] in ("det", "amod", "advmod", "punct"):
            return None
        return Reading(Actor(name, None, "civilians", country), first, last, "open head")
    if tag in ("NNP", "NNPS"):
        long_form = actors.acronyms.get(parse.words[head])
        if long_form is not None and long_form != head and (named := actors.reading(long_form)) is not None:
            return Reading(named.actor, first, last, f"acronym of {named.actor.name}", named.person)
        known = None
        for start in range(max(first, head - 3), head + 1):
            known = known or actors.book.persons.get(fold(" ".join(parse.words[start : head + 1])))
        if known is not None:
            return Reading(Actor(known.name, None, known.type, known.country), first, last, "persons table")
        if label in _PLACES:
            return Reading(Actor(name, None, "place", country), first, last, "place name")
        if label == "NORP":
            return Reading(Actor(name, None, "civilians", country), first, last, "people name")
        if label in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "LAW", "EVENT", "LANGUAGE"):
            return None
        run = head
        while run > first and parse.tags[run - 1] in ("NNP", "NNPS") and parse.words[run - 1].isalpha():
            run -= 1
        if label == "PERSON" or (not label and 2 <= head - run + 1 <= 4):
            title = actors.book.titles.get(parse.lowers[run].rstrip("."), "civilians")
            while run < head and parse.lowers[run].rstrip(".") in actors.book.titles:
                run += 1
            person = " ".join(parse.span(run, head + 1).text.split())
            return Reading(Actor(person, None, title, country), first, last, "name like a person's")
        return Reading(Actor(name, None, "unknown", country), first, last, f"name {label or 'without label'}")
    if tag in ("NN", "NNS"):
        if label in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY"):
            return None
        words = actors.book.words
        stem = parse.lemmas[head]
        if any(stem.endswith(suffix) for suffix in words["person_suffix"]) and len(stem) > 4:
            return Reading(
                Actor(name, None, side_of(actors.book, phrase) or "civilians", country), first, last, "suffix"
            )
        if any(stem.endswith(suffix) for suffix in words["abstract_suffix"]):
            return None
        return Reading(Actor(name, None, "object", country), first, last, "thing")
    return None
