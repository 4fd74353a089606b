"""Linking: claims of many documents that speak of one event."""

from sayso.linking.link import Event, link
from sayso.linking.mention import Mention, mentions_of
from sayso.linking.pairs import Score, score
from sayso.linking.stories import find_stories

__all__ = ["Event", "Mention", "Score", "find_stories", "link", "mentions_of", "score"]
