"""Related words among the words of an index, from the vectors that come with the library."""

from __future__ import annotations

import numpy as np
import pytest

from search.language import analyse_word
from search.language.meanings import (
    MAX_SURFACE,
    MOST,
    NO_WORDS,
    Projection,
    RelatedWords,
    Table,
    content_root,
    table,
)


@pytest.fixture(scope="module")
def known() -> dict[str, int]:
    """An index that has the first thousand roots of the list."""
    return {name: 1 + place % 7 for place, name in enumerate(list(table().rows)[:1_000])}


def test_relatives_are_words_of_the_index_best_first(known: dict[str, int]) -> None:
    related = RelatedWords(known, 1_000)
    some = next(name for name in known if related.of(analyse_word(name)))
    found = related.of(analyse_word(some))
    assert {name for name, _share in found} <= known.keys() - {some}
    assert [share for _name, share in found] == sorted((share for _name, share in found), reverse=True)
    assert all(0 < share <= 1 for _name, share in found) and len(found) <= 3 * MOST


def test_an_empty_index_has_no_relatives() -> None:
    assert RelatedWords({}, 0).of(analyse_word("Haushalt")) == ()


def test_words_that_most_records_have_stand_in_for_none(known: dict[str, int]) -> None:
    common = RelatedWords(dict.fromkeys(known, 900), 1_000)
    assert all(common.of(analyse_word(name)) == () for name in list(known)[:50])


@pytest.mark.parametrize("surface", ["", "und", "2024", "xy", "q" * (MAX_SURFACE + 1)])
def test_what_a_vector_says_nothing_about(surface: str) -> None:
    assert content_root(surface) == ""


def test_a_projection_gives_whole_numbers_whatever_comes_in() -> None:
    projection = Projection("toy", np.zeros(4, np.float32), np.eye(3, 4, dtype=np.float32))
    small = projection.reduced(np.array([[0.5, -1, 0, 9], [0, 0, 0, 1]], np.float32))
    assert small.tolist() == [[64, -127, 0], [0, 0, 0]]


def test_unit_vectors_also_of_nothing() -> None:
    made = Table({"a": 0, "b": 1}, np.array([[3, 4], [0, 0]], np.int8))
    assert made.units([0, 1]).tolist() == [[pytest.approx(0.6), pytest.approx(0.8)], [0, 0]]
    assert len(NO_WORDS.rows) == 0
