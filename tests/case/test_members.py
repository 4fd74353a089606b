"""The claims of a record are read out of its JSON one by one, whoever wrote it."""

from __future__ import annotations

import json
import zlib
from dataclasses import replace

import pytest

from case.samples import claim
from sayso.record import Record, Source
from sayso.store.coded import packed_record
from sayso.store.members import Opened

WORDS = 'KABUL (AP) - "{"id":"c1"," he wrote. Rebels shelled Duma and troops shelled Harim.'


def _record() -> Record:
    one = claim(WORDS, "shelled", "d", actor=("Rebels", "Rebels", None, "rebel", None))
    other = replace(claim(WORDS, "shelled", "d", actor=("troops", "troops", None, "military", None)), id="c1")
    credit = Source(7, 9, "AP", name="Associated Press", cue=None, role="relay")
    return Record("d", WORDS, title='A ","credit":null} title', outlet="Gazette", claims=(one, other), credit=credit)


def _written(record: Record, how: str) -> bytes:
    body = packed_record(record)
    if how == "sorted":
        body = json.dumps(json.loads(body), sort_keys=True).encode()
    elif how == "spaced":
        body = json.dumps(json.loads(body), indent=1).encode()
    return zlib.compress(body)


@pytest.mark.parametrize("how", ["as kept", "sorted", "spaced"])
def test_single_claims_are_those_of_the_record(how: str) -> None:
    record = _record()
    opened = Opened.kept(_written(record, how))
    assert opened.head.title == record.title
    assert opened.head.credit == "Associated Press"
    assert list(opened.some({"c1"})) == [record.claims[1]]
    assert list(opened.some({one.id for one in record.claims})) == list(record.claims)
    assert opened.holds("c1")


def test_a_record_without_credit_has_none() -> None:
    assert Opened.kept(_written(replace(_record(), credit=None), "as kept")).head.credit is None
