"""Review: what to look at first, judging claims, two reviewers' agreement, and the reviewed set as gold."""

from sayso.review.agreement import Agreement, agreement, alpha
from sayso.review.gold import GoldTaken, gold, take_gold
from sayso.review.judging import Reviewer, Standing
from sayso.review.links import Orphan, links, orphans
from sayso.review.queue import Item, queue
from sayso.review.values import value_of
from sayso.review.words import entry_in_words, slot_in_words

__all__ = [
    "Agreement",
    "GoldTaken",
    "Item",
    "Orphan",
    "Reviewer",
    "Standing",
    "agreement",
    "alpha",
    "entry_in_words",
    "gold",
    "links",
    "orphans",
    "queue",
    "slot_in_words",
    "take_gold",
    "value_of",
]
