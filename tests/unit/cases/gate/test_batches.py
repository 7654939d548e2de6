"""Mixed batches: their date, and what makes one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from cases.gate import release_demo
from cases.gate.batches import batch_date, ready_cases, released_together, unmixed
from cases.models import CaseMeeting, CasePage
from knowledge.contributions import accept
from tests.factories import CasePageFactory, WorkingMeetingFactory, consulted
from tests.factories.contributions import follow_up


@pytest.mark.parametrize(
    ("today", "batch"),
    [
        (date(2026, 3, 1), date(2026, 3, 1)),
        (date(2026, 8, 31), date(2026, 3, 1)),
        (date(2026, 9, 1), date(2026, 9, 1)),
        (date(2026, 2, 28), date(2025, 9, 1)),
    ],
)
def test_readers_see_the_date_of_the_batch(today: date, batch: date) -> None:
    assert batch_date(today) == batch


@pytest.mark.django_db
def test_a_batch_holds_several_cases_of_several_meetings(django_assert_num_queries: Any) -> None:
    cases = [CasePageFactory() for _number in range(3)]
    assert "mindestens 3" in unmixed(cases[:2])
    meeting = WorkingMeetingFactory()
    for case in cases:
        CaseMeeting.objects.create(case=case, meeting=meeting)
    assert "desselben Treffens" in unmixed(cases) or "demselben Treffen" in unmixed(cases)
    CaseMeeting.objects.filter(case=cases[0]).update(meeting=WorkingMeetingFactory(number=2))
    with django_assert_num_queries(1):
        assert unmixed(cases) == ""


@pytest.mark.django_db
def test_known_cases_of_one_meeting_are_not_called_new() -> None:
    cases = [CasePageFactory(first_published_at=timezone.now()) for _number in range(3)]
    meeting = WorkingMeetingFactory()
    for case in cases:
        CaseMeeting.objects.create(case=case, meeting=meeting)
    assert unmixed(cases).startswith("Alle Fälle stammen aus demselben Treffen")
    CasePage.objects.update(first_published_at=None)
    assert unmixed(cases).startswith("Alle neuen Fälle stammen aus demselben Treffen")


@pytest.mark.django_db
def test_a_draft_without_consent_is_not_ready() -> None:
    CasePageFactory().save_revision()
    assert ready_cases() == []


@pytest.mark.django_db
def test_a_case_that_was_taken_off_is_ready_again(settings: Any) -> None:
    """Whatever the gate lets through stands in the batch, with or without a revision."""
    settings.DEMO_CONTENT_ALLOWED = True
    case = consulted(CasePageFactory())
    release_demo(case=case)
    with released_together():
        case.save_revision().publish()
    assert ready_cases() == []
    CasePage.objects.get(pk=case.pk).unpublish()
    assert ready_cases() == [case]
    CasePage.objects.filter(pk=case.pk).update(latest_revision=None)
    assert ready_cases() == [case]


@pytest.mark.django_db
def test_what_was_accepted_about_enough_records_is_a_batch_by_itself() -> None:
    assert "mindestens 3" in unmixed([])
    for _number in range(3):
        row = follow_up(CasePageFactory())
        row.save()
        accept(contribution=row)
    assert unmixed([]) == ""
