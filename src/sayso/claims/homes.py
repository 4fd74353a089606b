"""Where the acts of a state happen that no word of the text places: in that state.

Police arrest, and governments expel and forbid, in their own country. An army does not: it is met anywhere.
"""

from __future__ import annotations

from collections.abc import Mapping

from sayso.claims.model import Arguments, Trigger
from sayso.claims.sites import Costs
from sayso.language import Parse
from sayso.places.model import Toponym

_AT_HOME = frozenset(("state-police", "state-government"))


def acts_at_home(trigger: Trigger, costs: Costs) -> bool:
    """Whether an event is one that a state does on its own ground: an arrest, an expulsion, a ban."""
    return trigger.kind in costs.policing or trigger.sense in costs.ruling


def home_of(
    parse: Parse, trigger: Trigger, arguments: Arguments, named: Mapping[int, Toponym]
) -> str | None:
    """The country of the police or government that does such an act, where its own mention names that country.

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
