"""An index that grows gives what a full run gives, whatever the order; a reviewer's word holds throughout."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from linking_samples import crowded
from sayso.linking import Event, Index, Mention, Spot, WrittenAnew, from_row, link_mentions, sketch, to_row


@pytest.fixture(params=[(2_000, 400), (4, 5)], ids=["roomy", "full blocks"])
def limits(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With and without blocks that are too full to be looked through."""
    monkeypatch.setattr("sayso.linking.blocks.FULL", request.param[0])
    monkeypatch.setattr("sayso.linking.blocks.COMMON", request.param[1])


def _batches(mentions: list[Mention], random: Random) -> list[list[Mention]]:
    """The mentions by document, in any order, some documents at a time."""
    documents = sorted({mention.document for mention in mentions})
    random.shuffle(documents)
    out = []
    while documents:
        taken = {documents.pop() for _ in range(min(len(documents), random.randrange(1, 6)))}
        out.append([mention for mention in mentions if mention.document in taken])
    return out


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("seed", range(25))
def test_growing_gives_what_a_full_run_gives(seed: int) -> None:
    random = Random(seed)
    mentions = crowded(random.randrange(2, 30), seed)
    ids = [mention.id for mention in mentions]
    must = [(random.choice(ids), random.choice(ids)) for _ in range(random.randrange(3))]
    cannot = [(random.choice(ids), random.choice(ids)) for _ in range(random.randrange(5))]
    index = Index(must, cannot)
    told: dict[str, Event] = {}
    for batch in _batches(mentions, random):
        update = index.update(batch)
        for id in update.gone:
            del told[id]
        told |= {event.id: event for event in update.events}
    full = link_mentions(mentions, must=must, cannot=cannot)
    assert index.events() == full
    assert tuple(told[id] for id in sorted(told)) == full


