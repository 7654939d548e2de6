"""Titles of words that stand in every text."""

from __future__ import annotations

from search.contract import Document, ScoredKey
from search.language.thesaurus import bundled
from search.query import Grammar, IndexWords, parse, understand
from search.results import titles_of


def test_titles_that_a_text_says_stand_in_the_order_that_was_chosen() -> None:
    understood = understand(parse("und was nun", Grammar()), bundled(), IndexWords())
    titles = (("Und was nun?", "2024"), ("Was nun, Rat?", "2026"), ("Nun und?", "2025"), ("Was", "2023"))
    matches = [
        ScoredKey(title, 1.0, Document(title, "case", title, "/", released=year)) for title, year in titles
    ]
    said = {
        sort: [match.key for match in titles_of(matches, understood, sort)]
        for sort in ("relevance", "neueste", "titel")
    }
    assert said == {
        "relevance": ["Und was nun?", "Nun und?", "Was"],
        "neueste": ["Nun und?", "Und was nun?", "Was"],
        "titel": ["Nun und?", "Und was nun?", "Was"],
    }
