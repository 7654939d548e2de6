"""Which pages the guard reads, and what the person who wants to publish is told."""

from __future__ import annotations

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.test import RequestFactory
from wagtail.models import Page

from cases.models import CasePage
from knowledge.admin import guarded, tell
from knowledge.guard import rules
from knowledge.models import LessonPage
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db


def test_cases_have_a_gate_of_their_own() -> None:
    assert guarded(LessonPage())
    assert not guarded(CasePage())
    assert not guarded(Page())


def test_message_names_each_passage_once(rf: RequestFactory) -> None:
    lesson = LessonPageFactory(live=False)
    lesson.observation = "<p>Frau Petra Kestenholz aus Hintertupfingen rief an.</p>"
    found = rules.open_findings(lesson)
    assert found
    request = rf.get("/")
    request.session = {}
    request._messages = FallbackStorage(request)
    tell(request, lesson, [*found, *found])
    (message,) = request._messages
    assert str(message).count(found[0].sentence) == 1
    assert "noch nicht veröffentlicht" in str(message)
