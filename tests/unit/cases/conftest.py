"""A case with a meeting of people around it: who wrote it, who reviews it."""

from __future__ import annotations

from typing import Any

import pytest

from cases.models import CasePage
from tests.factories import CasePageFactory, UserFactory, consulted


@pytest.fixture
def writer() -> Any:
    """Whoever wrote the case."""
    return UserFactory(role="Redaktion")


@pytest.fixture
def second() -> Any:
    """Somebody without a hand in it."""
    return UserFactory(role="Redaktion")


@pytest.fixture
def draft(writer: Any) -> CasePage:
    """A case without consent and review, as the database holds it; who took part in its cycle is known."""
    return consulted(CasePageFactory(owner=writer))
