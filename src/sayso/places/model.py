"""What the place layer hands on."""

from __future__ import annotations

from dataclasses import dataclass

from sayso.record import Place


@dataclass(frozen=True, slots=True)
class Toponym:
    """A toponym at tokens ``first`` to ``last`` (exclusive), resolved as far as the evidence goes.

    ``role`` tells how the text uses it: ``location`` (something is or happens there), ``metonym`` (a capital or
    country that acts, as in "Moscow said"), ``modifier`` (part of another name or an adjective, as in "Aleppo
    Media Centre", "Turkish"). Only a location can be the place of a claim.
    """

    first: int
    last: int
    place: Place
    role: str = "location"
