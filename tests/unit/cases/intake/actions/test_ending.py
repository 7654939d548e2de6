"""Raw cases and their drafts go on their day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cases.intake import actions
from cases.models import CasePage, RawAccess, RawCase, ReleaseLink
from cases.models.raw_case import deletion_date_after_release
from tests.factories import CasePageFactory

pytestmark = pytest.mark.django_db


def test_raw_cases_go_on_their_day_and_old_lines_with_them(raw: RawCase, settings: Any) -> None:
    settings.RAW_CASE_LOG_DAYS = 30
    RawAccess.objects.update(at=timezone.now() - timedelta(days=31))
    assert actions.delete_due() == 0
    assert not RawAccess.objects.exists()
    RawCase.objects.update(delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert RawAccess.objects.get().code == raw.code


@pytest.mark.parametrize("somebody_is_asked", [False, True])
def test_a_draft_goes_with_its_raw_case_unless_somebody_was_asked(
    raw: RawCase, *, somebody_is_asked: bool
) -> None:
    draft = CasePageFactory(live=False)
    if somebody_is_asked:
        ReleaseLink.objects.create(case=draft, expires_at=timezone.now() + timedelta(days=60))
    RawCase.objects.update(case=draft, delete_on=timezone.localdate())
    assert actions.delete_due() == 1
    assert CasePage.objects.filter(pk=draft.pk).exists() == somebody_is_asked


def test_no_setting_keeps_a_raw_text_longer_than_ninety_days_after_its_handover(settings: Any) -> None:
    settings.RAW_CASE_DAYS_AFTER_RELEASE = 4_000
    assert deletion_date_after_release() == timezone.localdate() + timedelta(days=90)
