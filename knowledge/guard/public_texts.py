"""The words of a record that readers see, taken from its fields and rows. Reads only.

What a person can type into a PUBLIC or QUASI column is a text; closed choices, addresses of pages and numbers
are none. The guard of public texts (``guard.py``) and the gate of the cases read the same way.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from modelcluster.models import ClusterableModel, get_all_child_relations
from wagtail.fields import StreamField
from wagtail.models import Page

from knowledge.classification import FieldClass, field_class

__all__ = [
    "field_label",
    "free_columns",
    "harm_name",
    "is_free",
    "kind_name",
    "kind_way",
    "plain_stream",
    "strings_in",
    "texts_of",
    "without_blank_paragraphs",
]

_BLOCK_KEY = re.compile(r'\s+data-block-key="[^"]*"')
_BLANK = re.compile(r"<(p|li|ul|ol|h[1-6]|blockquote)(?:\s[^<>]*)?>(?:\s|&nbsp;|<br\s*/?>)*</\1>")
_BREAK = re.compile(r"</(?:p|li|h\d|blockquote)>|<br\s*/?>")
_LINK = re.compile(r'href="([^"]*)"')
_NOT_TEXT = frozenset(
    {"slug", "key", "number", "file_hash", "filter_spec", "focal_point_key", "came_from", "colour_brand"}
    | {"colour_action", "colour_accent"}
)
"""Public columns of short texts that are addresses, counters, colours or written by a program."""


_KIND_NAMES = {
    "person": gettext_noop("Name einer Person"),
    "place": gettext_noop("Name eines Ortes"),
    "organisation": gettext_noop("Name einer Einrichtung"),
    "contact": gettext_noop("Kontaktangabe"),
    "number": gettext_noop("genaue Zahl"),
    "date": gettext_noop("genaues Datum"),
    "address": gettext_noop("Anschrift"),
    "url": gettext_noop("Internetadresse"),
    "office": gettext_noop("Amt einer erkennbaren Person"),
    "unique": gettext_noop("Einmaliges"),
    "sensitive": gettext_noop("Persönliches (Gesundheit, Glaube, Herkunft, Strafe)"),
}
_WAYS = {
    "person": gettext_noop("bitte die Rolle nennen statt des Namens"),
    "place": gettext_noop("bitte Lage oder Größe umschreiben"),
    "organisation": gettext_noop("bitte umschreiben, zum Beispiel „ein Verein“"),
    "contact": gettext_noop("bitte weglassen"),
    "number": gettext_noop("bitte eine Spanne nennen, zum Beispiel „2.000 bis 5.000“"),
    "date": gettext_noop("bitte höchstens das Jahr nennen"),
    "address": gettext_noop("bitte weglassen"),
    "url": gettext_noop("bitte weglassen"),
    "office": gettext_noop("bitte das Amt ohne Person nennen, zum Beispiel „die Rathausspitze“"),
    "unique": gettext_noop("bitte allgemeiner sagen"),
    "sensitive": gettext_noop("bitte weglassen oder allgemeiner sagen"),
}
"""What to write instead, by kind."""

_HARM_NAMES = {
    "direct": gettext_noop("nennt jemanden"),
    "exact": gettext_noop("macht mit dem Kopf erkennbar"),
    "hint": gettext_noop("Hinweis"),
}


def kind_name(kind: str) -> str:
    """The kind of a finding in words."""
    return _(_KIND_NAMES[kind])


def kind_way(kind: str) -> str:
    """What to write instead of a finding of this kind."""
    return _(_WAYS[kind])


def harm_name(harm: str) -> str:
    """What a finding would do if it became public, in words."""
    return _(_HARM_NAMES[harm])


def without_blank_paragraphs(source: str) -> str:
    """Rich text without the paragraphs, headings and items that say nothing; empty where nothing is said."""
    before = None
    while before != source:
        before, source = source, _BLANK.sub("", source)
    return source


def plain_stream(value: Any) -> Any:
    """A stream as JSON: without the ids of its blocks, and without blocks that say nothing."""
    if isinstance(value, dict):
        return {key: plain_stream(inner) for key, inner in value.items() if key != "id"}
    if isinstance(value, list):
        plain = [plain_stream(inner) for inner in value]
        return [inner for inner in plain if not (isinstance(inner, dict) and _says_nothing(inner))]
    return without_blank_paragraphs(_BLOCK_KEY.sub("", value)) if isinstance(value, str) else value


def _says_nothing(value: Any) -> bool:
    """Whether a block holds no value at all; its type is none."""
    if isinstance(value, dict):
        return all(_says_nothing(inner) for key, inner in value.items() if key != "type")
    if isinstance(value, list):
        return all(_says_nothing(inner) for inner in value)
    return value is None or (isinstance(value, str) and not value.strip())


def strings_in(value: Any) -> Iterator[str]:
    """Every text inside a value; rich text as plain text, followed by the addresses it links to."""
    if isinstance(value, str):
        links = _LINK.findall(value)
        yield html.unescape(strip_tags(_BREAK.sub("\n", value))).strip()
        yield from (html.unescape(link) for link in links)
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key != "type":
                yield from strings_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings_in(inner)


def is_free(model: type[Any], name: str) -> bool:
    """Whether people write into this column; closed choices cannot name anybody."""
    field = model._meta.get_field(name)
    return not field.choices and (
        isinstance(field, StreamField)
        or field.get_internal_type() in {"CharField", "TextField", "SlugField", "URLField"}
    )


def field_label(model: type[Any], name: str) -> str:
    """What the form calls a field or a group of rows."""
    field = model._meta.get_field(name)
    return str(getattr(field, "verbose_name", None) or field.related_model._meta.verbose_name_plural)


def free_columns(model: type[Any]) -> list[str]:
    """The columns of a model that people write and readers see, whatever stands in its rows."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if field.name not in _NOT_TEXT
        and field_class(model, field.name) is not FieldClass.INTERNAL
        and is_free(model, field.name)
    ]


