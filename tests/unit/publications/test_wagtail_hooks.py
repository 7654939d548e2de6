"""Publishing many at once: all or none, with a sentence for each that lacks its PDF."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from publications.wagtail_hooks import explain_bulk_refusal
from tests.factories import LessonPageFactory, PublicationPageFactory, TargetGroupFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    """A request that can carry messages."""
    request = rf.post("/admin/")
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def bulk(*, include: bool = False) -> Any:
    form = SimpleNamespace(cleaned_data={"include_descendants": include})
    return SimpleNamespace(cleaned_form=form, next_url="/admin/danach/")


def test_publication_without_a_pdf_stops_all(request_: HttpRequest) -> None:
    page = PublicationPageFactory(live=False)
    page.save_revision()
    response = explain_bulk_refusal(request_, "publish", [page, LessonPageFactory()], bulk())
    assert response.url == "/admin/danach/"
    assert page.title in str(next(iter(request_._messages)))


@pytest.mark.parametrize("include", [True, False])
def test_pages_below_count_where_they_go_along(request_: HttpRequest, include: bool) -> None:
    page = PublicationPageFactory(live=False)
    page.save_revision()
    response = explain_bulk_refusal(request_, "publish", [page.get_parent()], bulk(include=include))
    assert (response is not None) is include


def test_other_actions_and_records_pass(request_: HttpRequest) -> None:
    assert explain_bulk_refusal(request_, "delete", [PublicationPageFactory()], bulk()) is None
    assert explain_bulk_refusal(request_, "publish", [TargetGroupFactory()], bulk()) is None
