"""What is written about a record is news to the search, and decisions about a text go with it."""

from __future__ import annotations

import pytest

from knowledge.models import FindingDecision
from methods.models import UsageReport
from search.models import IndexJob
from tests.factories import MethodCardPageFactory, UserFactory
from tests.factories.contributions import accepted, usage_report

pytestmark = pytest.mark.django_db


def jobs() -> int:
    found: int = IndexJob.objects.count()
    IndexJob.objects.all().delete()
    return found


def test_only_what_is_shown_is_news() -> None:
    card = MethodCardPageFactory()
    jobs()
    row = usage_report(card)
    row.save()
    assert jobs() == 0
    accepted(row)
    assert jobs() > 0
    row.actual_minutes = 80
    row.save()
    assert jobs() > 0
    row.delete()
    assert jobs() > 0


def test_decisions_go_with_the_text() -> None:
    row = usage_report(MethodCardPageFactory(), adapted="Wir sind 4.312 Einwohner.")
    row.save()
    (finding,) = row.open_findings()
    from knowledge.guard import rules

    rules.decide(row, mark=finding.mark, reason="trifft-viele", user=UserFactory())
    assert FindingDecision.objects.count() == 1
    UsageReport.objects.all().delete()
    assert not FindingDecision.objects.exists()
