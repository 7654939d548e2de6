"""What a cycle brought, and what of it everybody may know."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.models import CaseMeeting
from knowledge import contributions
from knowledge.cycle import bring_to
from knowledge.models import LessonSource, LessonVerdict
from methods.models import SessionBlock, SessionPlan
from publications.cycle_report import inner_report, public_report
from tests.factories import CasePageFactory, LessonPageFactory, MethodCardPageFactory, WorkingMeetingFactory
from tests.factories import cycles as make
from tests.factories.contributions import accepted, usage_report

pytestmark = pytest.mark.django_db


def test_numbers_are_those_of_the_rows() -> None:
    meeting = make.held(people=3)
    card = MethodCardPageFactory()
    plan = SessionPlan.objects.create(title="Ablauf", meeting=meeting)
    SessionBlock.objects.create(plan=plan, title="Block", minutes=45, method=card)
    for minutes in (40, 60, 50):
        accepted(usage_report(card, meeting=meeting, actual_minutes=minutes))
    CaseMeeting.objects.create(case=CasePageFactory(), meeting=meeting)
    report = inner_report(meeting.cycle)
    assert [(row.number, there, cast) for row, there, cast in report.meetings] == [(1, 3, 0)]
    assert [(use.title, use.reports, use.minutes) for use in report.cards] == [(card.title, 3, 50)]
    assert (report.consulted, report.published) == (1, 0)


def test_small_counts_and_lessons_of_one_cycle_are_not_told() -> None:
    meeting = make.held()
    cycle = meeting.cycle
    cases = [CasePageFactory() for _number in range(2)]
    CaseMeeting.objects.create(case=cases[0], meeting=meeting)
    CaseMeeting.objects.create(case=cases[1], meeting=WorkingMeetingFactory(cycle__number=2))
    spanning, single = LessonPageFactory(), LessonPageFactory()
    for lesson, pages in ((spanning, cases), (single, cases[:1])):
        for page in pages:
            LessonSource.objects.create(lesson=lesson, page=page)
        verdict = LessonVerdict.objects.create(
            lesson=lesson, cycle=cycle, meeting=meeting, kind="bestaetigt", reason="Es hat getragen."
        )
        contributions.accept(contribution=verdict, public_from=timezone.localdate())
    assert public_report(cycle) is None
    bring_to(record=cycle, state="abgeschlossen")
    report = public_report(cycle)
    assert report is not None
    assert report.verdicts == (("Bestätigt", None),)
    assert [lesson.pk for lesson in report.lessons] == [spanning.pk]
