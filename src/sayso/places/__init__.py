"""Places: a gazetteer, and toponyms found and resolved with the document as evidence."""

from sayso.places.finder import PlaceFinder
from sayso.places.gazetteer import Gazetteer
from sayso.places.model import Entry, Match, Toponym

__all__ = ["Entry", "Gazetteer", "Match", "PlaceFinder", "Toponym"]
