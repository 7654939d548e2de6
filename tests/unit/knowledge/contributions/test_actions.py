"""How a contribution moves, and that two who decide at once do not both decide."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from knowledge.contributions import accept, forget_old, put_back, recheck, reject, release_waiting
from knowledge.guard import PublicTextRefused
from knowledge.models import LessonVerdict
from methods.models import UsageReport
from search.models import OutdatedRecord
from tests.factories import CasePageFactory, LessonPageFactory, MethodCardPageFactory, UserFactory
from tests.factories.contributions import follow_up, usage_report, verdict

pytestmark = pytest.mark.django_db


@pytest.fixture
def report() -> UsageReport:
    row = usage_report(MethodCardPageFactory())
    row.save()
    return row


def test_who_and_when_stand_with_the_decision(report: UsageReport) -> None:
    editor = UserFactory()
    accept(contribution=report, user=editor)
    assert (report.state, report.decided_by, report.keep_until) == ("angenommen", editor, None)
    assert report.decided_at is not None
    put_back(contribution=report, user=editor)
    assert (report.state, report.decided_by, report.decided_at) == ("eingegangen", None, None)
    reject(contribution=report, user=editor, reason=" Doppelt. ")
    assert (report.state, report.decision) == ("abgelehnt", "Doppelt.")


def test_a_report_is_there_for_everybody_at_once_and_a_verdict_with_the_batch(report: UsageReport) -> None:
    accept(contribution=report)
    assert report.public_from == timezone.localdate()
    row = verdict(LessonPageFactory())
    row.save()
    accept(contribution=row)
    assert row.is_waiting
    assert release_waiting(on=date(2026, 9, 1)) == 1
    assert LessonVerdict.objects.get().public_from == date(2026, 9, 1)
    assert release_waiting(on=date(2027, 3, 1)) == 0


def test_the_second_of_two_decisions_is_told_the_first(report: UsageReport) -> None:
    other = UsageReport.objects.get(pk=report.pk)
    reject(contribution=other, user=UserFactory(), reason="Doppelt.")
    with pytest.raises(ValidationError, match="inzwischen entschieden: Abgelehnt"):
        accept(contribution=report, user=UserFactory())
    with pytest.raises(ValidationError, match="warum"):
        put_back(contribution=other, user=UserFactory())
        reject(contribution=other, user=UserFactory(), reason=" ")


def test_what_the_guard_doubts_may_stand_with_a_reason(report: UsageReport) -> None:
    report.adapted = "Wir sind 4.312 Einwohner."
    report.save()
    (finding,) = report.open_findings()
    with pytest.raises(PublicTextRefused):
        accept(contribution=report, user=UserFactory())
    accept(contribution=report, user=UserFactory(), reasons={finding.mark: "trifft-viele"})
    assert report.is_accepted


def test_who_entered_a_follow_up_does_not_accept_it() -> None:
    giver_of_it = UserFactory()
    row = follow_up(CasePageFactory(), submitted_by=giver_of_it)
    row.save()
    with pytest.raises(PermissionDenied):
        accept(contribution=row, user=giver_of_it)
    accept(contribution=row, user=UserFactory())


def test_what_was_rejected_goes_on_its_day(report: UsageReport) -> None:
    reject(contribution=report, user=UserFactory(), reason="Doppelt.")
    assert forget_old() == 0
    UsageReport.objects.update(keep_until=timezone.localdate() - timedelta(days=1))
    assert forget_old() == 1
    assert not UsageReport.objects.exists()


def test_what_a_newer_detector_holds_for_certain_waits_again(report: UsageReport) -> None:
    accept(contribution=report)
    assert recheck() == 0
    UsageReport.objects.filter(pk=report.pk).update(adapted="Frau Anna Schwarz aus Passau.")
    assert recheck() == 1
    report.refresh_from_db()
    assert report.is_received
    assert report.findings


def test_two_who_decide_in_one_moment_do_not_both_decide(
    report: UsageReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the database does not lock rows, the version tells."""
    from knowledge.contributions import actions

    found = UsageReport.objects.get(pk=report.pk)
    monkeypatch.setattr(actions, "_held", lambda contribution, *states: found)
    report.save()
    with pytest.raises(OutdatedRecord):
        accept(contribution=report)
