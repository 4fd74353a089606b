"""Claims that a document made and makes no more: those of its older texts, beside the events that they told of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sayso.record import Claim, Record

if TYPE_CHECKING:
    from sayso.fusion import Told
    from sayso.store.members import Documents
    from sayso.store.view import View


def add_withdrawn(
    view: View, found: Mapping[str, list[Told]], theirs: Sequence[str], emptied: Sequence[str], documents: Documents,
) -> None:  # fmt: skip
    """Adds to the claims of events those that older texts made of them and the present ones do not.

    ``theirs`` are the documents of these events, ``emptied`` those that claim nothing any more. A claim goes to each
    of the events that it would be linked to.
    """
    older = list(view.older_records(sorted({*theirs, *emptied})))
    if not older:
        return
    current = {record.id: record for record in view.records_of(theirs)}
    from sayso.linking import mentions_of, score
    from sayso.linking.pairs import LINKED
    from sayso.store.members import Head

    told_of = {one.claim.id: event for event, some in found.items() for one in some}
    here = [
        (event, mention)
        for record in current.values()
        for mention in mentions_of(record)
        for event in sorted({told_of[claim] for claim in mention.claims if claim in told_of})
    ]
    seen: set[tuple[str, str]] = set()
    for record in older:
        now = current.get(record.id)
        dropped = {claim.id: claim for claim in _dropped(record, now.claims if now is not None else ())}
        for mention in mentions_of(record):
            mine = [claim for claim in mention.claims if claim in dropped]
            if not mine or mention.kinds == {"toll"}:
                continue
            for event in sorted({name for name, other in here if 100 * score(mention, other).value >= LINKED}):
                for claim in mine:
                    if (event, claim) not in seen and claim not in told_of:
                        seen.add((event, claim))
                        found[event].append(replace(documents.told(Head.of(record), dropped[claim]), withdrawn=True))


def _dropped(record: Record, claims: Sequence[Claim]) -> Iterator[Claim]:
    """The claims of an older text that none of the present one repeats: other figures or words take nothing back."""
    from sayso.fusion.identity import entity_key

    def what(claim: Claim) -> tuple[object, ...]:
        parties = (None if one is None else entity_key(one) for one in (claim.actor, claim.target))
        return claim.kind, claim.status, *parties

    present = {what(claim) for claim in claims}
    for claim in record.claims:
        if claim.status == "asserted" and what(claim) not in present:
            yield claim
