"""A meeting that was held asks about each card of its programme once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from methods.models import ReportRequest, SessionBlock, SessionPlan, ask_for_reports
from tests.factories import MethodCardPageFactory, WorkingMeetingFactory

pytestmark = pytest.mark.django_db


def test_minutes_of_a_card_are_added_and_asking_again_changes_nothing() -> None:
    meeting, card = WorkingMeetingFactory(), MethodCardPageFactory()
    plan = SessionPlan.objects.create(title="Ablauf", meeting=meeting)
    for minutes, method in ((45, card), (30, None), (60, card)):
        SessionBlock.objects.create(plan=plan, title="Block", minutes=minutes, method=method)
    ask_for_reports(None, meeting=meeting)
    ask_for_reports(None, meeting=meeting)
    request = ReportRequest.objects.get()
    assert (request.card_id, request.planned_minutes) == (card.pk, 105)
    assert not request.is_over
    request.expires_on = timezone.localdate() - timedelta(days=1)
    assert request.is_over
