from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve

from knowledge.web.content_policy import ContentPolicy


def policy(rf: RequestFactory, address: str) -> dict[str, str]:
    request = rf.get(address)
    request.resolver_match = resolve(address)
    answer = ContentPolicy(lambda _request: HttpResponse())(request)
    assert "camera=()" in answer["Permissions-Policy"]
    parts = (part.strip().partition(" ") for part in answer["Content-Security-Policy"].split(";"))
    return {name: value for name, _blank, value in parts}


def test_a_public_page_runs_nothing_that_stands_in_it(rf: RequestFactory) -> None:
    assert "unsafe" not in str(policy(rf, "/suche/"))


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/rohfaelle/", "/admin/staffel/1/"])
def test_the_administration_runs_no_script_in_a_page(rf: RequestFactory, address: str) -> None:
    found = policy(rf, address)
    assert "unsafe" not in found.get("script-src", found["default-src"])
    assert "'unsafe-inline'" in found["style-src"]


@pytest.mark.parametrize("address", ["/admin/pages/3/edit/", "/admin/account/"])
def test_forms_of_wagtail_with_dates_may(rf: RequestFactory, address: str) -> None:
    assert "'unsafe-inline'" in policy(rf, address)["script-src"]
