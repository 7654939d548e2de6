"""The page about what stays: each use with an address only where the person may open it."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from knowledge.admin.deletion import _shown
from tests.factories import ForumCycleFactory, LessonPageFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("is_superuser", [True, False])
def test_places_are_named_to_whoever_may_open_them(rf: RequestFactory, is_superuser: bool) -> None:
    request = rf.get("/admin/")
    request.user = UserFactory(is_superuser=is_superuser)
    cycle = ForumCycleFactory()
    shown = _shown(request, cycle.format, [cycle])
    assert "wird noch gebraucht" in shown.sentence
    assert [title for _kind, title, _url in shown.places] == ([str(cycle)] if is_superuser else [])
    assert shown.unpublish == ""


def test_live_page_may_be_taken_off_instead(rf: RequestFactory) -> None:
    request = rf.get("/admin/")
    request.user = UserFactory(is_superuser=True)
    lesson = LessonPageFactory()
    assert _shown(request, lesson, []).unpublish.endswith(f"/{lesson.pk}/unpublish/")
    lesson.live = False
    assert _shown(request, lesson, []).unpublish == ""
