"""The training case: invented through and through, and reviewable."""

from __future__ import annotations

import re
from typing import Any

import pytest

from cases.intake.forms import RawCaseForm
from cases.intake.review import review_of
from cases.intake.training import TRAINING_CODE, load_training_case, training_record
from cases.models import RawCase
from knowledge.anonymity.register import municipalities


def test_names_belong_to_no_municipality() -> None:
    _text, names = training_record()
    known = {item.name.lower() for item in municipalities()}
    words = {
        word.lower()
        for name in [names.municipality, *names.persons, *names.organisations, "Obertrollingen"]
        for word in re.findall(r"\w+", name)
    }
    assert not words & known


@pytest.mark.django_db
def test_it_is_loaded_once_and_sealed() -> None:
    assert load_training_case()
    assert not load_training_case()
    raw = RawCase.objects.get(code=TRAINING_CODE)
    for value in vars(raw).values():
        assert "Quellenrode" not in str(value)


@pytest.mark.django_db
def test_every_name_of_the_intake_is_found_and_rows_gather_mentions() -> None:
    load_training_case()
    review = review_of(RawCase.objects.get())
    _text, names = training_record()
    found = " ".join(form for row in review.rows for form in row.forms)
    for person in names.persons:
        assert person.split()[-1] in found
    treasurer = next(row for row in review.rows if "Tratzmüller" in row.words)
    assert len(treasurer.mentions) > 5
    assert treasurer.suggestion == "[Kämmerei]"
    assert (
        next(row for row in review.rows if row.words == "Quellenrode").suggestion
        == "[Gemeinde mit 5.000 bis 10.000 Einwohnern in Bayern]"
    )


def test_words_fit_the_form() -> None:
    text, _names = training_record()
    limits: dict[str, Any] = {
        name: getattr(field, "max_length", None) for name, field in RawCaseForm.base_fields.items()
    }
    assert all(limits[name] is None or len(value) <= limits[name] for name, value in text.items())
