"""Corrections: near words of an index, the likeliest first."""

from __future__ import annotations

import pytest

from search.language.spelling import WordList, max_distance

KNOWN = WordList(
    {"haushalt": 9, "haushalte": 2, "hausrat": 1, "verein": 5, "vereine": 3, "bad": 4, "abk:x": 1}
)


def corrections(word: str) -> list[str]:
    return [found for found, _distance in KNOWN.similar(word)]


@pytest.mark.parametrize(
    ("typed", "first"), [("hausahlt", "haushalt"), ("haushallt", "haushalt"), ("vereim", "verein")]
)
def test_a_slip_is_corrected(typed: str, first: str) -> None:
    assert corrections(typed)[0] == first


@pytest.mark.parametrize("typed", ["", "bd", "2024x", "haushalt!", "zzzzzzzz", "x" * 500])
def test_nothing_is_better_than_a_guess(typed: str) -> None:
    assert corrections(typed) == []


def test_short_words_and_what_is_no_word_are_not_offered() -> None:
    assert "bad" not in KNOWN and "abk:x" not in KNOWN
    assert "verein" in KNOWN


def test_long_words_may_be_further_away() -> None:
    assert [max_distance(length) for length in (5, 8, 9, 30)] == [1, 1, 2, 2]


def test_of_equally_near_words_the_frequent_one_comes_first() -> None:
    assert WordList({"wagen": 1, "wegen": 7}).similar("wigen")[0][0] == "wegen"


def test_few_mistake_the_first_letter() -> None:
    known = WordList({"jemand": 9, "gemeinderat": 9, "uebung": 9})
    assert known.similar("demand") == ()
    assert known.similar("bemeinderat")[0][0] == "gemeinderat"
    assert known.similar("bung") == () and known.similar("ebung")[0][0] == "uebung"
