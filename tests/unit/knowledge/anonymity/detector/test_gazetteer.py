"""Which names the register gives."""

import pytest

from knowledge.anonymity.detector.gazetteer import Rank, load_gazetteer


@pytest.mark.parametrize(
    ("name", "rank"),
    [
        ("dachau", Rank.MUNICIPALITY),
        ("pfaffenhofen", Rank.MUNICIPALITY),
        ("miesbach", Rank.MUNICIPALITY),
        ("ostalbkreis", Rank.DISTRICT),
        ("toelz", Rank.PART),
        ("krozingen", Rank.PART),
        ("isar", Rank.LANDSCAPE),
        ("rostock", Rank.ELSEWHERE),
    ],
)
def test_a_name_has_the_rank_of_what_it_says_first(name, rank):
    assert load_gazetteer().single[name].rank is rank


def test_names_of_several_words_are_found_by_their_first_the_longest_before_the_others():
    entries = load_gazetteer().several["bad"]
    assert ("bad", "toelz") in {entry.words for entry in entries}
    lengths = [len(entry.words) for entry in entries]
    assert lengths == sorted(lengths, reverse=True)


def test_what_is_added_to_a_name_is_known():
    assert {"ilm", "isar", "inn"} <= load_gazetteer().additions
    assert "der" not in load_gazetteer().additions


def test_a_name_that_is_an_ordinary_word_says_so():
    single = load_gazetteer().single
    assert single["wald"].is_word
    assert not single["dachau"].is_word


def test_ordinary_words_from_the_rest_of_germany_are_no_names():
    assert {
        name
        for name, entry in load_gazetteer().single.items()
        if entry.rank is Rank.ELSEWHERE and entry.is_word
    } == set()
