"""Linking: claims of many documents that speak of one event."""

from sayso.linking.events import Event, Update
from sayso.linking.index import Index
from sayso.linking.link import link, link_mentions
from sayso.linking.mention import Mention, Spot, from_row, mentions_of, to_row
from sayso.linking.pairs import Score, score
from sayso.linking.shelf import WrittenAnew
from sayso.linking.stories import find_stories
from sayso.linking.terms import Sketch, sketch

__all__ = [
    "Event",
    "Index",
    "Mention",
    "Score",
    "Sketch",
    "Spot",
    "Update",
    "WrittenAnew",
    "find_stories",
    "from_row",
    "link",
    "link_mentions",
    "mentions_of",
    "score",
    "sketch",
    "to_row",
]
