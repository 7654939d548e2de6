"""Lists that editors bring along (JSON lines, CSV, a workbook): a row per record, a column per field.

``kind`` (also ``art``) says what a row is, by ``external_id`` (also ``kennung``) a repeated import knows it
again. Terms are named by their key, several are separated by a semicolon; a text is Markdown. Rows become
:class:`~knowledge.content.imports.Given`, so they take the way of every other import.
"""

from __future__ import annotations

import csv
import io
import json
import uuid
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.utils.translation import gettext as _
from modelcluster.fields import ParentalKey
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from knowledge.classification import FieldClass, field_class
from knowledge.content.imports import ArchiveRefused, Given
from knowledge.content.records import markdown_to_rich_text
from search import registry

__all__ = ["ListedRow", "RowRefused", "as_given", "read_table"]

MOST_ROWS: Final = 5_000
_KIND, _EXTERNAL = ("kind", "art"), ("external_id", "kennung")


class RowRefused(ValueError):
    """A row that is no record; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class ListedRow:
    """A row with its number in the file, as people count."""

    number: int
    kind: str
    external_id: str
    values: Mapping[str, Any]


def read_table(path: Path, kind: str = "") -> list[ListedRow]:
    """The rows of a file; ``kind`` is what they are where no column says so. Raises
    :class:`~knowledge.content.imports.ArchiveRefused`.
    """
    readers = {".jsonl": _json_lines, ".csv": _csv, ".xlsx": _workbook}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise ArchiveRefused(_("Gelesen werden .jsonl, .csv, .xlsx, .docx und was export_library schreibt."))
    try:
        rows = [
            _row(number, values, kind) for number, values in reader(path.read_bytes()) if any(values.values())
        ]
    except (
        ValueError,
        TypeError,
        AttributeError,
        KeyError,
        csv.Error,
        RuntimeError,
        zlib.error,
        zipfile.BadZipFile,
        InvalidFileException,
    ) as error:
        raise ArchiveRefused(_("Die Datei ist beschädigt oder keine Liste.")) from error
    if len(rows) > MOST_ROWS:
        raise ArchiveRefused(_("Die Liste ist zu lang: höchstens %(most)s Zeilen.") % {"most": MOST_ROWS})
    return rows


def _row(number: int, values: dict[str, Any], kind: str) -> ListedRow:
    given = {str(name).strip().lower(): value for name, value in values.items() if name}
    said = next((str(given.pop(name) or "") for name in _KIND if name in given), "")
    known = next((str(given.pop(name) or "") for name in _EXTERNAL if name in given), "")
    return ListedRow(number, (said or kind).strip(), known.strip(), given)


def _json_lines(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in enumerate(content.decode("utf-8-sig").split("\n"), start=1):
        if line.strip():
            yield number, dict(json.loads(line))


def _csv(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    text = content.decode("utf-8-sig")
    delimiter = ";" if text.partition("\n")[0].count(";") else ","
    for number, values in enumerate(csv.DictReader(io.StringIO(text), delimiter=delimiter), start=2):
        yield number, {name: value for name, value in values.items() if name is not None}


def _workbook(content: bytes) -> Iterator[tuple[int, dict[str, Any]]]:
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    head = [str(name or "") for name in next(lines, ())]
    for number, cells in enumerate(lines, start=2):
        yield number, dict(zip(head, ("" if cell is None else cell for cell in cells), strict=False))


# --------------------------------------------------------------------------- a row as a record


def as_given(row: ListedRow) -> Given:
    """A row as a record of an import. Raises :class:`RowRefused`."""
    source = registry.source_for(row.kind) if registry.is_kind(row.kind) else None
    model = getattr(source, "model", None)
    if source is None or not (isinstance(model, type) and issubclass(model, Page)):
        known = ", ".join(one.kind for one in registry.sources())
        raise RowRefused(
            _("Die Art „%(kind)s“ gibt es nicht; es gibt %(known)s.") % {"kind": row.kind, "known": known}
        )
    title = str(row.values.get("title") or "").strip()
    if not title:
        raise RowRefused(_("Der Titel fehlt."))
    if not row.external_id:
        raise RowRefused(_("Die Kennung (external_id) fehlt; ohne sie käme jede Zeile noch einmal."))
    fields = {
        name: _value(model, name, value) for name, value in row.values.items() if value not in ("", None)
    }
    return Given(
        model, str(source.label), _key(model, row.external_id), title, fields, external_id=row.external_id
    )


def _key(model: Any, external_id: str) -> str:
    """Key of the record that came under this name before, else a new one."""
    found = model.objects.filter(external_id=external_id).values_list("translation_key", flat=True).first()
    return (found or uuid.uuid4()).hex


def _value(model: Any, name: str, value: Any) -> Any:
    """A cell in the form of the exchange. Raises :class:`RowRefused` naming the column."""
    try:
        field: Any = model._meta.get_field(name)
    except FieldDoesNotExist as error:
        raise RowRefused(_("Die Spalte „%(name)s“ gibt es nicht.") % {"name": name}) from error
    if field_class(model, name) is FieldClass.INTERNAL or name == "came_from":
        raise RowRefused(_("Die Spalte „%(name)s“ wird nicht eingespielt.") % {"name": name})
    if field.one_to_many:
        return value if isinstance(value, list) else _rows(field.related_model, str(value))
    if field.many_to_many:
        return value if isinstance(value, list) else _words(str(value))
    if isinstance(field, RichTextField):
        text = str(value)
        return text if text.lstrip().startswith("<") else markdown_to_rich_text(text)
    if isinstance(field, StreamField):
        if not isinstance(value, list):
            raise RowRefused(
                _("Die Spalte „%(name)s“ hat Abschnitte; sie kommt nur als JSON.") % {"name": name}
            )
        return value
    return value if field.is_relation else _scalar(field, name, value)


def _scalar(field: Any, name: str, value: Any) -> Any:
    labels = {str(label): key for key, label in field.flatchoices or ()}
    if isinstance(value, str):
        value = labels.get(value.strip(), value.strip())
    if field.flatchoices and value not in labels.values():
        raise RowRefused(
            _("„%(value)s“ steht in der Spalte „%(name)s“ nicht zur Wahl.") % {"value": value, "name": name}
        )
    try:
        made = field.to_python(value)
    except ValidationError as error:
        raise RowRefused(f"„{name}“: {' '.join(map(str, error.messages))}") from error
    return field.value_to_string(_holding(field, made)) if hasattr(made, "isoformat") else made


def _holding(field: Any, value: Any) -> Any:
    return type("Holding", (), {field.attname: value})()


def _rows(model: Any, text: str) -> list[dict[str, Any]]:
    """Rows that hold one word each: terms, or lines of a list."""
    columns = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key
        and not isinstance(field, ParentalKey)
        and field.name != "sort_order"
        and field_class(model, field.name) is not FieldClass.INTERNAL
    ]
    terms = [field for field in columns if field.is_relation]
    column = (terms or columns)[0].name
    return [{column: word} for word in _words(text)]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(";") if word.strip()]
