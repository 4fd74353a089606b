"""Places: a gazetteer, and toponyms found and resolved with the document as evidence."""

from sayso.places.finder import PlaceFinder
from sayso.places.gazetteer import Gazetteer
from sayso.places.model import Entry, Match, Toponym, lands_of

__all__ = ["Entry", "Gazetteer", "Match", "PlaceFinder", "Toponym", "lands_of"]
