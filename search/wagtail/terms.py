"""The German of the public search for Wagtail's own index: what is written into it and what is asked of it
(``wagtail_backend.py``).
"""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from modelsearch.index import RelatedFields

from search.language import Word, analyse

__all__ = ["GermanIndex", "expression", "prepared"]

MAX_WORDS = 32
_DIALECTS = {"sqlite": (" AND ", " OR ", '"{}"', '"{}"*'), "postgresql": (" & ", " | ", "'{}'", "'{}':*")}


def prepared(text: str) -> str:
    """A text as the terms it is found by: every word as written (folded), its stem, its root and its
    parts.
    """
    terms: list[str] = []
    for word in analyse(text):
        for forms in (word.forms, word.extra):
            if forms is not None:
                terms += dict.fromkeys((forms.exact, forms.stem, *forms.derivations))
    return " ".join(terms)


def expression(text: str, vendor: str, *, joined_by_or: bool = False, prefix: bool = False) -> str:
    """A query in the language of the database's full text search; empty when nothing can be asked.

    Every word must be there in some form, or in all its parts; with ``prefix`` the last one may be
    unfinished. Terms are letters and digits alone, so nothing typed can become an operator.
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


class GermanIndex:
    """Writes prepared words; a mixin in front of a database's index."""

    def add_items(self, model: type[Any], objs: Iterable[Any]) -> None:
        """Index records of one model."""
        super().add_items(model, [_Analysed(obj) for obj in objs])  # type: ignore[misc]
