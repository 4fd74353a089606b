"""Fusion: what the reports of one event agree on, what they contest, and on whose word."""

from sayso.fusion.build import Tables, build
from sayso.fusion.model import (
    CONTRADICTIONS,
    SLOTS,
    STANCES,
    STATUSES,
    Chain,
    Change,
    Contradiction,
    Dossier,
    Edge,
    Node,
    Related,
    Report,
    Saying,
    Side,
    Slot,
    Told,
    Update,
    Value,
)
from sayso.fusion.related import RelatedEvents

__all__ = [
    "CONTRADICTIONS",
    "SLOTS",
    "STANCES",
    "STATUSES",
    "Chain",
    "Change",
    "Contradiction",
    "Dossier",
    "Edge",
    "Node",
    "Related",
    "RelatedEvents",
    "Report",
    "Saying",
    "Side",
    "Slot",
    "Tables",
    "Told",
    "Update",
    "Value",
    "build",
]
