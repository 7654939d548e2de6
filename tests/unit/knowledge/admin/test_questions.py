"""Questions that begin at the radar."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser, Permission
from django.test import RequestFactory

from knowledge.admin.questions import _CreateQuestion, may_see_radar
from knowledge.models import OpenQuestion
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "text", "origin"),
    [
        ("/?thema=Bauhof teilen", "Bauhof teilen", OpenQuestion.Origin.RADAR),
        ("/", "", OpenQuestion.Origin.MEETING),
        (f"/?thema={'x' * 300}", "x" * 200, OpenQuestion.Origin.RADAR),
    ],
)
def test_question_begins_with_the_words_of_the_radar(
    rf: RequestFactory, address: str, text: str, origin: str
) -> None:
    view = _CreateQuestion()
    view.request = rf.get(address)
    question = view.get_initial_form_instance()
    assert (question.text, question.origin) == (text, origin)


def test_radar_is_for_those_who_may_see_questions(rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.user = AnonymousUser()
    assert not may_see_radar(request)
    request.user = UserFactory()
    request.user.user_permissions.add(Permission.objects.get(codename="view_openquestion"))
    assert may_see_radar(request)
