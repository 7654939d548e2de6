"""The second of two savers is told, and the first keeps what was written."""

from __future__ import annotations

import pytest

from knowledge.base import OutdatedRecord
from methods.models import UsageReport
from tests.factories import MethodCardPageFactory
from tests.factories.contributions import usage_report

pytestmark = pytest.mark.django_db


def test_second_saver_is_refused_and_nothing_is_written() -> None:
    row = usage_report(MethodCardPageFactory())
    row.save()
    mine, other = (UsageReport.objects.get(pk=row.pk) for _time in range(2))
    other.adapted = "Kürzer."
    other.save()
    mine.adapted = "Länger."
    with pytest.raises(OutdatedRecord):
        mine.save()
    stored = UsageReport.objects.get(pk=row.pk)
    assert (stored.adapted, stored.version) == ("Kürzer.", 2)


def test_version_counts_also_when_some_columns_are_saved() -> None:
    row = usage_report(MethodCardPageFactory())
    row.save()
    row.worked = 5
    row.save(update_fields=["worked"])
    row.save()
    stored = UsageReport.objects.get(pk=row.pk)
    assert (stored.worked, stored.version, row.version) == (5, 3, 3)


def test_save_that_fails_leaves_the_version() -> None:
    row = usage_report(MethodCardPageFactory())
    row.save()
    row.worked = None
    with pytest.raises(Exception, match="worked"):
        row.save()
    assert row.version == UsageReport.objects.get(pk=row.pk).version == 1
