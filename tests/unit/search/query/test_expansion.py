"""Which words may become the condition of a search that filters, in which order, and what meets them."""

from __future__ import annotations

from search.contract import SearchRequest
from search.language.spelling import WordList
from search.language.thesaurus import bundled
from search.query.expansion import MAX_CONDITIONS, engine_query, fallback_conditions, understand
from search.query.parser import Grammar, parse
from search.query.vocabulary import IndexWords

KNOWN = IndexWords(
    {"haushalt": 3, "verein": 2, "streit": 1}, WordList({"haushalt": 3, "vereine": 2, "streit": 1}), 10
)
KOLLEGIAL = IndexWords({"kollegial": 3, "beratung": 2}, WordList({"kollegiale": 3, "beratung": 2}), 10)


def conditions(text: str, known: IndexWords = KNOWN) -> list[set[tuple[str, str]]]:
    """Field and term of the condition of each try."""
    thesaurus = bundled()
    made = fallback_conditions(understand(parse(text, Grammar()), thesaurus, known), thesaurus, known)
    assert all(len(chosen) == 1 for chosen in made)
    return [{(term.field, term.term) for term in chosen[0].terms} for chosen in made]


def words(text: str, known: IndexWords = KNOWN) -> list[str]:
    """The word itself of each try."""
    return [
        next(iter(sorted(term for field, term in terms if field == "title_exact")))
        for terms in conditions(text, known)
    ]


def test_no_conditions_beside_a_phrase() -> None:
    assert conditions('20 Personen "Haushalt der Vereine"') == []


def test_each_known_word_in_its_turn() -> None:
    assert words("20 Personen Haushalt Vereine Streit") == ["haushalt", "vereine", "streit"]
    assert len(words("Haushalt " * 20)) == MAX_CONDITIONS


def test_words_that_no_record_has_and_function_words_are_no_conditions() -> None:
    assert words("20 Personen wie Quastenflosser Haushalt") == ["haushalt"]
    assert conditions("20 Personen wie die") == []
    assert conditions("20 Personen Quastenflosser") == []


def test_a_further_word_changes_no_condition_before_it() -> None:
    assert conditions("kollegiale", KOLLEGIAL)[0] == conditions("kollegiale Beratung", KOLLEGIAL)[0]


def test_a_word_beginning_alone_and_a_related_word_are_not_enough() -> None:
    """They find no record by themselves either, so that a filter never shows what the search without it does
    not.
    """
    fields = {
        field
        for terms in conditions("Haushaltsplan", IndexWords({"haushalt": 3}, WordList({"haushalt": 3}), 10))
        for field, _term in terms
    }
    assert fields == {
        f"{zone}_{layer}" for zone in ("title", "entry", "body") for layer in ("exact", "stem", "derivation")
    }


def test_an_english_word_that_no_record_has_counts_as_its_translation_in_any_company() -> None:
    german = IndexWords({"personal": 3, "rat": 2}, WordList({"personal": 3, "rat": 2}), 10)
    assert ("body_stem", "gemeinderat") in conditions("council Rat", german)[0]
    thesaurus = bundled()
    found = engine_query(
        understand(parse("Rat council", Grammar()), thesaurus, german), SearchRequest(), frozenset(), ()
    )
    assert "gemeinderat" in {
        term.term for clause in found.clauses if not clause.only_scores for term in clause.terms
    }
