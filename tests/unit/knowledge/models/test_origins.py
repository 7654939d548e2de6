"""A package is held back with the records it hands on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from knowledge.base import origin_narrowed
from knowledge.enums import AccessLevel
from knowledge.models import TargetGroupPage
from tests.factories import LessonPageFactory, TargetGroupPageFactory

pytestmark = pytest.mark.django_db


def package(record: Any) -> TargetGroupPage:
    """A landing page that hands this record on, with a draft of its own."""
    page = TargetGroupPageFactory(
        question="Womit fange ich an?",
        items=[("item", {"record": record, "why": "Passt in eine Stunde."})],
        reviewed_on=date(2026, 10, 12),
    )
    page.save_revision()
    return TargetGroupPage.objects.get(pk=page.pk)


@pytest.mark.parametrize("level", [AccessLevel.EDITORS, AccessLevel.ALUMNI])
def test_nobody_reads_the_sentences_about_a_record_that_was_narrowed(level: AccessLevel) -> None:
    record, other = LessonPageFactory(), LessonPageFactory()
    page = package(record)
    origin_narrowed.send(type(other), page=other, level=level.value)
    assert TargetGroupPage.objects.get(pk=page.pk).has_package
    origin_narrowed.send(type(record), page=record, level=level.value)
    held = TargetGroupPage.objects.get(pk=page.pk)
    assert not held.has_package and held.live, "the page stays, with its lists"
    assert not held.get_latest_revision_as_object().has_package, "an old draft does not bring it back"
