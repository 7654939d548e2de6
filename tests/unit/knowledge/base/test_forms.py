"""Editors are told what to write: each field of each form has a German label and a help text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

OWN = ("knowledge", "cases", "methods", "publications")
WAGTAIL = {
    "slug",
    "seo_title",
    "search_description",
    "go_live_at",
    "expire_at",
    "comment_notifications",
    "show_in_menus",
}
ROWS = {"id", "ORDER", "DELETE"}
MADE_BY_READERS = {
    "knowledge.BarrierReport",
    "knowledge.NewsletterSubscription",
    "knowledge.QuestionSubscription",
    "knowledge.SavedSearch",
}
"""Editors look at these and take them away; nobody fills them in."""


def forms() -> list[tuple[str, Any, set[str]]]:
    """Label of the model, its form, and the fields whose help text stands at the panel."""
    found = []
    for model in [
        model for label in OWN for model in apps.get_app_config(label).get_models() if issubclass(model, Page)
    ]:
        handler = model.get_edit_handler()
        found.append((model._meta.label, handler.get_form_class(), set(explained_by_panels(handler))))
    for model in get_snippet_models():
        if model._meta.app_label in OWN and model._meta.label not in MADE_BY_READERS:
            handler = model.snippet_viewset.get_edit_handler()
            found.append((model._meta.label, handler.get_form_class(), set(explained_by_panels(handler))))
    return found


def explained_by_panels(panel: Any) -> Iterator[str]:
    """Names of fields whose panel has a help text of its own."""
    if getattr(panel, "field_name", "") and panel.help_text:
        yield panel.field_name
    for child in getattr(panel, "children", ()):
        yield from explained_by_panels(child)


FORMS = forms()


def unexplained(form: Any) -> list[str]:
    lacking = [
        name
        for name, field in form.base_fields.items()
        if name not in WAGTAIL | ROWS
        and not field.widget.is_hidden
        and (not str(field.label or "").strip() or not str(field.help_text).strip())
    ]
    return lacking + [
        f"{relation}.{name}"
        for relation, formset in getattr(form, "formsets", {}).items()
        if relation != "comments"
        for name in unexplained(formset.form)
    ]


def test_every_record_type_has_a_form() -> None:
    assert {
        "cases.CasePage",
        "methods.MethodCardPage",
        "knowledge.LessonPage",
        "publications.PublicationPage",
        "knowledge.WorkingMeeting",
    } <= {label for label, *_rest in FORMS}


@pytest.mark.parametrize(("label", "form", "explained"), FORMS, ids=[label for label, *_rest in FORMS])
def test_every_field_has_a_label_and_a_help_text(label: str, form: Any, explained: set[str]) -> None:
    # Wagtail explains the title of a page itself.
    assert [name for name in unexplained(form) if name not in {"title", *explained}] == []


@pytest.mark.parametrize("label", ["cases.CasePage", "methods.MethodCardPage", "knowledge.LessonPage"])
def test_help_texts_give_examples(label: str) -> None:
    form = next(form for name, form, _explained in FORMS if name == label)
    texts = [str(field.help_text) for field in form.base_fields.values()]
    texts += [
        str(field.help_text)
        for formset in form.formsets.values()
        for field in formset.form.base_fields.values()
    ]
    assert sum("eispiel" in text or "„" in text for text in texts) >= 5
