"""A raw case held for one deed: as it stands now, and none of which a case was made."""

from __future__ import annotations

import pytest
from django.utils import timezone

from cases.intake.actions.held import locked
from cases.models import RawCase

pytestmark = pytest.mark.django_db


def test_the_newest_state_is_held(raw: RawCase) -> None:
    RawCase.objects.filter(pk=raw.pk).update(version=41)
    assert locked(raw).version == 41


def test_a_raw_case_of_which_a_case_was_made_is_refused(raw: RawCase) -> None:
    RawCase.objects.filter(pk=raw.pk).update(released_at=timezone.now())
    with pytest.raises(ValueError, match="schon ein Fall geworden"):
        locked(raw)
