"""A rejected report is none."""

from __future__ import annotations

import pytest
from django.utils import timezone

from knowledge import contributions
from knowledge.cycle.gate import open_of_meeting
from methods.models import ReportRequest
from tests.factories import MethodCardPageFactory, UserFactory, WorkingMeetingFactory
from tests.factories.contributions import usage_report

pytestmark = pytest.mark.django_db


def test_the_card_is_missing_again_when_its_report_was_turned_down() -> None:
    meeting, card = WorkingMeetingFactory(), MethodCardPageFactory()
    ReportRequest.objects.create(
        card=card, meeting=meeting, planned_minutes=45, expires_on=timezone.localdate()
    )
    report = usage_report(card, meeting=meeting)
    report.save()
    assert open_of_meeting(meeting) == []
    contributions.reject(contribution=report, user=UserFactory(), reason="Das war ein anderes Treffen.")
    [missing] = open_of_meeting(meeting)
    assert "/einsatz/" in missing.url
