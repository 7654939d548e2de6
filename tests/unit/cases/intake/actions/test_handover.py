"""No draft of a text that is not the one read and decided."""

from __future__ import annotations

from typing import Any

import pytest

from cases.intake import actions
from cases.intake.actions import OutdatedRawCase
from cases.models import RawCase

pytestmark = pytest.mark.django_db


def test_no_draft_while_a_finding_is_open(raw: RawCase, user: Any) -> None:
    with pytest.raises(ValueError, match="Funde offen"):
        actions.take_over(raw=raw, user=user)
    with pytest.raises(OutdatedRawCase):
        actions.take_over(raw=raw, user=user, version=raw.version + 1)
