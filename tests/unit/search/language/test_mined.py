"""Abbreviations as terms of an index: they go in, come out, and are trusted with enough witnesses."""

from __future__ import annotations

from search.language.abbreviations import Pair
from search.language.mined import HarvestedPair, marker, take_out, trusted

HSK = Pair("HSK", "Haushaltssicherungskonzept")


def test_a_pair_comes_back_as_it_went_in() -> None:
    pair = Pair("KiTa", "Kinder_tages stätte")
    (found,) = take_out({marker(pair): 3})
    assert (found.short, found.long, found.documents) == ("KiTa", "Kinder tages stätte", 3)


def test_a_marker_is_one_term_that_no_word_is() -> None:
    assert " " not in marker(Pair("ÖPNV", "öffentlicher Personennahverkehr"))
    assert ":" in marker(HSK)


def test_markers_leave_the_words_and_words_stay() -> None:
    terms = {marker(HSK): 1, "haushalt": 4, "abk:": 1, "abk:ohne": 1}
    assert [pair.short for pair in take_out(terms)] == ["HSK"]
    assert terms == {"haushalt": 4}


def test_inflections_are_one_pair_in_the_most_frequent_spelling() -> None:
    (found,) = take_out({marker(HSK): 2, marker(Pair("HSK", "Haushaltssicherungskonzepte")): 1})
    assert (found.long, found.documents) == ("Haushaltssicherungskonzept", 3)


def test_a_pair_whose_letters_do_not_fit_needs_a_second_witness() -> None:
    pairs = [
        HarvestedPair("A", "Amt", 1, is_perfect=False),
        HarvestedPair("B", "Bau", 2, is_perfect=False),
        HarvestedPair("C", "Chor", 1, is_perfect=True),
    ]
    assert [pair.short for pair in trusted(pairs)] == ["B", "C"]
