"""What a contribution is: whom it is shown to, which rows the database refuses, what a save may not do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from knowledge.contributions import Contribution, StateMoved, contribution_models
from knowledge.guard import GuardUnavailable, rules
from knowledge.permissions import AUDIENCE_OF_LEVEL
from methods.models import UsageReport
from search.contract import Viewer
from tests.factories import MethodCardPageFactory
from tests.factories.contributions import accepted, usage_report

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


@pytest.fixture
def report() -> UsageReport:
    row = usage_report(MethodCardPageFactory())
    row.save()
    return row


def test_five_kinds_each_with_a_permission_of_its_own() -> None:
    assert {model.__name__ for model in contribution_models()} == {
        "AdoptionReport",
        "CaseFollowUp",
        "LessonVerdict",
        "PageFeedback",
        "UsageReport",
    }
    assert all("decide" in model._meta.default_permissions for model in contribution_models())


@pytest.mark.parametrize(
    ("public_from", "everybody"),
    [(TODAY - timedelta(days=1), True), (TODAY, True), (TODAY + timedelta(days=1), False)],
)
def test_shown_to_the_house_at_once_and_to_everybody_from_its_day(
    public_from: date, everybody: bool, report: UsageReport
) -> None:
    inner = Viewer(frozenset(AUDIENCE_OF_LEVEL.values()))
    assert not report.is_shown(inner=True)
    assert not UsageReport.objects.shown_to(inner)
    accepted(report, public_from=public_from)
    assert (report.is_shown(inner=True), report.is_shown(inner=False)) == (True, everybody)
    assert UsageReport.objects.shown_to(inner).exists()
    assert UsageReport.objects.shown_to(Viewer()).exists() is everybody


@pytest.mark.parametrize(
    "values",
    [
        {"state": "angenommen"},
        {"state": "abgelehnt"},
        {"state": "vergessen"},
        {"origin": "taube"},
        {"decided_at": timezone.now()},
        {"public_from": TODAY},
        {"keep_until": None},
        {"state": "abgelehnt", "decided_at": timezone.now()},
        {"state": "angenommen", "decided_at": timezone.now()},
    ],
)
def test_the_database_refuses_states_that_say_something_else(values: dict[str, Any], report: Any) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        UsageReport.objects.filter(pk=report.pk).update(**values)


def test_a_save_moves_no_state(report: UsageReport) -> None:
    for row in (report, UsageReport.objects.get(pk=report.pk)):
        row.state = "abgelehnt"
        with pytest.raises(StateMoved):
            row.save()


def test_findings_are_kept_without_a_word(report: UsageReport) -> None:
    report.adapted = "Frau Anna Schwarz aus Passau war dabei."
    report.save()
    assert {"field": "adapted", "kind": "person", "certain": True} in report.findings
    assert "Schwarz" not in str(report.findings)


def test_a_kind_proposes_nothing_unless_it_says_so() -> None:
    card = MethodCardPageFactory()
    assert Contribution.proposed_for(card) == {}
    assert UsageReport.proposed_for(card) == {"planned_minutes": 20}


def test_what_somebody_enters_is_stored_where_the_detector_is_away(
    report: UsageReport, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(record: Any) -> None:
        raise GuardUnavailable

    monkeypatch.setattr(rules, "open_findings", away)
    report.adapted = "Kürzer."
    report.save()
    assert UsageReport.objects.get(pk=report.pk).adapted == "Kürzer."
    with pytest.raises(GuardUnavailable):
        accepted(report)
