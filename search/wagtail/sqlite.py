"""Wagtail's own search on SQLite with the German of the public search (``wagtail_backend.py``)."""

from __future__ import annotations

from typing import Any

from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.query import Phrase, PlainText

from search.wagtail.terms import GermanIndex, expression

__all__ = ["SQLiteBackend"]


class _Text(Lexeme):  # type: ignore[misc]
    """A finished expression where modelsearch expects a single word."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[str]]:
        """The expression as it is; it holds letters, digits and our own operators alone."""
        return "%s", [self.value]


class _GermanSQLite:
    """Compiles texts and phrases; a mixin in front of SQLite's compilers."""

    LAST_TERM_IS_PREFIX: bool

    def build_search_query_content(self, query: Any, config: Any = None) -> Any:
        """A text as an expression, everything else as before."""
        if isinstance(query, PlainText | Phrase):
            by_or = getattr(query, "operator", "and").lower() == "or"
            made = expression(
                query.query_string, "sqlite", joined_by_or=by_or, prefix=self.LAST_TERM_IS_PREFIX
            )
            # Nothing to ask finds nothing, as an empty query does in Wagtail.
            return SearchQueryExpression(_Text(made or '"␀"'), config=config)
        return super().build_search_query_content(query, config=config)  # type: ignore[misc]


class _SQLiteIndex(GermanIndex, sqlite.SQLiteIndex):  # type: ignore[misc]
    pass


class _SQLiteSearch(_GermanSQLite, sqlite.SQLiteSearchQueryCompiler):  # type: ignore[misc]
    pass


class _SQLiteAutocomplete(_GermanSQLite, sqlite.SQLiteAutocompleteQueryCompiler):  # type: ignore[misc]
    pass


class SQLiteBackend(sqlite.SQLiteSearchBackend):  # type: ignore[misc]
    """Wagtail on SQLite, in German."""

    index_class = _SQLiteIndex
    query_compiler_class = _SQLiteSearch
    autocomplete_query_compiler_class = _SQLiteAutocomplete
