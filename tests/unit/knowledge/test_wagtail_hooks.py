"""Hooks of the administration: refusing before anybody is asked, explaining before anything is published."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from knowledge import wagtail_hooks
from tests.factories import ForumCycleFactory, LessonPageFactory, TargetGroupFactory, UserFactory

pytestmark = pytest.mark.django_db
NAMED = "<p>Frau Petra Kestenholz aus Hintertupfingen rief an.</p>"


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    """A request of an administrator."""
    request = rf.post("/admin/")
    request.user = UserFactory(is_superuser=True)
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def test_used_record_is_refused_unused_one_is_not(request_: HttpRequest) -> None:
    used = ForumCycleFactory().format
    assert wagtail_hooks.refuse_used_snippets(request_, [used]).status_code == 409
    assert wagtail_hooks.refuse_used_snippets(request_, [TargetGroupFactory()]) is None
    assert wagtail_hooks.refuse_used_in_bulk(request_, "delete", [used], None).status_code == 409
    assert wagtail_hooks.refuse_used_in_bulk(request_, "publish", [used], None) is None


def test_page_with_open_passages_is_not_published(request_: HttpRequest) -> None:
    page = LessonPageFactory(live=False)
    assert wagtail_hooks.explain_guard(request_, page) is None
    page.observation = NAMED
    response = wagtail_hooks.explain_guard(request_, page)
    assert response.url.endswith(f"/{page.pk}/edit/")


def bulk(include_descendants: bool) -> Any:
    data = {"include_descendants": include_descendants}
    return SimpleNamespace(cleaned_form=SimpleNamespace(cleaned_data=data), next_url="/admin/danach/")


@pytest.mark.parametrize("include", [True, False])
def test_pages_below_count_where_they_are_published_too(request_: HttpRequest, include: bool) -> None:
    page = LessonPageFactory(live=False)
    page.observation = NAMED
    page.save_revision()
    parent = page.get_parent().specific
    response = wagtail_hooks.explain_bulk_guard(request_, "publish", [parent], bulk(include))
    assert (response is not None) is include


def test_other_bulk_actions_and_other_records_pass(request_: HttpRequest) -> None:
    page = LessonPageFactory()
    assert wagtail_hooks.explain_bulk_guard(request_, "delete", [page], None) is None
    assert wagtail_hooks.explain_bulk_guard(request_, "publish", [TargetGroupFactory()], None) is None


def test_button_to_open_passages_is_for_those_who_may_edit() -> None:
    page = LessonPageFactory()
    (button,) = wagtail_hooks.guard_button(page, UserFactory(is_superuser=True), "edit")
    assert str(page.pk) in button.url
    assert list(wagtail_hooks.guard_button(page, UserFactory(), "edit")) == []
