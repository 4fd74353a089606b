"""What each step from an event to a place costs, and the words that tell a place of it from another: the table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from sayso.claims.model import Trigger
from sayso.codebook.files import read_tables


@dataclass(frozen=True, slots=True)
class Costs:
    """The table ``placing`` of the codebook: costs of the steps of the way, and the words and kinds that it names."""

    most: float
    most_verbal: float
    far: float
    origin: float
    country: float
    region: float
    generic: float
    settled_cost: float
    demonym: float
    doubtful: float
    up: Mapping[str, float]
    down: Mapping[str, float]
    prepositions: Mapping[str, float]
    leaving: frozenset[str]
    striking: frozenset[str]
    moving: frozenset[str]
    undergoing: frozenset[str]
    territorial: frozenset[str]
    fronted: float
    settled: frozenset[str]
    vague: frozenset[str]
    vague_cost: float
    spoken: frozenset[str]
    met: frozenset[str]
    held: frozenset[str]
    bound: frozenset[str]
    route: frozenset[str]
    route_cost: float
    beside: frozenset[str]
    aside: frozenset[str]
    owned: frozenset[str]
    matters: frozenset[str]
    trade: frozenset[str]
    verbal: frozenset[str]
    asking: frozenset[str]
    acts: frozenset[str]
    own: frozenset[str]
    inflicted: frozenset[str]
    visits: frozenset[str]
    deeds: frozenset[str]
    acted: frozenset[str]
    imposed: frozenset[str]
    ruling: frozenset[str]
    field: frozenset[str]
    orders: frozenset[str]
    domestic: frozenset[str]
    speech: frozenset[str]
    nouns: frozenset[str]
    kinds: frozenset[str]
    families: Mapping[str, str]


@cache
def costs_table() -> Costs:
    """The built-in table, read once."""
    tables: dict[str, Any] = read_tables("places_words.toml")
    placing = tables["placing"]
    return Costs(
        most=placing["most"],
        most_verbal=placing["verbal"],
        far=placing["far"],
        origin=placing["origin"],
        country=placing["country"],
        region=placing["region"],
        generic=placing["generic"]["cost"],
        settled_cost=placing["generic"]["settled_cost"],
        demonym=placing["demonym"],
        doubtful=placing["doubtful"],
        up=placing["up"],
        down=placing["down"],
        prepositions=placing["prepositions"],
        leaving=frozenset(placing["kinds"]["leaving"]),
        striking=frozenset(placing["kinds"]["striking"]),
        moving=frozenset(placing["kinds"]["moving"]),
        undergoing=frozenset(tables["actors"]["undergoing"]),
        territorial=frozenset(tables["actors"]["territorial"]),
        fronted=placing["fronted"],
        settled=frozenset(placing["generic"]["settled"]),
        vague=frozenset(placing["generic"]["vague"]),
        vague_cost=placing["generic"]["vague_cost"],
        spoken=frozenset(placing["kinds"]["verbal"]) - frozenset(placing["kinds"]["supplying"]),
        met=frozenset(placing["kinds"]["met"]),
        held=frozenset(placing["words"]["held"]),
        bound=frozenset(placing["words"]["bound"]),
        route=frozenset(placing["words"]["route"]),
        route_cost=placing["route"],
        beside=frozenset(placing["words"]["beside"]),
        aside=frozenset(placing["words"]["aside"]),
        owned=frozenset(placing["words"]["owned"]),
        matters=frozenset(placing["words"]["matters"]),
        trade=frozenset(placing["words"]["trade"]),
        verbal=frozenset(placing["kinds"]["verbal"]),
        asking=frozenset(placing["kinds"]["asking"]),
        acts=frozenset(placing["words"]["acts"]),
        own=frozenset(placing["kinds"]["own"]),
        inflicted=frozenset(placing["kinds"]["inflicted"]),
        visits=frozenset(placing["senses"]["visits"]),
        deeds=frozenset(placing["senses"]["deeds"]),
        acted=frozenset(placing["senses"]["acted"]),
        imposed=frozenset(placing["senses"]["imposed"]),
        ruling=frozenset(placing["senses"]["ruling"]),
        field=frozenset(placing["senses"]["field"]),
        orders=frozenset(placing["senses"]["orders"]),
        domestic=frozenset(placing["kinds"]["domestic"]),
        speech=frozenset(placing["words"]["speech"]),
        nouns=frozenset(placing["generic"]["nouns"]) | frozenset(tables["kinds"]),
        kinds=frozenset(tables["kinds"]),
        families={kind: name for name, kinds in placing["families"].items() for kind in kinds},
    )


def is_verbal(trigger: Trigger, costs: Costs) -> bool:
    """Whether an event is one of words: a demand, but no arrest or deportation that the table calls a sanction."""
    return trigger.kind in costs.verbal and trigger.sense not in costs.deeds and trigger.sense not in costs.acted
