"""The words of a case, section by section: as the case giver sees them before anybody else does, and as the
page prints them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString
from modelcluster.models import get_all_child_relations
from wagtail.blocks import StreamValue
from wagtail.fields import RichTextField, StreamField
from wagtail.rich_text import expand_db_html

from cases.sections import CaseText, Section, field_label, headed_fields
from knowledge.classification import FieldClass, field_class
from knowledge.guard import plain_stream
from search.contract import Viewer

__all__ = ["PageSection", "Shown", "page_sections", "section_content"]


ON_PAPER = frozenset({"ideen", "schritte", "ergebnis", "bedingungen"})
"""Sections that the short print of a case holds besides its opening."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One field with its label, ready to print."""

    label: str
    html: SafeString


def section_content(case: Any, section: Section, text: CaseText) -> list[Shown]:
    """Every field of a section that says something. Nothing public is left out: it reads the same fields as
    the checksum.
    """
    return [Shown(field_label(type(case), name), _field_html(case, name)) for name in text.said_in(section)]


@dataclass(frozen=True, slots=True)
class PageSection:
    """A section of the page under its own heading."""

    section: Section
    case: Any

    @property
    def templates(self) -> tuple[str, str]:
        """The first that there is prints it: the layout made for this section, or its fields one by one."""
        return f"cases/sections/{self.section.key}.html", "cases/sections/fields.html"

    @property
    def print_css(self) -> str:
        """Style of the section on paper: two pages hold what somebody takes into a meeting, the long text
        comes on demand. Paper leaves the circle of those who may read: what only some of them read stays off.
        """
        if self.section.inner:
            return "part print-hide"
        return "part" if self.section.key in ON_PAPER else "part print-long"

    @property
    def says(self) -> dict[str, bool]:
        """Whether each of its columns says something: what stands above an empty one is not printed."""
        values = {name: getattr(self.case, name) for name in self.section.fields}
        return {name: _is_filled(value) for name, value in values.items() if not hasattr(value, "all")}

    @property
    def content(self) -> list[Shown]:
        """Its fields one by one."""
        return section_content(self.case, self.section, CaseText.of(self.case))


def page_sections(case: Any, viewer: Viewer) -> list[PageSection]:
    """The sections with a heading under which this case says something to this viewer, in their order."""
    return [
        PageSection(section, case)
        for section, fields in headed_fields()
        if any(_says_something(case, name, viewer) for name in fields)
    ]


def _says_something(case: Any, name: str, viewer: Viewer) -> bool:
    value = getattr(case, name)
    if not hasattr(value, "all"):
        return _is_filled(value)
    return any(viewer.may_read(getattr(row, "audience", "")) for row in value.all())


def _is_filled(value: Any) -> bool:
    """Whether a column says something; an empty paragraph does not."""
    return bool(plain_stream(value.get_prep_value() if isinstance(value, StreamValue) else value))


def _field_html(case: Any, name: str) -> SafeString:
    rows = {relation.get_accessor_name() for relation in get_all_child_relations(type(case))}
    if name in rows:
        return _list(_row_html(row) for row in getattr(case, name).all())
    field = case._meta.get_field(name)
    if field.many_to_many:
        return _list(str(term) for term in getattr(case, name).all())
    if hasattr(case, f"{name}_labels"):
        return _list(getattr(case, f"{name}_labels"))
    return _value_html(case, field)


def _value_html(instance: Any, field: Any) -> SafeString:
    """One column as HTML; everything but rich text and streams is escaped."""
    value = getattr(instance, field.name)
    if isinstance(field, StreamField):
        return SafeString(value.render_as_block())
    if isinstance(field, RichTextField):
        return SafeString(expand_db_html(value))
    if field.choices:
        value = getattr(instance, f"get_{field.name}_display")()
    return SafeString(linebreaks(str(value), autoescape=True))


def _list(items: Iterator[Any] | list[Any]) -> SafeString:
    return format_html(
        '<ul class="list">{}</ul>', format_html_join("", "<li>{}</li>", ((item,) for item in items))
    )


def _row_html(row: Any) -> SafeString:
    """One inline row: its words, and what was chosen beside them."""
    cells = []
    for field in row._meta.concrete_fields:
        if field.name == "sort_order" or field_class(type(row), field.name) is FieldClass.INTERNAL:
            continue
        value = getattr(row, field.name)
        if isinstance(field, models.BooleanField):
            text = str(field.verbose_name) if value else ""
        elif field.choices:
            text = str(getattr(row, f"get_{field.name}_display")())
        else:
            text = "" if value is None else str(value)
        if text:
            cells.append((text,))
    return format_html_join(" · ", "{}", cells)
