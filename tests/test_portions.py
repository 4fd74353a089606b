"""Columns of which portions are read when they are asked for hold what plain ones would."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from sayso.linking import portions
from sayso.linking.portions import ClaimIds, Portions, joined, split


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portions, "ROWS", 4)
    monkeypatch.setattr(portions, "_ROOM", 3)


@pytest.mark.parametrize("seed", range(40))
def test_a_column_holds_what_an_array_would(seed: int) -> None:
    random = Random(seed)
    width = random.choice((0, 2))
    plain = np.random.default_rng(seed).integers(0, 99, (random.randrange(20), *((width,) if width else ())))
    kept, read = plain.copy(), []

    def portion(number: int) -> bytes:
        read.append(number)
        return kept[number * 4 : number * 4 + 4].tobytes()

    column = Portions(plain.dtype, width, len(plain), portion)
    for _ in range(12):
        what = random.randrange(3)
        if what == 0:
            more = np.random.default_rng(seed).integers(0, 99, (random.randrange(6), *plain.shape[1:]))
            column.append(more)
            plain = np.concatenate([plain, more])
        elif what == 1:
            stays = np.array([random.random() < 0.9 for _ in plain], bool)
            column.keep(stays)
            plain = plain[stays]
        elif len(plain):
            rows = np.array([random.randrange(len(plain)) for _ in range(3)])
            assert (column[rows] == plain[rows]).all()
            if width:
                assert (column[rows, 1] == plain[rows, 1]).all()
        assert column.shape == plain.shape
    assert (column[:] == plain).all()
    assert len(read) == len(set(read))


def test_only_what_is_asked_for_is_read() -> None:
    kept, read = np.arange(20), []

    def portion(number: int) -> bytes:
        read.append(number)
        return kept[number * 4 : number * 4 + 4].tobytes()

    column = Portions(kept.dtype, 0, 20, portion)
    assert column[np.array([9, 10])].tolist() == [9, 10]
    assert column[np.array([1, 19])].tolist() == [1, 19]
    assert read == [2, 0, 4]


@pytest.mark.parametrize("seed", range(40))
def test_ids_of_claims_are_those_of_lists(seed: int) -> None:
    random = Random(seed)

    def made(name: str) -> list[list[str]]:
        return [[f"{name}{seed}.{n}.{m}" for m in range(random.randrange(1, 4))] for n in range(random.randrange(14))]

    plain = made("a")
    kept = [list(one) for one in plain]
    ids = ClaimIds(
        np.array([len(one) for one in plain], np.int32),
        lambda number: joined(claim for one in kept[number * 4 : number * 4 + 4] for claim in one),
    )
    for turn in range(8):
        before, was = ids, list(plain)
        if random.random() < 0.5:
            more = made(f"b{turn}.")
            ids.append(more)
            plain = plain + more
        else:
            stays = np.array([random.random() < 0.8 for _ in plain], bool)
            ids = ids.keep(stays)
            plain = [one for one, stay in zip(plain, stays.tolist(), strict=True) if stay]
        assert [before[number] for number in range(len(was))] == was
        assert [ids[number] for number in range(len(ids))] == plain
        assert ids.sizes().tolist() == [len(one) for one in plain]
        every = {claim: number for number, one in enumerate(plain) for claim in one}
        assert ids.numbers([*every, "nobody's"]) == every


def test_names_are_kept_as_they_are() -> None:
    for names in ([], ["a"], ["a", "b\ud800", "ć"]):
        assert split(joined(names)) == names
