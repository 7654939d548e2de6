"""A question has an end, and a case one per date."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.models import CasePage, FollowUpLink

pytestmark = pytest.mark.django_db


def test_it_is_over_after_its_last_day_and_there_is_one_per_date(draft: CasePage) -> None:
    today = timezone.localdate()
    row = FollowUpLink.objects.create(case=draft, after=6, due_on=today, expires_on=today)
    assert not row.is_over
    row.expires_on = today - timedelta(days=1)
    assert row.is_over
    with pytest.raises(IntegrityError), transaction.atomic():
        FollowUpLink.objects.create(case=draft, after=6, due_on=today, expires_on=today)