class Bookcase(dict[str, bytes]):
    """A shelf in memory."""

    def names(self) -> list[str]:
        return sorted(self)

    def read(self, name: str) -> bytes:
        return self[name]

    def write(self, name: str, body: bytes) -> None:
        self[name] = body

    def drop(self, name: str) -> None:
        del self[name]


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("seed", range(25))
def test_an_index_goes_on_from_the_shelf(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(seed)
    monkeypatch.setattr("sayso.linking.shelf._MUCH", random.choice((5, 20, 1_000)))
    monkeypatch.setattr("sayso.linking.portions.ROWS", random.choice((2, 7, 1_000)))
    monkeypatch.setattr("sayso.linking.portions._ROOM", random.choice((0, 1_000)))
    mentions, more = crowded(random.randrange(12), seed), crowded(random.randrange(2, 16), seed + 1000)
    ids = [mention.id for mention in (*mentions, *more)]
    cannot = [(random.choice(ids), random.choice(ids)) for _ in range(random.randrange(5))]
    shelf = Bookcase()
    index = Index((), cannot)
    index.fill(mentions)
    index.shelve(shelf)
    there = list(mentions)
    for batch in _batches(more, random):
        index = Index.from_shelf(shelf, (), cannot)
        leaving = {random.choice(there).document} if there and random.random() < 0.5 else set()
        again = [mention for mention in there if mention.document in leaving][: random.randrange(3)]
        index.update([*batch, *again], gone=leaving)
        there = [mention for mention in there if mention.document not in leaving] + batch + again
        index.shelve(shelf)
    assert Index.from_shelf(shelf, (), cannot).events() == link_mentions(there, cannot=cannot)


def test_who_reads_on_while_all_is_written_anew_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sayso.linking.portions.ROWS", 4)
    mentions = crowded(24, 1)
    shelf = Bookcase()
    index = Index()
    index.fill(mentions)
    index.shelve(shelf)
    reading = Index.from_shelf(shelf)
    Index.from_shelf(shelf).shelve(shelf, anew=True)
    with pytest.raises(WrittenAnew):
        reading.events()
    assert Index.from_shelf(shelf).events() == index.events()


@pytest.mark.usefixtures("limits")
@pytest.mark.parametrize("seed", range(25))
def test_documents_that_go_leave_no_trace(seed: int) -> None:
    random = Random(seed)
    mentions, more = crowded(20, seed), crowded(9, seed + 1000)
    index = Index()
    index.fill([*mentions, *more])
    told = {event.id: event for event in index.events()}
    for batch in _batches(more, random):
        update = index.update(gone={mention.document for mention in batch})
        for id in update.gone:
            del told[id]
        told |= {event.id: event for event in update.events}
    full = link_mentions(mentions)
    assert index.events() == full
    assert tuple(told[id] for id in sorted(told)) == full


@pytest.mark.parametrize("seed", range(25))
def test_a_reviewers_word_may_come_and_go(seed: int) -> None:
    random = Random(seed)
    mentions = crowded(20, seed)
    ids = [mention.id for mention in mentions]

    def some() -> list[tuple[str, str]]:
        return [(random.choice(ids), random.choice(ids)) for _ in range(random.randrange(5))]

    index = Index(some(), some())
    index.fill(mentions)
    for _ in range(4):
        must, cannot = some(), some()
        index.update(must=must, cannot=cannot)
        assert index.events() == link_mentions(mentions, must=must, cannot=cannot)


def test_the_order_of_mentions_does_not_matter() -> None:
    mentions = crowded(40, 7)
    events = link_mentions(mentions)
    assert any(len(event.claims) > 4 for event in events), "nothing was linked, the test would tell nothing"
    shuffled = list(mentions)
    Random(1).shuffle(shuffled)
    assert link_mentions(shuffled) == events
    assert sorted(claim for event in events for claim in event.claims) == sorted(
        claim for mention in mentions for claim in mention.claims
    )


def test_a_reviewers_word_holds_in_the_end() -> None:
    mentions = crowded(30, 3)
    events = link_mentions(mentions)
    big = max(events, key=lambda event: len(event.claims))
    firsts = [mention.id for mention in mentions if mention.id in big.claims][:2]
    apart = link_mentions(mentions, cannot=[(firsts[0], firsts[1])])
    assert not any(set(firsts) <= set(event.claims) for event in apart)
    one, two = events[0].claims[0], events[-1].claims[0]
    joined = link_mentions(mentions, must=[(one, two)])
    assert any({one, two} <= set(event.claims) and "a reviewer's word" in event.why for event in joined)


def test_spots_on_both_sides_of_a_cell_meet_whichever_comes_first() -> None:
    # The first lies near the border of its cell, the second far from it: only the first looks over the border.
    near, far = Spot("Harim", 1, 35.24, 36.05, "SYR", "Idlib", 1), Spot("Selqin", 2, 35.36, 36.05, "SYR", "Idlib", 1)
    one = next(mention for mention in crowded(20, 5) if mention.status == "asserted")
    one = replace(one, days=(735_000, 735_000), places=(near,), actors=frozenset(["army"]))
    other = replace(one, id="other", document="other", claims=("other",), places=(far,))
    assert len(link_mentions([one, other])) == 1, "they are not linked, the test would tell nothing"
    for first, second in ((one, other), (other, one)):
        index = Index()
        index.update([first])
        index.update([second])
        assert index.events() == link_mentions([one, other])


def test_a_document_that_is_there_is_not_taken_twice() -> None:
    mentions = crowded(2, 1)
    index = Index()
    index.fill(mentions)
    with pytest.raises(ValueError, match="is there already"):
        index.update(mentions[:1])
    again = index.update(mentions[:1], gone={mentions[0].document})
    assert {claim for event in again.events for claim in event.claims} >= set(mentions[0].claims) or not again.events


def test_mentions_are_kept_as_rows() -> None:
    for mention in crowded(10, 2):
        assert from_row(to_row(mention), mention.sketch) == mention


def test_what_has_no_day_is_looked_for_at_its_spot_in_the_days_before_its_report() -> None:
    spot = Spot("Harim", 1, 35.2, 36.05, "SYR", "Idlib", 1)
    base = next(mention for mention in crowded(20, 5) if mention.status == "asserted")
    dated = replace(
        base, days=(735_000, 735_000), places=(spot,), targets=frozenset(["hospital"]), seen=735_001,
        sketch=sketch("Harim hospital medics counted their losses"),
    )  # fmt: skip
    undated = replace(
        dated, id="other", document="other", claims=("other",), days=None,
        sketch=sketch("Envoys in Vienna demanded an inquiry"),
    )  # fmt: skip
    assert len(link_mentions([dated, undated])) == 1
    for first, second in ((dated, undated), (undated, dated)):
        index = Index()
        index.update([first])
        index.update([second])
        assert index.events() == link_mentions([dated, undated])
    late = replace(undated, seen=735_004)
    elsewhere = replace(undated, places=(replace(spot, name="Selqin", geonameid=2, lat=35.3),))
    assert len(link_mentions([dated, late])) == len(link_mentions([dated, elsewhere])) == 2


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("limits")
def test_a_corpus_that_was_split_and_put_together_gives_the_same_events(seed: int) -> None:
    random = Random(seed)
    mentions = crowded(24, seed)
    names = sorted({mention.document for mention in mentions})
    part = set(random.sample(names, len(names) // 2))
    halves = [[one for one in mentions if (one.document in part) == inside] for inside in (True, False)]
    for first, second in (halves, halves[::-1]):
        index = Index()
        index.fill(first)
        index.update(second)
        assert index.events() == link_mentions(mentions)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.usefixtures("limits")
def test_a_reviewers_word_survives_every_report_that_comes_later(seed: int) -> None:
    random = Random(seed)
    mentions, more = crowded(14, seed), crowded(14, seed + 1_000)
    one, two, three, four = random.sample([mention.id for mention in mentions], 4)
    index = Index([(one, two)], [(three, four)])
    index.fill(mentions)
    for batch in [[], *_batches(more, random)]:
        index.update(batch)
        home = {claim: event.id for event in index.events() for claim in event.claims}
        assert home[one] == home[two]
        assert home[three] != home[four]


@pytest.mark.parametrize("seed", range(12))
def test_a_toll_stands_alone_and_a_plan_is_tied_to_what_came_of_it_but_never_merged(seed: int) -> None:
    mentions = crowded(30, seed)
    tolls = {one.id for number, one in enumerate(mentions) if number % 5 == 0}
    mentions = [replace(one, kinds=frozenset({"toll"})) if one.id in tolls else one for one in mentions]
    planned = {one.id: one.status == "planned" for one in mentions}
    for event in link_mentions(mentions):
        inside = [claim for claim in event.claims if claim in planned]
        assert len({planned[claim] for claim in inside}) == 1
        assert len(inside) == 1 or not tolls & set(inside)
        assert all(planned[a] != planned[b] for a, b in event.plans)
