"""Linking a whole collection in one go: the events of its records, or of mentions that are at hand already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sayso.claims.frames import FrameTable
from sayso.linking.events import Event
from sayso.linking.index import Index
from sayso.linking.mention import Mention, mentions_of
from sayso.record import Record


def link(
    records: Sequence[Record],
    *,
    must: Iterable[tuple[str, str]] = (),
    cannot: Iterable[tuple[str, str]] = (),
    frames: FrameTable | None = None,
) -> tuple[Event, ...]:
    """The events of a collection, each claim in exactly one, sorted by id.

    ``must`` and ``cannot`` are pairs of claim ids that a reviewer joined or kept apart. The order of the records does
    not matter.
    """
    mentions = (mention for record in records if record.error is None for mention in mentions_of(record, frames))
    return link_mentions(mentions, must=must, cannot=cannot)


def link_mentions(
    mentions: Iterable[Mention], *, must: Iterable[tuple[str, str]] = (), cannot: Iterable[tuple[str, str]] = ()
) -> tuple[Event, ...]:
    """The events of mentions, see ``link``. A collection that grows is kept in an ``Index`` instead."""
    index = Index(must, cannot)
    index.fill(mentions)
    return index.events()
