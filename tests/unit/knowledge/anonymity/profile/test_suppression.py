"""Nobody calculates a hidden number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.anonymity.profile.suppression import LEAST, suppress, suppress_table

COUNTS = st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 9), max_size=7)
TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 8), min_size=width, max_size=width), min_size=1, max_size=5
    )
)


def test_small_number_takes_its_complement_along() -> None:
    assert suppress({"klein": 1, "mittel": 4, "gross": 9, "leer": 0}) == {
        "klein": None,
        "mittel": None,
        "gross": 9,
        "leer": 0,
    }


def test_nothing_small_nothing_hidden() -> None:
    assert suppress({"a": 3, "b": 0}) == {"a": 3, "b": 0}
    assert suppress({}) == {}


@given(COUNTS)
def test_total_never_gives_a_hidden_number_away(counts: dict[str, int]) -> None:
    shown = suppress(counts)
    hidden = [key for key, value in shown.items() if value is None]
    assert all(value is None or value == counts[key] for key, value in shown.items())
    assert not [key for key, value in shown.items() if value is not None and 0 < value < LEAST]
    if len([key for key, count in counts.items() if count]) > 1:
        assert len(hidden) != 1


@given(TABLES)
def test_no_line_of_a_table_keeps_a_single_hidden_cell(rows: list[list[int]]) -> None:
    shown = suppress_table(rows)
    lines = [*shown, *[list(column) for column in zip(*shown, strict=True)]]
    assert not [line for line in lines if len(line) > 1 and sum(cell is None for cell in line) == 1]
    assert not [cell for row in shown for cell in row if cell is not None and 0 < cell < LEAST]


def test_ragged_table_is_refused() -> None:
    with pytest.raises(ValueError, match="same length"):
        suppress_table([[1], [1, 2]])
