"""The call on the pages where people look for it."""

from __future__ import annotations

import datetime

import pytest
from django.template import Context, Template
from django.utils import timezone

from knowledge.models import CyclePage, HomePage
from tests.factories import HomePageFactory
from tests.factories import cycles as make

pytestmark = pytest.mark.django_db


def shown() -> str:
    return Template("{% load calls %}{% announced_cycles %}").render(Context())


def page_of(cycle: object, home: HomePage) -> CyclePage:
    page = CyclePage(title="Staffel", slug="staffel-9", cycle=cycle, summary="<p>Kurz.</p>")
    home.add_child(instance=page)
    return page


def test_an_open_call_leads_to_its_form_and_its_page() -> None:
    cycle, home = make.announced(), HomePageFactory()
    page = page_of(cycle, home)
    said = shown()
    assert "Staffel 9: Anmeldung offen" in said
    assert f'href="{page.get_url()}"' in said and "Jetzt anmelden" in said


def test_nothing_while_none_is_open() -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    cycle, home = make.announced(apply_until=yesterday), HomePageFactory()
    page_of(cycle, home)
    assert shown().strip() == ""


def test_a_call_without_a_live_page_is_not_shown() -> None:
    page = page_of(make.announced(), HomePageFactory())
    CyclePage.objects.filter(pk=page.pk).update(live=False)
    assert shown().strip() == ""


@pytest.mark.parametrize("how", make.HIDING)
def test_a_call_whose_page_is_hidden_is_not_shown(how: str) -> None:
    make.hide(page_of(make.announced(), HomePageFactory()), how)
    assert shown().strip() == ""
