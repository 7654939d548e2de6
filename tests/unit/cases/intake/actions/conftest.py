from __future__ import annotations

from typing import Any

import pytest

from cases.intake import actions
from cases.models import RawCase
from tests.unit.cases.intake.actions.building import NAMES, TEXT


@pytest.fixture
def user(django_user_model: Any) -> Any:
    return django_user_model.objects.create(username="wer")


@pytest.fixture
def raw(user: Any) -> RawCase:
    return actions.take_in(text=TEXT, names=NAMES, meeting=None, user=user)
