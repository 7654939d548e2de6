"""What is written into Wagtail's index and what is asked of it."""

from __future__ import annotations

import pytest

from search.wagtail.terms import MAX_WORDS, expression, prepared


def test_a_text_is_written_as_the_terms_it_is_found_by() -> None:
    assert {"haushaltssicherung", "haushalt"} <= set(prepared("Haushaltssicherung").split())
    assert prepared("") == ""


@pytest.mark.parametrize(("vendor", "both"), [("sqlite", " AND "), ("postgresql", " & ")])
def test_every_word_must_be_there_in_some_form(vendor: str, both: str) -> None:
    asked = expression("Hallenbad Kosten", vendor)
    assert asked.count(both) >= 1
    assert "hallenbad" in asked and "kosten" in asked
    assert both not in expression("Rat", vendor)


def test_the_last_word_may_be_unfinished() -> None:
    assert '"hallenb"*' in expression("Hallenb", "sqlite", prefix=True)
    assert "'u':*" in expression("Haus u", "postgresql", prefix=True)
    assert "*" not in expression("Hallenb", "sqlite")


def test_nothing_typed_becomes_an_operator() -> None:
    assert expression('" OR * ; --', "sqlite") == expression("or", "sqlite")
    assert expression("()&|!", "postgresql") == ""


def test_a_long_query_is_cut() -> None:
    assert expression(" ".join(f"wort{n}" for n in range(100)), "sqlite").count(" AND ") < MAX_WORDS
