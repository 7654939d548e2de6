"""Forms of the administration in tests: what a browser would send for an instance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from wagtail.admin.rich_text import DraftailRichTextArea
from wagtail.models import Page

RICH_TEXT = (
    '{"blocks": [{"key": "a", "text": "Text", "type": "unstyled", "depth": 0, "inlineStyleRanges": [],'
    ' "entityRanges": []}], "entityMap": {}}'
)
"""What the editor of rich text sends; every such field, and every block of a stream that has no fields, is
sent as this text."""


def form_class(model: type[Page]) -> Any:
    """The form an editor gets for a page type."""
    return model.get_edit_handler().get_form_class()  # type: ignore[attr-defined]


def posted(form: Any, changes: dict[str, Any]) -> QueryDict:
    """The data of an unbound form as a browser would send it, with ``changes`` by field name; ``None`` leaves
    a field out.
    """
    data: MultiValueDict[str, str] = MultiValueDict()
    _collect(form, data)
    for formset in form.formsets.values():
        for name, value in (
            ("TOTAL_FORMS", len(formset.forms)),
            ("INITIAL_FORMS", formset.initial_form_count()),
            ("MIN_NUM_FORMS", 0),
            ("MAX_NUM_FORMS", 1000),
        ):
            data[f"{formset.prefix}-{name}"] = str(value)
        for inner in formset.forms:
            _collect(inner, data)
    for name, value in changes.items():
        if value is None:
            data.pop(name, None)
        else:
            data.setlist(name, [str(item) for item in value] if isinstance(value, list) else [str(value)])
    result = QueryDict(mutable=True)
    result.update(data)
    return result


def _collect(form: Any, data: MultiValueDict[str, str]) -> None:
    for bound in form:
        value = bound.value()
        if hasattr(value, "stream_block"):
            data[f"{bound.html_name}-count"] = str(len(value))
            for index, block in enumerate(value):
                cells = block.value if isinstance(block.value, Mapping) else {}
                for name, text in (
                    ("type", block.block_type),
                    ("order", index),
                    ("deleted", ""),
                    ("id", block.id or ""),
                    *((f"value-{cell}", words) for cell, words in cells.items()),
                    *(() if cells else (("value", RICH_TEXT),)),
                ):
                    data[f"{bound.html_name}-{index}-{name}"] = str(text)
            continue
        if isinstance(bound.field.widget, DraftailRichTextArea):
            value = RICH_TEXT
        if value is None or value is False or value == "":
            continue
        values = value if isinstance(value, list | tuple) else [value]
        if isinstance(
            bound.field, forms.MultipleChoiceField
        ):  # check boxes are sent in the order of the page
            values = [known for known, _label in bound.field.choices if known in values]
        data.setlist(bound.html_name, [str(getattr(item, "pk", item)) for item in values])
