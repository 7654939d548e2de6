"""Known stems: what may be a part of a compound, and at which price."""

from __future__ import annotations

import pytest

from search.language.forms import fold
from search.language.lexicon import MIN_PART, OWN_COST, lexicon
from search.language.wordlists import words


def test_own_words_cost_no_more_than_a_frequent_noun() -> None:
    parts = lexicon().parts
    assert all(parts[fold(word)] <= OWN_COST for word in words("words.txt"))


def test_parts_are_folded_words_of_at_least_the_shortest_length() -> None:
    parts = lexicon().parts
    assert len(parts) > 10_000
    assert all(part.isalpha() and part == part.lower() and len(part) >= MIN_PART for part in parts)
    assert not any("ä" in part or "ß" in part for part in parts)


@pytest.mark.parametrize("fragment", ["ung", "gen", "keit", "ver", "der"])
def test_what_stands_inside_many_words_is_no_part(fragment: str) -> None:
    assert fragment not in lexicon().parts


def test_a_name_is_no_word() -> None:
    known = lexicon()
    assert not known.names & known.parts.keys()
    assert "setz" in known.verbs and "lehrer" in known.nouns
