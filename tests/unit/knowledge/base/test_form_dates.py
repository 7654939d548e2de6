"""No form and no filter takes a date of a year before clocks."""

from __future__ import annotations

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from tests.factories import LessonPageFactory


@pytest.mark.parametrize("field", [forms.DateField(), forms.DateTimeField()])
@pytest.mark.parametrize("value", ["01.01.0001", "0001-01-01", "31.12.1899"])
def test_a_date_before_1900_is_refused(field: forms.Field, value: str) -> None:
    with pytest.raises(ValidationError) as error:
        field.clean(value)
    assert error.value.messages == ["Bitte geben Sie ein Datum ab dem Jahr 1900 ein."]
    assert field.clean("01.01.1900") is not None


@pytest.mark.django_db
def test_a_page_is_not_published_on_the_first_day_of_all_years(admin_client: Client) -> None:
    page = LessonPageFactory()
    form = {"title": page.title, "go_live_at": "01.01.0001 00:00", "action-publish": "action-publish"}
    answer = admin_client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)
    assert answer.status_code == 200
    assert "ab dem Jahr 1900" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["from", "to"])
def test_filters_do_not_break(admin_client: Client, end: str) -> None:
    page = LessonPageFactory()
    for address, name in (
        (reverse("wagtailadmin_reports:site_history"), "timestamp"),
        (reverse("wagtailadmin_explore", args=[page.get_parent().pk]), "latest_revision_created_at"),
        (reverse("wagtailadmin_pages:history", args=[page.pk]), "timestamp"),
    ):
        for value in ("01.01.0001", "31.12.9999"):
            assert admin_client.get(address, {f"{name}_{end}": value}).status_code == 200, (address, value)
