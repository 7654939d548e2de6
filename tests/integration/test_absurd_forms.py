"""What is no number, sent where a form of the administration expects one (a key, a number, a date), is said
at its field or names nothing, and is never an error: every snippet, every page type, every row of their
panels.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import pytest
from django import forms
from django.contrib.admin.utils import quote
from django.contrib.auth import get_user_model
from django.core.signing import Signer
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from wagtail.admin.viewsets import viewsets
from wagtail.models import Page

from cases.models import CasePage
from knowledge.base import record_models
from knowledge.models import ChallengeAreaPage, ContentPage, HomePage, TargetGroupPage
from methods.models import SessionPlan
from tests.integration.conftest import Library
from tests.unit.forms import posted

ABSURD = ("abc", "99999999999999999999999", "-1", "1.5")
TYPED = (forms.ModelChoiceField, forms.IntegerField, forms.DecimalField, forms.FloatField, forms.DateField)


_TYPES: tuple[type[Page], ...] = (ChallengeAreaPage, ContentPage, HomePage, TargetGroupPage)
_PAGES = {model._meta.label for model in (*record_models(), *_TYPES)}


def _edited() -> Iterator[tuple[str, str]]:
    """Name and address of a form that edits something: of each snippet and of each page type."""
    for viewset in viewsets.viewsets:
        model = getattr(viewset, "model", None)
        if (
            not isinstance(model, type)
            or issubclass(model, Page)
            or not getattr(viewset, "edit_view_class", None)
        ):
            continue
        row = model._default_manager.order_by("pk").last()
        if row is not None:
            yield model._meta.label, reverse(viewset.get_url_name("edit"), args=[quote(row.pk)])
    for page_type in (*record_models(), *_TYPES):
        page = page_type.objects.order_by("pk").first()
        if page is not None:
            yield page_type._meta.label, reverse("wagtailadmin_pages:edit", args=[page.pk])


def _with_new_rows(form: Any, data: QueryDict) -> QueryDict:
    """The same as if an editor had added a row to each panel."""
    for formset in getattr(form, "formsets", {}).values():
        number = int(data[f"{formset.prefix}-TOTAL_FORMS"])
        data[f"{formset.prefix}-TOTAL_FORMS"] = str(number + 1)
        for field in formset.empty_form:
            data[field.html_name.replace("__prefix__", str(number))] = str(field.initial or "")
    return data


def _typed(form: Any) -> dict[str, bool]:
    """Names of what expects a number, a key or a date, in the form, in a row that is there and in one that
    was added; whether a panel holds it.
    """
    found = {bound.html_name: False for bound in form if isinstance(bound.field, TYPED)}
    for formset in getattr(form, "formsets", {}).values():
        count = len(formset.forms)
        for row, number in ((formset.empty_form, str(count)), *((one, "") for one in formset.forms[:1])):
            for bound in row:
                if isinstance(bound.field, TYPED):
                    found[bound.html_name.replace("__prefix__", number)] = True
    return found


@pytest.fixture
def editor(client: Client, library: Library) -> Client:
    client.force_login(get_user_model().objects.get(username="redaktion"))
    client.raise_request_exception = False
    return client


def _opened(editor: Client, address: str) -> tuple[QueryDict, dict[str, bool]]:
    """What a browser would send, and which of it is looked at here; nothing where there is no form."""
    opened = editor.get(address)
    if opened.status_code != 200 or "form" not in (opened.context or {}):
        return QueryDict(), {}
    form = opened.context["form"]
    data = _with_new_rows(form, posted(form, {}))
    for name in [name for name in data if name.endswith("-count")]:  # streams are no matter of this
        data[name] = "0"
    return data, _typed(form)


def test_what_is_no_number_is_no_error_in_any_snippet(editor: Client) -> None:
    """All fields of a form at once; the drill sends each for itself."""
    tried, turn = 0, cycle(ABSURD)
    for label, address in _edited():
        if label in _PAGES:
            continue
        data, typed = _opened(editor, address)
        hidden = {name for name in typed if name.rpartition("-")[2] in {"id", "ORDER"}}
        data.update({name: next(turn) for name in typed if name not in hidden})
        tried += len(typed) - len(hidden)
        assert editor.post(address, data).status_code < 500, label
    assert tried > 30


@pytest.mark.parametrize("value", ABSURD)
@pytest.mark.parametrize("name", ["id", "ORDER"])
def test_a_row_of_a_panel_that_is_no_row_is_no_error(editor: Client, name: str, value: str) -> None:
    plan = SessionPlan.objects.order_by("pk").first()
    address = reverse(SessionPlan.snippet_viewset.get_url_name("edit"), args=[plan.pk])
    data, _typed_fields = _opened(editor, address)
    assert f"blocks-0-{name}" in data
    data[f"blocks-0-{name}"] = value
    assert editor.post(address, data).status_code < 500


def test_rich_text_that_is_none_is_said_at_its_field(editor: Client) -> None:
    page = CasePage.objects.filter(live=True).order_by("pk").first()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    data = posted(editor.get(address).context["form"], {})
    data["history"] = "kein JSON"
    answered = editor.post(address, data)
    assert answered.status_code == 200
    assert "history" in answered.context["form"].errors


@pytest.mark.parametrize(("name", "number"), [("", ""), ("x", "0"), ("signed", "signed")])
def test_an_import_of_redirects_without_its_form_begins_anew(
    library: Library, signed_in: Callable[[str], Client], name: str, number: str
) -> None:
    admin, address = signed_in("admin"), reverse("wagtailredirects:process_import")
    admin.raise_request_exception = False
    if name == "signed":  # of a file that is gone
        name, number = Signer().sign("weg.csv"), Signer().sign("0")
    sent = {"import_file_name": name, "input_format": number} if name else {}
    answered = admin.post(address, sent)
    assert (answered.status_code, answered.url) == (302, reverse("wagtailredirects:start_import"))


@pytest.mark.drill
def test_what_is_no_number_is_no_error_in_any_field(editor: Client) -> None:
    tried, in_panels, failed = 0, 0, []
    for label, address in _edited():
        whole, typed = _opened(editor, address)
        for name, in_panel in typed.items():
            for value in ABSURD:
                data = whole.copy()
                data[name] = value
                tried += 1
                in_panels += in_panel
                status = editor.post(address, data).status_code
                if status >= 500:
                    failed.append((label, name, value, status))
    assert not failed, failed
    assert tried > 400 and in_panels > 200
