"""Closed vocabularies: stable words in addresses, labels for people."""

from __future__ import annotations

import inspect
import re

import pytest
from django.db.models import IntegerChoices, TextChoices
from django.utils import translation

from knowledge import enums

VOCABULARIES = [
    value
    for name, value in inspect.getmembers(enums, inspect.isclass)
    if issubclass(value, TextChoices | IntegerChoices) and name in enums.__all__
]


def test_all_is_complete() -> None:
    defined = {
        name
        for name, value in vars(enums).items()
        if inspect.isclass(value) and value.__module__ == enums.__name__
    }
    assert defined == set(enums.__all__)


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda vocabulary: vocabulary.__name__)
def test_values_can_stand_in_addresses_and_labels_are_german(vocabulary: type[TextChoices]) -> None:
    assert vocabulary.__doc__ and len(vocabulary) >= 2
    with translation.override("de"):
        for value, label in vocabulary.choices:
            assert isinstance(value, int) or re.fullmatch(r"[A-Za-z0-9+-]+", value), value
            assert str(label).strip()
        assert len(set(map(str, vocabulary.labels))) == len(vocabulary)


def test_every_size_band_is_one_of_the_guard() -> None:
    from knowledge.anonymity.profile.uniqueness import DISTRICT_BAND, SIZE_BANDS, STATES

    assert {*SIZE_BANDS, DISTRICT_BAND} == set(enums.SizeBand.values)
    assert set(STATES) == set(enums.FederalState.values)
