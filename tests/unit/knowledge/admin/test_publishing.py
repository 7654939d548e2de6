"""What is said when a page becomes public."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from wagtail import hooks

from knowledge.admin import publishing, remind_of_placeholders
from knowledge.models import ContentPage, HomePage
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db


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


def test_the_hook_is_called_after_publishing() -> None:
    assert remind_of_placeholders in hooks.get_hooks("after_publish_page")
