"""What ingest found not to be body, as the coder takes it: nothing is claimed by boilerplate, offsets stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from sayso.coder import Coder
from sayso.documents import Document
from sayso.ingest import ingest
from sayso.store import Case

TEXT = (
    "KALEHE - Rebels shelled the town of Minova on Monday, killing four people.\n"
    "Read more: Army bombs Duma market\n"
    "Photo: Soldiers attacked a village near Goma.\n"
    "The army said that jets bombed a depot.\n"
    "© 2016 Rebels killed nobody"
)


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


def test_boilerplate_gives_no_claims_and_captions_do(local: Case, tmp_path: Path, coder: Coder) -> None:
    (tmp_path / "a.txt").write_text(TEXT)
    ingest(local, [str(tmp_path / "a.txt")])
    records = list(coder.pipe(local.view.uncoded("x")))
    local.writer.write(records)
    assert [(row["trigger"], row["part"]) for row in local.claims()] == [
        ("shelled", None), ("attacked", "caption"), ("bombed", None),
    ]  # fmt: skip
    assert records[0].text == TEXT
    for claim in records[0].claims:
        assert TEXT[claim.evidence.start : claim.evidence.end] == claim.evidence.text
    assert local.check() == []


def test_what_is_passed_over_may_be_everything_or_lie_inside_a_quotation(coder: Coder) -> None:
    (nothing,) = coder.pipe([Document(TEXT, id="a", skip=((0, len(TEXT)),))])
    assert (nothing.error, nothing.claims) == (None, ())
    quotation = "The mayor said: “Rebels shelled the school on Monday.\nRead more: our page\nThey killed two men there.”"
    start = quotation.index("Read")
    (record,) = coder.pipe([Document(quotation, id="b", skip=((start, quotation.index("\nThey")),))])
    assert record.error is None
    assert {claim.kind for claim in record.claims} >= {"shelling"}
