"""Editors are told what to write: each field of each form has a German label and a help text."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from wagtail.admin.panels import get_edit_handler
from wagtail.models import Page
from wagtail.snippets.models import get_snippet_models

OWN = ("knowledge", "cases", "methods", "publications")
WAGTAIL = {"slug", "seo_title", "search_description", "go_live_at", "expire_at", "comment_notifications", "show_in_menus"}
ROWS = {"id", "ORDER", "DELETE"}
HELP_OF_THE_PANEL = {
    "knowledge.ChallengeArea": {"name"},
    "knowledge.SustainableDevelopmentGoal": {"number"},
    "knowledge.WorkingMeeting": {"cycle"},
}
"""Columns of others, or keys, whose help text stands at the panel."""


def forms() -> list[tuple[str, Any]]:
    found = []
    for model in [model for label in OWN for model in apps.get_app_config(label).get_models() if issubclass(model, Page)]:
        found.append((model._meta.label, model.get_edit_handler().get_form_class()))
    for model in get_snippet_models():
        if model._meta.app_label in OWN:
            view = model.snippet_viewset
            handler = view.get_edit_handler() if view else get_edit_handler(model)
            found.append((model._meta.label, handler.get_form_class()))
    return found


FORMS = forms()


def unexplained(form: Any) -> list[str]:
    lacking = [
        name
        for name, field in form.base_fields.items()
        if name not in WAGTAIL | ROWS and not field.widget.is_hidden and (not str(field.label or "").strip() or not str(field.help_text).strip())
    ]
    return lacking + [
        f"{relation}.{name}" for relation, formset in getattr(form, "formsets", {}).items() if relation != "comments" for name in unexplained(formset.form)
    ]


def test_every_record_type_has_a_form() -> None:
    assert {"cases.CasePage", "methods.MethodCardPage", "knowledge.LessonPage", "publications.PublicationPage", "knowledge.WorkingMeeting"} <= {
        label for label, _form in FORMS
    }


@pytest.mark.parametrize(("label", "form"), FORMS, ids=[label for label, _form in FORMS])
def test_every_field_has_a_label_and_a_help_text(label: str, form: Any) -> None:
    known = (
        HELP_OF_THE_PANEL.get(label, set()) | {"title"}
        if label not in {"cases.CasePage", "methods.MethodCardPage", "publications.PublicationPage"}
        else HELP_OF_THE_PANEL.get(label, set())
    )
    assert [name for name in unexplained(form) if name not in known] == []


@pytest.mark.parametrize("label", ["cases.CasePage", "methods.MethodCardPage", "knowledge.LessonPage"])
def test_help_texts_give_examples(label: str) -> None:
    form = dict(FORMS)[label]
    texts = [str(field.help_text) for field in form.base_fields.values()]
    texts += [str(field.help_text) for formset in form.formsets.values() for field in formset.form.base_fields.values()]
    assert sum("eispiel" in text or "„" in text for text in texts) >= 5
