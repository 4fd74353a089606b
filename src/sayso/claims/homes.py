"""Where the acts of a state happen that no word of the text places: in that state.

Police arrest, and governments expel and forbid, in their own country; people march in theirs. An army does not: it is
met anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.claims.model import Arguments, Trigger
from sayso.claims.site_costs import Costs
from sayso.claims.sites import owns
from sayso.claims.surroundings import Surroundings
from sayso.language import Parse
from sayso.places.model import Toponym

_AT_HOME = frozenset(("state-police", "state-government"))
_ABROAD = frozenset(("state-military", "international"))


def at_home(
    parse: Parse,
    trigger: Trigger,
    arguments: Arguments,
    named: Mapping[int, Toponym],
    around: Surroundings,
    scene: tuple[Toponym, str] | None,
    costs: Costs,
) -> Toponym | None:
    """The country in which such an act is done, as the text names it; None where the scene says more.

    ``named`` has the toponyms by their tokens, ``scene`` is where the text around is, with the rule that says so. A
    scene in that very country is finer than it, but what a state rules it rules in all of it.
    """
    ruling = trigger.sense in costs.ruling
    if not ruling and trigger.kind not in costs.domestic:
        return None
    country = _home_of(parse, trigger, arguments, named)
    if country is None and scene is None:
        country = _in_the_main_country(arguments, around)
        if country is None and ruling:
            country = around.country_beside(trigger.head)
    if country is None and ruling and scene is not None and scene[1] != "sentence":
        country = scene[0].place.country
    if country is None or not (ruling or scene is None or scene[0].place.country != country):
        return None
    return around.country(country)


def at_targets_home(
    parse: Parse,
    trigger: Trigger,
    arguments: Arguments,
    named: Mapping[int, Toponym],
    around: Surroundings,
    costs: Costs,
) -> Toponym | None:
    """The country that is struck, or of the forces or officials that are, where their own mention names it.

    "Attacks on Egyptian troops", of which nothing in the text says where they were.
    """
    target = arguments.target
    if target is None or trigger.kind not in costs.striking or target.type not in _AT_HOME | _ABROAD:
        return None
    countries = {named[token].place.country for token in parse.tokens_in(target) if token in named}
    return around.country(target.country) if target.country is not None and target.country in countries else None


def own_ground(
    parse: Parse, head: int, arguments: Arguments, around: Surroundings, costs: Costs
) -> Toponym | None:
    """The country of the state that acts, for ground that the text calls its own: "moved to its southern border"."""
    actor = arguments.actor
    if actor is None or actor.country is None or not owns(parse, head, costs):
        return None
    return around.country(actor.country) if actor.type in _AT_HOME | _ABROAD else None


def _home_of(parse: Parse, trigger: Trigger, arguments: Arguments, named: Mapping[int, Toponym]) -> str | None:
    """The country of the police or government that acts, where its own mention names that country.

    "Tanzanian police", "Tanzania", "officials in Turkey"; not "the FBI", which is found abroad too. ISO 3166 alpha-3.
    """
    actor = arguments.actor
    if actor is None:
        before = named.get(trigger.first - 1)  # "Georgia arrests seven", which the parser takes for a compound
        return before.place.country if before is not None and before.place.feature == "PCLI" else None
    if actor.type not in _AT_HOME:
        return None
    for token in parse.tokens_in(actor):
        toponym = named.get(token)
        if toponym is not None and toponym.place.country is not None:
            return toponym.place.country
    return None


def _in_the_main_country(arguments: Arguments, around: Surroundings) -> str | None:
    """The country of an actor from where most of the text happens, or that tells of no other place.

    "Greek youths" in a report on Greece.
    """
    actor = arguments.actor
    if actor is None or actor.country is None or actor.type in _ABROAD:
        return None
    main = around.country_told()
    return actor.country if main is None or main.place.country == actor.country else None
