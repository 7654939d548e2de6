"""What a model refuses inside the administration is told there; everything else stays an error."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from knowledge.admin.refusals import RefusalMessages


def post(rf: RequestFactory, namespace: str = "wagtailadmin_pages", **headers: str) -> HttpRequest:
    request = rf.post("/admin/pages/7/edit/", headers=headers)
    request.resolver_match = SimpleNamespace(
        namespace=namespace, route="admin/pages/", kwargs={"page_id": 7}, args=()
    )
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def handled(request: HttpRequest, error: Exception) -> Any:
    return RefusalMessages(lambda request: HttpResponse()).process_exception(request, error)


def test_each_sentence_is_told_at_the_page(rf: RequestFactory) -> None:
    request = post(rf)
    response = handled(request, ValidationError(["Es fehlt die Freigabe.", "Es fehlt die Prüfung."]))
    assert (response.status_code, response.url) == (302, "/admin/pages/7/edit/")
    assert [str(message).strip() for message in request._messages] == [
        "Es fehlt die Freigabe.",
        "Es fehlt die Prüfung.",
    ]


def test_script_gets_the_address_as_json(rf: RequestFactory) -> None:
    response = handled(post(rf, **{"x-requested-with": "XMLHttpRequest"}), ValidationError("Nein."))
    assert b"/admin/pages/7/edit/" in response.content


@pytest.mark.parametrize("error", [ValueError("kaputt"), KeyError("kaputt")])
def test_error_of_another_kind_stays_an_error(rf: RequestFactory, error: Exception) -> None:
    assert handled(post(rf), error) is None


def test_refusal_elsewhere_stays_an_error(rf: RequestFactory) -> None:
    assert handled(post(rf, namespace="search"), ValidationError("Nein.")) is None
    request = post(rf)
    request.resolver_match = None
    assert handled(request, ValidationError("Nein.")) is None
