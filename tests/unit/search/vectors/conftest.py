"""A toy model for every test of the room."""

from __future__ import annotations

import pytest

from tests.unit.search.vectors.toy_model import ToyModel


@pytest.fixture
def model_() -> ToyModel:
    return ToyModel()
