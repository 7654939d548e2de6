"""What is said when a page becomes public."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.test import RequestFactory
from wagtail import hooks

from knowledge.admin import explain_bulk_guard, explain_guard, publishing, remind_of_placeholders
from knowledge.models import ContentPage, HomePage
from tests.factories import LessonPageFactory, TargetGroupFactory, UserFactory

pytestmark = pytest.mark.django_db
NAMED = "<p>Frau Petra Kestenholz aus Hintertupfingen rief an.</p>"


@pytest.fixture
def request_(rf: RequestFactory) -> HttpRequest:
    """A request of an administrator."""
    request: Any = rf.post("/admin/")
    request.user, request.session = UserFactory(is_superuser=True), SessionBase()
    request._messages = FallbackStorage(request)
    return request


def test_page_with_open_passages_is_not_published(request_: HttpRequest) -> None:
    page = LessonPageFactory(live=False)
    assert explain_guard(request_, page) is None
    page.observation = NAMED
    response = explain_guard(request_, page)
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
    response = explain_bulk_guard(request_, "publish", [parent], bulk(include))
    assert (response is not None) is include


def test_other_bulk_actions_and_other_records_pass(request_: HttpRequest) -> None:
    page = LessonPageFactory()
    assert explain_bulk_guard(request_, "delete", [page], None) is None
    assert explain_bulk_guard(request_, "publish", [TargetGroupFactory()], None) is None


def test_placeholders_are_named_when_a_record_becomes_public(
    settings: Any, monkeypatch: pytest.MonkeyPatch, rf: RequestFactory
) -> None:
    card = LessonPageFactory()
    body = [("paragraph", "<p>Telefon: [Telefonnummer eintragen]</p>")]
    imprint = HomePage.objects.get().add_child(instance=ContentPage(title="Impressum", body=body))
    said: list[str] = []
    monkeypatch.setattr(publishing.messages, "warning", lambda _request, text: said.append(text))
    request = rf.get("/")
    settings.DEMO_BANNER = True
    remind_of_placeholders(request, card)
    settings.DEMO_BANNER = False
    remind_of_placeholders(request, imprint)
    assert said == []
    remind_of_placeholders(request, card)
    assert len(said) == 1 and "„Impressum“" in said[0] and "eckigen Klammern" in said[0]


@pytest.mark.parametrize(
    ("hook", "called"),
    [
        ("before_publish_page", explain_guard),
        ("before_bulk_action", explain_bulk_guard),
        ("after_publish_page", remind_of_placeholders),
    ],
)
def test_the_hooks_are_called_around_publishing(hook: str, called: Any) -> None:
    assert called in hooks.get_hooks(hook)
