"""Which clauses a word of the query becomes, and which of them only order."""

from __future__ import annotations

from dataclasses import replace

from search.contract import Clause, WeightedTerm
from search.language import analyse_word, thesaurus
from search.query.weighting import (
    MAX_FUNCTION,
    WEIGHTS,
    QueryTerms,
    beginnings,
    clauses,
    function_clauses,
)


def fields(found: tuple[Clause, ...]) -> set[tuple[str, str]]:
    return {(term.field, term.term) for clause in found for term in clause.terms}


def test_a_word_is_asked_for_in_every_layer_of_title_and_text() -> None:
    found = clauses([QueryTerms(analyse_word("Haushaltssicherung"))])
    forms = analyse_word("Haushaltssicherung")
    for zone in ("title", "entry", "body"):
        assert {(f"{zone}_exact", forms.exact), (f"{zone}_stem", forms.stem)} <= fields(found)
        assert {(f"{zone}_derivation", part) for part in forms.parts} <= fields(found)


def test_beginnings_of_words_only_order() -> None:
    found = clauses([QueryTerms(analyse_word("Impfung"))])
    beginnings = [clause for clause in found if clause.terms[0].field == "prefix"]
    assert beginnings and all(clause.only_scores for clause in beginnings)
    none = clauses([QueryTerms(analyse_word("Impfung"))], weights=replace(WEIGHTS, prefix=0.0))
    assert not [clause for clause in none if clause.terms[0].field == "prefix"]


def test_a_later_correction_counts_less() -> None:
    word = QueryTerms(
        analyse_word("Gemeindrat"), corrections=(analyse_word("Gemeinderat"), analyse_word("Rat"))
    )
    weight = {t.term: t.weight for c in clauses([word]) for t in c.terms if t.field == "body_exact"}
    assert weight["gemeinderat"] == WEIGHTS.fuzzy > weight["rat"]


def test_an_abbreviation_weighs_more_than_a_synonym() -> None:
    assert WEIGHTS.of_relation(thesaurus.ABBREVIATION) > WEIGHTS.of_relation(thesaurus.SYNONYM)


def test_of_many_function_words_the_first_count_and_none_finds() -> None:
    found = function_clauses([f"wort{n}" for n in range(MAX_FUNCTION + 3)])
    assert len(found) == MAX_FUNCTION and all(clause.only_scores for clause in found)


def test_a_modifier_weighs_more_than_a_frequent_head() -> None:
    """ "Hochwasserschutz" is about Hochwasser; Schutz is what many things are called."""
    weight = {
        term.term: term.weight
        for clause in clauses([QueryTerms(analyse_word("Hitzeschutz"))])
        for term in clause.terms
        if term.field == "body_derivation"
    }
    assert weight["hitz"] > 1.3 * weight["schutz"]


def test_a_german_word_that_looks_like_an_english_one_counts_little() -> None:
    found = clauses([QueryTerms(analyse_word("Windturbines"), foreign=True)])
    weight = {term.field: term.weight for clause in found for term in clause.terms}
    assert weight["body_exact"] == WEIGHTS.stem > 3 * weight["body_stem"] > 0
    parts = analyse_word("Windturbines").parts
    assert not fields(found) & {("body_derivation", part) for part in parts}


def test_beginnings_find_where_the_words_do_not() -> None:
    prefix = Clause((WeightedTerm("prefix", "kost", 0.5),), only_scores=True)
    function = Clause((WeightedTerm("body_exact", "wann", 0.5),), only_scores=True)
    prohibited = Clause((WeightedTerm("body_stem", "rat"),), prohibited=True)
    assert beginnings((prefix, function, prohibited)) == (Clause(prefix.terms), prohibited)
    assert beginnings((function, prohibited)) == ()
