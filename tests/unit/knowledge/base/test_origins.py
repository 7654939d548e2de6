"""What retells a record is read by editors alone until one has looked at it."""

from __future__ import annotations

import pytest
from django.utils import timezone

from knowledge.base import to_review
from knowledge.enums import AccessLevel
from knowledge.models import AnonymityTrail, LessonPage
from tests.factories import LessonPageFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("own", "origin", "goes"),
    [
        (AccessLevel.PUBLIC, AccessLevel.EDITORS, True),
        (AccessLevel.PUBLIC, AccessLevel.ALUMNI, True),
        (AccessLevel.ALUMNI, AccessLevel.ALUMNI, False),
        (AccessLevel.ALUMNI, AccessLevel.EDITORS, True),
    ],
)
def test_only_what_more_people_read_than_its_origin(own: str, origin: str, goes: bool) -> None:
    lesson = LessonPageFactory(access_level=own)
    lesson.save_revision()
    lesson = LessonPage.objects.get(pk=lesson.pk)
    assert to_review(lesson, origin) is goes
    found = LessonPage.objects.get(pk=lesson.pk)
    assert found.access_level == (AccessLevel.EDITORS if goes else own)
    assert found.latest_revision.content["access_level"] == found.access_level
    assert (found.review_due == timezone.localdate()) is goes
    assert AnonymityTrail.objects.filter(reason="quelle").exists() is goes
