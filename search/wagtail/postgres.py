"""Wagtail's own search on PostgreSQL with the German of the public search (``wagtail_backend.py``)."""

from __future__ import annotations

from typing import Any

from modelsearch.backends.database.postgres import postgres
from modelsearch.query import Phrase, PlainText

from search.wagtail.terms import GermanIndex, expression

__all__ = ["PostgresBackend"]


class _GermanPostgres:
    """Compiles texts and phrases; a mixin in front of PostgreSQL's compilers."""

    LAST_TERM_IS_PREFIX: bool

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        """A text as an expression, everything else as before."""
        if isinstance(query, PlainText | Phrase):
            by_or = getattr(query, "operator", "and").lower() == "or"
            made = (
                expression(
                    query.query_string, "postgresql", joined_by_or=by_or, prefix=self.LAST_TERM_IS_PREFIX
                )
                or "'␀'"
            )
            return postgres.SearchQuery(f"!({made})" if invert else made, search_type="raw", config=config)
        return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]


class _PostgresIndex(GermanIndex, postgres.PostgresIndex):  # type: ignore[misc]
    pass


class _PostgresSearch(_GermanPostgres, postgres.PostgresSearchQueryCompiler):  # type: ignore[misc]
    pass


class _PostgresAutocomplete(  # type: ignore[misc]
    _GermanPostgres, postgres.PostgresAutocompleteQueryCompiler
):
    pass


class PostgresBackend(postgres.PostgresSearchBackend):  # type: ignore[misc]
    """Wagtail on PostgreSQL, in German; the server's own dictionaries are left out of it."""

    index_class = _PostgresIndex
    query_compiler_class = _PostgresSearch
    autocomplete_query_compiler_class = _PostgresAutocomplete
