"""Terms in both languages."""

from __future__ import annotations

import pytest
from django.utils import translation

from knowledge.base.taxonomy import localised
from knowledge.models import ChallengeArea, PolicyField, SustainableDevelopmentGoal


@pytest.mark.parametrize(
    ("language", "german", "english", "shown"),
    [
        ("de", "Haushalt", "Budget", "Haushalt"),
        ("en", "Haushalt", "Budget", "Budget"),
        ("en-gb", "Haushalt", "Budget", "Budget"),
        ("en", "Haushalt", "", "Haushalt"),
        (None, "Haushalt", "Budget", "Haushalt"),
    ],
)
def test_term_follows_the_language_and_falls_back_to_german(
    language: str | None, german: str, english: str, shown: str
) -> None:
    with translation.override(language, deactivate=language is None):
        assert localised(german, english) == shown


def test_terms_are_called_by_their_label() -> None:
    with translation.override("en"):
        assert str(PolicyField(key="haushalt", name="Haushalt", name_en="Budget")) == "Budget"
        assert str(SustainableDevelopmentGoal(number=13, name="Klima", name_en="Climate")) == "13 Climate"


def test_the_address_of_an_area_can_be_read() -> None:
    area = ChallengeArea()
    assert area.slugify("Ämter für Große Höfe") == "aemter-fuer-grosse-hoefe"
    assert area.slugify("Ämter", 2) == "aemter-2"
