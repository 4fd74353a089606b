"""What linking costs may change, what it finds may not: the events of the benchmark's claims stay as they were."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable

import pytest

from benchmarks.link_scale import mentions
from sayso.linking import Event, Index, link_mentions

# Change them together with the rules of linking, never with how they are carried out.
FILLED = "8772467c8cf2255f0cbbb02413c7dc8d260d0c47a95c6bebdb78f6de445cf75c"
GROWN = "95a4f212e00a69c69af5e3e6dfa9684e5d155c351964106c02c1202bce2439de"


def _digest(events: Iterable[Event]) -> str:
    digest = hashlib.sha256()
    for event in events:
        digest.update(json.dumps([event.id, event.claims, event.why, event.plans]).encode())
    return digest.hexdigest()


def test_the_events_of_ten_thousand_claims_stay_as_they_were() -> None:
    index = Index()
    index.fill(mentions(10_000))
    assert _digest(index.events()) == FILLED
    index.update(mentions(1_000, seed=2, first_day=5, prefix="new"))
    assert _digest(index.events()) == GROWN


@pytest.mark.parametrize(
    ("name", "value"),
    [("scoring._ASKERS", 300), ("scoring._HELD", 5_000), ("scoring._AT_ONCE", 100), ("packed._AT_ONCE", 50),
     ("groups._AT_ONCE", 20), ("attach._AT_ONCE", 10), ("alike._AT_ONCE", 7), ("alike._SLOTS", 64),
     ("table._AT_ONCE", 100), ("events._AT_ONCE", 3)],
)  # fmt: skip
def test_how_much_is_done_in_one_go_does_not_matter(monkeypatch: pytest.MonkeyPatch, name: str, value: int) -> None:
    some = list(mentions(1_200))
    whole = link_mentions(some)
    assert any(len(event.claims) > 20 for event in whole), "nothing was linked, the test would tell nothing"
    monkeypatch.setattr(f"sayso.linking.{name}", value)
    assert link_mentions(some) == whole
