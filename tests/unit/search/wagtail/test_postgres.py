"""How a text is asked of PostgreSQL: as a finished expression, so that the server's dictionaries stay out."""

from __future__ import annotations

from typing import Any

import pytest
from modelsearch.query import Phrase, PlainText

pytest.importorskip("psycopg")
from search.wagtail.postgres import PostgresBackend


class Compiler(PostgresBackend.query_compiler_class):  # type: ignore[misc, name-defined]
    """The compiler without a query of its own."""

    def __init__(self) -> None:
        """Nothing of a database is asked for."""


def asked(query: Any, *, invert: bool = False) -> str:
    """What the server is asked."""
    made = Compiler().build_tsquery_content(query, config="simple", invert=invert)
    return str(made.get_source_expressions()[-1].value)


def test_words_are_joined_as_the_query_says() -> None:
    both, either = asked(PlainText("Wolf Schaf")), asked(PlainText("Wolf Schaf", operator="or"))
    assert "wolf" in both and "schaf" in both
    assert "&" in both and "&" not in either.replace(both, "")
    assert asked(Phrase("Wolf Schaf")) == both


def test_a_text_can_be_asked_away() -> None:
    assert asked(PlainText("Wolf"), invert=True) == f"!({asked(PlainText('Wolf'))})"


def test_nothing_to_ask_finds_nothing() -> None:
    assert asked(PlainText("")) == asked(PlainText("*")) == "'␀'"
