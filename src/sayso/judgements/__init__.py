"""What people decide about claims: an append-only, hash-chained log, and the state that follows from it alone."""

from sayso.judgements.chain import Broken, broken
from sayso.judgements.entry import ACTIONS, ROUND, SLOTS, Anchor, Judgement, anchor_of, content_hash, slots_of
from sayso.judgements.fold import Edit, Opinion, Pair, Round, State, Thread, fold
from sayso.judgements.match import match
from sayso.judgements.overlay import Overlay, Reviewed, overlay

__all__ = [
    "ACTIONS",
    "ROUND",
    "SLOTS",
    "Anchor",
    "Broken",
    "Edit",
    "Judgement",
    "Opinion",
    "Overlay",
    "Pair",
    "Reviewed",
    "Round",
    "State",
    "Thread",
    "anchor_of",
    "broken",
    "content_hash",
    "fold",
    "match",
    "overlay",
    "slots_of",
]
