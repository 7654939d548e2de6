"""The radar: for those who may see questions, with the way from a group to a new question."""

from __future__ import annotations

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.test import RequestFactory

from knowledge.admin import RadarView
from knowledge.admin.radar import _row
from search.unanswered.radar import Cluster
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_reader_without_the_permission_is_refused(rf: RequestFactory) -> None:
    request = rf.get("/admin/berichte/radar/")
    request.user = UserFactory()
    with pytest.raises(PermissionDenied):
        RadarView.as_view()(request)


def test_context_counts_questions_of_each_state(rf: RequestFactory) -> None:
    request = rf.get("/admin/berichte/radar/")
    request.user = UserFactory(is_superuser=True)
    context = RadarView.as_view()(request).context_data
    assert [count for _label, count in context["states"]] == [0, 0, 0, 0, 0, 0]
    assert [address for _label, address in context["exports"]] == [
        "/admin/berichte/radar/?export=xlsx",
        "/admin/berichte/radar/?export=csv",
    ]
    assert context["clusters"] == []


def test_group_leads_to_a_question_in_its_words() -> None:
    day = datetime.date(2026, 1, 1)
    row = _row(Cluster(("bauhof",), 7, day, day))
    assert row["add_url"].endswith("/add/?thema=bauhof")
