"""Hooks of the administration: refusing before anybody is asked, explaining before anything is published."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest
from django.test import RequestFactory

from knowledge import wagtail_hooks
from tests.factories import ForumCycleFactory, LessonPageFactory, TargetGroupFactory, UserFactory

pytestmark = pytest.mark.django_db


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


def test_button_to_open_passages_is_for_those_who_may_edit() -> None:
    page = LessonPageFactory()
    (button,) = wagtail_hooks.guard_button(page, UserFactory(is_superuser=True), "edit")
    assert str(page.pk) in button.url
    assert list(wagtail_hooks.guard_button(page, UserFactory(), "edit")) == []
