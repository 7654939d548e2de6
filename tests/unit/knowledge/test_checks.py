"""The rules that check themselves: each error has an id, says which rule and where to decide."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.checks.registry import registry as registered
from django.db import models
from django.utils.functional import Promise

import cases.checks
import search.checks
from cases.models import CasePage
from knowledge import checks, classification
from knowledge.base import PAGE_CLASSIFICATION
from knowledge.classification import FieldClass, classify, field_class, unclassified_fields
from knowledge.models import LessonCondition, LessonPage, LessonVerdict, TargetGroup
from methods.models import SessionPlan
from search import registry


def all_models() -> list[type[models.Model]]:
    return [
        model
        for label in checks.PROJECT_APPS
        if label != "search"
        for model in apps.get_app_config(label).get_models()
    ]


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model._meta.label)
def test_every_field_is_classified(model: type[models.Model]) -> None:
    assert unclassified_fields(model) == []


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model._meta.label)
def test_every_classified_name_exists(model: type[models.Model]) -> None:
    known = {
        field.name for field in (*model._meta.get_fields(include_hidden=True), *model._meta.private_fields)
    } | {"tagged_items", *PAGE_CLASSIFICATION}
    own: dict[str, FieldClass] = vars(model).get("classification", {})
    strange = {name for name in own if name not in known and not hasattr(model, name)}
    assert strange == set()


def test_a_field_nobody_decided_about_is_an_error_and_internal(monkeypatch: pytest.MonkeyPatch) -> None:
    decided = {name: value for name, value in CasePage.classification.items() if name != "kernel"}
    monkeypatch.setattr(CasePage, "classification", decided)
    assert unclassified_fields(CasePage) == ["kernel"]
    assert field_class(CasePage, "kernel") is FieldClass.INTERNAL
    message = checks.check_classification(None)[0]
    assert (message.id, message.obj) == ("knowledge.E001", CasePage)
    assert "cases.models.case_page.CasePage" in str(message.hint)


def test_a_new_column_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    column = models.CharField(max_length=10)
    column.set_attributes_from_name("mayor")
    real = LessonPage._meta.get_fields()
    monkeypatch.setattr(LessonPage._meta, "get_fields", lambda *a, **k: (*real, column))
    assert [message.msg for message in checks.check_classification(None)] == [
        "LessonPage.mayor is not classified."
    ]


def test_manage_py_check_asks_every_check_of_ours() -> None:
    asked = {
        check
        for check in registered.registered_checks
        if check.__module__.split(".")[0] in checks.PROJECT_APPS
    }
    ours = {
        getattr(module, name)
        for module in (search.checks, checks, cases.checks)
        for name in module.__all__
        if name.startswith("check_")
    }
    assert asked == ours


def test_no_field_stands_in_two_classes() -> None:
    with pytest.raises(ValueError, match="'title' is classified twice"):
        classify(public="title", internal="title")


def test_a_page_without_template_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_page_templates(None) == []
    monkeypatch.setattr(LessonPage, "template", "knowledge/missing.html")
    message = checks.check_page_templates(None)[0]
    assert (message.id, message.hint) == ("knowledge.E002", "Write templates/knowledge/missing.html.")


def test_a_record_type_nobody_searches_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_search_sources(None) == []
    rest = {kind: source for kind, source in registry._sources.items() if kind != "lesson"}
    monkeypatch.setattr(registry, "_sources", rest)
    message = checks.check_search_sources(None)[0]
    assert (message.id, message.obj) == ("knowledge.E003", LessonPage)
    assert "knowledge/search_documents.py" in str(message.hint)


def test_an_icon_nobody_drew_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_kind_icons(None) == []
    monkeypatch.setattr(type(registry.source_for("lesson")), "icon", "glühbirne")
    (message,) = checks.check_kind_icons(None)
    assert (message.id, "knowledge/templatetags/icons.py" in str(message.hint)) == ("knowledge.E004", True)


@pytest.mark.parametrize("model", [LessonPage, LessonCondition, LessonVerdict, SessionPlan, TargetGroup])
def test_a_public_word_nobody_looks_through_is_an_error(model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    assert checks.check_guards(None) == []
    monkeypatch.setattr(model, "text_guard", "")
    if model is LessonCondition:  # a row is guarded with its page as well
        monkeypatch.setattr(LessonPage, "text_guard", "")
    messages = checks.check_guards(None)
    assert {message.id for message in messages} == {"knowledge.E005"}
    assert any(message.msg.startswith(f"{model.__name__}.") for message in messages)


@pytest.mark.django_db
def test_public_data_leaves_internal_fields_and_ids_out() -> None:
    page = LessonPage(statement="Wenn a, dann b, weil c.", owner_role="Hauptamt", title="x", slug="x")
    data: dict[str, Any] = classification.public_data(page)
    assert data["statement"] == "Wenn a, dann b, weil c."
    assert {"owner_role", "slug", "pk", "path", "verdicts"}.isdisjoint(data)


@pytest.mark.parametrize("model", all_models(), ids=lambda model: model._meta.label)
def test_a_record_and_the_fields_of_a_double_have_names_that_are_translated(
    model: type[models.Model],
) -> None:
    """What has none is called by its Python name, in English, in headings and in the refusal of a double."""
    rules = [rule for rule in model._meta.constraints if isinstance(rule, models.UniqueConstraint)]
    fields: list[Any] = [model._meta.get_field(name) for rule in rules for name in rule.fields]
    assert isinstance(model._meta.verbose_name, Promise)
    assert [field.name for field in fields if not isinstance(field.verbose_name, Promise)] == []
