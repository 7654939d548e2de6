"""Wagtail's own search, for listings and choosers of the administration, with the German of the public search.

Wagtail's database index stays where it is and keeps its permissions, filters and drafts; only the words that go into it and the words that
are asked of it pass through :mod:`search.language` (docs/adr/0009-german-in-the-admin.md). Nothing of it can reach readers: the public
search asks the engines behind :mod:`search.contract` and never this index.

``WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.wagtail_backend"}}``; after switching to it or after a change of the language
rules run ``manage.py update_index`` once.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.db import connection
from modelsearch.backends.database import SearchBackend as DatabaseBackend
from modelsearch.backends.database.postgres import postgres
from modelsearch.backends.database.sqlite import sqlite
from modelsearch.backends.database.sqlite.query import Lexeme, SearchQueryExpression
from modelsearch.index import RelatedFields
from modelsearch.query import Phrase, PlainText

from search.language import Word, analyse

__all__ = ["SearchBackend", "expression", "prepared"]

MAX_WORDS = 32
_DIALECTS = {"sqlite": (" AND ", " OR ", '"{}"', '"{}"*'), "postgresql": (" & ", " | ", "'{}'", "'{}':*")}


def prepared(text: str) -> str:
    """A text as the terms it is found by: every word as written (folded), its stem, its root and its parts."""
    terms: list[str] = []
    for word in analyse(text):
        for forms in (word.forms, word.extra):
            if forms is not None:
                terms += dict.fromkeys((forms.exact, forms.stem, *forms.weak))
    return " ".join(terms)


def expression(text: str, vendor: str, *, joined_by_or: bool = False, prefix: bool = False) -> str:
    """A query in the language of the database's full text search; empty when nothing can be asked.

    Every word must be there in some form, or in all its parts; with ``prefix`` the last one may be unfinished. Terms are letters and digits
    alone, so nothing typed can become an operator.
    """
    both, either, whole, begun = _DIALECTS[vendor]
    found = analyse(text)[:MAX_WORDS]
    words = [word for word in found if not word.forms.stop] or found
    asked = []
    for word in words:
        alternatives = _alternatives(word, both, whole)
        if prefix and word is found[-1] and word.forms.exact.isalnum():
            alternatives.append(begun.format(word.forms.exact))
        if alternatives:
            asked.append(f"({either.join(dict.fromkeys(alternatives))})")
    if prefix and found and found[-1] not in words and found[-1].forms.exact.isalnum():
        # "Haus u": what looks like a function word may be the beginning of a real one.
        asked.append(f"({begun.format(found[-1].forms.exact)})")
    return (either if joined_by_or else both).join(asked)


def _alternatives(word: Word, both: str, whole: str) -> list[str]:
    """Forms of one word that a record may hold instead of it."""
    made = []
    for forms in (word.forms, word.extra):
        if forms is not None:
            made += [whole.format(term) for term in (forms.exact, forms.stem, forms.root) if term.isalnum()]
            parts = [whole.format(part) for part in forms.parts if part.isalnum()]
            if len(parts) > 1:
                made.append(f"({both.join(parts)})")
    return made


# --------------------------------------------------------------------------- writing


class _Analysed:
    """A record whose search fields give prepared text; everything else is the record's own."""

    def __init__(self, record: Any) -> None:
        self._record = record

    def __getattr__(self, name: str) -> Any:
        return getattr(self._record, name)

    def get_search_fields(self) -> list[Any]:
        """The fields of the record, prepared."""
        return [_field(field, self._record) for field in self._record.get_search_fields()]


def _field(field: Any, record: Any = None) -> Any:
    """A copy of a search field that prepares its value; fields of related records likewise."""
    made = copy.copy(field)
    if isinstance(field, RelatedFields):
        made.fields = [_field(inner) for inner in field.fields]
        made.get_value = lambda obj: field.get_value(record if record is not None else obj)
    else:
        made.get_value = lambda obj: _prepared_value(field.get_value(record if record is not None else obj))
    return made


def _prepared_value(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(_prepared_value(item) for item in value)
    if isinstance(value, dict):
        return " ".join(_prepared_value(item) for item in value.values())
    return prepared("" if value is None else str(value))


class _GermanIndex:
    """Writes prepared words; a mixin in front of a database's index."""

    def add_items(self, model: type[Any], objs: Iterable[Any]) -> None:
        """Index records of one model."""
        super().add_items(model, [_Analysed(obj) for obj in objs])  # type: ignore[misc]


# --------------------------------------------------------------------------- asking


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
            made = expression(query.query_string, "sqlite", joined_by_or=by_or, prefix=self.LAST_TERM_IS_PREFIX)
            # Nothing to ask finds nothing, as an empty query does in Wagtail.
            return SearchQueryExpression(_Text(made or '"␀"'), config=config)
        return super().build_search_query_content(query, config=config)  # type: ignore[misc]


class _GermanPostgres:
    """The same in front of PostgreSQL's compilers."""

    LAST_TERM_IS_PREFIX: bool

    def build_tsquery_content(self, query: Any, config: Any = None, invert: bool = False) -> Any:
        """A text as an expression, everything else as before."""
        if isinstance(query, PlainText | Phrase):
            by_or = getattr(query, "operator", "and").lower() == "or"
            made = expression(query.query_string, "postgresql", joined_by_or=by_or, prefix=self.LAST_TERM_IS_PREFIX) or "'␀'"
            return postgres.SearchQuery(f"!({made})" if invert else made, search_type="raw", config=config)
        return super().build_tsquery_content(query, config=config, invert=invert)  # type: ignore[misc]


class _SQLiteIndex(_GermanIndex, sqlite.SQLiteIndex):  # type: ignore[misc]
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


class _PostgresIndex(_GermanIndex, postgres.PostgresIndex):  # type: ignore[misc]
    pass


class _PostgresSearch(_GermanPostgres, postgres.PostgresSearchQueryCompiler):  # type: ignore[misc]
    pass


class _PostgresAutocomplete(_GermanPostgres, postgres.PostgresAutocompleteQueryCompiler):  # type: ignore[misc]
    pass


class PostgresBackend(postgres.PostgresSearchBackend):  # type: ignore[misc]
    """Wagtail on PostgreSQL, in German; the server's own dictionaries are left out of it."""

    index_class = _PostgresIndex
    query_compiler_class = _PostgresSearch
    autocomplete_query_compiler_class = _PostgresAutocomplete


def SearchBackend(params: dict[str, Any]) -> Any:  # noqa: N802 - the name Wagtail looks for
    """The backend for this installation's database; on another one Wagtail's own, which knows no German."""
    if connection.vendor == "postgresql":
        return PostgresBackend({"SEARCH_CONFIG": "simple", **params})
    plain = DatabaseBackend(params)
    return SQLiteBackend(params) if isinstance(plain, sqlite.SQLiteSearchBackend) else plain
