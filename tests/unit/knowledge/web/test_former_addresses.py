"""Redirects, and the level of what they lead to."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from knowledge.web.former_addresses import FormerAddresses
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db


def answer(rf: RequestFactory, address: str, status: int = 404) -> HttpResponse:
    request: Any = rf.get(address)
    request.user = AnonymousUser()
    return FormerAddresses(lambda request: HttpResponse(status=status))(request)


def test_address_of_an_editor_leads_anywhere(rf: RequestFactory) -> None:
    Redirect.objects.create(old_path="/alt", redirect_link="https://rathaus.example/")
    found = answer(rf, "/alt/")
    assert (found.status_code, found["Location"]) == (301, "https://rathaus.example/")
    assert answer(rf, "/alt/", status=200).status_code == 200
    assert answer(rf, "/anders/").status_code == 404


@pytest.mark.parametrize(("level", "status"), [("oeffentlich", 301), ("alumni", 404)])
def test_page_is_named_to_its_readers(rf: RequestFactory, level: str, status: int) -> None:
    page = LessonPageFactory(access_level=level)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": page.get_parent()}
    )
    Site.clear_site_root_paths_cache()
    Redirect.objects.create(old_path="/alt", redirect_page=page)
    assert answer(rf, "/alt/").status_code == answer(rf, "/alt/?von=mail").status_code == status