def _columns(record: Any) -> Iterator[tuple[str, str]]:
    """(column, text) of one record without its rows."""
    model = type(record)
    for field in map(model._meta.get_field, free_columns(model)):
        value = field.value_from_object(record)
        if isinstance(field, StreamField):
            value = plain_stream(json.loads(field.value_to_string(record) or "[]"))
        for text in strings_in(value):
            if text:
                yield field.name, text


def _rows(record: Any) -> Iterator[tuple[str, Iterable[Any]]]:
    """(relation, rows) whose words readers see: public relations, and those the model names in
    ``printed_rows``.
    """
    model = type(record)
    printed = getattr(model, "printed_rows", ())
    for relation in get_all_child_relations(model) if issubclass(model, ClusterableModel) else ():
        name = relation.get_accessor_name()
        if name in printed or field_class(model, name) is not FieldClass.INTERNAL:
            yield name, getattr(record, name).all()


def texts_of(record: Any) -> list[tuple[str, str, str]]:
    """(field, its label in the form, text) of everything written by hand that this record shows.

    ``printed_records`` of a page are records beside it whose words it prints (a cycle and its meetings).
    """
    found = [(name, field_label(type(record), name), text) for name, text in _columns(record)]
    for name, rows in _rows(record):
        label = field_label(type(record), name)
        found += [(name, label, text) for row in rows for _column, text in _columns(row)]
    beside = getattr(record, "printed_records", None)
    for other in beside() if callable(beside) else ():
        label = f"{type(other)._meta.verbose_name}"
        found += [
            (f"{type(other)._meta.model_name}.{name}", f"{label}, {own}", text)
            for name, own, text in texts_of(other)
        ]
    if isinstance(record, Page):
        found = [row for row in found if row[0] != "locale"]
    return found
