"""A number that no database can count leads nowhere, and not to a page of errors."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from wagtail.admin.viewsets import viewsets
from wagtail.snippets.views.snippets import SnippetViewSet

from knowledge.web.absurd_numbers import AbsurdNumbers
from tests.factories import (
    CasePageFactory,
    LessonIndexPageFactory,
    LessonPageFactory,
    MethodCardPageFactory,
    PublicationPageFactory,
    UserFactory,
)

ABSURD = 99999999999999999999999

OURS = ("cases.", "knowledge.", "methods.", "publications.", "search.")


def numbered() -> list[str]:
    """Paths of our own views that hold a number, with an absurd one in it."""

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> list[str]:
        found = []
        for pattern in patterns:
            path = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                found += walk(pattern.url_patterns, path)
            elif "<int:" in path and pattern.callback.__module__.startswith(OURS):
                found.append(path)
        return found

    paths = walk(get_resolver().url_patterns, "/")
    return [path for path in paths if path.count("<") == 1 and "^" not in path]


@pytest.mark.django_db
def test_an_absurd_number_in_an_address_of_ours_is_not_found(admin_client: Client) -> None:
    admin_client.raise_request_exception = False
    LessonIndexPageFactory()  # without it nobody may draft a lesson, and a refusal comes before the look-up
    paths = numbered()
    assert any("freigabe" in path for path in paths)
    for path in paths:
        address = path[: path.index("<")] + str(ABSURD) + path[path.index(">") + 1 :]
        assert admin_client.get(address).status_code in {404, 405}, path


@pytest.mark.django_db
def test_an_absurd_number_in_a_filter_is_no_error(admin_client: Client) -> None:
    CasePageFactory().save_revision(user=UserFactory(), log_action=True)
    admin_client.raise_request_exception = False
    answer = admin_client.get(reverse("wagtailadmin_reports:site_history"), {"user": str(ABSURD)})
    assert answer.status_code < 500


NO_NUMBERS = ("abc", "1.5", "", "\0", str(ABSURD))


@pytest.mark.django_db
@pytest.mark.parametrize("each", [1, pytest.param(len(NO_NUMBERS), marks=pytest.mark.drill)])
def test_what_is_no_number_in_a_chooser_is_no_error(admin_client: Client, each: int) -> None:
    """Every chooser and every foreign key of the forms of snippets and pages; each gets so many of what is no
    number, the next one others.
    """
    admin_client.raise_request_exception = False
    tried = 0
    for viewset in viewsets.viewsets:
        model = getattr(viewset, "model", None)
        if not isinstance(viewset, SnippetViewSet) or model is None or not viewset.add_view_class:
            continue
        address = reverse(viewset.get_url_name("add"))
        keys = [field.name for field in model._meta.fields if field.is_relation]
        for name in keys:
            for value in (NO_NUMBERS[(tried + number) % len(NO_NUMBERS)] for number in range(each)):
                assert admin_client.post(address, {name: value}).status_code < 500, (address, name, value)
                assert admin_client.get(address, {name: value}).status_code < 500, (address, name, value)
            tried += 1
    assert tried > 20


@pytest.mark.django_db
def test_what_is_no_number_names_no_parent_of_a_copy(admin_client: Client) -> None:
    admin_client.raise_request_exception = False
    card = MethodCardPageFactory()
    address = reverse("wagtailadmin_pages:copy", args=[card.pk])
    data = {"new_title": "x", "new_slug": "x", "new_parent_page": "abc"}
    assert admin_client.post(address, data).status_code == 404


def test_any_other_value_is_a_fault(rf: RequestFactory) -> None:
    middleware = AbsurdNumbers(lambda request: None)
    assert middleware.process_exception(rf.get("/"), ValueError("invalid literal for int()")) is None


def test_any_other_overflow_is_a_fault(rf: RequestFactory) -> None:
    middleware = AbsurdNumbers(lambda request: None)
    assert middleware.process_exception(rf.get("/"), OverflowError("date value out of range")) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    "factory",
    [CasePageFactory, LessonPageFactory, MethodCardPageFactory, PublicationPageFactory],
)
@pytest.mark.parametrize("value", ["abc", "1.5", str(ABSURD)])
def test_what_is_no_number_in_the_form_of_a_page_is_said_at_its_field(
    factory: Any, value: str, admin_client: Client
) -> None:
    page = factory()
    admin_client.raise_request_exception = False
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = type(page).get_edit_handler().get_form_class()
    keys = [name for name, field in form.base_fields.items() if isinstance(field, ModelChoiceField)]
    assert keys or factory is MethodCardPageFactory
    for name in keys:
        answer = admin_client.post(address, {"title": page.title, name: value})
        assert answer.status_code < 500, (name, value)


def test_any_other_missing_key_or_invalid_value_is_a_fault(rf: RequestFactory) -> None:
    middleware = AbsurdNumbers(lambda request: None)
    for fault in (KeyError("title"), ValidationError("Bitte ausfüllen.")):
        assert middleware.process_exception(rf.get("/"), fault) is None
