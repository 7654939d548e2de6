"""The fields of a record in a form that another library can read (docs/referenz/austausch.md): PUBLIC and
QUASI fields and rows, each term and each other record by its name instead of its number here.

Both ways know the same fields, so nothing else comes in than goes out: no state, no level, no owner, no file.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from django.db import models
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.models import Page

from knowledge.classification import FieldClass, field_class, public_data
from knowledge.models import (
    ChallengeArea,
    ForumCycle,
    PolicyField,
    SustainableDevelopmentGoal,
    TargetGroup,
)

__all__ = ["FORMAT", "VERSION", "from_fields", "known_here", "name_here", "to_fields"]

FORMAT = "weiterdenken-inhalte"
VERSION = 1
"""Grows when a field changes its meaning; a file of another version is refused with a sentence."""

_NAMES: dict[type[models.Model], str] = {
    ChallengeArea: "slug",
    PolicyField: "key",
    TargetGroup: "key",
    SustainableDevelopmentGoal: "number",
    ForumCycle: "number",
}
"""Column by which a term is known in every library. Records are known by the digits of their key."""

_OF_ITS_LIBRARY = frozenset(
    {"slug", "locale", "show_in_menus", "released_on", "came_from", "challenge_areas", "sort_order"}
)
"""Address, menu, batch, origin: each library has its own. Challenge areas come with their rows, in their
order.
"""

_PAGE_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_NUMBER, _KEY = re.compile(r'\bid="(\d+)"'), re.compile(r'\bkey="([0-9a-f]{32})"')

Refer = Callable[[type[models.Model], Any], Any]
"""What another record or term is called on the other side; ``None`` where it is not there."""


def to_fields(page: Any, pages: Mapping[int, str]) -> dict[str, Any]:
    """The fields of a page. ``pages`` are those that may be named, their key by id; a row about any other is
    left out.
    """
    return _converted(type(page), public_data(page), lambda model, pk: name_here(model, pk, pages), _Outward)


def from_fields(model: type[Page], fields: Mapping[str, Any], refer: Refer) -> dict[str, Any]:
    """The same as the JSON of a revision, without what this library does not share. Raises ``ValueError``,
    ``TypeError`` or ``LookupError`` where the form is another one.
    """
    return _converted(model, fields, refer, _Inward)


def known_here(model: type[models.Model], name: Any) -> Any:
    """Number of a term or record by its name; ``None`` where there is none."""
    if issubclass(model, Page):
        try:
            found = model._default_manager.filter(translation_key=uuid.UUID(hex=str(name)))
        except ValueError:
            return None
    else:
        found = model._default_manager.filter(**{_NAMES[model]: name})
    return found.values_list("pk", flat=True).first()


def name_here(model: type[models.Model], pk: Any, pages: Mapping[int, str]) -> Any:
    """Name of a term or record by its number; ``None`` for a page that may not be named."""
    if issubclass(model, Page):
        return pages.get(int(pk))
    return model._default_manager.filter(pk=pk).values_list(_NAMES[model], flat=True).first()


# --------------------------------------------------------------------------- both ways


def _has_name(model: Any) -> bool:
    return model in _NAMES or issubclass(model, Page)


def _shared(model: type[Any]) -> Iterator[tuple[str, str, Any]]:
    """(name, what it is, field or model) of everything that goes to another library."""
    for field in model._meta.concrete_fields:
        if field.primary_key or not field.serialize or field.name in _OF_ITS_LIBRARY:
            continue
        if field_class(model, field.name) is FieldClass.INTERNAL:
            continue
        if not field.is_relation:
            yield field.name, "stream" if isinstance(field, StreamField) else "value", field
        elif _has_name(field.related_model):
            yield field.name, "one", field
    for field in get_all_child_m2m_relations(model):
        if field_class(model, field.name) is not FieldClass.INTERNAL:
            yield field.name, "many", field.related_model
    for relation in get_all_child_relations(model):
        name, rows = relation.get_accessor_name(), relation.related_model
        if field_class(model, name) is not FieldClass.INTERNAL and not _stays(rows):
            yield name, "rows", rows


def _stays(rows: type[models.Model]) -> bool:
    """Rows with a level of their own are for some readers only; a file has no name elsewhere."""
    return any(
        field.name == "access_level"
        or (
            field.is_relation
            and not field.null
            and not _has_name(field.related_model)
            and field_class(rows, field.name) is not FieldClass.INTERNAL
        )
        for field in rows._meta.concrete_fields
    )


class _Outward:
    """Streams lie in a revision as text; a link names a page by its number."""

    read = staticmethod(lambda value: json.loads(value or "[]"))
    write = staticmethod(lambda value: value)
    link, name = _NUMBER, "key"


class _Inward:
    """The other way round."""

    read = staticmethod(lambda value: value)
    write = staticmethod(json.dumps)
    link, name = _KEY, "id"


def _converted(model: type[Any], data: Mapping[str, Any], refer: Refer, way: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, kind, part in _shared(model):
        if name not in data:
            continue
        value = data[name]
        if kind == "rows":
            value = [row for given in value if (row := _row(part, given, refer, way)) is not None]
        elif kind == "many":
            value = [other for given in value if (other := refer(part, given)) is not None]
        elif kind == "one":
            value = None if value is None else refer(part.related_model, value)
        elif kind == "stream":
            value = way.write(_stream(part.stream_block, way.read(value), refer, way))
        elif isinstance(value, str):
            value = _links(value, refer, way)
        found[name] = value
    return found


def _row(model: type[Any], data: Mapping[str, Any], refer: Refer, way: Any) -> dict[str, Any] | None:
    """A row; ``None`` where it is about something that is not there."""
    row = _converted(model, data, refer, way)
    for name, kind, field in _shared(model):
        if kind == "one" and not field.null and row.get(name) is None:
            return None
    return row


def _stream(block: Any, value: Any, refer: Refer, way: Any) -> Any:
    """The value of a block as it is stored, its pages under their other name."""
    if isinstance(block, blocks.StreamBlock):
        children = ((child, block.child_blocks[child["type"]]) for child in value)
        return [child | {"value": _stream(of, child["value"], refer, way)} for child, of in children]
    if isinstance(block, blocks.ListBlock):
        items = [child if isinstance(child, dict) else {"type": "item", "value": child} for child in value]
        made = [child | {"value": _stream(block.child_block, child["value"], refer, way)} for child in items]
        return [child for child in made if child["value"] is not None]
    if isinstance(block, blocks.StructBlock):
        return {name: _stream(block.child_blocks[name], part, refer, way) for name, part in value.items()}
    if isinstance(block, blocks.PageChooserBlock):
        return None if value is None else refer(Page, value)
    return _links(value, refer, way) if isinstance(value, str) else value


def _links(text: str, refer: Refer, way: Any) -> str:
    """Rich text with its links to pages under their other name; one that leads nowhere there is none."""

    def other(match: re.Match[str]) -> str:
        named = way.link.search(match[0])
        target = refer(Page, named[1]) if named else None
        return "<a>" if target is None else f'<a linktype="page" {way.name}="{target}">'

    return _PAGE_LINK.sub(other, text)
