"""Which words become conditions where the text itself filters, and in which order they are tried."""

from __future__ import annotations

from search.language.spelling import WordList
from search.language.thesaurus import Thesaurus
from search.narrowing import MOST, narrowing
from search.parse import Grammar, parse
from search.understanding import understand
from search.vocabulary import IndexWords

KNOWN = IndexWords({"haushalt": 3, "verein": 2, "streit": 1}, WordList({"haushalt": 3, "vereine": 2, "streit": 1}), 10)


def tries(text: str, known: IndexWords = KNOWN) -> list[list[set[str]]]:
    """Exact terms of the conditions of each try."""
    thesaurus = Thesaurus()
    understood = understand(parse(text, Grammar()), thesaurus, known)
    made = narrowing(understood, thesaurus, known)
    return [[{term.term for term in clause.terms if term.field == "title_exact"} for clause in chosen] for chosen in made]


def test_nothing_where_the_text_does_not_filter() -> None:
    assert tries("Haushalt Vereine") == []
    assert tries('20 Personen "Haushalt der Vereine"') == []


def test_both_words_then_one_then_none() -> None:
    made = tries("20 Personen Haushalt Vereine Streit")
    assert [len(one) for one in made] == [2, 1, 1, 0]
    assert "haushalt" in made[0][0]
    assert "vereine" in made[0][1]
    assert made[1] == [made[0][0]]
    assert made[2] == [made[0][1]]
    assert MOST == 2


def test_words_that_no_record_has_and_function_words_are_no_conditions() -> None:
    made = tries("20 Personen wie Quastenflosser Haushalt")
    assert [len(one) for one in made] == [1, 0]
    assert "haushalt" in made[0][0]
    assert tries("20 Personen wie die") == []
    assert tries("20 Personen Quastenflosser") == []


def test_conditions_decide_and_do_not_score() -> None:
    thesaurus = Thesaurus()
    understood = understand(parse("20 Personen Haushalt", Grammar()), thesaurus, KNOWN)
    clauses = [clause for chosen in narrowing(understood, thesaurus, KNOWN) for clause in chosen]
    assert clauses
    assert all(clause.required for clause in clauses)
    assert max(term.weight for clause in clauses for term in clause.terms) < 1e-4
