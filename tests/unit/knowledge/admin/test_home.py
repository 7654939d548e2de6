"""The first screen: what one may begin, one's own drafts, what is due."""

from __future__ import annotations

import datetime

import pytest

from knowledge.admin.home import ROWS, _due, _held_packages, _own_drafts, _starts
from knowledge.models.origins import hold_back
from tests.factories import LessonPageFactory, TargetGroupPageFactory, UserFactory

pytestmark = pytest.mark.django_db
YESTERDAY = datetime.date.today() - datetime.timedelta(days=1)


def test_starts_are_what_this_person_may_add() -> None:
    LessonPageFactory()
    assert [start["label"] for start in _starts(UserFactory(is_superuser=True))] == ["Lehre"]
    assert _starts(UserFactory()) == []


def test_due_records_stand_oldest_first_and_are_counted() -> None:
    editor = UserFactory(is_superuser=True)
    for days in range(ROWS + 2):
        LessonPageFactory(review_due=YESTERDAY - datetime.timedelta(days=days))
    LessonPageFactory(review_due=YESTERDAY + datetime.timedelta(days=30))
    rows, count = _due(editor)
    assert (len(rows), count) == (ROWS, ROWS + 2)
    assert rows[0]["page"].review_due == YESTERDAY - datetime.timedelta(days=ROWS + 1)
    assert _due(UserFactory()) == ([], 0)


def test_a_package_held_back_is_told_to_who_may_look_at_it() -> None:
    item = ("item", {"record": LessonPageFactory(), "why": "Passt."})
    page = TargetGroupPageFactory(question="Womit?", items=[item], reviewed_on=YESTERDAY)
    editor = UserFactory(is_superuser=True)
    assert _held_packages(editor) == []
    hold_back(page)
    assert [row["page"].pk for row in _held_packages(editor)] == [page.pk]
    assert _held_packages(UserFactory()) == []


def test_drafts_are_ones_own() -> None:
    mine, other = UserFactory(), UserFactory()
    page = LessonPageFactory(owner=mine)
    page.save_revision()
    assert [row["page"].pk for row in _own_drafts(mine)] == [page.pk]
    assert _own_drafts(other) == []
