"""A raw case is known by a code and goes on its day."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import RawCase
from cases.models.raw_case import LONGEST_AFTER_RELEASE, default_deletion_date, deletion_date_after_release


def test_a_code_can_be_read_aloud() -> None:
    codes = {RawCase().code for _number in range(20)}
    assert len(codes) == 20
    assert all(code.startswith("R-") and not set(code[2:]) & set("01ILO") for code in codes)


def test_it_goes_on_its_day_whatever_the_setting(settings: Any) -> None:
    today = timezone.localdate()
    settings.RAW_CASE_DAYS, settings.RAW_CASE_DAYS_AFTER_RELEASE = 30, 400
    assert default_deletion_date() == today + timedelta(days=30)
    assert deletion_date_after_release() == today + timedelta(days=LONGEST_AFTER_RELEASE)


def test_what_is_kept_can_be_seen() -> None:
    assert not RawCase().is_released and RawCase(released_at=timezone.now()).is_released
    assert RawCase(sealed_names="x").has_names and not RawCase().has_names
