"""Reports written for the project, and the claims that a careful reader finds in them.

Each file in ``golden/`` holds a text and what must come out of it; values that a file does not give are not looked at.
An entity, a place or a source is given by the words of the text or by its name. What is known to be missed yet says so
(``missed = true``), so that the files show what is right, not what comes out.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from anyascii import anyascii

from sayso import Claim, Coder, Record, dumps
from sayso.documents import Document

FILES = sorted((Path(__file__).parent / "golden").glob("*.toml"))
GOLD = {path.stem: tomllib.loads(path.read_text(encoding="utf-8")) for path in FILES}
MISSED = pytest.mark.xfail(reason="missed yet", strict=False)
EXPECTED = [
    pytest.param(name, wanted, id=f"{name}: {wanted['trigger']}", marks=[MISSED] if wanted.get("missed") else [])
    for name, gold in GOLD.items()
    for wanted in gold.get("claim", ())
]
EMPTY = [
    pytest.param(name, marks=[MISSED] if gold.get("missed") else []) for name, gold in GOLD.items() if gold.get("none")
]


@pytest.fixture(scope="module")
def records() -> dict[str, Record]:
    coder = Coder()
    documents = [Document(gold["text"].strip(), id=name, published=gold["published"]) for name, gold in GOLD.items()]
    return {record.id: record for record in coder.pipe(documents)}


def _named(value: Any, wanted: str) -> bool:
    """Whether the words (with or without what follows the head) or the name are those wanted."""
    if value is None:
        return False
    wanted, words, name = (_bare(part) for part in (wanted, value.text, anyascii(value.name)))
    return wanted in (words, name) or words.startswith(f"{wanted} ") or words.endswith(f"of {wanted}")


def _bare(words: str) -> str:
    return words.casefold().removeprefix("the ").removeprefix("a ")


def _faults(claim: Claim, wanted: dict[str, Any]) -> Iterator[str]:
    """Where a claim is not as it should be."""
    for name in ("kind", "status", "hedged", "background"):
        if name in wanted and getattr(claim, name) != wanted[name]:
            yield f"{name} is {getattr(claim, name)!r}"
    for name in ("actor", "target", "weapon", "place"):
        if name in wanted and not _named(getattr(claim, name), wanted[name]):
            yield f"{name} is {getattr(claim, name)!r}"
    either = wanted.get("actor_or_weapon")
    if either and not (_named(claim.actor, either) or _named(claim.weapon, either)):
        yield f"neither actor nor weapon: {claim.actor!r}, {claim.weapon!r}"
    if "country" in wanted and (claim.place is None or claim.place.country != wanted["country"]):
        yield f"place is {claim.place!r}"
    if "when" in wanted and (claim.when is None or [claim.when.first, claim.when.last] != wanted["when"]):
        yield f"when is {claim.when!r}"
    for what in ("killed", "injured", "displaced"):
        if what in wanted:
            bounds = [None if bound == "open" else bound for bound in wanted[what]]
            if bounds not in [[count.low, count.high] for count in claim.counts if count.what == what]:
                yield f"counts are {claim.counts!r}"
    if "sources" in wanted:
        chain = [(source.text, source.name) for source in claim.sources]
        if len(chain) != len(wanted["sources"]) or not all(map(_named, claim.sources, wanted["sources"])):
            yield f"sources are {chain!r}"


@pytest.mark.parametrize(("name", "wanted"), EXPECTED)
def test_the_claim_comes_out(records: dict[str, Record], name: str, wanted: dict[str, Any]) -> None:
    found = [claim for claim in records[name].claims if wanted["trigger"] in claim.trigger.text]
    assert found, f"no claim on {wanted['trigger']!r} among {[claim.trigger.text for claim in records[name].claims]}"
    faults = min((list(_faults(claim, wanted)) for claim in found), key=len)
    assert not faults, faults


@pytest.mark.parametrize("name", EMPTY)
def test_no_claim_comes_out(records: dict[str, Record], name: str) -> None:
    assert [(claim.kind, claim.trigger.text) for claim in records[name].claims] == []


@pytest.mark.parametrize("name", sorted(GOLD))
def test_mentions_do_not_end_in_punctuation(records: dict[str, Record], name: str) -> None:
    for claim in records[name].claims:
        for mention in (claim.actor, claim.target, claim.weapon, claim.place, *claim.sources):
            assert mention is None or mention.text[-1] not in ",;:-–—", mention


def test_coding_again_gives_the_same_bytes(records: dict[str, Record]) -> None:
    coder = Coder()
    for name in sorted(records, reverse=True):
        gold = GOLD[name]
        assert dumps(coder.code(gold["text"].strip(), id=name, published=gold["published"])) == dumps(records[name])


@pytest.mark.parametrize("name", sorted(GOLD))
def test_line_ends_do_not_change_what_is_found(records: dict[str, Record], name: str) -> None:
    gold = GOLD[name]
    record = Coder().code(gold["text"].strip().replace("\n", "\r\n"), id=name, published=gold["published"])
    assert [claim.trigger.text for claim in record.claims] == [claim.trigger.text for claim in records[name].claims]
