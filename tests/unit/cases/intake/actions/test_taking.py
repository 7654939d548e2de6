"""A raw case is sealed, and never written over somebody else's work."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import actions
from cases.intake.actions import OutdatedRawCase
from cases.models import RawAccess, RawCase
from tests.unit.cases.intake.actions.building import NAMES, TEXT

pytestmark = pytest.mark.django_db


def test_nothing_of_a_raw_case_is_stored_in_the_open(raw: RawCase) -> None:
    stored = str(RawCase.objects.filter(pk=raw.pk).values().get())
    assert "Huber" not in stored
    assert "Musterhausen" not in stored
    assert raw.accesses.get().action == RawAccess.Action.CREATED


def test_the_second_of_two_savers_is_told(raw: RawCase, user: Any) -> None:
    actions.change(raw=raw, text=TEXT, names=NAMES, meeting=None, user=user, version=raw.version)
    with pytest.raises(OutdatedRawCase):
        actions.change(raw=raw, text=TEXT, names=NAMES, meeting=None, user=user, version=raw.version - 1)
