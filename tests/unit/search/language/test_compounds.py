"""Compounds: cheapest path over the lexicon. Words that are split are listed in test_language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.compounds import MAX_LENGTH, MIN_LENGTH, members, split
from search.language.lexicon import MIN_PART


@pytest.mark.parametrize(
    ("word", "parts"),
    [("mittelschule", ("mittel", "schule")), ("organisationskultur", ("organisation", "kultur"))],
)
def test_halves_of_words_the_lexicon_has_as_a_whole(word: str, parts: tuple[str, ...]) -> None:
    assert members(word) == parts


@pytest.mark.parametrize("word", ["rat", "x" * (MAX_LENGTH + 1), "haus2boot", "ab-cd-efgh", ""])
def test_too_short_too_long_or_no_word(word: str) -> None:
    assert split(word) == ()
    assert members(word) == ()


@given(st.text("abcdefghijklmnopqrstuvwxyz", min_size=MIN_LENGTH, max_size=30))
def test_parts_are_pieces_of_the_word_in_order(word: str) -> None:
    position = 0
    for part in members(word):
        assert len(part) >= MIN_PART
        found = word.find(part, position)
        assert found >= position
        assert found - position <= 3, "only linking elements lie between parts"
        position = found + len(part)


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=30))
def test_a_compound_has_at_least_two_parts(word: str) -> None:
    assert len(split(word)) != 1
