"""Whose the soldiers, police, offices and aircraft are that a text leaves unnamed."""

from __future__ import annotations

from collections.abc import Collection
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sayso.actors.document import DocumentActors

_STATES = frozenset({"state", "capital", "metonym", "force"})
_AT_HOME = frozenset({"police", "government", "ministry", "security"})
# Offices of the land itself, where a text that is mostly about another state puts all that happened in one land.
_OF_THE_LAND = frozenset({"police", "ministry", "security"})
_FLYING = frozenset({"air_force", "navy"})
_FORCES = frozenset({"military", "police", "security", "air_craft", *_FLYING})
# Lands where the soldiers that a text leaves unnamed are as likely another state's.
_WITHOUT_ARMY = frozenset({"PSE"})


class Services:
    """Gives the country of a service that a document does not name: "police", "soldiers", "warplanes".

    A wrong perpetrator is worse than none: where the text gives no grounds, there is no country.
    """

    def __init__(self, actors: DocumentActors) -> None:
        self._actors = actors

    def country_of(self, service: str, *, known: bool = False) -> str | None:
        """The country (ISO 3166 alpha-3) of a service, None where the text gives no grounds for one.

        The police are those of the one land where things happen; so are offices, where the text does not name another
        state. Armies act abroad, and a text names states that only speak: soldiers are those of the state that the
        text is mostly about where it is also the land, or where the text speaks of its forces; aircraft only where it
        does. ``known``: the text speaks of it as of one that its readers know ("the army"), which is the army of the
        state that it has named.
        """
        main, lands = self._actors.main_country, self._actors.lands
        if lands is None:
            return main
        at_home = service in _AT_HOME
        if service in _OF_THE_LAND and len(lands) == 1 and main not in lands and not lands & _WITHOUT_ARMY:
            return next(iter(lands))
        if at_home and (not lands or main in lands):
            return main
        if service == "police":
            return next(iter(lands)) if len(lands) == 1 else None
        if main is None or main in self._forces or ((known or at_home) and main in self._states):
            return main
        if at_home:
            return main if main in self._whose(_AT_HOME) else None
        if service in _FLYING or main in _WITHOUT_ARMY:
            return None
        return main if not lands or lands == {main} else None

    @cached_property
    def _forces(self) -> frozenset[str]:
        """The countries whose soldiers, police or aircraft the text names as theirs: "Syrian troops", "the IDF"."""
        return self._whose(_FORCES)

    @cached_property
    def _states(self) -> frozenset[str]:
        """The countries that the text names as states, not only by an adjective: "Israel", "Moscow", "the IDF"."""
        return frozenset(
            mention.actor.country
            for mention in self._actors.found.mentions
            if mention.kind in _STATES and not mention.linked and mention.actor is not None and mention.actor.country
        )

    def _whose(self, services: Collection[str]) -> frozenset[str]:
        """The countries that the text names with one of these services."""
        parse, roles, out = self._actors.parse, self._actors.book.roles, set()
        for mention in self._actors.found.mentions:
            if mention.actor is None or mention.actor.country is None or mention.linked:
                continue
            token = mention.last - 1
            above = roles.get(parse.lemmas[parse.heads[token]])
            owns = parse.deps[token] in ("amod", "compound", "nmod", "poss") and above is not None
            if mention.kind == "force" or (owns and above is not None and above.service in services):
                out.add(mention.actor.country)
        return frozenset(out)
