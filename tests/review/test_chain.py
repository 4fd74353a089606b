"""Whatever is done to the log behind its back breaks the chain."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sayso.judgements import broken, content_hash


def chain(number: int) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    before = ""
    for seq in range(1, number + 1):
        row: dict[str, Any] = {
            "seq": seq, "id": f"j{seq}", "subject": f"c{seq % 3}", "action": "accept", "value": "null", "by": "Ana",
            "at": f"t{seq}", "anchor": None, "previous": before,
        }  # fmt: skip
        before = content_hash(before, row["id"], row["subject"], row["action"], row["value"], row["by"], row["at"], None)
        rows.append({**row, "hash": before})
    return rows


@given(st.integers(0, 9))
@settings(deadline=None)
def test_a_log_that_nobody_touched_holds(number: int) -> None:
    assert list(broken(chain(number), number + 1)) == []


@given(st.integers(1, 8), st.data())
@settings(deadline=None)
def test_any_change_of_any_entry_is_found(number: int, data: st.DataObject) -> None:
    rows = chain(number)
    row = rows[data.draw(st.integers(0, number - 1))]
    column = data.draw(st.sampled_from(sorted(set(row) - {"seq"})))
    row[column] = f"{row[column]}x"
    assert list(broken(rows, number + 1))


@given(st.integers(1, 8), st.data())
@settings(deadline=None)
def test_an_entry_taken_out_put_in_or_moved_is_found(number: int, data: st.DataObject) -> None:
    rows = chain(number)
    place = data.draw(st.integers(0, number - 1))
    without = rows[:place] + rows[place + 1 :]
    assert list(broken(without, number + 1))
    renumbered = [{**row, "seq": seq} for seq, row in enumerate(without, 1)]
    assert list(broken(renumbered, number + 1))
    twice = [{**row, "seq": seq} for seq, row in enumerate(rows[: place + 1] + rows[place:], 1)]
    assert list(broken(twice, number + 2))
    if number > 1:
        rows[place], rows[place - 1] = rows[place - 1], rows[place]
        moved = [{**row, "seq": seq} for seq, row in enumerate(rows, 1)]
        assert list(broken(moved, number + 1))


def test_the_end_cut_off_is_found_by_the_number_that_comes_next() -> None:
    (fault,) = broken(chain(3), 6)
    assert fault.what == "the log ends with 3, but 5 entries were written"


def test_what_is_hashed_has_bounds() -> None:
    first = content_hash("", "j1", "c1", "note", "ab", "c", "t", None)
    assert first != content_hash("", "j1", "c1", "note", "a", "bc", "t", None)
    assert first != content_hash("", "j1", "c1", "note", "ab", "c", "t", "null")
