"""Claims that are mentions of one event."""

from sayso.events.grouping import group_claims

__all__ = ["group_claims"]
